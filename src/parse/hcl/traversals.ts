import type { Expression, SplatStep } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { advance, isAt, nameOf, spanOf } from './cursor.ts';
import type { ParseExpression } from './pieces.ts';
import { expected, maximumDepth, report, tooDeep, unclosed } from './problems.ts';

/** Attributes, indexes and splats after a term; the cursor is at the first `.` or `[`. A loop: chains may be long. */
export function parseTraversal(cursor: Cursor, term: Expression, parse: ParseExpression): Expression | undefined {
  let object = term;
  while (isAt(cursor, '.') || isAt(cursor, '[')) {
    const step = isAt(cursor, '.') ? parseDot(cursor) : parseBracket(cursor, parse);
    if (!step) return undefined;
    object = applied(cursor, object, step);
  }
  return object;
}

function applied(cursor: Cursor, object: Expression, step: SplatStep): Expression {
  const span = spanOf(cursor, object.span.start, step.span.end);
  switch (step.kind) {
    case 'attribute':
      return { kind: 'get-attribute', object, name: step.name, nameSpan: step.span, span };
    case 'index':
      return { kind: 'index', object, key: step.key, legacy: step.legacy, span };
    case 'splat':
      return { kind: 'splat', source: object, full: step.full, steps: step.steps, span };
  }
}

/** `.name`, `.0` or `.*` with the attributes that belong to it. */
function parseDot(cursor: Cursor): SplatStep | undefined {
  const dot = cursor.start;
  advance(cursor);
  if (!isAt(cursor, '*')) return parseDotName(cursor, dot);
  advance(cursor);
  const steps: SplatStep[] = [];
  while (isAt(cursor, '.')) {
    const start = cursor.start;
    advance(cursor);
    const step = parseDotName(cursor, start);
    if (!step) return undefined;
    steps.push(step);
  }
  return { kind: 'splat', full: false, steps, span: spanOf(cursor, dot, cursor.previousEnd) };
}

/** The name or number after a dot. */
function parseDotName(cursor: Cursor, dot: number): SplatStep | undefined {
  switch (cursor.kind) {
    case 'identifier': {
      const step: SplatStep = {
        kind: 'attribute',
        name: nameOf(cursor),
        span: spanOf(cursor, cursor.start, cursor.end),
      };
      advance(cursor);
      return step;
    }
    case 'number':
      return parseLegacyIndex(cursor, dot);
    case '*':
      return expected(cursor, 'an attribute name after the dot', 'Use [*] for a splat within another one.');
    default:
      return expected(cursor, 'an attribute name after the dot', 'Write the name of the attribute after the dot.');
  }
}

/** `.0` stands for `[0]`. Two in a row read as a fraction, which HashiCorp's parser refuses too. */
function parseLegacyIndex(cursor: Cursor, dot: number): SplatStep | undefined {
  const { start, end } = cursor;
  const text = cursor.text.slice(start, end);
  if (text.includes('.')) {
    const advice = `Write [${text.split('.').join('][')}] instead.`;
    return report(cursor, dot, end, `".${text}" is no index: two indexes in a row need brackets.`, advice);
  }
  advance(cursor);
  const key: Expression = { kind: 'literal', value: Number(text), text, span: spanOf(cursor, start, end) };
  return { kind: 'index', key, legacy: true, span: spanOf(cursor, dot, end) };
}

/** `[key]`, or `[*]` with all that follows it. */
function parseBracket(cursor: Cursor, parse: ParseExpression): SplatStep | undefined {
  const { start, end, newlines } = cursor;
  advance(cursor);
  if (isAt(cursor, '*')) return parseFullSplat(cursor, start, parse);
  if (isAt(cursor, 'newline')) {
    cursor.newlines = false;
    advance(cursor);
  }
  cursor.newlines = false;
  const key = parse(cursor);
  if (!key) return undefined;
  if (!isAt(cursor, ']')) {
    if (isAt(cursor, 'end')) return unclosed(cursor, start, end, 'index', '"]"');
    return expected(cursor, '"]" after the index', 'Close the index with "]".');
  }
  cursor.newlines = newlines;
  advance(cursor);
  return { kind: 'index', key, legacy: false, span: spanOf(cursor, start, cursor.previousEnd) };
}

function parseFullSplat(cursor: Cursor, start: number, parse: ParseExpression): SplatStep | undefined {
  advance(cursor);
  if (!isAt(cursor, ']')) return expected(cursor, '"]" after "[*"', 'Write [*] for a splat.');
  if (cursor.depth >= maximumDepth) return tooDeep(cursor);
  advance(cursor);
  cursor.depth++;
  const steps: SplatStep[] = [];
  while (isAt(cursor, '.') || isAt(cursor, '[')) {
    const step = isAt(cursor, '.') ? parseDot(cursor) : parseBracket(cursor, parse);
    if (!step) return undefined;
    steps.push(step);
  }
  cursor.depth--;
  return { kind: 'splat', full: true, steps, span: spanOf(cursor, start, cursor.previousEnd) };
}
