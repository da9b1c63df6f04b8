import type { Graph } from '../model/graph.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import { type Assumption, type TemplateValue, textOf, type Value } from '../model/value.ts';

/**
 * One way in which the undecided conditions and parameters of an input may turn out. A question is asked first with
 * nothing assumed; where its answer hangs on an undecided name, it is asked again for each value of the name, so that
 * two properties under the same condition are never seen with different truths.
 */
export interface Scenario {
  readonly assumed: ReadonlyMap<string, Assumption['value']>;
  /** The same assumptions give the same key; empty: nothing is assumed. */
  readonly key: string;
  /** The first name that was asked for and is not assumed. */
  undecided: string | undefined;
}

/** An answer and the assumptions under which it holds. */
export interface Leaf<T> {
  readonly assumptions: readonly Assumption[];
  readonly answer: T;
}

export interface Exploration<T> {
  readonly leaves: readonly Leaf<T>[];
  /** The bound was reached: some leaf could have been split further. */
  readonly exceeded: boolean;
}

/** What can be assumed in an input. */
export interface Choices {
  /** The values that a name can take. */
  of(name: string): readonly Assumption['value'][];
  /** Whether these can hold together. */
  feasible(assumptions: readonly Assumption[]): boolean;
  /** Takes so many evaluations from what the input may cost; false where nothing is left. */
  spend(evaluations: number): boolean;
}

export const MAX_NAMES = 6;
export const MAX_EVALUATIONS = 64;
/** Where the bound has been reached the answer is unknown: a look at a few more only finds when it fails. */
const MAX_NAMES_BEYOND = 3;
const MAX_EVALUATIONS_BEYOND = 24;
/** For all rules and resources of one input together. */
export const MAX_EVALUATIONS_OF_INPUT = 200_000;
const MAX_NESTED_CHOICES = 16;

export function scenario(assumptions: readonly Assumption[] = []): Scenario {
  if (assumptions.length === 0) return { assumed: NOTHING, key: '', undecided: undefined };
  const assumed = new Map<string, Assumption['value']>();
  for (const { name, value } of assumptions) assumed.set(name, value);
  let key = '';
  for (const [name, value] of assumed) key += `${name}\0${typeof value === 'string' ? `"${value}` : value}\0`;
  return { assumed, key, undecided: undefined };
}

const NOTHING: Scenario['assumed'] = new Map();

/** What the scenario takes a name to be; asking for one that it does not decide records the name. */
export function assume(name: string, inScenario: Scenario): Assumption['value'] | undefined {
  const value = inScenario.assumed.get(name);
  if (value === undefined) inScenario.undecided ??= name;
  return value;
}

/** The value in this scenario: of an unknown with alternatives the one that is taken; undefined for "no such property". */
export function settle(value: Value | undefined, inScenario: Scenario): Value | undefined {
  let current = value;
  for (let depth = 0; current?.kind === 'unknown' && current.alternatives.length > 0; depth++) {
    if (depth === MAX_NESTED_CHOICES) return { ...current, reason: 'bound-exceeded', alternatives: [] };
    const taken = current.alternatives.find(({ when }) => assume(when.name, inScenario) === when.value);
    if (!taken) return current;
    current = taken.value;
  }
  if (current?.kind === 'scalar' && current.value === null) return undefined;
  return current?.kind === 'template' && !current.structure ? settleText(current, inScenario) : current;
}

/** A text with alternatives in its holes: the scenario may decide them. */
function settleText(text: TemplateValue, inScenario: Scenario): Value {
  if (!text.parts.some(part => typeof part !== 'string' && part.kind === 'unknown' && part.alternatives.length > 0))
    return text;
  const parts = text.parts.map(part => (typeof part === 'string' ? part : (settle(part, inScenario) ?? '')));
  const texts = parts.map(part => (typeof part === 'string' ? part : textOf(part)));
  if (texts.includes(undefined)) return { ...text, parts };
  return { kind: 'scalar', value: texts.join(''), span: text.span, sensitive: text.sensitive };
}

/** Whether a resource exists in this scenario; undefined where that is not decided. */
export function exists(resource: Resource, inScenario: Scenario): boolean | undefined {
  if (resource.exists === 'yes') return true;
  let decided = resource.existsWhen.length > 0;
  for (const { name, value } of resource.existsWhen) {
    const assumed = assume(name, inScenario);
    if (assumed === undefined) decided = false;
    else if (assumed !== value) return false;
  }
  return decided ? true : undefined;
}

/**
 * Asks a question in as many scenarios as its answer needs. `isOpen` says of an answer that more assumptions could
 * change it. Combinations that cannot hold together are left out; the work is bounded. `first` is the answer at the
 * start, where it is known.
 */
export function explore<T>(
  ask: (inScenario: Scenario) => T,
  isOpen: (answer: T) => boolean,
  start: readonly Assumption[],
  choices: Choices,
  first?: Asked<T>,
): Exploration<T> {
  const initial = first ?? askIn(start, ask, isOpen);
  // Most answers hang on nothing.
  if (initial.name === undefined) return { leaves: [{ assumptions: start, answer: initial.answer }], exceeded: false };
  const leaves: Leaf<T>[] = [];
  let planned = 1;
  let exceeded = false;
  const visit = (assumptions: readonly Assumption[], asked: Asked<T>): void => {
    const { name } = asked;
    const values = name === undefined ? [] : choices.of(name);
    if (name === undefined || values.length === 0) {
      leaves.push({ assumptions, answer: asked.answer });
      return;
    }
    const branches = values.map(value => [...assumptions, { name, value }]).filter(choices.feasible);
    const names = exceeded ? MAX_NAMES_BEYOND : MAX_NAMES;
    const evaluations = exceeded ? MAX_EVALUATIONS_BEYOND : MAX_EVALUATIONS;
    const tooMany = assumptions.length - start.length >= names || planned + branches.length > evaluations;
    if (tooMany || !choices.spend(branches.length)) {
      exceeded = true;
      leaves.push({ assumptions, answer: asked.answer });
      return;
    }
    planned += branches.length;
    for (const branch of branches) visit(branch, askIn(branch, ask, isOpen));
  };
  visit(start, initial);
  return { leaves, exceeded };
}

/** An answer, and the first name that it hangs on; the answer is looked at only where the name is not decided. */
interface Asked<T> {
  readonly answer: T;
  readonly name: string | undefined;
}

function askIn<T>(
  assumptions: readonly Assumption[],
  ask: (inScenario: Scenario) => T,
  isOpen: (answer: T) => boolean,
): Asked<T> {
  const inScenario = scenario(assumptions);
  const answer = ask(inScenario);
  return { answer, name: isOpen(answer) ? inScenario.undecided : undefined };
}

/**
 * The smallest set of assumptions of a leaf under which every leaf satisfies the test: what must be said of a mixed
 * answer. Undefined where no leaf satisfies it.
 */
export function smallestCause<T>(
  leaves: readonly Leaf<T>[],
  test: (answer: T) => boolean,
): { readonly when: readonly Assumption[]; readonly leaf: Leaf<T> } | undefined {
  const others = leaves.filter(leaf => !test(leaf.answer));
  let best: { when: readonly Assumption[]; leaf: Leaf<T> } | undefined;
  for (const leaf of leaves) {
    if (others.includes(leaf)) continue;
    let when = leaf.assumptions;
    for (const assumption of leaf.assumptions) {
      const without = when.filter(other => other !== assumption);
      if (!others.some(other => isCompatible(other.assumptions, without))) when = without;
    }
    if (!best || when.length < best.when.length) best = { when, leaf };
  }
  return best;
}

/** The values that each undecided name of an input can take, as the alternatives of all its values show them. */
export function choicesIn(input: InputInfo, graph: Graph): (name: string) => readonly Assumption['value'][] {
  let byName: Map<string, Set<Assumption['value']>> | undefined;
  return name => {
    byName ??= collectChoices(graph.inInput(input));
    const values = byName.get(name);
    if (!values) return [];
    // A truth has two sides even where only one of them is written.
    return values.has(true) || values.has(false) ? [true, false] : [...values];
  };
}

function collectChoices(resources: readonly Resource[]): Map<string, Set<Assumption['value']>> {
  const byName = new Map<string, Set<Assumption['value']>>();
  const add = ({ name, value }: Assumption) => {
    const values = byName.get(name);
    if (values) values.add(value);
    else byName.set(name, new Set([value]));
  };
  for (const resource of resources) {
    resource.existsWhen.forEach(add);
    for (const values of [resource.properties, resource.attributes, resource.arguments]) eachAssumption(values, add);
  }
  return byName;
}

function eachAssumption(value: Value | undefined, found: (assumption: Assumption) => void): void {
  switch (value?.kind) {
    case 'list':
      for (const item of value.items) eachAssumption(item, found);
      return;
    case 'object':
      for (const property of value.properties.values()) eachAssumption(property.value, found);
      return;
    case 'template':
      for (const part of value.parts) if (typeof part !== 'string') eachAssumption(part, found);
      eachAssumption(value.structure, found);
      return;
    case 'unknown':
      for (const alternative of value.alternatives) {
        found(alternative.when);
        eachAssumption(alternative.value, found);
      }
  }
}

function isCompatible(first: readonly Assumption[], second: readonly Assumption[]): boolean {
  return second.every(({ name, value }) => first.every(other => other.name !== name || other.value === value));
}
