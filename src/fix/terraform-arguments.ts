import { resourceTable, satelliteRows, satelliteTable } from '../facts/argument-tables.ts';
import { type Mapping, mappedTypes, mappingOf, type Row } from '../facts/mappings.ts';
import { type ArgumentTable, blockTable, placementOf } from '../facts/placement.ts';
import { argumentAt, type TerraformBlock, terraformBlock } from '../facts/terraform.ts';
import { type Leaf, namesOf, type Scalar } from './wanted.ts';

/**
 * The way back from a property to the argument of a resource that becomes the type: `StorageEncrypted` of
 * `aws_db_instance` is `storage_encrypted`. More than one where a block has a switch of its own. Undefined where no
 * argument, or no value of it, says the same.
 */
export function ownArgument(terraformType: string, type: string, leaf: Leaf): readonly Leaf[] | undefined {
  const mapping = mappingFor(terraformType, type);
  if (!mapping) return type === terraformType ? sameArgument(type, leaf) : undefined;
  const table = resourceTable(terraformType, mapping, type);
  return argumentIn(table, terraformBlock(terraformType), leaf, mapping.at);
}

/** Types that CloudFormation has not keep the names of their arguments. */
function sameArgument(type: string, leaf: Leaf): readonly Leaf[] | undefined {
  const block = terraformBlock(type);
  const path = namesOf(leaf);
  const argument = block && argumentAt(block, path.join('.'));
  const written = argument && typed(leaf.value, argument.type);
  return written === undefined ? undefined : [{ path, value: written }];
}

/** The same for a satellite, whose arguments are properties of the resource that it names. */
export function satelliteArgument(satelliteType: string, parentType: string, leaf: Leaf): readonly Leaf[] | undefined {
  const mapping = mappingOf(satelliteType);
  for (const row of mapping ? satelliteRows(mapping) : []) {
    if (mappingOf(row.type)?.type !== parentType) continue;
    const table = satelliteTable(satelliteType, row);
    const found = argumentIn(table, terraformBlock(satelliteType), leaf, row.at);
    if (found) return found;
  }
  return undefined;
}

/** The satellite type that would say it, where there is none yet. */
export function satelliteFor(terraformType: string, parentType: string, leaf: Leaf): string | undefined {
  const question = JSON.stringify([terraformType, parentType, leaf]);
  if (!satellites.has(question)) satellites.set(question, findSatellite(terraformType, parentType, leaf));
  return satellites.get(question);
}

/** Rules set the same few leaves in thousands of resources. */
const satellites = new Map<string, string | undefined>();

function findSatellite(terraformType: string, parentType: string, leaf: Leaf): string | undefined {
  const family = terraformType.split('_').slice(0, 2).join('_');
  return mappedTypes()
    .filter(name => name.startsWith(family) && name !== terraformType && mappingOf(name)?.into)
    .find(name => satelliteArgument(name, parentType, leaf));
}

/** Where an argument chooses the type, the rows of the one that was chosen. */
function mappingFor(terraformType: string, type: string): Mapping | undefined {
  const mapping = mappingOf(terraformType);
  const chosen = Object.values(mapping?.choice?.mappings ?? {}).find(each => each.type === type);
  const found = chosen ?? mapping;
  return found?.type === type ? found : undefined;
}

function argumentIn(
  table: ArgumentTable,
  block: TerraformBlock | undefined,
  leaf: Leaf,
  at: string | undefined,
): readonly Leaf[] | undefined {
  const names = namesOf(leaf);
  const above = at?.replaceAll('[]', '').split('.') ?? [];
  if (above.some((name, index) => names[index] !== name)) return search(table, block, names, leaf.value, true, 0);
  return search(table, block, names.slice(above.length), leaf.value, false, 0);
}

const MAX_DEPTH = 12;

/** `onlyFromRoot`: the property is beside what the arguments stand for, where only `^` targets lead. */
function search(
  table: ArgumentTable,
  block: TerraformBlock | undefined,
  names: readonly string[],
  value: Scalar,
  onlyFromRoot: boolean,
  depth: number,
): readonly Leaf[] | undefined {
  if (depth > MAX_DEPTH || !block) return undefined;
  for (const [name, argument] of block.arguments) {
    const placement = placementOf(table, name);
    if (!placement) continue;
    const { target, row } = placement;
    if (onlyFromRoot && !target.fromRoot) continue;
    if (target.steps.some((step, index) => names[index] !== undefined && names[index] !== step.name)) continue;
    const rest = names.slice(target.steps.length);
    if (rest.length > 0 || target.merge) {
      if (argument.type !== 'block' || !canGoBack(row)) continue;
      const inner = search(blockTable(placement), argument.block, rest, value, false, depth + 1);
      if (inner) return [...inner, ...switchOf(row)].map(found => ({ ...found, path: [name, ...found.path] }));
      continue;
    }
    if (names.length < target.steps.length || argument.type === 'block') {
      const field = names.length === target.steps.length && fieldOf(row, argument.block);
      if (field) return [{ path: [name, field.name], value: field.typed(value) }];
      continue;
    }
    const written = valueBack(value, row, argument.type);
    if (written !== undefined) return [{ path: [name], value: written }];
  }
  return undefined;
}

/** Whether the arguments inside a block are found by their names. */
function canGoBack(row: Row): boolean {
  return row.via === undefined && row.kv === undefined && row.map_by === undefined;
}

/** A block that is as good as none while a switch of it is off needs the switch as well. */
function switchOf({ unless }: Row): readonly Leaf[] {
  return Object.entries(unless ?? {}).flatMap(([name, off]) =>
    typeof off === 'boolean' ? [{ path: [name], value: !off }] : [],
  );
}

/** A block of which one argument is the value. */
function fieldOf(
  row: Row,
  block: TerraformBlock | undefined,
): { name: string; typed: (value: Scalar) => Scalar } | undefined {
  if (!row.via?.startsWith('field:')) return undefined;
  const name = row.via.slice('field:'.length);
  const type = block?.arguments.get(name)?.type;
  return type === undefined ? undefined : { name, typed: value => typed(value, type) ?? value };
}

function valueBack(value: Scalar, row: Row, type: string): Scalar | undefined {
  if (row.kv !== undefined || row.map_by !== undefined) return undefined;
  const entries = Object.entries(row.values ?? {});
  const known = entries.find(([, becomes]) => becomes === value);
  if (known) return typed(known[0], type);
  if (entries.some(([from]) => from === String(value))) return undefined;
  switch (row.via) {
    case undefined:
      return typed(value, type);
    case 'enabled':
    case 'Enabled':
      return /^enabled$/i.test(String(value)) ? true : /^disabled$/i.test(String(value)) ? false : undefined;
    default:
      return undefined;
  }
}

/** A value in the type that the provider wants. */
function typed(value: Scalar, type: string): Scalar | undefined {
  const text = String(value);
  switch (type) {
    case 'bool':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
    case 'string':
      return text;
    case 'any':
      return value;
    default:
      return undefined;
  }
}
