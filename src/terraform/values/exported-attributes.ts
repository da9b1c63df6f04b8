import type { TerraformAttributeType, TerraformType } from './types.ts';
import type { MappingValue, TerraformValue } from './values.ts';

/**
 * A resource that is given as a whole to what wants an object, with the attributes that the type asks for: those that
 * no argument gives are there by their names only, `root_resource_id` of a REST API. Other values stay as they are.
 */
export function withExported(value: TerraformValue, type: TerraformType): TerraformValue {
  if (type.kind === 'object') return value.kind === 'object' && value.open ? withAsked(value, type.attributes) : value;
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return value;
  const { element } = type;
  if (!leadsToObject(element)) return value;
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return { ...value, items: value.items.map(item => withExported(item, element)) };
    case 'map':
    case 'object': {
      const entries = [...value.entries].map(
        ([name, entry]) => [name, { ...entry, value: withExported(entry.value, element) }] as const,
      );
      return value.open ? value : { ...value, entries: new Map(entries) };
    }
    default:
      return value;
  }
}

function withAsked(value: MappingValue, attributes: ReadonlyMap<string, TerraformAttributeType>): MappingValue {
  const entries = new Map(value.entries);
  for (const name of attributes.keys()) {
    const entry = value.entries.get(name);
    if (entry) entries.set(name, entry);
  }
  return { ...value, entries };
}

function leadsToObject(type: TerraformType): boolean {
  return type.kind === 'object' || ('element' in type && leadsToObject(type.element));
}
