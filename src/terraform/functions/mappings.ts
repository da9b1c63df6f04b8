import { append } from '../../model/groups.ts';
import { convertTo } from '../values/conversion.ts';
import { equals } from '../values/equality.ts';
import { firstUnknown, isWhollyKnown } from '../values/traits.ts';
import {
  ANY,
  friendlyName,
  STRING,
  sameType,
  type TerraformAttributeType,
  type TerraformType,
} from '../values/types.ts';
import { unify } from '../values/unify.ts';
import { othersOf, unknownLike, unknownWith } from '../values/unknowns.ts';
import {
  compareText,
  inKeyOrder,
  listValue,
  type MappingEntry,
  type MappingValue,
  mapValue,
  objectValue,
  type SequenceValue,
  stringValue,
  type TerraformValue,
  tupleValue,
  typeOf,
} from '../values/values.ts';
import { marked } from './collections.ts';
import { any, type Failure, failure, parameter, type TerraformFunction, text, textOf } from './signature.ts';

const STRINGS: TerraformType = { kind: 'list', element: STRING };
const LIST_OF_ANY: TerraformType = { kind: 'list', element: ANY };
const MAP_OF_LISTS: TerraformType = { kind: 'map', element: STRINGS };

const keys: TerraformFunction = {
  parameters: [any('inputMap', 'unknowns', 'marks')],
  type([map]) {
    const type = typeOf(map!);
    if (type.kind === 'map') return STRINGS;
    if (type.kind !== 'object') return failure('must have map or object type', 0);
    return { kind: 'tuple', elements: [...type.attributes.keys()].map(() => STRING) };
  },
  call([map], { span, type }) {
    const known = map as MappingValue;
    if (map!.kind === 'unknown' && map!.type.kind !== 'object') return marked(unknownLike(map!, type, span), map);
    const names =
      map!.kind === 'unknown'
        ? [...(map!.type as Extract<TerraformType, { kind: 'object' }>).attributes.keys()].map(name =>
            stringValue(name, span),
          )
        : [...inKeyOrder(known.entries)].map(([name, entry]) => stringValue(name, entry.nameSpan ?? entry.value.span));
    if (known.open) return marked(unknownWith(names, othersOf(known), type, span), map);
    return marked(type.kind === 'list' ? listValue(names, STRING, span) : tupleValue(names, span), map);
  },
};

const values: TerraformFunction = {
  parameters: [any('mapping', 'marks')],
  type([map]) {
    const type = typeOf(map!);
    if (type.kind === 'map') return { kind: 'list', element: type.element };
    if (type.kind !== 'object') return failure('values() requires a map as the first argument');
    return { kind: 'tuple', elements: [...inKeyOrder(type.attributes).values()].map(attribute => attribute.type) };
  },
  call([map], { span, type }) {
    const known = map as MappingValue;
    const items = [...inKeyOrder(known.entries).values()].map(entry => entry.value);
    if (known.open) return marked(unknownWith(items, othersOf(known), type, span), map);
    return marked(type.kind === 'list' ? listValue(items, type.element, span) : tupleValue(items, span), map);
  },
};

const lookup: TerraformFunction = {
  parameters: [any('inputMap', 'unknowns', 'marks'), { ...text('key', 'unknowns', 'marks') }],
  rest: any('default', 'nulls', 'unknowns', 'dynamic', 'marks'),
  nullable: true,
  type: lookupType,
  call([map, key, fallback], { span, type }) {
    const unknown = map!.kind === 'unknown' ? map : key!.kind === 'unknown' ? key : undefined;
    if (unknown?.kind === 'unknown') return marked(unknownLike(unknown, type, span), map, key);
    const known = map as MappingValue;
    const entry = known.entries.get(textOf(key));
    if (entry) return marked(entry.value, map, key);
    if (known.open) return marked(unknownLike(othersOf(known), ANY, span), map, key);
    if (!fallback) return failure('lookup failed to find the key');
    const converted = convertTo(fallback, type);
    return 'value' in converted ? marked(converted.value, map, key) : failure(converted.error, 2);
  },
};

function lookupType(args: readonly TerraformValue[]): TerraformType | Failure {
  const [map, key, fallback] = args;
  if (args.length > 3) return failure(`lookup() takes two or three arguments, got ${args.length}`);
  const type = typeOf(map!);
  if (type.kind === 'map') {
    if (fallback && 'error' in convertTo(fallback, type.element)) {
      return failure('the default value must have the same type as the map elements', 2);
    }
    return type.element;
  }
  if (type.kind !== 'object') return failure('lookup() requires a map as the first argument', 0);
  if (key!.kind !== 'string') return ANY;
  const attribute = type.attributes.get(key!.value);
  if (attribute) return attribute.type;
  if (fallback) return typeOf(fallback);
  if ((map as MappingValue).open) return ANY;
  return failure('the given object has no such attribute', 0);
}

const merge: TerraformFunction = {
  parameters: [],
  rest: any('maps', 'nulls', 'unknowns', 'dynamic', 'marks'),
  type: mergeType,
  call(args, { span, type }) {
    const merged = new Map<string, MappingEntry>();
    const unknown = args.find(value => value.kind === 'unknown');
    let open: MappingValue | undefined;
    for (const value of args) {
      if (value.kind !== 'map' && value.kind !== 'object') continue;
      for (const [name, entry] of value.entries) merged.set(name, entry);
      if (value.open) open ??= value;
    }
    if (unknown?.kind === 'unknown') return marked(withUnknown(args, unknown, span), ...args);
    const result = type.kind === 'map' ? mapValue(merged, type.element, span) : objectValue(merged, span);
    return marked(open ? { ...result, open: true, others: othersOf(open) } : result, ...args);
  },
};

/** What comes after the last argument that is not known is certain; the rest may have been replaced. */
function withUnknown(
  args: readonly TerraformValue[],
  unknown: Extract<TerraformValue, { kind: 'unknown' }>,
  span: MappingValue['span'],
): TerraformValue {
  const last = args.findLastIndex(value => value.kind === 'unknown');
  const certain = new Map<string, MappingEntry>();
  for (const value of args.slice(last + 1)) {
    if (value.kind === 'map' || value.kind === 'object')
      for (const [name, entry] of value.entries) certain.set(name, entry);
  }
  for (const value of args.slice(0, last)) {
    if (value.kind !== 'map' && value.kind !== 'object') continue;
    for (const [name, entry] of value.entries) {
      if (!certain.has(name)) certain.set(name, { ...entry, value: unknownLike(unknown, ANY, entry.value.span) });
    }
  }
  if (certain.size === 0) return unknownLike(unknown, ANY, span, { notNull: true });
  return { ...objectValue(certain, span), open: true, others: unknown };
}

function mergeType(args: readonly TerraformValue[]): TerraformType | Failure {
  const [first] = args;
  if (!first) return { kind: 'object', attributes: new Map() };
  const attributes = new Map<string, TerraformAttributeType>();
  let open = false;
  for (const value of args) {
    const type = typeOf(value);
    if (type.kind === 'any') return ANY;
    if (type.kind !== 'map' && type.kind !== 'object') {
      return failure(`arguments must be maps or objects, got "${friendlyName(type)}"`);
    }
    if (value.kind === 'null') continue;
    if (type.kind === 'object') for (const [name, attribute] of type.attributes) attributes.set(name, attribute);
    else if (value.kind === 'map')
      for (const name of value.entries.keys()) attributes.set(name, { type: type.element, optional: false });
    else open = true;
  }
  if (args.every(value => sameType(typeOf(value), typeOf(first)))) return typeOf(first);
  return open ? ANY : { kind: 'object', attributes };
}

const transpose: TerraformFunction = {
  parameters: [parameter('values', MAP_OF_LISTS)],
  type: MAP_OF_LISTS,
  call([map], { span }) {
    const unknown = firstUnknown(map!);
    if (unknown) return unknownLike(unknown, MAP_OF_LISTS, span);
    const lists = new Map<string, string[]>();
    for (const [name, { value }] of (map as MappingValue).entries) {
      if (value.kind === 'null') return failure('input must not contain null list');
      for (const item of (value as SequenceValue).items) {
        if (item.kind !== 'string') return failure('input list must not contain null string');
        append(lists, item.value, name);
      }
    }
    const entries = [...lists].map(([name, items]) => {
      const texts = items.sort(compareText).map(item => stringValue(item, span));
      return [name, { value: listValue(texts, STRING, span) }] as const;
    });
    return mapValue(entries, STRINGS, span);
  },
};

const zipmap: TerraformFunction = {
  parameters: [parameter('keys', STRINGS, 'marks'), any('values', 'marks')],
  type: zipmapType,
  call([names, items], { span, type }) {
    const unknown = firstUnknown(names!);
    if (unknown) return marked(unknownLike(unknown, type, span), names, items);
    const given = (names as SequenceValue).items;
    const parts = (items as SequenceValue).items;
    if (given.length !== parts.length) return wrongCount(given.length, parts.length);
    const entries = new Map<string, MappingEntry>();
    for (const [at, name] of given.entries()) {
      if (name.kind !== 'string') return failure(`keys list has null value at index ${at}`);
      entries.set(name.value, { value: parts[at]!, nameSpan: name.span });
    }
    const result = type.kind === 'map' ? mapValue(entries, type.element, span) : objectValue(entries, span);
    return marked(result, names, items, ...given);
  },
};

function zipmapType([names, items]: readonly TerraformValue[]): TerraformType | Failure {
  const type = typeOf(items!);
  if (type.kind === 'list') return { kind: 'map', element: type.element };
  if (type.kind !== 'tuple') return failure('values argument must be a list or tuple value');
  if (!isWhollyKnown(names!)) return ANY;
  const given = (names as SequenceValue).items;
  if (given.length !== type.elements.length) return wrongCount(given.length, type.elements.length);
  const attributes = new Map<string, TerraformAttributeType>();
  for (const [at, name] of given.entries()) {
    if (name.kind !== 'string') return failure(`keys list has null value at index ${at}`);
    attributes.set(name.value, { type: type.elements[at]!, optional: false });
  }
  return { kind: 'object', attributes };
}

function wrongCount(names: number, items: number): Failure {
  return failure(`number of keys (${names}) does not match number of values (${items})`);
}

const matchkeys: TerraformFunction = {
  parameters: [parameter('values', LIST_OF_ANY), parameter('keys', LIST_OF_ANY), parameter('searchset', LIST_OF_ANY)],
  type: ([list, names, wanted]) =>
    unify([typeOf(names!), typeOf(wanted!)]) ? typeOf(list!) : failure('keys and searchset must be of the same type'),
  call([list, names, wanted], { span, type }) {
    const common = unify([typeOf(names!), typeOf(wanted!)])!;
    const [keyList, searched] = [names!, wanted!].map(value => {
      const converted = convertTo(value, common);
      return 'value' in converted ? (converted.value as SequenceValue).items : [];
    });
    const given = list as SequenceValue;
    if (given.items.length !== keyList!.length) return failure('length of keys and values should be equal');
    const unknown = firstUnknown(list!) ?? firstUnknown(names!);
    if (searched!.length > 0 && unknown) return unknownLike(unknown, type, span);
    const kept = given.items.filter((_, at) => searched!.some(one => equals(keyList![at]!, one) === true));
    const open = firstUnknown(wanted!);
    return open ? unknownLike(open, type, span) : listValue(kept, given.elementType, span);
  },
};

/** https://developer.hashicorp.com/terraform/language/functions, "Collection Functions" of maps. */
export const mappingFunctions: Readonly<Record<string, TerraformFunction>> = {
  keys,
  lookup,
  matchkeys,
  merge,
  transpose,
  values,
  zipmap,
};
