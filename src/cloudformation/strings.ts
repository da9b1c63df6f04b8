import { countAtStart } from '../model/ordered.ts';
import type { Span } from '../model/source.ts';
import { type ScalarValue, textOf, type Value } from '../model/value.ts';
import type { ScalarNode, SyntaxNode } from '../parse/syntax.ts';
import { type PartSpan, partSpans } from '../parse/text-spans.ts';
import { budget, distribute } from './alternatives.ts';
import { MAX_CHARACTERS, MAX_PARTS, tooLarge } from './bounded.ts';
import { possibleHere } from './conditions.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { type FunctionCall, functionOf } from './functions.ts';
import { attributeOf, valueOfName } from './intrinsics.ts';
import { type PieceSpan, type Place, structureOf } from './json-text.ts';
import { wrongArguments } from './report-arguments.ts';
import type { Scope } from './scope.ts';

/** `Fn::Join`: the items of a list with a text between them. */
export function join({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const [delimiterNode, itemsNode, ...more] = argument.kind === 'sequence' ? argument.items : [];
  if (!delimiterNode || !itemsNode || more.length > 0)
    return wrongArguments('Fn::Join', 'a delimiter and a list', span, scope);
  const delimiter = textOf(evaluate(delimiterNode, scope)) ?? (isEmptyNode(delimiterNode) ? '' : undefined);
  const items = evaluate(itemsNode, scope);
  if (delimiter === undefined && functionOf(delimiterNode)) return derived(evaluate(delimiterNode, scope), span);
  if (delimiter === undefined) return wrongArguments('Fn::Join', 'a delimiter that is a text', span, scope);
  if (items?.kind === 'scalar' && !functionOf(itemsNode))
    return wrongArguments('Fn::Join', 'a delimiter and a list', span, scope);
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
  const spanOf = spansOfVariables(textNode, span);
  const { parts, starts } = partsOf(text, values, spanOf.orWhole, scope);
  return concatenate(parts, span, scope, { starts, length: text.length, spanOf: spanOf.exact });
}

/** Where each part of a concatenation starts in the text that it is written in. */
interface Writing {
  readonly starts: readonly number[];
  readonly length: number;
  readonly spanOf: PartSpan;
}

/** The place of a part of a text: none where it is not written letter by letter, or else that of the whole call. */
function spansOfVariables(node: ScalarNode, whole: Span) {
  let spans: PartSpan | undefined;
  const exact: PartSpan = (start, end) => {
    spans ??= partSpans(node);
    return spans(start, end);
  };
  return { exact, orWhole: (start: number, end: number) => exact(start, end) ?? whole };
}

function partsOf(
  text: string,
  values: ReadonlyMap<string, SyntaxNode>,
  spanOf: (start: number, end: number) => Span,
  scope: Scope,
): { parts: (string | Value)[]; starts: number[] } {
  const parts: (string | Value)[] = [];
  const starts: number[] = [];
  const add = (part: string | Value, start: number) => {
    parts.push(part);
    starts.push(start);
  };
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > from) add(text.slice(from, match.index), from);
    from = match.index + match[0].length;
    const name = match[1]!.trim();
    if (name.startsWith('!')) {
      add(`\${${name.slice(1)}}`, match.index);
      continue;
    }
    const value = variable(name, values, spanOf(match.index, from), scope);
    if (value) add(value, match.index);
  }
  if (from < text.length) add(text.slice(from), from);
  return { parts, starts };
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
export function concatenate(
  parts: readonly (string | Value)[],
  span: Span,
  scope: Scope,
  writing?: Writing,
): Value | undefined {
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
        writing,
      );
    },
    assumed => possibleHere(assumed, scope),
    budget(MAX_TEXTS),
  );
  return distributed ? distributed.value : concatenateKnown(parts, span, writing);
}

function concatenateKnown(parts: readonly (string | Value)[], span: Span, writing?: Writing): Value {
  const joined: (string | Value)[] = [];
  const pieces: Piece[] = [];
  let sensitive = false;
  let characters = 0;
  const isTooLarge = () => characters > MAX_CHARACTERS || pieces.length > MAX_PARTS;
  const add = (part: string | Value, index: number) => {
    if (isTooLarge()) return;
    if (typeof part !== 'string' && part.sensitive) sensitive = true;
    const text = typeof part === 'string' ? part : textOf(part);
    if (text === undefined && typeof part !== 'string' && part.kind === 'template' && !part.structure) {
      for (const inner of part.parts) add(inner, index);
      return;
    }
    if (text === '') return;
    characters += text?.length ?? 0;
    const last = joined.at(-1);
    const isLonger = text !== undefined && typeof last === 'string';
    pieces.push({ part: joined.length - (isLonger ? 1 : 0), offset: isLonger ? last.length : 0, index });
    if (isLonger) joined[joined.length - 1] = last + text;
    else joined.push(text ?? part);
  };
  parts.forEach(add);
  if (isTooLarge()) return tooLarge(span);
  const secret = sensitive ? ({ sensitive: true } as const) : undefined;
  const [only] = joined;
  if (joined.length === 0) return { kind: 'scalar', value: '', span, ...secret } satisfies ScalarValue;
  if (joined.length > 1) {
    const structure = structureOf(joined, span, writing && pieceSpans(parts, pieces, writing));
    return { kind: 'template', parts: joined, ...(structure && { structure }), span, ...secret };
  }
  return typeof only === 'string' ? { kind: 'scalar', value: only, span, ...secret } : only!;
}

/** What came of a written part: from an offset in a joined part on. */
interface Piece extends Place {
  /** The index of the written part. */
  readonly index: number;
}

function pieceSpans(parts: readonly (string | Value)[], pieces: readonly Piece[], writing: Writing): PieceSpan {
  const { starts, length, spanOf } = writing;
  const written = (place: Place, isEnd: boolean): number => {
    const piece = pieceAt(pieces, place, isEnd);
    if (!piece) return isEnd ? length : 0;
    const start = starts[piece.index]!;
    const next = starts[piece.index + 1] ?? length;
    // Only text is written letter by letter; of a variable, all that came of it is in its place.
    const isText = typeof parts[piece.index] === 'string' && piece.part === place.part;
    return isText ? Math.min(start + place.offset - piece.offset, next) : isEnd ? next : start;
  };
  return (from, to) => spanOf(written(from, false), written(to, true));
}

/** The last piece that starts before a place, or for a start also at it. */
function pieceAt(pieces: readonly Piece[], { part, offset }: Place, isEnd: boolean): Piece | undefined {
  const isBefore = (piece: Piece) =>
    piece.part < part || (piece.part === part && (isEnd ? piece.offset < offset : piece.offset <= offset));
  return pieces[countAtStart(pieces, isBefore) - 1];
}
