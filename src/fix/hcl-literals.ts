import type { Expression, ObjectItem } from '../parse/hcl/ast.ts';
import { parseJson } from '../parse/json.ts';
import type { SyntaxNode } from '../parse/syntax.ts';
import { sameText } from './list-items.ts';
import { indexOfStep, keyOfStep } from './steps.ts';
import { isScalar, type Scalar, says, type Wanted } from './wanted.ts';

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

/** What stands inside of `jsonencode(…)` and of parentheses. */
export function encodedIn(expression: Expression): Expression {
  if (expression.kind === 'parentheses') return encodedIn(expression.inner);
  const [only, ...others] = expression.kind === 'call' && expression.name === 'jsonencode' ? expression.arguments : [];
  return only && others.length === 0 && expression.kind === 'call' && !expression.expandFinal
    ? encodedIn(only)
    : expression;
}

/** The JSON that is written between the marks of a heredoc, and where it starts; undefined of all else. */
export function heredocJson(
  expression: Expression,
  text: string,
): { readonly start: number; readonly text: string; readonly root: SyntaxNode } | undefined {
  if (expression.kind !== 'template' || !expression.heredoc) return undefined;
  const written = text.slice(expression.span.start, expression.span.end);
  const [whole, opening = '', inside = ''] = /^(<<-?[^\n]*\n)(.*\n)[ \t]*\w+\s*$/s.exec(written) ?? [];
  if (whole === undefined) return undefined;
  const { documents, diagnostics } = parseJson({ path: '', text: inside });
  const root = documents[0]?.root;
  return root && diagnostics.length === 0
    ? { start: expression.span.start + opening.length, text: inside, root }
    : undefined;
}

/** The name of an entry of an object; undefined where it is an expression. */
export function keyOfItem({ identifier, key }: ObjectItem): string | undefined {
  return identifier ?? literalOf(key);
}

/** Whether a step means the item of a tuple at an index; undefined where the text does not tell. */
export function meansExpression(
  step: string,
  wanted: Wanted | Scalar,
  item: Expression,
  index: number,
): boolean | undefined {
  const at = indexOfStep(step);
  if (at !== undefined) return at === index;
  const key = keyOfStep(step);
  if (!key) {
    const literal = isScalar(wanted) ? literalOf(item) : undefined;
    return literal === undefined ? undefined : says(literal, wanted as Scalar);
  }
  if (item.kind !== 'object') return undefined;
  const held = item.items.find(each => keyOfItem(each) === key.key);
  if (!held) return item.items.every(each => keyOfItem(each) !== undefined) ? false : undefined;
  const literal = literalOf(held.value);
  return literal === undefined ? undefined : sameText(literal, key.value);
}
