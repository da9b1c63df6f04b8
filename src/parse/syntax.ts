import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/source.ts';

/** One syntax tree for YAML and JSON. Aliases and merge keys are already resolved, so nodes can be shared. */
export type SyntaxNode = ScalarNode | SequenceNode | MappingNode;

interface Common {
  /** From the tag, or else the first character, to the end of the last character; no trailing line break. */
  readonly span: Span;
  /** As written, for tags that are not YAML's own: `!Ref`, `!GetAtt`. */
  readonly tag?: string;
}

export interface ScalarNode extends Common {
  readonly kind: 'scalar';
  /**
   * What plain text means (a number, a boolean, null), and the text itself where it is quoted or means nothing else.
   */
  readonly value: string | number | boolean | null;
  /** The text without quotes and escapes: `5.10` where the value is a number. */
  readonly raw: string;
  /** In quotes, or a block scalar. */
  readonly quoted: boolean;
}

export interface SequenceNode extends Common {
  readonly kind: 'sequence';
  readonly items: readonly SyntaxNode[];
}

export interface MappingNode extends Common {
  readonly kind: 'mapping';
  /** In the order written, each key once: the last one written counts. */
  readonly entries: readonly Entry[];
  /** Something in it could not be read, which may be another entry. */
  readonly incomplete?: true;
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: SyntaxNode;
}

export interface SyntaxDocument {
  /** Undefined where the document is empty. */
  readonly root: SyntaxNode | undefined;
  readonly span: Span;
}

export interface ParsedDocuments {
  readonly documents: readonly SyntaxDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Nesting beyond this is a diagnostic, so that whoever walks a tree may recurse. */
export const MAX_DEPTH = 200;

/** Aliases may make a document at most this many nodes large. */
export const MAX_NODES = 1_000_000;

export function scalarNode(raw: string, value: ScalarNode['value'], quoted: boolean, span: Span): ScalarNode {
  return { kind: 'scalar', value, raw, quoted, span };
}

/** The value under a key; undefined where there is none or the node is no mapping. */
export function valueAt(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  return entryAt(node, key)?.value;
}

/** The entry under a key; undefined where there is none or the node is no mapping. */
export function entryAt(node: SyntaxNode | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'mapping') return undefined;
  for (const entry of node.entries) if (entry.key.raw === key) return entry;
  return undefined;
}

/** The text of a scalar that is not null; otherwise undefined. */
export function textOfNode(node: SyntaxNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.raw : undefined;
}

/** Key and value together, in the file of the key. */
export function entrySpan(entry: Entry): Span {
  const { key, value } = entry;
  // The value of an alias or of a merge stands elsewhere.
  if (value.span.end < key.span.start) return key.span;
  return { file: key.span.file, start: key.span.start, end: value.span.end };
}

/**
 * Removes entries whose key is repeated, the last one wins, and reports each repetition. Merge keys may be repeated.
 * Returns the same list where there is none.
 */
export function withoutDuplicates(entries: Entry[], code: string, diagnostics: Diagnostic[]): Entry[] {
  if (!hasDuplicates(entries)) return entries;
  const last = new Map<string | Entry, Entry>();
  for (const entry of entries) {
    const name = entry.key.raw;
    if (name === '<<' && !entry.key.quoted) {
      last.set(entry, entry);
      continue;
    }
    if (last.has(name) && diagnostics.length < MAX_DIAGNOSTICS) {
      diagnostics.push({
        code,
        message: `The key "${name}" is written twice in the same mapping; only the last one counts.`,
        advice: 'Remove one of them.',
        span: entry.key.span,
        // What stands under the other one is not analysed.
        severity: 'error',
      });
    }
    last.set(name, entry);
  }
  return [...last.values()];
}

/** More of them help nobody. */
const MAX_DIAGNOSTICS = 100;

function hasDuplicates(entries: readonly Entry[]): boolean {
  if (entries.length > 8) return new Set(entries.map(entry => entry.key.raw)).size < entries.length;
  for (let i = 1; i < entries.length; i++) {
    for (let j = 0; j < i; j++) if (entries[i]!.key.raw === entries[j]!.key.raw) return true;
  }
  return false;
}
