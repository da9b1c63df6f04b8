import { isTemplate, type Resource } from './resource.ts';
import { textOf, type Value } from './value.ts';
import type { Verdict } from './verdict.ts';

/**
 * What tells the regions of resources of one input apart: equal keys are one region. A template is deployed in one
 * region. In Terraform it is the argument `region` of the resource, else that of its provider, else the environment's.
 */
export function regionKey({ input, region, arguments: written }: Resource): string {
  if (isTemplate(input)) return '';
  return keyOf(written?.properties.get('region')?.value ?? region);
}

/** Whether resources of one input are in the same region; unknown where one of them is known only at deployment. */
export function inSameRegion(one: Resource, other: Resource): Verdict {
  const [first, second] = [regionKey(one), regionKey(other)];
  if (first === second) return 'pass';
  return first.startsWith(KNOWN) && second.startsWith(KNOWN) ? 'fail' : 'unknown';
}

const KNOWN = '=';

function keyOf(value: Value | undefined): string {
  if (!value) return '';
  const text = textOf(value);
  if (text !== undefined) return `${KNOWN}${text}`;
  if (value.kind === 'unknown') return `?${value.missing}`;
  return value.kind === 'reference'
    ? `@${value.target}.${value.attribute ?? ''}`
    : `${value.kind} at ${value.span.start}`;
}
