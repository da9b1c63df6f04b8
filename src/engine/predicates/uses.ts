import { terraformBlock } from '../../facts/terraform.ts';
import type { Graph } from '../../model/graph.ts';
import { append } from '../../model/groups.ts';
import { isOpen, type Mention, withoutKeys } from '../../model/mention.ts';
import { chosen, isDeployed, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { type InputInfo, isTemplate, type Resource } from '../../model/resource.ts';
import { textOf, type Value } from '../../model/value.ts';
import { allOf, anyOf, type Outcome, type Verdict } from '../../model/verdict.ts';

/** Questions about who uses a resource, in these files and elsewhere. */
export const usePredicates: Readonly<Record<string, Predicate>> = {
  'resource.is-used': isUsed,
  'resource.is-handed-out': isHandedOut,
};

/** What a stack is given is used by its resources: they are here themselves, or it is handed out. */
const STACK = 'AWS::CloudFormation::Stack';

/**
 * Passes where another resource names this one, in its input or by import. Those of the types in `with.except` do not
 * count, nor do its own parts: those of a type in `with.parts` whose property of that name refers to it.
 */
function isUsed(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const span = resource.nameSpan;
  let unsure: Resource | undefined;
  for (const { from, verdict } of usersOf(subject)) {
    const related = [{ span: from.nameSpan, message: `${from.address} names it` }];
    if (verdict === 'pass') return { verdict, span, reason: `${from.address} uses it`, related };
    if (verdict === 'unknown') unsure ??= from;
  }
  if (unsure) {
    const related = [{ span: unsure.nameSpan, message: `${unsure.address} may name it` }];
    return { verdict: 'unknown', span, reason: `whether ${unsure.address} uses it is not decided`, related };
  }
  if (isTemplate(resource.input) && resource.properties.open)
    return { verdict: 'unknown', span, reason: 'what a macro makes of the template is not known' };
  if (graph.mentionsOf(resource).length > MAX_MENTIONS)
    return { verdict: 'unknown', span, reason: 'it is named in more places than are looked at' };
  return { verdict: 'fail', span, reason: 'nothing in these files uses it' };
}

/** Values first: they say under which conditions. */
function* usersOf(subject: PredicateSubject): Iterable<{ from: Resource; verdict: Verdict }> {
  const { resource, graph } = subject;
  const seen = new Set<Resource>();
  for (const { from } of graph.referencesTo(resource)) {
    if (seen.has(from)) continue;
    seen.add(from);
    if (!mayUse(from, subject)) continue;
    // What is assumed of one template says nothing of another.
    const asked = from.input === resource.input ? subject : NOTHING_ASSUMED;
    yield { from, verdict: allOf([isThere(from, asked, resource), names(from.properties, from, subject, asked)]) };
  }
  for (const mention of graph.mentionsOf(resource).slice(0, MAX_MENTIONS)) {
    if (mention.isHandedOut || mention.by === mention.target) continue;
    const [from, ...others] = instancesOf(mention.by, resource.input, graph)
      .slice(0, MAX_INSTANCES)
      .filter(instance => !seen.has(instance) && mayUse(instance, subject) && mayHide(mention, instance, subject));
    if (!from) continue;
    const verdict = anyOf([from, ...others].map(instance => isThere(instance, subject, resource)));
    yield { from, verdict: mention.isDoubtful && verdict === 'pass' ? 'unknown' : verdict };
  }
}

/** Of a block whose instances are named by more, or by more instances of one block, not all are looked at for each. */
const MAX_MENTIONS = 1000;
const MAX_INSTANCES = 100;

const NOTHING_ASSUMED: Pick<PredicateSubject, 'assume'> = { assume: () => undefined };

/**
 * Whether a resource exists; one of nobody knows how many, as the one that is asked about is, exists as often: a
 * gateway for each address.
 */
function isThere(from: Resource, asked: Pick<PredicateSubject, 'assume'>, resource: Resource): Verdict {
  const isOneOfMany = ({ address }: Resource) => address.includes('[*]');
  return isOneOfMany(from) && isOneOfMany(resource) ? 'pass' : isDeployed(from, asked);
}

function mayUse(from: Resource, subject: PredicateSubject): boolean {
  const { except, parts } = subject.with;
  if (from === subject.resource || from.isDeclaration || from.type === STACK) return false;
  if (Array.isArray(except) && except.includes(from.type)) return false;
  const whole = (parts as Readonly<Record<string, string>> | undefined)?.[from.type];
  const named = whole === undefined ? undefined : from.properties.properties.get(whole)?.value;
  if (!named) return true;
  const id = textOf(subject.resource.arguments?.properties.get('id')?.value);
  const isItsPart = id !== undefined && textOf(named) === id;
  return !isItsPart && names(named, from, subject, NOTHING_ASSUMED) === 'fail';
}

/** Whether a value names the resource, in the scenario. */
function names(
  value: Value,
  from: Resource,
  subject: PredicateSubject,
  asked: Pick<PredicateSubject, 'assume'>,
): Verdict {
  const within = (inner: Value): Verdict => {
    const settled = chosen(inner, asked);
    switch (settled?.kind) {
      case undefined:
      case 'scalar':
        return 'fail';
      case 'reference':
        return subject.graph.resolve(from, settled) === subject.resource ? 'pass' : 'fail';
      case 'template':
        return anyOf(settled.parts.map(part => (typeof part === 'string' ? 'fail' : within(part))));
      case 'list':
        return anyOf(settled.items.map(within));
      case 'object':
        return anyOf(Array.from(settled.properties.values(), property => within(property.value)));
      case 'unknown': {
        const some = settled.alternatives.some(({ value: one }) => one && within(one) !== 'fail');
        return some ? 'unknown' : 'fail';
      }
    }
  };
  return within(value);
}

/** Attributes that only the deployment knows: where everything else is known, they are not in it. */
const IDENTITIES: ReadonlySet<string | undefined> = new Set(['id', 'arn']);

/**
 * Whether what an argument says may be what it names there. Not where it is known and does not show it, since another
 * branch was taken. What it shows may be an attribute of a module's resource that is known; in a plan ids are known;
 * and of arguments that the provider no longer has there is no value.
 */
function mayHide({ by, argument = '', attribute }: Mention, from: Resource, subject: PredicateSubject): boolean {
  const { input, address, properties, arguments: written, writtenAs } = from;
  if (withoutKeys(address) !== by || input.dialect === 'terraform-plan') return true;
  if (!isTemplate(input) && !IDENTITIES.has(attribute)) return true;
  const value = (written ?? properties).properties.get(argument)?.value;
  if (value) return isOpen(value) || names(value, from, subject, NOTHING_ASSUMED) !== 'fail';
  return !isTemplate(input) && terraformBlock(writtenAs)?.arguments.has(argument) !== true;
}

/**
 * Passes where the resource goes to what is not in these files, so that it may be used there: in an output or an
 * export, in an argument of a module or a parameter of a nested stack that is not here, through a data source.
 */
function isHandedOut({ resource, graph }: PredicateSubject): Outcome {
  const span = resource.nameSpan;
  for (const { by, isHandedOut: isOut, isDoubtful, span: at } of graph.mentionsOf(resource)) {
    if (!isOut && !instancesOf(by, resource.input, graph).some(({ type }) => type === STACK)) continue;
    const related = [{ span: at, message: `${by} names it` }];
    if (isDoubtful) return { verdict: 'unknown', span, reason: `${by} may hand it out`, related };
    return { verdict: 'pass', span, reason: `${by} hands it out`, related };
  }
  return { verdict: 'fail', span, reason: 'nothing hands it out' };
}

/** The resources of a block, also those that it was merged into. */
function instancesOf(block: string, input: InputInfo, graph: Graph): readonly Resource[] {
  const inputs = known.get(graph) ?? new Map<InputInfo, ReadonlyMap<string, readonly Resource[]>>();
  known.set(graph, inputs);
  let blocks = inputs.get(input);
  if (!blocks) {
    blocks = blocksOf(graph.inInput(input));
    inputs.set(input, blocks);
  }
  return blocks.get(block) ?? [];
}

const known = new WeakMap<Graph, Map<InputInfo, ReadonlyMap<string, readonly Resource[]>>>();

function blocksOf(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const blocks = new Map<string, Resource[]>();
  for (const resource of resources) {
    const { address, satellites = [] } = resource;
    for (const one of [address, ...satellites.map(satellite => satellite.address)]) {
      append(blocks, withoutKeys(one), resource);
    }
  }
  return blocks;
}
