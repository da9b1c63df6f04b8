import type { Span } from '../../model/source.ts';
import { list, object, type Property, type Value } from '../../model/value.ts';
import { settled } from './alternatives.ts';
import { numberValue } from './decimals.ts';
import { ANY } from './types.ts';
import { boundExceeded, otherItems } from './unknowns.ts';
import {
  boolValue,
  type MappingValue,
  nullValue,
  objectValue,
  stringValue,
  type TerraformValue,
  tupleValue,
  type UnknownTerraformValue,
} from './values.ts';

const converted = new WeakMap<TerraformValue, Value | undefined>();

/**
 * The model's value of an evaluated one; undefined of a null, which is an argument that is not there. Lists, sets and
 * tuples are lists, maps and objects are objects without their nulls; possible values that are all the same are one.
 */
export function toValue(value: TerraformValue): Value | undefined {
  if (converted.has(value)) return converted.get(value);
  const result = marked(value);
  converted.set(value, result);
  return result;
}

function marked(value: TerraformValue): Value | undefined {
  const result = unmarked(settled(value));
  return result && value.sensitive ? secret(result) : result;
}

/** What is in something sensitive is sensitive. */
function secret(value: Value): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map(secret), sensitive: true };
    case 'object': {
      const properties = [...value.properties].map(
        ([name, property]) => [name, { ...property, value: secret(property.value) }] as const,
      );
      return { ...value, properties: new Map(properties), sensitive: true };
    }
    case 'template':
      return { ...value, ...(value.structure && { structure: secret(value.structure) }), sensitive: true };
    case 'unknown': {
      const alternatives = value.alternatives.map(({ when, value: possible }) => ({
        when,
        value: possible && secret(possible),
      }));
      return { ...value, alternatives, sensitive: true };
    }
    default:
      return { ...value, sensitive: true };
  }
}

/** A value of JSON data, all of it written at one place. What is nested too deeply is not known. */
export function fromJson(json: unknown, span: Span): TerraformValue {
  return fromNested(json, span, 0);
}

const MAX_DEPTH = 150;

function fromNested(json: unknown, span: Span, depth: number): TerraformValue {
  if (json === null || json === undefined) return nullValue(ANY, span);
  if (typeof json === 'string') return stringValue(json, span);
  if (typeof json === 'number') return numberValue(json, span);
  if (typeof json === 'boolean') return boolValue(json, span);
  if (depth > MAX_DEPTH) return boundExceeded('a value that is nested too deeply', span);
  if (Array.isArray(json)) {
    const items = json.map(item => fromNested(item, span, depth + 1));
    return tupleValue(items, span);
  }
  const entries = Object.entries(json).map(
    ([key, item]) => [key, { value: fromNested(item, span, depth + 1) }] as const,
  );
  return objectValue(entries, span);
}

function unmarked(value: TerraformValue): Value | undefined {
  const { span } = value;
  switch (value.kind) {
    case 'null':
      return undefined;
    case 'string':
      return value.structure
        ? { kind: 'template', parts: [value.value], structure: toValue(value.structure), span }
        : { kind: 'scalar', value: value.value, span };
    case 'number':
    case 'bool':
      return { kind: 'scalar', value: value.value, span };
    case 'list':
    case 'set':
    case 'tuple':
      return list(value.items.map(itemOf), span);
    case 'map':
    case 'object':
      return object(propertiesOf(value), span, value.open === true);
    case 'unknown':
      return unknownOf(value);
  }
}

function itemOf(item: TerraformValue): Value {
  return toValue(item) ?? { kind: 'scalar', value: null, span: item.span };
}

function propertiesOf(value: MappingValue): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  for (const [name, entry] of value.entries) {
    const inner = toValue(entry.value);
    if (!inner) continue;
    const nameSpan = entry.nameSpan ?? inner.span;
    const span = writtenTogether(nameSpan, inner.span);
    const { declaredIn } = entry;
    properties.set(name, {
      writtenAs: name,
      nameSpan,
      span,
      value: inner,
      ...(declaredIn !== undefined && { declaredIn }),
    });
  }
  return properties;
}

/** Key and value, where the value stands behind the key; else the key, as the value came from elsewhere. */
function writtenTogether(name: Span, value: Span): Span {
  if (name.file !== value.file || value.start < name.end || value.start - name.end > 200) return name;
  const between = name.file.text.slice(name.end, value.start);
  return /^["\s)]*[=:][\s(]*$/.test(between) ? { file: name.file, start: name.start, end: value.end } : name;
}

function unknownOf(value: UnknownTerraformValue): Value {
  const { span, reason, missing, parts, structure, reference, certain, each, alternatives = [] } = value;
  if (parts || structure) {
    const { structure: _, ...hole } = value;
    const texts = (parts ?? [hole]).map(part => (typeof part === 'string' ? part : (toValue(part) ?? '')));
    const holds = structure && toValue(structure);
    return { kind: 'template', parts: texts, ...(holds && { structure: holds }), span };
  }
  if (reference) {
    const { address, attribute } = reference;
    return { kind: 'reference', target: address, ...(attribute !== '' && { attribute }), span };
  }
  if ((certain || each) && alternatives.length === 0) {
    const items = [otherItems(value), ...(certain ?? [])].map(itemOf);
    return { ...list(items, span, true), represented: true };
  }
  return {
    kind: 'unknown',
    reason,
    missing,
    alternatives: alternatives.map(({ when, value: possible }) => ({ when, value: toValue(possible) })),
    ...(!value.notNull && !value.mustBeGiven && { nullable: true }),
    span,
  };
}
