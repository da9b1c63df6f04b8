import type { Span } from '../model/source.ts';
import type { Alternative, Assumption, UnknownValue, Value } from '../model/value.ts';

/** Results that one expression may have before it is called unknown. */
const MAX_RESULTS = 64;

/** What is left to spend on one expression. */
export interface Budget {
  left: number;
}

export function budget(results = MAX_RESULTS): Budget {
  return { left: results };
}

/**
 * Applies a function to values of which some are unknown with alternatives: the result is then unknown with the
 * function's result for each. Uses of one assumption in several values stay together. Undefined where there would
 * be too many results. `compute` sees no value with alternatives on its top level.
 */
export function distribute(
  values: readonly (Value | undefined)[],
  span: Span,
  compute: (values: readonly (Value | undefined)[]) => Value | undefined,
  possible: (assumed: readonly Assumption[]) => boolean,
  limit: Budget = budget(),
  assumed: readonly Assumption[] = [],
): { value: Value | undefined } | undefined {
  const undecided = values.find(value => value?.kind === 'unknown' && value.alternatives.length > 0) as
    | UnknownValue
    | undefined;
  if (!undecided) return --limit.left < 0 ? undefined : { value: compute(values) };
  const alternatives: Alternative[] = [];
  for (const { when } of undecided.alternatives) {
    const now = [...assumed, when];
    if (!possible(now)) continue;
    const chosen = values.map(value => assume(value, when, undecided));
    const result = distribute(chosen, span, compute, possible, limit, now);
    if (!result) return undefined;
    alternatives.push({ when, value: result.value });
  }
  return { value: collapse({ ...undecided, alternatives, span }) };
}

/** A value under an assumption; unknowns that do not speak of it are left as they are. */
function assume(value: Value | undefined, when: Assumption, undecided: UnknownValue): Value | undefined {
  if (value?.kind !== 'unknown' || value.alternatives[0]?.when.name !== when.name) return value;
  const match = value.alternatives.find(alternative => alternative.when.value === when.value);
  if (match) return match.value;
  // The same parameter, but this value of it is not among the alternatives.
  return value === undecided ? undefined : { ...value, alternatives: [] };
}

/** An unknown whose alternatives are all the same text or reference is that one; one that is left alone, too. */
export function collapse(value: UnknownValue): Value | undefined {
  const [first, ...rest] = value.alternatives;
  if (!first) return value;
  if (rest.length === 0) return first.value;
  return rest.every(({ value: other }) => isSame(first.value, other)) ? first.value : value;
}

function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (one?.kind === 'scalar') return other?.kind === 'scalar' && other.value === one.value;
  if (one?.kind !== 'reference' || other?.kind !== 'reference') return false;
  return other.target === one.target && other.attribute === one.attribute;
}
