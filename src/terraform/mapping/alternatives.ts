import type { UnknownValue, Value } from '../../model/value.ts';

/**
 * A conversion applied to a value, or, where the value is unknown, to everything that it can be. What the
 * conversion leaves out stays an alternative without a value.
 */
export function convertEach(value: Value, convert: (value: Value) => Value | undefined): Value | undefined {
  if (value.kind !== 'unknown') return convert(value);
  if (value.alternatives.length === 0) return value;
  const alternatives = value.alternatives.map(({ when, value: possible }) => ({
    when,
    value: possible && convertEach(possible, convert),
  }));
  return { ...value, alternatives };
}

/**
 * What is not known but may be one of several lists, as unknown items: the first items of all alternatives together,
 * then the second ones, and so on. Without alternatives it is one item of which nothing is known.
 */
export function itemsOfUnknown(
  value: UnknownValue,
  items: (value: Value) => readonly Value[] = itemsOf,
): readonly UnknownValue[] {
  if (value.alternatives.length === 0) return [value];
  const lists = value.alternatives.map(alternative => (alternative.value ? items(alternative.value) : []));
  const length = Math.max(...lists.map(list => list.length));
  return Array.from({ length }, (_, index) => ({
    ...value,
    alternatives: value.alternatives.map(({ when }, at) => ({ when, value: lists[at]![index] })),
  }));
}

function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value];
}
