import type { Span } from '../model/source.ts';
import { textOf, type UnknownValue, type Value } from '../model/value.ts';
import { type Entry, type MappingNode, type SyntaxNode, scalarNode } from '../parse/syntax.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { needsLanguageExtensions } from './report-arguments.ts';
import { type Scope, warn } from './scope.ts';

/** An entry that a loop made, with the reason where it is not known for which values. */
export interface LoopEntry {
  readonly entry: Entry;
  readonly symbolic?: UnknownValue;
}

export const LOOP = 'Fn::ForEach::';

/** Nodes that loops of one template may make. */
const MAX_NODES = 100_000;

/**
 * The entries of a mapping with its `Fn::ForEach` loops written out, inner ones, too. A loop over something unknown
 * gives its entries once, with the variable unknown.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function withoutLoops(mapping: MappingNode, scope: Scope): readonly LoopEntry[] {
  if (!mapping.entries.some(({ key }) => key.raw.startsWith(LOOP))) return mapping.entries.map(entry => ({ entry }));
  const limit = { nodes: MAX_NODES };
  return mapping.entries.flatMap(entry => unrolled(entry, scope, limit, 0));
}

/** Loops may stand in each other at most this deep; CloudFormation allows five. */
const MAX_LOOPS = 8;

function unrolled(entry: Entry, scope: Scope, limit: { nodes: number }, depth: number): readonly LoopEntry[] {
  if (!entry.key.raw.startsWith(LOOP)) return [{ entry }];
  needsLanguageExtensions('Fn::ForEach', entry.key.span, scope);
  const [variable, collection, body] = entry.value.kind === 'sequence' ? entry.value.items : [];
  if (variable?.kind !== 'scalar' || !collection || body?.kind !== 'mapping' || depth >= MAX_LOOPS) {
    const message = 'Fn::ForEach needs a name, a list, and a mapping of what is repeated.';
    warn(scope, 'template-wrong-arguments', message, entry.key.span);
    return [];
  }
  const texts = itemsOf(collection, scope);
  if (!Array.isArray(texts)) {
    scope.loopVariables.set(variable.raw, texts);
    return body.entries.flatMap(inner =>
      unrolled(inner, scope, limit, depth + 1).map(made => ({ symbolic: texts, ...made })),
    );
  }
  return texts.flatMap(({ text, span }) =>
    body.entries.flatMap(inner => {
      const made = replaced(inner, { name: variable.raw, text, span }, limit);
      if (limit.nodes >= 0) return unrolled(made, scope, limit, depth + 1);
      const message = 'The loops of the template make too much of it; the rest is left out.';
      warn(scope, 'template-too-large', message, entry.key.span);
      return [];
    }),
  );
}

interface Item {
  readonly text: string;
  readonly span: Span;
}

/** The texts of a collection, items that are lists flattened; or why they are not known. */
function itemsOf(collection: SyntaxNode, scope: Scope): Item[] | UnknownValue {
  const value = evaluate(collection, scope);
  const items: Item[] = [];
  const add = (item: Value): UnknownValue | undefined => {
    const text = textOf(item);
    if (text !== undefined) items.push({ text, span: item.span });
    else if (item.kind !== 'list' || item.open) return derived(item, item.span);
    else
      for (const inner of item.items) {
        const problem = add(inner);
        if (problem) return problem;
      }
    return undefined;
  };
  if (!value) return items;
  return add(value) ?? items;
}

interface Replacement extends Item {
  readonly name: string;
}

function replaced(entry: Entry, by: Replacement, limit: { nodes: number }): Entry {
  limit.nodes--;
  const text = replacedText(entry.key.raw, by);
  const key = text === entry.key.raw ? entry.key : { ...entry.key, raw: text, value: text };
  return { key, value: replacedNode(entry.value, by, limit) };
}

function replacedNode(node: SyntaxNode, by: Replacement, limit: { nodes: number }): SyntaxNode {
  if (--limit.nodes < 0) return node;
  switch (node.kind) {
    case 'scalar': {
      if (node.tag === '!Ref' && node.raw === by.name) return scalarNode(by.text, by.text, true, node.span);
      const text = replacedText(node.raw, by);
      return text === node.raw ? node : { ...node, raw: text, value: text };
    }
    case 'sequence':
      return { ...node, items: node.items.map(item => replacedNode(item, by, limit)) };
    case 'mapping': {
      const [only] = node.entries;
      if (
        node.entries.length === 1 &&
        only?.key.raw === 'Ref' &&
        only.value.kind === 'scalar' &&
        only.value.raw === by.name
      ) {
        return scalarNode(by.text, by.text, true, node.span);
      }
      return { ...node, entries: node.entries.map(entry => replaced(entry, by, limit)) };
    }
  }
}

/** `${Name}` is the text, `&{Name}` its letters and digits. */
function replacedText(text: string, { name, text: value }: Replacement): string {
  if (!text.includes('{')) return text;
  return text.replaceAll(`\${${name}}`, () => value).replaceAll(`&{${name}}`, () => value.replace(/[^A-Za-z0-9]/g, ''));
}
