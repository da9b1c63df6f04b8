import type { SyntaxNode } from '../parse/syntax.ts';
import { arePaired, isOfList, itemWithKey, means, newItems } from './list-items.ts';
import { ITEM, indexStep, isMember, keyOfStep } from './steps.ts';
import { insideOf, isScalar, mergeInto, type Scalar, says, type Wanted } from './wanted.ts';

/** Where a change belongs: the names from the root of the document to the declaration that it is made in. */
export interface Expected {
  readonly path: readonly string[];
  readonly wanted: Wanted;
}

/**
 * Whether a document in YAML or JSON is the same as before, in the same order, but for what was wanted at the expected
 * places; and whether that is there now.
 */
export function sameMapping(
  before: SyntaxNode | undefined,
  after: SyntaxNode | undefined,
  expected: readonly Expected[],
): boolean {
  return before !== undefined && after !== undefined && alike(before, after, expectationOf(expected));
}

/** What may differ below a node: all of it, or what stands under a name. */
type Expectation = Wanted | Scalar | undefined;

function expectationOf(expected: readonly Expected[]): Wanted {
  const root = new Map<string, Wanted | Scalar>();
  for (const { path, wanted } of expected) {
    let holder = root;
    for (const step of path) {
      const inner = holder.get(step);
      const next = inner instanceof Map ? inner : new Map<string, Wanted | Scalar>();
      holder.set(step, next);
      holder = next;
    }
    mergeInto(holder, wanted);
  }
  return root;
}

function alike(before: SyntaxNode, after: SyntaxNode, expectation: Expectation): boolean {
  if (expectation !== undefined && isScalar(expectation)) return saysScalar(after, expectation);
  if (before.tag !== after.tag) return false;
  const isEmpty = before.kind === 'scalar' && before.value === null;
  if (isEmpty && after.kind !== 'scalar' && expectation) return isExactly(after, expectation);
  switch (before.kind) {
    case 'scalar':
      return (
        after.kind === 'scalar' &&
        before.raw === after.raw &&
        before.quoted === after.quoted &&
        before.value === after.value
      );
    case 'sequence':
      return after.kind === 'sequence' && alikeItems(before.items, after.items, expectation);
    case 'mapping':
      return after.kind === 'mapping' && alikeEntries(before, after, expectation);
  }
}

function alikeEntries(
  before: SyntaxNode & { kind: 'mapping' },
  after: SyntaxNode & { kind: 'mapping' },
  expectation: Wanted | undefined,
): boolean {
  const inside = expectation && insideOfOnly(before, expectation);
  const known = new Set(before.entries.map(({ key }) => key.raw));
  const missing = new Set(inside?.keys());
  let next = 0;
  for (const { key, value } of after.entries) {
    missing.delete(key.raw);
    const wanted = inside?.get(key.raw);
    if (!known.has(key.raw)) {
      if (wanted === undefined || !isExactly(value, wanted)) return false;
      continue;
    }
    const old = before.entries[next++];
    if (!old || old.key.raw !== key.raw || !alike(old.value, value, wanted)) return false;
  }
  return next === before.entries.length && missing.size === 0;
}

/** A single object can stand for the list that it is the only item of. */
function insideOfOnly(node: SyntaxNode, expectation: Wanted): Wanted | undefined {
  if (!isOfList(expectation) || expectation.has(ITEM)) return insideOf(expectation);
  const inner = itemOf(expectation, keyedIn(expectation), node, 0);
  return inner === undefined || isScalar(inner) ? undefined : inner;
}

/** The items that were there, in their order, and behind them those that are wanted and were missing. */
function alikeItems(
  before: readonly SyntaxNode[],
  after: readonly SyntaxNode[],
  expectation: Wanted | undefined,
): boolean {
  if (before.length > after.length) return false;
  const keyed = expectation ? keyedIn(expectation) : [];
  const isKept = (item: SyntaxNode, index: number) =>
    alike(item, after[index]!, expectation && itemOf(expectation, keyed, item, index));
  if (!before.every(isKept)) return false;
  const added = after.slice(before.length);
  if (!expectation) return added.length === 0;
  if (before.length === 0 && !isOfList(expectation)) return added.length === 1 && isExactly(added[0]!, expectation);
  return arePaired(added, missingItems(before, expectation), isExactly);
}

type Step = readonly [step: string, inner: Wanted | Scalar];

function keyedIn(expectation: Wanted): readonly Step[] {
  return isOfList(expectation) ? [...expectation].filter(([step]) => keyOfStep(step)) : [];
}

/** Names without a step into the list go into its only item; places in Terraform's JSON are told by their number. */
function itemOf(expectation: Wanted, keyed: readonly Step[], item: SyntaxNode, index: number): Expectation {
  const found = [expectation.get(ITEM), expectation.get(String(index)), expectation.get(indexStep(index))];
  for (const [step, inner] of keyed) if (means(step, inner, item, index)) found.push(inner);
  const [first, ...others] = found.filter(inner => inner !== undefined);
  if (others.length > 0) {
    const merged = new Map<string, Wanted | Scalar>();
    for (const inner of [first!, ...others]) if (!isScalar(inner)) mergeInto(merged, inner);
    return merged;
  }
  if (first !== undefined || isOfList(expectation)) return first;
  const name = expectation.keys().next().value;
  return name === undefined || /^\d+$/.test(name) ? undefined : expectation;
}

function missingItems(before: readonly SyntaxNode[], expectation: Wanted): readonly (Wanted | Scalar)[] {
  return [...expectation].flatMap(([step, inner]) => {
    if (step === ITEM) return before.length === 0 ? [inner] : [];
    const added = isMember(step) ? inner : itemWithKey(step, inner);
    return added === undefined || before.some((item, index) => means(step, inner, item, index)) ? [] : [added];
  });
}

/** Whether a new node holds what is wanted, and nothing else. */
function isExactly(node: SyntaxNode, wanted: Wanted | Scalar): boolean {
  if (node.tag !== undefined) return false;
  if (isScalar(wanted)) return saysScalar(node, wanted);
  if (node.kind === 'sequence') {
    const items = newItems(wanted);
    return items !== undefined && arePaired(node.items, items, isExactly);
  }
  if (node.kind !== 'mapping' || node.entries.length !== wanted.size) return false;
  return node.entries.every(({ key, value }) => wanted.has(key.raw) && isExactly(value, wanted.get(key.raw)!));
}

function saysScalar(node: SyntaxNode, value: Scalar): boolean {
  return node.kind === 'scalar' && node.tag === undefined && node.value !== null && says(node.raw, value);
}
