import type { SourceFile } from '../model/source.ts';
import type { ParsedDocuments, SyntaxDocument, SyntaxNode } from './syntax.ts';
import { readBlockNode } from './yaml/block.ts';
import {
  atEnd,
  atMarker,
  DASH,
  isBreak,
  mistake,
  peek,
  type Reader,
  readerOf,
  skipBlank,
  skipInline,
  skipLine,
  spanFrom,
} from './yaml/reader.ts';

/**
 * Reads a YAML stream. Plain scalars are resolved as YAML 1.1 does where CloudFormation follows it (`yes`, `on`),
 * tags that are not YAML's own are kept, aliases and merge keys are resolved. Bad input gives diagnostics
 * (`yaml-syntax`, `yaml-duplicate-key`, `yaml-alias`, `yaml-key`, `yaml-merge`, `yaml-depth`, `yaml-templating`) and as much of the tree
 * as can be read.
 */
export function parseYaml(file: SourceFile): ParsedDocuments {
  const reader = readerOf(file);
  const documents: SyntaxDocument[] = [];
  for (;;) {
    const isOpen = skipToDocument(reader);
    if (atEnd(reader) && !isOpen) break;
    documents.push(readDocument(reader));
    if (atEnd(reader)) break;
  }
  return { documents, diagnostics: reader.diagnostics };
}

/** Past directives and the marker of a document; true where a marker opens it. */
function skipToDocument(reader: Reader): boolean {
  for (;;) {
    skipBlank(reader);
    if (reader.at === reader.lineStart && peek(reader) === 37) skipLine(reader);
    else if (!atMarker(reader)) return false;
    else {
      const opens = peek(reader) === DASH;
      reader.at += 3;
      if (opens) return true;
    }
  }
}

function readDocument(reader: Reader): SyntaxDocument {
  const start = reader.at;
  reader.anchors = new Map();
  reader.nodes = 0;
  skipInline(reader);
  const onLine = reader.at > start && !atEnd(reader) && !isBreak(peek(reader));
  if (!onLine) skipBlank(reader);
  let root: SyntaxNode | undefined;
  if (!atEnd(reader) && !atMarker(reader)) root = readBlockNode(reader, -1, 0);
  skipBlank(reader);
  if (!atEnd(reader) && !atMarker(reader)) {
    mistake(reader, 'Something stands after the end of the document.');
    while (!atEnd(reader) && !atMarker(reader)) {
      skipLine(reader);
      skipBlank(reader);
    }
  }
  return { root: isEmpty(root) ? undefined : root, span: spanFrom(reader, start) };
}

function isEmpty(node: SyntaxNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.raw === '' && !node.quoted && node.tag === undefined);
}
