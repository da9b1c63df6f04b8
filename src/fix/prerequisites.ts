import { type ObjectValue, objectOf, textOf, type Value } from '../model/value.ts';
import { type Declined, declined } from './decline.ts';
import { type Leaf, namesOf } from './wanted.ts';

/** What a property cannot stand beside, or cannot do without: the service would refuse the resource. */
interface Prerequisite {
  readonly sets: string;
  readonly excludes?: readonly string[];
  readonly needs?: readonly string[];
  readonly needsOneOf?: readonly string[];
}

const EMR_DISKS =
  'SecurityConfiguration.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration';

/** By CloudFormation type, from the pages of its resource reference and of the services' APIs. */
const PREREQUISITES: Readonly<Record<string, readonly Prerequisite[]>> = {
  'AWS::AppSync::GraphQLApi': [{ sets: 'LogConfig.FieldLogLevel', needs: ['LogConfig.CloudWatchLogsRoleArn'] }],
  'AWS::CloudFront::Distribution': ['MinimumProtocolVersion', 'SslSupportMethod'].map(name => ({
    sets: `DistributionConfig.ViewerCertificate.${name}`,
    excludes: ['DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate'],
    needsOneOf: ['AcmCertificateArn', 'IamCertificateId'].map(
      certificate => `DistributionConfig.ViewerCertificate.${certificate}`,
    ),
  })),
  'AWS::DocDB::DBCluster': [{ sets: 'ManageMasterUserPassword', excludes: ['MasterUserPassword'] }],
  'AWS::DynamoDB::Table': [{ sets: 'BillingMode', excludes: ['ProvisionedThroughput'] }],
  'AWS::EMR::SecurityConfiguration': [{ sets: `${EMR_DISKS}.EnableEbsEncryption`, needs: [`${EMR_DISKS}.AwsKmsKey`] }],
  'AWS::ElastiCache::ReplicationGroup': [{ sets: 'MultiAZEnabled', needs: ['AutomaticFailoverEnabled'] }],
  'AWS::OpenSearchService::Domain': [
    {
      sets: 'AdvancedSecurityOptions.Enabled',
      needs: [
        'EncryptionAtRestOptions.Enabled',
        'NodeToNodeEncryptionOptions.Enabled',
        'DomainEndpointOptions.EnforceHTTPS',
      ],
    },
  ],
  'AWS::RDS::DBCluster': [{ sets: 'ManageMasterUserPassword', excludes: ['MasterUserPassword'] }],
  'AWS::RDS::DBInstance': [
    { sets: 'ManageMasterUserPassword', excludes: ['MasterUserPassword'] },
    { sets: 'MultiAZ', excludes: ['AvailabilityZone'] },
  ],
  'AWS::S3::Bucket': [{ sets: 'OwnershipControls.Rules.ObjectOwnership', excludes: ['AccessControl'] }],
  'AWS::SQS::Queue': [{ sets: 'SqsManagedSseEnabled', excludes: ['KmsMasterKeyId'] }],
  'AWS::SecretsManager::RotationSchedule': [
    { sets: 'RotationRules.AutomaticallyAfterDays', excludes: ['RotationRules.ScheduleExpression'] },
  ],
  'AWS::SageMaker::NotebookInstance': [{ sets: 'DirectInternetAccess', needs: ['SubnetId'] }],
};

/** Why the service would refuse what the leaves set, as far as that is known; undefined: nothing speaks against it. */
export function refusalOf(type: string, properties: ObjectValue, leaves: readonly Leaf[]): Declined | undefined {
  const rows = PREREQUISITES[type] ?? [];
  for (const leaf of leaves) {
    const name = namesOf(leaf).join('.');
    for (const { sets, excludes = [], needs = [], needsOneOf = [] } of rows) {
      if (sets !== name) continue;
      const isSet = (each: string) => isOn(valueAt(properties, each));
      const other =
        excludes.find(isSet) ??
        needs.find(each => !isSet(each)) ??
        (needsOneOf.some(isSet) ? undefined : needsOneOf[0]);
      if (other !== undefined) return declined('excluded', other);
    }
  }
  return undefined;
}

/** There, and not switched off. */
function isOn(value: Value | undefined): boolean {
  return value !== undefined && !value.defaulted && textOf(value)?.toLowerCase() !== 'false' && textOf(value) !== '';
}

function valueAt(properties: ObjectValue, path: string): Value | undefined {
  let value: Value | undefined = properties;
  for (const name of path.split('.')) value = objectOf(value)?.properties.get(name)?.value;
  return value;
}
