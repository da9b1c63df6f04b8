import type { Value } from '../model/value.ts';
import { textOf } from '../model/value.ts';

/** A text as far as it is known: literal pieces, with holes (undefined) between them that can be any text. */
export type PartialText = readonly (string | undefined)[];

type Template = Value & { kind: 'template' };

/** The pieces of a template; neighbouring literals are one piece, neighbouring holes one hole. */
export function piecesOf(template: Template): PartialText {
  const pieces: (string | undefined)[] = [];
  const add = (part: string | Value): void => {
    if (typeof part === 'object' && part.kind === 'template') {
      for (const inner of part.parts) add(inner);
      return;
    }
    const piece = typeof part === 'string' ? part : textOf(part);
    if (piece === '') return;
    const last = pieces.length - 1;
    if (piece === undefined && (last < 0 || pieces[last] !== undefined)) pieces.push(undefined);
    else if (piece !== undefined && last >= 0 && pieces[last] !== undefined) pieces[last] += piece;
    else if (piece !== undefined) pieces.push(piece);
  };
  for (const part of template.parts) add(part);
  return pieces;
}

/** Whether some text in the holes makes it the given text. */
export function couldBe(template: Template, text: string): boolean {
  return piecesCouldBe(piecesOf(template), text);
}

export function piecesCouldBe(pieces: PartialText, text: string): boolean {
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  if (pieces.length <= 1) return pieces.length === 0 ? text === '' : first === undefined || first === text;
  let start = 0;
  let end = text.length;
  if (first !== undefined) {
    if (!text.startsWith(first)) return false;
    start = first.length;
  }
  if (last !== undefined) {
    if (!text.endsWith(last)) return false;
    end -= last.length;
  }
  if (start > end) return false;
  for (let i = 1; i < pieces.length - 1; i++) {
    const piece = pieces[i];
    if (piece === undefined) continue;
    const found = text.indexOf(piece, start);
    if (found < 0 || found + piece.length > end) return false;
    start = found + piece.length;
  }
  return true;
}
