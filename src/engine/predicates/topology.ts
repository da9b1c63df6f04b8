import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, type Property, type ReferenceValue, textOf, type Value } from '../../model/value.ts';
import type { Outcome, RelatedSpan, Verdict } from '../../model/verdict.ts';
import { parseCidr } from './address-ranges.ts';
import { hasBeside } from './beside.ts';

/** Questions about how resources of a VPC are connected. */
export const topologyPredicates: Readonly<Record<string, Predicate>> = {
  'network.database-sources-restricted': databaseSourcesRestricted,
  'network.has-private-subnets': hasPrivateSubnets,
  'network.has-service-endpoints': hasServiceEndpoints,
  'network.admits-to-load-balancers-only': admitsToLoadBalancersOnly,
};

const GROUP_PROPERTIES = ['VPCSecurityGroups', 'VpcSecurityGroupIds'];
const DEFAULT_PREFIX = 24;

/**
 * Passes where the security groups of a database admit groups, or ranges no wider than `with.prefix` bits. A rule
 * that is open to the world has a finding of its own and is left out here.
 */
function databaseSourcesRestricted(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const named = GROUP_PROPERTIES.map(name => chosenProperty(resource.properties, name, subject)).find(found => found);
  if (!named) return { verdict: 'pass', span: resource.nameSpan, reason: 'no security group is named' };
  const { property, value } = named;
  const prefix = Number(subject.with['prefix'] ?? DEFAULT_PREFIX);
  let unseen: Value | undefined = value.kind === 'unknown' ? value : undefined;
  let doubtful: RelatedSpan | undefined;
  for (const item of listOf(value)?.items ?? []) {
    const reference = chosen(item, subject);
    const group = reference?.kind === 'reference' ? subject.graph.resolve(resource, reference) : undefined;
    if (group?.type !== 'AWS::EC2::SecurityGroup') {
      unseen ??= reference;
      continue;
    }
    for (const rule of ingressOf(group, subject)) {
      const { verdict, text, property: source } = isNarrow(rule, prefix, subject);
      const span = source?.span ?? rule.span;
      if (verdict === 'fail') {
        const related = [{ span, message: `${group.address} admits ${text}` }];
        return {
          verdict,
          span: property.span,
          reason: `${group.address} admits ${text}, wider than /${prefix}`,
          related,
        };
      }
      if (verdict === 'unknown') doubtful ??= { span, message: `what ${group.address} admits is not known` };
    }
  }
  if (doubtful) return { verdict: 'unknown', span: property.span, reason: doubtful.message, related: [doubtful] };
  if (unseen) return { verdict: 'unknown', span: property.span, reason: 'a security group is not among these files' };
  return { verdict: 'pass', span: property.span, reason: 'its groups admit groups or narrow ranges' };
}

/** Inline ingress rules and those that are resources of their own. */
function ingressOf(group: Resource, subject: PredicateSubject): Value[] {
  const inline = chosenProperty(group.properties, 'SecurityGroupIngress', subject)?.value;
  const items = listOf(inline)?.items ?? (inline?.kind === 'object' ? [inline] : []);
  const alone = subject.graph
    .referencesTo(group)
    .filter(({ from, path }) => from.type === 'AWS::EC2::SecurityGroupIngress' && path === 'GroupId')
    .map(({ from }) => from.properties);
  return [...items.flatMap(item => chosen(item, subject) ?? []), ...alone];
}

function isNarrow(
  rule: Value,
  prefix: number,
  subject: PredicateSubject,
): { verdict: Verdict; text: string; property?: Property } {
  for (const name of ['CidrIp', 'CidrIpv6']) {
    const found = chosenProperty(rule, name, subject);
    if (!found) continue;
    const source = rangeOf(found.value, subject);
    const text = textOf(source);
    if (text === undefined) {
      const open = source.kind === 'unknown' || source.kind === 'template' || isNetworkRange(source);
      if (open) return { verdict: 'unknown', text: 'a range that is not known', property: found.property };
      continue;
    }
    const range = parseCidr(text);
    if (!range || range.prefix === 0) continue;
    // Of IPv6, a subnet is a /64: the same share of a VPC's addresses as a /24 is of IPv4's.
    const limit = range.family === 4 ? prefix : prefix + 40;
    if (range.prefix < limit) return { verdict: 'fail', text, property: found.property };
  }
  return { verdict: 'pass', text: '' };
}

/** Of a reference to the range of a network or subnet, the range that is written there. */
function rangeOf(value: Value, subject: PredicateSubject): Value {
  if (!isNetworkRange(value)) return value;
  const network = subject.graph.resolve(subject.resource, value);
  return chosenProperty(network?.properties, 'CidrBlock', subject)?.value ?? value;
}

function isNetworkRange(value: Value): value is ReferenceValue {
  return value.kind === 'reference' && value.attribute === 'CidrBlock';
}

/** Passes where a subnet of the VPC has no route to an internet gateway. */
function hasPrivateSubnets(subject: PredicateSubject): Outcome {
  const subnets = referrers(subject, 'AWS::EC2::Subnet', 'VpcId');
  const found = subnets.find(subnet => !routesToInternet(subnet, subject));
  const span = subject.resource.nameSpan;
  if (found) return { verdict: 'pass', span, reason: `${found.address} is private` };
  return { verdict: 'fail', span, reason: 'it has no private subnet' };
}

function routesToInternet(subnet: Resource, subject: PredicateSubject): boolean {
  const { graph } = subject;
  const tables = graph
    .referencesTo(subnet)
    .filter(({ from }) => from.type === 'AWS::EC2::SubnetRouteTableAssociation')
    .flatMap(({ from }) => graph.referencesFrom(from).filter(({ path }) => path === 'RouteTableId'));
  return tables.some(({ to: table }) =>
    graph
      .referencesTo(table)
      .some(
        ({ from }) =>
          from.type === 'AWS::EC2::Route' &&
          graph.referencesFrom(from).some(({ to }) => to.type === 'AWS::EC2::InternetGateway'),
      ),
  );
}

/** What stands for the use of a service: resources of these types in the same input. */
const CALLED: Readonly<Record<string, string>> = {
  s3: 'AWS::S3::Bucket',
  dynamodb: 'AWS::DynamoDB::Table',
  secretsmanager: 'AWS::SecretsManager::Secret',
  ssm: 'AWS::SSM::Parameter',
  logs: 'AWS::Logs::LogGroup',
  sqs: 'AWS::SQS::Queue',
  sns: 'AWS::SNS::Topic',
  kms: 'AWS::KMS::Key',
  kinesis: 'AWS::Kinesis::Stream',
  'ecr.dkr': 'AWS::ECR::Repository',
};

/** Passes where the VPC has an endpoint for each service of `with.services` of which the input has resources. */
function hasServiceEndpoints(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const services = ((subject.with['services'] ?? []) as readonly unknown[]).map(String);
  const needed = services.filter(service => CALLED[service] !== undefined && hasBeside(CALLED[service], subject));
  const endpoints = referrers(subject, 'AWS::EC2::VPCEndpoint', 'VpcId');
  const names = endpoints.map(endpoint => endOf(chosenProperty(endpoint.properties, 'ServiceName', subject)?.value));
  const missing = needed.filter(service => !names.some(name => name?.endsWith(`.${service}`)));
  const span = resource.nameSpan;
  if (missing.length === 0) return { verdict: 'pass', span, reason: 'it has the endpoints that its workloads need' };
  if (names.includes(undefined)) return { verdict: 'unknown', span, reason: 'the service of an endpoint is not known' };
  return { verdict: 'fail', span, reason: `it has no endpoint for ${missing.join(', ')}` };
}

function referrers(subject: PredicateSubject, type: string, property: string): Resource[] {
  const found = subject.graph
    .referencesTo(subject.resource)
    .filter(({ from, path }) => from.type === type && path === property);
  return [...new Set(found.map(({ from }) => from))];
}

/** The end of a text such as `com.amazonaws.${AWS::Region}.s3`. */
function endOf(value: Value | undefined): string | undefined {
  const last = value?.kind === 'template' ? value.parts.at(-1) : textOf(value);
  return typeof last === 'string' ? last : undefined;
}

const GROUP_TYPES = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'];
const LOAD_BALANCERS = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'];

/** Passes where the group of a rule is used, and by load balancers only; rules of groups are no use. */
function admitsToLoadBalancersOnly({ resource, graph }: PredicateSubject): Outcome {
  const isGroup = resource.type === 'AWS::EC2::SecurityGroup';
  const group = isGroup ? resource : graph.referencesFrom(resource).find(({ path }) => path === 'GroupId')?.to;
  const span = resource.nameSpan;
  if (!group) return { verdict: 'fail', span, reason: 'its group is not among these files' };
  const users = graph
    .referencesTo(group)
    .map(({ from }) => from)
    .filter(({ type, isDeclaration }) => !isDeclaration && !GROUP_TYPES.includes(type));
  const other = users.find(({ type }) => !LOAD_BALANCERS.includes(type));
  if (other) return { verdict: 'fail', span, reason: `${other.address} uses the group` };
  return users.length > 0
    ? { verdict: 'pass', span, reason: 'only load balancers use the group' }
    : { verdict: 'fail', span, reason: 'no load balancer uses the group' };
}
