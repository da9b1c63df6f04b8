import type { Span } from '../model/source.ts';
import type { SyntaxNode } from '../parse/syntax.ts';

/** A call of an intrinsic function, in its short (`!Ref`) or long form (`Ref:`, `Fn::Sub:`). */
export interface FunctionCall {
  /** The long name: `Ref`, `Condition`, `Fn::Sub`. */
  readonly name: string;
  readonly argument: SyntaxNode;
  readonly span: Span;
}

/** The function that a node calls; undefined where it calls none. `Condition:` as a key is one only in conditions. */
export function functionOf(node: SyntaxNode): FunctionCall | undefined {
  if (node.tag !== undefined) return { name: longName(node.tag), argument: withoutTag(node), span: node.span };
  if (node.kind !== 'mapping' || node.entries.length !== 1) return undefined;
  const { key, value } = node.entries[0]!;
  if (key.raw !== 'Ref' && key.raw !== 'Condition' && !key.raw.startsWith('Fn::')) return undefined;
  // A loop adds to the mapping that it stands in, also where it is alone there.
  if (key.raw.startsWith('Fn::ForEach::')) return undefined;
  return { name: key.raw, argument: value, span: node.span };
}

/** Written out, as spreading a node is many times slower. */
function withoutTag(node: SyntaxNode): SyntaxNode {
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.value, raw: node.raw, quoted: node.quoted, span: node.span };
    case 'sequence':
      return { kind: 'sequence', items: node.items, span: node.span };
    case 'mapping':
      return { kind: 'mapping', entries: node.entries, span: node.span };
  }
}

const longNames = new Map<string, string>([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
]);

function longName(tag: string): string {
  const known = longNames.get(tag);
  if (known !== undefined) return known;
  const name = `Fn::${tag.slice(1)}`;
  if (longNames.size < 1000) longNames.set(tag, name);
  return name;
}
