import { type SatelliteRow, satelliteTable } from '../../facts/argument-tables.ts';
import { mappingOf } from '../../facts/mappings.ts';
import { parseTarget } from '../../facts/target.ts';
import {
  type Assumption,
  list,
  type Property,
  scalar,
  type UnknownValue,
  unknown,
  type Value,
} from '../../model/value.ts';
import type { TerraformResource } from '../resource.ts';
import { mapArguments } from './arguments.ts';
import { type Draft, newDraft, put, type Source, write, writeList } from './draft.ts';
import { expandBlock } from './expansion.ts';
import type { Links } from './links.ts';
import type { Part, Unit, UnitOf } from './unit.ts';

/** A resource that is written, in whole or as a view, into the properties of the resources that it names. */
export interface Satellite {
  readonly unit: Unit;
  readonly row: SatelliteRow;
  readonly links: Links;
}

/** Writes what is certain into the parents. */
export function attach(satellite: Satellite, unitOf: UnitOf): void {
  for (const { parent, when } of satellite.links.certain) {
    const unit = unitOf(parent);
    const properties = unit.parts[0]?.properties;
    if (!properties) continue;
    const conditions = [...when, ...conditionsOf(satellite.unit.resource, parent)];
    const { address, type, span } = satellite.unit.resource;
    unit.satellites.push({ address, type, span });
    if (conditions.length === 0) {
      writeInto(properties, satellite, satellite.unit.resource.address);
    } else {
      const possible = newDraft(properties.span);
      writeInto(possible, satellite, satellite.unit.resource.address);
      for (const [name, property] of possible.properties) putPossible(properties, name, property, conditions);
    }
  }
}

/** Of parents that a satellite may have, what it would write is unknown, not absent. */
export function attachPossibly(satellite: Satellite, unitOf: UnitOf, done: Done): void {
  const { resource } = satellite.unit;
  const certain = new Set(satellite.links.certain.map(link => link.parent));
  if (satellite.links.possible.length === 0) return;
  const written = newDraft(resource.span);
  writeInto(written, satellite, resource.address);
  const kind = `${resource.type} ${[...written.properties.keys()].join(' ')}`;
  const lists = done.get(kind) ?? new Set();
  done.set(kind, lists);
  for (const parents of satellite.links.possible) {
    if (lists.has(parents)) continue;
    lists.add(parents);
    for (const parent of parents) {
      const properties = unitOf(parent).parts[0]?.properties;
      if (!properties || certain.has(parent)) continue;
      for (const [name, property] of written.properties) hide(properties, name, property, satellite);
    }
  }
}

/** What a satellite says of a parent that is not in this input; undefined where it names none of that type. */
export function partialParent(satellite: Satellite): Part | undefined {
  const { unit, row } = satellite;
  const type = mappingOf(row.type)?.type;
  if (type === undefined || !Object.keys(row.link).some(name => unit.body.properties.has(name))) return undefined;
  const properties = newDraft(unit.body.span);
  writeInto(properties, satellite, undefined);
  const taken = unit.parts.length > 0;
  const id = taken ? `${unit.resource.address}#${row.type}` : unit.resource.address;
  return { id, type, properties, partial: true };
}

/** Satellite type and what it writes → lists of parents that have been dealt with: many satellites may share one. */
export type Done = Map<string, Set<readonly TerraformResource[]>>;

function writeInto(parent: Draft, { unit, row }: Satellite, declaredIn: string | undefined): void {
  const { resource, mapping } = unit;
  const table = satelliteTable(resource.type, row);
  const bodies = row.rows === mapping?.rows && mapping.expand ? expandBlock(unit.body, mapping.expand) : [unit.body];
  const source: Source = {
    writtenAs: resource.type,
    nameSpan: resource.nameSpan,
    span: resource.span,
    ...(declaredIn !== undefined && { declaredIn }),
  };
  const mapped = { type: resource.type, address: resource.address, root: parent, declaredIn };
  for (const body of bodies) {
    const holder = row.at === undefined ? parent : newDraft(body.span);
    mapArguments(body, table, holder, { ...mapped, body });
    if (row.at !== undefined) write(parent, parseTarget(row.at), holder, source);
  }
  for (const [target, constant] of Object.entries(mapping?.emit ?? {})) {
    write(parent, parseTarget(target), scalar(constant, resource.nameSpan), source);
  }
}

/** Nothing where the satellite exists whenever the parent does: made under the same assumption, or one for one. */
function conditionsOf(satellite: TerraformResource, parent: TerraformResource): readonly Assumption[] {
  if (satellite.exists === 'yes') return [];
  if (satellite.existsWhen.length === 0) {
    return parent.exists === 'unknown' ? [] : [{ name: `count or for_each of ${satellite.address}`, value: true }];
  }
  return satellite.existsWhen.filter(
    assumption => !parent.existsWhen.some(other => other.name === assumption.name && other.value === assumption.value),
  );
}

function putPossible(parent: Draft, name: string, property: Property, conditions: readonly Assumption[]): void {
  const { value } = property;
  const existing = parent.properties.get(name);
  if (value.kind === 'list') {
    const items = value.items.map(item => possibly(item, undefined, conditions));
    put(parent, name, { ...property, value: list(items, value.span, value.open) });
    return;
  }
  const otherwise = existing?.value;
  const joined = newDraft(value.span);
  if (existing) put(joined, name, existing);
  put(joined, name, property);
  const held = otherwise?.kind === 'object' ? joined.properties.get(name)!.value : value;
  parent.properties.set(name, { ...property, value: possibly(held, otherwise, conditions) });
}

/** One assumption that is true or false has two sides; of several, or of others, not every case can be listed. */
function possibly(value: Value, otherwise: Value | undefined, conditions: readonly Assumption[]): UnknownValue {
  const [when] = conditions;
  const missing = conditions.map(condition => condition.name).join(', ');
  const base = { ...unknown('undecided-condition', missing, value.span), nullable: true as const };
  if (conditions.length !== 1 || typeof when!.value !== 'boolean') return base;
  const not = { name: when!.name, value: !when!.value };
  const alternatives = [
    { when: when!, value },
    { when: not, value: otherwise },
  ];
  return { ...base, alternatives };
}

function hide(parent: Draft, name: string, property: Property, { unit, links }: Satellite): void {
  const existing = parent.properties.get(name);
  const value = property.value;
  if (existing && value.kind === 'list' && !existing.value.defaulted) {
    writeList(parent, { fromRoot: true, merge: false, steps: [{ name, item: 'append' }] }, true, value, property);
    return;
  }
  if (existing && !existing.value.defaulted) return;
  const missing = links.missing ?? unit.resource.address;
  const hidden: Value = { ...unknown('outside-this-input', missing, unit.resource.nameSpan), nullable: true };
  parent.properties.set(name, { ...property, value: hidden });
}
