import type { ScalarNode } from '../syntax.ts';
import {
  atMarker,
  DOUBLE_QUOTE,
  isBreak,
  mistake,
  type Reader,
  SINGLE_QUOTE,
  SPACE,
  skipBreak,
  spanFrom,
  TAB,
} from './reader.ts';

/** A text in single or double quotes at the reader's place, its lines folded. */
export function readQuoted(reader: Reader): ScalarNode {
  const start = reader.at;
  const quote = reader.text.charCodeAt(reader.at++);
  const raw = quote === SINGLE_QUOTE ? readSingle(reader, start) : readDouble(reader, start);
  return { kind: 'scalar', value: raw, raw, quoted: true, span: spanFrom(reader, start) };
}

function readSingle(reader: Reader, start: number): string {
  const { text } = reader;
  let value = '';
  let from = reader.at;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code === SINGLE_QUOTE) {
      value += text.slice(from, reader.at++);
      if (text.charCodeAt(reader.at) !== SINGLE_QUOTE) return value;
      from = reader.at++;
    } else if (isBreak(code)) {
      value += text.slice(from, reader.at).replace(/[ \t]+$/, '') + foldedBreaks(reader);
      from = reader.at;
      if (endsEarly(reader, start)) return value;
    } else if (Number.isNaN(code)) {
      return unfinished(reader, start, value + text.slice(from));
    } else reader.at++;
  }
}

function readDouble(reader: Reader, start: number): string {
  const { text } = reader;
  let value = '';
  let from = reader.at;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code === DOUBLE_QUOTE) return value + text.slice(from, reader.at++);
    if (code === 92) {
      value += text.slice(from, reader.at);
      // White space before an escape stays.
      value = readEscape(reader, value);
      from = reader.at;
    } else if (isBreak(code)) {
      value += text.slice(from, reader.at).replace(/[ \t]+$/, '') + foldedBreaks(reader);
      from = reader.at;
      if (endsEarly(reader, start)) return value;
    } else if (Number.isNaN(code)) {
      return unfinished(reader, start, value + text.slice(from));
    } else reader.at++;
  }
}

/** One line break is a space, more are one less; white space around them does not count. */
function foldedBreaks(reader: Reader): string {
  let breaks = 0;
  while (skipBreak(reader)) {
    breaks++;
    while (reader.text.charCodeAt(reader.at) === SPACE || reader.text.charCodeAt(reader.at) === TAB) reader.at++;
  }
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}

function endsEarly(reader: Reader, start: number): boolean {
  if (!atMarker(reader)) return false;
  unfinished(reader, start, '');
  return true;
}

function unfinished(reader: Reader, start: number, value: string): string {
  mistake(reader, 'The text in quotes does not end.', spanFrom(reader, start, start + 1));
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The text so far with an escape; an escaped line break joins two lines. */
function readEscape(reader: Reader, before: string): string {
  const { text, at } = reader;
  const letter = text[at + 1] ?? '';
  reader.at = Math.min(at + 2, text.length);
  const length = Object.hasOwn(LENGTHS, letter) ? LENGTHS[letter]! : 0;
  if (length > 0) {
    const digits = text.slice(at + 2, at + 2 + length);
    const code = Number.parseInt(digits, 16);
    if (digits.length === length && /^[0-9a-fA-F]+$/.test(digits) && code <= 0x10ffff) {
      reader.at += length;
      return before + String.fromCodePoint(code);
    }
  } else if (Object.hasOwn(ESCAPES, letter)) return before + ESCAPES[letter]!;
  else if (isBreak(letter.charCodeAt(0))) {
    reader.at = at + 1;
    let blank = -1;
    while (skipBreak(reader)) {
      blank++;
      while (reader.text.charCodeAt(reader.at) === SPACE || reader.text.charCodeAt(reader.at) === TAB) reader.at++;
    }
    return before + '\n'.repeat(blank);
  }
  mistake(reader, 'There is no such escape in YAML.', spanFrom(reader, at, at + 2));
  return before + letter;
}
