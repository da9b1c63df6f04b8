import { countAtStart } from '../model/ordered.ts';
import type { Span } from '../model/source.ts';
import type { ScalarNode } from './syntax.ts';

/**
 * Where a part of a text is written, by its offsets in the text; undefined where it is not written letter by letter.
 */
export type PartSpan = (start: number, end: number) => Span | undefined;

/**
 * Of a text on one line, or a literal block, its parts have places of their own; of folded and escaped text not. A part
 * of several lines has their indentation in it.
 */
export function partSpans({ raw, span }: Pick<ScalarNode, 'raw' | 'span'>): PartSpan {
  const source = span.file.text.slice(span.start, span.end);
  const at = source.lastIndexOf(raw);
  if (at >= 0) return (start, end) => ({ file: span.file, start: span.start + at + start, end: span.start + at + end });
  let lines: readonly Line[] | undefined;
  return (start, end) => {
    lines ??= linesOf(raw, source);
    const [first, last] = [lineAt(lines, start), lineAt(lines, Math.max(start, end - 1))];
    if (!first || !last) return undefined;
    return { file: span.file, start: span.start + placeOn(first, start), end: span.start + placeOn(last, end) };
  };
}

/** Lines without letters are none. */
function lineAt(lines: readonly Line[], offset: number): Line | undefined {
  return lines[countAtStart(lines, ({ start }) => start <= offset) - 1];
}

function placeOn({ start, length, source }: Line, offset: number): number {
  return source + Math.min(offset - start, length);
}

/** A line of the text: its offset there, and in the source. */
interface Line {
  readonly start: number;
  readonly length: number;
  readonly source: number;
}

/** The lines of a literal block without their indentation; none where the source reads otherwise. */
function linesOf(raw: string, source: string): readonly Line[] {
  const lines: Line[] = [];
  let from = source.indexOf('\n') + 1;
  let start = 0;
  for (const line of raw.split('\n')) {
    if (line !== '') {
      const at = source.indexOf(line, from);
      if (from === 0 || at < 0 || source.slice(from, at).trim() !== '') return [];
      lines.push({ start, length: line.length, source: at });
      from = at + line.length;
    }
    start += line.length + 1;
  }
  return lines;
}
