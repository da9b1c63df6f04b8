import { META_ARGUMENTS } from '../facts/terraform.ts';
import type { Attribute, Block } from '../parse/hcl/ast.ts';
import { type Declined, declined } from './decline.ts';
import type { Edit } from './edits.ts';
import { extension, indentOfBody, type Line, runsOf } from './hcl-lines.ts';
import { expressionText } from './hcl-objects.ts';
import { breakAt, indentOfLine, lineEnd, lineStart } from './lines.ts';
import { isArgument, partsOf } from './list-items.ts';
import { isScalar, type Wanted } from './wanted.ts';

/** New arguments and nested blocks in a body: arguments below the first group of arguments, blocks at the end. */
export function bodyInsertion(block: Block, missing: Wanted, text: string): readonly Edit[] | Declined {
  const { body } = block;
  const indent = indentOfBody(body, text);
  const eol = breakAt(text, block.span.start);
  const outer = indentOfLine(text, block.span.start);
  const [attributes, blocks] = [argumentsIn(missing), blocksIn(missing)];
  if (indent === undefined || body.span.end <= lineEnd(text, body.span.start)) {
    return opened(block, attributes, blocks, `${outer}${stepOf(outer)}`, outer, eol, text);
  }
  const step = indent.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : '  ';
  const style = { step, eol };
  const above = attributes.length > 0 ? attributeInsertion(block, attributes, indent, eol, text) : [];
  const below = blocks.length > 0 ? blockInsertion(block, blocks, indent, style, text) : [];
  return joined([...above, ...below]);
}

/** What is written as an argument: single values, and lists of them. */
function argumentsIn(wanted: Wanted): readonly Pair[] {
  return [...wanted].flatMap(([name, value]) => (isArgument(value) ? [{ name, text: expressionText(value) }] : []));
}

/** The blocks that are written: of a list one for each item. */
function blocksIn(wanted: Wanted): readonly (readonly [string, Wanted])[] {
  return [...wanted].flatMap(([name, value]) => {
    return partsOf(value).flatMap(part => (isScalar(part) || isArgument(part) ? [] : [[name, part] as const]));
  });
}

interface Pair {
  readonly name: string;
  readonly text: string;
}

/** A body without lines of its own gets them: `{}`, `{ enabled = true }`. */
function opened(
  block: Block,
  attributes: readonly Pair[],
  blocks: readonly (readonly [string, Wanted])[],
  indent: string,
  outer: string,
  eol: string,
  text: string,
): readonly Edit[] | Declined {
  const open = block.headerSpan.end + text.slice(block.headerSpan.end).indexOf('{') + 1;
  const close = block.span.end - 1;
  const held = block.body.items;
  if (held.some(item => item.kind === 'block')) return declined('form');
  const before = (held as readonly Attribute[]).map(({ name, value, span }) => {
    return { name, text: text.slice(value.span.start, value.span.end), span };
  });
  const rest = before.reduceRight(
    (left, { span }) => left.slice(0, span.start - open) + left.slice(span.end - open),
    text.slice(open, close),
  );
  if (rest.trim() !== '') return declined('form');
  const pairs = [...before, ...attributes];
  const lines = [...aligned(pairs, indent)];
  const style = { step: stepOf(outer), eol };
  for (const [name, wanted] of blocks)
    lines.push(...(lines.length > 0 ? [''] : []), ...blockLines(name, wanted, indent, style));
  return [{ start: open, end: close, text: `${eol}${lines.join(eol)}${eol}${outer}` }];
}

function stepOf(outer: string): string {
  return outer.includes('\t') ? '\t' : '  ';
}

function attributeInsertion(
  block: Block,
  attributes: readonly Pair[],
  indent: string,
  eol: string,
  text: string,
): readonly Edit[] {
  const run = groupFor(block, text);
  if (!run) return besideOthers(block, aligned(attributes, indent), eol, text);
  const { edits, width } = extension(
    run,
    attributes.map(({ name }) => name),
    text,
  );
  const { valueEnd } = run.at(-1)!;
  const at = lineEnd(text, valueEnd);
  const lines = attributes.map(pair => `${eol}${indent}${pair.name.padEnd(width)} = ${pair.text}`);
  return [...edits, { start: at, end: at, text: lines.join('') }];
}

/** The last group of plain arguments before the first nested block; meta-arguments alone are none. */
function groupFor({ body }: Block, text: string): readonly Line[] | undefined {
  const runs = runsOf(body, text).filter(run => run.some(({ name }) => !META_ARGUMENTS.has(name)));
  const firstBlock = body.items.find(item => item.kind === 'block')?.span.start ?? Number.POSITIVE_INFINITY;
  return runs.findLast(run => run[0]!.nameEnd < firstBlock) ?? runs[0];
}

/** Where there is no group to join: a new one, before the first block, or after all that is there. */
function besideOthers({ body }: Block, lines: readonly string[], eol: string, text: string): readonly Edit[] {
  const attributes = body.items.filter(item => item.kind === 'attribute');
  const firstBlock = body.items.find(item => item.kind === 'block');
  const last = attributes.at(-1);
  if (last && (!firstBlock || last.span.end < firstBlock.span.start)) {
    const at = lineEnd(text, last.span.end);
    return [{ start: at, end: at, text: `${eol}${eol}${lines.join(eol)}` }];
  }
  const at = lineStart(text, body.items[0]!.span.start);
  return [{ start: at, end: at, text: `${lines.join(eol)}${eol}${eol}` }];
}

function blockInsertion(
  { body }: Block,
  blocks: readonly (readonly [string, Wanted])[],
  indent: string,
  style: BlockStyle,
  text: string,
): readonly Edit[] {
  const lines = blocks.flatMap(([name, wanted]) => ['', ...blockLines(name, wanted, indent, style)]);
  const own = body.items.findLastIndex(item => !META_ARGUMENTS.has(item.kind === 'block' ? item.type : item.name));
  const next = body.items[own + 1];
  // What Terraform's own arguments stand right below belongs to their group.
  const isApart =
    next !== undefined && own >= 0 && /\n[ \t]*\r?\n/.test(text.slice(body.items[own]!.span.end, next.span.start));
  const after = isApart ? body.items[own]! : body.items.at(-1)!;
  const at = lineEnd(text, after.span.end);
  return [{ start: at, end: at, text: lines.map(line => `${style.eol}${line}`).join('') }];
}

interface BlockStyle {
  readonly step: string;
  readonly eol: string;
}

function blockLines(name: string, wanted: Wanted, indent: string, style: BlockStyle): readonly string[] {
  const inner = `${indent}${style.step}`;
  const lines = [...aligned(argumentsIn(wanted), inner)];
  for (const [key, value] of blocksIn(wanted)) {
    if (lines.length > 0) lines.push('');
    lines.push(...blockLines(key, value, inner, style));
  }
  return [`${indent}${name} {`, ...lines, `${indent}}`];
}

function aligned(pairs: readonly Pair[], indent: string): readonly string[] {
  const width = Math.max(...pairs.map(({ name }) => name.length));
  return pairs.map(({ name, text }) => `${indent}${name.padEnd(width)} = ${text}`);
}

/** Insertions at one place as one, in the order of places. */
function joined(edits: readonly Edit[]): readonly Edit[] {
  const result: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const before = result.at(-1);
    if (before && before.start === edit.start && before.end === edit.end && edit.start === edit.end) {
      result[result.length - 1] = { ...before, text: before.text + edit.text };
    } else result.push(edit);
  }
  return result;
}
