import type { Span } from '../model/source.ts';
import { list, object, type Property, type Value } from '../model/value.ts';
import { ANY } from './types.ts';
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

/** The model's value of an evaluated one; undefined of a null, which is an argument that is not there. */
export function toValue(value: TerraformValue): Value | undefined {
  const converted = unmarked(value);
  return converted && value.sensitive ? { ...converted, sensitive: true } : converted;
}

/** A value of JSON data, all of it written at one place. */
export function fromJson(json: unknown, span: Span): TerraformValue {
  if (json === null || json === undefined) return nullValue(ANY, span);
  if (typeof json === 'string') return stringValue(json, span);
  if (typeof json === 'number') return { kind: 'number', value: json, span };
  if (typeof json === 'boolean') return boolValue(json, span);
  if (Array.isArray(json)) {
    return tupleValue(
      json.map(item => fromJson(item, span)),
      span,
    );
  }
  return objectValue(
    Object.entries(json).map(([key, item]) => [key, { value: fromJson(item, span) }]),
    span,
  );
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
      return list(
        value.items.map(item => toValue(item) ?? { kind: 'scalar', value: null, span: item.span }),
        span,
      );
    case 'map':
    case 'object':
      return object(propertiesOf(value), span, value.open === true);
    case 'unknown':
      return unknownOf(value);
  }
}

function propertiesOf(value: MappingValue): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  for (const [name, entry] of value.entries) {
    const converted = toValue(entry.value);
    if (!converted) continue;
    const nameSpan = entry.nameSpan ?? converted.span;
    properties.set(name, { writtenAs: name, nameSpan, span: writtenTogether(nameSpan, converted.span), value: converted });
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
  const { span, reason, missing, parts, structure, reference, alternatives = [] } = value;
  if (parts || structure) {
    const known = (parts ?? []).map(part => (typeof part === 'string' ? part : (toValue(part) ?? '')));
    const converted = structure && toValue(structure);
    return { kind: 'template', parts: known, ...(converted && { structure: converted }), span };
  }
  if (reference) {
    const { address, attribute } = reference;
    return { kind: 'reference', target: address, ...(attribute !== '' && { attribute }), span };
  }
  return {
    kind: 'unknown',
    reason,
    missing,
    alternatives: alternatives.map(({ when, value: possible }) => ({ when, value: toValue(possible) })),
    ...(!value.notNull && { nullable: true }),
    span,
  };
}
