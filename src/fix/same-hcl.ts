import type { Body, Expression } from '../parse/hcl/ast.ts';
import { literalOf } from './hcl-edits.ts';
import { mergeInto } from './same-mapping.ts';
import { insideOf, isScalar, type Scalar, says, type Wanted } from './wanted.ts';

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
        sameBody(item.body, other.body, wanted, before.text, after.text)
      );
    }
    return item.kind === other.kind && !wanted && textOf(item, before.text) === textOf(other, after.text);
  });
}

type Item = Body['items'][number];

function sameBody(
  before: Body,
  after: Body,
  wanted: Wanted | undefined,
  textBefore: string,
  textAfter: string,
): boolean {
  let next = 0;
  const missing = new Set(wanted?.keys());
  for (const item of after.items) {
    const name = item.kind === 'attribute' ? item.name : item.type;
    const value = wanted?.get(name);
    const old = before.items[next];
    const isNew =
      value !== undefined && !before.items.some(each => (each.kind === 'attribute' ? each.name : each.type) === name);
    if (value !== undefined) missing.delete(name);
    if (isNew) {
      if (!holdsExactly(item, value)) return false;
      continue;
    }
    if (!old || old.kind !== item.kind) return false;
    next++;
    if (old.kind === 'block' && item.kind === 'block') {
      const inside = value === undefined || isScalar(value) ? undefined : insideOf(value);
      if (headerOf(old, textBefore) !== headerOf(item, textAfter)) return false;
      if (!sameBody(old.body, item.body, inside, textBefore, textAfter)) return false;
    } else if (old.kind === 'attribute' && item.kind === 'attribute') {
      if (old.name !== item.name) return false;
      const isSame =
        textBefore.slice(old.value.span.start, old.value.span.end) ===
        textAfter.slice(item.value.span.start, item.value.span.end);
      if (!isSame && !mayDiffer(value, old, item, { before: textBefore, after: textAfter })) return false;
    }
  }
  return next === before.items.length && missing.size === 0;
}

/** The texts of the whole file. */
interface Texts {
  readonly before: string;
  readonly after: string;
}

/** A wanted value, or an object written as an argument in which one is wanted. */
function mayDiffer(wanted: Wanted | Scalar | undefined, before: Item, after: Item, texts: Texts): boolean {
  if (wanted === undefined || before.kind !== 'attribute' || after.kind !== 'attribute') return false;
  if (isScalar(wanted)) return holdsExactly(after, wanted);
  return sameObject(before.value, after.value, insideOf(wanted), texts);
}

function sameObject(before: Expression, after: Expression, wanted: Wanted, texts: Texts): boolean {
  if (before.kind === 'tuple' && after.kind === 'tuple') {
    const [first, second] = [before.items[0], after.items[0]];
    if (!first || !second || before.items.length + after.items.length !== 2) return false;
    return sameObject(first, second, wanted, texts);
  }
  if (before.kind !== 'object' || after.kind !== 'object' || before.items.length !== after.items.length) return false;
  return before.items.every((item, index) => {
    const other = after.items[index]!;
    const name = item.identifier ?? literalOf(item.key) ?? '';
    if (name !== (other.identifier ?? literalOf(other.key) ?? '')) return false;
    if (
      texts.before.slice(item.value.span.start, item.value.span.end) ===
      texts.after.slice(other.value.span.start, other.value.span.end)
    )
      return true;
    const value = wanted.get(name);
    if (value === undefined) return false;
    const said = literalOf(other.value);
    return isScalar(value)
      ? said !== undefined && says(said, value)
      : sameObject(item.value, other.value, insideOf(value), texts);
  });
}

function holdsExactly(item: Item, wanted: Wanted | Scalar): boolean {
  if (isScalar(wanted)) return item.kind === 'attribute' && sayOf(item) !== undefined && says(sayOf(item)!, wanted);
  if (item.kind !== 'block') return false;
  const inside = insideOf(wanted);
  return (
    item.body.items.length === inside.size &&
    item.body.items.every(each => {
      const value = inside.get(each.kind === 'attribute' ? each.name : each.type);
      return value !== undefined && holdsExactly(each, value);
    })
  );
}

function sayOf(item: Item): string | undefined {
  return item.kind === 'attribute' ? literalOf(item.value) : undefined;
}

function headerOf({ headerSpan }: { headerSpan: { start: number; end: number } }, text: string): string {
  return text.slice(headerSpan.start, headerSpan.end);
}

function textOf({ span }: Item, text: string): string {
  return text.slice(span.start, span.end);
}
