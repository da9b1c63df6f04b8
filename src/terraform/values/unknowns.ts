import type { Span } from '../../model/source.ts';
import { hasSensitive, isNotNull } from './traits.ts';
import { ANY, isPrimitive, STRING, sameType, type TerraformType } from './types.ts';
import {
  type MappingValue,
  nullValue,
  type TerraformAlternative,
  type TerraformValue,
  typeOf,
  type UnknownTerraformValue,
} from './values.ts';

type Details = Partial<Omit<UnknownTerraformValue, 'kind' | 'type' | 'reason' | 'missing' | 'span'>>;

/** An unknown that is unknown for the same reason as another. */
export function unknownLike(
  { reason, missing }: UnknownTerraformValue,
  type: TerraformType,
  span: Span,
  details?: Details,
): UnknownTerraformValue {
  return { kind: 'unknown', type, reason, missing, span, ...details };
}

/** A list or set that is unknown for the same reason as another value, and of which some items are known. */
export function unknownWith(
  certain: readonly TerraformValue[],
  like: UnknownTerraformValue,
  type: TerraformType,
  span: Span,
  details?: Details,
): UnknownTerraformValue {
  if (certain.length === 0) return unknownLike(like, type, span, details);
  return unknownLike(like, type, span, { ...details, certain, ...(certain.some(hasSensitive) && { sensitive: true }) });
}

/** An item of a list or set of which it is not known which items it has. */
export function itemOf(value: UnknownTerraformValue): TerraformValue {
  const { type } = value;
  return value.each ?? unknownLike(value, 'element' in type ? type.element : ANY, value.span, { mustBeGiven: true });
}

/** Stands in a list for all items that are not known: there are some, all of them like this, or there are none. */
export function otherItems(value: UnknownTerraformValue): UnknownTerraformValue {
  const { missing, span } = value;
  const alternatives = [
    {
      when: { name: missing, value: 'not empty' },
      value: value.each ?? unknownLike(value, ANY, span, { notNull: true }),
    },
    { when: { name: missing, value: 'empty' }, value: nullValue(ANY, span) },
  ];
  return { ...unknownLike(value, ANY, span), alternatives };
}

/** The attributes or entries that an open object or map may have beside those that are known. */
export function othersOf({ span, others }: MappingValue): UnknownTerraformValue {
  if (others) return unknownLike(others, ANY, span);
  return { kind: 'unknown', type: ANY, reason: 'computed-at-deployment', missing: 'its other attributes', span };
}

/** A text that is there for certain, and is not in the files: `missing` is what it is called. */
export function textOutside(missing: string, span: Span): UnknownTerraformValue {
  return { kind: 'unknown', type: STRING, reason: 'outside-this-input', missing, span, notNull: true };
}

/** What is left where something would become too large, too deep or too long to compute. */
export function boundExceeded(what: string, span: Span, type: TerraformType = ANY): UnknownTerraformValue {
  return { kind: 'unknown', type, reason: 'bound-exceeded', missing: what, span };
}

/** What is left where the configuration is wrong; the error itself is reported. */
export function invalid(span: Span, type: TerraformType = ANY): UnknownTerraformValue {
  return { kind: 'unknown', type, reason: 'not-supported', missing: 'an expression with an error', span };
}

/** It can be of any type, and nothing else is known about it. */
export function isDynamic(value: TerraformValue): boolean {
  return value.kind === 'unknown' && value.type.kind === 'any' && !value.alternatives?.length;
}

/** It is neither null nor an empty string, whatever it turns out to be. */
export function isSomething({ notNull, type, reference, parts }: UnknownTerraformValue): boolean {
  if (!notNull) return false;
  return type.kind !== 'string' || reference !== undefined || parts?.some(part => typeof part === 'string') === true;
}

/** An undecided value with its possible values, and what they have in common. */
export function undecided(
  alternatives: readonly TerraformAlternative[],
  missing: string,
  span: Span,
  type = commonType(alternatives),
): UnknownTerraformValue {
  const unknown: UnknownTerraformValue = {
    kind: 'unknown',
    type,
    reason: 'undecided-condition',
    missing,
    span,
    alternatives,
  };
  const length = commonLength(alternatives);
  return {
    ...unknown,
    ...(alternatives.every(({ value }) => isNotNull(value)) && { notNull: true }),
    ...(length && !isPrimitive(type) && { length }),
    ...(alternatives.some(({ value }) => value.sensitive) && { sensitive: true }),
  };
}

function commonType(alternatives: readonly TerraformAlternative[]): TerraformType {
  const set = alternatives
    .map(({ value }) => value)
    .filter(value => value.kind !== 'null' || value.type.kind !== 'any');
  const first = set[0] && typeOf(set[0]);
  return first && set.every(value => sameType(typeOf(value), first)) ? first : ANY;
}

function commonLength(alternatives: readonly TerraformAlternative[]): { min: number; max: number } | undefined {
  const lengths = alternatives.map(({ value }) => lengthBounds(value));
  let [min, max] = [Number.POSITIVE_INFINITY, 0];
  for (const length of lengths) {
    if (!length) return undefined;
    min = Math.min(min, length.min);
    max = Math.max(max, length.max);
  }
  return { min, max };
}

/** How many items or entries a collection can have; undefined where that is open, or of other values. */
export function lengthBounds(value: TerraformValue): { min: number; max: number } | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return { min: value.items.length, max: value.items.length };
    case 'set': {
      const count = value.items.length;
      const uncertain = count > 1 && value.items.some(item => item.kind === 'unknown');
      return { min: uncertain ? 1 : count, max: count };
    }
    case 'map':
    case 'object':
      return value.open ? undefined : { min: value.entries.size, max: value.entries.size };
    case 'unknown':
      return value.length ?? typeLength(value.type);
    default:
      return undefined;
  }
}

function typeLength(type: TerraformType): { min: number; max: number } | undefined {
  if (type.kind === 'tuple') return { min: type.elements.length, max: type.elements.length };
  return type.kind === 'object' ? { min: type.attributes.size, max: type.attributes.size } : undefined;
}
