import type { Evaluation } from '../model/finding.ts';
import type { SourceFix, TextEdit } from '../model/fix.ts';
import { lineStartsOf, positionAt, type Span } from '../model/source.ts';
import { covered } from './secrecy.ts';

/** The fix of a finding, unless it would repeat what may be a secret. */
export function shownFix({ fix }: Evaluation): SourceFix | undefined {
  if (!fix) return undefined;
  const { removed, added } = changedLines(fix);
  return [...removed, ...added].every(line => covered(line, { isSecret: false, before: '' }) === line)
    ? fix
    : undefined;
}

/** Whether a text holds what may be a secret. */
export function holdsSecret(text: string): boolean {
  const lines = text.split('\n');
  return lines.some((line, index) => covered(line, { isSecret: false, before: lines[index - 1] ?? '' }) !== line);
}

/** What is done and what it means, in one sentence. */
export function fixSentence({ description, impact }: SourceFix): string {
  switch (impact) {
    case 'replaces':
      return `${description}; deploying that replaces the resource.`;
    case 'may-replace':
      return `${description}; deploying that may replace the resource.`;
    case 'may-break':
      return `${description}; what relies on the value may break.`;
    case undefined:
      return `${description}.`;
  }
}

/** The edits as one, from the first to the last of them. */
export function joinedEdit({ edits }: SourceFix): TextEdit {
  const { file } = edits[0]!.span;
  const start = edits[0]!.span.start;
  let text = '';
  let at = start;
  for (const edit of edits) {
    text += file.text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return { span: { file, start, end: at }, text };
}

/** The lines that an edit takes away and adds, without those in which only white space differs. */
export function changedLines(fix: SourceFix): { removed: readonly string[]; added: readonly string[] } {
  const { span, text } = joinedEdit(fix);
  const { before, after } = aroundLines(span);
  const old = linesOf(before + span.file.text.slice(span.start, span.end) + after);
  const now = linesOf(before + text + after);
  const [oldKeys, nowKeys] = [old, now].map(lines => new Set(lines.map(withoutSpace)));
  return {
    removed: old.filter(line => !nowKeys!.has(withoutSpace(line))),
    added: now.filter(line => !oldKeys!.has(withoutSpace(line))),
  };
}

/** What stands before and behind a span on its lines. */
function aroundLines({ file, start, end }: Span): { before: string; after: string } {
  const starts = lineStartsOf(file);
  const lineStart = starts[positionAt(file, start).line - 1]!;
  const next = starts[positionAt(file, end).line] ?? file.text.length;
  return { before: file.text.slice(lineStart, start), after: file.text.slice(end, next) };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter(line => line.trim() !== '');
}

function withoutSpace(line: string): string {
  return line.replace(/\s+/g, '');
}
