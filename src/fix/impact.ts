import { type CloudFormationType, cloudFormationType, propertyAt } from '../facts/cloudformation.ts';
import type { SourceFix } from '../model/fix.ts';
import { type Leaf, namesOf } from './wanted.ts';

/**
 * Whether a change of these properties replaces the resource, or breaks what relies on it. What replaces is the update
 * behaviour of CloudFormation's schema, which Terraform's provider shares, as both ask the same service.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export function impactOf(type: string, leaves: readonly Leaf[]): SourceFix['impact'] {
  const facts = cloudFormationType(type);
  const impacts = leaves.map(leaf => tabled(type, namesOf(leaf)) ?? (facts && impactAt(facts, namesOf(leaf))));
  return impacts.includes('replaces') ? 'replaces' : impacts.find(impact => impact !== undefined);
}

/**
 * Properties that the schema says may replace, and that are changed in place whenever a fix of ours changes them:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html.
 */
const IN_PLACE: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS::RDS::DBInstance': new Set([
    'AutoMinorVersionUpgrade',
    'BackupRetentionPeriod',
    'EnablePerformanceInsights',
    'MultiAZ',
    'StorageType',
  ]),
};

/**
 * Properties that others rely on: clients on a port, long work on the time that it has, containers on what they may do,
 * writers on the ACLs that they send, other accounts on what is shared with them.
 */
const RELIED_ON: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS::Batch::JobDefinition': new Set([
    'ContainerProperties.Privileged',
    'EcsProperties.TaskProperties.Containers.Privileged',
    'EksProperties.PodProperties.Containers.SecurityContext.Privileged',
    'EksProperties.PodProperties.InitContainers.SecurityContext.Privileged',
    'NodeProperties.NodeRangeProperties.Container.Privileged',
  ]),
  'AWS::CloudFront::Distribution': new Set(['DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols']),
  'AWS::DocDB::DBCluster': new Set(['Port']),
  'AWS::EC2::LaunchTemplate': new Set(['LaunchTemplateData.NetworkInterfaces.AssociatePublicIpAddress']),
  'AWS::ECS::TaskDefinition': new Set([
    'ContainerDefinitions.Privileged',
    'ContainerDefinitions.ReadonlyRootFilesystem',
    'PidMode',
  ]),
  'AWS::ElastiCache::CacheCluster': new Set(['Port']),
  'AWS::ElastiCache::ReplicationGroup': new Set(['Port']),
  'AWS::Lambda::Function': new Set(['Timeout']),
  'AWS::Neptune::DBCluster': new Set(['DBPort']),
  'AWS::RDS::DBCluster': new Set(['Port']),
  'AWS::RDS::DBInstance': new Set(['Port']),
  'AWS::Redshift::Cluster': new Set(['Port']),
  'AWS::S3::Bucket': new Set(['OwnershipControls.Rules.ObjectOwnership']),
  aws_db_snapshot: new Set(['shared_accounts']),
};

/**
 * What replaces where no schema of CloudFormation says it: types that Terraform alone has, by its provider
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs), and Glue, whose API cannot change a configuration.
 */
const REPLACING: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS::Glue::SecurityConfiguration': new Set(['EncryptionConfiguration']),
  aws_ami: new Set(['ebs_block_device']),
  aws_ami_copy: new Set(['encrypted']),
  aws_athena_database: new Set(['encryption_configuration']),
};

function tabled(type: string, names: readonly string[]): SourceFix['impact'] {
  const replacing = REPLACING[type];
  if (replacing && names.some((_, index) => replacing.has(names.slice(0, index + 1).join('.')))) return 'replaces';
  return RELIED_ON[type]?.has(names.join('.')) ? 'may-break' : undefined;
}

function impactAt(facts: CloudFormationType, names: readonly string[]): SourceFix['impact'] {
  let impact: SourceFix['impact'];
  for (let length = 1; length <= names.length; length++) {
    const path = names.slice(0, length).join('.');
    const { replaces = 'no' } = propertyAt(facts, path) ?? {};
    if (replaces === 'yes' || facts.replacingPaths.includes(path)) return 'replaces';
    if (replaces === 'maybe' && !IN_PLACE[facts.name]?.has(path)) impact = 'may-replace';
  }
  return impact;
}
