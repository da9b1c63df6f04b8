import type { Body } from '../parse/hcl/ast.ts';
import { meansBlock, nameOf } from './hcl-blocks.ts';
import { isArgument, isOfList, itemWithKey, partsOf } from './list-items.ts';
import { sameExpression, saysExactly, type Texts } from './same-expressions.ts';
import { ITEM } from './steps.ts';
import { insideOf, isScalar, mergeInto, type Scalar, type Wanted } from './wanted.ts';

/**
 * Whether a file in HCL says the same as before, in the same order, but for what was wanted in some of its blocks,
 * which are told by their number; and whether that is there now. White space and comments are not looked at.
 */
export function sameHcl(
  before: { body: Body; text: string },
  after: { body: Body; text: string },
  expected: readonly { readonly index: number; readonly wanted: Wanted }[],
): boolean {
  if (before.body.items.length !== after.body.items.length) return false;
  const byIndex = new Map<number, Map<string, Wanted | Scalar>>();
  for (const { index, wanted } of expected) {
    const held = byIndex.get(index) ?? new Map<string, Wanted | Scalar>();
    mergeInto(held, wanted);
    byIndex.set(index, held);
  }
  return before.body.items.every((item, index) => {
    const other = after.body.items[index]!;
    const wanted = byIndex.get(index);
    if (item.kind === 'block' && other.kind === 'block') {
      return (
        headerOf(item, before.text) === headerOf(other, after.text) &&
        sameBody(item.body, other.body, wanted, { before: before.text, after: after.text })
      );
    }
    return item.kind === other.kind && !wanted && textOf(item, before.text) === textOf(other, after.text);
  });
}

type Item = Body['items'][number];

function sameBody(before: Body, after: Body, wanted: Wanted | undefined, texts: Texts): boolean {
  const known = countsOf(before);
  const seen = new Map<string, number>();
  const missing = wanted ? missingIn(before, wanted) : new Map<string, (Wanted | Scalar)[]>();
  let next = 0;
  for (const item of after.items) {
    const name = nameOf(item) ?? '';
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    if (index >= (known.get(name) ?? 0)) {
      const left = missing.get(name) ?? [];
      const found = left.findIndex(each => holdsExactly(item, each));
      if (found < 0) return false;
      left.splice(found, 1);
      continue;
    }
    const old = before.items[next++];
    if (!old || nameOf(old) !== name || !sameItem(old, item, wantedOf(wanted?.get(name), old, index), texts))
      return false;
  }
  return next === before.items.length && [...missing.values()].every(left => left.length === 0);
}

function countsOf({ items }: Body): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item) ?? '', (counts.get(nameOf(item) ?? '') ?? 0) + 1);
  return counts;
}

/** What has to be new: by name, an argument or the blocks that none of those before is. */
function missingIn({ items }: Body, wanted: Wanted): Map<string, (Wanted | Scalar)[]> {
  const missing = new Map<string, (Wanted | Scalar)[]>();
  for (const [name, value] of wanted) {
    const found = items.filter(item => nameOf(item) === name);
    if (found.length === 0) {
      missing.set(name, partsOf(value));
    } else if (!isScalar(value) && isOfList(value) && found.every(item => item.kind === 'block')) {
      const left = [...value].flatMap(([step, inner]) => {
        if (found.some((item, index) => meansBlock(step, item, index))) return [];
        return itemWithKey(step, inner) ?? [];
      });
      missing.set(name, left);
    }
  }
  return missing;
}

/** What is wanted of the item at an index among those of its name. */
function wantedOf(wanted: Wanted | Scalar | undefined, item: Item, index: number): Wanted | Scalar | undefined {
  if (wanted === undefined || isScalar(wanted) || item.kind === 'attribute') return wanted;
  if (!isOfList(wanted) || wanted.has(ITEM)) return insideOf(wanted);
  const merged = new Map<string, Wanted | Scalar>();
  for (const [step, inner] of wanted) if (!isScalar(inner) && meansBlock(step, item, index)) mergeInto(merged, inner);
  return merged.size > 0 ? merged : undefined;
}

function sameItem(before: Item, after: Item, wanted: Wanted | Scalar | undefined, texts: Texts): boolean {
  if (before.kind === 'block' && after.kind === 'block') {
    return (
      headerOf(before, texts.before) === headerOf(after, texts.after) &&
      sameBody(before.body, after.body, wanted === undefined || isScalar(wanted) ? undefined : wanted, texts)
    );
  }
  return (
    before.kind === 'attribute' &&
    after.kind === 'attribute' &&
    sameExpression(before.value, after.value, wanted, texts)
  );
}

function holdsExactly(item: Item, wanted: Wanted | Scalar): boolean {
  if (item.kind === 'attribute') return isArgument(wanted) && saysExactly(item.value, wanted);
  if (isScalar(wanted) || item.type === 'dynamic') return false;
  const left = new Map([...wanted].map(([name, value]) => [name, partsOf(value)] as const));
  for (const each of item.body.items) {
    const items = left.get(nameOf(each) ?? '');
    const found = items?.findIndex(value => holdsExactly(each, value)) ?? -1;
    if (found < 0) return false;
    items!.splice(found, 1);
  }
  return [...left.values()].every(items => items.length === 0);
}

function headerOf({ headerSpan }: { headerSpan: { start: number; end: number } }, text: string): string {
  return text.slice(headerSpan.start, headerSpan.end);
}

function textOf({ span }: Item, text: string): string {
  return text.slice(span.start, span.end);
}
