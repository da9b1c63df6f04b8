import type { ScanResult } from '../model/finding.ts';
import type { Severity } from '../model/rule.ts';
import { regionOf } from '../model/source.ts';
import { groupInstances } from './grouping.ts';
import { byPlace, findingsOf, type ReportContext } from './report.ts';
import { pathFromRoot } from './repository.ts';

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

/** GitLab's code quality report, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export function gitlab(result: ScanResult, context: ReportContext): string {
  const findings = groupInstances([...findingsOf(result, context)].sort((a, b) => byPlace(a, b)));
  const issues = findings.map(({ first }) => {
    const { line, endLine } = regionOf(first.span);
    return {
      description: `${first.message}: ${first.because}`,
      check_name: first.rule.id,
      fingerprint: first.fingerprint,
      severity: SEVERITY[first.severity],
      location: { path: pathFromRoot(first.span.file.path, context), lines: { begin: line, end: endLine } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
