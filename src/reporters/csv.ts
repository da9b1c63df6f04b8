import type { Evaluation, ScanResult } from '../model/finding.ts';
import { regionOf } from '../model/source.ts';
import { byPlace, type ReportContext } from './report.ts';

const COLUMNS = [
  'rule',
  'verdict',
  'severity',
  'resource',
  'type',
  'file',
  'line',
  'column',
  'message',
  'because',
  'fingerprint',
];

/** Every evaluation as a line of RFC 4180, for spreadsheets. */
export function csv(result: ScanResult, _context: ReportContext): string {
  const rows = [...result.evaluations].sort((a, b) => byPlace(a, b)).map(cells);
  return [COLUMNS, ...rows].map(row => `${row.map(quote).join(',')}\r\n`).join('');
}

function cells(evaluation: Evaluation): readonly string[] {
  const { rule, verdict, severity, resource, span, message, because, fingerprint } = evaluation;
  const { line, column } = regionOf(span);
  const about = [resource?.address ?? '', resource?.type ?? ''];
  return [
    rule.id,
    verdict,
    severity,
    ...about,
    span.file.path,
    String(line),
    String(column),
    message,
    because,
    fingerprint,
  ];
}

/** A cell that a spreadsheet would take for a formula is made text. */
function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
