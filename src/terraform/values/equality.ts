import { bigNumberOf } from './decimals.ts';
import { compareNumbers } from './numbers.ts';
import { isNotNull } from './traits.ts';
import { hasAny, mayBeSame, sameType } from './types.ts';
import { lengthBounds } from './unknowns.ts';
import {
  type MappingValue,
  type NumberValue,
  type SequenceValue,
  type TerraformValue,
  typeOf,
  type UnknownTerraformValue,
} from './values.ts';

/**
 * Terraform's `==` in three values: undefined where it cannot be told yet. Values of different types are not equal,
 * nulls of all types are. https://developer.hashicorp.com/terraform/language/expressions/operators#equality-operators
 */
export function equals(a: TerraformValue, b: TerraformValue): boolean | undefined {
  if (a === b && a.kind !== 'unknown' && isScalar(a)) return true;
  if (a.kind === 'null' && isNotNull(b)) return false;
  if (b.kind === 'null' && isNotNull(a)) return false;
  if (a.kind === 'unknown') return unknownEquals(a, b);
  if (b.kind === 'unknown') return unknownEquals(b, a);
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind;
  return knownEquals(a, b);
}

/** Whether two values are the same through and through, types included; unknowns only where they are one object. */
export function identical(a: TerraformValue, b: TerraformValue): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || !sameType(typeOf(a), typeOf(b))) return false;
  if (a.kind === 'null') return true;
  return a.kind !== 'unknown' && equals(a, b) === true;
}

/** Numbers without `exact` are told apart by their float64. */
export function numberOrder(a: NumberValue, b: NumberValue): number {
  if (a.exact === undefined && b.exact === undefined) return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  return compareNumbers(bigNumberOf(a), bigNumberOf(b));
}

function isScalar(value: TerraformValue): boolean {
  return value.kind === 'string' || value.kind === 'number' || value.kind === 'bool';
}

function unknownEquals(a: UnknownTerraformValue, b: TerraformValue): boolean | undefined {
  if (b.kind === 'unknown') return sameReference(a, b) ? true : undefined;
  if (b.kind === 'null' || hasAny(a.type)) return undefined;
  if (a.notNull && !mayBeSame(a.type, typeOf(b))) return false;
  if (a.notNull && !mayHaveLengthOf(a, b)) return false;
  return b.kind === 'string' && a.parts && !mayBeText(a.parts, b.value) ? false : undefined;
}

/** An attribute of a resource equals itself, whatever it will be. */
function sameReference(a: UnknownTerraformValue, b: UnknownTerraformValue): boolean {
  if (a.reference === undefined || b.reference === undefined) return false;
  return a.reference.address === b.reference.address && a.reference.attribute === b.reference.attribute;
}

function mayHaveLengthOf(a: UnknownTerraformValue, b: TerraformValue): boolean {
  const [possible, given] = [lengthBounds(a), lengthBounds(b)];
  return !possible || !given || (possible.min <= given.max && given.min <= possible.max);
}

/** Whether a text known in part may turn out to be this one. */
function mayBeText(parts: readonly (string | TerraformValue)[], text: string): boolean {
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (typeof first === 'string' && !text.startsWith(first)) return false;
  if (typeof last === 'string' && !text.endsWith(last)) return false;
  let known = 0;
  for (const part of parts) if (typeof part === 'string') known += part.length;
  return known <= text.length;
}

function knownEquals(a: TerraformValue, b: TerraformValue): boolean | undefined {
  switch (a.kind) {
    case 'string':
    case 'bool':
      return a.kind === b.kind && a.value === b.value;
    case 'number':
      return b.kind === 'number' && numberOrder(a, b) === 0;
    case 'list':
    case 'tuple':
      return b.kind === a.kind && typesAgree(a, b) ? sequenceEquals(a, b) : typesDecide(a, b);
    case 'set':
      return b.kind === 'set' && typesAgree(a, b) ? setEquals(a, b) : typesDecide(a, b);
    case 'map':
    case 'object':
      return b.kind === a.kind && typesAgree(a, b) ? mappingEquals(a, b) : typesDecide(a, b);
    default:
      return undefined;
  }
}

function typesAgree(a: TerraformValue, b: TerraformValue): boolean {
  const [left, right] = [typeOf(a), typeOf(b)];
  return sameType(left, right) && !hasAny(left);
}

/** Of values whose types differ or are not wholly known. */
function typesDecide(a: TerraformValue, b: TerraformValue): boolean | undefined {
  const [left, right] = [typeOf(a), typeOf(b)];
  if (!mayBeSame(left, right)) return false;
  if (!hasAny(left) && !hasAny(right)) return false;
  if (lengthBounds(a)?.max === 0 && lengthBounds(b)?.max === 0 && a.kind === b.kind) return true;
  return sameContents(a, b);
}

/** Where the types hold `any` only because of nulls, the contents still decide. */
function sameContents(a: TerraformValue, b: TerraformValue): boolean | undefined {
  if ('items' in a && 'items' in b && a.kind === b.kind && a.kind !== 'set') return sequenceEquals(a, b);
  if ('entries' in a && 'entries' in b && a.kind === b.kind) return mappingEquals(a, b);
  return undefined;
}

function sequenceEquals(a: SequenceValue, b: SequenceValue): boolean | undefined {
  if (a.items.length !== b.items.length) return false;
  return all(a.items.map((item, at) => [item, b.items[at]!]));
}

function mappingEquals(a: MappingValue, b: MappingValue): boolean | undefined {
  if (a.open || b.open) return undefined;
  if (a.entries.size !== b.entries.size) return false;
  const pairs: [TerraformValue, TerraformValue][] = [];
  for (const [name, { value }] of a.entries) {
    const other = b.entries.get(name);
    if (!other) return false;
    pairs.push([value, other.value]);
  }
  return all(pairs);
}

/** As Terraform compares: in order, up to the first pair that differs or cannot be told. */
function all(pairs: readonly (readonly [TerraformValue, TerraformValue])[]): boolean | undefined {
  for (const [a, b] of pairs) {
    const equal = equals(a, b);
    if (equal !== true) return equal;
  }
  return true;
}

function setEquals(a: SequenceValue, b: SequenceValue): boolean | undefined {
  if (a.items.some(item => item.kind === 'unknown') || b.items.some(item => item.kind === 'unknown')) return undefined;
  return a.items.length === b.items.length && sequenceEquals(a, b);
}
