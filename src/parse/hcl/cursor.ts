import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import { character, firstCombining, identifierLength, isBlank, isDigit } from './characters.ts';

/**
 * `invalid` is a character that no construct uses; `heredoc` is the introducer with its line end, such as `<<-EOT\n`.
 */
export type TokenKind =
  | ('identifier' | 'number' | 'newline' | 'end' | 'invalid' | 'heredoc' | '"')
  | ('{' | '}' | '~}' | '[' | ']' | '(' | ')' | ',' | '.' | '...' | '=' | '=>' | '?' | ':' | '::')
  | ('+' | '-' | '*' | '/' | '%' | '!' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '&&' | '||');

/** The place in a text where parsing has come to: one token, scanned on demand. */
export interface Cursor {
  readonly file: SourceFile;
  readonly text: string;
  kind: TokenKind;
  /** The current token is `[start, end)`. */
  start: number;
  end: number;
  /** Where the token before the current one ended. */
  previousEnd: number;
  /** Whether a line end is a token. It is not within parentheses, brackets and template sequences. */
  newlines: boolean;
  /** How many blocks, brackets and template sequences are open. */
  depth: number;
  /** A closing heredoc marker needs a line end after it in a file, not in a lone expression. */
  readonly markerMayEndText: boolean;
  readonly diagnostics: Diagnostic[];
}

/** A cursor before the first token; `advance` goes there. */
export function openCursor(file: SourceFile, at = 0, markerMayEndText = false): Cursor {
  const { text } = file;
  const place = { kind: 'newline' as TokenKind, start: at, end: at, previousEnd: at };
  return { file, text, ...place, newlines: true, depth: 0, markerMayEndText, diagnostics: [] };
}

/** Goes to the next token, past blanks and comments. At the end of the text it stays at `end`. */
export function advance(cursor: Cursor): void {
  const { text } = cursor;
  cursor.previousEnd = cursor.end;
  const start = skipBlanks(text, cursor.end, cursor.newlines);
  cursor.start = start;
  if (start >= text.length) {
    cursor.kind = 'end';
    cursor.end = start;
    return;
  }
  const length = identifierLength(text, start);
  if (length > 0) {
    cursor.kind = 'identifier';
    cursor.end = start + length;
    return;
  }
  const code = text.charCodeAt(start);
  if (isDigit(code)) {
    cursor.kind = 'number';
    cursor.end = numberEnd(text, start);
    return;
  }
  scanSymbol(cursor, code);
}

/** Goes to the token that follows an offset. */
export function resume(cursor: Cursor, at: number): void {
  cursor.end = at;
  advance(cursor);
}

/** Whether the current token is of a kind. */
export function isAt(cursor: Cursor, kind: TokenKind): boolean {
  return cursor.kind === kind;
}

export function spanOf(cursor: Cursor, start: number, end: number): Span {
  return { file: cursor.file, start, end };
}

/** The current identifier, in Unicode's normal form C, in which HCL compares names. */
export function nameOf(cursor: Cursor): string {
  const name = cursor.text.slice(cursor.start, cursor.end);
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) >= firstCombining) return name.normalize('NFC');
  return name;
}

/** Whether the current token is a given word, such as `for`: HCL reserves none. */
export function isWord(cursor: Cursor, word: string): boolean {
  return (
    cursor.kind === 'identifier' &&
    cursor.end - cursor.start === word.length &&
    cursor.text.startsWith(word, cursor.start)
  );
}

/** Offset past the blanks and comments at an offset. The line end after a comment counts as a line end. */
export function skipBlanks(text: string, from: number, newlines: boolean): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) at++;
    else if (code === character.newline || code === character.carriageReturn) {
      const length = newlineLength(text, at);
      if (newlines || length === 0) break;
      at += length;
    } else {
      const end = commentEnd(text, at);
      if (end === at) break;
      at = end;
    }
  }
  return at;
}

/** Offset past the comment at an offset, before its line end; the offset itself where no whole comment is. */
export function commentEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code !== character.hash && code !== character.slash) return at;
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
  if (code === character.slash && next === character.star) {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? at : close + 2;
  }
  if (code === character.slash && next !== character.slash) return at;
  const lineEnd = text.indexOf('\n', at);
  if (lineEnd < 0) return text.length;
  return text.charCodeAt(lineEnd - 1) === character.carriageReturn ? lineEnd - 1 : lineEnd;
}

/** 1 for `\n`, 2 for `\r\n`, otherwise 0. */
export function newlineLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (code === character.newline) return 1;
  return code === character.carriageReturn && text.startsWith('\n', at + 1) ? 2 : 0;
}

function numberEnd(text: string, start: number): number {
  let at = digitsEnd(text, start);
  // More than one point is no number; it is one token all the same, as in HashiCorp's scanner.
  while (text.startsWith('.', at) && digitsEnd(text, at + 1) > at + 1) at = digitsEnd(text, at + 1);
  if (!text.startsWith('e', at) && !text.startsWith('E', at)) return at;
  const sign = text.startsWith('+', at + 1) || text.startsWith('-', at + 1) ? 1 : 0;
  const end = digitsEnd(text, at + 1 + sign);
  return end > at + 1 + sign ? end : at;
}

function digitsEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** A symbol, its longer forms first. */
const symbols: readonly (readonly TokenKind[])[] = bySymbol([
  ['{', '}', '~}', '[', ']', '(', ')', ',', '...', '.', '==', '=>', '=', '?', '::', ':', '"'],
  ['+', '-', '*', '/', '%', '!=', '!', '<=', '<', '>=', '>', '&&', '||'],
]);
const none: readonly TokenKind[] = [];

function scanSymbol(cursor: Cursor, code: number): void {
  const { text, start } = cursor;
  const length = newlineLength(text, start);
  if (length > 0) {
    cursor.kind = 'newline';
    cursor.end = start + length;
    return;
  }
  if (code === character.less && text.startsWith('<', start + 1)) {
    const end = heredocIntroducerEnd(text, start);
    if (end > start) {
      cursor.kind = 'heredoc';
      cursor.end = end;
      return;
    }
  }
  const kinds = code < 128 ? symbols[code]! : none;
  for (const kind of kinds) {
    if (kind.length === 1 || text.startsWith(kind, start)) {
      cursor.kind = kind;
      cursor.end = start + kind.length;
      if (kind === '/' && text.startsWith('*', start + 1)) break;
      return;
    }
  }
  cursor.kind = 'invalid';
  cursor.end = invalidEnd(text, start);
}

/** A comment that is not closed swallows the rest of the text; any other invalid token is one character. */
function invalidEnd(text: string, start: number): number {
  if (text.startsWith('/*', start)) return text.length;
  return start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
}

/** Offset past `<<EOT` or `<<-EOT` with its line end; the offset itself where it is none. */
function heredocIntroducerEnd(text: string, start: number): number {
  const marker = text.startsWith('-', start + 2) ? start + 3 : start + 2;
  const length = identifierLength(text, marker);
  const lineEnd = newlineLength(text, marker + length);
  return length > 0 && lineEnd > 0 ? marker + length + lineEnd : start;
}

function bySymbol(lines: readonly (readonly TokenKind[])[]): TokenKind[][] {
  const table: TokenKind[][] = Array.from({ length: 128 }, () => []);
  for (const kind of lines.flat()) table[kind.charCodeAt(0)]!.push(kind);
  return table;
}
