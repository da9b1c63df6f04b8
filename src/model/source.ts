import { countAtStart } from './ordered.ts';

/** A text that was read, under the name by which reports call it. */
export interface SourceFile {
  /** Relative to the working directory where possible, forward slashes. What reports print. */
  readonly path: string;
  /** Decoded text without a byte order mark. Offsets everywhere are UTF-16 code units of this text. */
  readonly text: string;
}

/** A half-open range `[start, end)` of a file, in UTF-16 code units. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Whether a span lies in another of the same file. */
export function isInside(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** 1-based lines and columns in UTF-16 units; the end column is the one after the last character. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const lineStarts = new WeakMap<SourceFile, number[]>();

/** Lines and columns of a span, computed on demand. `\n`, `\r\n` and a lone `\r` end a line. */
export function regionOf(span: Span): Region {
  const start = positionAt(span.file, span.start);
  const end = positionAt(span.file, Math.max(span.start, span.end));
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** 1-based line and column of an offset; an offset outside the text is moved to its nearest end. */
export function positionAt(file: SourceFile, offset: number): { line: number; column: number } {
  const starts = lineStartsOf(file);
  const at = Math.min(Math.max(offset, 0), file.text.length);
  const line = countAtStart(starts, start => start <= at);
  return { line, column: at - starts[line - 1]! + 1 };
}

/** Text of a 1-based line without its line break; empty past the end of the file. */
export function lineText(file: SourceFile, line: number): string {
  const starts = lineStartsOf(file);
  const start = starts[line - 1];
  if (start === undefined) return '';
  return file.text.slice(start, starts[line] ?? file.text.length).replace(/\r?\n$|\r$/, '');
}

/** Offset of the first character of every line. */
export function lineStartsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known) return known;
  const starts = [0];
  const { text } = file;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  lineStarts.set(file, starts);
  return starts;
}

/** The smallest span that holds both; the first one's file counts. */
export function spanBetween(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** An empty span at the start of a file, for problems that have no place in it. */
export function startOf(file: SourceFile): Span {
  return { file, start: 0, end: 0 };
}
