import type { Entry, SequenceNode, SyntaxNode } from '../parse/syntax.ts';
import { blockItems } from './block-mapping.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import type { Edit } from './edits.ts';
import { flowItems } from './flow-mapping.ts';
import { isOfList, itemWithKey, means } from './list-items.ts';
import type { MappingText } from './mapping-edits.ts';
import { ITEM, isMember } from './steps.ts';
import { isScalar, type Scalar, type Wanted } from './wanted.ts';

/**
 * The edits in a list of YAML or JSON: items that are there get what is wanted of them by `settle`, those that are
 * missing come behind the others. Declines where an item could be the one that is wanted, and the text does not tell.
 */
export function settleSequence(
  node: SequenceNode,
  wanted: Wanted,
  holder: Entry,
  source: MappingText,
  edits: Edit[],
  settle: (item: SyntaxNode, wanted: Wanted | Scalar) => Declined | undefined,
): Declined | undefined {
  const missing: (Wanted | Scalar)[] = [];
  const isSole = !isOfList(wanted) || wanted.has(ITEM);
  for (const [step, inner] of isSole ? [[ITEM, wanted.get(ITEM) ?? wanted] as const] : wanted) {
    const found = itemFor(step, inner, node);
    if (isDeclined(found)) return found;
    const { item } = found;
    if (!item) {
      const added = step === ITEM || isMember(step) ? inner : itemWithKey(step, inner);
      if (added === undefined) return declined('form');
      missing.push(added);
      continue;
    }
    if (item.span.start < node.span.start || item.span.end > node.span.end) return declined('alias');
    const problem = isMember(step) ? undefined : settle(item, inner);
    if (problem) return problem;
  }
  if (missing.length === 0) return undefined;
  const isInBrackets = source.text[node.span.start] === '[';
  const added = isInBrackets ? flowItems(node, missing, source) : blockItems(node, missing, holder, source);
  if (isDeclined(added)) return added;
  edits.push(...added);
  return undefined;
}

function itemFor(
  step: string,
  wanted: Wanted | Scalar,
  { items }: SequenceNode,
): { readonly item: SyntaxNode | undefined } | Declined {
  if (step === ITEM) return items.length > 1 ? declined('several') : { item: items[0] };
  const answers = items.map((item, index) => means(step, wanted, item, index));
  const index = answers.indexOf(true);
  if (index >= 0)
    return isScalar(wanted) || answers.lastIndexOf(true) === index ? { item: items[index] } : declined('several');
  return answers.includes(undefined) ? declined('elsewhere') : { item: undefined };
}
