import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Property, Value } from '../../model/value.ts';
import { textOf } from '../../model/value.ts';
import { allOf, negate, type Outcome, type Verdict } from '../../model/verdict.ts';
import { isSamePort, portNumber } from './service-ports.ts';

/**
 * Questions about one rule of a security group or network ACL, inline or a resource of its own.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html
 */
export const networkPredicates: Readonly<Record<string, Predicate>> = {
  'network.opens-ports': opensPorts,
  'network.opens-all-ports': opensAllPorts,
  'network.opens-other-ports': opensOtherPorts,
  'network.opens-to-world': opensToWorld,
  'network.single-port': singlePort,
  'network.only-members': onlyMembers,
};

/** Passes where the rule admits the internet to one of the ports `with.ports` over `with.protocols` (default tcp). */
function opensPorts(subject: PredicateSubject): Outcome {
  const source = sourceOf(subject);
  if (source.world === 'fail') return answer(subject, source.property, 'fail', source.reason);
  const wanted = portsOf(subject.with['ports']);
  const protocol = protocolOf(subject);
  const protocols = (subject.with['protocols'] as readonly string[] | undefined) ?? ['tcp'];
  const range = portRange(subject, protocol);
  const hit = wanted.find(port => covers(range, port) === 'pass');
  const possible = hit === undefined && wanted.some(port => covers(range, port) === 'unknown');
  const ports: Verdict = hit !== undefined ? 'pass' : possible ? 'unknown' : 'fail';
  const verdict = allOf([source.world, speaks(protocol, protocols), ports]);
  const what = hit === undefined || range.from === range.to ? range.text : `${range.text}, among them ${hit}`;
  return answer(subject, source.property, verdict, `${source.reason}, ${what}`);
}

/** Passes where the rule admits the internet to all ports. */
function opensAllPorts(subject: PredicateSubject): Outcome {
  const source = sourceOf(subject);
  if (source.world === 'fail') return answer(subject, source.property, 'fail', source.reason);
  const protocol = protocolOf(subject);
  const range = portRange(subject, protocol);
  const all = range.isOne ? 'fail' : allOf([covers(range, 1), covers(range, 65535)]);
  const verdict = allOf([source.world, speaks(protocol, ['tcp', 'udp']), all]);
  return answer(subject, source.property, verdict, `${source.reason}, ${range.text}`);
}

/** Passes where the rule admits the internet to a port outside `with.ports`; ICMP has no ports. */
function opensOtherPorts(subject: PredicateSubject): Outcome {
  const source = sourceOf(subject);
  if (source.world === 'fail') return answer(subject, source.property, 'fail', source.reason);
  const protocol = protocolOf(subject);
  if (protocol.name === 'icmp' || protocol.name === 'icmpv6')
    return answer(subject, source.property, 'fail', 'ICMP has no ports');
  const range = portRange(subject, protocol);
  const allowed = new Set(portsOf(subject.with['ports']));
  const verdict = allOf([source.world, negate(within(range, allowed))]);
  return answer(subject, source.property, verdict, `${source.reason}, ${range.text}`);
}

/** Passes where the rule's other side is the whole internet. */
function opensToWorld(subject: PredicateSubject): Outcome {
  const source = sourceOf(subject);
  return answer(subject, source.property, source.world, source.reason);
}

/** Passes where the rule is for one port, or for a protocol without ports. */
function singlePort(subject: PredicateSubject): Outcome {
  const protocol = protocolOf(subject);
  const range = portRange(subject, protocol);
  if (protocol.name !== undefined && protocol.name !== 'tcp' && protocol.name !== 'udp') {
    return answer(subject, range.property, 'pass', `${protocol.text} is not limited to ports`);
  }
  if (range.isOne) return answer(subject, range.property, 'pass', range.text);
  if (range.from === undefined || range.to === undefined) return answer(subject, range.property, 'unknown', range.text);
  return answer(subject, range.property, range.from === range.to ? 'pass' : 'fail', range.text);
}

/** Passes where the rule admits nobody but the members of its own group. */
function onlyMembers(subject: PredicateSubject): Outcome {
  const source = chosenProperty(subject.value, 'SourceSecurityGroupId', subject);
  if (!source) return answer(subject, undefined, 'fail', 'no source group is named');
  const group = chosenProperty(subject.value, 'GroupId', subject)?.value;
  const same = group ? sameGroup(source.value, group) : pointsAt(source.value, subject);
  return answer(
    subject,
    source.property,
    same,
    same === 'pass' ? 'only members are admitted' : 'another group is admitted',
  );
}

function sameGroup(source: Value, group: Value): Verdict {
  if (source.kind === 'reference' && group.kind === 'reference')
    return source.target === group.target ? 'pass' : 'fail';
  const [one, other] = [textOf(source), textOf(group)];
  if (one !== undefined && other !== undefined) return one === other ? 'pass' : 'fail';
  return source.kind === 'unknown' && group.kind === 'unknown'
    ? source.missing === group.missing
      ? 'pass'
      : 'unknown'
    : 'fail';
}

function pointsAt(source: Value, { graph, resource }: PredicateSubject): Verdict {
  if (source.kind === 'unknown') return 'unknown';
  return source.kind === 'reference' && graph.resolve(resource, source) === resource ? 'pass' : 'fail';
}

interface Source {
  readonly world: Verdict;
  readonly reason: string;
  readonly property: Property | undefined;
}

const CIDR_PROPERTIES = ['CidrIp', 'CidrIpv6', 'CidrBlock', 'Ipv6CidrBlock'];

/** Who is admitted; a rule of groups or prefix lists admits no range. */
function sourceOf(subject: PredicateSubject): Source {
  let first: Source | undefined;
  for (const name of CIDR_PROPERTIES) {
    const found = chosenProperty(subject.value, name, subject);
    if (!found) continue;
    const source: Source = {
      world: worldVerdict(found.value, subject),
      property: found.property,
      reason: sayRange(found.property, found.value),
    };
    if (source.world === 'pass') return source;
    if (!first || source.world === 'unknown') first = source;
  }
  if (first) return first;
  const value = chosen(subject.value, subject);
  if (value?.kind === 'object' && !value.open)
    return { world: 'fail', property: undefined, reason: 'no address range is named' };
  const missing = value?.kind === 'unknown' ? `${value.missing} is not known` : 'the address range is not known';
  return { world: value === undefined ? 'fail' : 'unknown', property: undefined, reason: missing };
}

function sayRange(property: Property, value: Value): string {
  const text = textOf(value);
  if (text !== undefined) return `${property.writtenAs} is ${value.sensitive ? 'a sensitive value' : text}`;
  return value.kind === 'unknown'
    ? `${property.writtenAs} depends on ${value.missing}`
    : `${property.writtenAs} is known at deployment`;
}

/** Whether a value is a range as wide as the internet; of a text known in part the prefix length may be enough. */
function worldVerdict(value: Value, subject: PredicateSubject): Verdict {
  const text = textOf(value);
  if (text !== undefined) {
    const range = parseCidr(text);
    return range && isWorld(range) ? 'pass' : 'fail';
  }
  if (value.kind === 'template') {
    const last = value.parts.at(-1);
    const length = typeof last === 'string' ? /\/(\d{1,3})$/.exec(last)?.[1] : undefined;
    if (length !== undefined) return Number(length) === 0 ? 'pass' : 'fail';
    return 'unknown';
  }
  if (value.kind === 'list')
    return value.items.some(item => worldVerdict(chosen(item, subject) ?? item, subject) === 'pass')
      ? 'pass'
      : 'unknown';
  // The address of a resource (a NAT gateway's) is one address.
  return value.kind === 'reference' || (value.kind === 'unknown' && VPC_RANGE.test(value.missing)) ? 'fail' : 'unknown';
}

/**
 * A VPC has at most 65,536 addresses, and its subnets have no more: those that are looked up, and what is called their
 * range (`var.vpc_cidr`, `VpcCidr`, `module.vpc.vpc_cidr_block`).
 */
const VPC_RANGE =
  /\bdata\.aws_(?:vpc|subnet)\.[\w-]+(?:\[[^\]]*\])?\.(?:ipv6_)?cidr_block(?:$|_associations)|(?:vpc|subnets?)[_-]?cidr(?:[_-]?blocks?)?s?(?:\[\d+\])?$/i;

interface Cidr {
  readonly family: 4 | 6;
  readonly prefix: number;
}

/** Reads an address range in any spelling; undefined where the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^\s*([^/\s]+)\/(\d{1,3})\s*$/.exec(text);
  if (!match) return undefined;
  const [, address, length] = match;
  const prefix = Number(length);
  if (address!.includes(':'))
    return /^[0-9a-f:.]+$/i.test(address!) && prefix <= 128 ? { family: 6, prefix } : undefined;
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address!) && prefix <= 32 ? { family: 4, prefix } : undefined;
}

/**
 * Half of the internet (0.0.0.0/1 and 128.0.0.0/1) counts as the internet; so do all global addresses of IPv6
 * (2000::/3).
 */
function isWorld(range: Cidr): boolean {
  return range.family === 4 ? range.prefix <= 1 : range.prefix <= 3;
}

interface Protocol {
  /** Undefined: not known. */
  readonly name: 'all' | 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'other' | undefined;
  readonly text: string;
}

const PROTOCOL_NAMES: Readonly<Record<string, Protocol['name']>> = {
  '-1': 'all',
  all: 'all',
  tcp: 'tcp',
  '6': 'tcp',
  udp: 'udp',
  '17': 'udp',
  icmp: 'icmp',
  '1': 'icmp',
  icmpv6: 'icmpv6',
  '58': 'icmpv6',
};

/** The protocol of a rule of a security group or network ACL, by its name or number. */
export function protocolOf(subject: PredicateSubject): Protocol {
  const value = (
    chosenProperty(subject.value, 'IpProtocol', subject) ?? chosenProperty(subject.value, 'Protocol', subject)
  )?.value;
  // CloudFormation and the provider refuse a rule without a protocol: what was meant is not known.
  if (!value) return { name: undefined, text: 'a protocol that is not given' };
  const text = textOf(value)?.toLowerCase().trim();
  if (text === undefined) return { name: undefined, text: 'a protocol that is not known' };
  return { name: PROTOCOL_NAMES[text] ?? 'other', text };
}

function speaks(protocol: Protocol, wanted: readonly string[]): Verdict {
  if (protocol.name === undefined) return 'unknown';
  return protocol.name === 'all' || wanted.includes(protocol.name) ? 'pass' : 'fail';
}

/** Ports of a rule, both ends included. */
export interface PortRange {
  /** Undefined: not known. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Both ends are the same one, which is not known. */
  readonly isOne?: true;
  readonly text: string;
  readonly property: Property | undefined;
}

const ALL_PORTS = { from: 0, to: 65535, text: 'all ports are open' };

/** The ports of a rule; for protocol -1 they are all, whatever the ports say, and 0 to 65535 where none are given. */
export function portRange(subject: PredicateSubject, protocol: Protocol): PortRange {
  const range = chosenProperty(subject.value, 'PortRange', subject)?.value ?? subject.value;
  const from = chosenProperty(range, 'FromPort', subject) ?? chosenProperty(range, 'From', subject);
  const to = chosenProperty(range, 'ToPort', subject) ?? chosenProperty(range, 'To', subject);
  const property = from?.property ?? to?.property;
  if (protocol.name === 'all') return { ...ALL_PORTS, property };
  const start = portNumber(from?.value, subject);
  const end = portNumber(to?.value, subject);
  if (!from && !to) return { ...ALL_PORTS, property };
  if (start === -1 || end === -1) return { ...ALL_PORTS, property };
  const first = from ? start : end;
  const last = to ? end : start;
  if (first === undefined || last === undefined) {
    if (isSamePort(from?.value, to?.value))
      return { from: first, to: last, isOne: true, text: 'one port is open', property };
    return { from: first, to: last, text: 'the ports are not known', property };
  }
  return {
    from: first,
    to: last,
    text: first === last ? `port ${first} is open` : `ports ${first}-${last} are open`,
    property,
  };
}

function covers(range: PortRange, port: number): Verdict {
  const above: Verdict = range.from === undefined ? 'unknown' : range.from <= port ? 'pass' : 'fail';
  const below: Verdict = range.to === undefined ? 'unknown' : range.to >= port ? 'pass' : 'fail';
  return allOf([above, below]);
}

/** Whether every port of the range is in the set. */
function within(range: PortRange, ports: ReadonlySet<number>): Verdict {
  if (range.from === undefined || range.to === undefined) return 'unknown';
  if (range.to - range.from > ports.size) return 'fail';
  for (let port = range.from; port <= range.to; port++) if (!ports.has(port)) return 'fail';
  return 'pass';
}

/** `[22, "8080-8090"]` as numbers; anything else in it is left out. */
function portsOf(input: unknown): number[] {
  const ports: number[] = [];
  for (const item of Array.isArray(input) ? input : [input]) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(item));
    if (!match) continue;
    const last = Math.min(Number(match[2] ?? match[1]), 65535);
    for (let port = Number(match[1]); port <= last; port++) ports.push(port);
  }
  return ports;
}

function answer(subject: PredicateSubject, property: Property | undefined, verdict: Verdict, reason: string): Outcome {
  const span = property?.span ?? subject.value?.span ?? subject.resource.nameSpan;
  return { verdict, span, reason };
}
