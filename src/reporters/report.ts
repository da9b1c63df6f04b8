import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evaluation, ScanResult } from '../model/finding.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import { oneLine } from './sentences.ts';

/** Where the project is at home. */
export const HOMEPAGE = 'https://github.com/lintel-iac/lintel';

/** Turns what a scan found into the text of a report. Pure: same input, same bytes. */
export type Reporter = (result: ScanResult, context: ReportContext) => string;

/** What reports need beside the result. */
export interface ReportContext {
  /** Of lintel itself. */
  readonly version: string;
  readonly color: boolean;
  readonly verbose: boolean;
  /** Only findings, no summary. */
  readonly quiet: boolean;
  /** Verdicts `unknown` count as findings. */
  readonly strict: boolean;
  /** Absolute, forward slashes: what the paths of files are relative to. */
  readonly workingDirectory: string;
  /** The root of the repository, likewise: what code scanning takes paths to be relative to. */
  readonly root: string;
  /** For SARIF: passed, unknown and suppressed results too. */
  readonly sarifFull: boolean;
  /** For SARIF: `automationDetails`, which keeps apart several uploads of one commit. */
  readonly category?: string;
  /** What should be done about a finding, in the user's own words; absent: in the rule's. */
  readonly remediationFor?: (evaluation: Evaluation) => string;
}

/** What should be done about a finding, on one line. */
export function remediationText(evaluation: Evaluation, { remediationFor }: ReportContext): string {
  return oneLine(remediationFor?.(evaluation) ?? evaluation.rule.remediation);
}

export interface Counts {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly suppressed: number;
  /** Of the failed ones. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export function countVerdicts(evaluations: readonly Evaluation[]): Counts {
  const counts = { pass: 0, fail: 0, unknown: 0, suppressed: 0 };
  const bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const evaluation of evaluations) {
    counts[evaluation.verdict]++;
    if (evaluation.verdict === 'fail') bySeverity[evaluation.severity]++;
  }
  return { ...counts, bySeverity };
}

/** Share of passes among what was decided, in percent with one decimal; 100 where nothing was decided. */
export function compliancePercentage(counts: Pick<Counts, 'pass' | 'fail'>): number {
  const decided = counts.pass + counts.fail;
  return decided === 0 ? 100 : Math.round((1000 * counts.pass) / decided) / 10;
}

/** What a report is about: failures, and in strict mode what could not be decided. */
export function findingsOf(result: ScanResult, context: Pick<ReportContext, 'strict'>): readonly Evaluation[] {
  return result.evaluations.filter(({ verdict }) => verdict === 'fail' || (context.strict && verdict === 'unknown'));
}

/** Most severe first, then by file, place and rule. */
export function bySeverityThenPlace(a: Evaluation, b: Evaluation, pathOf = writtenPath): number {
  return rank(b) - rank(a) || byPlace(a, b, pathOf);
}

/** `pathOf` is for orders that do not depend on the working directory. */
export function byPlace(a: Evaluation, b: Evaluation, pathOf = writtenPath): number {
  return (
    compareText(pathOf(a.span.file.path), pathOf(b.span.file.path)) ||
    a.span.start - b.span.start ||
    compareText(a.rule.id, b.rule.id) ||
    compareText(a.resource?.id ?? '', b.resource?.id ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

export function errorsOf(result: ScanResult): readonly Diagnostic[] {
  return result.diagnostics.filter(diagnostic => diagnostic.severity === 'error');
}

export function warningsOf(result: ScanResult): readonly Diagnostic[] {
  return result.diagnostics.filter(diagnostic => diagnostic.severity === 'warning');
}

/** By UTF-16 code units: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `1 finding`, `2 findings`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function writtenPath(path: string): string {
  return path;
}

function rank(evaluation: Evaluation): number {
  return SEVERITIES.indexOf(evaluation.severity);
}

/** Three levels are all that alerts in other programs know. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  switch (severity) {
    case 'critical':
    case 'high':
      return 'error';
    case 'medium':
      return 'warning';
    case 'low':
    case 'info':
      return 'note';
  }
}
