import { isSequence } from '../loops.ts';
import { firstUnknown } from '../traits.ts';
import type { TerraformType } from '../types.ts';
import { unknownLike } from '../unknowns.ts';
import type { TerraformValue } from '../values.ts';
import type { Call } from './signature.ts';

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
