/** The line break that the text uses around an offset: of the line itself, else of the one before, else `\n`. */
export function breakAt(text: string, offset: number): string {
  const next = text.indexOf('\n', offset);
  const found = next >= 0 ? next : text.lastIndexOf('\n');
  return found > 0 && text[found - 1] === '\r' ? '\r\n' : '\n';
}

/** The offset of the end of a line, before its break. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next < 0) return text.length;
  return next > offset && text[next - 1] === '\r' ? next - 1 : next;
}

/** The offset at which the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** What stands before an offset on its line, where that is white space only; otherwise as many blanks. */
export function indentAt(text: string, offset: number): string {
  const before = text.slice(lineStart(text, offset), offset);
  return /^\s*$/.test(before) ? before : ' '.repeat(before.length);
}

/** The white space at the start of the line. */
export function indentOfLine(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))![0];
}
