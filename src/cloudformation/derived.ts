import type { Span } from '../model/source.ts';
import { textOf, type UnknownValue, unknown, type Value } from '../model/value.ts';

/** What comes of something that is not known is not known for the same reason. */
export function derived(value: Value | undefined, span: Span): UnknownValue {
  const blocking = value?.kind === 'template' ? value.parts.find(part => typeof part !== 'string') : value;
  switch (blocking?.kind) {
    case 'unknown':
      return { ...blocking, alternatives: [], span };
    case 'template':
      return derived(blocking, span);
    case 'reference': {
      const name = blocking.attribute === undefined ? blocking.target : `${blocking.target}.${blocking.attribute}`;
      return unknown('computed-at-deployment', name, span);
    }
    case 'list': {
      const item = blocking.items.find(candidate => textOf(candidate) === undefined);
      return item ? derived(item, span) : unknown('not-supported', 'a list', span);
    }
    case 'object': {
      const property = [...blocking.properties.values()].find(({ value: part }) => textOf(part) === undefined);
      return property ? derived(property.value, span) : unknown('not-supported', 'a mapping', span);
    }
    default:
      return unknown('not-supported', 'an expression', span);
  }
}
