import type { Assumption } from '../model/value.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Answer, reasonOf } from './answer.ts';
import type { ItemAnswer, RuleAnswer } from './compile.ts';
import { quote } from './describe.ts';
import { type Exploration, type Leaf, smallestCause } from './scenarios.ts';
import type { Trail } from './trail.ts';

/** One evaluation to be: what all scenarios together say. */
export interface Combined {
  readonly verdict: Verdict;
  readonly answer: Answer;
  readonly because: string;
  readonly when: readonly Assumption[];
  /** The item of `each` that it is about. */
  readonly item?: Trail;
}

/**
 * The verdict over all scenarios of a resource: what fails in all of them fails; what fails in some is unknown and
 * says when it fails. One evaluation for each failing item, else one for all together, none where the rule has nothing
 * to say in any scenario.
 */
export function combine({ leaves, exceeded }: Exploration<RuleAnswer>, start: readonly Assumption[]): Combined[] {
  const [only] = leaves;
  if (leaves.length === 1 && only && !only.answer.explored) return decided(only.answer, exceeded, start);
  const said = leaves.filter(({ answer }) => saysSomething(answer));
  const [first] = said;
  if (!first) return [];
  const failing = said.length === leaves.length ? failingInAll(leaves) : [];
  if (failing.length > 0) {
    return failing.map(({ answer, item }) => ({
      verdict: 'fail',
      answer,
      because: reasonOf(answer),
      when: start,
      item,
    }));
  }
  return [mixed(leaves, start) ?? doubtful(leaves, exceeded, start) ?? passing(passOf(first.answer), start)];
}

/** What one answer says, which holds in all scenarios. */
function decided({ fails, doubts, pass }: RuleAnswer, exceeded: boolean, when: readonly Assumption[]): Combined[] {
  if (fails.length > 0) {
    return fails.map(({ answer, item }) => ({ verdict: 'fail', answer, because: reasonOf(answer), when, item }));
  }
  const [doubt] = doubts;
  if (doubt) {
    const { answer, item } = doubt;
    return [{ verdict: 'unknown', answer, because: reasonOf(answer) + boundWords(exceeded), when, item }];
  }
  return pass ? [passing(pass, when)] : [];
}

/** It fails in some scenarios only. */
function mixed(leaves: readonly Leaf<RuleAnswer>[], start: readonly Assumption[]): Combined | undefined {
  const some = firstFail(leaves);
  const cause =
    some && smallestCause(ofItem(some.part, leaves), answer => answer.fails.some(({ key }) => key === some.key));
  if (!cause) return undefined;
  const { answer, item } = cause.leaf.answer.fails.find(({ key }) => key === some.key)!;
  const because = `fails when ${showAssumptions(cause.when)}: ${reasonOf(answer)}`;
  return { verdict: 'unknown', answer, because, when: together(start, cause.when), item };
}

/** The key of an item that fails somewhere, and of the item whose exploration says so. */
function firstFail(leaves: readonly Leaf<RuleAnswer>[]): { key: string; part: string | undefined } | undefined {
  for (const { answer } of leaves) {
    const [fail] = answer.fails;
    if (fail) return { key: fail.key, part: partOf(fail.key, leaves) };
    for (const { key: part, leaves: inner } of answer.explored ?? []) {
      const found = inner.flatMap(leaf => leaf.answer.fails)[0];
      if (found) return { key: found.key, part };
    }
  }
  return undefined;
}

/** What is decided of an item in one scenario can hang on a name in another. */
function partOf(key: string, leaves: readonly Leaf<RuleAnswer>[]): string | undefined {
  for (const { answer } of leaves) {
    const part = answer.explored?.find(other => isWithin(key, other.key));
    if (part) return part.key;
  }
  return undefined;
}

function isWithin(key: string, part: string): boolean {
  return key.startsWith(part) && (key.length === part.length || /^[.[]/.test(key.slice(part.length)));
}

/** The scenarios of one item: those in which it was explored, and those of all items where it was not. */
function ofItem(part: string | undefined, leaves: readonly Leaf<RuleAnswer>[]): readonly Leaf<RuleAnswer>[] {
  if (part === undefined) return leaves;
  return leaves.flatMap(leaf => leaf.answer.explored?.find(({ key }) => key === part)?.leaves ?? [leaf]);
}

function doubtful(
  leaves: readonly Leaf<RuleAnswer>[],
  exceeded: boolean,
  start: readonly Assumption[],
): Combined | undefined {
  const found = smallestDoubt(leaves, exceeded);
  if (!found) return undefined;
  const { cause, key } = found;
  const { doubts } = cause.leaf.answer;
  const { answer, item } = doubts.find(doubt => key === undefined || isWithin(doubt.key, key)) ?? doubts[0]!;
  const condition = cause.when.length > 0 ? `when ${showAssumptions(cause.when)}: ` : '';
  return {
    verdict: 'unknown',
    answer,
    because: condition + reasonOf(answer) + boundWords(found.exceeded),
    when: together(start, cause.when),
    item,
  };
}

function boundWords(exceeded: boolean): string {
  return exceeded ? '; there are more combinations of choices than are tried' : '';
}

interface Doubt {
  readonly cause: NonNullable<ReturnType<typeof smallestCause<RuleAnswer>>>;
  /** Of the item that was explored. */
  readonly key?: string;
  readonly exceeded: boolean;
}

/** Of all items together, or else of the item of which least must be said. */
function smallestDoubt(leaves: readonly Leaf<RuleAnswer>[], exceeded: boolean): Doubt | undefined {
  const whole = smallestCause(leaves, answer => answer.doubts.length > 0);
  if (whole) return { cause: whole, exceeded };
  let best: Doubt | undefined;
  for (const { answer } of leaves) {
    for (const { key, leaves: inner, exceeded: exceededHere } of answer.explored ?? []) {
      if (!inner.some(leaf => leaf.answer.doubts.length > 0)) continue;
      const cause = smallestCause(ofItem(key, leaves), ({ doubts }) => doubts.length > 0)!;
      if (!best || cause.when.length < best.cause.when.length) best = { cause, key, exceeded: exceededHere };
    }
  }
  return best;
}

/** Of a single item what is said of it; else what is said of all of them. */
function passOf({ pass, explored }: RuleAnswer): Answer {
  return (!pass?.words && explored?.length === 1 ? explored[0]!.leaves[0]?.answer.pass : undefined) ?? pass!;
}

function passing(answer: Answer, start: readonly Assumption[]): Combined {
  return { verdict: 'pass', answer, because: reasonOf(answer), when: start };
}

function saysSomething({ fails, doubts, pass }: RuleAnswer): boolean {
  return pass !== undefined || fails.length > 0 || doubts.length > 0;
}

function failingInAll(leaves: readonly Leaf<RuleAnswer>[]): readonly ItemAnswer[] {
  const [first, ...others] = leaves.map(({ answer }) => failsOf(answer));
  if (!first || others.length === 0) return first ?? [];
  const keys = others.map(fails => new Set(fails.map(({ key }) => key)));
  return first.filter(({ key }) => keys.every(failing => failing.has(key)));
}

function failsOf({ fails, explored }: RuleAnswer): readonly ItemAnswer[] {
  return explored ? [...fails, ...explored.flatMap(item => failingInAll(item.leaves))] : fails;
}

function together(start: readonly Assumption[], more: readonly Assumption[]): readonly Assumption[] {
  return [...start, ...more.filter(({ name }) => !start.some(other => other.name === name))];
}

/** What a list is taken to be of which it is not known what is in it. */
const FILLED = /^(?:not )?empty$/;

/** `IsProduction is false and Engine is "mysql"`. */
function showAssumptions(assumptions: readonly Assumption[]): string {
  return assumptions
    .map(({ name, value }) => `${name} is ${typeof value === 'string' && !FILLED.test(value) ? quote(value) : value}`)
    .join(' and ');
}
