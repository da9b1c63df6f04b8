import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import { spanBetween } from '../../model/source.ts';
import type { Attribute, Block, Body, HclFile } from '../../parse/hcl/ast.ts';
import { parseJson } from '../../parse/json.ts';
import { type Entry, entrySpan, type SyntaxNode } from '../../parse/syntax.ts';
import { expressionOfJson, referenceOfJson } from './json-expressions.ts';
import { type BodyShape, ROOT_SHAPE } from './json-shapes.ts';

/**
 * Reads a configuration in JSON syntax (`main.tf.json`) into the tree of the native syntax: what is a block is decided
 * by the shape that Terraform expects at its place, https://developer.hashicorp.com/terraform/language/syntax/json.
 * The header of a block is its last label, since labels above it are shared with other blocks.
 */
export function parseJsonConfiguration(file: SourceFile): HclFile {
  const { documents, diagnostics: problems } = parseJson(file);
  const diagnostics = [...problems];
  const root = documents[0]?.root;
  if (root && root.kind !== 'mapping' && root.kind !== 'sequence') diagnostics.push(noObject(root.span));
  const span = root?.span ?? { file, start: 0, end: file.text.length };
  return { body: bodyOf(root, ROOT_SHAPE, span, diagnostics), diagnostics };
}

/** A body may be written as one object, or as several in an array. */
function bodyOf(node: SyntaxNode | undefined, shape: BodyShape, span: Span, diagnostics: Diagnostic[]): Body {
  const items = entriesOf(node).flatMap((entry): (Attribute | Block)[] => {
    const labels = shape.labels(entry.key.raw, entry.value);
    if (labels === undefined) return [attributeOf(entry, shape, diagnostics)];
    return blocksOf(entry, labels, [], shape, diagnostics);
  });
  return { items, span };
}

/** The blocks under a key: below it stand as many levels of objects as there are labels, then one body or several. */
function blocksOf(
  entry: Entry,
  labels: number,
  keys: readonly Entry[],
  shape: BodyShape,
  diagnostics: Diagnostic[],
): Block[] {
  const value = (keys.at(-1) ?? entry).value;
  if (keys.length < labels) {
    return entriesOf(value).flatMap(key => blocksOf(entry, labels, [...keys, key], shape, diagnostics));
  }
  const header = (keys.at(-1) ?? entry).key.span;
  const inner = shape.inside(
    entry.key.raw,
    keys.map(({ key }) => key.raw),
  );
  const bodies = value.kind === 'sequence' ? value.items : [value];
  return bodies
    .filter(body => body.kind === 'mapping')
    .map(body => ({
      kind: 'block',
      type: entry.key.raw,
      typeSpan: entry.key.span,
      labels: keys.map(({ key }) => ({ value: key.raw, quoted: true, span: key.span })),
      body: bodyOf(body, inner, body.span, diagnostics),
      headerSpan: header,
      span: bodies.length > 1 ? body.span : spanBetween(header, body.span),
    }));
}

function attributeOf(entry: Entry, shape: BodyShape, diagnostics: Diagnostic[]): Attribute {
  const { key, value } = entry;
  const written = shape.references.has(key.raw)
    ? referenceOfJson(value, diagnostics)
    : expressionOfJson(value, shape.literal, diagnostics);
  return { kind: 'attribute', name: key.raw, nameSpan: key.span, value: written, span: entrySpan(entry) };
}

/** Entries of an object or of all objects of an array; `"//"` is a comment. */
function entriesOf(node: SyntaxNode | undefined): readonly Entry[] {
  if (node?.kind === 'sequence') return node.items.flatMap(entriesOf);
  return node?.kind === 'mapping' ? node.entries.filter(entry => entry.key.raw !== '//') : [];
}

function noObject(span: Span): Diagnostic {
  return {
    code: 'hcl-syntax',
    message: 'A configuration in JSON syntax must be an object.',
    advice: 'Write the blocks as properties of one object.',
    span,
    severity: 'error',
  };
}
