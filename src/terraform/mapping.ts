import { resourceTable, satelliteRows } from '../facts/argument-tables.ts';
import type { Mapping } from '../facts/mappings.ts';
import { parseTarget } from '../facts/target.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import { type ObjectValue, object, type Property, unknown, type Value } from '../model/value.ts';
import { LazyProperties, peek } from './lazy-properties.ts';
import { additionalResources } from './mapping/additional.ts';
import { mapArguments } from './mapping/arguments.ts';
import { complete } from './mapping/completion.ts';
import { type Draft, newDraft, write } from './mapping/draft.ts';
import { expandBlock } from './mapping/expansion.ts';
import { linksOf } from './mapping/links.ts';
import { type ReferenceConverter, referenceConverter } from './mapping/references.ts';
import { indexResources, mappingFor, type ResourceIndex } from './mapping/resource-index.ts';
import { attach, attachPossibly, type Done, partialParent, type Satellite } from './mapping/satellites.ts';
import { withDefaultTags } from './mapping/tags.ts';
import type { Part, Unit, UnitOf } from './mapping/unit.ts';
import type { TerraformResource } from './resource.ts';

/**
 * Turns Terraform's resources into CloudFormation's vocabulary, as `schemas/mappings/` says: types, property names
 * and forms, the provider's defaults, references, and satellites that belong to another resource. Types without a
 * counterpart keep Terraform's names. Resources come out in the order in which they came in.
 */
export function normalise(
  resources: readonly TerraformResource[],
  info: InputInfo,
): { resources: Resource[]; diagnostics: Diagnostic[] } {
  const index = indexResources(resources);
  const links = resources.flatMap(resource => linkSatellite(resource, index));
  const convertReferences = referenceConverter(index, onlyParents(links));
  const units = new Map<TerraformResource, Unit>();
  const unitOf = (resource: TerraformResource): Unit => {
    let unit = units.get(resource);
    if (!unit) {
      unit = mapResource(resource, convertReferences);
      units.set(resource, unit);
    }
    return unit;
  };
  const satellites = links.map(link => ({ ...link, unit: unitOf(link.resource) }));
  for (const satellite of satellites) attach(satellite, unitOf);
  const done: Done = new Map();
  for (const satellite of satellites) attachPossibly(satellite, unitOf, done);
  for (const resource of resources) if (mappingFor(resource)?.inherit) inherit(unitOf(resource), unitOf, index);
  const merged = new Set(
    links.filter(link => link.links.certain.length > 0 && !link.isView).map(link => link.resource),
  );
  for (const satellite of satellites) if (!satellite.isView && !merged.has(satellite.resource)) addPartial(satellite);
  const whole = resources.filter(resource => !merged.has(resource));
  return {
    resources: whole.flatMap(resource =>
      units.has(resource) || !canWait(resource)
        ? finish(unitOf(resource), info)
        : finishLater(resource, info, convertReferences),
    ),
    diagnostics: [],
  };
}

/** One resource becomes one, of which everything but its properties is known without looking into it. */
function canWait(resource: TerraformResource): boolean {
  if (!(resource.body.properties instanceof LazyProperties)) return false;
  const mapping = mappingFor(resource);
  if (!mapping) return true;
  const isAbsent = (argument: string) =>
    !Object.hasOwn(mapping.absent ?? {}, argument) && !peek(resource.body.properties, argument);
  return !mapping.expand && (mapping.also ?? []).every(row => isAbsent(row.when ?? row.each!));
}

/** A satellite whose parent is elsewhere is kept, as the part of the parent that it is. */
function addPartial(satellite: Satellite): void {
  const part = partialParent(satellite);
  if (part) satellite.unit.parts.push(part);
}

interface SatelliteLink extends Omit<Satellite, 'unit'> {
  readonly resource: TerraformResource;
  readonly isView: boolean;
}

function linkSatellite(resource: TerraformResource, index: ResourceIndex): readonly SatelliteLink[] {
  const mapping = mappingFor(resource);
  if (!mapping || !(mapping.into || mapping.view)) return [];
  const isView = mapping.view !== undefined;
  return satelliteRows(mapping).map(row => ({ resource, row, isView, links: linksOf(resource, row, index) }));
}

/** Satellites are no resources of their own: who refers to one means its parent. */
function onlyParents(links: readonly SatelliteLink[]): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { resource, isView, links: found } of links) {
    const [link, ...others] = found.certain;
    if (link && others.length === 0 && !isView) parents.set(resource.address, link.parent.address);
  }
  return parents;
}

function mapResource(resource: TerraformResource, convertReferences: ReferenceConverter): Unit {
  const mapping = mappingFor(resource);
  const body = completeBody(resource, convertReferences);
  const unit: Unit = { resource, mapping, body, parts: [], satellites: [] };
  if (mapping?.type !== undefined) unit.parts.push(...mapParts(unit, mapping, mapping.type));
  return unit;
}

function completeBody(resource: TerraformResource, convertReferences: ReferenceConverter): ObjectValue {
  const { properties } = resource.body;
  const given =
    properties instanceof LazyProperties ? { ...resource.body, properties: properties.passing() } : resource.body;
  const converted = convertReferences(given) as ObjectValue;
  return complete(withDefaultTags(converted, resource), mappingFor(resource)?.absent, resource);
}

function mapParts(unit: Unit, mapping: Mapping, type: string): readonly Part[] {
  const { resource, body } = unit;
  const { address } = resource;
  const bodies = mapping.expand ? expandBlock(body, mapping.expand) : [body];
  const parts = bodies.map((expanded, index): Part => {
    const id = index === 0 ? address : `${address}#${index + 1}`;
    return { id, type, properties: mapProperties(expanded, resource, mapping, type) };
  });
  const additional = (mapping.also ?? []).flatMap(row => additionalResources(row, body, resource));
  return [
    ...parts,
    ...additional.map(({ label, type, properties }) => ({ id: `${address}#${label}`, type, properties })),
  ];
}

function mapProperties(body: ObjectValue, resource: TerraformResource, mapping: Mapping, type: string): Draft {
  const root = newDraft(body.span);
  const { address, nameSpan, span } = resource;
  const source = { writtenAs: resource.type, nameSpan, span };
  const holder = mapping.at === undefined ? root : newDraft(body.span);
  mapArguments(body, resourceTable(resource.type, mapping, type), holder, { type: resource.type, address, body, root });
  if (holder !== root) write(root, parseTarget(mapping.at!), holder, source);
  for (const [name, value] of Object.entries(mapping.const ?? {})) {
    write(root, parseTarget(name), { kind: 'scalar', value, span: nameSpan }, { ...source, span: nameSpan });
  }
  if (mapping.adopts || body.open) root.open = true;
  return root;
}

/** What lives on another resource: the encryption of a cluster's instance. */
function inherit(unit: Unit, unitOf: UnitOf, index: ResourceIndex): void {
  const row = unit.mapping?.inherit;
  const own = unit.parts[0]?.properties;
  const from = row && unit.body.properties.get(row.from);
  if (!row || !own || !from) return;
  const { certain } = linksOf(unit.resource, { type: row.type, link: { [row.from]: ['id', row.from] } }, index);
  const parent = certain.length === 1 ? unitOf(certain[0]!.parent) : undefined;
  for (const name of row.props) {
    const existing = own.properties.get(name);
    if (existing && !existing.value.defaulted) continue;
    const property = parent?.parts[0]?.properties.properties.get(name);
    if (property) own.properties.set(name, { declaredIn: parent!.resource.address, ...property });
    if (!parent) own.properties.set(name, { ...from, value: notInherited(from) });
  }
}

function notInherited({ writtenAs, value }: Property): Value {
  const missing = value.kind === 'unknown' ? value.missing : `the resource that ${writtenAs} names`;
  return { ...unknown('outside-this-input', missing, value.span), nullable: true };
}

function finish(unit: Unit, info: InputInfo): readonly Resource[] {
  const { resource, parts, satellites } = unit;
  const { address, type } = resource;
  const whole: FinishedPart = { id: address, type, properties: unit.body };
  return (parts.length > 0 ? parts : [whole]).map(part => ({
    ...finished(resource, info, part, unit.body),
    ...(part.partial && { partial: part.partial }),
    ...(satellites.length > 0 && part.id === address && { satellites }),
  }));
}

/**
 * The one resource of a unit, which is mapped when one of its properties is asked for. Few rules ask for arguments, so
 * that those are not kept from the one time to the other.
 */
function finishLater(
  resource: TerraformResource,
  info: InputInfo,
  convertReferences: ReferenceConverter,
): readonly Resource[] {
  const { address, type, body } = resource;
  const mapping = mappingFor(resource);
  const properties = new LazyProperties(() => {
    const unit = mapResource(resource, convertReferences);
    return (unit.parts[0]?.properties ?? unit.body).properties;
  });
  const part = {
    id: address,
    type: mapping?.type ?? type,
    properties: object(properties, body.span, mapping?.type !== undefined && mapping.adopts === true),
  };
  const given = new LazyProperties(() => completeBody(resource, convertReferences).properties);
  return [finished(resource, info, part, { ...body, properties: given })];
}

type FinishedPart = Omit<Part, 'properties'> & { readonly properties: ObjectValue };

function finished(
  { address, type, meta, exists, existsWhen, nameSpan, span, calledFrom, provider, isDeclaration }: TerraformResource,
  input: InputInfo,
  part: FinishedPart,
  body: ObjectValue,
): Resource {
  return {
    id: part.id,
    address,
    type: part.type,
    writtenAs: type,
    input,
    properties: part.properties,
    attributes: meta,
    arguments: body,
    ...(provider.region && { region: provider.region }),
    ...(provider.ignoredTags && { ignoredTags: provider.ignoredTags }),
    exists,
    existsWhen,
    nameSpan,
    span,
    calledFrom,
    ...(isDeclaration && { isDeclaration }),
  };
}
