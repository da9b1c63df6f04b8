import type { Attribute, Expression, ObjectExpression, ObjectItem, TupleExpression } from '../parse/hcl/ast.ts';
import { type Declined, declined } from './decline.ts';
import type { Edit } from './edits.ts';
import { extension, runsOf } from './hcl-lines.ts';
import { keyOfItem } from './hcl-literals.ts';
import { breakAt, indentOfLine, lineEnd } from './lines.ts';
import { newItems } from './list-items.ts';
import { inQuotesOf, scalarText } from './scalar-text.ts';
import { partsBehind, startsItsLine } from './separated.ts';
import { isScalar, type Scalar, type Wanted } from './wanted.ts';

/** A value as an expression on one line: `["a", "b"]`, `{ name = "a" }`; `colon`: with `:` and quotes around names. */
export function expressionText(value: Wanted | Scalar, colon = false): string {
  if (isScalar(value)) return scalarText(value, 'hcl');
  const items = newItems(value);
  if (items) return `[${items.map(item => expressionText(item, colon)).join(', ')}]`;
  const pairs = [...value].map(([name, inner]) => pairText(name, expressionText(inner, colon), colon));
  return `{ ${pairs.join(', ')} }`;
}

function pairText(name: string, text: string, colon: boolean): string {
  return colon ? `${JSON.stringify(name)} : ${text}` : `${nameText(name, false)} = ${text}`;
}

function nameText(name: string, isQuoted: boolean): string {
  return !isQuoted && /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
}

/** New entries of an object, written as the last one, in columns where `terraform fmt` puts them there. */
export function objectInsertion(node: ObjectExpression, missing: Wanted, text: string): readonly Edit[] | Declined {
  const last = node.items.at(-1);
  if (!last) {
    const { start, end } = node.span;
    return /^\{\s*\}$/.test(text.slice(start, end))
      ? [{ start, end, text: expressionText(missing) }]
      : declined('form');
  }
  const between = /^\)?(\s*[=:]\s*)$/.exec(text.slice(last.key.span.end, last.value.span.start))?.[1];
  if (between === undefined) return declined('form');
  const isColon = between.includes(':');
  const isQuoted = last.identifier === undefined;
  const pairs = [...missing].map(([name, value]) => ({
    name: nameText(name, isQuoted),
    text: expressionText(value, isColon),
  }));
  const { start } = last.key.span;
  const { end } = last.value.span;
  if (!startsItsLine(text, start)) {
    const written = pairs.map(pair => `${pair.name}${between.replace(/\s{2,}/, ' ')}${pair.text}`);
    return partsBehind({ start, end }, written, ' ', text);
  }
  if (isColon)
    return partsBehind(
      { start, end },
      pairs.map(pair => `${pair.name}${between}${pair.text}`),
      ' ',
      text,
    );
  const close = lineEnd(text, end);
  const rest = text.slice(end, close);
  const hasComma = rest.startsWith(',');
  if (!/^,?[ \t]*(?:(?:#|\/\/).*)?$/.test(rest)) return declined('form');
  const names = pairs.map(({ name }) => name);
  const run = runsOf({ items: node.items.flatMap(lineItem) }, text).find(
    lines => lines.at(-1)!.valueStart === last.value.span.start,
  );
  const { edits, width } = run
    ? extension(run, names, text)
    : { edits: [], width: Math.max(...names.map(name => name.length)) };
  const eol = breakAt(text, start);
  const indent = indentOfLine(text, start);
  const lines = pairs.map(pair => `${eol}${indent}${pair.name.padEnd(width)} = ${pair.text}${hasComma ? ',' : ''}`);
  return [...edits, { start: close, end: close, text: lines.join('') }];
}

/** An entry of an object as a line of a body, whose columns are the same. */
function lineItem(item: ObjectItem): readonly Attribute[] {
  const name = keyOfItem(item);
  if (name === undefined) return [];
  const { key, value, span } = item;
  return [{ kind: 'attribute', name: item.identifier ?? JSON.stringify(name), nameSpan: key.span, value, span }];
}

/** More items of a tuple, written as the last one. */
export function tupleInsertion(
  node: TupleExpression,
  items: readonly (Wanted | Scalar)[],
  text: string,
): readonly Edit[] | Declined {
  const last: Expression | undefined = node.items.at(-1);
  if (!last) {
    const { start, end } = node.span;
    if (!/^\[\s*\]$/.test(text.slice(start, end))) return declined('form');
    return [{ start, end, text: `[${items.map(item => expressionText(item)).join(', ')}]` }];
  }
  const before = text.slice(last.span.start, last.span.end);
  const isColon = last.kind === 'object' && /^\s*"[^"]*"\s*:/.test(before.slice(1));
  const written = items.map(item => (isScalar(item) ? inQuotesOf(before, item, 'hcl') : expressionText(item, isColon)));
  return partsBehind(last.span, written, ' ', text);
}
