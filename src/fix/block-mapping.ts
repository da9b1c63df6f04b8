import type { Entry, MappingNode, ScalarNode, SequenceNode } from '../parse/syntax.ts';
import { type Declined, declined } from './decline.ts';
import type { Edit } from './edits.ts';
import { breakAt, indentAt, indentOfLine, lineEnd, lineStart } from './lines.ts';
import { newItems } from './list-items.ts';
import type { MappingText } from './mapping-edits.ts';
import { inQuotesOf, keyText, scalarText } from './scalar-text.ts';
import { isScalar, type Scalar, type Wanted } from './wanted.ts';

/** New entries of a block mapping, on lines of their own, indented as the others. */
export function blockInsertion(
  node: MappingNode,
  missing: Wanted,
  holder: Entry,
  source: MappingText,
): readonly Edit[] | Declined {
  const { text } = source;
  const own = node.entries.filter(({ key }) => key.span.start >= node.span.start && key.span.end <= node.span.end);
  const first = own.reduce<Entry | undefined>((a, b) => (a && a.key.span.start < b.key.span.start ? a : b), undefined);
  const last = own.reduce<Entry | undefined>((a, b) => (a && a.key.span.start > b.key.span.start ? a : b), undefined);
  if (!first || !last) return declined('alias');
  const indent = ' '.repeat(indentAt(text, first.key.span.start).length);
  const style = styleOf(indent, holder, source);
  const lines = linesOf(missing, indent, style);
  const eol = breakAt(text, first.key.span.start);
  if (source.place === 'start') {
    const at = first.key.span.start;
    return [{ start: at, end: at, text: `${lines.join(eol).slice(indent.length)}${eol}${indent}` }];
  }
  const value = last.value.span;
  const at = lineEnd(
    text,
    Math.max(last.key.span.end, value.start >= last.key.span.end && value.end <= node.span.end ? value.end : 0),
  );
  return [{ start: at, end: at, text: lines.map(line => `${eol}${line}`).join('') }];
}

/** What stands below a key that has no value yet. */
export function blockValue(node: ScalarNode, wanted: Wanted, entry: Entry, source: MappingText): Edit | Declined {
  const { text } = source;
  const keyIndent = indentAt(text, entry.key.span.start);
  const style = { ...styleOf(keyIndent, entry, source), step: stepOf(text, keyIndent) };
  const indent = `${' '.repeat(keyIndent.length)}${style.step}`;
  const eol = breakAt(text, entry.key.span.start);
  const at = lineEnd(text, node.span.end);
  if (/\S/.test(text.slice(node.span.end, at).replace(/^\s*#.*/, ''))) return declined('form');
  return {
    start: at,
    end: at,
    text: (
      newItems(wanted)?.flatMap(item => itemLines(item, style.indentedItems ? indent : keyIndent, style)) ??
      linesOf(wanted, indent, style)
    )
      .map(line => `${eol}${line}`)
      .join(''),
  };
}

/** More items of a block sequence, each behind a dash of its own. */
export function blockItems(
  node: SequenceNode,
  items: readonly (Wanted | Scalar)[],
  holder: Entry,
  source: MappingText,
): readonly Edit[] | Declined {
  const { text } = source;
  const [first, last] = [node.items[0]!, node.items.at(-1)!];
  const before = text.slice(lineStart(text, first.span.start), first.span.start);
  const dash = /^( *)-[ \t]+$/.exec(before)?.[1];
  if (dash === undefined) return declined('form');
  const quotedKeys = last.kind === 'mapping' && last.entries[0]?.key.quoted === true;
  const style = { ...styleOf(`${dash}  `, holder, source), quotedKeys };
  const eol = breakAt(text, first.span.start);
  const at = lineEnd(text, last.span.end);
  const written = items.flatMap(item =>
    isScalar(item) && last.kind === 'scalar'
      ? [`${dash}- ${inQuotesOf(text.slice(last.span.start, last.span.end), item, 'yaml')}`]
      : itemLines(item, dash, style),
  );
  return [{ start: at, end: at, text: written.map(line => `${eol}${line}`).join('') }];
}

interface Style {
  /** One level of indentation. */
  readonly step: string;
  /** Whether the items of a list are indented below its key. */
  readonly indentedItems: boolean;
  readonly quotedKeys: boolean;
}

function styleOf(indent: string, holder: Entry, { text }: MappingText): Style {
  const outer = indentOfLine(text, holder.key.span.start).length;
  const inner = indent.length;
  // Between the key of a list and what stands in its items there is more than one level.
  const isOneLevel = inner > outer && inner - outer <= 8 && holder.value.kind !== 'sequence';
  const step = isOneLevel ? ' '.repeat(inner - outer) : stepOf(text, indent);
  const list = /^( *)[\w"'-][^\n#]*:[ \t]*\r?\n( *)- /m.exec(text);
  return { step, indentedItems: !list || list[2]!.length > list[1]!.length, quotedKeys: holder.key.quoted };
}

/** How far the first indented line of the text is. */
function stepOf(text: string, indent: string): string {
  const first = /^( {1,8})[^\s#-]/m.exec(text)?.[1];
  return first ?? (indent === '' ? '  ' : indent.slice(0, 2).padEnd(2));
}

function linesOf(wanted: Wanted, indent: string, style: Style): string[] {
  return [...wanted].flatMap(([name, value]) => {
    const key = `${indent}${keyText(name, style.quotedKeys)}:`;
    if (isScalar(value)) return [`${key} ${scalarText(value, 'yaml')}`];
    const items = newItems(value);
    if (items === undefined) return [key, ...linesOf(value, indent + style.step, style)];
    const dash = style.indentedItems ? indent + style.step : indent;
    return [key, ...items.flatMap(item => itemLines(item, dash, style))];
  });
}

function itemLines(item: Wanted | Scalar, dash: string, style: Style): string[] {
  if (isScalar(item)) return [`${dash}- ${scalarText(item, 'yaml')}`];
  const [first, ...rest] = linesOf(item, `${dash}  `, style);
  return [`${dash}- ${first!.trimStart()}`, ...rest];
}
