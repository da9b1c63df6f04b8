import type { Span } from '../../model/source.ts';
import type { UnknownReason } from '../../model/value.ts';
import { ANY, BOOL, NUMBER, STRING, type TerraformType } from './types.ts';

/**
 * A value while Terraform is evaluated: typed, with unknown parts, marks and the span of the expression that
 * gave it. `toValue` turns it into the model's Value when a resource is complete.
 */
export type TerraformValue =
  | StringValue
  | NumberValue
  | BoolValue
  | NullValue
  | SequenceValue
  | MappingValue
  | UnknownTerraformValue;

interface Common {
  /** Where the expression stands that gave the value; a value read from `var.x` keeps the span of what was assigned. */
  readonly span: Span;
  readonly sensitive?: true;
}

/** `structure`: of JSON text whose parts have spans of their own (`jsonencode`, a heredoc, a file), what it holds. */
export interface StringValue extends Common {
  readonly kind: 'string';
  readonly value: string;
  readonly structure?: TerraformValue;
}

/** `exact` is the decimal text where a float64 cannot hold the number. */
export interface NumberValue extends Common {
  readonly kind: 'number';
  readonly value: number;
  readonly exact?: string;
}

export interface BoolValue extends Common {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NullValue extends Common {
  readonly kind: 'null';
  readonly type: TerraformType;
}

/** Items of a set are distinct and in Terraform's iteration order. */
export interface SequenceValue extends Common {
  readonly kind: 'list' | 'set' | 'tuple';
  readonly items: readonly TerraformValue[];
  /** Of a list or set; of a tuple, `any`. */
  readonly elementType: TerraformType;
}

export interface MappingValue extends Common {
  readonly kind: 'map' | 'object';
  /** In key order for maps, as Terraform iterates them: lexical by UTF-8 bytes. */
  readonly entries: ReadonlyMap<string, MappingEntry>;
  readonly elementType: TerraformType;
  /** Attributes that the files cannot show may exist (a resource whose schema is not known). */
  readonly open?: true;
  /** Of an open one, what else is in it: `var.tags` in `merge(var.tags, { a = 1 })`; absent where that is not known. */
  readonly others?: UnknownTerraformValue;
}

export interface MappingEntry {
  readonly value: TerraformValue;
  /** Where the key is written; absent for computed entries. */
  readonly nameSpan?: Span;
  /** Address of the block that wrote it, where it is used by others: the data source of a policy document. */
  readonly declaredIn?: string;
}

/**
 * Not known, but with all that is known about it. A string of which parts are known is an unknown with `parts`
 * (and `structure` where it is JSON, so that a policy with one computed ARN stays a policy); an attribute of a
 * resource is an unknown with `reference`; an undecided conditional is an unknown with `alternatives`.
 */
export interface UnknownTerraformValue extends Common {
  readonly kind: 'unknown';
  readonly type: TerraformType;
  readonly reason: UnknownReason;
  /** `var.vpc_id`, `data.aws_caller_identity.current`. */
  readonly missing: string;
  /** It cannot be null. */
  readonly notNull?: true;
  /** The user has to give it, or looks it up: null is possible, but nobody requires a value to be given none. */
  readonly mustBeGiven?: true;
  /** Of a list or set that is known in part: what is certainly in it, whatever else is, and in whatever order. */
  readonly certain?: readonly TerraformValue[];
  /** Of a list or set: what every item is like that is not among the certain ones, of which there may be none. */
  readonly each?: TerraformValue;
  /** Bounds of a collection's length. */
  readonly length?: { readonly min: number; readonly max: number };
  readonly parts?: readonly (string | TerraformValue)[];
  readonly structure?: TerraformValue;
  readonly reference?: ResourceReference;
  readonly alternatives?: readonly TerraformAlternative[];
}

/** The resource instance's address, and the attribute path: `arn`, `endpoint`, `root_block_device.0.volume_id`. */
export interface ResourceReference {
  readonly address: string;
  readonly attribute: string;
}

/** At most 16 are kept; more become an unknown of reason `bound-exceeded`. */
export interface TerraformAlternative {
  readonly when: { readonly name: string; readonly value: string | number | boolean };
  readonly value: TerraformValue;
}

export function stringValue(value: string, span: Span): StringValue {
  return { kind: 'string', value: normalised(value), span };
}

export function boolValue(value: boolean, span: Span): BoolValue {
  return { kind: 'bool', value, span };
}

export function nullValue(type: TerraformType, span: Span): NullValue {
  return { kind: 'null', type, span };
}

export function tupleValue(items: readonly TerraformValue[], span: Span): SequenceValue {
  return { kind: 'tuple', items, elementType: ANY, span };
}

/** The items must have the element type already. */
export function listValue(items: readonly TerraformValue[], elementType: TerraformType, span: Span): SequenceValue {
  return { kind: 'list', items, elementType, span };
}

/** Entries in any order; the result has them in Terraform's order of keys. */
export function objectValue(entries: Iterable<readonly [string, MappingEntry]>, span: Span): MappingValue {
  return { kind: 'object', entries: inKeyOrder(new Map(entries)), elementType: ANY, span };
}

/** The values must have the element type already. */
export function mapValue(
  entries: Iterable<readonly [string, MappingEntry]>,
  elementType: TerraformType,
  span: Span,
): MappingValue {
  return { kind: 'map', entries: inKeyOrder(new Map(entries)), elementType, span };
}

const types = new WeakMap<TerraformValue, TerraformType>();

/** The type of a value as Terraform's `type()` tells it. */
export function typeOf(value: TerraformValue): TerraformType {
  switch (value.kind) {
    case 'string':
      return STRING;
    case 'number':
      return NUMBER;
    case 'bool':
      return BOOL;
    case 'null':
    case 'unknown':
      return value.type;
    default:
      return cachedType(value);
  }
}

function cachedType(value: SequenceValue | MappingValue): TerraformType {
  const type = types.get(value) ?? structuralType(value);
  types.set(value, type);
  return type;
}

function structuralType(value: SequenceValue | MappingValue): TerraformType {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: value.kind, element: value.elementType };
    case 'tuple':
      return { kind: 'tuple', elements: value.items.map(typeOf) };
    case 'object': {
      const attributes = [...inKeyOrder(value.entries)].map(
        ([name, entry]) => [name, { type: typeOf(entry.value), optional: false }] as const,
      );
      return { kind: 'object', attributes: new Map(attributes) };
    }
  }
}

/** Sorted by the UTF-8 bytes of the keys, as Terraform iterates; the same map where it is sorted already. */
export function inKeyOrder<V>(entries: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  let previous: string | undefined;
  for (const key of entries.keys()) {
    if (previous !== undefined && compareText(previous, key) > 0) {
      return new Map([...entries].sort(([a], [b]) => compareText(a, b)));
    }
    previous = key;
  }
  return entries;
}

/** Orders texts by their UTF-8 bytes, which is by code points. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}

/** Terraform keeps every string in Unicode's normal form C. */
export function normalised(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFC');
}
