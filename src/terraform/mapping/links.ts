import type { LinkRow } from '../../facts/mappings.ts';
import { mappingOf } from '../../facts/mappings.ts';
import { isInside } from '../../model/source.ts';
import type { Assumption, TemplateValue, Value } from '../../model/value.ts';
import { peek } from '../lazy-properties.ts';
import type { TerraformResource } from '../resource.ts';
import { identityKey, modulePathOf, type ResourceIndex } from './resource-index.ts';

/** The resources to which a satellite belongs. */
export interface Links {
  readonly certain: readonly Link[];
  /** It may belong to some of these. The same list for satellites about which as little is known. */
  readonly possible: readonly (readonly TerraformResource[])[];
  /** Why that cannot be said: `var.bucket`. */
  readonly missing?: string;
}

export interface Link {
  readonly parent: TerraformResource;
  /** What must be assumed for it. */
  readonly when: readonly Assumption[];
}

/**
 * Finds the parents of a satellite: by identity first (the address referred to), by equal names second. A value that
 * comes from a data source, from a module that could not be read or from a resource that is not here names something
 * else; any other value that is not known may mean every resource of the type in the same module.
 */
export function linksOf(satellite: TerraformResource, row: LinkRow, index: ResourceIndex): Links {
  const found: Found = { certain: [], possible: [], missing: undefined };
  const [entry, ...others] = Object.entries(row.link);
  if (!entry) return { certain: [], possible: [] };
  const [argument, attributes] = entry;
  const value = peek(satellite.body.properties, argument)?.value;
  const search: Search = { satellite, row, index, attributes, others, module: modulePathOf(satellite) };
  for (const item of value?.kind === 'list' ? value.items : value ? [value] : []) follow(item, [], search, found, 0);
  return found;
}

interface Search {
  readonly satellite: TerraformResource;
  readonly row: LinkRow;
  readonly index: ResourceIndex;
  readonly attributes: readonly string[];
  readonly others: readonly (readonly [string, readonly string[]])[];
  readonly module: string;
}

interface Found {
  readonly certain: Link[];
  readonly possible: (readonly TerraformResource[])[];
  missing: string | undefined;
}

const MAX_HOPS = 5;

function follow(value: Value, when: readonly Assumption[], search: Search, found: Found, hops: number): void {
  if (hops > MAX_HOPS) return;
  if (value.kind === 'reference' && followReference(value.target, when, search, found, hops)) return;
  if (value.kind === 'unknown' && value.alternatives.length > 0) {
    for (const alternative of value.alternatives) {
      if (alternative.value) follow(alternative.value, [...when, alternative.when], search, found, hops + 1);
    }
    return;
  }
  const named = sameName(value, search);
  if (named.length > 0) for (const parent of named) found.certain.push({ parent, when });
  else guess(value, search, found);
}

/** False where the address is that of no such resource: then the value may still be the same as one of its names. */
function followReference(
  address: string,
  when: readonly Assumption[],
  search: Search,
  found: Found,
  hops: number,
): boolean {
  const targets = search.index.at(address);
  const parents = targets.filter(target => search.index.isOf(search.row.type, target));
  if (parents.length === 1) {
    found.certain.push({ parent: parents[0]!, when });
    return true;
  }
  if (parents.length > 0) {
    found.possible.push(parents);
    found.missing ??= address;
    return true;
  }
  // Another satellite of the same parent: what it belongs to is what is meant.
  for (const target of targets) {
    const next = linkValueOf(target, search.row.type);
    if (!next) continue;
    follow(next, when, search, found, hops + 1);
    return true;
  }
  return false;
}

function linkValueOf(satellite: TerraformResource, parentType: string): Value | undefined {
  const row = mappingOf(satellite.type)?.into?.find(link => link.type === parentType);
  const argument = row && Object.keys(row.link)[0];
  return argument === undefined ? undefined : peek(satellite.body.properties, argument)?.value;
}

function sameName(
  value: Value,
  { satellite, row, index, attributes, others, module }: Search,
): readonly TerraformResource[] {
  const key = identityKey(value);
  if (key === undefined) return [];
  const agreeing = (parents: readonly TerraformResource[]) =>
    [...new Set(parents)].filter(parent =>
      others.every(([argument, names]) => agrees(satellite, argument, parent, names, index)),
    );
  const originals = (parents: readonly TerraformResource[]) =>
    parents.filter(parent => attributes.some(name => isFrom(value, parent, name)));
  const held = attributes.map(attribute => index.holding(row.type, attribute, key));
  const near = agreeing(held.flatMap(byModule => byModule.get(module) ?? []));
  if (key.startsWith('?') || (near.length > 0 && isWrittenIn(value, satellite)))
    return preferred(near, originals(near));
  const nearOriginals = originals(near);
  if (nearOriginals.length > 0) return nearOriginals;
  const all = agreeing(held.flatMap(byModule => [...byModule.values()].flat()));
  return preferred(near.length > 0 ? near : all, all.length > 1 ? originals(all) : []);
}

function preferred<T>(all: readonly T[], better: readonly T[]): readonly T[] {
  return better.length > 0 ? better : all;
}

function isWrittenIn({ span }: Value, { span: block }: TerraformResource): boolean {
  return isInside(span, block);
}

/** Of several resources with one name, it is that of the one from whose argument it was read. */
function isFrom({ span }: Value, parent: TerraformResource, argument: string): boolean {
  const held = peek(parent.body.properties, argument)?.value.span;
  return held?.file === span.file && held.start === span.start && held.end === span.end;
}

/** Whether an argument of the satellite can mean the parent, or hold the same as it does. */
function agrees(
  satellite: TerraformResource,
  argument: string,
  parent: TerraformResource,
  names: readonly string[],
  index: ResourceIndex,
): boolean {
  const value = peek(satellite.body.properties, argument)?.value;
  if (value?.kind === 'reference' && index.at(value.target).includes(parent)) return true;
  const key = identityKey(value);
  if (key === undefined) return true;
  const held = names.map(name => identityKey(peek(parent.body.properties, name)?.value));
  return held.every(other => other === undefined) || held.includes(key);
}

/** A name that no resource is known to have may still be that of one whose name is not known. */
function guess(value: Value, search: Search, found: Found): void {
  const { satellite, index } = search;
  if (isOutside(value, index)) return;
  const possible = possibleParents(value, search).filter(parents => parents.length > 0);
  if (possible.length === 0) return;
  found.possible.push(...possible);
  found.missing ??= value.kind === 'unknown' ? value.missing : `the name in ${satellite.address}`;
}

/** Lists that many satellites share, and those that only this name gives. */
function possibleParents(
  value: Value,
  { row, index, attributes, module }: Search,
): readonly (readonly TerraformResource[])[] {
  if (value.kind !== 'scalar') return [index.inModule(row.type, module)];
  const name = String(value.value);
  return attributes.flatMap(attribute => {
    const { unknown, partly } = index.undecided(row.type, attribute);
    return [unknown, partly.filter(parent => couldHold(parent.value, name)).map(({ resource }) => resource)];
  });
}

/** It is known to be something else: what a data source or another module gives, or a resource that is not here. */
function isOutside(value: Value, index: ResourceIndex): boolean {
  if (value.kind === 'reference') return index.at(value.target).length === 0;
  return value.kind === 'unknown' && /^(data\.|module\.|[a-z0-9]+_\w+\.)/.test(value.missing);
}

function couldHold({ parts }: TemplateValue, name: string): boolean {
  const [first] = parts;
  const last = parts.at(-1);
  return (typeof first !== 'string' || name.startsWith(first)) && (typeof last !== 'string' || name.endsWith(last));
}
