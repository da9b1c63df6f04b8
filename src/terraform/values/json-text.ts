import type { Span } from '../../model/source.ts';
import { readJsonString } from '../../parse/json-string.ts';
import { bigNumberValue } from './decimals.ts';
import { parseNumber } from './numbers.ts';
import { textOfParts } from './text-parts.ts';
import { ANY } from './types.ts';
import {
  boolValue,
  type MappingEntry,
  nullValue,
  objectValue,
  stringValue,
  type TerraformValue,
  tupleValue,
} from './values.ts';

/** A stretch of text, with its place in a file where it stands there as it is; or a hole: a value not known as text. */
export type Piece = { readonly text: string; readonly span?: Span } | { readonly hole: TerraformValue };

const HOLE = '\ue000';
const MAX_DEPTH = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;

interface Reader {
  readonly text: string;
  readonly holes: TerraformValue[];
  /** Where each piece with a place starts in `text`. */
  readonly places: readonly { readonly start: number; readonly end: number; readonly span: Span }[];
  readonly span: Span;
  /** Where a comma stands before the end of a list or an object; absent: then it is no JSON. */
  readonly commas: Span[] | undefined;
  at: number;
  nextHole: number;
  nextPlace: number;
}

/** Only objects and lists are worth a structure; this is a cheap test for them. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text.slice(0, 1000)) && /[}\]]\s*$/.test(text.slice(-1000));
}

/**
 * Reads JSON text with holes. A hole in the place of a value is that value, one inside a text makes it a text known
 * in part, one as a key leaves the object open. Undefined where it is no JSON. With `commas`, one before the end of a
 * list or an object is passed over, and its place is added there.
 */
export function parseJsonPieces(pieces: readonly Piece[], span: Span, commas?: Span[]): TerraformValue | undefined {
  const reader = readerOf(pieces, span, commas);
  if (!reader) return undefined;
  const value = readValue(reader, 0);
  skipSpace(reader);
  return reader.at === reader.text.length ? value : undefined;
}

function readerOf(pieces: readonly Piece[], span: Span, commas: Span[] | undefined): Reader | undefined {
  const places: { start: number; end: number; span: Span }[] = [];
  const holes: TerraformValue[] = [];
  let text = '';
  for (const piece of pieces) {
    if ('hole' in piece) {
      holes.push(piece.hole);
      text += HOLE;
      continue;
    }
    if (piece.text.includes(HOLE)) return undefined;
    if (piece.span) places.push({ start: text.length, end: text.length + piece.text.length, span: piece.span });
    text += piece.text;
  }
  return { text, holes, places, span, commas, at: 0, nextHole: 0, nextPlace: 0 };
}

function readValue(reader: Reader, depth: number): TerraformValue | undefined {
  if (depth > MAX_DEPTH) return undefined;
  skipSpace(reader);
  const start = reader.at;
  switch (reader.text[start]) {
    case '{':
      return readObject(reader, depth);
    case '[':
      return readArray(reader, depth);
    case '"':
      return readText(reader);
    case HOLE:
      reader.at++;
      return valueOfHole(reader.holes[reader.nextHole++]!);
    case 't':
      return readWord(reader, 'true', boolValue(true, spanFrom(reader, start, start + 4)));
    case 'f':
      return readWord(reader, 'false', boolValue(false, spanFrom(reader, start, start + 5)));
    case 'n':
      return readWord(reader, 'null', nullValue(ANY, spanFrom(reader, start, start + 4)));
    default:
      return readNumber(reader);
  }
}

/** The text of a hole stands for a value: of what is JSON itself, that; otherwise anything. */
function valueOfHole(hole: TerraformValue): TerraformValue {
  if (hole.kind !== 'unknown') return hole;
  if (hole.structure) return hole.structure;
  if (hole.type.kind !== 'string') return hole;
  const { parts: _, reference: __, alternatives: ___, ...rest } = hole;
  return { ...rest, type: ANY, notNull: undefined };
}

function readWord(reader: Reader, word: string, value: TerraformValue): TerraformValue | undefined {
  if (!reader.text.startsWith(word, reader.at)) return undefined;
  reader.at += word.length;
  return value;
}

function readNumber(reader: Reader): TerraformValue | undefined {
  NUMBER.lastIndex = reader.at;
  const text = NUMBER.exec(reader.text)?.[0];
  const number = text === undefined ? undefined : parseNumber(text);
  if (text === undefined || !number) return undefined;
  const start = reader.at;
  reader.at += text.length;
  return bigNumberValue(number, spanFrom(reader, start, reader.at));
}

function readText(reader: Reader): TerraformValue | undefined {
  const start = reader.at;
  const { value, end, mistake } = readJsonString(reader.text, start);
  if (mistake) return undefined;
  reader.at = end;
  const span = spanFrom(reader, start, end);
  if (!value.includes(HOLE)) return stringValue(value, span);
  const parts: (string | TerraformValue)[] = [];
  for (const [at, text] of value.split(HOLE).entries()) {
    if (at > 0) parts.push(reader.holes[reader.nextHole++]!);
    parts.push(text);
  }
  return textOfParts(parts, span);
}

function readArray(reader: Reader, depth: number): TerraformValue | undefined {
  const start = reader.at++;
  const items: TerraformValue[] = [];
  skipSpace(reader);
  if (reader.text[reader.at] === ']') reader.at++;
  else {
    for (;;) {
      const item = readValue(reader, depth + 1);
      if (!item) return undefined;
      items.push(item);
      const next = readSeparator(reader, ']');
      if (next === undefined) return undefined;
      if (next === ']') break;
    }
  }
  return tupleValue(items, spanFrom(reader, start, reader.at));
}

function readObject(reader: Reader, depth: number): TerraformValue | undefined {
  const start = reader.at++;
  const entries = new Map<string, MappingEntry>();
  let open = false;
  skipSpace(reader);
  if (reader.text[reader.at] === '}') reader.at++;
  else {
    for (;;) {
      skipSpace(reader);
      if (reader.text[reader.at] !== '"') return undefined;
      const key = readText(reader);
      skipSpace(reader);
      if (!key || reader.text[reader.at++] !== ':') return undefined;
      const value = readValue(reader, depth + 1);
      if (!value) return undefined;
      if (key.kind === 'string') entries.set(key.value, { value, nameSpan: key.span });
      else open = true;
      const next = readSeparator(reader, '}');
      if (next === undefined) return undefined;
      if (next === '}') break;
    }
  }
  const object = objectValue(entries, spanFrom(reader, start, reader.at));
  return open ? { ...object, open: true } : object;
}

function readSeparator(reader: Reader, close: string): string | undefined {
  skipSpace(reader);
  const start = reader.at;
  const next = reader.text[reader.at++];
  if (next === close) return close;
  if (next !== ',') return undefined;
  if (!reader.commas) return ',';
  skipSpace(reader);
  if (reader.text[reader.at] !== close) return ',';
  reader.commas.push(spanFrom(reader, start, start + 1));
  reader.at++;
  return close;
}

function skipSpace(reader: Reader): void {
  SPACE.lastIndex = reader.at;
  reader.at += SPACE.exec(reader.text)?.[0].length ?? 0;
}

/** The place in the file where it is known, otherwise that of the whole text. */
function spanFrom(reader: Reader, start: number, end: number): Span {
  const from = placeOf(reader, start);
  if (!from) return reader.span;
  const to = end <= from.end ? from : placeOf(reader, end - 1);
  if (!to || to.span.file !== from.span.file) return reader.span;
  return {
    file: from.span.file,
    start: from.span.start + start - from.start,
    end: to.span.start + end - to.start,
  };
}

function placeOf({ places }: Reader, at: number): Reader['places'][number] | undefined {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (places[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  const place = places[low];
  return place && place.start <= at && at < place.end ? place : undefined;
}
