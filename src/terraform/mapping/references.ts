import { cloudFormationType } from '../../facts/cloudformation.ts';
import { mappingOf } from '../../facts/mappings.ts';
import { argumentTable, placementOf } from '../../facts/placement.ts';
import { mechanicalName, pascalCase } from '../../facts/property-names.ts';
import type { Property, ReferenceValue, Value } from '../../model/value.ts';
import { parseAddress } from '../address.ts';
import type { ResourceIndex } from './resource-index.ts';

/** Changes references to CloudFormation's vocabulary, wherever they stand in a value. */
export type ReferenceConverter = (value: Value) => Value;

/**
 * References name the resource that is in the graph (the symbolic instance, the bucket of a satellite) and
 * CloudFormation's return value in place of Terraform's attribute.
 */
export function referenceConverter(index: ResourceIndex, parents: ReadonlyMap<string, string>): ReferenceConverter {
  const convert = (value: Value): Value => {
    switch (value.kind) {
      case 'reference':
        return convertReference(value, index, parents);
      case 'list': {
        const items = convertAll(value.items, convert);
        return items === value.items ? value : { ...value, items };
      }
      case 'object': {
        const properties = convertProperties(value.properties, convert);
        return properties === value.properties ? value : { ...value, properties };
      }
      case 'template': {
        const parts = convertAll(value.parts, part => (typeof part === 'string' ? part : convert(part)));
        const structure = value.structure && convert(value.structure);
        return parts === value.parts && structure === value.structure ? value : { ...value, parts, structure };
      }
      case 'unknown': {
        const alternatives = convertAll(value.alternatives, alternative => {
          const possible = alternative.value && convert(alternative.value);
          return possible === alternative.value ? alternative : { ...alternative, value: possible };
        });
        return alternatives === value.alternatives ? value : { ...value, alternatives };
      }
      default:
        return value;
    }
  };
  return convert;
}

/** The same list where nothing changes. */
function convertAll<T>(items: readonly T[], convert: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const converted = convert(items[i]!);
    if (converted === items[i]) continue;
    changed ??= [...items];
    changed[i] = converted;
  }
  return changed ?? items;
}

function convertProperties(
  properties: ReadonlyMap<string, Property>,
  convert: ReferenceConverter,
): ReadonlyMap<string, Property> {
  let changed: Map<string, Property> | undefined;
  for (const [name, property] of properties) {
    const value = convert(property.value);
    if (value === property.value) continue;
    changed ??= new Map(properties);
    changed.set(name, { ...property, value });
  }
  return changed ?? properties;
}

function convertReference(
  reference: ReferenceValue,
  index: ResourceIndex,
  parents: ReadonlyMap<string, string>,
): ReferenceValue {
  const found = index.at(reference.target);
  const address = found.length === 1 ? found[0]!.address : reference.target;
  const parent = parents.get(address);
  if (parent !== undefined) return { ...reference, target: parent, attribute: undefined };
  const type = found[0]?.type ?? parseAddress(address)?.type;
  if (type === undefined || reference.attribute === undefined) return { ...reference, target: address };
  return { ...reference, target: address, attribute: returnValue(type, reference.attribute) };
}

const returnValues = new Map<string, string | undefined>();

/**
 * CloudFormation's name of an exported attribute; undefined is `Ref`. Types without a counterpart keep Terraform's
 * attribute.
 */
export function returnValue(terraformType: string, attribute: string): string | undefined {
  const key = `${terraformType} ${attribute}`;
  if (!returnValues.has(key)) returnValues.set(key, findReturnValue(terraformType, attribute));
  return returnValues.get(key);
}

function findReturnValue(terraformType: string, attribute: string): string | undefined {
  const mapping = mappingOf(terraformType);
  if (mapping?.attrs && Object.hasOwn(mapping.attrs, attribute)) {
    const written = mapping.attrs[attribute];
    return written === 'Ref' ? undefined : written;
  }
  const type = mapping?.type === undefined ? undefined : cloudFormationType(mapping.type);
  if (!mapping || !type) return attribute;
  if (attribute === 'id') return undefined;
  const { properties, nameProperty, ref } = type;
  if (attribute === 'arn' && !type.attributes.includes('Arn') && ref.some(name => name.endsWith('Arn')))
    return undefined;
  const names = new Map(type.attributes.map(name => [name, TEXT]));
  const name = mechanicalName(attribute, names);
  if (name !== undefined) return name;
  const table = argumentTable({ rows: mapping.rows, properties, root: properties, nameProperty });
  const [step, ...deeper] = placementOf(table, attribute)?.target.steps ?? [];
  if (step && deeper.length === 0 && (ref.includes(step.name) || step.name === nameProperty)) return undefined;
  return pascalCase(attribute);
}

const TEXT = { shape: { kind: 'string' }, required: false, replaces: 'no' } as const;
