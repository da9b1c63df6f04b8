import { countAtStart } from '../model/ordered.ts';
import type { SourceFile } from '../model/source.ts';
import type { Body } from '../parse/hcl/ast.ts';
import { parseHcl } from '../parse/hcl/parser.ts';
import { parseJson } from '../parse/json.ts';
import type { Entry, SyntaxNode } from '../parse/syntax.ts';
import { parseYaml } from '../parse/yaml.ts';
import { type Declined, declined } from './decline.ts';
import type { Edit } from './edits.ts';
import { hclEdits } from './hcl-edits.ts';
import { entriesAround, entryNamed } from './large-mappings.ts';
import { type MappingText, mappingEdits } from './mapping-edits.ts';
import type { Wanted } from './wanted.ts';

/** A file that is edited, with its syntax tree. */
export type Document =
  | { readonly kind: 'mapping'; readonly file: SourceFile; readonly root: SyntaxNode; readonly syntax: 'json' | 'yaml' }
  | { readonly kind: 'hcl'; readonly file: SourceFile; readonly body: Body };

/** Where a declaration stands in a document, in words that hold after other declarations have been edited. */
export type Place = readonly string[] | number;

/**
 * A text as it is edited: HCL by its name, else JSON where it is JSON to the letter, else YAML. Undefined: mistakes.
 */
export function openDocument(file: SourceFile): Document | undefined {
  if (/\.(?:tf|tofu)$/.test(file.path)) {
    const { body, diagnostics } = parseHcl(file);
    return diagnostics.length === 0 ? { kind: 'hcl', file, body } : undefined;
  }
  if (/^\s*[{[]/.test(file.text)) {
    const { documents, diagnostics } = parseJson(file);
    const root = documents[0]?.root;
    if (root && diagnostics.length === 0) return { kind: 'mapping', file, root, syntax: 'json' };
  }
  const { documents, diagnostics } = parseYaml(file);
  const root = documents.length === 1 ? documents[0]!.root : undefined;
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return root && !isWrong ? { kind: 'mapping', file, root, syntax: 'yaml' } : undefined;
}

/**
 * The place of the declaration whose name stands at an offset: the keys that lead to it, or the number of the block.
 * Undefined: nothing is declared there.
 */
export function placeAt(document: Document, offset: number): Place | undefined {
  if (document.kind === 'mapping') return keysTo(document.root, offset);
  const { items } = document.body;
  const index = countAtStart(items, ({ span }) => span.start <= offset) - 1;
  const item = items[index];
  return item?.kind === 'block' && offset < item.span.end ? index : undefined;
}

function keysTo(node: SyntaxNode, offset: number): readonly string[] | undefined {
  if (node.kind === 'sequence') {
    const index = node.items.findIndex(({ span }) => span.start <= offset && offset < span.end);
    const inner = index < 0 ? undefined : keysTo(node.items[index]!, offset);
    return inner && [String(index), ...inner];
  }
  if (node.kind !== 'mapping') return undefined;
  for (const { key, value } of entriesAround(node, offset)) {
    if (key.span.start === offset) return [key.raw];
    if (key.span.start > offset || offset >= value.span.end || value.span.start > offset) continue;
    const inner = keysTo(value, offset);
    if (inner) return [key.raw, ...inner];
  }
  return undefined;
}

/** The entry at a place of a mapping document. */
export function entryOf(root: SyntaxNode, place: readonly string[]): Entry | undefined {
  let node: SyntaxNode | undefined = root;
  let entry: Entry | undefined;
  for (const step of place) {
    if (node?.kind === 'sequence') node = node.items[Number(step)];
    else {
      entry = entryNamed(node, step);
      node = entry?.value;
    }
  }
  return entry;
}

/** The edits that write what is wanted into the declaration at a place. */
export function editsAt(
  document: Document,
  place: Place,
  wanted: Wanted,
  where: MappingText['place'],
): readonly Edit[] | Declined {
  const { text, path } = document.file;
  if (document.kind === 'hcl') {
    const block = document.body.items[place as number];
    return block?.kind === 'block' ? hclEdits(block, wanted, text) : declined('form');
  }
  const entry = entryOf(document.root, place as readonly string[]);
  if (!entry) return declined('form');
  const templates = path.endsWith('.tf.json') || path.endsWith('.tofu.json');
  return mappingEdits(entry, wanted, { text, syntax: document.syntax, templates, place: where });
}
