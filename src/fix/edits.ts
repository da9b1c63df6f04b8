/** A change of a text by offsets. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after edits that are apart from one another. */
export function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: by } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, start) + by;
    at = end;
  }
  return result + text.slice(at);
}

/** Edits of a part of a text, as edits of the whole. */
export function movedBy(offset: number, edits: readonly Edit[]): readonly Edit[] {
  return edits.map(({ start, end, text }) => ({ start: start + offset, end: end + offset, text }));
}
