import type { Assumption, Value } from '../../model/value.ts';

/** The assumptions under which a value is no value; undefined where it never is. */
export function whereMissing(value: Value): readonly Assumption[] | undefined {
  if (value.kind !== 'unknown') return undefined;
  const missing = value.alternatives.find(alternative => alternative.value === undefined);
  return missing && [missing.when];
}

/** A value with another one in the place of none. */
export function withInstead(value: Value, instead: Value): Value {
  if (value.kind !== 'unknown') return value;
  const alternatives = value.alternatives.map(({ when, value: chosen }) => ({
    when,
    value: chosen ?? instead,
  }));
  return { ...value, alternatives };
}
