import { chosenProperty, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { textOf, type Value } from '../../model/value.ts';

/**
 * The port that a value names: a number, or an attribute such as `Endpoint.Port` of a database or cache of this input,
 * by what is written there or else the engine's default. Undefined where it cannot be told.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html (and the others)
 */
export function portNumber(value: Value | undefined, subject: PredicateSubject): number | undefined {
  if (value?.kind !== 'reference') return numberOf(value);
  if (!/(^|\.)port$/i.test(value.attribute ?? '')) return undefined;
  const resource = subject.graph.resolve(subject.resource, value);
  if (!resource) return undefined;
  // What is assumed of the one template says nothing of another.
  const given = resource.input === subject.resource.input && chosenProperty(resource.properties, 'Port', subject);
  return given ? numberOf(given.value) : defaultPort(resource, subject);
}

/** Two values that are one port, whichever it is. */
export function isSamePort(from: Value | undefined, to: Value | undefined): boolean {
  return (
    from?.kind === 'reference' &&
    to?.kind === 'reference' &&
    from.target === to.target &&
    from.attribute === to.attribute
  );
}

function numberOf(value: Value | undefined): number | undefined {
  const text = textOf(value)?.trim();
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** Where a port depends on more than the engine (Aurora PostgreSQL, members of clusters) there is none. */
function defaultPort({ type, properties, input }: Resource, subject: PredicateSubject): number | undefined {
  if (properties.open || properties.properties.has('Port')) return undefined;
  const byType = PORTS_OF_TYPES[type];
  if (byType !== undefined) return byType;
  if (!ENGINE_TYPES.has(type) || input !== subject.resource.input) return undefined;
  if (chosenProperty(properties, 'DBClusterIdentifier', subject)) return undefined;
  const engine = textOf(chosenProperty(properties, 'Engine', subject)?.value)?.toLowerCase();
  return PORTS_OF_ENGINES.find(([pattern]) => engine !== undefined && pattern.test(engine))?.[1];
}

const PORTS_OF_TYPES: Readonly<Record<string, number>> = {
  'AWS::DocDB::DBCluster': 27017,
  'AWS::Neptune::DBCluster': 8182,
  'AWS::Redshift::Cluster': 5439,
};

const ENGINE_TYPES: ReadonlySet<string> = new Set([
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
]);

const PORTS_OF_ENGINES: readonly (readonly [RegExp, number])[] = [
  [/^(mysql|mariadb|aurora|aurora-mysql)$/, 3306],
  [/^postgres$/, 5432],
  [/^(custom-)?oracle/, 1521],
  [/^(custom-)?sqlserver/, 1433],
  [/^db2/, 50000],
  [/^(redis|valkey)$/, 6379],
  [/^memcached$/, 11211],
];
