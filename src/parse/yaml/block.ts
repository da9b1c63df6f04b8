import { type Entry, MAX_DEPTH, type SyntaxNode, scalarNode, withoutDuplicates } from '../syntax.ts';
import { merged } from './anchors.ts';
import { readBlockScalar } from './block-scalar.ts';
import { asKey, readAlias, readFlowCollection, tooDeep, trimmedEnd } from './flow.ts';
import { atDash, atKey, readKey } from './keys.ts';
import { readPlain } from './plain.ts';
import { type Properties, readProperties, withProperties } from './properties.ts';
import { readQuoted } from './quoted.ts';
import {
  ASTERISK,
  atEnd,
  atLineStart,
  atMarker,
  COLON,
  column,
  DOUBLE_QUOTE,
  GREATER,
  isBlank,
  isBreak,
  mistake,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  PIPE,
  peek,
  QUESTION,
  type Reader,
  refuseTabs,
  SINGLE_QUOTE,
  skipBlank,
  skipInline,
  skipLine,
  spanFrom,
  templating,
} from './reader.ts';

/**
 * The node at the reader's place, which is its first character, in a node that is indented by `indent`.
 * `onLine`: content stands before it on its line, so that no block collection can start here.
 */
export function readBlockNode(reader: Reader, indent: number, depth: number, onLine = false): SyntaxNode {
  if (depth >= MAX_DEPTH) return tooDeep(reader);
  const properties = readProperties(reader, false);
  if (!properties) return readContent(reader, indent, depth, onLine, undefined);
  if (!properties.newLine && !atEnd(reader)) return readContent(reader, indent, depth, onLine, properties);
  // The content is on a later line, if it is indented there; a sequence may stand right below its key.
  const isInside = column(reader) > indent || (atDash(reader) && column(reader) === indent && onLine);
  if (atEnd(reader) || atMarker(reader) || !isInside) {
    const end = trimmedEnd(reader, properties.start);
    return withProperties(reader, nothing(reader, end), properties);
  }
  refuseTabs(reader);
  const inner = readProperties(reader, false);
  if (!inner) return withProperties(reader, readContent(reader, indent, depth, false, undefined), properties);
  return withProperties(reader, readContent(reader, indent, depth, false, inner), properties);
}

function nothing(reader: Reader, at: number): SyntaxNode {
  reader.nodes++;
  return scalarNode('', null, false, spanFrom(reader, at, at));
}

/** Properties on the line of a key are the key's, otherwise they are the content's. */
function readContent(
  reader: Reader,
  indent: number,
  depth: number,
  onLine: boolean,
  properties: Properties | undefined,
): SyntaxNode {
  const code = peek(reader);
  const isSequence = atDash(reader);
  const isMapping = !isSequence && atKey(reader);
  if (isSequence || isMapping) {
    if (!onLine) {
      if (isSequence) return withProperties(reader, readSequence(reader, depth), properties);
      return readMapping(reader, depth, properties);
    }
    const what = isSequence ? 'A list' : 'A mapping';
    mistake(reader, `${what} cannot start on the line of its key.`);
    // What is there is still looked at, as if it stood on a line of its own.
    if (isSequence) return withProperties(reader, readSequence(reader, depth), properties);
    return readMapping(reader, depth, properties);
  }
  reader.nodes++;
  if (code === ASTERISK && !properties) {
    reader.nodes--;
    return readAlias(reader, depth);
  }
  return withProperties(reader, readValue(reader, code, indent, depth), properties);
}

function readValue(reader: Reader, code: number, indent: number, depth: number): SyntaxNode {
  switch (code) {
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return readFlowCollection(reader, depth);
    case DOUBLE_QUOTE:
    case SINGLE_QUOTE:
      return readQuoted(reader);
    case PIPE:
    case GREATER:
      return readBlockScalar(reader, indent);
    default:
      return readPlain(reader, indent, false);
  }
}

function readSequence(reader: Reader, depth: number): SyntaxNode {
  const start = reader.at;
  const indent = column(reader);
  const items: SyntaxNode[] = [];
  let end = start;
  reader.nodes++;
  do {
    reader.at++;
    end = reader.at;
    items.push(readNested(reader, indent, depth, false));
    end = Math.max(end, endOf(items.at(-1)!, reader, end));
  } while (nextLine(reader, indent) && atDash(reader));
  refuseRest(reader, indent, 'an item of the list');
  return { kind: 'sequence', items, span: spanFrom(reader, start, end) };
}

function readMapping(reader: Reader, depth: number, first: Properties | undefined): SyntaxNode {
  const start = first?.start ?? reader.at;
  const indent = start - reader.lineStart;
  const entries: Entry[] = [];
  let end = start;
  let properties = first;
  // Mistakes between entries; those in the value of one are its own.
  let between = 0;
  let more = true;
  reader.nodes++;
  while (more) {
    const at = reader.at;
    const entry = readEntry(reader, indent, depth, properties);
    properties = undefined;
    const before = reader.mistakes;
    if (entry) {
      entries.push(entry);
      end = Math.max(end, entry.key.span.end, endOf(entry.value, reader, end));
    } else between++;
    if (reader.at === at) skipLine(reader);
    more = nextLine(reader, indent) && startsEntry(reader, indent);
    if (!more) refuseRest(reader, indent, 'a key of the mapping');
    between += reader.mistakes - before;
  }
  const unique = withoutDuplicates(entries, 'yaml-duplicate-key', reader.diagnostics);
  const incomplete = between > 0 && { incomplete: true as const };
  return { kind: 'mapping', entries: merged(reader, unique), span: spanFrom(reader, start, end), ...incomplete };
}

/** The end of a node, unless it is what an alias stands for: that ends elsewhere. */
function endOf(node: SyntaxNode, reader: Reader, at: number): number {
  if (node.span.start >= at && node.span.end <= reader.at) return node.span.end;
  return trimmedEnd(reader, at);
}

/** Lines that stand where an item or a key is expected and are none are reported and passed over. */
function refuseRest(reader: Reader, indent: number, expected: string): void {
  while (!atEnd(reader) && !atMarker(reader) && column(reader) > indent) {
    mistake(reader, `This line is not ${expected}: check its indentation.`);
    skipLine(reader);
    skipBlank(reader);
  }
}

/** To the next line with content; whether it belongs to a collection with this indentation. */
function nextLine(reader: Reader, indent: number): boolean {
  if (!atLineStart(reader)) {
    skipInline(reader);
    if (!atEnd(reader) && !isBreak(peek(reader))) {
      mistake(reader, 'Something stands after the end of the value.');
      skipLine(reader);
    }
  }
  for (;;) {
    skipBlank(reader);
    if (atEnd(reader) || atMarker(reader)) return false;
    refuseTabs(reader);
    if (column(reader) === indent) return true;
    if (column(reader) < indent) return false;
    mistake(reader, 'This line is indented differently from what it stands below.');
    skipLine(reader);
  }
}

/** Whether an entry starts here, or after lines that can be none. */
function startsEntry(reader: Reader, indent: number): boolean {
  while (!atDash(reader)) {
    const code = peek(reader);
    if (code === 33 || code === 38 || atKey(reader)) return true;
    if (code === OPEN_BRACE && isDirective(reader)) templating(reader);
    else mistake(reader, 'A key with a colon after it is expected here.');
    skipLine(reader);
    if (!nextLine(reader, indent)) break;
  }
  return false;
}

/** An entry at the reader's place, with its value. */
function readEntry(reader: Reader, indent: number, depth: number, first: Properties | undefined): Entry | undefined {
  const properties = first ?? readProperties(reader, false);
  if (peek(reader) === QUESTION && isBlank(peek(reader, 1))) return readExplicitEntry(reader, indent, depth);
  reader.nodes++;
  const node = withProperties(reader, readKey(reader, depth), properties);
  const key = asKey(reader, node);
  skipInline(reader);
  if (peek(reader) !== COLON) {
    mistake(reader, 'A colon is expected after the key.');
    skipLine(reader);
    return undefined;
  }
  reader.at++;
  const value = readNested(reader, indent, depth, true);
  return key && { key, value };
}

/** `? key`, and `: value` on a line of its own. */
function readExplicitEntry(reader: Reader, indent: number, depth: number): Entry | undefined {
  reader.at++;
  const key = asKey(reader, readNested(reader, indent, depth, false));
  const end = reader.at;
  const before = { at: reader.at, lineStart: reader.lineStart };
  skipBlank(reader);
  if (column(reader) !== indent || peek(reader) !== COLON || !isBlank(peek(reader, 1))) {
    Object.assign(reader, before);
    return key && { key, value: scalarNode('', null, false, spanFrom(reader, end, end)) };
  }
  reader.at++;
  const value = readNested(reader, indent, depth, false);
  return key && { key, value };
}

/** What stands after a dash or a colon: on the line, or indented below it, or nothing. */
function readNested(reader: Reader, indent: number, depth: number, isValue: boolean): SyntaxNode {
  const start = reader.at;
  skipInline(reader);
  if (!atEnd(reader) && !isBreak(peek(reader))) return readBlockNode(reader, indent, depth + 1, isValue);
  skipBlank(reader);
  const isBelow = column(reader) > indent || (isValue && column(reader) === indent && atDash(reader));
  if (atEnd(reader) || atMarker(reader) || !isBelow) return nothing(reader, start);
  refuseTabs(reader);
  const isWhole = !passDirectives(reader, indent);
  const node = readBlockNode(reader, indent, depth + 1);
  return isWhole || node.kind !== 'mapping' ? node : { ...node, incomplete: true };
}

/** `{{#if x}}` or `{% if x %}` on a line of its own, above the content of a block. */
const DIRECTIVE = /\{(?:\{[^\n]*\}|%[^\n]*%)\}[ \t\r]*\n(?=( *)[^\s])/y;

function isDirective(reader: Reader): boolean {
  const next = peek(reader, 1);
  return next === OPEN_BRACE || next === PERCENT;
}

/** Past the lines of a templating language with which a block starts, if more of it follows; they are mistakes. */
function passDirectives(reader: Reader, indent: number): boolean {
  let any = false;
  while (peek(reader) === OPEN_BRACE) {
    DIRECTIVE.lastIndex = reader.at;
    const spaces = DIRECTIVE.exec(reader.text)?.[1];
    if (spaces === undefined || spaces.length <= indent) break;
    templating(reader);
    any = true;
    skipLine(reader);
    skipBlank(reader);
  }
  return any;
}
