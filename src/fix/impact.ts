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
  if (!facts) return undefined;
  const impacts = leaves.map(leaf => impactAt(facts, namesOf(leaf)));
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

/** Properties that others rely on: clients on a port, long work on the time that it has. */
const RELIED_ON: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS::DocDB::DBCluster': new Set(['Port']),
  'AWS::ElastiCache::CacheCluster': new Set(['Port']),
  'AWS::ElastiCache::ReplicationGroup': new Set(['Port']),
  'AWS::Lambda::Function': new Set(['Timeout']),
  'AWS::Neptune::DBCluster': new Set(['DBPort']),
  'AWS::RDS::DBCluster': new Set(['Port']),
  'AWS::RDS::DBInstance': new Set(['Port']),
  'AWS::Redshift::Cluster': new Set(['Port']),
};

function impactAt(facts: CloudFormationType, names: readonly string[]): SourceFix['impact'] {
  let impact: SourceFix['impact'] = RELIED_ON[facts.name]?.has(names.join('.')) ? 'may-break' : undefined;
  for (let length = 1; length <= names.length; length++) {
    const path = names.slice(0, length).join('.');
    const { replaces = 'no' } = propertyAt(facts, path) ?? {};
    if (replaces === 'yes' || facts.replacingPaths.includes(path)) return 'replaces';
    if (replaces === 'maybe' && !IN_PLACE[facts.name]?.has(path)) impact = 'may-replace';
  }
  return impact;
}
