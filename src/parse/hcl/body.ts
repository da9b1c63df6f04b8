import type { Attribute, Block, Body, Label } from './ast.ts';
import { character } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { advance, isAt, nameOf, resume, skipBlanks, spanOf } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { expected, maximumDepth, report, tooDeep } from './problems.ts';
import { skipBrokenItem, takeOutdented } from './recovery.ts';
import { scanQuotedText, sequenceLength, type TextRun, unescapeQuoted } from './text.ts';

/** A body while it is read. */
interface Scope {
  readonly closer: '}' | 'end';
  readonly items: (Attribute | Block)[];
  readonly names: Set<string>;
  /** The body began on the line of its block's header, so one argument is all it may hold. */
  oneLine: boolean;
  /** Nothing had to be left out so far. */
  complete: boolean;
}

/** Whether an item was read well enough to be kept; undefined: broken, and reported. */
type Kept = true | undefined;

/** The body of a file; the cursor is at its start. A byte order mark is no token. */
export function parseFileBody(cursor: Cursor): Body {
  resume(cursor, cursor.text.startsWith('\ufeff') ? 1 : 0);
  const scope = parseItems(cursor, 'end', false);
  return bodyOf(cursor, scope, 0, cursor.text.length);
}

/** Items up to the closer, where the cursor then is, or to the end of the text. */
function parseItems(cursor: Cursor, closer: Scope['closer'], oneLine: boolean): Scope {
  const scope: Scope = { closer, items: [], names: new Set(), oneLine, complete: true };
  const { depth } = cursor;
  while (!isAt(cursor, closer) && !isAt(cursor, 'end')) {
    if (isAt(cursor, 'newline')) {
      advance(cursor);
      continue;
    }
    const { start } = cursor;
    if (!parseItem(cursor, scope)) {
      scope.complete = false;
      skipBrokenItem(cursor, start, depth);
    }
    scope.oneLine = false;
  }
  return scope;
}

function parseItem(cursor: Cursor, scope: Scope): Kept {
  if (!isAt(cursor, 'identifier')) return parseStray(cursor);
  const { start, end } = cursor;
  const name = nameOf(cursor);
  advance(cursor);
  switch (cursor.kind) {
    case '=':
      return parseAttribute(cursor, scope, name, start, end);
    case '{':
    case '"':
    case 'identifier':
      return parseBlock(cursor, scope, name, start, end);
    default:
      return expected(cursor, `"=" or a block after "${name}"`, 'Write name = value for an argument.');
  }
}

function parseStray(cursor: Cursor): Kept {
  if (isAt(cursor, '"')) {
    return expected(cursor, 'an argument or a block', 'Write the names of arguments and blocks without quotes.');
  }
  const isBrace = isAt(cursor, '}');
  const advice = isBrace
    ? 'Remove the brace, or look for a missing one before it.'
    : 'Write name = value for an argument.';
  expected(cursor, 'an argument or a block', advice);
  if (!isBrace) return undefined;
  advance(cursor);
  return true;
}

function parseAttribute(cursor: Cursor, scope: Scope, name: string, start: number, nameEnd: number): Kept {
  advance(cursor);
  const value = parseExpression(cursor);
  if (!value || !endItem(cursor, scope, 'argument')) return undefined;
  const nameSpan = spanOf(cursor, start, nameEnd);
  if (scope.names.has(name)) {
    const advice = 'Remove one of the two; the first one is taken.';
    report(cursor, start, nameEnd, `The argument "${name}" is set twice.`, advice, 'hcl-duplicate-attribute');
    return true;
  }
  scope.names.add(name);
  scope.items.push({ kind: 'attribute', name, nameSpan, value, span: spanOf(cursor, start, value.span.end) });
  return true;
}

function parseBlock(cursor: Cursor, scope: Scope, type: string, start: number, typeEnd: number): Kept {
  if (scope.oneLine) report(cursor, start, typeEnd, 'A block cannot stand on the line of another one.', oneLineAdvice);
  const labels = parseLabels(cursor);
  if (!labels) return undefined;
  if (cursor.depth >= maximumDepth) return tooDeep(cursor);
  const headerSpan = spanOf(cursor, start, cursor.previousEnd);
  const open = cursor.start;
  advance(cursor);
  cursor.depth++;
  const oneLine = !isAt(cursor, 'newline') && !isAt(cursor, '}') && !isAt(cursor, 'end');
  const inner = parseItems(cursor, '}', oneLine);
  cursor.depth--;
  const isClosed = isAt(cursor, '}');
  const after = isClosed ? [] : unclosedBlock(cursor, inner, start, open);
  const bodyEnd = isClosed ? cursor.start : (inner.items.at(-1)?.span.end ?? open + 1);
  const body = bodyOf(cursor, inner, open + 1, bodyEnd);
  if (isClosed) advance(cursor);
  const typeSpan = spanOf(cursor, start, typeEnd);
  const span = spanOf(cursor, start, isClosed ? cursor.previousEnd : bodyEnd);
  scope.items.push({ kind: 'block', type, typeSpan, labels, body, headerSpan, span });
  for (const item of after) scope.items.push(item);
  return endItem(cursor, scope, 'block');
}

/** Reports the missing brace. Gives the items that stand after the block, going by their indentation. */
function unclosedBlock(cursor: Cursor, scope: Scope, start: number, open: number): (Attribute | Block)[] {
  scope.complete = false;
  const advice = 'Add the closing "}", or look for wrong nesting of braces within the block.';
  report(cursor, open, open + 1, 'The block that starts here is not closed with "}".', advice);
  return takeOutdented(cursor, start, scope.items);
}

const oneLineAdvice = 'A block on one line holds at most one argument; write what is in it on lines of its own.';

/** What follows an item: a line end, or the end of its body where that is allowed. */
function endItem(cursor: Cursor, scope: Scope, what: 'argument' | 'block'): Kept {
  const { kind } = cursor;
  if (kind === 'end') return true;
  if (kind === 'newline') {
    if (scope.oneLine) expected(cursor, `"}" after the ${what}`, oneLineAdvice);
    else advance(cursor);
    return true;
  }
  if (kind === '}' && scope.closer === '}' && scope.oneLine) return true;
  const advice = scope.oneLine ? oneLineAdvice : `Put every ${what} on its own line.`;
  expected(cursor, scope.oneLine ? `"}" after the ${what}` : `a line end after the ${what}`, advice);
  // What stands there is clear enough to go on with in these cases.
  if (kind === ',') advance(cursor);
  return kind === ',' || kind === '}' || (kind === 'identifier' && what === 'block') ? true : undefined;
}

/** The labels of a block; the cursor is then at the opening brace. */
function parseLabels(cursor: Cursor): Label[] | undefined {
  const labels: Label[] = [];
  while (!isAt(cursor, '{')) {
    const { start, end } = cursor;
    if (isAt(cursor, 'identifier')) {
      labels.push({ value: nameOf(cursor), quoted: false, span: spanOf(cursor, start, end) });
      advance(cursor);
    } else if (isAt(cursor, '"')) {
      const label = parseQuotedLabel(cursor);
      if (!label) return undefined;
      labels.push(label);
    } else {
      expected(cursor, 'a label or "{"', labelAdvice(cursor));
      if (!isBraceOnNextLine(cursor)) return undefined;
      advance(cursor);
    }
  }
  return labels;
}

/** A brace on a line of its own is wrong, but clear enough to go on with. */
function isBraceOnNextLine(cursor: Cursor): boolean {
  return isAt(cursor, 'newline') && cursor.text.startsWith('{', skipBlanks(cursor.text, cursor.end, true));
}

function labelAdvice(cursor: Cursor): string {
  if (isAt(cursor, '=')) return 'An argument has one name and no labels; a block has no "=".';
  return 'Write the opening "{" of a block on the line of its header.';
}

function parseQuotedLabel(cursor: Cursor): Label | undefined {
  const { text, start } = cursor;
  const run: TextRun = { end: 0, verbatim: true };
  const from = cursor.end;
  scanQuotedText(text, from, run);
  const { end } = run;
  if (sequenceLength(text, end) > 0) {
    const advice = 'Write the label as plain text; $${ and %%{ stand for a literal ${ and %{.';
    return report(cursor, end, end + 2, 'A label of a block cannot hold a template.', advice);
  }
  if (end >= text.length || text.charCodeAt(end) !== character.quote) {
    return report(cursor, start, end, 'The label that starts here is not closed.', 'Add the closing quote mark.');
  }
  const value = run.verbatim ? text.slice(from, end) : unescapeQuoted(cursor, from, end);
  if (value === undefined) return undefined;
  resume(cursor, end + 1);
  return { value, quoted: true, span: spanOf(cursor, start, end + 1) };
}

function bodyOf(cursor: Cursor, scope: Scope, start: number, end: number): Body {
  const { items, complete } = scope;
  const span = spanOf(cursor, start, end);
  return complete ? { items, span } : { items, incomplete: true, span };
}
