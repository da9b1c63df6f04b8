import type { Cursor } from './cursor.ts';
import { isAt, spanOf } from './cursor.ts';

/** Blocks, brackets, operators and template sequences within each other; more is no configuration but an attack. */
export const maximumDepth = 250;

/** With so many problems a text is no HCL; the rest of it is not read. */
const maximumProblems = 100;

/** Reports that the current token is not what the syntax needs here. Gives undefined, for the caller to return. */
export function expected(cursor: Cursor, what: string, advice: string): undefined {
  const end = isAt(cursor, 'newline') ? cursor.start : cursor.end;
  const better = isAt(cursor, 'invalid') ? characterAdvice(cursor) : undefined;
  return report(cursor, cursor.start, end, `Expected ${what}, found ${found(cursor)}.`, better ?? advice);
}

/** Reports a bracket or quote that the end of the text leaves open, at the place that opens it. */
export function unclosed(cursor: Cursor, start: number, end: number, what: string, closer: string): undefined {
  const advice = `Add the closing ${closer}, or look for a bracket too many before the end of the file.`;
  return report(cursor, start, end, `The ${what} that starts here is not closed with ${closer}.`, advice);
}

/** Reports nesting past the bound; without it a hostile file would exhaust the stack. */
export function tooDeep(cursor: Cursor): undefined {
  const message = `This is nested more than ${maximumDepth} levels deep.`;
  const advice = 'Split it with local values; deeper nesting is not analysed.';
  return report(cursor, cursor.start, cursor.end, message, advice, 'hcl-nesting-too-deep');
}

export function report(
  cursor: Cursor,
  start: number,
  end: number,
  message: string,
  advice: string,
  code = 'hcl-syntax',
): undefined {
  const { diagnostics } = cursor;
  if (isHopeless(cursor)) return undefined;
  diagnostics.push({ code, message, advice, span: spanOf(cursor, start, end), severity: 'error' });
  if (isHopeless(cursor)) {
    const last = `There are more than ${maximumProblems} problems; what follows is not read any more.`;
    diagnostics.push({ ...diagnostics.at(-1)!, code: 'hcl-too-many-problems', message: last });
  }
  return undefined;
}

/** Whether there are so many problems that reading on is pointless. Bounds the work that recovery can cause. */
export function isHopeless(cursor: Cursor): boolean {
  return cursor.diagnostics.length >= maximumProblems;
}

function found(cursor: Cursor): string {
  switch (cursor.kind) {
    case 'end':
      return 'the end of the file';
    case 'newline':
      return 'the end of the line';
    case 'identifier':
    case 'number':
      return `"${excerpt(cursor)}"`;
    case 'heredoc':
      return 'a heredoc';
    case '"':
      return 'a quote mark';
    case 'invalid':
      return isUnclosedComment(cursor) ? 'a comment that is not closed' : `the character ${visible(cursor)}`;
    default:
      return `"${cursor.kind}"`;
  }
}

const characterAdvices: Readonly<Record<string, string>> = {
  "'": 'Put strings in double quotes; HCL has no single quotes.',
  '`': 'Put strings in double quotes, or use a heredoc such as <<EOT for several lines.',
  ';': 'Put every argument on its own line; HCL has no semicolons.',
  '&': 'Write && for "and"; HCL has no bitwise operators.',
  '|': 'Write || for "or"; HCL has no bitwise operators.',
  '^': 'Use the pow function for powers; HCL has no bitwise operators.',
  '~': 'Write ! for "not"; HCL has no bitwise operators, and strip markers stand next to the braces only.',
  '\r': 'End lines with \\n or \\r\\n.',
};

function characterAdvice(cursor: Cursor): string {
  if (isUnclosedComment(cursor)) return 'Close the comment with */.';
  const character = cursor.text.slice(cursor.start, cursor.end);
  return characterAdvices[character] ?? 'Remove the character; outside strings and comments HCL does not use it.';
}

function isUnclosedComment(cursor: Cursor): boolean {
  return cursor.text.startsWith('/*', cursor.start);
}

function excerpt(cursor: Cursor): string {
  const text = cursor.text.slice(cursor.start, Math.min(cursor.end, cursor.start + 40));
  return text.length < cursor.end - cursor.start ? `${text}…` : text;
}

function visible(cursor: Cursor): string {
  const code = cursor.text.codePointAt(cursor.start)!;
  const character = cursor.text.slice(cursor.start, cursor.end);
  const isPlain = code > 0x20 && code < 0x7f;
  return isPlain ? `"${character}"` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
