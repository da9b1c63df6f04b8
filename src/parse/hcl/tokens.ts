import type { SourceFile } from '../../model/source.ts';
import { blanksEnd, character } from './characters.ts';
import type { Cursor, TokenKind } from './cursor.ts';
import { advance, commentEnd, newlineLength, openCursor } from './cursor.ts';
import { closingMarkerEnd, heredocMarker, scanLineText, scanQuotedText, sequenceLength, type TextRun } from './text.ts';

/** Tokens as the parser sees them, and those of templates and comments besides. */
export interface Token {
  readonly kind:
    | TokenKind
    | ('comment' | 'text' | 'close-quote' | 'close-heredoc')
    | ('interpolation' | 'directive' | 'close-sequence');
  readonly start: number;
  readonly end: number;
}

/** What the scanner is within, innermost last. A sequence counts the braces that are open in it. */
type Mode =
  | { readonly kind: 'sequence'; braces: number }
  | { readonly kind: 'quoted' }
  | { readonly kind: 'heredoc'; readonly marker: string; lineStart: boolean }
  | { readonly kind: 'bare' };

/** A text token by token, whether it makes sense or not. */
export interface Tokens {
  readonly cursor: Cursor;
  readonly modes: Mode[];
  readonly run: TextRun;
  at: number;
}

/** All tokens of a text, the last one being `end`. A comment of one line ends before its line end. */
export function tokenize(text: string, mode: 'normal' | 'template'): Token[] {
  const tokens = openTokens({ path: '', text }, 0, mode);
  const all: Token[] = [];
  for (;;) {
    const token = nextToken(tokens);
    all.push(token);
    if (token.kind === 'end') return all;
  }
}

export function openTokens(file: SourceFile, at: number, mode: 'normal' | 'template'): Tokens {
  const modes: Mode[] = mode === 'template' ? [{ kind: 'bare' }] : [];
  return { cursor: openCursor(file, at), modes, run: { end: at, verbatim: true }, at };
}

/** The next token; past the end it is `end` again. */
export function nextToken(tokens: Tokens): Token {
  const mode = tokens.modes.at(-1);
  const token = mode && mode.kind !== 'sequence' ? templateToken(tokens, mode) : codeToken(tokens, mode);
  tokens.at = token.end;
  return token;
}

function codeToken(tokens: Tokens, mode: Mode | undefined): Token {
  const { cursor, modes } = tokens;
  const { text } = cursor;
  const start = blanksEnd(text, tokens.at);
  const comment = start < text.length ? commentEnd(text, start) : start;
  if (comment > start) return { kind: 'comment', start, end: comment };
  cursor.end = start;
  advance(cursor);
  const { kind, end } = cursor;
  if (kind === '"') modes.push({ kind: 'quoted' });
  if (kind === 'heredoc') modes.push({ kind: 'heredoc', marker: heredocMarker(text, start).marker, lineStart: true });
  if (mode?.kind === 'sequence') {
    if (kind === '{') mode.braces++;
    if ((kind === '}' || kind === '~}') && mode.braces-- === 0) {
      modes.pop();
      return { kind: 'close-sequence', start, end };
    }
  }
  return { kind, start, end };
}

function templateToken(tokens: Tokens, mode: Exclude<Mode, { kind: 'sequence' }>): Token {
  const { cursor, modes, at: start } = tokens;
  const { text } = cursor;
  if (start >= text.length) return { kind: 'end', start, end: start };
  if (mode.kind === 'heredoc' && mode.lineStart) {
    mode.lineStart = false;
    const end = closingMarkerEnd(text, start, mode.marker, false);
    if (end >= 0) {
      modes.pop();
      return { kind: 'close-heredoc', start, end };
    }
  }
  const length = sequenceLength(text, start);
  if (length > 0) {
    modes.push({ kind: 'sequence', braces: 0 });
    const isDirective = text.charCodeAt(start) === character.percent;
    return { kind: isDirective ? 'directive' : 'interpolation', start, end: start + length };
  }
  return mode.kind === 'quoted' ? quotedToken(tokens, start) : lineToken(tokens, mode, start);
}

/** Quoted text or its end. A line end closes it too, so that one missing quote mark spoils one line only. */
function quotedToken(tokens: Tokens, start: number): Token {
  const { cursor, modes, run } = tokens;
  const { text } = cursor;
  scanQuotedText(text, start, run);
  if (run.end > start) return { kind: 'text', start, end: run.end };
  modes.pop();
  if (text.charCodeAt(start) === character.quote) return { kind: 'close-quote', start, end: start + 1 };
  const newline = newlineLength(text, start);
  return newline > 0 ? { kind: 'newline', start, end: start + newline } : { kind: 'invalid', start, end: start + 1 };
}

function lineToken(tokens: Tokens, mode: Mode, start: number): Token {
  const { cursor, run } = tokens;
  scanLineText(cursor.text, start, run);
  if (mode.kind === 'heredoc') mode.lineStart = cursor.text.charCodeAt(run.end - 1) === character.newline;
  return { kind: 'text', start, end: run.end };
}
