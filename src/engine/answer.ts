import type { Graph } from '../model/graph.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import type { RelatedSpan, Verdict } from '../model/verdict.ts';
import { describe } from './describe.ts';
import type { Scenario } from './scenarios.ts';
import type { Trail } from './trail.ts';

/** A compiled condition. */
export type Question = (context: Context) => Answer;

/** What a condition is asked of. */
export interface Context {
  readonly graph: Graph;
  readonly input: InputInfo;
  /** Absent where a rule is asked about a whole input. */
  readonly resource: Resource | undefined;
  /** Where paths start: the properties of the resource, or an item inside `each`, `some` and `every`. */
  readonly item: Trail;
  readonly scenario: Scenario;
  /** Answers about other resources and indexes over them, kept for the run. */
  readonly memory: Map<unknown, Map<unknown, unknown>>;
}

/** A verdict with the place that decided it. The words state a fact, so that they hold for the negation as well. */
export interface Answer {
  readonly verdict: Verdict;
  readonly at: Trail;
  /** Absent: what stands at the place. */
  readonly words?: () => string;
  readonly weight: Weight;
  readonly related?: readonly RelatedSpan[];
  /** What a predicate says of the place, where it knows better than the trail. */
  readonly found?: { readonly span: Span; readonly path?: string; readonly declaredIn?: string };
}

/** How much an answer says to the user: of several that fail together, the one that says most is reported. */
export type Weight = 0 | 1 | 2 | 3;
/** About other resources, or about the type. */
export const ELSEWHERE: Weight = 0;
/** Nothing is there. */
export const ABSENT: Weight = 1;
/** Nothing is there, in an object that is. */
export const ABSENT_INSIDE: Weight = 2;
/** A value is there. */
export const PRESENT: Weight = 3;

export function answerAt(verdict: Verdict, at: Trail, words?: () => string): Answer {
  return { verdict, at, words, weight: weightOf(at) };
}

export function reasonOf(answer: Answer): string {
  return answer.words?.() || describe(answer.at);
}

/** The one that says more; of equals the first. */
export function telling(first: Answer | undefined, second: Answer): Answer {
  return first && first.weight >= second.weight ? first : second;
}

function weightOf(at: Trail): Weight {
  if (isThere(at)) return PRESENT;
  return at.up?.up && isThere(at.up) ? ABSENT_INSIDE : ABSENT;
}

function isThere({ value }: Trail): boolean {
  return value !== undefined && !value.defaulted && !(value.kind === 'scalar' && value.value === '');
}
