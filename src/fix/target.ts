import { isTemplate, type Resource } from '../model/resource.ts';
import type { SourceFile, Span } from '../model/source.ts';
import type { Property, Value } from '../model/value.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import { anchored, contains, isMet } from './leaf-values.ts';
import { serverlessProperty } from './serverless-names.ts';
import { isName } from './steps.ts';
import { ownArgument, satelliteArgument, satelliteFor } from './terraform-arguments.ts';
import { type Leaf, type Wanted, wantedOf } from './wanted.ts';

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
  const found: Leaf[] = [];
  for (const leaf of leaves) {
    const each = anchored(resource, leaf);
    if (isDeclined(each)) return each;
    found.push(each);
  }
  return isTemplate(resource.input) ? templateTarget(resource, found) : terraformTarget(resource, found);
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
  const problems: Declined[] = [];
  for (const leaf of leaves) {
    const holder = holderOf(resource, leaf);
    if (!isDeclined(holder)) found.push(holder);
    else if (holder.decline !== 'no-argument' || !isMet(resource, leaf)) problems.push(holder);
  }
  const problem = problems.find(({ decline }) => decline === 'new-resource') ?? problems[0];
  if (problem) return problem;
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
  const { item } = leaf;
  const declaredIn = item ? satellites.find(each => contains(each.span, item))?.address : declarerOf(resource, leaf);
  const able = (item && declaredIn === undefined ? [] : satellites)
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
  const own = ownArgument(writtenAs, type, leaf, item && argumentsWith(item, resource));
  return own ? { name: nameSpan, span, leaves: own } : declined('no-argument');
}

/** The arguments in which an item stands: several blocks can become items of one list. */
function argumentsWith(item: Span, resource: Resource): ReadonlySet<string> | undefined {
  const names = [...(resource.arguments?.properties ?? [])].flatMap(([name, { span, value }]) => {
    const parts = value.kind === 'list' ? value.items.map(each => each.span) : [];
    return [span, value.span, ...parts].some(each => contains(each, item)) ? [name] : [];
  });
  return names.length > 0 ? new Set(names) : undefined;
}

/** Whether somebody wrote the first property on the way to the leaf. */
function isWrittenIn(resource: Resource, { path }: Leaf): boolean {
  const property = resource.properties.properties.get(path[0]!);
  return property !== undefined && !property.value.defaulted;
}

function declarerOf(resource: Resource, leaf: Leaf): string | undefined {
  let value: Value | undefined = resource.properties;
  for (const step of leaf.path) {
    if (!isName(step)) continue;
    if (value?.kind === 'list') value = value.items[0];
    const property: Property | undefined = value?.kind === 'object' ? value.properties.get(step) : undefined;
    if (!property || property.value.defaulted) return undefined;
    if (property.declaredIn !== undefined) return property.declaredIn;
    value = property.value;
  }
  return undefined;
}
