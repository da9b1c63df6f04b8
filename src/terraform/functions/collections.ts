import { isSequence } from '../expressions/loops.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { firstUnknown } from '../values/traits.ts';
import type { TerraformType } from '../values/types.ts';
import { invalid, unknownLike } from '../values/unknowns.ts';
import type { TerraformValue } from '../values/values.ts';
import { type Call, type Failure, isFailure } from './signature.ts';

export function itemsOf(value: TerraformValue | undefined): readonly TerraformValue[] {
  return value && isSequence(value) ? value.items : [];
}

export function isList(type: TerraformType): boolean {
  return type.kind === 'list' || type.kind === 'tuple';
}

export function isListOrSet(type: TerraformType): boolean {
  return isList(type) || type.kind === 'set';
}

/** The unknown result of a function whose argument holds something that is not known. */
export function unknownBecauseOf(value: TerraformValue, { type, span }: Call): TerraformValue {
  return unknownLike(firstUnknown(value)!, type, span);
}

/** The mark of a collection that is taken apart stays on what comes out of it. */
export function marked(value: TerraformValue, ...from: readonly (TerraformValue | undefined)[]): TerraformValue {
  return from.some(one => one?.sensitive) && !value.sensitive ? { ...value, sensitive: true } : value;
}

/**
 * Calls a function of a list for every way in which undecided items may turn out, as alternatives of the result;
 * once, where no item is undecided, or too many are.
 */
export function overItems(
  list: TerraformValue | undefined,
  { span }: Pick<Call, 'span'>,
  apply: (list: TerraformValue | undefined) => TerraformValue | Failure,
): TerraformValue | Failure {
  if (!list || !isSequence(list)) return apply(list);
  const distributed = overAlternatives(list.items, span, items => {
    const result = apply({ ...list, items });
    return isFailure(result) ? invalid(span) : result;
  });
  return distributed && (distributed.kind !== 'unknown' || distributed.alternatives) ? distributed : apply(list);
}
