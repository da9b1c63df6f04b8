import { type SyntaxNode, scalarNode } from '../syntax.ts';
import { readAlias, readFlowCollection } from './flow.ts';
import { plainLine, refuseStart } from './plain.ts';
import { readQuoted } from './quoted.ts';
import {
  ASTERISK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  DASH,
  DOUBLE_QUOTE,
  GREATER,
  isBlank,
  isBreak,
  OPEN_BRACE,
  OPEN_BRACKET,
  PIPE,
  peek,
  QUESTION,
  type Reader,
  SINGLE_QUOTE,
  SPACE,
  spanFrom,
  TAB,
} from './reader.ts';

/** Whether an item of a block sequence starts here. */
export function atDash(reader: Reader): boolean {
  return peek(reader) === DASH && isBlank(peek(reader, 1));
}

/** Whether a key of a mapping stands here: something on one line with a colon after it. */
export function atKey(reader: Reader): boolean {
  const { text, at } = reader;
  switch (peek(reader)) {
    case QUESTION:
      if (isBlank(peek(reader, 1))) return true;
      break;
    case DOUBLE_QUOTE:
    case SINGLE_QUOTE:
      return colonAfter(text, endOfQuoted(text, at));
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return colonAfter(text, endOfFlow(text, at));
    case PIPE:
    case GREATER:
      return false;
    case ASTERISK: {
      let end = at;
      while (!isBlank(text.charCodeAt(end))) end++;
      return colonAfter(text, end);
    }
  }
  return plainLine(text, at, false).isKey;
}

function colonAfter(text: string, end: number | undefined): boolean {
  if (end === undefined) return false;
  let at = end;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  return text.charCodeAt(at) === COLON && isBlank(text.charCodeAt(at + 1));
}

/** The end of a text in quotes on this line. */
function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || isBreak(code)) return undefined;
    if (code === 92 && quote === DOUBLE_QUOTE) at++;
    else if (code === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) return at + 1;
      at++;
    }
  }
}

/** The end of a collection in brackets on this line. Only the shape is looked at; reading it tells the rest. */
function endOfFlow(text: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || isBreak(code)) return undefined;
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const end = endOfQuoted(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) open++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (--open === 0) return at + 1;
    }
  }
}

/** A key without its tag and anchor; `atKey` has said that it ends on its line. */
export function readKey(reader: Reader, depth: number): SyntaxNode {
  const code = peek(reader);
  switch (code) {
    case DOUBLE_QUOTE:
    case SINGLE_QUOTE:
      return readQuoted(reader);
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return readFlowCollection(reader, depth + 1);
    case ASTERISK:
      return readAlias(reader, depth);
    default: {
      const start = reader.at;
      refuseStart(reader);
      const { end } = plainLine(reader.text, start, false);
      reader.at = end;
      const raw = reader.text.slice(start, end);
      return scalarNode(raw, raw, false, spanFrom(reader, start));
    }
  }
}
