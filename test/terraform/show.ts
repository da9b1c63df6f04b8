import type { Value } from '../../src/model/value.ts';
import { toValue } from '../../src/terraform/values/convert.ts';
import type { TerraformValue } from '../../src/terraform/values/values.ts';

/**
 * A value in a form that is easy to compare: scalars, lists and objects as they are; `?x` is not known because of x,
 * with a `!` where it is not null; `→x.y` is an attribute of a resource; alternatives are an object of `name=value`;
 * a text known in part is `{ text }`, with `json` where it is a document. `…` stands for keys that may be there.
 */
export function show(value: TerraformValue): unknown {
  return shown(toValue(value));
}

function shown(value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return 'nothing';
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(shown);
    case 'object': {
      const entries = [...value.properties].map(([name, property]) => [name, shown(property.value)]);
      return Object.fromEntries(value.open ? [...entries, ['…', true]] : entries);
    }
    case 'reference':
      return `→${value.target}.${value.attribute}`;
    case 'template': {
      const text = value.parts.map(part => (typeof part === 'string' ? part : shown(part)));
      return value.structure ? { text, json: shown(value.structure) } : { text };
    }
    case 'unknown':
      if (value.alternatives.length === 0) return `?${value.missing}${value.nullable ? '' : '!'}`;
      return Object.fromEntries(
        value.alternatives.map(({ when, value: possible }) => [`${when.name}=${when.value}`, shown(possible)]),
      );
  }
}
