import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import type { Anchor } from './anchors.ts';

/** A place in a YAML text, with what was found on the way there. */
export interface Reader {
  readonly file: SourceFile;
  readonly text: string;
  readonly diagnostics: Diagnostic[];
  /** Mistakes so far, also those that are too many to be reported. */
  mistakes: number;
  /** Anchors of the document so far. */
  anchors: Map<string, Anchor>;
  /** Nodes of the document so far, what aliases stand for counted as often as it is used. */
  nodes: number;
  at: number;
  /** Offset of the first character of the line. */
  lineStart: number;
  /** Offset of the first content of the line, where white space before it was passed over. */
  lineContent: number;
}

export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const ASTERISK = 42;
export const AMPERSAND = 38;
export const EXCLAMATION = 33;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const QUESTION = 63;
export const GREATER = 62;
export const PERCENT = 37;
export const PIPE = 124;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

/** After this many mistakes the text is taken to be something else. */
const MAX_ERRORS = 20;

export function readerOf(file: SourceFile): Reader {
  const at = { at: 0, lineStart: 0, lineContent: 0 };
  return { file, text: file.text, diagnostics: [], mistakes: 0, anchors: new Map(), nodes: 0, ...at };
}

export function peek(reader: Reader, ahead = 0): number {
  return reader.text.charCodeAt(reader.at + ahead);
}

export function column(reader: Reader): number {
  return reader.at - reader.lineStart;
}

export function atEnd(reader: Reader): boolean {
  return reader.at >= reader.text.length;
}

export function isBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** White space, a line break, or the end of the text. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB || Number.isNaN(code);
}

/** Past one line break; false where there is none. */
export function skipBreak(reader: Reader): boolean {
  const code = peek(reader);
  if (!isBreak(code)) return false;
  reader.at += code === CARRIAGE_RETURN && peek(reader, 1) === LINE_FEED ? 2 : 1;
  reader.lineStart = reader.at;
  return true;
}

/** Spaces and tabs of the line, and a comment after them. */
export function skipInline(reader: Reader): void {
  const start = reader.at;
  let code = peek(reader);
  while (code === SPACE || code === TAB) code = reader.text.charCodeAt(++reader.at);
  if (code === HASH && (reader.at > start || reader.at === reader.lineStart)) skipLine(reader);
}

/** Everything to the next line break. */
export function skipLine(reader: Reader): void {
  while (!atEnd(reader) && !isBreak(peek(reader))) reader.at++;
}

/** White space, line breaks and comments; true where the next content is on another line. */
export function skipBlank(reader: Reader): boolean {
  const isFresh = atLineStart(reader);
  let moved = false;
  for (;;) {
    skipInline(reader);
    if (!skipBreak(reader)) break;
    moved = true;
  }
  if (moved || isFresh) reader.lineContent = reader.at;
  return moved;
}

/** Whether nothing of the line has been read yet. */
export function atLineStart(reader: Reader): boolean {
  return reader.at === reader.lineStart || reader.at === reader.lineContent;
}

/** Whether a document marker (`---`, `...`) stands here, at the start of its line. */
export function atMarker(reader: Reader): boolean {
  const { text, at } = reader;
  if (at !== reader.lineStart) return false;
  const code = text.charCodeAt(at);
  if (code !== DASH && code !== 46) return false;
  return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code && isBlank(text.charCodeAt(at + 3));
}

/** Content of a block must be indented with spaces. */
export function refuseTabs(reader: Reader): void {
  const indentation = reader.text.slice(reader.lineStart, reader.at);
  if (!indentation.includes('\t') || indentation.trim() !== '') return;
  const start = reader.lineStart + indentation.indexOf('\t');
  mistake(reader, 'Tabs cannot be used for indentation.', { file: reader.file, start, end: start + 1 });
}

export function spanFrom(reader: Reader, start: number, end = reader.at): Span {
  return { file: reader.file, start, end };
}

export function mistake(
  reader: Reader,
  message: string,
  span: Span = spanFrom(reader, reader.at, reader.at + 1),
): void {
  report(reader, 'yaml-syntax', message, span);
}

/** A line or value of a templating language; it stands for all that is no YAML from there on. */
export function templating(reader: Reader, span: Span = spanFrom(reader, reader.at, reader.at + 1)): void {
  report(reader, 'yaml-templating', 'This is of a templating language, and no YAML.', span, RENDER_FIRST);
}

const RENDER_FIRST =
  'Render the template and scan the result; what stands beside such places is judged as known in part.';

export function report(reader: Reader, code: string, message: string, span: Span, advice?: string): void {
  reader.mistakes++;
  // What follows from giving up is no mistake of its own.
  const last = reader.diagnostics.at(-1)?.code;
  if (reader.diagnostics.length >= MAX_ERRORS || last === 'yaml-depth' || last === 'yaml-templating') return;
  if (reader.diagnostics.some(other => other.code === code && other.span.start === span.start)) return;
  const end = Math.min(span.end, reader.text.length);
  const at = { ...span, end: Math.max(end, span.start) };
  reader.diagnostics.push({ code, message, ...(advice && { advice }), span: at, severity: 'error' });
}
