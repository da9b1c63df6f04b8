import { chosenProperty, type PredicateSubject } from '../../model/predicate.ts';
import { type Property, textOf } from '../../model/value.ts';
import { allOf, type Verdict } from '../../model/verdict.ts';
import { isSamePort, portNumber } from './service-ports.ts';

/** What a rule of a security group or network ACL is about. */
export interface Protocol {
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

/** Whether the protocol is one of those that are wanted, or all of them. */
export function speaks(protocol: Protocol, wanted: readonly string[]): Verdict {
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

/** Whether a port is in the range. */
export function covers(range: PortRange, port: number): Verdict {
  const above: Verdict = range.from === undefined ? 'unknown' : range.from <= port ? 'pass' : 'fail';
  const below: Verdict = range.to === undefined ? 'unknown' : range.to >= port ? 'pass' : 'fail';
  return allOf([above, below]);
}

/** Whether every port of the range is in the set. */
export function within(range: PortRange, ports: ReadonlySet<number>): Verdict {
  if (range.from === undefined || range.to === undefined) return 'unknown';
  if (range.to - range.from > ports.size) return 'fail';
  for (let port = range.from; port <= range.to; port++) if (!ports.has(port)) return 'fail';
  return 'pass';
}
