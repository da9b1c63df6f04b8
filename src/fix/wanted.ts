import type { Span } from '../model/source.ts';
import { type ListValues, stepsInList } from './list-values.ts';
import { ITEM, isName, stepsOf } from './steps.ts';

/** A value that a fix writes. */
export type Scalar = string | number | boolean;

/** One value with the steps that lead to it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: Scalar;
  /** It is in a list that is written whole, where there is none yet. */
  readonly whole?: true;
  /** The item of a list that it is in, as it stands in the text. */
  readonly item?: Span;
}

/** What is to be written below a place: steps to values or to more steps. */
export type Wanted = ReadonlyMap<string, Wanted | Scalar>;

/**
 * The single values that a fix sets. A list of one item is the step `[]`, where `listsOf` does not say of a list that
 * its items are wanted among others. Undefined where a path or a value has another form.
 */
export function leavesOf(
  set: Readonly<Record<string, unknown>>,
  listAt: (path: readonly string[]) => ListValues,
): readonly Leaf[] | undefined {
  const leaves: Leaf[] = [];
  for (const [path, value] of Object.entries(set)) {
    const steps = stepsOf(path);
    if (!steps || !collect(steps, value, leaves, listAt)) return undefined;
  }
  return leaves;
}

function collect(
  path: readonly string[],
  value: unknown,
  leaves: Leaf[],
  listAt: (path: readonly string[]) => ListValues,
): boolean {
  if (isScalar(value)) {
    leaves.push({ path, value });
    return true;
  }
  if (Array.isArray(value)) {
    const values = listAt(path);
    if (value.length === 1 && values === 'whole') return collect([...path, ITEM], value[0], leaves, listAt);
    const inList: Leaf[] = [];
    const items = stepsInList(value);
    if (!items?.every(({ step, held }) => collect([...path, step], held, inList, listAt))) return false;
    leaves.push(...(values === 'whole' ? inList.map(leaf => ({ ...leaf, whole: true as const })) : inList));
    return true;
  }
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([name, inner]) => collect([...path, name], inner, leaves, listAt));
}

/** Leaves as a tree, in their order; undefined where two of them exclude each other. */
export function wantedOf(leaves: readonly Leaf[]): Wanted | undefined {
  const root = new Map<string, Wanted | Scalar>();
  for (const { path, value } of leaves) {
    let holder = root;
    for (const step of path.slice(0, -1)) {
      const inner = holder.get(step) ?? new Map<string, Wanted | Scalar>();
      if (!(inner instanceof Map)) return undefined;
      holder.set(step, inner);
      holder = inner;
    }
    const last = path.at(-1)!;
    if (holder.has(last) && holder.get(last) !== value) return undefined;
    holder.set(last, value);
  }
  return root;
}

/** Adds what is wanted to what is wanted already. */
export function mergeInto(holder: Map<string, Wanted | Scalar>, wanted: Wanted): void {
  for (const [step, value] of wanted) {
    const held = holder.get(step);
    if (held instanceof Map && !isScalar(value)) mergeInto(held, value);
    else holder.set(step, isScalar(value) ? value : copyOf(value));
  }
}

/** All that is wanted in one place. */
export function mergedOf(all: readonly Wanted[]): Wanted {
  const merged = new Map<string, Wanted | Scalar>();
  for (const wanted of all) mergeInto(merged, wanted);
  return merged;
}

function copyOf(wanted: Wanted): Map<string, Wanted | Scalar> {
  return new Map([...wanted].map(([step, value]) => [step, isScalar(value) ? value : copyOf(value)]));
}

/** A value, and no steps with values below them. */
export function isScalar(wanted: unknown): wanted is Scalar {
  return typeof wanted === 'string' || typeof wanted === 'number' || typeof wanted === 'boolean';
}

/** What is wanted of the one item of a list; Terraform has blocks where CloudFormation has lists of objects. */
export function insideOf(wanted: Wanted): Wanted {
  const item = wanted.get(ITEM);
  return item instanceof Map ? item : wanted;
}

/** The names on the way to a value, without the steps into lists. */
export function namesOf({ path }: Leaf): readonly string[] {
  return path.filter(isName);
}

/** Whether a text says the value, as the services compare them: `"True"` is true, `"7"` is 7. */
export function says(text: string, value: Scalar): boolean {
  return typeof value === 'string' ? text === value : text.toLowerCase() === String(value);
}
