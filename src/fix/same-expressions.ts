import type { Expression, ObjectItem } from '../parse/hcl/ast.ts';
import { encodedIn, heredocJson, keyOfItem, literalOf, meansExpression } from './hcl-literals.ts';
import { arePaired, isOfList, itemWithKey, newItems } from './list-items.ts';
import { sameMapping } from './same-mapping.ts';
import { ITEM, isMember } from './steps.ts';
import { isScalar, mergeInto, type Scalar, says, type Wanted } from './wanted.ts';

/** The texts of the whole file. */
export interface Texts {
  readonly before: string;
  readonly after: string;
}

/** Whether an expression says the same as before but for what was wanted in it. */
export function sameExpression(
  before: Expression,
  after: Expression,
  wanted: Wanted | Scalar | undefined,
  texts: Texts,
): boolean {
  if (sourceOf(before, texts.before) === sourceOf(after, texts.after)) return true;
  if (wanted === undefined) return false;
  if (isScalar(wanted)) return saysExactly(after, wanted);
  const [old, now] = [encodedIn(before), encodedIn(after)];
  if (wrapperOf(before, old, texts.before) !== wrapperOf(after, now, texts.after)) return false;
  if (old.kind === 'tuple' && now.kind === 'tuple') return sameItems(old.items, now.items, wanted, texts);
  if (old.kind === 'object' && now.kind === 'object') {
    const inside = itemOf(wanted, old, 0);
    return inside !== undefined && !isScalar(inside) && sameEntries(old.items, now.items, inside, texts);
  }
  const [json, other] = [heredocJson(old, texts.before), heredocJson(now, texts.after)];
  return json !== undefined && other !== undefined && sameMapping(json.root, other.root, [{ path: [], wanted }]);
}

/** The items that were there, in their order, and behind them those that are wanted and were missing. */
function sameItems(before: readonly Expression[], after: readonly Expression[], wanted: Wanted, texts: Texts): boolean {
  const isKept = (item: Expression, index: number) =>
    after[index] !== undefined && sameExpression(item, after[index], itemOf(wanted, item, index), texts);
  if (!before.every(isKept)) return false;
  const missing = [...wanted].flatMap(([step, inner]) => {
    if (step === ITEM) return before.length === 0 ? [inner] : [];
    const added = isMember(step) ? inner : itemWithKey(step, inner);
    return added === undefined || before.some((item, index) => meansExpression(step, inner, item, index))
      ? []
      : [added];
  });
  return arePaired(after.slice(before.length), missing, saysExactly);
}

function itemOf(wanted: Wanted, item: Expression, index: number): Wanted | Scalar | undefined {
  if (!isOfList(wanted) || wanted.has(ITEM)) return wanted.get(ITEM) ?? wanted;
  const merged = new Map<string, Wanted | Scalar>();
  for (const [step, inner] of wanted) {
    if (!isScalar(inner) && meansExpression(step, inner, item, index)) mergeInto(merged, inner);
  }
  return merged.size > 0 ? merged : undefined;
}

function sameEntries(
  before: readonly ObjectItem[],
  after: readonly ObjectItem[],
  wanted: Wanted,
  texts: Texts,
): boolean {
  const known = new Set(before.map(keyOfItem));
  const isKept = (item: ObjectItem, index: number) => {
    const other = after[index];
    const name = keyOfItem(item);
    if (!other || sourceOf(item.key, texts.before) !== sourceOf(other.key, texts.after)) return false;
    return sameExpression(item.value, other.value, name === undefined ? undefined : wanted.get(name), texts);
  };
  if (!before.every(isKept)) return false;
  const added = after.slice(before.length);
  const missing = new Set([...wanted.keys()].filter(name => !known.has(name)));
  return (
    added.length === missing.size &&
    added.every(item => {
      const name = keyOfItem(item) ?? '';
      return missing.delete(name) && saysExactly(item.value, wanted.get(name)!);
    })
  );
}

/** Whether a new expression says what is wanted, and nothing else. */
export function saysExactly(expression: Expression, wanted: Wanted | Scalar): boolean {
  if (isScalar(wanted)) {
    const literal = literalOf(expression);
    return literal !== undefined && says(literal, wanted);
  }
  if (expression.kind === 'tuple') {
    const items = newItems(wanted);
    return items !== undefined && arePaired(expression.items, items, saysExactly);
  }
  if (expression.kind !== 'object' || expression.items.length !== wanted.size) return false;
  return expression.items.every(item => {
    const value = wanted.get(keyOfItem(item) ?? '');
    return value !== undefined && saysExactly(item.value, value);
  });
}

function sourceOf({ span }: Expression, text: string): string {
  return text.slice(span.start, span.end);
}

/** What stands around the expression that is looked into. */
function wrapperOf(whole: Expression, inner: Expression, text: string): string {
  return `${text.slice(whole.span.start, inner.span.start)}${text.slice(inner.span.end, whole.span.end)}`;
}
