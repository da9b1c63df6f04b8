import type { Span } from '../../model/source.ts';
import type { Scope } from '../expressions/scope.ts';
import { ANY } from '../values/types.ts';
import type { MappingValue, TerraformValue } from '../values/values.ts';

/** A scope in which some more names have a value: `each`, `count`, `self`, the iterator of a dynamic block. */
export function withNames(outer: Scope, names: ReadonlyMap<string, TerraformValue>): Scope {
  if (names.size === 0) return outer;
  return {
    files: outer.files,
    directory: outer.directory,
    inside: { outer, names },
    report: diagnostic => outer.report(diagnostic),
    traverse(root, steps, span) {
      const value = names.get(root);
      return value ? { value, used: 0 } : outer.traverse(root, steps, span);
    },
  };
}

/** An object with these attributes. */
export function objectWith(attributes: Readonly<Record<string, TerraformValue>>, span: Span): MappingValue {
  const entries = new Map(Object.entries(attributes).map(([name, value]) => [name, { value }]));
  return { kind: 'object', entries, elementType: ANY, span };
}
