import type { SyntaxNode } from './syntax.ts';

/** The JavaScript value of a syntax tree; undefined of none. */
export function plainValue(node: SyntaxNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(plainValue);
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.raw, plainValue(value)]));
  }
}

/** The node under a JSON pointer, or the nearest one above it. */
export function nodeAt(root: SyntaxNode | undefined, pointer: string): SyntaxNode | undefined {
  let node = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const next: SyntaxNode | undefined =
      node?.kind === 'mapping'
        ? node.entries.find(entry => entry.key.raw === key)?.value
        : node?.kind === 'sequence'
          ? node.items[Number(key)]
          : undefined;
    if (!next) return node;
    node = next;
  }
  return node;
}
