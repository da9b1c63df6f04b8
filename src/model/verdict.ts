import type { Span } from './source.ts';
import type { Assumption } from './value.ts';

/** Kleene's three values: a question of the resource graph passes, fails, or the files do not hold the answer. */
export type Verdict = 'pass' | 'fail' | 'unknown';

/** A verdict with the value that decided it, in the user's words ("storage_encrypted is false"). */
export interface Outcome {
  readonly verdict: Verdict;
  /** Where the deciding value stands. */
  readonly span: Span;
  readonly reason: string;
  /** Dotted path in the normal form, such as `Properties.StorageEncrypted`. */
  readonly path?: string;
  /** Address of the resource in which the deciding value is declared, if it is another (a satellite). */
  readonly declaredIn?: string;
  /** Other places that explain the outcome: where a variable's default stands, the companion that was looked at. */
  readonly related?: readonly RelatedSpan[];
  /** The assumptions under which this outcome holds; empty or absent: always. */
  readonly when?: readonly Assumption[];
}

export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
  /** It is a step of the way that leads to the finding; the steps stand in their order. */
  readonly step?: true;
}

/** Pass only if all pass; fail if any fails. No verdicts: pass. */
export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'pass';
  for (const verdict of verdicts) {
    if (verdict === 'fail') return 'fail';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

/** Pass if any passes; fail only if all fail. No verdicts: fail. */
export function anyOf(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'fail';
  for (const verdict of verdicts) {
    if (verdict === 'pass') return 'pass';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

/** Unknown stays unknown. */
export function negate(verdict: Verdict): Verdict {
  switch (verdict) {
    case 'pass':
      return 'fail';
    case 'fail':
      return 'pass';
    case 'unknown':
      return 'unknown';
  }
}
