import { countAtStart } from '../model/ordered.ts';
import type { Resource } from '../model/resource.ts';
import { isInside, type SourceFile, type Span } from '../model/source.ts';
import { objectOf, type Property, type Value } from '../model/value.ts';

/** Whether it stands in the resource, or in the header of a block that was merged into it. */
export function isHome(span: Span, resource: Resource): boolean {
  if (isInside(span, resource.span) || isInside(span, resource.nameSpan)) return true;
  return resource.satellites?.some(satellite => isInside(span, satellite.span)) ?? false;
}

/** The address of the satellite that declares the property in which a span lies. */
export function declaredAt({ file, start, end }: Span, resource: Resource): string | undefined {
  // Only Terraform has blocks that contribute to other resources.
  if (!resource.satellites && !resource.input.dialect.startsWith('terraform')) return undefined;
  const properties = partsOf(resource).declared.get(file) ?? [];
  const before = properties[countAtStart(properties, ({ span }) => span.start <= start) - 1];
  if (before && end <= before.span.end) return before.declaredIn;
  // An item of a list has no property that says it.
  return resource.satellites?.find(satellite => isInside({ file, start, end }, satellite.span))?.address;
}

/**
 * A policy is a text of its own, wherever it is written (a data source, a local, a template file): what is wrong with
 * a statement is said there.
 */
export function isPolicyDocument(value: Value): boolean {
  return objectOf(value)?.properties.has('Statement') ?? false;
}

/** Whether a policy of the resource is written elsewhere. */
export function hasPolicyElsewhere(resource: Resource): boolean {
  return partsOf(resource).policyElsewhere;
}

/** What other blocks contribute to a resource; found once, in one walk. */
interface Parts {
  /** Properties that satellites declare, by file, in the order of their starts. */
  readonly declared: ReadonlyMap<SourceFile, readonly Property[]>;
  readonly policyElsewhere: boolean;
}

const known = new WeakMap<Resource, Parts>();

function partsOf(resource: Resource): Parts {
  let parts = known.get(resource);
  if (!parts) {
    parts = findParts(resource);
    known.set(resource, parts);
  }
  return parts;
}

function findParts(resource: Resource): Parts {
  const declared = new Map<SourceFile, Property[]>();
  let policyElsewhere = false;
  /** What a declared property holds can be declared by yet another block: the document of a satellite's policy. */
  const visit = (value: Value, by: string | undefined): void => {
    if (value.kind === 'list') for (const item of value.items) visit(item, by);
    if (value.kind !== 'object') return;
    for (const property of value.properties.values()) {
      const { declaredIn = by, span, value: inner } = property;
      if (isPolicyDocument(inner) && !isHome(inner.span, resource)) policyElsewhere = true;
      visit(inner, declaredIn);
      if (declaredIn === by) continue;
      if (declared.has(span.file)) declared.get(span.file)!.push(property);
      else declared.set(span.file, [property]);
    }
  };
  visit(resource.properties, undefined);
  for (const properties of declared.values()) properties.sort((a, b) => a.span.start - b.span.start);
  return { declared, policyElsewhere };
}
