import type { SourceFile } from '../model/source.ts';
import type { Body } from '../parse/hcl/ast.ts';
import { parseHcl } from '../parse/hcl/parser.ts';
import { parseJson } from '../parse/json.ts';
import type { MappingNode, ParsedDocuments, SyntaxNode } from '../parse/syntax.ts';
import { parseYaml } from '../parse/yaml.ts';
import { type Document, entryOf, openDocument, type Place } from './document.ts';
import { applied, type Edit, movedBy } from './edits.ts';
import { indentAt, lineEnd, lineStart } from './lines.ts';
import { sameHcl } from './same-hcl.ts';
import { type Expected, sameMapping } from './same-mapping.ts';
import type { Wanted } from './wanted.ts';

/** What was written where. */
export interface Written {
  readonly place: Place;
  readonly wanted: Wanted;
}

/**
 * Whether the edits of one declaration change nothing but what was wanted. Only the declaration is read again, but for
 * YAML with anchors in it, which other parts of the document may use.
 */
export function isVerified(document: Document, { place, wanted }: Written, edits: readonly Edit[]): boolean {
  const { text } = document.file;
  const part = partOf(document, place);
  if (!part || edits.some(({ start, end }) => start < part.start || end > part.end)) {
    return isWhollyVerified(document, applied(text, edits), [{ place, wanted }]);
  }
  const before = text.slice(part.start, part.end);
  return part.same(applied(before, movedBy(-part.start, edits)), wanted);
}

interface Part {
  readonly start: number;
  readonly end: number;
  /** Whether another text of it says the same as the document does, but for what is wanted. */
  same(after: string, wanted: Wanted): boolean;
}

function partOf(document: Document, place: Place): Part | undefined {
  const { text, path } = document.file;
  if (document.kind === 'hcl') {
    const block = document.body.items[place as number]!;
    const { start, end } = block.span;
    const body = { ...document.body, items: [block] };
    return { start, end, same: (after, wanted) => sameBlock({ body, text }, { path, text: after }, wanted) };
  }
  const entry = entryOf(document.root, place as readonly string[])!;
  const { key, value } = entry;
  if (text[value.span.start] === '{') {
    const { start, end } = value.span;
    if (document.syntax === 'yaml' && ANCHOR.test(text.slice(start, end))) return undefined;
    const read = document.syntax === 'json' ? parseJson : parseYaml;
    return {
      start,
      end,
      same: (after, wanted) => sameMapping(value, rootOf(read({ path, text: after })), [{ path: [], wanted }]),
    };
  }
  const start = lineStart(text, key.span.start);
  const end = endOfBlock(text, value.span.end, indentAt(text, key.span.start).length);
  if (text.slice(start, key.span.start).trim() !== '' || ANCHOR.test(text.slice(start, end))) return undefined;
  const alone: MappingNode = { kind: 'mapping', entries: [entry], span: value.span };
  return {
    start,
    end,
    same: (after, wanted) =>
      sameMapping(alone, rootOf(parseYaml({ path, text: after })), [{ path: [key.raw], wanted }]),
  };
}

/** Undefined where anything is wrong with the text. */
function rootOf({ documents, diagnostics }: ParsedDocuments): SyntaxNode | undefined {
  return diagnostics.length === 0 && documents.length === 1 ? documents[0]!.root : undefined;
}

/** Whether YAML anchors, which other parts may use, stand in a declaration. */
export function hasAnchors(document: Document, place: Place): boolean {
  const entry = document.kind === 'mapping' ? entryOf(document.root, place as readonly string[]) : undefined;
  return entry !== undefined && ANCHOR.test(document.file.text.slice(entry.key.span.start, entry.value.span.end));
}

/** An anchor, or an alias. */
const ANCHOR = /(?:^|[\s[{,])[&*][\w-]/;

/** Past lines that are empty, comments, or indented further. */
function endOfBlock(text: string, from: number, indent: number): number {
  let end = lineEnd(text, from);
  while (end < text.length) {
    const start = text.indexOf('\n', end) + 1;
    if (start === 0) return text.length;
    const next = lineEnd(text, start);
    const line = text.slice(start, next);
    const depth = line.length - line.trimStart().length;
    if (line.trim() !== '' && depth <= indent) return start;
    if (next === text.length) return next;
    end = next;
  }
  return end;
}

function sameBlock(before: { body: Body; text: string }, after: SourceFile, wanted: Wanted): boolean {
  const { body, diagnostics } = parseHcl(after);
  return diagnostics.length === 0 && sameHcl(before, { body, text: after.text }, [{ index: 0, wanted }]);
}

/** The same question of a whole file after all its edits. */
export function isWhollyVerified(document: Document, after: string, written: readonly Written[]): boolean {
  const now = openDocument({ path: document.file.path, text: after });
  if (document.kind === 'hcl') {
    if (now?.kind !== 'hcl') return false;
    const expected = written.map(({ place, wanted }) => ({ index: place as number, wanted }));
    return sameHcl({ body: document.body, text: document.file.text }, { body: now.body, text: after }, expected);
  }
  if (now?.kind !== 'mapping' || now.syntax !== document.syntax) return false;
  const expected = written.map(({ place, wanted }): Expected => ({ path: place as readonly string[], wanted }));
  return sameMapping(document.root, now.root, expected);
}
