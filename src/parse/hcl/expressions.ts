import type { BinaryOperator, CallExpression, Expression, LiteralExpression } from './ast.ts';
import { parseObject, parseTuple } from './collections.ts';
import type { Cursor, TokenKind } from './cursor.ts';
import { advance, isAt, nameOf, resume, spanOf } from './cursor.ts';
import { expected, maximumDepth, report, tooDeep, unclosed } from './problems.ts';
import { parseHeredoc, parseQuotedTemplate } from './templates.ts';
import { parseTraversal } from './traversals.ts';

/** An expression. The cursor is at its first token, and then at the one after it. Undefined: broken, and reported. */
export function parseExpression(cursor: Cursor): Expression | undefined {
  if (cursor.depth >= maximumDepth) return tooDeep(cursor);
  cursor.depth++;
  const expression = parseOperation(cursor, 0);
  const result = expression && isAt(cursor, '?') ? parseConditional(cursor, expression) : expression;
  cursor.depth--;
  return result;
}

function parseConditional(cursor: Cursor, condition: Expression): Expression | undefined {
  advance(cursor);
  const then = parseExpression(cursor);
  if (!then) return undefined;
  if (!isAt(cursor, ':')) return expected(cursor, '":" of the conditional', 'Write condition ? value : other value.');
  advance(cursor);
  const otherwise = parseExpression(cursor);
  if (!otherwise) return undefined;
  const span = spanOf(cursor, condition.span.start, otherwise.span.end);
  return { kind: 'conditional', condition, then, else: otherwise, span };
}

/** Operators that bind tighter than a level; those of one level from left to right. */
function parseOperation(cursor: Cursor, level: number): Expression | undefined {
  let left = parseOperand(cursor);
  while (left) {
    const operator = cursor.kind;
    const own = levelOf(operator);
    if (own <= level) return left;
    advance(cursor);
    const right = parseOperation(cursor, own);
    if (!right) return undefined;
    const span = spanOf(cursor, left.span.start, right.span.end);
    left = { kind: 'binary', operator: operator as BinaryOperator, left, right, span };
  }
  return undefined;
}

/** How tight a binary operator binds; 0 for what is none. */
function levelOf(kind: TokenKind): number {
  switch (kind) {
    case '||':
      return 1;
    case '&&':
      return 2;
    case '==':
    case '!=':
      return 3;
    case '<':
    case '>':
    case '<=':
    case '>=':
      return 4;
    case '+':
    case '-':
      return 5;
    case '*':
    case '/':
    case '%':
      return 6;
    default:
      return 0;
  }
}

function parseOperand(cursor: Cursor): Expression | undefined {
  if (isAt(cursor, '-') || isAt(cursor, '!')) return parseUnary(cursor);
  const term = parseTerm(cursor);
  if (!term || (!isAt(cursor, '.') && !isAt(cursor, '['))) return term;
  return parseTraversal(cursor, term, parseExpression);
}

function parseUnary(cursor: Cursor): Expression | undefined {
  if (cursor.depth >= maximumDepth) return tooDeep(cursor);
  const { start } = cursor;
  const operator = isAt(cursor, '-') ? '-' : '!';
  advance(cursor);
  cursor.depth++;
  const operand = parseOperand(cursor);
  cursor.depth--;
  return operand && { kind: 'unary', operator, operand, span: spanOf(cursor, start, operand.span.end) };
}

function parseTerm(cursor: Cursor): Expression | undefined {
  switch (cursor.kind) {
    case 'identifier':
      return parseNamed(cursor);
    case '"':
      return parseQuotedTemplate(cursor, parseExpression);
    case 'number':
      return parseNumber(cursor);
    case '[':
      return parseTuple(cursor, parseExpression);
    case '{':
      return parseObject(cursor, parseExpression);
    case '(':
      return parseParentheses(cursor);
    case 'heredoc':
      return parseHeredoc(cursor, parseExpression);
    default:
      return expected(cursor, 'an expression', termAdvice(cursor.kind));
  }
}

function termAdvice(kind: TokenKind): string {
  switch (kind) {
    case 'newline':
      return 'Write the value on the same line, or put parentheses around an expression of several lines.';
    case '<':
      return 'Write a heredoc as <<EOT or <<-EOT with nothing after the marker; it takes no quotes and no space.';
    default:
      return 'Write a value such as "text", 1, true, a list, an object, a reference or a function call.';
  }
}

/** A variable, a function call, or one of the three words that are values. */
function parseNamed(cursor: Cursor): Expression | undefined {
  const { start, end } = cursor;
  const name = nameOf(cursor);
  advance(cursor);
  if (isAt(cursor, '(') || isAt(cursor, '::')) return parseCall(cursor, name, start, end);
  const span = spanOf(cursor, start, end);
  switch (name) {
    case 'true':
    case 'false':
      return { kind: 'literal', value: name === 'true', text: name, span };
    case 'null':
      return { kind: 'literal', value: null, text: name, span };
    default:
      return { kind: 'variable', name, span };
  }
}

/** A number keeps its text: float64 would lose digits that Terraform has. */
export function parseNumber(cursor: Cursor): LiteralExpression | undefined {
  const text = cursor.text.slice(cursor.start, cursor.end);
  const value = Number(text);
  if (Number.isNaN(value)) {
    const advice = 'Write it with one decimal point, or in quotes if it is a version.';
    return report(cursor, cursor.start, cursor.end, `"${text.slice(0, 40)}" is no number.`, advice);
  }
  const span = spanOf(cursor, cursor.start, cursor.end);
  advance(cursor);
  return { kind: 'literal', value, text, span };
}

function parseParentheses(cursor: Cursor): Expression | undefined {
  const { start, end, newlines } = cursor;
  cursor.newlines = false;
  advance(cursor);
  const inner = parseExpression(cursor);
  if (!inner) return undefined;
  if (!isAt(cursor, ')')) return missingParenthesis(cursor, start, end, 'parenthesis', '")"');
  cursor.newlines = newlines;
  advance(cursor);
  return { kind: 'parentheses', inner, span: spanOf(cursor, start, cursor.previousEnd) };
}

/** A call, from its opening parenthesis or the `::` after the first part of its name. */
function parseCall(cursor: Cursor, first: string, start: number, firstEnd: number): CallExpression | undefined {
  let name = first;
  let nameEnd = firstEnd;
  while (isAt(cursor, '::')) {
    advance(cursor);
    if (!isAt(cursor, 'identifier')) {
      return expected(cursor, 'a function name after "::"', 'Write provider::name::function(arguments).');
    }
    name += `::${nameOf(cursor)}`;
    nameEnd = cursor.end;
    advance(cursor);
  }
  if (!isAt(cursor, '(')) {
    return expected(cursor, `"(" after the function name ${name}`, 'Write the arguments in parentheses.');
  }
  const nameSpan = spanOf(cursor, start, nameEnd);
  const { end, newlines } = cursor;
  cursor.newlines = false;
  advance(cursor);
  const list = parseArguments(cursor, start, end);
  if (!list) return undefined;
  cursor.newlines = newlines;
  advance(cursor);
  return { kind: 'call', name, nameSpan, ...list, span: spanOf(cursor, start, cursor.previousEnd) };
}

/** The arguments of a call. The cursor is then at the closing parenthesis. */
function parseArguments(
  cursor: Cursor,
  start: number,
  end: number,
): Pick<CallExpression, 'arguments' | 'expandFinal'> | undefined {
  const list: Expression[] = [];
  while (!isAt(cursor, ')')) {
    const argument = parseExpression(cursor);
    if (!argument) return undefined;
    list.push(argument);
    if (isAt(cursor, '...')) {
      advance(cursor);
      if (isAt(cursor, ')')) return { arguments: list, expandFinal: true };
      return expected(cursor, '")" after "..."', 'Only the last argument can be expanded with "...".');
    }
    if (isAt(cursor, ',')) advance(cursor);
    else if (!isAt(cursor, ')')) {
      return missingParenthesis(cursor, start, end, 'function call', '"," or ")" after the argument');
    }
  }
  return { arguments: list, expandFinal: false };
}

function missingParenthesis(cursor: Cursor, start: number, end: number, what: string, wanted: string): undefined {
  if (isAt(cursor, 'end')) return unclosed(cursor, start, end, what, '")"');
  return expected(cursor, wanted, `Close the ${what} with ")", or separate its parts with commas.`);
}

/** The only expression of a text; line ends have no meaning in it. */
export function parseWholeExpression(cursor: Cursor): Expression | undefined {
  cursor.newlines = false;
  resume(cursor, 0);
  const expression = parseExpression(cursor);
  if (!expression || isAt(cursor, 'end')) return expression;
  return expected(cursor, 'the end of the expression', 'Remove what follows the expression.');
}
