import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Property, Value } from '../../model/value.ts';
import { textOf } from '../../model/value.ts';
import { allOf, negate, type Outcome, type Verdict } from '../../model/verdict.ts';
import { worldVerdict } from './address-ranges.ts';
import { covers, portRange, protocolOf, speaks, within } from './ports.ts';

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
