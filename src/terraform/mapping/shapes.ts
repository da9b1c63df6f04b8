import { type Shape, tableOf } from '../../facts/cloudformation.ts';
import type { TerraformArgument } from '../../facts/terraform.ts';
import { type ListValue, list, type ObjectValue, type Property, unknown, type Value } from '../../model/value.ts';
import { convertEach } from './alternatives.ts';
import { keyedList } from './converters.ts';
import { readJson } from './json-text.ts';

/** What the forms of values need to know of the argument that they belong to. */
export interface Nested {
  /** The arguments of a block, or the keys of a JSON object, as properties. */
  readonly mapBlock: (block: ObjectValue) => Value;
  /** What the provider's schema says of the argument. */
  readonly schema: () => TerraformArgument | undefined;
  /** Rows say what is inside of it. */
  readonly hasRows: boolean;
}

/**
 * The form comes from CloudFormation's schema, not from the name: a list of blocks becomes one object or a list of
 * them, JSON text its structure, a number a text, one value a list. Undefined: the property is absent.
 */
export function adapt(value: Value, shape: Shape | undefined, nested: Nested): Value | undefined {
  if (value.kind === 'unknown') return convertEach(value, item => adapt(item, shape, nested));
  switch (shape?.kind) {
    case undefined:
      return adaptFree(value, nested);
    case 'json':
      return adaptFree(readJson(value), nested);
    case 'list':
      return adaptList(value, shape.element, nested);
    case 'map':
      return adaptMap(readJson(value), shape.element, nested);
    case 'object':
    case 'tag':
      return adaptObject(readJson(value), nested);
    case 'union': {
      const read = readJson(value);
      const member = memberFor(read, shape.shapes);
      return adapt(read, member, nested);
    }
    case 'string':
    case 'boolean':
    case 'integer':
    case 'number':
      return adaptScalar(value, shape);
  }
}

/** Free JSON and what the schema does not know: blocks are mapped by name, other values stay as they are. */
function adaptFree(value: Value, nested: Nested): Value | undefined {
  if (nested.hasRows) {
    if (value.kind === 'object') return nested.mapBlock(value);
    if (value.kind !== 'list') return value;
    return { ...value, items: value.items.flatMap(item => adaptFree(item, nested) ?? []) };
  }
  if (value.kind !== 'list' || value.items.some(item => item.kind !== 'object')) return value;
  const argument = nested.schema();
  if (argument?.type !== 'block') return value;
  const items = value.items.flatMap(item => (item.kind === 'object' ? nested.mapBlock(item) : []));
  return argument.repeated ? { ...value, items } : items[0];
}

function adaptList(value: Value, element: Shape, nested: Nested): Value | undefined {
  const read = element.kind === 'string' ? value : readJson(value);
  switch (read.kind) {
    case 'list':
      return { ...read, items: read.items.flatMap(item => adapt(item, element, nested) ?? []) };
    case 'object':
      if (isTagMap(element, nested)) return keyedList(read);
      break;
    case 'scalar':
      if (read.value === null) return undefined;
      break;
    default:
      return read;
  }
  const item = adapt(read, element, nested);
  return item && list([item], read.span);
}

/** Tags are pairs in CloudFormation, under one name or another, and a map in Terraform. */
function isTagMap(element: Shape, nested: Nested): boolean {
  const table = tableOf(element);
  if (!table?.has('Key') || !table.has('Value')) return false;
  const argument = nested.schema();
  return argument ? argument.type === 'map' : element.kind === 'tag';
}

function adaptMap(value: Value, element: Shape, nested: Nested): Value | undefined {
  if (value.kind === 'list') return onlyBlock(value, item => adaptMap(item, element, nested));
  if (value.kind !== 'object') return value;
  const properties = new Map<string, Property>();
  for (const [name, property] of value.properties) {
    const item = adapt(property.value, element, nested);
    if (item) properties.set(name, { ...property, value: item });
  }
  return { ...value, properties };
}

function adaptObject(value: Value, nested: Nested): Value | undefined {
  if (value.kind === 'list') return onlyBlock(value, item => adaptObject(readJson(item), nested));
  return value.kind === 'object' ? nested.mapBlock(value) : value;
}

/** A list of blocks of which only one can be written. */
function onlyBlock(blocks: ListValue, adaptOne: (value: Value) => Value | undefined): Value | undefined {
  const block = firstBlock(blocks.items);
  if (block) return convertEach(block, adaptOne);
  return blocks.open
    ? { ...unknown('undecided-condition', 'a dynamic block', blocks.span), nullable: true }
    : undefined;
}

/** Where the first block is one that may not be generated, the next one takes its place. */
function firstBlock([first, ...others]: readonly Value[]): Value | undefined {
  if (first?.kind !== 'unknown' || others.length === 0) return first;
  const alternatives = first.alternatives.map(({ when, value }) => ({ when, value: value ?? firstBlock(others) }));
  return { ...first, alternatives };
}

/** The member of a union that a value of this kind can be. */
function memberFor(value: Value, shapes: readonly Shape[]): Shape | undefined {
  const wanted: readonly Shape['kind'][] =
    value.kind === 'object'
      ? ['object', 'map', 'tag', 'json']
      : value.kind === 'list'
        ? ['list', 'object', 'json']
        : ['string', 'integer', 'number', 'boolean', 'json', 'list'];
  for (const kind of wanted) {
    const member = shapes.find(shape => shape.kind === kind);
    if (member) return member;
  }
  return undefined;
}

/** Numbers and booleans as text and the other way round; everything that is no scalar stays. */
export function adaptScalar(value: Value, shape: Shape): Value | undefined {
  if (value.kind === 'list' && value.items.length === 0 && !value.open) return undefined;
  if (value.kind !== 'scalar') return value;
  if (value.value === null) return undefined;
  switch (shape.kind) {
    case 'string':
      return typeof value.value === 'string' ? value : { ...value, value: String(value.value) };
    case 'boolean': {
      const text = String(value.value).toLowerCase();
      return text === 'true' || text === 'false' ? { ...value, value: text === 'true' } : value;
    }
    case 'integer':
    case 'number': {
      const number = typeof value.value === 'string' && value.value.trim() !== '' ? Number(value.value) : Number.NaN;
      return Number.isNaN(number) ? value : { ...value, value: number };
    }
    default:
      return value;
  }
}
