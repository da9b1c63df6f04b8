import type { Attribute, Block, Body, Expression } from '../parse/hcl/ast.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import { bodyInsertion } from './hcl-insertion.ts';
import { replacement } from './hcl-lines.ts';
import type { Edit } from './mapping-edits.ts';
import { inQuotesOf } from './scalar-text.ts';
import { insideOf, isScalar, type Scalar, says, type Wanted } from './wanted.ts';

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

/** A `dynamic` block is called by what it makes. */
function nameOf(item: Attribute | Block): string | undefined {
  if (item.kind === 'attribute') return item.name;
  return item.type === 'dynamic' ? item.labels[0]?.value : item.type;
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
  if (!isScalar(value)) return settleObject(item.value, insideOf(value), text, edits);
  const literal = literalOf(item.value);
  if (literal === undefined) return declined('elsewhere');
  if (says(literal, value)) return undefined;
  const { start, end } = item.value.span;
  edits.push(...replacement(item, body, inQuotesOf(text.slice(start, end), value, 'hcl'), text));
  return undefined;
}

/** An object that is written as an argument: only what is there is changed. */
function settleObject(value: Expression, wanted: Wanted, text: string, edits: Edit[]): Declined | undefined {
  const only = value.kind === 'tuple' && value.items.length === 1 ? value.items[0]! : value;
  if (only.kind !== 'object') return declined('elsewhere');
  for (const [name, inner] of wanted) {
    const item = only.items.find(({ identifier, key }) => (identifier ?? literalOf(key)) === name);
    if (!item) return declined('form');
    if (!isScalar(inner)) {
      const problem = settleObject(item.value, insideOf(inner), text, edits);
      if (problem) return problem;
      continue;
    }
    const literal = literalOf(item.value);
    if (literal === undefined) return declined('elsewhere');
    if (says(literal, inner)) continue;
    const { start, end } = item.value.span;
    edits.push({ start, end, text: inQuotesOf(text.slice(start, end), inner, 'hcl') });
  }
  return undefined;
}

/** What a literal says; undefined for every other expression. */
export function literalOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.text;
    case 'unary': {
      const operand = expression.operator === '-' ? literalOf(expression.operand) : undefined;
      return operand === undefined ? undefined : `-${operand}`;
    }
    case 'template': {
      if (expression.heredoc) return undefined;
      const parts = expression.parts.map(part => (part.kind === 'text' ? part.value : undefined));
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    default:
      return undefined;
  }
}
