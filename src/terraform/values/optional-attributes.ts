import type { TerraformAttributeType, TerraformType } from './types.ts';
import {
  type MappingEntry,
  type MappingValue,
  objectValue,
  type SequenceValue,
  type TerraformValue,
  tupleValue,
} from './values.ts';

const known = new WeakMap<TerraformType, boolean>();

/** Whether some attribute of the type has a default. */
export function hasDefaults(type: TerraformType): boolean {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return hasDefaults(type.element);
    case 'tuple':
      return type.elements.some(hasDefaults);
    case 'object': {
      const has = known.get(type) ?? [...type.attributes.values()].some(attributeHasDefaults);
      known.set(type, has);
      return has;
    }
    default:
      return false;
  }
}

function attributeHasDefaults(attribute: TerraformAttributeType): boolean {
  return attribute.default !== undefined || hasDefaults(attribute.type);
}

/**
 * Fills in the defaults of optional attributes that are missing or null, at any depth, before the value is converted.
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes
 */
export function withDefaults(value: TerraformValue, type: TerraformType): TerraformValue {
  if (!hasDefaults(type)) return value;
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return sequenceWithDefaults(value, type);
    case 'map':
    case 'object':
      return mappingWithDefaults(value, type);
    case 'unknown': {
      if (!value.alternatives?.length) return value;
      const alternatives = value.alternatives.map(one => ({ ...one, value: withDefaults(one.value, type) }));
      return { ...value, alternatives };
    }
    default:
      return value;
  }
}

function sequenceWithDefaults(value: SequenceValue, type: TerraformType): TerraformValue {
  const element = (at: number) =>
    type.kind === 'list' || type.kind === 'set' ? type.element : type.kind === 'tuple' ? type.elements[at] : undefined;
  const items = value.items.map((item, at) => {
    const wanted = element(at);
    return wanted ? withDefaults(item, wanted) : item;
  });
  if (items.length === 0) return value;
  return { ...tupleValue(items, value.span), ...(value.sensitive && { sensitive: true }) };
}

function mappingWithDefaults(value: MappingValue, type: TerraformType): TerraformValue {
  const entries = new Map<string, MappingEntry>();
  for (const [name, entry] of value.entries) {
    const wanted =
      type.kind === 'map' ? type.element : type.kind === 'object' ? type.attributes.get(name)?.type : undefined;
    entries.set(name, wanted ? { ...entry, value: withDefaults(entry.value, wanted) } : entry);
  }
  if (type.kind === 'object') addDefaults(entries, type.attributes);
  if (entries.size === 0) return value;
  const { sensitive, open } = value;
  return { ...objectValue(entries, value.span), ...(sensitive && { sensitive }), ...(open && { open }) };
}

function addDefaults(
  entries: Map<string, MappingEntry>,
  attributes: ReadonlyMap<string, TerraformAttributeType>,
): void {
  for (const [name, { type, default: value }] of attributes) {
    const given = entries.get(name)?.value;
    if (value !== undefined && (given === undefined || given.kind === 'null')) {
      entries.set(name, { value: withDefaults(value, type) });
    }
  }
}
