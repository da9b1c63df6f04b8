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

/** GitHub takes no job summary above 1 MiB; the rest is for what stands around the tables. */
const MAX_BYTES = 900_000;
const MAX_FINDINGS = 1000;
const MAX_ERRORS = 200;

/** For job summaries and pull requests: counts, then findings by severity, then what could not be analysed. */
export function markdown(result: ScanResult, context: ReportContext): string {
  const findings = foldImplied(groupInstances([...findingsOf(result, context)].sort((a, b) => byPlace(a, b))));
  const bySeverity = [...SEVERITIES].reverse();
  const sorted = bySeverity.flatMap(severity => findings.filter(({ first }) => first.severity === severity));
  const shown = fitting(sorted.slice(0, MAX_FINDINGS).map(finding => ({ finding, row: rowOf(finding) })));
  const sections = [summaryTable(result)];
  for (const severity of bySeverity) {
    const rows = shown.filter(({ finding }) => finding.first.severity === severity).map(({ row }) => row);
    if (rows.length > 0) sections.push(findingTable(severity, rows));
  }
  if (shown.length < findings.length) sections.push(`${findings.length - shown.length} more findings are not listed.`);
  const problems = errorsOf(result);
  const errors = problems
    .slice(0, MAX_ERRORS)
    .map(({ span, message }) => `- \`${span.file.path}:${regionOf(span).line}\` ${escapeMarkdown(message)}`);
  if (problems.length > MAX_ERRORS) errors.push(`- and ${problems.length - MAX_ERRORS} more`);
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

/** As many rows from the start as there is room for. */
function fitting<T extends { readonly row: string }>(rows: readonly T[]): readonly T[] {
  let bytes = 0;
  const end = rows.findIndex(({ row }) => {
    bytes += Buffer.byteLength(row) + 1;
    return bytes > MAX_BYTES;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function findingTable(severity: Severity, rows: readonly string[]): string {
  const title = `## ${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
  return [title, '', '| where | what | why | rule |', '|---|---|---|---|', ...rows].join('\n');
}

function rowOf(finding: Finding): string {
  const { first } = finding;
  const others = otherAddresses(finding);
  const also = others.length > 0 ? ` (and ${plural(others.length, 'other instance')})` : '';
  const place = `${first.span.file.path}:${regionOf(first.span).line}`;
  const implied = impliedRules(finding).map(id => `<br>implies ${code(id)}`);
  const rules = `${code(first.rule.id)}${implied.join('')}`;
  return `| ${code(place)} | ${escapeMarkdown(first.message)}${also} | ${escapeMarkdown(first.because)} | ${rules} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
