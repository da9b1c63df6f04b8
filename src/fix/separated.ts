import type { Edit } from './edits.ts';
import { breakAt, indentOfLine, lineEnd, lineStart } from './lines.ts';

/**
 * New parts behind the last one of a list in brackets or braces, with commas between them: on lines of their own where
 * the last one has its own. A comment stays on the line of what it is about; a comma behind the last part is kept.
 */
export function partsBehind(
  last: { readonly start: number; readonly end: number },
  written: readonly string[],
  space: string,
  text: string,
): readonly Edit[] {
  const { start, end } = last;
  if (!startsItsLine(text, start)) return [insertion(end, written.map(part => `,${space}${part}`).join(''))];
  const indent = indentOfLine(text, start);
  const eol = breakAt(text, start);
  const lines = written.map(part => `${eol}${indent}${part}`);
  const rest = text.slice(end, lineEnd(text, end));
  if (/^[ \t]*(?:#|\/\/)/.test(rest)) {
    return [insertion(end, ','), insertion(end + rest.length, lines.join(','))];
  }
  const comma = /^\s*,[ \t]*(?:(?:#|\/\/).*)?$/.exec(rest);
  if (comma) return [insertion(end + rest.length, lines.map(line => `${line},`).join(''))];
  return [insertion(end, lines.map(line => `,${line}`).join(''))];
}

/** Whether nothing but white space stands before an offset on its line, and a line before that. */
export function startsItsLine(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  return start > 0 && /^\s*$/.test(text.slice(start, offset));
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
