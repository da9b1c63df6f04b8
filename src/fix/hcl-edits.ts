import type { Attribute, Block, Body } from '../parse/hcl/ast.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import type { Edit } from './edits.ts';
import { meansBlock, nameOf } from './hcl-blocks.ts';
import { settleExpression } from './hcl-expressions.ts';
import { bodyInsertion } from './hcl-insertion.ts';
import { valueEdits } from './hcl-lines.ts';
import { isOfList } from './list-items.ts';
import { ITEM, keyOfStep } from './steps.ts';
import { insideOf, isScalar, type Scalar, type Wanted } from './wanted.ts';

/**
 * The edits that make a block say what is wanted: literals are replaced, missing arguments and nested blocks are added,
 * and lines beside them are aligned anew as `terraform fmt` does, where they were before.
 */
export function hclEdits(block: Block, wanted: Wanted, text: string): readonly Edit[] | Declined {
  const edits: Edit[] = [];
  const problem = settleBody(block, wanted, text, edits);
  if (problem) return problem;
  return edits.length === 0 ? declined('present') : edits;
}

function settleBody(block: Block, wanted: Wanted, text: string, edits: Edit[]): Declined | undefined {
  const missing = new Map<string, Wanted | Scalar>();
  for (const [name, value] of wanted) {
    const found = block.body.items.filter(item => nameOf(item) === name);
    const [item, ...others] = found;
    const isAttribute = item?.kind === 'attribute' && others.length === 0;
    if (item && !isAttribute && !isScalar(value) && isOfList(value) && !value.has(ITEM)) {
      const left = settleBlocks(found, value, text, edits);
      if (isDeclined(left)) return left;
      if (left.size > 0) missing.set(name, left);
      continue;
    }
    if (others.length > 0) return declined('several');
    if (!item) {
      missing.set(name, value);
      continue;
    }
    const problem = settleItem(item, value, block.body, text, edits);
    if (problem) return problem;
  }
  if (missing.size === 0) return undefined;
  const insertion = bodyInsertion(block, missing, text);
  if (isDeclined(insertion)) return insertion;
  edits.push(...insertion);
  return undefined;
}

/** Of blocks of one name those that are meant get what is wanted of them; what none of them is, is left. */
function settleBlocks(
  found: readonly (Attribute | Block)[],
  wanted: Wanted,
  text: string,
  edits: Edit[],
): Wanted | Declined {
  const missing = new Map<string, Wanted | Scalar>();
  for (const [step, inner] of wanted) {
    if (isScalar(inner)) return declined('form');
    const answers = found.map((item, index) => meansBlock(step, item, index));
    const index = answers.indexOf(true);
    const item = found[index];
    if (!item) {
      if (answers.includes(undefined)) return declined('elsewhere');
      if (!keyOfStep(step)) return declined('form');
      missing.set(step, inner);
      continue;
    }
    if (answers.lastIndexOf(true) !== index) return declined('several');
    if (item.kind !== 'block' || item.type === 'dynamic') return declined('elsewhere');
    const problem = settleBody(item, inner, text, edits);
    if (problem) return problem;
  }
  return missing;
}

function settleItem(
  item: Attribute | Block,
  value: Wanted | Scalar,
  body: Body,
  text: string,
  edits: Edit[],
): Declined | undefined {
  if (item.kind === 'block') {
    if (item.type === 'dynamic') return declined('elsewhere');
    return isScalar(value) ? declined('form') : settleBody(item, insideOf(value), text, edits);
  }
  const inside: Edit[] = [];
  const problem = settleExpression(item.value, value, text, inside);
  if (problem || inside.length === 0) return problem;
  edits.push(...valueEdits(item, body, inside, text));
  return undefined;
}
