import type { Evaluation, ScanResult } from '../model/finding.ts';
import { positionAt, regionOf, type Span } from '../model/source.ts';
import { holdsSecret, joinedEdit, shownFix } from './fixes.ts';
import { groupInstances } from './grouping.ts';
import { byPlace, errorsOf, findingsOf, HOMEPAGE, levelOf, type ReportContext } from './report.ts';

/**
 * Reviewdog's diagnostic format, https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns there count
 * UTF-8 bytes.
 */
export function rdjson(result: ScanResult, context: ReportContext): string {
  const findings = groupInstances([...findingsOf(result, context)].sort((a, b) => byPlace(a, b))).map(({ first }) => ({
    message: `${first.message}: ${first.because}`,
    location: locationOf(first.span),
    severity: LEVELS[levelOf(first.severity)],
    code: { value: first.rule.id, ...(first.rule.references[0] ? { url: first.rule.references[0] } : {}) },
    ...suggestionsOf(first),
  }));
  const errors = errorsOf(result).map(({ span, message, code }) => ({
    message,
    location: locationOf(span),
    severity: 'ERROR',
    code: { value: code },
  }));
  const report = { source: { name: 'lintel', url: HOMEPAGE }, diagnostics: [...errors, ...findings] };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Each suggestion is one that can be taken by itself, so that all edits of a fix are one; only of what is safe. */
function suggestionsOf(evaluation: Evaluation): object {
  const fix = evaluation.verdict === 'fail' ? shownFix(evaluation) : undefined;
  // It is proposed where it is reported: a suggestion cannot reach into another file.
  if (!fix || fix.impact || fix.edits[0]!.span.file !== evaluation.span.file) return {};
  const { span, text } = joinedEdit(fix);
  // What stands between two edits is repeated.
  if (holdsSecret(text)) return {};
  return { suggestions: [{ range: rangeOf(span), text }] };
}

function locationOf(span: Span): object {
  return { path: span.file.path, range: rangeOf(span) };
}

function rangeOf(span: Span): object {
  const { line, endLine } = regionOf(span);
  return {
    start: { line, column: byteColumn(span, span.start) },
    end: { line: endLine, column: byteColumn(span, Math.max(span.start, span.end)) },
  };
}

function byteColumn({ file }: Span, offset: number): number {
  const { column } = positionAt(file, offset);
  return Buffer.byteLength(file.text.slice(offset - column + 1, offset)) + 1;
}

const LEVELS = { error: 'ERROR', warning: 'WARNING', note: 'INFO' } as const;
