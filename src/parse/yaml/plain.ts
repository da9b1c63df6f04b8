import type { ScalarNode } from '../syntax.ts';
import {
  atMarker,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  column,
  HASH,
  isBlank,
  isBreak,
  mistake,
  OPEN_BRACE,
  OPEN_BRACKET,
  type Reader,
  SPACE,
  skipBreak,
  spanFrom,
  TAB,
} from './reader.ts';
import { resolvePlain } from './resolve.ts';

export function isFlowIndicator(code: number): boolean {
  return (
    code === COMMA || code === OPEN_BRACKET || code === CLOSE_BRACKET || code === OPEN_BRACE || code === CLOSE_BRACE
  );
}

/** The end of plain text on its line, white space after it not counted; `isKey`: a colon ends it. */
export function plainLine(text: string, from: number, inFlow: boolean): { end: number; stop: number; isKey: boolean } {
  let end = from;
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) continue;
    if (Number.isNaN(code) || isBreak(code)) return { end, stop: at, isKey: false };
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (isBlank(next) || (inFlow && isFlowIndicator(next))) return { end, stop: at, isKey: true };
    } else if (code === HASH && at > from && isBlank(text.charCodeAt(at - 1))) return { end, stop: at, isKey: false };
    else if (inFlow && isFlowIndicator(code)) return { end, stop: at, isKey: false };
    end = at + 1;
  }
}

/**
 * Plain text at the reader's place, over lines that are indented more than `indent` (in flow collections: over all
 * lines), with line breaks folded.
 */
export function readPlain(reader: Reader, indent: number, inFlow: boolean): ScalarNode {
  const { text } = reader;
  const start = reader.at;
  refuseStart(reader);
  let { end, stop, isKey } = plainLine(text, start, inFlow);
  let raw = text.slice(start, end);
  reader.at = end;
  while (!isKey && (stop >= text.length || isBreak(text.charCodeAt(stop)))) {
    const before = { at: reader.at, lineStart: reader.lineStart };
    reader.at = stop;
    const breaks = skipEmptyLines(reader);
    if (breaks === 0 || !continues(reader, indent, inFlow)) {
      Object.assign(reader, before);
      break;
    }
    const from = reader.at;
    ({ end, stop, isKey } = plainLine(text, from, inFlow));
    if (isKey && !inFlow)
      mistake(
        reader,
        'A mapping cannot stand inside of text: check the indentation of this line.',
        spanFrom(reader, from, stop + 1),
      );
    // In a flow collection the colon makes a pair of what stands before it.
    raw += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + text.slice(from, end);
    reader.at = end;
    if (isKey && !inFlow) {
      reader.at = lineEnd(text, stop);
      break;
    }
  }
  return { kind: 'scalar', value: resolvePlain(raw), raw, quoted: false, span: spanFrom(reader, start, reader.at) };
}

/** Line breaks up to the next line with content, whose indentation is skipped. */
function skipEmptyLines(reader: Reader): number {
  let breaks = 0;
  while (skipBreak(reader)) {
    breaks++;
    while (reader.text.charCodeAt(reader.at) === SPACE || reader.text.charCodeAt(reader.at) === TAB) reader.at++;
  }
  return breaks;
}

function continues(reader: Reader, indent: number, inFlow: boolean): boolean {
  const code = reader.text.charCodeAt(reader.at);
  if (Number.isNaN(code) || code === HASH || atMarker(reader)) return false;
  if (inFlow) return !isFlowIndicator(code) && !(code === COLON && isBlank(reader.text.charCodeAt(reader.at + 1)));
  return column(reader) > indent;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** Characters that text without quotes cannot start with. */
export function refuseStart(reader: Reader): void {
  const first = reader.text[reader.at] ?? '';
  if (first !== '' && '%@`,]}'.includes(first)) mistake(reader, `Text that starts with ${first} needs quotes.`);
}
