import { resourceTable, satelliteRows, satelliteTable } from '../facts/argument-tables.ts';
import { isFree, tableOf } from '../facts/cloudformation.ts';
import { type Mapping, mappedTypes, mappingOf, type Row } from '../facts/mappings.ts';
import { type ArgumentTable, blockTable, type Placement, placementOf } from '../facts/placement.ts';
import { argumentAt, type TerraformArgument, type TerraformBlock, terraformBlock } from '../facts/terraform.ts';
import { fieldOf, typed, valueBack } from './argument-values.ts';
import { ITEM, isMember, isName, keyOfStep, keyStep, memberStep, offsetOfStep } from './steps.ts';
import { type Leaf, namesOf, type Scalar } from './wanted.ts';

/**
 * The way back from a property to the argument of a resource that becomes the type: `StorageEncrypted` of
 * `aws_db_instance` is `storage_encrypted`. More than one where a block has a switch of its own. Undefined where no
 * argument, or no value of it, says the same. `written`: the arguments in which the item is that it is about.
 */
export function ownArgument(
  terraformType: string,
  type: string,
  leaf: Leaf,
  written?: ReadonlySet<string>,
): readonly Leaf[] | undefined {
  const mapping = mappingFor(terraformType, type);
  if (!mapping) return type === terraformType ? sameArgument(type, leaf) : undefined;
  const table = resourceTable(terraformType, mapping, type);
  return argumentIn(table, terraformBlock(terraformType), leaf, mapping.at, written);
}

/** Types that CloudFormation has not keep the names of their arguments. */
function sameArgument(type: string, leaf: Leaf): readonly Leaf[] | undefined {
  const block = terraformBlock(type);
  const path = leaf.path.filter(step => step !== ITEM);
  // What stands in a JSON text has the names of the text.
  if (path.length > 1 && block?.arguments.get(path[0]!)?.type === 'string') return [{ ...leaf, path }];
  const argument = block && argumentAt(block, namesOf(leaf).join('.'));
  const written = argument && typed(leaf.value, argument.type === 'list' ? argument.element : argument.type);
  const isItem = isMember(path.at(-1)!);
  return written === undefined || isItem !== (argument?.type === 'list') ? undefined : [{ path, value: written }];
}

/**
 * The same for a satellite, whose arguments are properties of the resource that it names. One that is an item of a list
 * says nothing of the other items, unless it is a new one.
 */
export function satelliteArgument(
  satelliteType: string,
  parentType: string,
  leaf: Leaf,
  isNew = leaf.item !== undefined,
): readonly Leaf[] | undefined {
  const mapping = mappingOf(satelliteType);
  const mappings = mapping ? [mapping, ...Object.values(mapping.choice?.mappings ?? {})] : [];
  for (const row of mappings.flatMap(satelliteRows)) {
    if (mappingOf(row.type)?.type !== parentType) continue;
    if (!isNew && row.at?.includes('[]') && leaf.path.some(step => !isName(step) && step !== ITEM)) continue;
    const table = satelliteTable(satelliteType, row);
    const found = argumentIn(table, terraformBlock(satelliteType), leaf, row.at);
    if (found) return found;
  }
  return undefined;
}

/** The satellite type that would say it, where there is none yet. */
export function satelliteFor(terraformType: string, parentType: string, leaf: Leaf): string | undefined {
  const question = JSON.stringify([terraformType, parentType, leaf.path, leaf.value]);
  if (!satellites.has(question)) satellites.set(question, findSatellite(terraformType, parentType, leaf));
  return satellites.get(question);
}

/** Rules set the same few leaves in thousands of resources. */
const satellites = new Map<string, string | undefined>();

function findSatellite(terraformType: string, parentType: string, leaf: Leaf): string | undefined {
  const family = terraformType.split('_').slice(0, 2).join('_');
  return mappedTypes()
    .filter(name => name.startsWith(family) && name !== terraformType && mappingOf(name)?.into)
    .find(name => satelliteArgument(name, parentType, leaf, true));
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
  { path, value }: Leaf,
  at: string | undefined,
  written?: ReadonlySet<string>,
): readonly Leaf[] | undefined {
  const steps = path.filter((step, index) => step !== ITEM || index === path.length - 1);
  const start = { table, block, value, depth: 0, ...(written && { written }) };
  const inside = stepsBelow(at?.replaceAll('[]', '').split('.') ?? [], steps);
  return inside
    ? search({ ...start, onlyFromRoot: false }, inside.rest)
    : search({ ...start, onlyFromRoot: true }, steps);
}

const MAX_DEPTH = 12;

interface Search {
  readonly table: ArgumentTable;
  readonly block: TerraformBlock | undefined;
  readonly value: Scalar;
  /** The property is beside what the arguments stand for, where only `^` targets lead. */
  readonly onlyFromRoot: boolean;
  readonly written?: ReadonlySet<string>;
  readonly depth: number;
}

function search(
  { table, block, value, onlyFromRoot, written, depth }: Search,
  steps: readonly string[],
): readonly Leaf[] | undefined {
  if (depth > MAX_DEPTH || !block) return undefined;
  for (const [name, argument] of block.arguments) {
    const placement = placementOf(table, name);
    if (!placement || (onlyFromRoot && !placement.target.fromRoot) || written?.has(name) === false) continue;
    const { target, row } = placement;
    const below = stepsBelow(
      target.steps.map(step => step.name),
      steps,
    );
    if (!below) continue;
    const inner = (rest: readonly string[], sought: Scalar) =>
      search(
        { table: blockTable(placement), block: argument.block, value: sought, onlyFromRoot: false, depth: depth + 1 },
        rest,
      );
    const found =
      row.kv !== undefined
        ? pairArgument(row.kv, below, value, argument)
        : below.rest.length > 0 || target.merge
          ? insideArgument(placement, below, argument, value, inner)
          : ownValue(row, below, argument, value, target);
    if (found) return found.map(leaf => ({ ...leaf, path: [name, ...leaf.path] }));
  }
  return undefined;
}

/** What is left of a path behind these names, and the steps into lists that stood between them. */
interface Below {
  readonly items: readonly string[];
  readonly rest: readonly string[];
}

function stepsBelow(names: readonly string[], steps: readonly string[]): Below | undefined {
  const items: string[] = [];
  let at = 0;
  for (const name of names) {
    if (steps[at] !== name) return undefined;
    at++;
    for (; at < steps.length && !isName(steps[at]!); at++) items.push(steps[at]!);
  }
  return { items, rest: steps.slice(at) };
}

/** An argument that is the pair of a key and a value. */
function pairArgument(
  key: string,
  { items, rest }: Below,
  value: Scalar,
  { type }: TerraformArgument,
): readonly Leaf[] | undefined {
  const step = keyOfStep(items.at(-1) ?? '');
  if (step?.key !== 'Key' || step.value !== key || rest.length !== 1) return undefined;
  if (rest[0] === 'Key') return [];
  const written = rest[0] === 'Value' ? typed(value, type) : undefined;
  return written === undefined ? undefined : [{ path: [], value: written }];
}

function insideArgument(
  { row, target, shape }: Placement,
  { items, rest }: Below,
  { type, block }: TerraformArgument,
  value: Scalar,
  inner: (rest: readonly string[], value: Scalar) => readonly Leaf[] | undefined,
): readonly Leaf[] | undefined {
  const isKnown = shape !== undefined && tableOf(shape) !== undefined;
  if (
    type === 'string' &&
    !target.merge &&
    (row.via === 'json' || (row.via === undefined && (isKnown || isFree(shape))))
  ) {
    return [{ path: [...items, ...rest].map(step => (isKnown ? inJson(step) : step)), value }];
  }
  if (row.via === 'name_value_map' && block?.arguments.has('value') && items.length === 0 && rest.length === 1) {
    return [{ path: [keyStep({ key: 'name', value: rest[0]! }), 'value'], value: String(value) }];
  }
  if (type !== 'block' || row.via !== undefined) return undefined;
  if (row.map_by !== undefined) {
    const [key = '', ...others] = rest;
    const found = items.length === 0 ? inner(others, value) : undefined;
    return found && below([keyStep({ key: row.map_by, value: key })], found);
  }
  const steps = items.map(item => blockStep(item, inner));
  if (steps.includes(undefined) || (target.merge && steps.length > 0)) return undefined;
  const found = inner(rest, value);
  return found && below(steps as readonly string[], [...found, ...switchOf(row)]);
}

function below(steps: readonly string[], leaves: readonly Leaf[]): readonly Leaf[] {
  return leaves.map(leaf => ({ ...leaf, path: [...steps, ...leaf.path] }));
}

/** A step into a list of CloudFormation as one to the block that becomes its item. */
function blockStep(
  step: string,
  inner: (rest: readonly string[], value: Scalar) => readonly Leaf[] | undefined,
): string | undefined {
  const key = keyOfStep(step);
  if (!key) return step;
  const [found, ...others] = inner([key.key], key.value) ?? [];
  const name = found?.path.length === 1 && others.length === 0 ? found.path[0] : undefined;
  return name === undefined ? undefined : keyStep({ key: name, value: String(found!.value) });
}

/** The APIs' JSON has CloudFormation's names with a small letter. */
function inJson(step: string): string {
  const key = keyOfStep(step);
  const small = (name: string) => name[0]!.toLowerCase() + name.slice(1);
  return key ? keyStep({ ...key, key: small(key.key) }) : isName(step) ? small(step) : step;
}

function soleValue(value: Scalar, row: Row, element = 'string'): readonly Leaf[] | undefined {
  const written = valueBack(value, row, element);
  return written === undefined ? undefined : [{ path: [ITEM], value: written }];
}

/** The value of an argument, or one of the values in its list. */
function ownValue(
  row: Row,
  { items }: Below,
  { type, element, block }: TerraformArgument,
  value: Scalar,
  target: Placement['target'],
): readonly Leaf[] | undefined {
  const [item, ...others] = items;
  if (type === 'list') {
    const isOne = item !== undefined && (isMember(item) || keyOfStep(item)?.key === target.steps.at(-1)?.name);
    if (item === ITEM && others.length === 0) return soleValue(value, row, element);
    const written = isOne && others.length === 0 ? valueBack(value, row, element ?? 'string') : undefined;
    return written === undefined ? undefined : [{ path: [memberStep(written)], value: written }];
  }
  if (items.some(each => each !== ITEM && offsetOfStep(each) === undefined)) return undefined;
  if (type === 'block') {
    const field = fieldOf(row, block);
    return field && items.length === 0 ? [{ path: [field.name], value: field.typed(value) }] : undefined;
  }
  const written = valueBack(value, row, type);
  return written === undefined ? undefined : [{ path: [], value: written }];
}

/** A block that is as good as none while a switch of it is off needs the switch as well. */
function switchOf({ unless }: Row): readonly Leaf[] {
  return Object.entries(unless ?? {}).flatMap(([name, off]) =>
    typeof off === 'boolean' ? [{ path: [name], value: !off }] : [],
  );
}
