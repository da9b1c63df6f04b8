import type { Graph } from '../../model/graph.ts';
import { append } from '../../model/groups.ts';
import { chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { inputKey, type Resource } from '../../model/resource.ts';
import { textOf, type Value } from '../../model/value.ts';
import type { Outcome, RelatedSpan, Verdict } from '../../model/verdict.ts';
import { networkPredicates } from './network.ts';

/**
 * Questions about the entries of network ACLs, which are evaluated by ascending number: the first that matches decides,
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html.
 */
export const networkAclPredicates: Readonly<Record<string, Predicate>> = {
  'network.acl-admits': aclAdmits,
  'network.acl-number-unique': aclNumberUnique,
};

/** Passes where the entry admits the internet to one of `with.ports`, and no entry with a lower number denies it. */
function aclAdmits(subject: PredicateSubject): Outcome {
  const span = subject.resource.nameSpan;
  const direction = chosenProperty(subject.value, 'Egress', subject);
  if (isTrue(direction?.value)) return { verdict: 'fail', span, reason: 'it is about outgoing traffic' };
  const action = textOf(chosenProperty(subject.value, 'RuleAction', subject)?.value)?.toLowerCase();
  if (action === 'deny') return { verdict: 'fail', span, reason: 'it denies' };
  let possible: Outcome | undefined;
  let last: Outcome | undefined;
  for (const port of (subject.with['ports'] ?? []) as readonly unknown[]) {
    const opened = opens(subject, port);
    last = opened;
    if (opened.verdict === 'fail') continue;
    const { verdict: denied, entry } = deniedBefore(subject, port);
    if (denied === 'pass') {
      last = { ...opened, verdict: 'fail', reason: `${entry!.address} denies port ${port} before`, related: of(entry) };
      continue;
    }
    if (action === undefined || denied === 'unknown' || opened.verdict === 'unknown') {
      possible ??= { ...opened, verdict: 'unknown', related: of(entry) };
      continue;
    }
    return opened;
  }
  return possible ?? last ?? { verdict: 'fail', span, reason: 'no port is asked for' };
}

/** `network.opens-ports` asks for the internet, the protocol and the port at once. */
function opens(subject: PredicateSubject, port: unknown): Outcome {
  return networkPredicates['network.opens-ports']!({ ...subject, with: { ports: [port], protocols: ['tcp'] } });
}

function deniedBefore(subject: PredicateSubject, port: unknown): { verdict: Verdict; entry?: Resource } {
  const number = numberOf(subject.resource, subject);
  const family = familyOf(subject.value, subject);
  let doubt: Resource | undefined;
  const entries = siblings(subject);
  if (!entries) return { verdict: 'unknown' };
  for (const entry of entries) {
    const other = { ...subject, resource: entry, value: entry.properties };
    if (isTrue(chosenProperty(entry.properties, 'Egress', subject)?.value)) continue;
    if (familyOf(entry.properties, subject) !== family) continue;
    const action = textOf(chosenProperty(entry.properties, 'RuleAction', subject)?.value)?.toLowerCase();
    if (action === 'allow') continue;
    const { verdict } = opens(other, port);
    const theirs = numberOf(entry, subject);
    if (verdict === 'fail' || (number !== undefined && theirs !== undefined && theirs > number)) continue;
    const sure = verdict === 'pass' && action === 'deny' && number !== undefined && theirs !== undefined;
    if (sure && entry.exists === 'yes') return { verdict: 'pass', entry };
    doubt ??= entry;
  }
  return doubt ? { verdict: 'unknown', entry: doubt } : { verdict: 'fail' };
}

/** Passes where no other entry of the same network ACL has its number in the same direction. */
function aclNumberUnique(subject: PredicateSubject): Outcome {
  const found = chosenProperty(subject.value, 'RuleNumber', subject);
  const number = numberOf(subject.resource, subject);
  const span = found?.property.span ?? subject.resource.nameSpan;
  if (number === undefined) return { verdict: 'unknown', span, reason: 'the number is not known' };
  const direction = isTrue(chosenProperty(subject.value, 'Egress', subject)?.value);
  const same = siblings(subject)?.find(
    entry =>
      numberOf(entry, subject) === number &&
      isTrue(chosenProperty(entry.properties, 'Egress', subject)?.value) === direction,
  );
  if (!same) return { verdict: 'pass', span, reason: `no other entry has the number ${number}` };
  const sure = same.exists === 'yes' && subject.resource.exists === 'yes';
  const reason = `${same.address} has the number ${number} as well`;
  return { verdict: sure ? 'fail' : 'unknown', span, reason, related: of(same) };
}

/** EC2 allows 40 entries at most for each direction of a network ACL. */
const MAX_ENTRIES = 200;

/** The other entries of the same network ACL, by reference or by the same literal id; undefined: too many. */
export function siblings(subject: PredicateSubject): Resource[] | undefined {
  const { graph, resource } = subject;
  const acl = aclOf(graph, resource);
  const entries = acl === undefined ? [] : (entriesByAcl(graph).get(acl) ?? []);
  return entries.length > MAX_ENTRIES ? undefined : entries.filter(entry => entry !== resource);
}

const indexes = new WeakMap<Graph, ReadonlyMap<Resource | string, readonly Resource[]>>();

function entriesByAcl(graph: Graph): ReadonlyMap<Resource | string, readonly Resource[]> {
  const known = indexes.get(graph);
  if (known) return known;
  const index = new Map<Resource | string, Resource[]>();
  for (const entry of graph.ofType('AWS::EC2::NetworkAclEntry')) {
    const acl = aclOf(graph, entry);
    if (acl === undefined) continue;
    append(index, acl, entry);
  }
  indexes.set(graph, index);
  return index;
}

function aclOf(graph: Graph, entry: Resource): Resource | string | undefined {
  const acl = graph.referencesFrom(entry).find(({ path }) => path === 'NetworkAclId')?.to;
  if (acl) return acl;
  const id = textOf(entry.properties.properties.get('NetworkAclId')?.value);
  return id === undefined ? undefined : `${inputKey(entry.input)} ${id}`;
}

/** The number of an entry; undefined where it is not known. */
export function numberOf(entry: Resource, subject: PredicateSubject): number | undefined {
  const text = textOf(chosenProperty(entry.properties, 'RuleNumber', subject)?.value);
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

function familyOf(entry: Value | undefined, subject: PredicateSubject): 4 | 6 {
  return chosenProperty(entry, 'Ipv6CidrBlock', subject) ? 6 : 4;
}

function isTrue(value: Value | undefined): boolean {
  return textOf(value)?.toLowerCase() === 'true';
}

function of(entry: Resource | undefined): RelatedSpan[] {
  return entry ? [{ span: entry.nameSpan, message: `the entry ${entry.address}` }] : [];
}
