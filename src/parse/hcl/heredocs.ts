import { trimStart } from './characters.ts';
import type { Piece } from './pieces.ts';

/**
 * Takes the indentation off a `<<-` heredoc, in place: the smallest one of all lines that are not blank. As in
 * HashiCorp's parser the line of the closing marker does not count, and a line whose line end before it was taken
 * by a strip marker is no line of its own, so it keeps its indentation.
 */
export function removeIndentation(pieces: Piece[]): void {
  const lines: number[] = [];
  let smallest = Number.POSITIVE_INFINITY;
  let lineStart = true;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    if (lineStart) {
      const indentation = piece.kind === 'text' ? indentationOf(piece.value) : 0;
      if (indentation < Number.POSITIVE_INFINITY && piece.kind === 'text') lines.push(i);
      smallest = Math.min(smallest, indentation);
    }
    lineStart = piece.kind === 'text' ? piece.value.endsWith('\n') : false;
  }
  for (const i of lines) {
    const piece = pieces[i]!;
    if (piece.kind === 'text') pieces[i] = { ...piece, value: piece.value.slice(smallest) };
  }
}

/** Number of white space characters at the start of a line; infinite where the line is blank. */
function indentationOf(line: string): number {
  const trimmed = trimStart(line);
  return trimmed.length === 0 && line.endsWith('\n') ? Number.POSITIVE_INFINITY : line.length - trimmed.length;
}
