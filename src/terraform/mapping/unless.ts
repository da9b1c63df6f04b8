import type { Constants } from '../../facts/mappings.ts';
import { type ObjectValue, type Property, scalar, textOf, type Value } from '../../model/value.ts';

/**
 * A block that may say that it is as good as none. One that does is kept as a null, so that its place is known; of one
 * that is not known to, both cases are.
 */
export function unlessOff(value: Value, unless: Constants, adaptOn: () => Value | undefined): Value | undefined {
  const undecided = undecidedSwitch(value, unless)?.value;
  const isOff = (name: string, held: Value | undefined) => textOf(held) === String(unless[name]);
  if (undecided?.kind === 'unknown') {
    const alternatives = undecided.alternatives.map(({ when, value: possible }) => ({
      when,
      value: Object.keys(unless).some(name => isOff(name, possible)) ? undefined : adaptOn(),
    }));
    return { ...undecided, alternatives, nullable: true };
  }
  const { properties } = onlyObject(value) ?? {};
  const off = Object.keys(unless).some(name => isOff(name, properties?.get(name)?.value));
  return off ? scalar(null, value.span) : adaptOn();
}

/** The argument of which it is not known whether it switches its block off. */
export function undecidedSwitch(value: Value, unless: Constants): Property | undefined {
  const { properties } = onlyObject(value) ?? {};
  const held = Object.keys(unless).flatMap(name => properties?.get(name) ?? []);
  return held.find(property => property.value.kind === 'unknown');
}

function onlyObject(value: Value): ObjectValue | undefined {
  const block = value.kind === 'list' ? value.items[0] : value;
  return block?.kind === 'object' ? block : undefined;
}
