import { character, firstCombining, identifierLength, isSpace } from './characters.ts';
import { type Cursor, newlineLength } from './cursor.ts';
import { report } from './problems.ts';

/**
 * Where literal text that starts at an offset stops: at a template sequence, and in quotes at the closing quote or
 * the line end, else past the line end. `verbatim` says that the text means exactly what is written.
 */
export interface TextRun {
  end: number;
  verbatim: boolean;
}

/** Text between quotes. */
export function scanQuotedText(text: string, start: number, run: TextRun): void {
  let at = start;
  run.verbatim = true;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === character.quote || code === character.newline || code === character.carriageReturn) break;
    if (code === character.backslash) {
      run.verbatim = false;
      if (!isLineEnd(text, at + 1)) at++;
    } else if (code === character.dollar || code === character.percent) {
      if (isSequence(text, at)) break;
      if (isEscapedSequence(text, at, code)) {
        run.verbatim = false;
        at += 2;
      }
    } else if (code >= firstCombining) run.verbatim = false;
  }
  run.end = Math.min(at, text.length);
}

/** Text of a heredoc or a template file, one line of it. */
export function scanLineText(text: string, start: number, run: TextRun): void {
  let at = start;
  run.verbatim = true;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === character.newline) {
      at++;
      break;
    }
    if (code === character.dollar || code === character.percent) {
      if (isSequence(text, at)) break;
      if (isEscapedSequence(text, at, code)) {
        run.verbatim = false;
        at += 2;
      }
    } else if (code >= firstCombining || (code === character.carriageReturn && newlineLength(text, at) === 0)) {
      run.verbatim = false;
    }
  }
  run.end = at;
}

/** Length of `${`, `${~`, `%{` or `%{~` at an offset, 0 where no sequence starts. */
export function sequenceLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if ((code !== character.dollar && code !== character.percent) || !isSequence(text, at)) return 0;
  return text.startsWith('~', at + 2) ? 3 : 2;
}

/** The marker of the heredoc introducer `[start, end)`, and whether its indentation is to be removed. */
export function heredocMarker(text: string, start: number): { marker: string; flush: boolean } {
  const flush = text.startsWith('-', start + 2);
  const from = flush ? start + 3 : start + 2;
  return { marker: text.slice(from, from + identifierLength(text, from)), flush };
}

/** Offset past the marker where the line that starts at an offset holds nothing else, otherwise -1. */
export function closingMarkerEnd(text: string, lineStart: number, marker: string, mayEndText: boolean): number {
  let at = lineStart;
  while (at < text.length && isSpaceInLine(text.charCodeAt(at))) at++;
  if (!text.startsWith(marker, at)) return -1;
  const end = at + marker.length;
  at = end;
  while (at < text.length && isSpaceInLine(text.charCodeAt(at))) at++;
  if (at >= text.length) return mayEndText ? end : -1;
  return text.charCodeAt(at) === character.newline ? end : -1;
}

/**
 * What quoted text means: escapes and doubled sequence introducers resolved, in normal form C. Undefined if reported.
 */
export function unescapeQuoted(cursor: Cursor, start: number, end: number): string | undefined {
  const { text } = cursor;
  let result = '';
  let from = start;
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    if (code === character.backslash) {
      const escaped = readEscape(cursor, at, end);
      if (escaped === undefined) return undefined;
      result += text.slice(from, at) + escaped.value;
      from = escaped.end;
      at = from;
    } else if (isEscapedSequence(text, at, code)) {
      result += text.slice(from, at + 1);
      from = at + 2;
      at = from + 1;
    } else at++;
  }
  return (result + text.slice(from, end)).normalize('NFC');
}

/** What the text of a heredoc or template file means: only doubled sequence introducers are escapes there. */
export function unescapePlain(text: string, start: number, end: number): string {
  let result = '';
  let from = start;
  for (let at = start; at < end; at++) {
    if (!isEscapedSequence(text, at, text.charCodeAt(at))) continue;
    result += text.slice(from, at + 1);
    from = at + 2;
    at = from;
  }
  return (result + text.slice(from, end)).normalize('NFC');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function readEscape(cursor: Cursor, at: number, limit: number): { value: string; end: number } | undefined {
  const { text } = cursor;
  const selector = text.slice(at + 1, at + 2);
  const value = escapes[selector];
  if (value !== undefined && at + 1 < limit) return { value, end: at + 2 };
  if (selector === 'u' || selector === 'U') return readCodePoint(cursor, at, selector === 'u' ? 4 : 8, limit);
  const end = at + 1 + (selector && text.codePointAt(at + 1)! > 0xffff ? 2 : 1);
  const advice = 'Known escapes are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN; write \\\\ for a backslash.';
  return report(cursor, at, Math.min(end, limit), `"\\${selector}" is no escape sequence.`, advice);
}

function readCodePoint(
  cursor: Cursor,
  at: number,
  length: number,
  limit: number,
): { value: string; end: number } | undefined {
  const end = at + 2 + length;
  const digits = cursor.text.slice(at + 2, Math.min(end, limit));
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    const introducer = length === 4 ? '\\u' : '\\U';
    const advice = `Write ${length} digits, padded with zeros in front.`;
    return report(cursor, at, at + 2, `Expected ${length} hexadecimal digits after ${introducer}.`, advice);
  }
  const code = Number.parseInt(digits, 16);
  if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return { value: String.fromCodePoint(code), end };
  const advice = 'Write the code point itself, as \\UNNNNNNNN where it is above FFFF; surrogates are not characters.';
  return report(cursor, at, end, `U+${digits} is no Unicode character.`, advice);
}

function isSequence(text: string, at: number): boolean {
  return at + 1 < text.length && text.charCodeAt(at + 1) === character.openBrace;
}

/** `$${` or `%%{`, which stand for `${` and `%{`. */
function isEscapedSequence(text: string, at: number, code: number): boolean {
  if (code !== character.dollar && code !== character.percent) return false;
  return at + 2 < text.length && text.charCodeAt(at + 1) === code && isSequence(text, at + 1);
}

function isLineEnd(text: string, at: number): boolean {
  const code = at < text.length ? text.charCodeAt(at) : character.newline;
  return code === character.newline || code === character.carriageReturn;
}

function isSpaceInLine(code: number): boolean {
  return code !== character.newline && isSpace(code);
}
