import type { Expression, ForExpression, ObjectExpression, ObjectItem, TupleExpression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { advance, isAt, isWord, spanOf } from './cursor.ts';
import { parseIteration } from './directives.ts';
import type { ParseExpression } from './pieces.ts';
import { expected, report, unclosed } from './problems.ts';

/** `[…]`: a list, or a `for` that makes one. The cursor is at the opening bracket, and then past the closing one. */
export function parseTuple(cursor: Cursor, parse: ParseExpression): TupleExpression | ForExpression | undefined {
  const { start, end, newlines } = cursor;
  cursor.newlines = false;
  advance(cursor);
  if (isWord(cursor, 'for')) return parseFor(cursor, start, newlines, parse);
  const items: Expression[] = [];
  while (!isAt(cursor, ']')) {
    const item = parse(cursor);
    if (!item) return undefined;
    items.push(item);
    if (isAt(cursor, ',')) advance(cursor);
    else if (!isAt(cursor, ']')) {
      if (isAt(cursor, 'end')) return unclosed(cursor, start, end, 'list', '"]"');
      return expected(cursor, '"," or "]" after the list item', 'Separate the items of a list with commas.');
    }
  }
  cursor.newlines = newlines;
  advance(cursor);
  return { kind: 'tuple', items, span: spanOf(cursor, start, cursor.previousEnd) };
}

/** `{…}`: an object, or a `for` that makes one. The cursor is at the opening brace, and then past the closing one. */
export function parseObject(cursor: Cursor, parse: ParseExpression): ObjectExpression | ForExpression | undefined {
  const { start, end, newlines } = cursor;
  cursor.newlines = false;
  advance(cursor);
  if (isWord(cursor, 'for')) return parseFor(cursor, start, newlines, parse);
  cursor.newlines = true;
  const items: ObjectItem[] = [];
  while (!isAt(cursor, '}')) {
    if (isAt(cursor, 'newline')) {
      advance(cursor);
      continue;
    }
    const item = parseObjectItem(cursor, parse);
    if (!item) return undefined;
    items.push(item);
    if (isAt(cursor, ',') || isAt(cursor, 'newline')) advance(cursor);
    else if (!isAt(cursor, '}')) {
      if (isAt(cursor, 'end')) return unclosed(cursor, start, end, 'object', '"}"');
      const advice = 'Put every item on its own line, or separate the items with commas.';
      return expected(cursor, 'a line end, "," or "}" after the object item', advice);
    }
  }
  cursor.newlines = newlines;
  advance(cursor);
  return { kind: 'object', items, span: spanOf(cursor, start, cursor.previousEnd) };
}

function parseObjectItem(cursor: Cursor, parse: ParseExpression): ObjectItem | undefined {
  const key = parse(cursor);
  if (!key) return undefined;
  if (!isAt(cursor, '=') && !isAt(cursor, ':')) {
    const advice =
      isAt(cursor, '.') || isAt(cursor, 'number') || isAt(cursor, 'identifier')
        ? 'Put a key that is more than a name in quotes.'
        : 'Write key = value; a computed key needs parentheses.';
    return expected(cursor, '"=" or ":" after the object key', advice);
  }
  advance(cursor);
  const value = parse(cursor);
  if (!value) return undefined;
  return { key, identifier: bareName(key), value, span: spanOf(cursor, key.span.start, value.span.end) };
}

/** A key that is a mere word is that word, even where elsewhere it were a variable, true or null. */
function bareName(key: Expression): string | undefined {
  if (key.kind === 'variable') return key.name;
  return key.kind === 'literal' && typeof key.value !== 'number' ? key.text : undefined;
}

/** A `for` expression from its `for`. `newlines`: what line ends mean outside of it. */
function parseFor(cursor: Cursor, start: number, newlines: boolean, parse: ParseExpression): ForExpression | undefined {
  const braces = cursor.text.startsWith('{', start);
  advance(cursor);
  const iteration = parseIteration(cursor, parse);
  if (!iteration) return undefined;
  if (!isAt(cursor, ':')) {
    return expected(cursor, '":" after the collection of the "for"', 'Write "for value in collection : result".');
  }
  advance(cursor);
  const result = parseResult(cursor, braces, parse);
  if (!result) return undefined;
  const closer = braces ? '}' : ']';
  if (!isAt(cursor, closer)) {
    if (isAt(cursor, 'end')) return unclosed(cursor, start, start + 1, '"for" expression', `"${closer}"`);
    return expected(cursor, `"${closer}" at the end of the "for"`, 'After the result only "if condition" may follow.');
  }
  cursor.newlines = newlines;
  advance(cursor);
  return { kind: 'for', braces, ...iteration, ...result, span: spanOf(cursor, start, cursor.previousEnd) };
}

type ForResult = Pick<ForExpression, 'key' | 'value' | 'condition' | 'group'>;

/** What a `for` makes of every element: `value`, or `key => value` and perhaps `...`; then perhaps a condition. */
function parseResult(cursor: Cursor, braces: boolean, parse: ParseExpression): ForResult | undefined {
  const first = parse(cursor);
  if (!first) return undefined;
  const arrow = cursor.start;
  const hasKey = isAt(cursor, '=>');
  if (braces && !hasKey) {
    return expected(cursor, '"=>" after the key', 'A "for" in braces needs key => value; use brackets for a list.');
  }
  if (!braces && hasKey) {
    const advice = 'Use braces to make an object, or remove the key.';
    return report(cursor, arrow, cursor.end, 'A "for" in brackets makes a list, which has no keys.', advice);
  }
  if (hasKey) advance(cursor);
  const value = hasKey ? parse(cursor) : first;
  if (!value) return undefined;
  const group = isAt(cursor, '...');
  if (group && !braces) {
    const advice = 'Remove the dots, or use braces to group values by key.';
    return report(cursor, cursor.start, cursor.end, '"..." groups by key, and a list has no keys.', advice);
  }
  if (group) advance(cursor);
  let condition: Expression | undefined;
  if (isWord(cursor, 'if')) {
    advance(cursor);
    condition = parse(cursor);
    if (!condition) return undefined;
  }
  return { key: hasKey ? first : undefined, value, condition, group };
}
