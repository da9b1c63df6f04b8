import type { ScalarNode } from '../syntax.ts';
import {
  atEnd,
  atMarker,
  GREATER,
  isBreak,
  mistake,
  type Reader,
  SPACE,
  skipBreak,
  skipInline,
  skipLine,
  spanFrom,
  TAB,
} from './reader.ts';

/** A literal (`|`) or folded (`>`) text at the reader's place, in a node that is indented by `indent`. */
export function readBlockScalar(reader: Reader, indent: number): ScalarNode {
  const start = reader.at;
  const isFolded = reader.text.charCodeAt(reader.at++) === GREATER;
  const header = readHeader(reader);
  const { lines, end } = readLines(reader, indent, header.indentation);
  const raw = chomped(isFolded ? foldedText(lines) : lines.join('\n'), lines, header.chomping);
  return { kind: 'scalar', value: raw, raw, quoted: true, span: spanFrom(reader, start, Math.max(end, start + 1)) };
}

interface Header {
  readonly indentation: number | undefined;
  readonly chomping: '+' | '-' | '';
}

function readHeader(reader: Reader): Header {
  let indentation: number | undefined;
  let chomping: Header['chomping'] = '';
  for (;;) {
    const letter = reader.text[reader.at] ?? '';
    if (letter === '+' || letter === '-') chomping = letter;
    else if (/^[1-9]$/.test(letter)) indentation = Number(letter);
    else break;
    reader.at++;
  }
  skipInline(reader);
  if (!atEnd(reader) && !isBreak(reader.text.charCodeAt(reader.at))) {
    mistake(reader, 'The text of a block starts on the next line.');
    skipLine(reader);
  }
  skipBreak(reader);
  return { indentation, chomping };
}

/** The lines without their indentation, and where the last one that is not empty ends. */
function readLines(reader: Reader, indent: number, given: number | undefined): { lines: string[]; end: number } {
  const { text } = reader;
  const lines: string[] = [];
  let end = 0;
  let own = given === undefined ? undefined : Math.max(indent, 0) + given;
  while (!atEnd(reader)) {
    const line = reader.at;
    let at = line;
    while (text.charCodeAt(at) === SPACE && (own === undefined || at - line < own)) at++;
    const width = at - line;
    const isEmpty = at >= text.length || isBreak(text.charCodeAt(at));
    if (!isEmpty) {
      if (own === undefined && width > indent && !atMarker(reader)) own = width;
      if (own === undefined || width < own || (own === 0 && atMarker(reader))) {
        if (own !== undefined && text.charCodeAt(at) === TAB && width > indent)
          mistake(reader, 'Tabs cannot be used for indentation.');
        break;
      }
    }
    reader.at = at;
    skipLine(reader);
    lines.push(isEmpty ? '' : text.slice(at, reader.at));
    if (!isEmpty) end = reader.at;
    if (!skipBreak(reader)) break;
  }
  return { lines, end };
}

/** The final line breaks: none with `-`, all with `+`, otherwise one. */
function chomped(text: string, lines: readonly string[], chomping: Header['chomping']): string {
  const content = text.replace(/\n+$/, '');
  if (chomping === '-') return content;
  if (chomping === '+') return lines.length === 0 ? '' : content + '\n'.repeat(trailingBreaks(lines));
  return content === '' ? '' : `${content}\n`;
}

function trailingBreaks(lines: readonly string[]): number {
  let empty = 0;
  while (empty < lines.length && lines[lines.length - 1 - empty] === '') empty++;
  return empty === lines.length ? empty : empty + 1;
}

/** Lines that start alike are joined with spaces; lines that are indented more keep their breaks. */
function foldedText(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  let previous: string | undefined;
  for (const line of lines) {
    if (line === '') {
      breaks++;
      continue;
    }
    if (previous === undefined) text += '\n'.repeat(breaks);
    else if (isIndented(line) || isIndented(previous)) text += '\n'.repeat(breaks + 1);
    else text += breaks === 0 ? ' ' : '\n'.repeat(breaks);
    text += line;
    previous = line;
    breaks = 0;
  }
  return text;
}

function isIndented(line: string): boolean {
  return line.charCodeAt(0) === SPACE || line.charCodeAt(0) === TAB;
}
