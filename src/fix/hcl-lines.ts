import type { Attribute, Block } from '../parse/hcl/ast.ts';
import { applied, type Edit, movedBy } from './edits.ts';
import { indentAt, lineEnd, lineStart } from './lines.ts';

/**
 * Attributes on lines right below one another, whose `=` and whose comments `terraform fmt` puts into columns,
 * https://developer.hashicorp.com/terraform/language/style#code-formatting.
 */
export interface Line {
  readonly name: string;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Columns of the value on its first line. */
  readonly width: number;
  /** Where a comment behind the value starts. */
  readonly comment?: number;
  /** Where the next line of the file starts. */
  readonly next: number;
}

/** What has lines: a body, or an object, whose entries are in columns as arguments are. */
interface Lines {
  readonly items: readonly (Attribute | Block)[];
}

/** The runs of such lines in a body, in order. What spans several lines in brackets ends a run and is in none. */
export function runsOf(body: Lines, text: string): readonly (readonly Line[])[] {
  const runs: Line[][] = [];
  let expected = -1;
  for (const item of body.items) {
    const line = item.kind === 'attribute' ? lineOf(item, text) : undefined;
    if (!line) {
      expected = -1;
      continue;
    }
    if (lineStart(text, line.nameEnd) === expected) runs.at(-1)!.push(line);
    else runs.push([line]);
    expected = line.next;
  }
  return runs;
}

/** Undefined where the attribute does not have its line for itself, or opens a bracket that another line closes. */
function lineOf(attribute: Attribute, text: string): Line | undefined {
  const { nameSpan, value, name } = attribute;
  const { start } = value.span;
  const end = text[value.span.end] === ',' ? value.span.end + 1 : value.span.end;
  if (text.slice(lineStart(text, nameSpan.start), nameSpan.start).trim() !== '') return undefined;
  const isHeredoc = value.kind === 'template' && value.heredoc;
  const firstEnd = Math.min(end, lineEnd(text, start));
  if (firstEnd < end && !isHeredoc) return undefined;
  const close = lineEnd(text, end);
  const rest = text.slice(end, close);
  const comment = isHeredoc ? undefined : /^[ \t]*(?:#|\/\/|\/\*)/.exec(rest);
  if (rest.trim() !== '' && !comment) return undefined;
  return {
    name,
    nameEnd: nameSpan.end,
    valueStart: start,
    valueEnd: end,
    width: columns(text.slice(start, firstEnd)),
    ...(comment && { comment: end + rest.length - rest.trimStart().length }),
    next: text.startsWith('\r\n', close) ? close + 2 : close + 1,
  };
}

/** Edits inside the value of an attribute, with the comments of its run in their column. */
export function valueEdits(attribute: Attribute, body: Lines, edits: readonly Edit[], text: string): readonly Edit[] {
  const { start, end } = attribute.value.span;
  const before = text.slice(start, end);
  const after = applied(before, movedBy(-start, edits));
  const run = runsOf(body, text).find(lines => lines.some(line => line.valueStart === start));
  const line = run?.find(each => each.valueStart === start);
  if (!run || !line || before.includes('\n') || after.includes('\n') || !isAligned(run, text)) return edits;
  const others = alignment(
    run.map(each => (each === line ? { ...each, width: columns(after) } : each)),
    text,
  );
  return [...edits, ...others].sort((a, b) => a.start - b.start);
}

/**
 * A new line at the end of a run: the edits of the lines above, and how the new one has to be written. In a run that
 * is not aligned it follows the line above.
 */
export function extension(
  run: readonly Line[],
  names: readonly string[],
  text: string,
): { edits: readonly Edit[]; width: number } {
  const last = run.at(-1)!;
  if (!isAligned(run, text)) {
    const gap = text.slice(last.nameEnd, text.indexOf('=', last.nameEnd)).length;
    return { edits: [], width: last.name.length + gap - 1 };
  }
  const width = Math.max(...run.map(({ name }) => name.length), ...names.map(name => name.length));
  return { edits: alignment(run, text, width), width };
}

function isAligned(run: readonly Line[], text: string): boolean {
  return alignment(run, text).length === 0;
}

/** The changes of white space that put a run into its columns. */
function alignment(run: readonly Line[], text: string, atLeast = 0): Edit[] {
  const nameWidth = Math.max(atLeast, ...run.map(({ name }) => name.length));
  const edits: Edit[] = [];
  for (const { name, nameEnd, valueStart } of run) {
    const wanted = `${' '.repeat(nameWidth - name.length + 1)}= `;
    if (text.slice(nameEnd, valueStart) !== wanted) edits.push({ start: nameEnd, end: valueStart, text: wanted });
  }
  // A line without a comment ends a column of comments.
  let from = 0;
  for (let i = 0; i <= run.length; i++) {
    if (run[i]?.comment !== undefined) continue;
    edits.push(...commentColumn(run.slice(from, i), text));
    from = i + 1;
  }
  return edits;
}

function commentColumn(lines: readonly Line[], text: string): Edit[] {
  const width = Math.max(...lines.map(line => line.width));
  return lines.flatMap(line => {
    const wanted = ' '.repeat(width - line.width + 1);
    if (text.slice(line.valueEnd, line.comment!) === wanted) return [];
    return [{ start: line.valueEnd, end: line.comment!, text: wanted }];
  });
}

/** As `terraform fmt` counts: characters, not code units. */
export function columns(text: string): number {
  return [...text].length;
}

/** The white space before the items of a body; undefined of an empty one, or of one on a single line. */
export function indentOfBody(body: Lines, text: string): string | undefined {
  const first = body.items[0];
  if (!first) return undefined;
  const start = first.kind === 'attribute' ? first.nameSpan.start : first.typeSpan.start;
  return text.slice(lineStart(text, start), start).trim() === '' ? indentAt(text, start) : undefined;
}
