import type { Evaluation } from '../model/finding.ts';
import type { Resource } from '../model/resource.ts';
import { listOf, objectOf, type Value } from '../model/value.ts';
import { indexOfStep, indexStep, isName, stepsOf } from './steps.ts';

/** The item of a list that the fix of a finding is about: `ContainerDefinitions[1]`; undefined: none, or one with a key. */
export function itemOf({ sets }: Pick<Evaluation, 'sets'>): string | undefined {
  for (const path of Object.keys(sets ?? {})) return /^.*\[\d+\]/.exec(path)?.[0];
  return undefined;
}

/** Where an item stands in the text, of whichever resources and places in the normal form. */
export interface ItemAnchor {
  readonly steps: readonly string[];
  /** The names on the way. */
  readonly names: string;
  /** Of each list on the way the start of the item in it. */
  readonly starts: readonly number[];
}

export function anchorOf(item: string, { properties }: Resource): ItemAnchor {
  const steps = stepsOf(item) ?? [];
  const starts: number[] = [];
  let value: Value | undefined = properties;
  for (const step of steps) {
    value = next(value, step);
    if (indexOfStep(step) !== undefined) starts.push(value?.span.start ?? -1);
  }
  return { steps, names: steps.filter(isName).join('.'), starts };
}

/**
 * The items of a resource that stand at the same places of the text, which one edit changes together: several in the
 * normal form can come from one block, and several resources.
 */
export function itemsAt({ steps, starts }: ItemAnchor, { properties }: Resource): readonly string[] {
  return collect(properties, steps, starts).map(path => path.join('.').replaceAll('.[', '['));
}

function collect(value: Value | undefined, steps: readonly string[], starts: readonly number[]): readonly string[][] {
  const [step, ...rest] = steps;
  if (step === undefined) return [[]];
  if (indexOfStep(step) === undefined) return collect(next(value, step), rest, starts).map(path => [step, ...path]);
  const [start, ...others] = starts;
  const items = listOf(value)?.items ?? [];
  return items.flatMap((item, index) =>
    item.span.start === start ? collect(item, rest, others).map(path => [indexStep(index), ...path]) : [],
  );
}

function next(value: Value | undefined, step: string): Value | undefined {
  const index = indexOfStep(step);
  if (index !== undefined) return listOf(value)?.items[index] ?? (index === 0 ? objectOf(value) : undefined);
  const list = listOf(value);
  return objectOf(list ? list.items[0] : value)?.properties.get(step)?.value;
}
