import type { Span } from '../model/source.ts';
import { type ScalarValue, textOf, type Value } from '../model/value.ts';
import type { ScalarNode, SyntaxNode } from '../parse/syntax.ts';
import { budget, distribute } from './alternatives.ts';
import { possibleHere } from './conditions.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { type FunctionCall, functionOf } from './functions.ts';
import { attributeOf, valueOfName } from './intrinsics.ts';
import { structureOf } from './json-text.ts';
import { wrongArguments } from './report-arguments.ts';
import type { Scope } from './scope.ts';
import { type PartSpan, partSpans } from './text-spans.ts';

/** `Fn::Join`: the items of a list with a text between them. */
export function join({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const [delimiterNode, itemsNode] = argument.kind === 'sequence' ? argument.items : [];
  if (!delimiterNode || !itemsNode) return wrongArguments('Fn::Join', 'a delimiter and a list', span, scope);
  const delimiter = textOf(evaluate(delimiterNode, scope)) ?? (isEmptyNode(delimiterNode) ? '' : undefined);
  const items = evaluate(itemsNode, scope);
  if (delimiter === undefined && functionOf(delimiterNode)) return derived(evaluate(delimiterNode, scope), span);
  if (delimiter === undefined) return wrongArguments('Fn::Join', 'a delimiter that is a text', span, scope);
  if (items?.kind !== 'list') return items && concatenate([items], span, scope);
  const parts: (string | Value)[] = [];
  for (const [index, item] of items.items.entries()) {
    if (index > 0 && delimiter !== '') parts.push(delimiter);
    parts.push(item);
  }
  return concatenate(parts, span, scope);
}

function isEmptyNode(node: SyntaxNode): boolean {
  return node.kind === 'scalar' && node.raw === '';
}

const VARIABLE = /\$\{([^}]*)\}/g;

/** `Fn::Sub` in both forms: a text with variables, and a map of values for those that are no names of the template. */
export function substitute({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  // A macro may write the text.
  if (functionOf(argument)?.name === 'Fn::Transform') return evaluate(argument, scope);
  const [textNode, variablesNode] = argument.kind === 'sequence' ? argument.items : [argument];
  if (textNode?.kind !== 'scalar' || (argument.kind === 'sequence' && variablesNode?.kind !== 'mapping')) {
    return wrongArguments('Fn::Sub', 'a text, or a list of a text and a map of variables', span, scope);
  }
  const values = new Map<string, SyntaxNode>();
  if (variablesNode?.kind === 'mapping') for (const { key, value } of variablesNode.entries) values.set(key.raw, value);
  const text = textNode.value === null ? '' : textNode.raw;
  return concatenate(partsOf(text, values, spansOfVariables(textNode, span), scope), span, scope);
}

/** The place of a variable in its text, or else of the whole call. */
function spansOfVariables(node: ScalarNode, whole: Span): (start: number, end: number) => Span {
  let spans: PartSpan | undefined;
  return (start, end) => {
    spans ??= partSpans(node);
    return spans(start, end) ?? whole;
  };
}

function partsOf(
  text: string,
  values: ReadonlyMap<string, SyntaxNode>,
  spanOf: (start: number, end: number) => Span,
  scope: Scope,
): (string | Value)[] {
  const parts: (string | Value)[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const name = match[1]!.trim();
    if (name.startsWith('!')) {
      parts.push(`\${${name.slice(1)}}`);
      continue;
    }
    const value = variable(name, values, spanOf(match.index, from), scope);
    if (value) parts.push(value);
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function variable(name: string, values: ReadonlyMap<string, SyntaxNode>, span: Span, scope: Scope): Value | undefined {
  const own = values.get(name);
  if (own) return evaluate(own, scope);
  const dot = name.indexOf('.');
  if (dot < 0 || scope.resources.has(name)) return valueOfName(name, span, scope);
  return attributeOf(name.slice(0, dot), name.slice(dot + 1), span, scope);
}

/** Texts that one concatenation may stand for. */
const MAX_TEXTS = 16;

/** Several parts as one text: known where all are, with alternatives where few are, and else known in part. */
export function concatenate(parts: readonly (string | Value)[], span: Span, scope: Scope): Value | undefined {
  if (parts.length === 1 && typeof parts[0] !== 'string') return parts[0];
  const values = parts.filter(part => typeof part !== 'string');
  const distributed = distribute(
    values,
    span,
    chosen => {
      const rest = chosen.values();
      return concatenateKnown(
        parts.map(part => (typeof part === 'string' ? part : (rest.next().value ?? ''))),
        span,
      );
    },
    assumed => possibleHere(assumed, scope),
    budget(MAX_TEXTS),
  );
  return distributed ? distributed.value : concatenateKnown(parts, span);
}

function concatenateKnown(parts: readonly (string | Value)[], span: Span): Value {
  const joined: (string | Value)[] = [];
  let sensitive = false;
  const add = (part: string | Value) => {
    if (typeof part !== 'string' && part.sensitive) sensitive = true;
    const text = typeof part === 'string' ? part : textOf(part);
    if (text === undefined) {
      if (typeof part !== 'string' && part.kind === 'template' && !part.structure) part.parts.forEach(add);
      else joined.push(part);
    } else if (typeof joined.at(-1) === 'string') joined[joined.length - 1] += text;
    else if (text !== '') joined.push(text);
  };
  parts.forEach(add);
  const secret = sensitive ? ({ sensitive: true } as const) : undefined;
  const [only] = joined;
  if (joined.length === 0) return { kind: 'scalar', value: '', span, ...secret } satisfies ScalarValue;
  if (joined.length > 1) {
    const structure = structureOf(joined, span);
    return { kind: 'template', parts: joined, ...(structure && { structure }), span, ...secret };
  }
  return typeof only === 'string' ? { kind: 'scalar', value: only, span, ...secret } : only!;
}
