import { inSameRegion, regionKey } from '../model/region.ts';
import type { Resource } from '../model/resource.ts';
import type { RelatedCondition } from '../model/rule.ts';
import type { RelatedSpan, Verdict } from '../model/verdict.ts';
import { type Answer, type Context, ELSEWHERE, PRESENT, type Question, reasonOf } from './answer.ts';
import { describe, describeUnknown } from './describe.ts';
import { isGoBetween } from './go-betweens.ts';
import {
  importKeyOf,
  indexByKey,
  keysOf,
  type Pointers,
  type Pointing,
  pointersBy,
  pointingBy,
  pointsAt,
  resourcesOfTypes,
  targetsOf,
} from './links.ts';
import { rememberInScenario } from './memory.ts';
import { inOwnWords } from './own-words.ts';
import { type Path, parsePath } from './path-syntax.ts';
import { follow } from './paths.ts';
import { exists, scenario } from './scenarios.ts';
import { nameOf, rootTrail, type Trail } from './trail.ts';

interface Candidate {
  readonly resource: Resource;
  readonly certain: boolean;
}

/** Other resources that may be meant, and what stands in the way of knowing them all. */
interface Candidates {
  /** Those that are meant for certain come first. */
  readonly resources: Iterable<Candidate>;
  /** Why there may be others. */
  readonly doubt?: () => string;
  /** What to report where there is none. */
  readonly none: () => string;
  readonly at: Trail;
}

type FindCandidates = (context: Context) => Candidates;

/** More of them are not tried one by one. */
const MAX_DOUBTFUL = 50;

/** Turns `related` into a question; `where` is asked of each resource found. */
export function compileRelated(related: RelatedCondition, where: Question | undefined): Question {
  const find = findBy(related);
  const ask = where && rememberPerResource(where);
  const outside = related.outside ?? 'unknown';
  const question =
    related.quantifier === 'every' ? everyQuestion(find, ask, outside) : someQuestion(find, ask, outside);
  if (related.via || related.by) return question;
  return rememberPerInput(question, related.region);
}

function someQuestion(find: FindCandidates, where: Question | undefined, outside: Verdict): Question {
  return context => {
    const { resources, doubt, none, at } = find(context);
    const weight = at.up && at.value !== undefined ? PRESENT : ELSEWHERE;
    let unsure: Answer | undefined;
    let failed: Asked | undefined;
    for (const candidate of resources) {
      // One that may not be meant cannot say more than another that may not.
      if (unsure && !candidate.certain) break;
      const asked = askOf(candidate, where, context);
      if (!asked) continue;
      const { verdict, words } = asked;
      if (verdict === 'pass') return { verdict, at, weight, words, related: asked.related };
      if (verdict === 'unknown') unsure ??= { verdict, at, weight, words, related: asked.related };
      else failed ??= asked;
    }
    if (unsure) return unsure;
    if (doubt) return { verdict: outside, at, weight, words: doubt };
    return { verdict: 'fail', at, weight, words: failed?.words ?? none, related: failed?.related };
  };
}

function everyQuestion(find: FindCandidates, where: Question | undefined, outside: Verdict): Question {
  return context => {
    const { resources, doubt, none, at } = find(context);
    const weight = at.up && at.value !== undefined ? PRESENT : ELSEWHERE;
    let unsure: Answer | undefined;
    let passed: Asked | undefined;
    for (const candidate of resources) {
      if (unsure && !candidate.certain) break;
      const asked = askOf(candidate, where, context, true);
      if (!asked) continue;
      const { verdict, words } = asked;
      if (verdict === 'fail') return { verdict, at, weight, words, related: asked.related };
      if (verdict === 'unknown') unsure ??= { verdict, at, weight, words, related: asked.related };
      else passed ??= asked;
    }
    if (unsure) return unsure;
    if (doubt) return { verdict: outside, at, weight, words: doubt };
    return { verdict: 'pass', at, weight, words: passed?.words ?? none, related: passed?.related };
  };
}

interface Asked {
  readonly verdict: Verdict;
  readonly words: () => string;
  readonly related: readonly RelatedSpan[];
}

/**
 * What a candidate answers; undefined where it does not exist in the scenario. One that may not exist, or may not be
 * meant, cannot settle the matter: a pass of `some`, a fail of `every` is then unknown.
 */
function askOf(
  { resource, certain }: Candidate,
  where: Question | undefined,
  context: Context,
  ofEvery = false,
): Asked | undefined {
  // What is assumed of one template says nothing of another.
  const inScenario = resource.input === context.input ? context.scenario : scenario();
  const there = exists(resource, inScenario);
  if (there === false) return undefined;
  const item = rootTrail(resource);
  const answer = where?.({ ...context, resource, input: resource.input, item, scenario: inScenario });
  const verdict = answer?.verdict ?? 'pass';
  const settles = verdict === (ofEvery ? 'fail' : 'pass');
  const related = [{ span: resource.nameSpan, message: `${resource.address} was looked at` }];
  if (settles && !certain) {
    return { verdict: 'unknown', words: () => `${resource.address} may be the one that is meant`, related };
  }
  if (settles && there === undefined) {
    return { verdict: 'unknown', words: () => `whether ${resource.address} exists is not decided`, related };
  }
  const words = () => (answer ? `${reasonOf(answer)} (${resource.address})` : `there is ${resource.address}`);
  return { verdict, words, related };
}

function findBy(related: RelatedCondition): FindCandidates {
  const types = [related.type].flat();
  const label = types.includes('*') ? 'resource' : types.join(' or ');
  if (related.via !== undefined) return findVia([related.via].flat().map(parsePath), types, label);
  if (related.by !== undefined) return findPointing(pointingBy(types, [related.by].flat()), label);
  return context => ({
    resources: inRegion(related.region, resourcesOfTypes(types, context), context.resource),
    none: () => `there is no ${label} in ${related.region ? 'its region' : context.input.path}`,
    at: context.resource ? rootTrail(context.resource) : context.item,
  });
}

/** Those whose region may be that of the resource. */
function inRegion(
  region: RelatedCondition['region'],
  all: readonly Resource[],
  self: Resource | undefined,
): readonly Candidate[] {
  if (!region || !self) return all.map(resource => ({ resource, certain: true }));
  const where = all.map(resource => ({ resource, verdict: inSameRegion(resource, self) }));
  return (['pass', 'unknown'] as const).flatMap(wanted =>
    where.filter(({ verdict }) => verdict === wanted).map(({ resource }) => ({ resource, certain: wanted === 'pass' })),
  );
}

/** Those that a path of this resource or item points at. */
function findVia(paths: readonly Path[], types: readonly string[], label: string): FindCandidates {
  return context => {
    const index = indexByKey(types, context);
    const resources = new Set<Resource>();
    let place: Trail | undefined;
    let doubt: (() => string) | undefined;
    for (const path of paths) {
      const at = follow(path, context.item, context.scenario);
      if (place?.value === undefined && (at.value !== undefined || !place)) place = at;
      const found = resolveAll(at, index, context);
      for (const resource of found.resources) if (resource !== context.resource) resources.add(resource);
      doubt ??= found.doubt;
    }
    const at = place ?? context.item;
    const none = () => (at.value === undefined ? describe(at) : `${describe(at)}, which is no ${label}`);
    return { resources: Array.from(resources, resource => ({ resource, certain: true })), doubt, none, at };
  };
}

/** Every single value of a list is resolved for itself: one of them may be known while another is not. */
function resolveAll(
  at: Trail,
  index: ReturnType<typeof indexByKey>,
  context: Context,
): { resources: Resource[]; doubt?: () => string } {
  const values = at.value?.kind === 'list' ? at.value.items : at.value ? [at.value] : [];
  const resources: Resource[] = [];
  let doubt: (() => string) | undefined;
  if (at.value?.kind === 'list' && at.value.open) doubt = () => `${nameOf(at)} may hold more than these files show`;
  for (const value of values) {
    const targets = targetsOf(value, context.scenario);
    const found = targets.keys.flatMap(key => index.get(key) ?? []);
    resources.push(...found);
    if (found.length > 0) continue;
    const { doubt: unknown, partial } = targets;
    if (unknown) doubt ??= () => describeUnknown(at, unknown);
    else if (partial.length > 0) doubt ??= () => `${describe(at)}, of which a part is not known`;
    else if (targets.keys.length > 0 && !targets.keys.some(key => refersToAnother(key, context))) {
      doubt ??= () => outside(at);
    }
  }
  return { resources, doubt };
}

/**
 * Whether a key refers to a resource of the input, whatever its type: then what is meant is known, and is none of the
 * wanted. A text that is also the name of a resource of another type says nothing, nor what a stack hands on.
 */
function refersToAnother(key: string, context: Context): boolean {
  const others = key.startsWith('@') ? indexByKey(['*'], context).get(key) : undefined;
  return others?.some(({ type }) => !isGoBetween(type)) ?? false;
}

/** Those of which a path points at this resource. */
function findPointing(by: Pointing, label: string): FindCandidates {
  return context => {
    const { resource: self } = context;
    if (!self) return { resources: [], none: () => `no ${label} refers to a template`, at: context.item };
    const pointers = pointersBy(by, context);
    const resources = pointing(self, pointers, by, context);
    const tooMany = doubtfulOf(self, pointers).length > MAX_DOUBTFUL;
    const doubt = tooMany ? () => `too many ${label} refer to what is not known` : undefined;
    return {
      resources,
      doubt,
      none: () => `no ${inOwnWords(label, self)} refers to ${self.address}`,
      at: rootTrail(self),
    };
  };
}

function* pointing(self: Resource, pointers: Pointers, by: Pointing, context: Context): Iterable<Candidate> {
  const doubtful = doubtfulOf(self, pointers);
  const possible = possiblyPointing(self, pointers);
  const uncertain: Resource[] = [];
  for (const resource of possible) {
    if (resource === self) continue;
    const points = pointsAt(resource, self, by, context);
    if (points === 'pass') yield { resource, certain: true };
    else if (points === 'unknown') uncertain.push(resource);
  }
  for (const resource of uncertain) yield { resource, certain: false };
  for (let index = 0; index < Math.min(doubtful.length, MAX_DOUBTFUL); index++) {
    const resource = doubtful[index]!;
    if (resource === self || possible.has(resource)) continue;
    if (pointsAt(resource, self, by, context) === 'unknown') yield { resource, certain: false };
  }
}

/** Those that may point at a resource without its key among theirs. */
function doubtfulOf(self: Resource, { doubtful, partlyNaming }: Pointers): readonly Resource[] {
  const hasName = keysOf(self).length > 1;
  return hasName && partlyNaming.length > 0 ? [...doubtful, ...partlyNaming] : doubtful;
}

/** Most resources are pointed at by nobody. */
function possiblyPointing(self: Resource, { byKey }: Pointers): ReadonlySet<Resource> {
  if (byKey.size === 0) return NOBODY;
  let possible: Set<Resource> | undefined;
  for (const key of [...keysOf(self), importKeyOf(self)]) {
    for (const resource of byKey.get(key) ?? []) possible = (possible ?? new Set()).add(resource);
  }
  return possible ?? NOBODY;
}

const NOBODY: ReadonlySet<Resource> = new Set();

/** The answer about another resource does not depend on who asks, so it is kept for the run. */
function rememberPerResource(question: Question): Question {
  return context => rememberInScenario(context, question, context.resource, () => question(context));
}

/**
 * Without `via` and `by` the answer is the same for all resources of an input, or of one region of it; only its place is
 * theirs.
 */
function rememberPerInput(question: Question, region: RelatedCondition['region']): Question {
  return context => {
    const subject = region && context.resource ? regionKey(context.resource) : '';
    const answer = rememberInScenario(context, question, subject, () => question(context));
    return { ...answer, at: context.resource ? rootTrail(context.resource) : context.item };
  };
}

function outside(at: Trail): string {
  const words = describe(at);
  const said = at.value?.kind === 'unknown' && at.value.reason === 'outside-this-input';
  return said ? words : `${words}, which is outside these files`;
}
