import { lineStartsOf, lineText, type Region, regionOf, type Span } from '../model/source.ts';
import { covered, type Secrecy } from './secrecy.ts';

/** Lines of source with a marker below the part that is meant. Without colour, ready to be indented. */
export interface FrameLine {
  /** The line number, or empty beside the marker. */
  readonly gutter: string;
  readonly text: string;
  readonly kind: 'context' | 'meant' | 'marker';
}

const CONTEXT_LINES = 1;
const MAX_MEANT_LINES = 4;
const MAX_WIDTH = 120;
const TAB = '    ';
/** Looking for secrets takes its time on a text without an end. */
const MAX_COVERED = 4000;

/**
 * Empty for a place in a file without text. What may be a secret is covered; of a finding about a secret nothing but
 * the line itself is shown.
 */
export function codeFrame(span: Span, isSecret = false): readonly FrameLine[] {
  if (span.file.text === '') return [];
  const region = regionOf(span);
  const lastLine = Math.min(region.endLine, region.line + MAX_MEANT_LINES - 1);
  const context = isSecret ? 0 : CONTEXT_LINES;
  const from = Math.max(1, region.line - context);
  const to = Math.min(lineStartsOf(span.file).length, lastLine + context);
  const width = String(to).length;
  const frame: FrameLine[] = [];
  for (let line = from; line <= to; line++) {
    const text = shown(span, line, region, isSecret);
    const isMeant = line >= region.line && line <= lastLine;
    if (!isMeant && text.trim() === '') continue;
    const startColumn = line === region.line ? region.column : text.length - text.trimStart().length + 1;
    const endColumn = line === region.endLine ? region.endColumn : text.trimEnd().length + 1;
    const cut = isMeant ? cutAround(text, startColumn) : { text: crop(text, 0), shift: 0 };
    frame.push({
      gutter: String(line).padStart(width),
      text: printable(cut.text),
      kind: isMeant ? 'meant' : 'context',
    });
    if (isMeant) frame.push({ gutter: ' '.repeat(width), text: marker(cut, startColumn, endColumn), kind: 'marker' });
  }
  return frame;
}

/** A line without what may be a secret; as long as the line itself. */
function shown({ file }: Span, line: number, region: Region, isSecret: boolean): string {
  const whole = lineText(file, line);
  const start = line === region.line ? region.column - 1 : 0;
  const end = line === region.endLine ? region.endColumn - 1 : whole.length;
  const meant = line >= region.line && line <= region.endLine ? { start, end } : undefined;
  const before = line > 1 ? lineText(file, line - 1).slice(0, MAX_COVERED) : '';
  if (whole.length <= MAX_COVERED) return covered(whole, { isSecret, meant, before });
  return coveredAround(whole, Math.max(0, start - MAX_COVERED / 2), { isSecret, meant, before });
}

/** Of a line that is too long to look through, what will be shown, in its column. What names a text may be cut off. */
function coveredAround(line: string, from: number, secrecy: Secrecy): string {
  const part = line.slice(from, from + MAX_COVERED);
  const { meant } = secrecy;
  const shifted = meant && { start: meant.start - from, end: Math.min(meant.end - from, part.length) };
  const isMidText = from > 0 && !/[\s"',;{}=:]/.test(part.slice(0, MAX_COVERED / 2));
  const shown = isMidText ? part.replace(/[^\s"']/g, '*') : covered(part, { ...secrecy, meant: shifted });
  return ' '.repeat(from) + shown;
}

/** A window of a long line in which the column can be seen. */
function cutAround(text: string, column: number): { text: string; shift: number } {
  if (text.length <= MAX_WIDTH) return { text, shift: 0 };
  const from = Math.max(0, Math.min(column - 1 - MAX_WIDTH / 4, text.length - MAX_WIDTH));
  return { text: crop(text, Math.floor(from)), shift: Math.floor(from) };
}

function crop(text: string, from: number): string {
  const piece = text.slice(from, from + MAX_WIDTH);
  return `${from > 0 ? '…' : ''}${from > 0 ? piece.slice(1) : piece}${from + MAX_WIDTH < text.length ? '…' : ''}`;
}

function marker(cut: { text: string; shift: number }, startColumn: number, endColumn: number): string {
  const start = startColumn - 1 - cut.shift;
  const end = Math.min(Math.max(endColumn - 1 - cut.shift, start + 1), cut.text.length);
  const before = printable(cut.text.slice(0, start));
  const meant = printable(cut.text.slice(start, end));
  return ' '.repeat(widthOf(before)) + '^'.repeat(Math.max(1, widthOf(meant)));
}

const widthOf = (text: string) => [...text].length;

/** Tabs as spaces; control characters, which could move a terminal's cursor, as a box. */
export function printable(text: string): string {
  return text
    .replaceAll('\t', TAB)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\u25af');
}
