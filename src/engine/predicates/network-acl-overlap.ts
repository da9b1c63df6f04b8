import { chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { textOf, type Value } from '../../model/value.ts';
import { allOf, type Outcome, type Verdict } from '../../model/verdict.ts';
import { parseCidr } from './address-ranges.ts';
import { numberOf, siblings } from './network-acl.ts';
import { type PortRange, portRange, protocolOf } from './ports.ts';
import { identity } from './same-value.ts';

/** What entries of a network ACL say twice, https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html. */
export const networkAclOverlapPredicates: Readonly<Record<string, Predicate>> = {
  'network.acl-entry-distinct': aclEntryDistinct,
};

/**
 * Passes where no entry of the network ACL with a lower number is for some of the same traffic: the same direction,
 * action and protocol, common ports and common addresses. Entries for other protocols than TCP and UDP pass.
 */
function aclEntryDistinct(subject: PredicateSubject): Outcome {
  const span = subject.resource.nameSpan;
  const own = entryOf(subject.resource, subject);
  if (own.protocol !== undefined && own.protocol !== 'tcp' && own.protocol !== 'udp')
    return { verdict: 'pass', span, reason: 'it is about neither TCP nor UDP' };
  const others = siblings(subject);
  if (!others) return { verdict: 'unknown', span, reason: 'the network ACL has too many entries' };
  let possible: Resource | undefined;
  for (const resource of others) {
    if (isTriedLater(resource, own, subject)) continue;
    const overlaps = overlap(own, entryOf(resource, subject), subject);
    if (overlaps === 'fail') continue;
    if (overlaps === 'pass' && resource.exists === 'yes' && subject.resource.exists === 'yes') {
      const related = [{ span: resource.nameSpan, message: `the entry ${resource.address}` }];
      return { verdict: 'fail', span, reason: `${resource.address} is for some of the same traffic`, related };
    }
    possible ??= resource;
  }
  return possible
    ? { verdict: 'unknown', span, reason: `${possible.address} may be for some of the same traffic` }
    : { verdict: 'pass', span, reason: 'no other entry is for the same traffic' };
}

interface Entry {
  readonly number: number | undefined;
  readonly direction: string | undefined;
  readonly action: string | undefined;
  readonly protocol: string | undefined;
  readonly ports: PortRange;
  readonly family: 4 | 6;
  readonly range: Value | undefined;
}

function entryOf(resource: Resource, subject: PredicateSubject): Entry {
  const asked = { ...subject, resource, value: resource.properties };
  const known = (name: string) => chosenProperty(resource.properties, name, subject);
  const egress = known('Egress');
  const protocol = protocolOf(asked);
  const ipv6 = known('Ipv6CidrBlock');
  return {
    number: numberOf(resource, subject),
    direction: egress ? textOf(egress.value)?.toLowerCase() : 'false',
    action: textOf(known('RuleAction')?.value)?.toLowerCase(),
    protocol: protocol.name,
    ports: portRange(asked, protocol),
    family: ipv6 ? 6 : 4,
    range: (ipv6 ?? known('CidrBlock'))?.value,
  };
}

function isTriedLater(resource: Resource, { number }: Entry, subject: PredicateSubject): boolean {
  const other = number === undefined ? undefined : numberOf(resource, subject);
  return other !== undefined && other >= number!;
}

/** Whether an entry is for some traffic that the other one, which is tried before it, is for as well. */
function overlap(own: Entry, other: Entry, subject: PredicateSubject): Verdict {
  if (own.family !== other.family) return 'fail';
  return allOf([
    compare(own.number, other.number, (mine, theirs) => theirs < mine),
    compare(own.direction, other.direction, (mine, theirs) => mine === theirs),
    compare(own.action, other.action, (mine, theirs) => mine === theirs),
    compare(own.protocol, other.protocol, (mine, theirs) => mine === theirs),
    compare(own.ports.from, other.ports.to, (from, to) => from <= to),
    compare(other.ports.from, own.ports.to, (from, to) => from <= to),
    rangesOverlap(own.range, other.range, subject),
  ]);
}

function compare<T>(one: T | undefined, other: T | undefined, holds: (one: T, other: T) => boolean): Verdict {
  if (one === undefined || other === undefined) return 'unknown';
  return holds(one, other) ? 'pass' : 'fail';
}

function rangesOverlap(one: Value | undefined, other: Value | undefined, subject: PredicateSubject): Verdict {
  if (!one || !other) return 'unknown';
  if (identity(one, subject) === identity(other, subject)) return 'pass';
  const [first, second] = [one, other].map(value => bitsOf(textOf(value)));
  if (first === undefined || second === undefined) return 'unknown';
  const length = Math.min(first.length, second.length);
  return first.slice(0, length) === second.slice(0, length) ? 'pass' : 'fail';
}

/** The fixed bits of an address range; undefined where the text is none. */
function bitsOf(text: string | undefined): string | undefined {
  const range = text === undefined ? undefined : parseCidr(text);
  if (!range) return undefined;
  const address = text!.trim().split('/')[0]!;
  const bits = range.family === 4 ? bitsOf4(address) : bitsOf6(address);
  return bits?.slice(0, range.prefix);
}

function bitsOf4(address: string): string {
  return address
    .split('.')
    .map(part => bitsOfNumber(Number(part), 8))
    .join('');
}

function bitsOf6(address: string): string | undefined {
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  if (address.includes('.') || before.length + after.length > 8) return undefined;
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map(group => bitsOfNumber(Number.parseInt(group, 16), 16)).join('');
}

function bitsOfNumber(number: number, length: number): string {
  return number.toString(2).padStart(length, '0');
}
