/**
 * The steps of a path to a value: names, and in lists `[]` the one item, `[2]` the item at an index, `[Key=a]` the item
 * that has the key, `[=a]` a plain value among others, and `[@120]` the item that stands at an offset of the text.
 */
export const ITEM = '[]';

/** An item that has a key. */
export interface KeyStep {
  readonly key: string;
  readonly value: string;
}

/** Whether a step leads to a property, and not into a list. */
export function isName(step: string): boolean {
  return !step.startsWith('[');
}

export function indexStep(index: number): string {
  return `[${index}]`;
}

export function offsetStep(offset: number): string {
  return `[@${offset}]`;
}

export function keyStep({ key, value }: KeyStep): string {
  return `[${key}=${value}]`;
}

/** Of a plain value in a list. */
export function memberStep(value: string | number | boolean): string {
  return `[=${value}]`;
}

export function indexOfStep(step: string): number | undefined {
  const [, index] = /^\[(\d+)\]$/.exec(step) ?? [];
  return index === undefined ? undefined : Number(index);
}

export function offsetOfStep(step: string): number | undefined {
  const [, offset] = /^\[@(\d+)\]$/.exec(step) ?? [];
  return offset === undefined ? undefined : Number(offset);
}

export function keyOfStep(step: string): KeyStep | undefined {
  const [, key, value] = /^\[([\w-]+)=(.*)\]$/s.exec(step) ?? [];
  return key === undefined || value === undefined ? undefined : { key, value };
}

export function isMember(step: string): boolean {
  return step.startsWith('[=');
}

/**
 * The steps of a path as findings and rules write it; a dot inside brackets belongs to the key. Undefined where a part
 * is neither a name nor an item.
 */
export function stepsOf(path: string): readonly string[] | undefined {
  const steps: string[] = [];
  let rest = path;
  while (rest !== '') {
    const [part] = PART.exec(rest) ?? [];
    if (part === undefined) return undefined;
    steps.push(part.startsWith('.') ? part.slice(1) : part);
    rest = rest.slice(part.length);
    if (steps.length === 1 && (part.startsWith('.') || part.startsWith('['))) return undefined;
  }
  return steps;
}

const PART = /^(?:\.?[\w:/-]+|\[\d+\]|\[[\w-]+=[^[\]]*\])/;
