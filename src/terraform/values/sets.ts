import type { Span } from '../../model/source.ts';
import { bigNumberOf, formatNumber } from './decimals.ts';
import { equals, numberOrder } from './equality.ts';
import { hasSensitive } from './traits.ts';
import type { TerraformType } from './types.ts';
import { compareText, inKeyOrder, type SequenceValue, type TerraformValue } from './values.ts';

/**
 * A set of items that have the element type already: each once, in Terraform's order (texts by their bytes, numbers
 * by size, unknowns and nulls last). A sensitive item makes the whole set sensitive.
 */
export function setValue(items: readonly TerraformValue[], elementType: TerraformType, span: Span): SequenceValue {
  const distinct = distinctItems(items);
  const keys = new Map(distinct.map(item => [item, orderKey(item)]));
  const ordered = distinct.sort((a, b) => compareItems(a, b, keys));
  const set: SequenceValue = { kind: 'set', items: ordered, elementType, span };
  return items.some(hasSensitive) ? { ...set, sensitive: true } : set;
}

/** Each item once, the first of equal ones. Unknowns equal nothing but the same attribute of the same resource. */
export function distinctItems(items: readonly TerraformValue[]): TerraformValue[] {
  const seen = new Map<string, TerraformValue[]>();
  return items.filter(item => {
    const key = item.kind === 'unknown' ? '?' : orderKey(item);
    const similar = seen.get(key);
    if (!similar) seen.set(key, [item]);
    else if (similar.some(other => equals(other, item) === true)) return false;
    else similar.push(item);
    return true;
  });
}

function compareItems(a: TerraformValue, b: TerraformValue, keys: ReadonlyMap<TerraformValue, string>): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (a.kind === 'string' && b.kind === 'string') return compareText(a.value, b.value);
  if (a.kind === 'number' && b.kind === 'number') return numberOrder(a, b);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.value) - Number(b.value);
  return compareText(keys.get(a)!, keys.get(b)!);
}

function rankOf(value: TerraformValue): number {
  return value.kind === 'null' ? 2 : value.kind === 'unknown' ? 1 : 0;
}

/** Terraform orders items that have no order of their own by a text of this form. */
function orderKey(value: TerraformValue): string {
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'null':
      return '~';
    case 'bool':
      return value.value ? 'T' : 'F';
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return formatNumber(bigNumberOf(value), 'g', 10);
    case 'list':
    case 'set':
      return `[${value.items.map(item => `${orderKey(item)};`).join('')}]`;
    case 'tuple':
      return `<${value.items.map(item => `${orderKey(item)};`).join('')}>`;
    case 'map':
      return `{${entriesOf(value.entries)
        .map(([key, item]) => `${JSON.stringify(key)}:${item};`)
        .join('')}}`;
    case 'object':
      return `<${entriesOf(value.entries)
        .map(([, item]) => `${item};`)
        .join('')}>`;
  }
}

function entriesOf(entries: ReadonlyMap<string, { readonly value: TerraformValue }>): [string, string][] {
  return [...inKeyOrder(entries)].map(([key, { value }]) => [key, orderKey(value)]);
}
