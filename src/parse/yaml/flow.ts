import { type Entry, MAX_DEPTH, type ScalarNode, type SyntaxNode, scalarNode, withoutDuplicates } from '../syntax.ts';
import { merged, resolveAlias } from './anchors.ts';
import { isFlowIndicator, readPlain } from './plain.ts';
import { readProperties, withProperties } from './properties.ts';
import { readQuoted } from './quoted.ts';
import {
  ASTERISK,
  atEnd,
  atMarker,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOUBLE_QUOTE,
  isBlank,
  mistake,
  OPEN_BRACE,
  OPEN_BRACKET,
  peek,
  QUESTION,
  type Reader,
  report,
  SINGLE_QUOTE,
  skipBlank,
  spanFrom,
  templating,
} from './reader.ts';

/** A collection in brackets or braces at the reader's place. Its lines may be indented as one likes. */
export function readFlowCollection(reader: Reader, depth: number): SyntaxNode {
  if (depth >= MAX_DEPTH) return tooDeep(reader);
  return peek(reader) === OPEN_BRACE ? readFlowMapping(reader, depth) : readFlowSequence(reader, depth);
}

/** What is nested too deeply ends the reading: nothing after it can be told. */
export function tooDeep(reader: Reader): SyntaxNode {
  const span = spanFrom(reader, reader.at, reader.at + 1);
  report(reader, 'yaml-depth', `The document is nested more than ${MAX_DEPTH} levels deep.`, span);
  reader.at = reader.text.length;
  return scalarNode('', null, false, span);
}

function readFlowMapping(reader: Reader, depth: number): SyntaxNode {
  const start = reader.at++;
  const entries: Entry[] = [];
  let incomplete: { readonly incomplete?: true } = {};
  while (nextItem(reader, CLOSE_BRACE, entries.length === 0, start)) {
    const entry = readEntry(reader, depth);
    if (entry) entries.push(entry);
    else incomplete = { incomplete: true };
  }
  const unique = withoutDuplicates(entries, 'yaml-duplicate-key', reader.diagnostics);
  return { kind: 'mapping', entries: merged(reader, unique), span: spanFrom(reader, start), ...incomplete };
}

function readFlowSequence(reader: Reader, depth: number): SyntaxNode {
  const start = reader.at++;
  const items: SyntaxNode[] = [];
  while (nextItem(reader, CLOSE_BRACKET, items.length === 0, start)) items.push(readItem(reader, depth));
  return { kind: 'sequence', items, span: spanFrom(reader, start) };
}

/** To the start of the next item; false past the closing character, or where the collection cannot go on. */
function nextItem(reader: Reader, close: number, isFirst: boolean, start: number): boolean {
  let separated = isFirst;
  for (;;) {
    skipBlank(reader);
    const code = peek(reader);
    if (code === close) {
      reader.at++;
      return false;
    }
    if (atEnd(reader) || atMarker(reader)) {
      mistake(
        reader,
        `The ${close === CLOSE_BRACE ? 'brace' : 'bracket'} is not closed.`,
        spanFrom(reader, start, start + 1),
      );
      return false;
    }
    if (code === COMMA) {
      if (separated) mistake(reader, 'Something is missing before the comma.');
      separated = true;
      reader.at++;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      mistake(reader, 'This closes another collection than the one that is open.');
      reader.at++;
      return false;
    } else {
      if (!separated) mistake(reader, 'A comma is missing between two items.');
      return true;
    }
  }
}

/** An item of a sequence; `key: value` is a mapping of one entry. */
function readItem(reader: Reader, depth: number): SyntaxNode {
  const start = reader.at;
  if (isExplicitKey(reader)) {
    const entry = readEntry(reader, depth + 1);
    return { kind: 'mapping', entries: entry ? [entry] : [], span: spanFrom(reader, start) };
  }
  const node = readFlowNode(reader, depth + 1);
  const end = reader.at;
  skipBlank(reader);
  if (!atColon(reader, node)) return node;
  const entry = entryOf(reader, node, depth + 1);
  return { kind: 'mapping', entries: entry ? [entry] : [], span: spanFrom(reader, start, Math.max(end, reader.at)) };
}

function readEntry(reader: Reader, depth: number): Entry | undefined {
  if (isExplicitKey(reader)) {
    reader.at++;
    skipBlank(reader);
  }
  const isEmpty = peek(reader) === COLON && (isBlank(peek(reader, 1)) || isFlowIndicator(peek(reader, 1)));
  const key = isEmpty ? scalarNode('', null, false, spanFrom(reader, reader.at)) : readFlowNode(reader, depth + 1);
  return entryOf(reader, key, depth);
}

function isExplicitKey(reader: Reader): boolean {
  return peek(reader) === QUESTION && isBlank(peek(reader, 1));
}

/** The entry of a key that is read, with the value after its colon, or none. */
function entryOf(reader: Reader, key: SyntaxNode, depth: number): Entry | undefined {
  const name = asKey(reader, key);
  const end = reader.at;
  skipBlank(reader);
  let value: SyntaxNode = scalarNode('', null, false, spanFrom(reader, end, end));
  if (atColon(reader, key)) {
    reader.at++;
    const empty = spanFrom(reader, reader.at, reader.at);
    skipBlank(reader);
    const code = peek(reader);
    const isNothing = code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || atEnd(reader);
    value = isNothing ? scalarNode('', null, false, empty) : readFlowNode(reader, depth + 1);
  }
  return name && { key: name, value };
}

/** A colon after quotes or brackets needs no space. */
function atColon(reader: Reader, key: SyntaxNode): boolean {
  if (peek(reader) !== COLON) return false;
  const next = peek(reader, 1);
  return isBlank(next) || isFlowIndicator(next) || key.kind !== 'scalar' || key.quoted;
}

/** Keys are text; a key that is a collection is reported and its entry left out. */
export function asKey(reader: Reader, node: SyntaxNode): ScalarNode | undefined {
  if (node.kind === 'scalar') return node;
  // `{{ value }}` is a mapping in a mapping.
  if (node.kind === 'mapping' && reader.text.charCodeAt(node.span.start - 1) === OPEN_BRACE)
    templating(reader, node.span);
  else report(reader, 'yaml-key', 'The key of a mapping must be a text.', node.span);
  return undefined;
}

function readFlowNode(reader: Reader, depth: number): SyntaxNode {
  const properties = readProperties(reader, true);
  const before = reader.nodes++;
  const code = peek(reader);
  if (code === ASTERISK && !properties) {
    reader.nodes = before;
    return readAlias(reader, depth);
  }
  const isNothing = code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || Number.isNaN(code);
  const isColon = code === COLON && isBlank(peek(reader, 1));
  if (isNothing || isColon) {
    const end = properties ? trimmedEnd(reader, properties.start) : reader.at;
    return withProperties(reader, scalarNode('', null, false, spanFrom(reader, end, end)), properties);
  }
  return withProperties(reader, readContent(reader, code, depth), properties);
}

function readContent(reader: Reader, code: number, depth: number): SyntaxNode {
  switch (code) {
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return readFlowCollection(reader, depth);
    case DOUBLE_QUOTE:
    case SINGLE_QUOTE:
      return readQuoted(reader);
    default: {
      const at = reader.at;
      const node = readPlain(reader, -1, true);
      // A character that nothing can start with would stop everything.
      if (reader.at === at) reader.at++;
      return node;
    }
  }
}

/** Where what was read last ends, white space after it not counted. */
export function trimmedEnd(reader: Reader, start: number): number {
  return start + reader.text.slice(start, reader.at).trimEnd().length;
}

/** An alias at the reader's place, as what it stands for. */
export function readAlias(reader: Reader, depth: number): SyntaxNode {
  const start = reader.at++;
  while (!isBlank(peek(reader)) && !isFlowIndicator(peek(reader))) reader.at++;
  return resolveAlias(reader, reader.text.slice(start + 1, reader.at), spanFrom(reader, start), depth);
}
