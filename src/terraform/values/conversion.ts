import { bigNumberValue, numberText } from './decimals.ts';
import { withExported } from './exported-attributes.ts';
import { parseNumber } from './numbers.ts';
import { hasDefaults, withDefaults } from './optional-attributes.ts';
import { setValue } from './sets.ts';
import { isWhollyKnown } from './traits.ts';
import {
  ANY,
  friendlyName,
  sameType,
  type TerraformAttributeType,
  type TerraformType,
  withoutOptional,
} from './types.ts';
import { isConvertible, unify } from './unify.ts';
import { lengthBounds, unknownWith } from './unknowns.ts';
import {
  boolValue,
  inKeyOrder,
  type MappingEntry,
  type MappingValue,
  nullValue,
  type SequenceValue,
  type TerraformValue,
  typeOf,
  type UnknownTerraformValue,
} from './values.ts';

export type Conversion = { readonly value: TerraformValue } | { readonly error: string };

/**
 * Converts a value to a type as Terraform does for arguments, with the defaults of optional attributes filled in.
 * Parts keep their spans. https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export function convertTo(value: TerraformValue, type: TerraformType): Conversion {
  if (type.kind === 'any') return { value };
  const whole = withExported(value, type);
  const given = hasDefaults(type) ? withDefaults(whole, type) : whole;
  const from = typeOf(given);
  if (sameType(from, type)) return { value: given };
  if (!isConvertible(from, type)) return { error: mismatch(from, type) };
  return convert(given, type);
}

/** Conversion between types that the types allow; the value can still forbid it. */
function convert(value: TerraformValue, type: TerraformType): Conversion {
  if (type.kind === 'any' || (sameType(typeOf(value), type) && !isObject(type))) return { value };
  if (!isConvertible(typeOf(value), type)) return { error: mismatch(typeOf(value), type) };
  const result = convertKnown(value, type);
  if ('error' in result || !value.sensitive) return result;
  return { value: { ...result.value, sensitive: true } };
}

function isObject(type: TerraformType): boolean {
  return type.kind === 'object';
}

function convertKnown(value: TerraformValue, type: TerraformType): Conversion {
  if (value.kind === 'null') return { value: nullValue(replaceAny(value.type, withoutOptional(type)), value.span) };
  if (value.kind === 'unknown') return convertUnknown(value, type);
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return convertPrimitive(value, type.kind);
    case 'list':
    case 'set':
      return convertToSequence(value as SequenceValue, type.kind, type.element);
    case 'map':
      return convertToMap(value as MappingValue, type.element);
    case 'tuple':
      return convertToTuple(value as SequenceValue, type.elements);
    case 'object':
      return convertToObject(value as MappingValue, type.attributes);
    case 'any':
      return { value };
  }
}

function convertPrimitive(value: TerraformValue, kind: 'string' | 'number' | 'bool'): Conversion {
  if (value.kind === kind) return { value };
  const { span } = value;
  if (kind === 'string') {
    if (value.kind === 'number') return { value: { kind: 'string', value: numberText(value), span } };
    if (value.kind === 'bool') return { value: { kind: 'string', value: String(value.value), span } };
  }
  if (value.kind === 'string' && kind === 'number') {
    const number = parseNumber(value.value);
    return number ? { value: bigNumberValue(number, span) } : { error: 'a number is required' };
  }
  if (value.kind === 'string' && kind === 'bool') return textToBool(value.value, span);
  return { error: mismatch(typeOf(value), { kind }) };
}

function textToBool(text: string, span: TerraformValue['span']): Conversion {
  if (text === 'true' || text === '1') return { value: boolValue(true, span) };
  if (text === 'false' || text === '0') return { value: boolValue(false, span) };
  const lower = text.toLowerCase();
  const hint = lower === 'true' || lower === 'false' ? `; to convert from string, use lowercase "${lower}"` : '';
  return { error: `a bool is required${hint}` };
}

function convertToSequence(value: SequenceValue, kind: 'list' | 'set', element: TerraformType): Conversion {
  if (value.kind === 'set' && kind === 'list' && value.items.length > 1 && !isWhollyKnown(value)) {
    return { value: lengthUnknown(value, element) };
  }
  const wanted = element.kind === 'any' ? commonType(value.items, value) : element;
  const items = convertAll(value.items, wanted);
  if ('error' in items) return items;
  const common = unify(items.values.map(typeOf)) ?? withoutOptional(wanted);
  const alike = common.kind === 'any' ? items : convertAll(items.values, common);
  if ('error' in alike) return alike;
  const type = items.values.length === 0 ? emptyElement(value, withoutOptional(wanted)) : common;
  if (kind === 'set') return { value: setValue(alike.values, type, value.span) };
  return { value: { kind: 'list', items: alike.values, elementType: type, span: value.span } };
}

function emptyElement(value: SequenceValue, wanted: TerraformType): TerraformType {
  return wanted.kind === 'any' && value.kind !== 'tuple' ? value.elementType : wanted;
}

/** A set with unknown items may turn out to have fewer of them. */
function lengthUnknown(value: SequenceValue, element: TerraformType): TerraformValue {
  const type: TerraformType = { kind: 'list', element: element.kind === 'any' ? value.elementType : element };
  const unknown = value.items.find(item => item.kind === 'unknown') as UnknownTerraformValue;
  return unknownWith(value.items, unknown, type, value.span, { notNull: true, length: lengthBounds(value) });
}

function commonType(values: readonly TerraformValue[], container: TerraformValue): TerraformType {
  if (container.kind === 'list' || container.kind === 'set' || container.kind === 'map') return container.elementType;
  return unify(values.map(typeOf)) ?? ANY;
}

type All = { readonly values: readonly TerraformValue[] } | { readonly error: string };

function convertAll(values: readonly TerraformValue[], type: TerraformType): All {
  const converted: TerraformValue[] = [];
  for (const [at, value] of values.entries()) {
    const result = convert(value, type);
    if ('error' in result) return { error: `element ${at}: ${result.error}` };
    converted.push(result.value);
  }
  return { values: converted };
}

function convertToMap(value: MappingValue, element: TerraformType): Conversion {
  const values = [...value.entries.values()].map(entry => entry.value);
  const wanted = element.kind === 'any' ? commonType(values, value) : element;
  const items = convertAll(values, wanted);
  if ('error' in items) return items;
  const common = unify(items.values.map(typeOf)) ?? withoutOptional(wanted);
  const alike = common.kind === 'any' ? items : convertAll(items.values, common);
  if ('error' in alike) return alike;
  const names = [...value.entries];
  const entries = alike.values.map((item, at) => [names[at]![0], { ...names[at]![1], value: item }] as const);
  const elementType = values.length === 0 && wanted.kind === 'any' && value.kind === 'map' ? value.elementType : common;
  const open = value.open && ({ open: true, ...(value.others && { others: value.others }) } as const);
  return { value: { kind: 'map', entries: inKeyOrder(new Map(entries)), elementType, span: value.span, ...open } };
}

function convertToTuple(value: SequenceValue, elements: readonly TerraformType[]): Conversion {
  const items: TerraformValue[] = [];
  for (const [at, item] of value.items.entries()) {
    const result = convert(item, elements[at]!);
    if ('error' in result) return { error: `element ${at}: ${result.error}` };
    items.push(result.value);
  }
  return { value: { ...value, items } };
}

/** Attributes that the type does not have are dropped; optional ones that are missing become null. */
function convertToObject(value: MappingValue, attributes: ReadonlyMap<string, TerraformAttributeType>): Conversion {
  const entries = new Map<string, MappingEntry>();
  for (const [name, { type, optional }] of attributes) {
    const entry = value.entries.get(name);
    if (!entry) {
      if (!optional && !value.open) return { error: `attribute "${name}" is required` };
      entries.set(name, { value: nullValue(withoutOptional(type), value.span) });
      continue;
    }
    const result = convert(entry.value, type);
    if ('error' in result) return { error: `attribute "${name}": ${result.error}` };
    entries.set(name, { ...entry, value: result.value });
  }
  return { value: { kind: 'object', entries: inKeyOrder(entries), elementType: ANY, span: value.span } };
}

/** What was known about the unknown stays known: that it is set, its possible values, its length, its identity. */
function convertUnknown(value: UnknownTerraformValue, type: TerraformType): Conversion {
  const target = replaceAny(value.type, withoutOptional(type));
  const { alternatives, length: _, certain, each, ...rest } = value;
  const length = target.kind === 'set' ? setLength(value) : isCollection(target) ? lengthBounds(value) : undefined;
  const kept = certain && convertedItems(certain, target, value.span);
  const [like] = (each && convertedItems([each], target, value.span)) ?? [];
  const items = { ...(kept && { certain: kept }), ...(like && { each: like }) };
  const converted = { ...rest, type: target, ...(length && { length }), ...items };
  if (!alternatives?.length) return { value: converted };
  const possible = alternatives.flatMap(({ when, value: each }) => {
    const result = convert(each, type);
    return 'value' in result ? [{ when, value: result.value }] : [];
  });
  if (possible.length === 0) return { error: mismatch(value.type, type) };
  return { value: { ...converted, alternatives: possible } };
}

/** The items that are known, of the new type; undefined where they cannot be. */
function convertedItems(
  items: readonly TerraformValue[],
  type: TerraformType,
  span: TerraformValue['span'],
): readonly TerraformValue[] | undefined {
  if (type.kind === 'any') return items;
  if (type.kind !== 'list' && type.kind !== 'set') return undefined;
  const converted = convertAll(items, type.element);
  if ('error' in converted) return undefined;
  return type.kind === 'set' ? setValue(converted.values, type.element, span).items : converted.values;
}

function isCollection(type: TerraformType): boolean {
  return type.kind === 'list' || type.kind === 'map';
}

function setLength(value: UnknownTerraformValue): { min: number; max: number } | undefined {
  const length = lengthBounds(value);
  return length && { min: Math.min(1, length.min), max: length.max };
}

/** The type that a conversion gives: where the wanted type is open, the given one. */
function replaceAny(from: TerraformType, to: TerraformType): TerraformType {
  if (from.kind === 'any') return to;
  switch (to.kind) {
    case 'any':
      return from;
    case 'list':
    case 'set':
    case 'map':
      return { kind: to.kind, element: replaceAny(elementOf(from), to.element) };
    case 'object': {
      const attributes = [...to.attributes].map(([name, { type }]) => {
        const given =
          from.kind === 'map' ? from.element : from.kind === 'object' ? from.attributes.get(name)?.type : ANY;
        return [name, { type: replaceAny(given ?? ANY, type), optional: false }] as const;
      });
      return { kind: 'object', attributes: new Map(attributes) };
    }
    case 'tuple': {
      const given = from.kind === 'tuple' ? from.elements : [];
      return { kind: 'tuple', elements: to.elements.map((element, at) => replaceAny(given[at] ?? ANY, element)) };
    }
    default:
      return to;
  }
}

function elementOf(type: TerraformType): TerraformType {
  if ('element' in type) return type.element;
  if (type.kind === 'tuple') return unify(type.elements) ?? ANY;
  if (type.kind === 'object') return unify([...type.attributes.values()].map(attribute => attribute.type)) ?? ANY;
  return ANY;
}

/** Why a type cannot be converted, in the words that Terraform uses. */
function mismatch(from: TerraformType, to: TerraformType): string {
  if (to.kind === 'object' && from.kind === 'object') {
    for (const [name, { type, optional }] of to.attributes) {
      const attribute = from.attributes.get(name);
      if (!attribute && !optional) return `attribute "${name}" is required`;
      if (attribute && !isConvertible(attribute.type, type)) {
        return `attribute "${name}": ${mismatch(attribute.type, type)}`;
      }
    }
  }
  if ((to.kind === 'list' || to.kind === 'set') && to.element.kind !== 'any' && from.kind === 'tuple') {
    const at = from.elements.findIndex(element => !isConvertible(element, to.element));
    if (at >= 0) return `element ${at}: ${mismatch(from.elements[at]!, to.element)}`;
  }
  return `${friendlyName(to)} required`;
}
