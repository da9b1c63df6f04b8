import { type PropertyTable, type Shape, tableOf } from './cloudformation.ts';
import type { Row, Rows } from './mappings.ts';
import { mechanicalName, pascalCase } from './property-names.ts';
import { parseTarget, type Target } from './target.ts';

/** The arguments of a resource or block: what rows say of them, and the properties that they can become. */
export interface ArgumentTable {
  readonly rows: Rows;
  /** Undefined where the schema says nothing, as inside free JSON: then every name is put in Pascal case. */
  readonly properties: PropertyTable | undefined;
  readonly root: PropertyTable | undefined;
  /** Of a resource: the property by which users name it, for the argument `name`. */
  readonly nameProperty?: string;
  /** Of a resource: a property in which arguments are looked for that are not found here. */
  readonly within?: string;
  /** Of a resource: arguments that no mechanical rule is asked about. */
  readonly skip?: ReadonlySet<string>;
  readonly placements: Map<string, Placement | undefined>;
}

export interface Placement {
  readonly target: Target;
  readonly row: Row;
  /** Of the value at the target; undefined where the schema does not know it. */
  readonly shape: Shape | undefined;
  readonly table: ArgumentTable;
  /** A property that takes the value of the argument as it is, put in the form of a scalar. */
  readonly plain: boolean;
  inner?: ArgumentTable;
}

/** A table without placements yet; they are resolved as arguments are met, once for each type. */
export function argumentTable(table: Omit<ArgumentTable, 'placements'>): ArgumentTable {
  return { ...table, placements: new Map() };
}

/** Where an argument goes; undefined: it has no counterpart. */
export function placementOf(table: ArgumentTable, argument: string): Placement | undefined {
  if (table.placements.has(argument)) return table.placements.get(argument);
  const placement = findPlacement(table, argument);
  table.placements.set(argument, placement);
  return placement;
}

/** The table of the arguments inside the block of a placement. */
export function blockTable(placement: Placement): ArgumentTable {
  if (placement.inner) return placement.inner;
  const { row, table, target, shape } = placement;
  const properties = target.merge ? table.properties : shape && tableOf(shape);
  placement.inner = argumentTable({ rows: row.block ?? NO_ROWS, properties, root: table.root });
  return placement.inner;
}

function findPlacement(table: ArgumentTable, argument: string): Placement | undefined {
  const row = Object.hasOwn(table.rows, argument) ? table.rows[argument] : undefined;
  if (row === null) return undefined;
  if (row === undefined && table.skip?.has(argument)) return undefined;
  const to = row?.to ?? findName(table, argument);
  if (to === undefined) return prefixPlacement(table, argument);
  const target = parseTarget(to);
  const shape = shapeAt(table, target);
  return { target, row: row ?? NO_ROW, shape, table, plain: isPlain(row ?? NO_ROW, target, shape) };
}

function isPlain(row: Row, { steps, merge }: Target, shape: Shape | undefined): boolean {
  const [only, ...others] = steps;
  if (!only || only.item !== undefined || others.length > 0 || merge) return false;
  return shape !== undefined && SCALARS.has(shape.kind) && Object.keys(row).every(key => key === 'to');
}

const SCALARS: ReadonlySet<Shape['kind']> = new Set(['string', 'boolean', 'integer', 'number']);

function findName(table: ArgumentTable, argument: string): string | undefined {
  if (!table.properties) return pascalCase(argument);
  const name = mechanicalName(argument, table.properties) ?? (argument === 'name' ? table.nameProperty : undefined);
  if (name !== undefined || table.within === undefined) return name;
  const shape = table.properties.get(table.within)?.shape;
  const inner = shape && tableOf(shape);
  const nested = inner && mechanicalName(argument, inner);
  return nested && `${table.within}.${nested}`;
}

/** `name_prefix` is the beginning of what `name` would be. */
function prefixPlacement(table: ArgumentTable, argument: string): Placement | undefined {
  if (!table.nameProperty || !argument.endsWith('_prefix')) return undefined;
  const whole = placementOf(table, argument.slice(0, -'_prefix'.length));
  return whole && { ...whole, row: { to: whole.row.to, via: 'prefix' }, plain: false };
}

function shapeAt(table: ArgumentTable, target: Target): Shape | undefined {
  let properties = target.fromRoot ? table.root : table.properties;
  let shape: Shape | undefined;
  for (const step of target.steps) {
    shape = properties?.get(step.name)?.shape;
    if (step.item && shape?.kind === 'list') shape = shape.element;
    properties = shape && tableOf(shape);
  }
  return shape;
}

const NO_ROW: Row = {};
const NO_ROWS: Rows = {};
