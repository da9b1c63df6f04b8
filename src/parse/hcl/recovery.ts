import type { Attribute, Block } from './ast.ts';
import { blanksEnd, identifierLength, isBlank } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { resume } from './cursor.ts';
import { isHopeless } from './problems.ts';
import { nextToken, openTokens, type Token } from './tokens.ts';

/** How far past a problem the end of its item is looked for; bounds the work on hostile input. */
const farthest = 50_000;

/**
 * Goes on after a broken attribute or block that starts at an offset, at the line where the next one should start:
 * where all brackets opened since then are closed, or, where they never are, at the next line that is indented no
 * further and looks like an item or the end of the block.
 */
export function skipBrokenItem(cursor: Cursor, itemStart: number, depth: number): void {
  cursor.newlines = true;
  cursor.depth = depth;
  const problem = Math.max(cursor.kind === 'newline' ? cursor.start : cursor.previousEnd, itemStart);
  resume(cursor, isHopeless(cursor) ? cursor.text.length : nextItem(cursor, itemStart, problem));
}

/**
 * What of a block that is not closed belongs after it: the items from the first one on that is indented no further
 * than the block. Takes them out of the list.
 */
export function takeOutdented(cursor: Cursor, blockStart: number, items: (Attribute | Block)[]): (Attribute | Block)[] {
  const { text } = cursor;
  const limit = lineIndentation(text, blockStart);
  const first = items.findIndex(({ span }) => {
    const blanks = blanksBefore(text, span.start);
    return blanks <= limit && isLineStart(text, span.start - blanks);
  });
  return first < 0 ? [] : items.splice(first);
}

/** Offset of the line end, line or brace to go on at. */
function nextItem(cursor: Cursor, itemStart: number, problem: number): number {
  const { file, text } = cursor;
  const tokens = openTokens(file, itemStart, 'normal');
  const limit = lineIndentation(text, itemStart);
  const open: string[] = [];
  let outdented = -1;
  let heredoc = text.length;
  for (;;) {
    const token = nextToken(tokens);
    if (token.kind === 'end') return outdented >= 0 ? outdented : afterHeredoc(text, heredoc);
    if (token.kind === 'heredoc') heredoc = token.end;
    if (token.kind === 'close-heredoc') heredoc = text.length;
    if (token.kind === 'newline' && token.start >= problem) {
      if (open.length === 0 && tokens.modes.length === 0) return token.start;
      if (outdented < 0 && startsItem(text, token.end, limit)) outdented = token.end;
      if (outdented >= 0 && token.start - problem > farthest) return outdented;
    }
    const isSurplus = !balance(open, token);
    if (isSurplus && token.kind === '}' && cursor.depth > 0 && token.start >= problem) {
      return outdented >= 0 ? outdented : token.start;
    }
  }
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Notes an opened or closed bracket, with those inside it that are not closed; false where nothing opened it. */
function balance(open: string[], token: Token): boolean {
  const closer = closers[token.kind];
  if (closer) open.push(closer);
  if (token.kind !== ')' && token.kind !== ']' && token.kind !== '}') return true;
  const opened = open.lastIndexOf(token.kind);
  if (opened >= 0) open.length = opened;
  return opened >= 0;
}

/** Offset of the first line that is the header of a block, in a heredoc that is not closed. */
function afterHeredoc(text: string, heredoc: number): number {
  const header = /^[ \t]*[a-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{[ \t]*\r?$/gim;
  header.lastIndex = heredoc;
  return header.exec(text)?.index ?? text.length;
}

/** Whether a line is indented no further than an item, and starts like one or closes the block around it. */
function startsItem(text: string, lineStart: number, limit: number): boolean {
  let at = blanksEnd(text, lineStart);
  const indented = at - lineStart;
  if (text.startsWith('}', at)) return indented < limit;
  if (indented > limit) return false;
  const length = identifierLength(text, at);
  if (length === 0) return false;
  at = blanksEnd(text, at + length);
  if (text.startsWith('=', at)) return !text.startsWith('=', at + 1) && !text.startsWith('>', at + 1);
  return text.startsWith('"', at) || text.startsWith('{', at) || identifierLength(text, at) > 0;
}

/** Number of blanks at the start of the line of an offset. */
function lineIndentation(text: string, offset: number): number {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return blanksEnd(text, lineStart) - lineStart;
}

function blanksBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return offset - at;
}

function isLineStart(text: string, offset: number): boolean {
  return offset === 0 || text.startsWith('\n', offset - 1);
}
