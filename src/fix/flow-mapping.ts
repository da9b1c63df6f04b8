import type { Entry, MappingNode, SequenceNode } from '../parse/syntax.ts';
import { type Declined, declined } from './decline.ts';
import type { Edit } from './edits.ts';
import { breakAt, indentOfLine } from './lines.ts';
import { newItems } from './list-items.ts';
import type { MappingText } from './mapping-edits.ts';
import { inQuotesOf, keyText, scalarText } from './scalar-text.ts';
import { partsBehind, startsItsLine } from './separated.ts';
import { isScalar, type Scalar, type Wanted } from './wanted.ts';

/** In braces: JSON, and the flow style of YAML. */
export function isFlow(node: MappingNode, { text }: MappingText): boolean {
  return text[node.span.start] === '{';
}

/** New entries between braces, separated as those that are there. */
export function flowInsertion(node: MappingNode, missing: Wanted, source: MappingText): readonly Edit[] | Declined {
  const { text } = source;
  const style = styleOf(node, source);
  const entries = node.entries.filter(({ key }) => key.span.start > node.span.start && key.span.end < node.span.end);
  const last = entries.reduce<Entry | undefined>(
    (a, b) => (a && a.key.span.start > b.key.span.start ? a : b),
    undefined,
  );
  if (!last) return intoEmpty(node, missing, style, source);
  if (last.value.span.start < last.key.span.end || last.value.span.end > node.span.end) return declined('alias');
  const { end } = last.value.span;
  const isMultiLine = startsItsLine(text, last.key.span.start);
  const inside = { ...style, multiLine: style.multiLine && isMultiLine };
  const written = [...missing].map(([name, value]) =>
    pairText(name, value, inside, indentOfLine(text, last.key.span.start)),
  );
  return partsBehind({ start: last.key.span.start, end }, written, style.space, text);
}

/** More items in brackets, written as the last one. */
export function flowItems(
  node: SequenceNode,
  items: readonly (Wanted | Scalar)[],
  source: MappingText,
): readonly Edit[] | Declined {
  const { text } = source;
  const last = node.items.at(-1);
  const style = styleOf(node, source);
  if (!last) {
    const { start, end } = node.span;
    if (!/^\[\s*\]$/.test(text.slice(start, end))) return declined('form');
    const inLine = { ...style, multiLine: false };
    return [{ start, end, text: `[${items.map(item => valueText(item, inLine, '')).join(`,${style.space}`)}]` }];
  }
  const { start, end } = last.span;
  if (start < node.span.start || end > node.span.end) return declined('alias');
  const before = text.slice(start, end);
  const like = last.kind === 'mapping' ? styleOf(last, source) : style;
  const inside = { ...like, multiLine: like.multiLine && startsItsLine(text, start) && before.includes('\n') };
  const written = items.map(item =>
    isScalar(item) && last.kind === 'scalar'
      ? inQuotesOf(before, item, source.syntax)
      : valueText(item, inside, indentOfLine(text, start)),
  );
  return partsBehind(last.span, written, style.space, text);
}

interface Style {
  readonly json: boolean;
  readonly quoted: boolean;
  /** Behind commas and colons. */
  readonly space: string;
  /** Inside of braces on one line. */
  readonly gap: string;
  /** Objects get a line for each entry. */
  readonly multiLine: boolean;
  readonly step: string;
  readonly eol: string;
}

function styleOf(node: MappingNode | SequenceNode, { text, syntax }: MappingText): Style {
  const json = syntax === 'json';
  const colon = /"\s*:([ \t]*)\S/.exec(text)?.[1] ?? ' ';
  const first = node.kind === 'mapping' ? node.entries[0] : undefined;
  return {
    json,
    quoted: json || first?.key.quoted === true,
    space: json && colon === '' ? '' : ' ',
    gap: gapOf(node, text) ?? (json ? '' : ' '),
    multiLine: json && /^\s*[{[]\s*\n/.test(text),
    step: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    eol: breakAt(text, node.span.start),
  };
}

/** A blank behind the opening brace, or none; undefined where something else stands there. */
function gapOf(node: MappingNode | SequenceNode, text: string): string | undefined {
  if (node.kind !== 'mapping' || node.entries.length === 0) return undefined;
  const next = text[node.span.start + 1];
  return next === ' ' ? ' ' : /\s/.test(next ?? '') ? undefined : '';
}

function intoEmpty(
  node: MappingNode,
  missing: Wanted,
  style: Style,
  { text }: MappingText,
): readonly Edit[] | Declined {
  const { start, end } = node.span;
  if (!/^\{\s*\}$/.test(text.slice(start, end))) return declined('form');
  return [{ start, end, text: valueText(missing, style, indentOfLine(text, start)) }];
}

function pairText(name: string, value: Wanted | Scalar, style: Style, indent: string): string {
  return `${keyText(name, style.quoted)}:${style.space === '' && style.json ? '' : ' '}${valueText(value, style, indent)}`;
}

/** In one line in YAML; in JSON as the file is. */
function valueText(value: Wanted | Scalar, style: Style, indent: string): string {
  if (isScalar(value)) return scalarText(value, style.json || style.quoted ? 'json' : 'yaml');
  const items = newItems(value);
  const inner = indent + style.step;
  if (items !== undefined) {
    const texts = items.map(item => valueText(item, style, style.multiLine ? inner : indent));
    return style.multiLine
      ? `[${style.eol}${texts.map(text => inner + text).join(`,${style.eol}`)}${style.eol}${indent}]`
      : `[${texts.join(`,${style.space}`)}]`;
  }
  const pairs = [...value].map(([name, held]) => pairText(name, held, style, inner));
  if (style.multiLine)
    return `{${style.eol}${pairs.map(pair => inner + pair).join(`,${style.eol}`)}${style.eol}${indent}}`;
  return `{${style.gap}${pairs.join(`,${style.space}`)}${style.gap}}`;
}
