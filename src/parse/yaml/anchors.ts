import type { Span } from '../../model/source.ts';
import { type Entry, MAX_DEPTH, MAX_NODES, type MappingNode, type SyntaxNode, scalarNode } from '../syntax.ts';
import { type Reader, report } from './reader.ts';

/** A node that aliases stand for. */
export interface Anchor {
  readonly node: SyntaxNode;
  readonly nodes: number;
  readonly height: number;
}

/** Remembers a node under its anchor; `before` is how many nodes there were before it. */
export function addAnchor(reader: Reader, name: string, node: SyntaxNode, before: number): void {
  reader.anchors.set(name, { node, nodes: reader.nodes - before, height: heightOf(node) });
}

/** What an alias stands for. An alias that would make the document too large is reported, and null. */
export function resolveAlias(reader: Reader, name: string, span: Span, depth: number): SyntaxNode {
  const anchor = reader.anchors.get(name);
  if (!anchor) {
    report(reader, 'yaml-alias', `The alias *${name} has no anchor before it.`, span);
    return scalarNode('', null, false, span);
  }
  if (reader.nodes + anchor.nodes > MAX_NODES || depth + anchor.height > MAX_DEPTH) {
    report(reader, 'yaml-alias', `The alias *${name} makes the document too large.`, span);
    return scalarNode('', null, false, span);
  }
  reader.nodes += anchor.nodes;
  return anchor.node;
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

/** The entries with what merge keys (`<<`) bring, which what is written beside them replaces. */
export function merged(reader: Reader, entries: Entry[]): Entry[] {
  if (!entries.some(isMerge)) return entries;
  const own = entries.filter(entry => !isMerge(entry));
  const result = new Map(own.map(entry => [entry.key.raw, entry]));
  for (const entry of entries.filter(isMerge).flatMap(merge => broughtBy(reader, merge))) {
    if (!result.has(entry.key.raw)) result.set(entry.key.raw, entry);
  }
  return [...result.values()];
}

function isMerge({ key }: Entry): boolean {
  return key.raw === '<<' && !key.quoted;
}

/** `<<: *defaults` or `<<: [*a, *b]`; the earlier mapping of a list wins. */
function broughtBy(reader: Reader, { key, value }: Entry): readonly Entry[] {
  if (value.kind === 'mapping') return value.entries;
  if (value.kind === 'sequence' && value.items.every(item => item.kind === 'mapping')) {
    return value.items.flatMap(item => (item as MappingNode).entries);
  }
  report(reader, 'yaml-merge', 'A merge key (<<) needs a mapping, or a list of mappings.', key.span);
  return [];
}
