import type { Shape } from '../../facts/cloudformation.ts';
import type { Constants } from '../../facts/mappings.ts';
import { type ArgumentTable, blockTable, type Placement, placementOf } from '../../facts/placement.ts';
import type { Target } from '../../facts/target.ts';
import { argumentAt, terraformBlock } from '../../facts/terraform.ts';
import {
  type ObjectValue,
  type Property,
  type ScalarValue,
  scalar,
  textOf,
  type UnknownValue,
  unknown,
  type Value,
} from '../../model/value.ts';
import { convertEach, itemsOfUnknown } from './alternatives.ts';
import { convert } from './converters.ts';
import { type Draft, newDraft, put, type Source, write, writeList } from './draft.ts';
import { expandBlock } from './expansion.ts';
import { adapt, adaptScalar, type Nested } from './shapes.ts';
import { undecidedSwitch, unlessOff } from './unless.ts';

/** The resource whose arguments are mapped, for what depends on more than one argument. */
export interface Mapped {
  readonly type: string;
  readonly address: string;
  readonly body: ObjectValue;
  /** What `^` targets begin at. */
  readonly root: Draft;
  /** Address to be noted on properties that are written into another resource. */
  readonly declaredIn?: string;
}

/** Writes the arguments of a resource or block as properties, by rows first and by names second. */
export function mapArguments(block: ObjectValue, table: ArgumentTable, holder: Draft, mapped: Mapped): void {
  walk(block, table, { mapped, holder, block, path: '', depth: 0 });
}

interface Place {
  readonly mapped: Mapped;
  readonly holder: Draft;
  readonly block: ObjectValue;
  /** Argument path of the block, with a dot at its end: `root_block_device.`. */
  readonly path: string;
  readonly depth: number;
}

const MAX_DEPTH = 64;

function walk(block: ObjectValue, table: ArgumentTable, place: Place): void {
  if (block.open) place.holder.open = true;
  for (const [name, property] of block.properties) {
    const placement = placementOf(table, name);
    if (placement) writeArgument(name, property, placement, place);
  }
}

function writeArgument(name: string, property: Property, placement: Placement, place: Place): void {
  const { row, target } = placement;
  const { mapped } = place;
  if (placement.plain && property.value.kind === 'scalar' && mapped.declaredIn === undefined) {
    writeScalar(property, property.value, placement, target.fromRoot ? mapped.root : place.holder);
    return;
  }
  const value = row.via ? convertVia(row.via, property, place) : property.value;
  if (value === undefined) return;
  const holder = target.fromRoot ? mapped.root : place.holder;
  if (target.merge) {
    mergeBlock(name, { ...property, value }, placement, { ...place, holder });
    return;
  }
  const source = sourceOf((row.unless && undecidedSwitch(value, row.unless)) ?? property, mapped);
  const to = (item: Value | undefined, constants: Constants | undefined = row.const) => {
    if (item) write(holder, target, item, source, constants);
  };
  if (row.kv !== undefined) {
    to(keyValue(row.kv, value, property));
    return;
  }
  const below = { ...place, path: `${place.path}${name}.` };
  const last = target.steps.at(-1);
  const perItem = target.steps.some(step => step.item === 'append') && !(last?.item === undefined && isList(placement));
  if (!perItem) {
    to(finish(value, placement, below));
    return;
  }
  if (value.kind === 'list') {
    if (value.items.length === 0 || value.open) writeList(holder, target, value.open, value, source);
    for (const item of value.items) to(finish(item, placement, below));
  } else if (value.kind === 'unknown' && mayBeList(name, place)) {
    writeList(holder, target, true, value, source);
    if (last?.item === undefined) to(finish(value, placement, below));
  } else {
    to(finish(value, placement, below));
  }
}

/** What most arguments are: one value that goes to one property. */
function writeScalar(property: Property, value: ScalarValue, { shape, target }: Placement, holder: Draft): void {
  const adapted = adaptScalar(value, shape!);
  if (adapted) put(holder, target.steps[0]!.name, adapted === value ? property : { ...property, value: adapted });
}

function sourceOf(property: Property, mapped: Mapped): Source {
  const { writtenAs, nameSpan, span } = property;
  return mapped.declaredIn === undefined
    ? { writtenAs, nameSpan, span }
    : { writtenAs, nameSpan, span, declaredIn: mapped.declaredIn };
}

function convertVia(via: string, property: Property, { mapped, block }: Place): Value | undefined {
  return convert(property.value, via, { block, body: mapped.body, address: mapped.address, property });
}

/** `~`: the arguments of the block, or the properties that a converter gave, go beside the block. */
function mergeBlock(name: string, property: Property, placement: Placement, place: Place): void {
  const { value } = property;
  const inner = blockTable(placement);
  const below = { ...place, path: `${place.path}${name}.`, depth: place.depth + 1 };
  if (below.depth > MAX_DEPTH) return;
  if (placement.row.via !== undefined) {
    if (value.kind !== 'object') return;
    for (const [key, item] of value.properties)
      put(place.holder, key, { ...item, ...sourceOf(property, place.mapped) });
    return;
  }
  const blocks = value.kind === 'list' ? value.items : [value];
  for (const item of blocks) {
    if (item.kind === 'object') walk(item, inner, { ...below, block: item });
    else if (item.kind === 'unknown') mergePossible(item, property, inner, below);
  }
  if (value.kind === 'list' && value.open && value.items.length === 0) {
    mergePossible(unknown('undecided-condition', `blocks of ${name}`, value.span), property, inner, below);
  }
}

/** Of a block that may or may not be there, all that it could write is unknown, with what it is if it is there. */
function mergePossible(block: UnknownValue, property: Property, inner: ArgumentTable, place: Place): void {
  const possible = block.alternatives.map(({ when, value }) => {
    const holder = newDraft(block.span);
    if (value?.kind === 'object') walk(value, inner, { ...place, holder, block: value });
    return { when, written: holder.properties };
  });
  const names = new Set(possible.flatMap(({ written }) => [...written.keys()]));
  const source = sourceOf(property, place.mapped);
  for (const name of names) {
    const alternatives = possible.map(({ when, written }) => ({ when, value: written.get(name)?.value }));
    const property = possible.find(({ written }) => written.has(name))!.written.get(name)!;
    put(place.holder, name, { ...property, value: { ...block, alternatives, nullable: true } });
  }
  if (possible.length > 0) return;
  for (const argument of Object.keys(inner.rows)) {
    const { steps, merge } = placementOf(inner, argument)?.target ?? NOWHERE;
    if (steps[0] && !merge) put(place.holder, steps[0].name, { ...source, value: { ...block, nullable: true } });
  }
}

const NOWHERE: Target = { fromRoot: false, merge: true, steps: [] };

function keyValue(key: string, value: Value, property: Property): Value {
  const part = (name: string, item: Value): [string, Property] => [name, { ...property, value: item }];
  const text = convertEach(value, item => adaptScalar(item, TEXT)) ?? value;
  const pair = newDraft(property.span, value.defaulted);
  pair.properties.set(...part('Key', scalar(key, property.nameSpan)));
  pair.properties.set(...part('Value', text));
  return pair;
}

const TEXT: Shape = { kind: 'string' };

function isList({ shape }: Placement): boolean {
  return shape?.kind === 'list';
}

/** Whether the provider's schema has a list there, for values that do not show it themselves. */
function mayBeList(name: string, { mapped, path }: Place): boolean {
  const schema = terraformBlock(mapped.type);
  const argument = schema && argumentAt(schema, `${path}${name}`);
  return argument?.type === 'list' || argument?.repeated === true;
}

/** A value in the form that the target wants; undefined: absent. */
function finish(value: Value, placement: Placement, place: Place): Value | undefined {
  const { row } = placement;
  if (row.values) return convertEach(value, item => translate(item, row.values!, placement.shape));
  if (row.map_by !== undefined) return mapBy(value, row.map_by, placement, place);
  if (row.expand && value.kind === 'list') {
    const items = value.items.flatMap(item => expandItem(item, row.expand!));
    return adapt({ ...value, items }, placement.shape, nestedIn(placement, place));
  }
  const adapted = () => adapt(value, placement.shape, nestedIn(placement, place));
  return row.unless ? unlessOff(value, row.unless, adapted) : adapted();
}

function expandItem(item: Value, names: readonly string[]): readonly Value[] {
  if (item.kind === 'unknown') return itemsOfUnknown(item, possible => expandItem(possible, names));
  return item.kind === 'object' ? expandBlock(item, names) : [item];
}

function translate(
  value: Value,
  values: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
): Value | undefined {
  const text = textOf(value);
  if (text === undefined || !Object.hasOwn(values, text)) return shape ? adaptScalar(value, shape) : value;
  const other = values[text];
  return other === null ? undefined : ({ ...value, value: other } as Value);
}

/** Blocks become a map by the value of one of their arguments. */
function mapBy(value: Value, field: string, placement: Placement, place: Place): Value | undefined {
  if (value.kind !== 'list') return value;
  const map = newDraft(value.span, value.defaulted);
  map.open = value.open;
  const element: Shape | undefined = placement.shape?.kind === 'map' ? placement.shape.element : undefined;
  const nested = nestedIn(placement, place);
  for (const item of value.items) {
    if (item.kind !== 'object') {
      map.open = true;
      continue;
    }
    const key = item.properties.get(field);
    const name = textOf(key?.value);
    const properties = new Map(item.properties);
    properties.delete(field);
    const mappedItem = adapt({ ...item, properties }, element, nested);
    if (!key || !name || !mappedItem) map.open = true;
    else map.properties.set(name, { writtenAs: name, nameSpan: key.span, span: item.span, value: mappedItem });
  }
  return map;
}

/** How values inside of an argument find their way back here. */
function nestedIn(placement: Placement, place: Place): Nested {
  const { mapped, path } = place;
  return {
    mapBlock: block => mapBlock(block, placement, place),
    schema: () => {
      const schema = terraformBlock(mapped.type);
      return schema && argumentAt(schema, path.slice(0, -1));
    },
    hasRows: placement.row.block !== undefined,
  };
}

function mapBlock(block: ObjectValue, placement: Placement, place: Place): Value {
  const depth = place.depth + 1;
  if (depth > MAX_DEPTH) return unknown('bound-exceeded', 'deeply nested blocks', block.span);
  const draft = newDraft(block.span, block.defaulted);
  walk(block, blockTable(placement), { ...place, holder: draft, block, depth });
  return draft;
}
