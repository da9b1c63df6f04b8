import type { SyntaxNode } from '../parse/syntax.ts';
import { ITEM, insideOf, isScalar, type Scalar, says, type Wanted } from './wanted.ts';

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

/** Adds what is wanted to what is expected already. */
export function mergeInto(holder: Map<string, Wanted | Scalar>, wanted: Wanted): void {
  for (const [name, value] of wanted) {
    const held = holder.get(name);
    if (held instanceof Map && !isScalar(value)) mergeInto(held, value);
    else holder.set(name, isScalar(value) ? value : copyOf(value));
  }
}

function copyOf(wanted: Wanted): Map<string, Wanted | Scalar> {
  return new Map([...wanted].map(([name, value]) => [name, isScalar(value) ? value : copyOf(value)]));
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
      if (after.kind !== 'sequence') return false;
      if (before.items.length === 0 && after.items.length === 1 && expectation) return isExactly(after, expectation);
      return (
        before.items.length === after.items.length &&
        before.items.every((item, index) => alike(item, after.items[index]!, itemOf(expectation, index)))
      );
    case 'mapping':
      return after.kind === 'mapping' && alikeEntries(before, after, expectation);
  }
}

function alikeEntries(
  before: SyntaxNode & { kind: 'mapping' },
  after: SyntaxNode & { kind: 'mapping' },
  expectation: Wanted | undefined,
): boolean {
  const inside = expectation && insideOf(expectation);
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

function itemOf(expectation: Wanted | undefined, index: number): Expectation {
  return (
    expectation?.get(ITEM) ?? expectation?.get(String(index)) ?? (expectation?.size ? soleItem(expectation) : undefined)
  );
}

/** Names that go into the only item of a list; places in Terraform's JSON are told by their number. */
function soleItem(expectation: Wanted): Wanted | undefined {
  return [...expectation.keys()].some(name => /^\d+$/.test(name)) ? undefined : expectation;
}

/** Whether a new node holds what is wanted, and nothing else. */
function isExactly(node: SyntaxNode, wanted: Wanted | Scalar): boolean {
  if (node.tag !== undefined) return false;
  if (isScalar(wanted)) return saysScalar(node, wanted);
  const item = wanted.get(ITEM);
  if (node.kind === 'sequence') return item !== undefined && node.items.length === 1 && isExactly(node.items[0]!, item);
  if (node.kind !== 'mapping' || node.entries.length !== wanted.size) return false;
  return node.entries.every(({ key, value }) => wanted.has(key.raw) && isExactly(value, wanted.get(key.raw)!));
}

function saysScalar(node: SyntaxNode, value: Scalar): boolean {
  return node.kind === 'scalar' && node.tag === undefined && node.value !== null && says(node.raw, value);
}
