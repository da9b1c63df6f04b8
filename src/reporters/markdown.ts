import type { ScanResult } from '../model/finding.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import { regionOf } from '../model/source.ts';
import { type Finding, foldImplied, groupInstances, impliedRules, otherAddresses } from './grouping.ts';
import {
  byPlace,
  compliancePercentage,
  countVerdicts,
  errorsOf,
  findingsOf,
  plural,
  type ReportContext,
} from './report.ts';

/** GitHub cuts a job summary off at 1 MiB. */
const MAX_FINDINGS = 1000;

/** For job summaries and pull requests: counts, then findings by severity, then what could not be analysed. */
export function markdown(result: ScanResult, context: ReportContext): string {
  const findings = foldImplied(groupInstances([...findingsOf(result, context)].sort((a, b) => byPlace(a, b))));
  const shown = [...SEVERITIES]
    .reverse()
    .flatMap(severity => findings.filter(({ first }) => first.severity === severity))
    .slice(0, MAX_FINDINGS);
  const sections = [summaryTable(result)];
  for (const severity of [...SEVERITIES].reverse()) {
    const ofSeverity = shown.filter(({ first }) => first.severity === severity);
    if (ofSeverity.length > 0) sections.push(findingTable(severity, ofSeverity));
  }
  if (shown.length < findings.length) sections.push(`${findings.length - shown.length} more findings are not listed.`);
  const errors = errorsOf(result).map(
    ({ span, message }) => `- \`${span.file.path}:${regionOf(span).line}\` ${escapeMarkdown(message)}`,
  );
  if (errors.length > 0) sections.push(`## Not analysed\n\n${errors.join('\n')}`);
  return `${sections.join('\n\n')}\n`;
}

function summaryTable(result: ScanResult): string {
  const counts = countVerdicts(result.evaluations);
  const bySeverity = [...SEVERITIES].reverse();
  const title = counts.fail === 0 ? 'No findings' : plural(counts.fail, 'finding');
  return [
    `# lintel: ${title}`,
    '',
    `| ${bySeverity.join(' | ')} | passed | unknown | suppressed | compliance |`,
    `|${'--:|'.repeat(bySeverity.length + 4)}`,
    `| ${bySeverity.map(severity => counts.bySeverity[severity]).join(' | ')} | ${counts.pass} | ${counts.unknown} | ${counts.suppressed} | ${compliancePercentage(counts).toFixed(1)} % |`,
  ].join('\n');
}

function findingTable(severity: Severity, findings: readonly Finding[]): string {
  const rows = findings.map(finding => {
    const { first } = finding;
    const others = otherAddresses(finding);
    const also = others.length > 0 ? ` (and ${plural(others.length, 'other instance')})` : '';
    const place = `${first.span.file.path}:${regionOf(first.span).line}`;
    const implied = impliedRules(finding).map(id => `<br>implies ${code(id)}`);
    const rules = `${code(first.rule.id)}${implied.join('')}`;
    return `| ${code(place)} | ${escapeMarkdown(first.message)}${also} | ${escapeMarkdown(first.because)} | ${rules} |`;
  });
  const title = `## ${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
  return [title, '', '| where | what | why | rule |', '|---|---|---|---|', ...rows].join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
