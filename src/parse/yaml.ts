import {
  type Alias,
  Composer,
  type CST,
  type DocumentOptions,
  isAlias,
  isMap,
  isPair,
  isScalar,
  Lexer,
  type Node,
  type ParseOptions,
  Parser,
  Scalar,
  type SchemaOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile, Span } from '../model/source.ts';
import {
  type Entry,
  MAX_DEPTH,
  MAX_NODES,
  type MappingNode,
  type ParsedDocuments,
  type ScalarNode,
  type SyntaxDocument,
  type SyntaxNode,
  scalarNode,
  withoutDuplicates,
} from './syntax.ts';

/**
 * Reads a YAML stream. Plain scalars are resolved as YAML 1.1 does where CloudFormation follows it (`yes`, `on`),
 * tags that are not YAML's own are kept, aliases and merge keys are resolved. Bad input gives diagnostics
 * (`yaml-syntax`, `yaml-duplicate-key`, `yaml-alias`, `yaml-depth`) and as much of the tree as can be read.
 */
export function parseYaml(file: SourceFile): ParsedDocuments {
  const tokens = tokensOf(file.text);
  if (!tokens) return { documents: [], diagnostics: [tooDeep({ file, start: 0, end: 0 })] };
  const diagnostics: Diagnostic[] = [];
  const documents: SyntaxDocument[] = [];
  for (const document of new Composer(OPTIONS).compose(tokens)) {
    for (const { message, pos } of document.errors.slice(0, Math.max(0, MAX_ERRORS - diagnostics.length))) {
      diagnostics.push(syntaxError(file, message, pos));
    }
    const converter: Converter = { file, diagnostics, anchors: new Map(), nodes: 0 };
    const root = document.contents ? convert(document.contents, converter, 0) : undefined;
    const [start, end] = document.range ?? [0, file.text.length];
    documents.push({ root: isEmpty(root) ? undefined : root, span: { file, start, end } });
  }
  return { documents, diagnostics };
}

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: 'failsafe', // every scalar stays text: its meaning is decided below
  uniqueKeys: false, // quadratic there
  resolveKnownTags: false,
  strict: false,
};

/** After this many mistakes the text is taken to be something else. */
const MAX_ERRORS = 20;

/** The concrete syntax; undefined where it is nested so deeply that what recurses over it could exhaust the stack. */
function tokensOf(text: string): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function tooDeep(span: Span): Diagnostic {
  const message = `The document is nested more than ${MAX_DEPTH} levels deep.`;
  return { code: 'yaml-depth', message, span, severity: 'error' };
}

interface Converter {
  readonly file: SourceFile;
  readonly diagnostics: Diagnostic[];
  readonly anchors: Map<string, { node: SyntaxNode; nodes: number; height: number }>;
  /** Nodes so far, with what aliases stand for counted as often as it is used. */
  nodes: number;
}

function syntaxError(file: SourceFile, message: string, [start, end]: [number, number]): Diagnostic {
  return {
    code: 'yaml-syntax',
    message: /[.!?]$/.test(message) ? message : `${message}.`,
    advice: 'Correct the YAML; nothing that follows can be trusted until then.',
    span: { file, start, end },
    severity: 'error',
  };
}

function isEmpty(node: SyntaxNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.raw === '' && !node.quoted && node.tag === undefined);
}

function convert(node: Node, converter: Converter, depth: number): SyntaxNode {
  if (isAlias(node)) return resolveAlias(node, converter, depth);
  const before = converter.nodes;
  converter.nodes++;
  const result = convertContent(node, converter, depth);
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor)
    converter.anchors.set(anchor, { node: result, nodes: converter.nodes - before, height: heightOf(result) });
  return result;
}

function convertContent(node: Node, converter: Converter, depth: number): SyntaxNode {
  if (isScalar(node)) return convertScalar(node, converter);
  if (depth >= MAX_DEPTH) {
    const span = spanOf(node, converter);
    converter.diagnostics.push(tooDeep(span));
    return scalarNode('', null, false, span);
  }
  if (isMap(node)) return convertMapping(node, converter, depth);
  return convertSequence(node as YAMLSeq<Node>, converter, depth);
}

function convertScalar(node: Scalar, converter: Converter): ScalarNode {
  const quoted = node.type !== undefined && node.type !== Scalar.PLAIN;
  const raw = node.source ?? '';
  const span = node.type?.startsWith('BLOCK') ? trimmed(spanOf(node, converter)) : spanOf(node, converter);
  const tag = ownTag(node.tag);
  const value = quoted || node.tag === '!' || node.tag === 'tag:yaml.org,2002:str' ? raw : resolvePlain(raw);
  return tag === undefined
    ? { kind: 'scalar', value, raw, quoted, span }
    : { kind: 'scalar', value, raw, quoted, span, tag };
}

function convertMapping(node: YAMLMap, converter: Converter, depth: number): SyntaxNode {
  const entries: Entry[] = [];
  const merged: Entry[] = [];
  for (const pair of node.items) {
    const key = convertKey(pair.key as Node | null, converter, depth);
    if (!key) continue;
    const value = pair.value
      ? convert(pair.value as Node, converter, depth + 1)
      : scalarNode('', null, false, { file: converter.file, start: key.span.end, end: key.span.end });
    if (key.raw === '<<' && !key.quoted) merged.push(...mergedEntries(value, key.span, converter));
    else entries.push({ key, value });
  }
  let unique = withoutDuplicates(entries, 'yaml-duplicate-key', converter.diagnostics);
  if (merged.length > 0) unique = mergeInto(unique, merged);
  return withTag(
    { kind: 'mapping', entries: unique, span: spanOfCollection(node, entries.at(-1)?.value, converter) },
    node,
  );
}

function convertSequence(node: YAMLSeq<Node>, converter: Converter, depth: number): SyntaxNode {
  const items: SyntaxNode[] = [];
  for (const item of node.items) {
    // `[a: b]` holds a pair without a mapping around it in some forms.
    if (isPair(item)) continue;
    items.push(convert(item, converter, depth + 1));
  }
  return withTag({ kind: 'sequence', items, span: spanOfCollection(node, items.at(-1), converter) }, node);
}

/** Keys are text; a key that is a collection is reported and its entry left out. */
function convertKey(key: Node | null, converter: Converter, depth: number): ScalarNode | undefined {
  if (key === null) return undefined;
  const node = convert(key, converter, depth + 1);
  if (node.kind === 'scalar') return node;
  report(converter, 'yaml-key', 'The key of a mapping must be a text.', node.span);
  return undefined;
}

function resolveAlias(node: Alias, converter: Converter, depth: number): SyntaxNode {
  const span = spanOf(node, converter);
  const anchor = converter.anchors.get(node.source);
  if (!anchor) {
    report(converter, 'yaml-alias', `The alias *${node.source} has no anchor before it.`, span);
    return scalarNode('', null, false, span);
  }
  if (converter.nodes + anchor.nodes > MAX_NODES || depth + anchor.height > MAX_DEPTH) {
    report(converter, 'yaml-alias', `The alias *${node.source} makes the document too large.`, span);
    return scalarNode('', null, false, span);
  }
  converter.nodes += anchor.nodes;
  return anchor.node;
}

/** What `<<: *defaults` or `<<: [*a, *b]` brings; the earlier mapping of a list wins. */
function mergedEntries(value: SyntaxNode, span: Span, converter: Converter): readonly Entry[] {
  if (value.kind === 'mapping') return value.entries;
  if (value.kind === 'sequence' && value.items.every(item => item.kind === 'mapping')) {
    return value.items.flatMap(item => (item as MappingNode).entries);
  }
  report(converter, 'yaml-merge', 'A merge key (<<) needs a mapping, or a list of mappings.', span);
  return [];
}

function mergeInto(entries: readonly Entry[], merged: readonly Entry[]): Entry[] {
  const result = new Map(entries.map(entry => [entry.key.raw, entry]));
  for (const entry of merged) if (!result.has(entry.key.raw)) result.set(entry.key.raw, entry);
  return [...result.values()];
}

function heightOf(node: SyntaxNode): number {
  switch (node.kind) {
    case 'scalar':
      return 0;
    case 'sequence':
      return 1 + node.items.reduce((height, item) => Math.max(height, heightOf(item)), 0);
    case 'mapping':
      return 1 + node.entries.reduce((height, entry) => Math.max(height, heightOf(entry.value)), 0);
  }
}

/** Local tags (`!Ref`) are kept; `!`, `!!str` and other tags of YAML itself say nothing more here. */
function ownTag(tag: string | undefined): string | undefined {
  return tag !== undefined && tag !== '!' && !tag.startsWith('tag:yaml.org,2002:') ? tag : undefined;
}

function withTag<N extends SyntaxNode>(result: N, node: Node): N {
  const tag = ownTag(node.tag);
  return tag === undefined ? result : { ...result, tag };
}

function spanOf(node: Node, converter: Converter): Span {
  const [start, end] = node.range ?? [0, 0];
  return { file: converter.file, start: startWithTag(node, start, converter), end };
}

/** A block collection ends with its last value: the parser counts the line breaks and comments after it, too. */
function spanOfCollection(node: YAMLMap | YAMLSeq, last: SyntaxNode | undefined, converter: Converter): Span {
  const [start, end] = node.range ?? [0, 0];
  const from = startWithTag(node, start, converter);
  if (node.flow || !last || last.span.start < start || last.span.end > end) {
    const span = { file: converter.file, start: from, end };
    return node.flow ? span : trimmed(span);
  }
  return { file: converter.file, start: from, end: last.span.end };
}

function trimmed({ file, start, end }: Span): Span {
  return { file, start, end: start + file.text.slice(start, end).trimEnd().length };
}

/** The parser's ranges leave the tag out, which stands before the value with nothing but space and anchors between. */
function startWithTag(node: Node, start: number, converter: Converter): number {
  if (node.tag === undefined) return start;
  const at = converter.file.text.lastIndexOf('!', start - 1);
  return at < 0 ? start : at;
}

function report(converter: Converter, code: string, message: string, span: Span): void {
  if (converter.diagnostics.length < 2 * MAX_ERRORS)
    converter.diagnostics.push({ code, message, span, severity: 'error' });
}

const BOOLEANS: Readonly<Record<string, boolean>> = Object.fromEntries(
  [
    ['true', true],
    ['yes', true],
    ['on', true],
    ['false', false],
    ['no', false],
    ['off', false],
  ].flatMap(([word, value]) => spellings(word as string).map(spelling => [spelling, value as boolean])),
);

function spellings(word: string): string[] {
  return [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()];
}

/**
 * The meaning of plain text: YAML 1.1's booleans and nulls, and numbers whose text is the one that the number
 * would be printed with. `012`, `1_000` and `5.10` stay text, so that account ids and versions keep their digits.
 * Source: https://yaml.org/type/bool.html
 */
export function resolvePlain(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  if (text.length === 0) return null;
  if ((first >= 48 && first <= 57) || first === 45) return numberOf(text) ?? text;
  if (text.length > 5) return text;
  if (text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
  return Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text]! : text;
}

/** The number that a text is the canonical form of; otherwise undefined. */
export function numberOf(text: string): number | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return String(value) === text ? value : undefined;
}
