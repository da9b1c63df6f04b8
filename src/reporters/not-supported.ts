import type { Resource } from '../model/resource.ts';
import type { Value } from '../model/value.ts';

/** How many values could not be evaluated for want of support, by what was not supported; most frequent first. */
export function countNotSupported(resources: readonly Resource[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { properties, attributes } of resources) {
    count(properties, counts);
    count(attributes, counts);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function count(value: Value | undefined, counts: Map<string, number>): void {
  switch (value?.kind) {
    case undefined:
    case 'scalar':
    case 'reference':
      return;
    case 'list':
      for (const item of value.items) count(item, counts);
      return;
    case 'object':
      for (const property of value.properties.values()) count(property.value, counts);
      return;
    case 'template':
      for (const part of value.parts) if (typeof part !== 'string') count(part, counts);
      return;
    case 'unknown':
      if (value.reason === 'not-supported') counts.set(value.missing, (counts.get(value.missing) ?? 0) + 1);
      for (const alternative of value.alternatives) count(alternative.value, counts);
  }
}
