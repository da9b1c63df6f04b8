import type { TemplateExpression, TemplatePart } from './ast.ts';
import { character, trimEnd, trimStart } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { isAt, resume, spanOf } from './cursor.ts';
import { nestDirectives, parseDirective } from './directives.ts';
import { removeIndentation } from './heredocs.ts';
import type { ParseExpression, Piece } from './pieces.ts';
import { expected, report, unclosed } from './problems.ts';
import {
  closingMarkerEnd,
  heredocMarker,
  scanLineText,
  scanQuotedText,
  sequenceLength,
  type TextRun,
  unescapePlain,
  unescapeQuoted,
} from './text.ts';

/**
 * Pieces read so far. `strip`: the sequence before ended with `~}`, so the text that follows loses its leading space.
 */
interface Pieces {
  readonly list: Piece[];
  readonly run: TextRun;
  strip: boolean;
}

/** A quoted template; the cursor is at its opening quote, and then past the closing one. */
export function parseQuotedTemplate(cursor: Cursor, expression: ParseExpression): TemplateExpression | undefined {
  const { text, start } = cursor;
  const pieces = noPieces();
  let at = cursor.end;
  for (;;) {
    scanQuotedText(text, at, pieces.run);
    const { end } = pieces.run;
    if (end > at && !addQuotedText(cursor, pieces, at, end)) return undefined;
    if (end < text.length && text.charCodeAt(end) === character.quote) {
      resume(cursor, end + 1);
      return template(cursor, pieces.list, start, end + 1, false);
    }
    if (sequenceLength(text, end) === 0) return unclosedQuote(cursor, start, end);
    if (!parseSequence(cursor, pieces, end, expression)) return undefined;
    at = cursor.end;
  }
}

/** A heredoc; the cursor is at its introducer, and then past the closing marker. */
export function parseHeredoc(cursor: Cursor, expression: ParseExpression): TemplateExpression | undefined {
  const { text, start } = cursor;
  const introducerEnd = cursor.end;
  const { marker, flush } = heredocMarker(text, start);
  const pieces = noPieces();
  let at = introducerEnd;
  let lineStart = true;
  for (;;) {
    const markerEnd = lineStart ? closingMarkerEnd(text, at, marker, cursor.markerMayEndText) : -1;
    if (markerEnd >= 0) {
      if (flush) removeIndentation(pieces.list);
      resume(cursor, markerEnd);
      return template(cursor, pieces.list, start, markerEnd, true);
    }
    if (at >= text.length) return unclosedHeredoc(cursor, start, introducerEnd, marker);
    const from = at;
    at = parseLinePart(cursor, pieces, from, expression);
    if (at < 0 || (!pieces.run.verbatim && loneReturn(cursor, from, at))) return undefined;
    lineStart = text.charCodeAt(at - 1) === character.newline;
  }
}

/** A whole text as template, such as a file that `templatefile` reads. */
export function parseBareTemplate(cursor: Cursor, expression: ParseExpression): TemplateExpression | undefined {
  const { text } = cursor;
  const pieces = noPieces();
  for (let at = 0; at < text.length; ) {
    at = parseLinePart(cursor, pieces, at, expression);
    if (at < 0) return undefined;
  }
  resume(cursor, text.length);
  return template(cursor, pieces.list, 0, text.length, false);
}

function noPieces(): Pieces {
  return { list: [], run: { end: 0, verbatim: true }, strip: false };
}

/** Adds a line's text up to a sequence, or the sequence. Gives the offset after it, or -1 where it is broken. */
function parseLinePart(cursor: Cursor, pieces: Pieces, at: number, expression: ParseExpression): number {
  const { text } = cursor;
  scanLineText(text, at, pieces.run);
  const { end, verbatim } = pieces.run;
  if (end > at) {
    addText(cursor, pieces, at, end, verbatim ? text.slice(at, end) : unescapePlain(text, at, end));
    return end;
  }
  return parseSequence(cursor, pieces, at, expression) ? cursor.end : -1;
}

function addQuotedText(cursor: Cursor, pieces: Pieces, start: number, end: number): boolean {
  const value = pieces.run.verbatim ? cursor.text.slice(start, end) : unescapeQuoted(cursor, start, end);
  if (value === undefined) return false;
  addText(cursor, pieces, start, end, value);
  return true;
}

function addText(cursor: Cursor, pieces: Pieces, start: number, end: number, value: string): void {
  const kept = pieces.strip ? trimStart(value) : value;
  pieces.strip = false;
  pieces.list.push({ kind: 'text', value: kept, span: spanOf(cursor, start, end) });
}

/** An interpolation or directive that starts at an offset. The cursor is then at its closing brace. */
function parseSequence(cursor: Cursor, pieces: Pieces, start: number, expression: ParseExpression): boolean {
  const { text } = cursor;
  const length = sequenceLength(text, start);
  if (length === 3) stripLast(pieces.list);
  const outer = cursor.newlines;
  cursor.newlines = false;
  resume(cursor, start + length);
  const isDirective = text.charCodeAt(start) === character.percent;
  const piece = isDirective ? parseDirective(cursor, start, expression) : parseInterpolation(cursor, start, expression);
  if (!piece) return false;
  if (!isAt(cursor, '}') && !isAt(cursor, '~}')) {
    unclosedSequence(cursor, start, length, isDirective);
    return false;
  }
  pieces.list.push(piece);
  pieces.strip = isAt(cursor, '~}');
  cursor.newlines = outer;
  return true;
}

function parseInterpolation(cursor: Cursor, start: number, parse: ParseExpression): TemplatePart | undefined {
  const expression = parse(cursor);
  return expression && { kind: 'interpolation', expression, span: spanOf(cursor, start, cursor.end) };
}

/** `${~` takes the white space at the end of the text right before it; of several lines, of the last one. */
function stripLast(list: Piece[]): void {
  const last = list.at(-1);
  if (last?.kind === 'text') list[list.length - 1] = { ...last, value: trimEnd(last.value) };
}

function unclosedSequence(cursor: Cursor, start: number, length: number, isDirective: boolean): undefined {
  const what = isDirective ? 'template directive' : 'interpolation';
  if (isAt(cursor, 'end')) return unclosed(cursor, start, start + length, what, '"}"');
  const literal = isDirective ? '%%{' : '$${';
  return expected(cursor, `"}" at the end of the ${what}`, `Close it with "}", or write ${literal} for a literal one.`);
}

function unclosedQuote(cursor: Cursor, start: number, end: number): undefined {
  const advice = 'Add the closing quote mark, or use a heredoc such as <<EOT for a text of several lines.';
  return report(cursor, start, end, 'The string that starts here is not closed on its line.', advice);
}

/** Whether a heredoc holds a carriage return that ends no line, which HashiCorp's scanner refuses; it is reported. */
function loneReturn(cursor: Cursor, start: number, end: number): boolean {
  const index = cursor.text.slice(start, end).search(/\r(?!\n)/);
  if (index < 0) return false;
  const at = start + index;
  report(cursor, at, at + 1, 'A carriage return without line feed stands here.', 'End lines with \\n or \\r\\n.');
  return true;
}

function unclosedHeredoc(cursor: Cursor, start: number, end: number, marker: string): undefined {
  const advice = `End it with ${marker} on a line of its own, with nothing after it, and a line end.`;
  return report(cursor, start, end, `The heredoc that starts here has no line with ${marker} alone.`, advice);
}

function template(
  cursor: Cursor,
  list: Piece[],
  start: number,
  end: number,
  heredoc: boolean,
): TemplateExpression | undefined {
  const parts = nestDirectives(cursor, joinTexts(cursor, list));
  return parts && { kind: 'template', parts, heredoc, span: spanOf(cursor, start, end) };
}

/** Neighbouring texts as one. An empty text counts as a part: beside it an interpolation is converted to a string. */
function joinTexts(cursor: Cursor, list: Piece[]): Piece[] {
  if (list.length < 2) return list;
  const joined: Piece[] = [];
  for (let i = 0; i < list.length; i++) {
    const piece = list[i]!;
    if (piece.kind !== 'text' || list[i + 1]?.kind !== 'text') {
      joined.push(piece);
      continue;
    }
    let { value } = piece;
    let { end } = piece.span;
    for (let next = list[i + 1]; next?.kind === 'text'; next = list[++i + 1]) {
      value += next.value;
      end = next.span.end;
    }
    joined.push({ kind: 'text', value, span: spanOf(cursor, piece.span.start, end) });
  }
  return joined;
}
