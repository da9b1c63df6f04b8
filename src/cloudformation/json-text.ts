import { countAtStart } from '../model/ordered.ts';
import type { SourceFile, Span } from '../model/source.ts';
import { list, object, type Property, textOf, type Value } from '../model/value.ts';
import { parseJson } from '../parse/json.ts';
import type { SyntaxNode } from '../parse/syntax.ts';

/** A value as JSON text, what is not known of it between the known parts. */
export function jsonText(value: Value): (string | Value)[] {
  const parts: (string | Value)[] = [];
  const add = (part: string | Value) => {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  };
  write(value, add);
  return parts;
}

function write(value: Value, add: (part: string | Value) => void): void {
  switch (value.kind) {
    case 'scalar':
      add(JSON.stringify(value.value));
      return;
    case 'list':
      for (const [index, item] of value.items.entries()) {
        add(index === 0 ? '[' : ',');
        write(item, add);
      }
      add(value.items.length === 0 ? '[]' : ']');
      return;
    case 'object': {
      let before = '{';
      for (const [name, property] of value.properties) {
        add(`${before}${JSON.stringify(name)}:`);
        write(property.value, add);
        before = ',';
      }
      add(value.properties.size === 0 ? '{}' : '}');
      return;
    }
    case 'template':
      add('"');
      for (const part of value.parts) add(typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part);
      add('"');
      return;
    case 'reference':
    case 'unknown':
      add('"');
      add(value);
      add('"');
  }
}

/** Characters of the private use area stand for what is not known: they end no JSON string. */
const OPEN = '\ue000';
const CLOSE = '\ue001';
const HOLE = /\ue000(\d+)\ue001/;

/** Longer texts are not looked into. */
const MAX_LENGTH = 200_000;

/** Where a piece of the text is written: of a part, by its index, from one offset to another. */
export type PieceSpan = (from: Place, to: Place) => Span | undefined;

export interface Place {
  readonly part: number;
  readonly offset: number;
}

/**
 * What JSON text with holes holds: objects and lists, and texts that are known in part. Undefined where it is no JSON.
 * Every piece stands where it is written, or else where the whole text stands.
 */
export function structureOf(
  parts: readonly (string | Value)[],
  span: Span,
  spanOf: PieceSpan = () => undefined,
): Value | undefined {
  const first = parts[0];
  if (typeof first !== 'string' || !/^\s*[{[]/.test(first)) return undefined;
  const filled = withHoles(parts);
  if (filled === undefined) return undefined;
  const file: SourceFile = { path: span.file.path, text: filled.text };
  const { documents, diagnostics } = parseJson(file);
  const root = documents[0]?.root;
  if (!root || diagnostics.length > 0) return undefined;
  const place = (start: number, end: number) => spanOf(placeIn(filled, start), placeIn(filled, end)) ?? span;
  return valueOfNode(root, parts, place);
}

/** A text in which each part that is not known has a mark in its place. */
interface Filled {
  readonly text: string;
  /** Where in the text each part starts. */
  readonly starts: readonly number[];
}

function withHoles(parts: readonly (string | Value)[]): Filled | undefined {
  let text = '';
  let inString = false;
  const starts: number[] = [];
  for (const [index, part] of parts.entries()) {
    starts.push(text.length);
    if (typeof part === 'string') {
      if (text.length + part.length > MAX_LENGTH || part.includes(OPEN)) return undefined;
      text += part;
      inString = endsInString(part, inString);
    } else text += inString ? `${OPEN}${index}${CLOSE}` : `"${OPEN}${index}${CLOSE}"`;
  }
  return { text, starts };
}

function placeIn({ starts }: Filled, at: number): Place {
  const part = Math.max(0, countAtStart(starts, start => start <= at) - 1);
  return { part, offset: at - starts[part]! };
}

function endsInString(text: string, inString: boolean): boolean {
  let inside = inString;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) inside = !inside;
    else if (code === 92 && inside) i++;
  }
  return inside;
}

function valueOfNode(
  node: SyntaxNode,
  parts: readonly (string | Value)[],
  place: (start: number, end: number) => Span,
): Value {
  const span = place(node.span.start, node.span.end);
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string'
        ? textWithHoles(node.value, parts, span)
        : { kind: 'scalar', value: node.value, span };
    case 'sequence':
      return list(
        node.items.map(item => valueOfNode(item, parts, place)),
        span,
      );
    case 'mapping': {
      const properties = new Map<string, Property>();
      let open = false;
      for (const { key, value } of node.entries) {
        // A key that is not known may be any.
        if (HOLE.test(key.raw)) open = true;
        const name = key.raw;
        const nameSpan = place(key.span.start, key.span.end);
        const whole = place(key.span.start, value.span.end);
        properties.set(name, { writtenAs: name, nameSpan, span: whole, value: valueOfNode(value, parts, place) });
      }
      return object(properties, span, open);
    }
  }
}

function textWithHoles(text: string, parts: readonly (string | Value)[], span: Span): Value {
  const pieces = text.split(HOLE);
  if (pieces.length === 1) return { kind: 'scalar', value: text, span };
  const result: (string | Value)[] = [];
  for (const [index, piece] of pieces.entries()) {
    const hole = index % 2 === 1 ? parts[Number(piece)] : undefined;
    if (hole !== undefined) result.push(hole);
    else if (piece !== '') result.push(piece);
  }
  const [only] = result;
  if (result.length === 1 && only !== undefined && typeof only !== 'string') {
    return textOf(only) === undefined ? only : { ...only, span };
  }
  return { kind: 'template', parts: result, span };
}
