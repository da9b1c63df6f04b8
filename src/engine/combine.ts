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
  const said = leaves.filter(({ answer }) => saysSomething(answer));
  const [first] = said;
  if (!first) return [];
  const failing = said.length === leaves.length ? failingInAll(first, leaves) : [];
  if (failing.length > 0) {
    return failing.map(({ answer, item }) => ({
      verdict: 'fail',
      answer,
      because: reasonOf(answer),
      when: start,
      item,
    }));
  }
  return [mixed(leaves, start) ?? doubtful(leaves, exceeded, start) ?? passing(first.answer.pass!, start)];
}

/** It fails in some scenarios only. */
function mixed(leaves: readonly Leaf<RuleAnswer>[], start: readonly Assumption[]): Combined | undefined {
  const some = leaves.flatMap(({ answer }) => answer.fails)[0];
  const cause = some && smallestCause(leaves, answer => answer.fails.some(({ key }) => key === some.key));
  if (!cause) return undefined;
  const { answer, item } = cause.leaf.answer.fails.find(({ key }) => key === some.key)!;
  const because = `fails when ${showAssumptions(cause.when)}: ${reasonOf(answer)}`;
  return { verdict: 'unknown', answer, because, when: together(start, cause.when), item };
}

function doubtful(
  leaves: readonly Leaf<RuleAnswer>[],
  exceeded: boolean,
  start: readonly Assumption[],
): Combined | undefined {
  const cause = smallestCause(leaves, answer => answer.doubts.length > 0);
  if (!cause) return undefined;
  const { answer, item } = cause.leaf.answer.doubts[0]!;
  const condition = cause.when.length > 0 ? `when ${showAssumptions(cause.when)}: ` : '';
  const bound = exceeded ? '; there are more combinations of choices than are tried' : '';
  return {
    verdict: 'unknown',
    answer,
    because: condition + reasonOf(answer) + bound,
    when: together(start, cause.when),
    item,
  };
}

function passing(answer: Answer, start: readonly Assumption[]): Combined {
  return { verdict: 'pass', answer, because: reasonOf(answer), when: start };
}

function saysSomething({ fails, doubts, pass }: RuleAnswer): boolean {
  return pass !== undefined || fails.length > 0 || doubts.length > 0;
}

function failingInAll(first: Leaf<RuleAnswer>, leaves: readonly Leaf<RuleAnswer>[]): readonly ItemAnswer[] {
  if (leaves.length === 1) return first.answer.fails;
  const keys = leaves.map(({ answer }) => new Set(answer.fails.map(({ key }) => key)));
  return first.answer.fails.filter(({ key }) => keys.every(failing => failing.has(key)));
}

function together(start: readonly Assumption[], more: readonly Assumption[]): readonly Assumption[] {
  return [...start, ...more.filter(({ name }) => !start.some(other => other.name === name))];
}

/** `IsProduction is false and Engine is "mysql"`. */
function showAssumptions(assumptions: readonly Assumption[]): string {
  return assumptions
    .map(({ name, value }) => `${name} is ${typeof value === 'string' ? quote(value) : value}`)
    .join(' and ');
}
