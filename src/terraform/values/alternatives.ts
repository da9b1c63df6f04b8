import type { Span } from '../../model/source.ts';
import type { Assumption } from '../../model/value.ts';
import { identical } from './equality.ts';
import { isWhollyKnown } from './traits.ts';
import { boundExceeded, undecided } from './unknowns.ts';
import type { TerraformAlternative, TerraformValue } from './values.ts';

/** Possible values that are kept apart in one value. */
const MAX_ALTERNATIVES = 16;

/**
 * Applies a function to every combination of the possible values of its arguments. Equal results become one value;
 * more combinations than can be kept apart, an unknown. Undefined where no argument has alternatives.
 */
export function overAlternatives(
  values: readonly TerraformValue[],
  span: Span,
  apply: (values: readonly TerraformValue[]) => TerraformValue,
): TerraformValue | undefined {
  const combinations = combinationCount(values);
  if (combinations === 1) return undefined;
  if (combinations > MAX_ALTERNATIVES) {
    const first = values.find(value => value.kind === 'unknown' && value.alternatives?.length);
    return boundExceeded(first?.kind === 'unknown' ? first.missing : 'too many combinations', span);
  }
  return settled(distribute(values, span, apply));
}

function distribute(
  values: readonly TerraformValue[],
  span: Span,
  apply: (values: readonly TerraformValue[]) => TerraformValue,
): TerraformValue {
  for (const value of values) {
    if (value.kind !== 'unknown' || !value.alternatives?.length) continue;
    const alternatives = value.alternatives.map(({ when }) => {
      const assumed = values.map(other => assuming(other, when));
      return { when, value: distribute(assumed, span, apply) };
    });
    return undecided(alternatives, value.missing, span);
  }
  return apply(values);
}

/** What is left of a value when something is assumed to hold. */
export function assuming(value: TerraformValue, assumption: Assumption): TerraformValue {
  if (value.kind !== 'unknown' || !value.alternatives?.length) return value;
  const kept: TerraformAlternative[] = [];
  for (const { when, value: possible } of value.alternatives) {
    if (when.name !== assumption.name) kept.push({ when, value: assuming(possible, assumption) });
    else if (when.value === assumption.value) return assuming(possible, assumption);
  }
  return kept.length === 0 ? value : { ...value, alternatives: kept };
}

/** The one value where all the possible values are the same. */
export function settled(value: TerraformValue): TerraformValue {
  if (value.kind !== 'unknown' || !value.alternatives?.length) return value;
  const leaves = leavesOf(value);
  const [first] = leaves;
  if (!first || !isWhollyKnown(first) || !leaves.every(leaf => identical(leaf, first))) return value;
  return value.sensitive ? { ...first, sensitive: true } : first;
}

/** Whether so many possible values would be kept apart. */
export function tooManyAlternatives(value: TerraformValue): boolean {
  return leavesOf(value).length > MAX_ALTERNATIVES;
}

function leavesOf(value: TerraformValue): readonly TerraformValue[] {
  if (value.kind !== 'unknown' || !value.alternatives?.length) return [value];
  return value.alternatives.flatMap(alternative => leavesOf(alternative.value));
}

function combinationCount(values: readonly TerraformValue[]): number {
  let count = 1;
  for (const value of values) {
    if (value.kind !== 'unknown' || !value.alternatives?.length) continue;
    // Two values that hang on the same thing do not multiply; that is seen when they are combined.
    count = values.some(other => other !== value && sameQuestion(other, value))
      ? Math.max(count, leavesOf(value).length)
      : count * leavesOf(value).length;
    if (count > MAX_ALTERNATIVES) return count;
  }
  return count;
}

function sameQuestion(a: TerraformValue, b: TerraformValue): boolean {
  if (a.kind !== 'unknown' || b.kind !== 'unknown') return false;
  const name = a.alternatives?.[0]?.when.name;
  return name !== undefined && name === b.alternatives?.[0]?.when.name;
}
