import type { Span } from '../../model/source.ts';
import type { SyntaxNode } from '../syntax.ts';
import { addAnchor } from './anchors.ts';
import { isFlowIndicator } from './plain.ts';
import {
  AMPERSAND,
  EXCLAMATION,
  GREATER,
  isBlank,
  mistake,
  type Reader,
  skipBlank,
  skipInline,
  spanFrom,
} from './reader.ts';

/** What may stand before a node: its tag and its anchor. */
export interface Properties {
  /** As written. */
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
  /** Where the first of them starts; the tag's start is that of the node. */
  readonly start: number;
  readonly tagStart: number | undefined;
  /** Whether the content is on a later line. */
  readonly newLine: boolean;
  readonly nodesBefore: number;
}

/** Tag and anchor at the reader's place, in any order, and the white space after them; undefined without either. */
export function readProperties(reader: Reader, inFlow: boolean): Properties | undefined {
  const start = reader.at;
  const nodesBefore = reader.nodes;
  let tag: string | undefined;
  let tagStart: number | undefined;
  let anchor: string | undefined;
  let newLine = false;
  for (;;) {
    const code = reader.text.charCodeAt(reader.at);
    if (code !== EXCLAMATION && code !== AMPERSAND) break;
    const from = reader.at;
    const word = code === EXCLAMATION ? readTag(reader) : readName(reader);
    const twice = code === EXCLAMATION ? tag !== undefined : anchor !== undefined;
    if (twice) mistake(reader, 'A value can have one tag and one anchor.', spanFrom(reader, from));
    else if (code === EXCLAMATION) [tag, tagStart] = [word, from];
    else anchor = word.slice(1);
    skipInline(reader);
    newLine = skipBlank(reader) || newLine;
    if (newLine && !inFlow) break;
  }
  if (reader.at === start) return undefined;
  return { tag, anchor, start, tagStart, newLine, nodesBefore };
}

/** The characters of a tag; `!<…>` is verbatim. */
function readTag(reader: Reader): string {
  const { text } = reader;
  const start = reader.at;
  if (text.charCodeAt(start + 1) === 60) {
    const close = text.indexOf('>', start);
    const end = text.indexOf('\n', start);
    if (close > 0 && (end < 0 || close < end)) {
      reader.at = close + 1;
      return text.slice(start, reader.at);
    }
    mistake(reader, 'The tag does not end.');
  }
  return readName(reader);
}

function readName(reader: Reader): string {
  const { text } = reader;
  const start = reader.at++;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (isBlank(code) || isFlowIndicator(code) || (code === GREATER && text.charCodeAt(start + 1) === 60)) break;
    reader.at++;
  }
  return text.slice(start, reader.at);
}

/** Local tags (`!Ref`) are kept; `!`, `!!str` and other tags of YAML itself say nothing more here. */
function ownTag(tag: string): string | undefined {
  return tag === '!' || tag.startsWith('!!') || tag.startsWith('!<tag:yaml.org,2002:') ? undefined : tag;
}

/** A node with what stood before it. */
export function withProperties(reader: Reader, node: SyntaxNode, properties: Properties | undefined): SyntaxNode {
  if (!properties) return node;
  const result = properties.tagStart === undefined ? node : tagged(node, properties.tag!, properties.tagStart);
  if (properties.anchor !== undefined) addAnchor(reader, properties.anchor, result, properties.nodesBefore);
  return result;
}

function tagged(node: SyntaxNode, tag: string, start: number): SyntaxNode {
  const span = { file: node.span.file, start, end: node.span.end };
  const own = ownTag(tag);
  if (own !== undefined) return withTag(node, own, span);
  const isText = tag === '!' || tag === '!!str' || tag === '!<tag:yaml.org,2002:str>';
  return isText && node.kind === 'scalar' ? { ...node, value: node.raw, span } : { ...node, span };
}

/** Written out, as spreading a node is many times slower and templates are full of tags. */
function withTag(node: SyntaxNode, tag: string, span: Span): SyntaxNode {
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.value, raw: node.raw, quoted: node.quoted, span, tag };
    case 'sequence':
      return { kind: 'sequence', items: node.items, span, tag };
    case 'mapping':
      return { kind: 'mapping', entries: node.entries, span, tag };
  }
}
