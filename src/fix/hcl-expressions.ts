import type { Expression, ObjectExpression, TupleExpression } from '../parse/hcl/ast.ts';
import { scalarNode } from '../parse/syntax.ts';
import { type Declined, declined, isDeclined } from './decline.ts';
import { type Edit, movedBy } from './edits.ts';
import { encodedIn, heredocJson, keyOfItem, literalOf, meansExpression } from './hcl-literals.ts';
import { objectInsertion, tupleInsertion } from './hcl-objects.ts';
import { isOfList, itemWithKey } from './list-items.ts';
import { mappingEdits } from './mapping-edits.ts';
import { inQuotesOf } from './scalar-text.ts';
import { ITEM, isMember } from './steps.ts';
import { insideOf, isScalar, type Scalar, says, type Wanted } from './wanted.ts';

/**
 * The edits that make an expression say what is wanted, also below `jsonencode` and in the JSON of a heredoc: literals
 * are replaced, entries and items that are missing are added. Declines where something is computed.
 */
export function settleExpression(
  expression: Expression,
  wanted: Wanted | Scalar,
  text: string,
  edits: Edit[],
): Declined | undefined {
  if (isScalar(wanted)) return settleLiteral(expression, wanted, text, edits);
  const inner = encodedIn(expression);
  switch (inner.kind) {
    case 'tuple':
      return settleTuple(inner, wanted, text, edits);
    case 'object':
      return settleObject(inner, wanted, text, edits);
    default:
      return settleHeredoc(inner, wanted, text, edits);
  }
}

function settleLiteral(value: Expression, wanted: Scalar, text: string, edits: Edit[]): Declined | undefined {
  const literal = literalOf(value);
  if (literal === undefined) return declined('elsewhere');
  if (says(literal, wanted)) return undefined;
  const { start, end } = value.span;
  const isSwitch =
    value.kind === 'literal' && typeof value.value === 'boolean' && /^(?:true|false)$/.test(String(wanted));
  const by = isSwitch ? String(wanted) : inQuotesOf(text.slice(start, end), wanted, 'hcl');
  edits.push({ start, end, text: by });
  return undefined;
}

function settleTuple(node: TupleExpression, wanted: Wanted, text: string, edits: Edit[]): Declined | undefined {
  if (!isOfList(wanted) || wanted.has(ITEM)) {
    const [only, ...others] = node.items;
    const inner = wanted.get(ITEM) ?? wanted;
    if (others.length > 0) return declined('several');
    return only ? settleExpression(only, inner, text, edits) : pushed(tupleInsertion(node, [inner], text), edits);
  }
  const missing: (Wanted | Scalar)[] = [];
  for (const [step, inner] of wanted) {
    const answers = node.items.map((item, index) => meansExpression(step, inner, item, index));
    const index = answers.indexOf(true);
    if (index < 0) {
      if (answers.includes(undefined)) return declined('elsewhere');
      const added = isMember(step) ? inner : itemWithKey(step, inner);
      if (added === undefined) return declined('form');
      missing.push(added);
    } else if (!isMember(step)) {
      if (answers.lastIndexOf(true) !== index) return declined('several');
      const problem = settleExpression(node.items[index]!, inner, text, edits);
      if (problem) return problem;
    }
  }
  return missing.length > 0 ? pushed(tupleInsertion(node, missing, text), edits) : undefined;
}

/** A single object where a list is wanted counts as its item. */
function settleObject(node: ObjectExpression, wanted: Wanted, text: string, edits: Edit[]): Declined | undefined {
  let inside: Wanted | Scalar | undefined = insideOf(wanted);
  if (isOfList(inside)) {
    const [[step, inner] = ['', ''], ...others] = inside;
    inside = others.length === 0 && meansExpression(step, inner, node, 0) ? inner : undefined;
  }
  if (inside === undefined || isScalar(inside)) return declined('form');
  const missing = new Map<string, Wanted | Scalar>();
  for (const [name, inner] of inside) {
    const item = node.items.find(each => keyOfItem(each) === name);
    if (!item) missing.set(name, inner);
    const problem = item && settleExpression(item.value, inner, text, edits);
    if (problem) return problem;
  }
  if (missing.size === 0) return undefined;
  if (node.items.some(item => keyOfItem(item) === undefined)) return declined('elsewhere');
  return pushed(objectInsertion(node, missing, text), edits);
}

function settleHeredoc(value: Expression, wanted: Wanted, text: string, edits: Edit[]): Declined | undefined {
  const json = heredocJson(value, text);
  if (!json) return declined('elsewhere');
  const key = scalarNode('', '', false, { ...json.root.span, start: 0, end: 0 });
  const entry = { key, value: json.root };
  const found = mappingEdits(entry, wanted, { text: json.text, syntax: 'json', templates: true, place: 'end' });
  if (isDeclined(found)) return found.decline === 'present' ? undefined : found;
  edits.push(...movedBy(json.start, found));
  return undefined;
}

function pushed(found: readonly Edit[] | Declined, edits: Edit[]): Declined | undefined {
  if (isDeclined(found)) return found;
  edits.push(...found);
  return undefined;
}
