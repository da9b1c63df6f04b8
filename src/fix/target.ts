import { isTemplate, type Resource } from '../model/resource.ts';
import type { SourceFile, Span } from '../model/source.ts';
import type { Property, Value } from '../model/value.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import { serverlessProperty } from './serverless-names.ts';
import { ownArgument, satelliteArgument, satelliteFor } from './terraform-arguments.ts';
import { ITEM, type Leaf, type Wanted, wantedOf } from './wanted.ts';

/** What has to be written into which declaration. */
export interface FixTarget {
  readonly file: SourceFile;
  /** Where the declaration's name stands. */
  readonly at: number;
  /** The whole declaration. */
  readonly span: Span;
  readonly wanted: Wanted;
  /** In the user's words, for the description: `storage_encrypted`. */
  readonly leaves: readonly Leaf[];
}

/** Where the fix of a finding belongs: the resource itself, or the satellite that says it. */
export function targetOf(resource: Resource, leaves: readonly Leaf[]): FixTarget | Declined {
  const problem = leaves.map(leaf => problemWith(resource, leaf)).find(each => each !== undefined);
  if (problem) return problem;
  return isTemplate(resource.input) ? templateTarget(resource, leaves) : terraformTarget(resource, leaves);
}

/** Values that are not written in the resource, or in one of several items, are nobody's to change. */
function problemWith(resource: Resource, { path }: Leaf): Declined | undefined {
  let value: Value | undefined = resource.properties;
  for (const step of path) {
    if (step === ITEM) continue;
    if (value?.kind === 'list') {
      if (value.items.length > 1) return declined('several');
      value = value.items[0];
    }
    if (!value || value.defaulted) return undefined;
    if (value.kind === 'unknown' || value.kind === 'reference' || value.kind === 'template')
      return declined('elsewhere');
    if (value.kind !== 'object') return undefined;
    if (value.open) return declined('elsewhere');
    const property: Property | undefined = value.properties.get(step);
    if (!property) return undefined;
    if (!property.value.defaulted && !isHome(property.span, resource)) return declined('elsewhere');
    value = property.value;
  }
  if (!value || value.defaulted) return undefined;
  return value.kind === 'scalar' || value.kind === 'object' || value.kind === 'list'
    ? undefined
    : declined('elsewhere');
}

function isHome(span: Span, resource: Resource): boolean {
  return [resource.span, resource.nameSpan, ...(resource.satellites ?? []).map(satellite => satellite.span)].some(
    home => home.file.path === span.file.path && home.start <= span.start && span.end <= home.end,
  );
}

function templateTarget(resource: Resource, leaves: readonly Leaf[]): FixTarget | Declined {
  const { writtenAs, type, nameSpan, span } = resource;
  const isServerless = writtenAs !== type;
  const own = leaves.flatMap(leaf => (isServerless ? (serverlessProperty(writtenAs, type, leaf) ?? []) : leaf));
  if (own.length < leaves.length) return declined('no-argument');
  return targetIn(
    nameSpan,
    span,
    own.map(leaf => ({ ...leaf, path: ['Properties', ...leaf.path] })),
    own,
  );
}

function targetIn(name: Span, span: Span, leaves: readonly Leaf[], shown: readonly Leaf[]): FixTarget | Declined {
  const wanted = wantedOf(leaves);
  return wanted ? { file: name.file, at: name.start, span, wanted, leaves: shown } : declined('no-fix');
}

function terraformTarget(resource: Resource, leaves: readonly Leaf[]): FixTarget | Declined {
  const found: Holder[] = [];
  for (const leaf of leaves) {
    const holder = holderOf(resource, leaf);
    if (isDeclined(holder)) return holder;
    found.push(holder);
  }
  const [first] = found;
  if (!first || found.some(holder => holder.span.start !== first.span.start || holder.span.file !== first.span.file)) {
    return declined('several');
  }
  const written = found.flatMap(holder => holder.leaves);
  return targetIn(first.name, first.span, written, written);
}

interface Holder {
  readonly name: Span;
  readonly span: Span;
  readonly leaves: readonly Leaf[];
}

/** The block that says a property now, else the one that can say it. */
function holderOf(resource: Resource, leaf: Leaf): Holder | Declined {
  const { type, writtenAs, nameSpan, span, satellites = [] } = resource;
  if (resource.partial) {
    const argument = satelliteArgument(writtenAs, type, leaf);
    return argument ? { name: nameSpan, span, leaves: argument } : declined('no-argument');
  }
  const declaredIn = declarerOf(resource, leaf);
  const able = satellites
    .filter(({ address }) => declaredIn === undefined || address === declaredIn)
    .flatMap(satellite => {
      const argument = satelliteArgument(satellite.type, type, leaf);
      return argument ? [{ name: satellite.span, span: satellite.span, leaves: argument }] : [];
    });
  if (able.length > 1) return declined('several');
  if (able[0]) return able[0];
  if (declaredIn !== undefined) return declined('no-argument');
  const needed = isWrittenIn(resource, leaf) ? undefined : satelliteFor(writtenAs, type, leaf);
  if (needed !== undefined) return declined('new-resource', needed);
  const own = ownArgument(writtenAs, type, leaf);
  return own ? { name: nameSpan, span, leaves: own } : declined('no-argument');
}

/** Whether somebody wrote the first property on the way to the leaf. */
function isWrittenIn(resource: Resource, { path }: Leaf): boolean {
  const property = resource.properties.properties.get(path[0]!);
  return property !== undefined && !property.value.defaulted;
}

function declarerOf(resource: Resource, leaf: Leaf): string | undefined {
  let value: Value | undefined = resource.properties;
  for (const step of leaf.path) {
    if (step === ITEM) continue;
    if (value?.kind === 'list') value = value.items[0];
    const property: Property | undefined = value?.kind === 'object' ? value.properties.get(step) : undefined;
    if (!property || property.value.defaulted) return undefined;
    if (property.declaredIn !== undefined) return property.declaredIn;
    value = property.value;
  }
  return undefined;
}
