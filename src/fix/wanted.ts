/** A value that a fix writes. */
export type Scalar = string | number | boolean;

/** One value with the names that lead to it; a list of one item is the step `[]`. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: Scalar;
}

/** The step into the one item of a list. */
export const ITEM = '[]';

/** What is to be written below a place: names to values or to more names. */
export type Wanted = ReadonlyMap<string, Wanted | Scalar>;

/** The single values that a fix sets; undefined where it is about lists of several items, or paths with conditions. */
export function leavesOf(set: Readonly<Record<string, unknown>>): readonly Leaf[] | undefined {
  const leaves: Leaf[] = [];
  for (const [path, value] of Object.entries(set)) {
    if (!/^[\w-]+(?:\.[\w-]+)*$/.test(path)) return undefined;
    if (!collect(path.split('.'), value, leaves)) return undefined;
  }
  return leaves;
}

function collect(path: readonly string[], value: unknown, leaves: Leaf[]): boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    leaves.push({ path, value });
    return true;
  }
  if (Array.isArray(value)) return value.length === 1 && collect([...path, ITEM], value[0], leaves);
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([name, inner]) => collect([...path, name], inner, leaves));
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

/** A value, and no names with values below them. */
export function isScalar(wanted: Wanted | Scalar): wanted is Scalar {
  return typeof wanted !== 'object';
}

/** What is wanted of the one item of a list; Terraform has blocks where CloudFormation has lists of objects. */
export function insideOf(wanted: Wanted): Wanted {
  const item = wanted.get(ITEM);
  return item instanceof Map ? item : wanted;
}

/** The names on the way to a value, without the steps into lists. */
export function namesOf({ path }: Leaf): readonly string[] {
  return path.filter(step => step !== ITEM);
}

/** Whether a text says the value, as the services compare them: `"True"` is true, `"7"` is 7. */
export function says(text: string, value: Scalar): boolean {
  return typeof value === 'string' ? text === value : text.toLowerCase() === String(value);
}
