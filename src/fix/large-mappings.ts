import { countAtStart } from '../model/ordered.ts';
import { type Entry, entryAt, type MappingNode, type SyntaxNode } from '../parse/syntax.ts';

/** The entry under a key, found at once in a mapping with thousands of them. Undefined as of `entryAt`. */
export function entryNamed(node: SyntaxNode | undefined, key: string): Entry | undefined {
  return node?.kind === 'mapping' && node.entries.length >= MANY ? indexOf(node).byName.get(key) : entryAt(node, key);
}

/**
 * The entries in or before which an offset can be: of a mapping with thousands, the one that starts last before it.
 * With merge keys and aliases, entries need not be in order: then all of them.
 */
export function entriesAround(node: MappingNode, offset: number): readonly Entry[] {
  const { entries } = node;
  if (entries.length < MANY || !indexOf(node).isInOrder) return entries;
  const entry = entries[countAtStart(entries, ({ key }) => key.span.start <= offset) - 1];
  return entry ? [entry] : [];
}

/** Going through fewer is quicker than finding them. */
const MANY = 32;

interface Index {
  readonly byName: ReadonlyMap<string, Entry>;
  readonly isInOrder: boolean;
}

const indexes = new WeakMap<MappingNode, Index>();

function indexOf(node: MappingNode): Index {
  let index = indexes.get(node);
  if (!index) {
    const { entries } = node;
    index = {
      byName: new Map(entries.toReversed().map(entry => [entry.key.raw, entry])),
      isInOrder: entries.every(({ key }, i) => i === 0 || key.span.start > entries[i - 1]!.key.span.start),
    };
    indexes.set(node, index);
  }
  return index;
}
