import type { Attribute, Block, Body, Expression } from '../parse/hcl/ast.ts';
import { entryAt, type SyntaxNode } from '../parse/syntax.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import { type Document, entryOf, type Place } from './document.ts';
import { nameOf } from './hcl-blocks.ts';
import { encodedIn, heredocJson, keyOfItem } from './hcl-literals.ts';
import { indexStep, isName, offsetOfStep } from './steps.ts';
import { isScalar, type Scalar, type Wanted } from './wanted.ts';

/**
 * What is wanted, with items told by their number in the document in place of the offset, which holds until the first
 * edit only. Declines where no item of a list, and no block, stands at the offset.
 */
export function placedItems(document: Document, place: Place, wanted: Wanted): Wanted | Declined {
  if (!speaksOfOffsets(wanted)) return wanted;
  if (document.kind === 'hcl') {
    const block = document.body.items[place as number];
    return block?.kind === 'block' ? inBody(block.body, wanted, document.file.text) : declined('form');
  }
  const entry = entryOf(document.root, place as readonly string[]);
  return entry ? inNode(entry.value, wanted, 0, 0) : declined('form');
}

function speaksOfOffsets(wanted: Wanted): boolean {
  for (const [step, inner] of wanted) {
    if (offsetOfStep(step) !== undefined || (!isScalar(inner) && speaksOfOffsets(inner))) return true;
  }
  return false;
}

type Found = readonly [step: string, inner: Wanted | Scalar | Declined] | undefined;

/** Goes through the steps; those that do not lead to what is there hold no offsets, or lead elsewhere. */
function through(wanted: Wanted, next: (step: string, inner: Wanted) => Found): Wanted | Declined {
  const result = new Map<string, Wanted | Scalar>();
  for (const [step, inner] of wanted) {
    if (isScalar(inner) || (offsetOfStep(step) === undefined && !speaksOfOffsets(inner))) {
      if (offsetOfStep(step) !== undefined) return declined('form');
      result.set(step, inner);
      continue;
    }
    const [to, found] = next(step, inner) ?? [];
    if (to === undefined || found === undefined || result.has(to)) return declined('elsewhere');
    if (!isScalar(found) && isDeclined(found)) return found;
    result.set(to, found);
  }
  return result;
}

/**
 * `start`: where the text that was parsed stands in the file. `from`: where the entry starts that has the node as its
 * value, since a single object in place of a list stands where its entry does.
 */
function inNode(node: SyntaxNode, wanted: Wanted, start: number, from: number): Wanted | Declined {
  if (node.tag !== undefined) return declined('elsewhere');
  return through(wanted, (step, inner): Found => {
    const offset = offsetOfStep(step);
    if (offset === undefined) {
      const entry = isName(step) ? entryAt(node, step) : undefined;
      return entry && [step, inNode(entry.value, inner, start, entry.key.span.start)];
    }
    if (node.kind !== 'sequence') {
      const isMeant = holds({ start: from, end: node.span.end }, offset - start);
      return isMeant ? [indexStep(0), inNode(node, inner, start, from)] : undefined;
    }
    const index = node.items.findIndex(({ span }) => holds(span, offset - start));
    return index < 0
      ? undefined
      : [indexStep(index), inNode(node.items[index]!, inner, start, node.items[index]!.span.start)];
  });
}

function inBody(body: Body, wanted: Wanted, text: string): Wanted | Declined {
  return through(wanted, (name, inner): Found => {
    const found = body.items.filter(item => nameOf(item) === name);
    const [only, ...others] = found;
    if (only?.kind === 'attribute')
      return others.length > 0 ? undefined : [name, inExpression(only.value, inner, text, only.span.start)];
    return only && [name, inBlocks(found, inner, text)];
  });
}

function inBlocks(found: readonly (Attribute | Block)[], wanted: Wanted, text: string): Wanted | Declined {
  const inside = ([item]: readonly (Attribute | Block)[], inner: Wanted) =>
    item?.kind === 'block' && item.type !== 'dynamic' ? inBody(item.body, inner, text) : declined('elsewhere');
  if ([...wanted.keys()].every(isName)) return found.length > 1 ? declined('several') : inside(found, wanted);
  return through(wanted, (step, inner): Found => {
    const offset = offsetOfStep(step);
    const index = offset === undefined ? -1 : found.findIndex(({ span }) => holds(span, offset));
    return index < 0 ? undefined : [indexStep(index), inside(found.slice(index), inner)];
  });
}

function inExpression(expression: Expression, wanted: Wanted, text: string, from: number): Wanted | Declined {
  const inner = encodedIn(expression);
  const json = heredocJson(inner, text);
  if (json) return inNode(json.root, wanted, json.start, 0);
  return through(wanted, (step, below): Found => {
    const offset = offsetOfStep(step);
    if (inner.kind === 'object' && offset === undefined) {
      const item = inner.items.find(each => keyOfItem(each) === step);
      return item && [step, inExpression(item.value, below, text, item.span.start)];
    }
    if (offset === undefined) return undefined;
    if (inner.kind === 'object') {
      const isMeant = holds({ start: from, end: inner.span.end }, offset);
      return isMeant ? [indexStep(0), inExpression(inner, below, text, from)] : undefined;
    }
    const items = inner.kind === 'tuple' ? inner.items : [];
    const index = items.findIndex(({ span }) => holds(span, offset));
    return index < 0
      ? undefined
      : [indexStep(index), inExpression(items[index]!, below, text, items[index]!.span.start)];
  });
}

function holds({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean {
  return start <= offset && offset < end;
}
