import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, textOf, type Value } from '../../model/value.ts';
import type { Outcome, RelatedSpan, Verdict } from '../../model/verdict.ts';
import { isGoBetween } from '../go-betweens.ts';
import { besideWith } from './beside.ts';

/** Questions about relational databases: their parameter groups, members and subnets. */
export const databasePredicates: Readonly<Record<string, Predicate>> = {
  'rds.requires-tls': requiresTls,
  'rds.has-members': hasMembers,
  'rds.subnets-private': subnetsPrivate,
};

/** The parameter that makes an engine refuse plain connections, and since when it is the default (none: never). */
interface TlsParameter {
  readonly name: string;
  readonly since?: number;
  /** From this version on the default is not relied upon. */
  readonly doubtFrom?: number;
}

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html (on since 15),
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html (on since 17).
 */
const TLS: readonly (readonly [RegExp, TlsParameter])[] = [
  [/^postgres$/, { name: 'rds.force_ssl', since: 15 }],
  [/^aurora-postgresql$/, { name: 'rds.force_ssl', since: 17 }],
  [/^sqlserver/, { name: 'rds.force_ssl' }],
  [/^aurora(-mysql)?$/, { name: 'require_secure_transport' }],
  [/^mysql$/, { name: 'require_secure_transport', doubtFrom: 8.4 }],
  [/^mariadb$/, { name: 'require_secure_transport', doubtFrom: 11.8 }],
];

const GROUP_PROPERTIES = ['DBParameterGroupName', 'DBClusterParameterGroupName'];

/** Passes where the parameter group, or the default of the engine's version, refuses connections without TLS. */
function requiresTls(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const engine = chosenProperty(resource.properties, 'Engine', subject);
  const name = textOf(engine?.value)?.toLowerCase();
  const span = engine?.property.span ?? resource.nameSpan;
  if (name === undefined) return { verdict: 'unknown', span, reason: 'the engine is not known' };
  const parameter = TLS.find(([pattern]) => pattern.test(name))?.[1];
  if (!parameter) return { verdict: 'pass', span, reason: `${name} has no such parameter` };
  const named = GROUP_PROPERTIES.map(key => chosenProperty(resource.properties, key, subject)).find(found => found);
  if (!named) return byVersion(subject, parameter, span);
  const at = named.property.span;
  const group =
    named.value.kind === 'reference' ? graph.resolve(resource, named.value) : groupNamed(named.value, subject);
  if (!group || isGoBetween(group.type)) {
    const text = textOf(named.value);
    if (text?.startsWith('default.')) return byVersion(subject, parameter, at);
    return { verdict: 'unknown', span: at, reason: 'the parameter group is not among these files' };
  }
  const related: RelatedSpan[] = [{ span: group.nameSpan, message: `the parameter group ${group.address}` }];
  const parameters = chosenProperty(group.properties, 'Parameters', subject);
  const set = chosenProperty(parameters?.value, parameter.name, subject);
  if (set) {
    const verdict = isOn(set.value);
    const value = textOf(set.value);
    const reason = value === undefined ? `${parameter.name} is not known` : `${parameter.name} is ${value}`;
    return { verdict, span: at, reason: `${reason} in ${group.address}`, related };
  }
  const held = parameters?.value;
  if (held && (held.kind !== 'object' || held.open))
    return { verdict: 'unknown', span: at, reason: `the parameters of ${group.address} are not known`, related };
  return { ...byVersion(subject, parameter, at, group), related };
}

function groupNamed(value: Value, subject: PredicateSubject): Resource | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  return ['DBParameterGroup', 'DBClusterParameterGroup'].flatMap(kind =>
    besideWith(`AWS::RDS::${kind}`, `${kind}Name`, text, subject),
  )[0];
}

function isOn(value: Value): Verdict {
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return 'unknown';
  return text === '1' || text === 'on' || text === 'true' ? 'pass' : 'fail';
}

/** What the engine does where no parameter is set: its version decides, or the family of the parameter group. */
function byVersion(
  subject: PredicateSubject,
  parameter: TlsParameter,
  span: Outcome['span'],
  group?: Resource,
): Outcome {
  const { name, since, doubtFrom } = parameter;
  const unset = `${name} is not set`;
  if (since === undefined && doubtFrom === undefined)
    return { verdict: 'fail', span, reason: `${unset}, and off by default` };
  const family = textOf(chosenProperty(group?.properties, 'Family', subject)?.value);
  const version = textOf(chosenProperty(subject.resource.properties, 'EngineVersion', subject)?.value);
  const number = Number(/(\d+(?:\.\d+)?)/.exec(version ?? family?.replace(/^[a-z-]*/, '') ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return { verdict: 'unknown', span, reason: `${unset}, and the version is not known` };
  if (since !== undefined && number >= since)
    return { verdict: 'pass', span, reason: `version ${number} refuses plain connections by default` };
  if (doubtFrom !== undefined && number >= doubtFrom)
    return { verdict: 'unknown', span, reason: `${unset}, and the default of version ${number} is not relied upon` };
  return { verdict: 'fail', span, reason: `${unset}, and off by default in version ${number}` };
}

/** Passes where at least `with.count` instances belong to the cluster; unknown where these files have none of them. */
function hasMembers(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const span = resource.nameSpan;
  const count = Number(subject.with['count'] ?? 2);
  const type = subject.with['type'] ?? 'AWS::RDS::DBInstance';
  const members = new Set(
    graph
      .referencesTo(resource)
      .filter(({ from, path }) => from.type === type && path === 'DBClusterIdentifier')
      .map(({ from }) => from),
  );
  const sure = [...members].filter(({ exists }) => exists === 'yes').length;
  if (sure >= count) return { verdict: 'pass', span, reason: `it has ${sure} instances` };
  if (members.size === 0) return { verdict: 'unknown', span, reason: 'its instances are not among these files' };
  if (sure < members.size)
    return { verdict: 'unknown', span, reason: 'how many instances it has is decided at deployment' };
  const related = [...members].map(({ nameSpan, address }) => ({ span: nameSpan, message: `its instance ${address}` }));
  return { verdict: 'fail', span, reason: `it has ${sure === 1 ? 'one instance' : `${sure} instances`}`, related };
}

/** Passes where no subnet of the database's subnet group has a route to an internet gateway. */
function subnetsPrivate(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const named = chosenProperty(resource.properties, 'DBSubnetGroupName', subject);
  if (!named)
    return {
      verdict: 'unknown',
      span: resource.nameSpan,
      reason: 'no subnet group is named: it is in the default VPC',
    };
  const span = named.property.span;
  const group =
    named.value.kind === 'reference' ? graph.resolve(resource, named.value) : subnetGroupNamed(named.value, subject);
  if (group?.type !== 'AWS::RDS::DBSubnetGroup')
    return { verdict: 'unknown', span, reason: 'the subnet group is not among these files' };
  const subnets = chosenProperty(group.properties, 'SubnetIds', subject);
  const items = listOf(subnets?.value)?.items;
  let unseen = !items || listOf(subnets?.value)?.open === true;
  for (const item of items ?? []) {
    const reference = chosen(item, subject);
    const subnet = reference?.kind === 'reference' ? graph.resolve(group, reference) : undefined;
    if (subnet?.type !== 'AWS::EC2::Subnet') {
      unseen = true;
      continue;
    }
    const route = publicRoute(subnet, subject);
    if (route.verdict === 'pass') {
      const related = [
        { span: subnet.nameSpan, message: `the subnet ${subnet.address}` },
        { span: route.route!.nameSpan, message: `its route ${route.route!.address}` },
      ];
      return { verdict: 'fail', span, reason: `${subnet.address} has a route to an internet gateway`, related };
    }
    if (route.verdict === 'unknown') unseen = true;
  }
  if (unseen) return { verdict: 'unknown', span, reason: 'where its subnets lead is not known' };
  return { verdict: 'pass', span, reason: `no subnet of ${group.address} has a route to an internet gateway` };
}

function subnetGroupNamed(value: Value, subject: PredicateSubject): Resource | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : besideWith('AWS::RDS::DBSubnetGroup', 'DBSubnetGroupName', text, subject)[0];
}

/** Whether a route table of the subnet has a default route to an internet gateway. */
function publicRoute(subnet: Resource, subject: PredicateSubject): { verdict: Verdict; route?: Resource } {
  const { graph } = subject;
  let verdict: Verdict = 'fail';
  for (const { from: association, path } of graph.referencesTo(subnet)) {
    if (association.type !== 'AWS::EC2::SubnetRouteTableAssociation' || path !== 'SubnetId') continue;
    const table = graph.referencesFrom(association).find(reference => reference.path === 'RouteTableId')?.to;
    if (!table) verdict = 'unknown';
    for (const { from: route } of table ? graph.referencesTo(table) : []) {
      if (route.type !== 'AWS::EC2::Route') continue;
      const gateway = chosenProperty(route.properties, 'GatewayId', subject)?.value;
      if (!gateway || !isDefault(route, subject)) continue;
      const target = gateway.kind === 'reference' ? graph.resolve(route, gateway) : undefined;
      if (target?.type === 'AWS::EC2::InternetGateway' || textOf(gateway)?.startsWith('igw-'))
        return { verdict: 'pass', route };
      if (gateway.kind === 'unknown') verdict = 'unknown';
    }
  }
  return { verdict };
}

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

function isDefault(route: Resource, subject: PredicateSubject): boolean {
  return ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'].some(name => {
    const value = chosenProperty(route.properties, name, subject)?.value;
    const text = textOf(value);
    return text === undefined ? value?.kind === 'unknown' : EVERYWHERE.has(text.trim());
  });
}
