import { ANY, isPrimitive, sameType, type TerraformAttributeType, type TerraformType, typeText } from './types.ts';

/** More different types than this have none in common. */
const MAX_TYPES = 500;

/**
 * The most general type to which values of all these types can be converted; undefined where there is none. Without
 * types: undefined. https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export function unify(types: readonly TerraformType[]): TerraformType | undefined {
  const distinct = distinctTypes(types);
  const [first] = distinct;
  if (!first || distinct.length > MAX_TYPES) return undefined;
  if (distinct.length === 1 && first.kind !== 'object' && first.kind !== 'tuple') return first;
  const structure = unifyStructures(distinct);
  return structure === 'undecided' ? preferred(distinct) : structure;
}

function distinctTypes(types: readonly TerraformType[]): TerraformType[] {
  const [first] = types;
  if (first && types.every(type => sameType(type, first))) return [first];
  return [...new Map(types.map(type => [typeText(type), type])).values()];
}

/** Of types that are all collections, all objects or all tuples; `undecided`: they are of other kinds. */
function unifyStructures(types: readonly TerraformType[]): TerraformType | undefined | 'undecided' {
  const kinds = new Set(types.map(type => type.kind));
  const dynamic = kinds.delete('any');
  if (kinds.has('map') && kinds.size === 2 && kinds.has('object')) return unifyAsCollection('map', types, dynamic);
  if (kinds.has('list') && kinds.size === 2 && kinds.has('tuple')) return unifyAsCollection('list', types, dynamic);
  const [kind] = kinds;
  if (kinds.size !== 1 || !kind) return 'undecided';
  switch (kind) {
    case 'map':
    case 'list':
    case 'set':
      return dynamic ? ANY : unifyCollections(kind, types);
    case 'object':
      return dynamic ? ANY : unifyObjects(types);
    case 'tuple':
      return dynamic ? ANY : unifyTuples(types);
    default:
      return 'undecided';
  }
}

function unifyCollections(kind: 'list' | 'set' | 'map', types: readonly TerraformType[]): TerraformType | undefined {
  const element = unify(types.flatMap(type => ('element' in type ? [type.element] : [])));
  return element && { kind, element };
}

/** Objects among maps are maps, tuples among lists are lists. */
function unifyAsCollection(
  kind: 'list' | 'map',
  types: readonly TerraformType[],
  dynamic: boolean,
): TerraformType | 'undecided' {
  const parts = types.flatMap(partTypes);
  const element = parts.length === 0 ? ANY : unify(parts);
  if (!element || !types.every(type => 'element' in type || isConvertible(type, { kind, element }))) return 'undecided';
  if (dynamic) return ANY;
  const given = types.filter(type => 'element' in type);
  const collections = parts.length === 0 ? given : [...given, { kind, element }];
  return unifyCollections(kind, collections) ?? 'undecided';
}

function partTypes(type: TerraformType): readonly TerraformType[] {
  if (type.kind === 'object') return [...type.attributes.values()].map(attribute => attribute.type);
  return type.kind === 'tuple' ? type.elements : [];
}

function unifyObjects(types: readonly TerraformType[]): TerraformType | undefined {
  const objects = types.flatMap(type => (type.kind === 'object' ? [type.attributes] : []));
  const names = [...(objects[0]?.keys() ?? [])];
  const alike = objects.every(object => object.size === names.length && names.every(name => object.has(name)));
  if (!alike) return collectionOf('map', types);
  const attributes = new Map<string, TerraformAttributeType>();
  for (const name of names) {
    const type = unify(objects.map(object => object.get(name)!.type));
    if (!type) return undefined;
    attributes.set(name, { type, optional: false });
  }
  return { kind: 'object', attributes };
}

function unifyTuples(types: readonly TerraformType[]): TerraformType | undefined {
  const tuples = types.flatMap(type => (type.kind === 'tuple' ? [type.elements] : []));
  const length = tuples[0]?.length ?? 0;
  if (!tuples.every(tuple => tuple.length === length)) return collectionOf('list', types);
  const elements: TerraformType[] = [];
  for (let at = 0; at < length; at++) {
    const element = unify(tuples.map(tuple => tuple[at]!));
    if (!element) return undefined;
    elements.push(element);
  }
  return { kind: 'tuple', elements };
}

function collectionOf(kind: 'list' | 'map', types: readonly TerraformType[]): TerraformType | undefined {
  const element = unify(types.flatMap(partTypes));
  return element && types.every(type => isConvertible(type, { kind, element })) ? { kind, element } : undefined;
}

/** The first type, most general ones first, to which all the others can be converted. */
function preferred(types: readonly TerraformType[]): TerraformType | undefined {
  const kinds = new Set(types.map(type => type.kind));
  if (kinds.has('object') && kinds.has('tuple')) return undefined;
  return [...types].sort(byGenerality).find(wanted => types.every(type => isConvertible(type, wanted)));
}

const GENERALITY: Readonly<Record<TerraformType['kind'], number>> = {
  string: 0,
  list: 0,
  map: 0,
  tuple: 1,
  object: 1,
  set: 2,
  number: 3,
  bool: 3,
  any: 4,
};

function byGenerality(a: TerraformType, b: TerraformType): number {
  return GENERALITY[a.kind] - GENERALITY[b.kind];
}

/** Whether values of a type can be converted to another, as far as the types tell. */
export function isConvertible(from: TerraformType, to: TerraformType): boolean {
  if (to.kind === 'any' || from.kind === 'any' || from === to) return true;
  switch (to.kind) {
    case 'string':
      return isPrimitive(from);
    case 'number':
    case 'bool':
      return from.kind === to.kind || from.kind === 'string';
    case 'list':
    case 'set':
      return isConvertibleToSequence(from, to.element);
    case 'map':
      if (from.kind === 'map') return isConvertible(from.element, to.element);
      return from.kind === 'object' && partsConvertible(from, to.element, true);
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.elements.length === to.elements.length &&
        from.elements.every((element, at) => isConvertible(element, to.elements[at]!))
      );
    case 'object':
      return isConvertibleToObject(from, to.attributes);
  }
}

function isConvertibleToSequence(from: TerraformType, element: TerraformType): boolean {
  if (from.kind === 'list' || from.kind === 'set') return isConvertible(from.element, element);
  return from.kind === 'tuple' && partsConvertible(from, element);
}

function partsConvertible(from: TerraformType, element: TerraformType, mixed = false): boolean {
  const parts = partTypes(from);
  if (parts.length === 0) return true;
  const wanted = element.kind === 'any' ? unify(parts) : element;
  if (!wanted) return false;
  if (!mixed && wanted.kind === 'any' && element.kind === 'any') return parts.every(part => part.kind === 'any');
  return parts.every(part => isConvertible(part, wanted));
}

function isConvertibleToObject(from: TerraformType, to: ReadonlyMap<string, TerraformAttributeType>): boolean {
  if (from.kind === 'map') {
    return [...to.values()].every(({ type, optional }) => optional || isConvertible(from.element, type));
  }
  if (from.kind !== 'object') return false;
  return [...to].every(([name, { type, optional }]) => {
    const attribute = from.attributes.get(name);
    return attribute ? isConvertible(attribute.type, type) : optional;
  });
}
