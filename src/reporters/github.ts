import type { Diagnostic } from '../model/diagnostic.ts';
import type { ScanResult } from '../model/finding.ts';
import { regionOf, type Span } from '../model/source.ts';
import { foldImplied, groupInstances, impliedRules, otherAddresses } from './grouping.ts';
import { bySeverityThenPlace, errorsOf, findingsOf, levelOf, plural, type ReportContext } from './report.ts';
import { pathFromRoot, type Repository } from './repository.ts';

type Level = (typeof LEVELS)[keyof typeof LEVELS];

const LEVELS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** GitHub shows no more of each level for one step. */
const MAX_PER_LEVEL = 10;

/**
 * Workflow commands that GitHub shows beside the changed lines, the most severe first, and how many more there are.
 * https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions
 */
export function github(result: ScanResult, context: ReportContext): string {
  const sorted = [...findingsOf(result, context)].sort((a, b) => bySeverityThenPlace(a, b));
  const findings = foldImplied(groupInstances(sorted));
  const problems = errorsOf(result);
  const lines = problems.slice(0, MAX_PER_LEVEL).map(problem => problemCommand(problem, context));
  const shown: Record<Level, number> = { error: lines.length, warning: 0, notice: 0 };
  let more = problems.length - lines.length;
  for (const finding of findings) {
    const { first } = finding;
    const level = LEVELS[levelOf(first.severity)];
    if (shown[level] >= MAX_PER_LEVEL) {
      more++;
      continue;
    }
    shown[level]++;
    const others = otherAddresses(finding);
    const implied = impliedRules(finding);
    const also = others.length > 0 ? ` (and ${plural(others.length, 'other instance')})` : '';
    const implies = implied.length > 0 ? `. Implies ${implied.join(', ')}` : '';
    lines.push(
      command(level, first.span, context, first.rule.id, `${first.message}${also}: ${first.because}${implies}`),
    );
  }
  if (more > 0)
    lines.push(`${plural(more, 'more problem')} not shown as annotations; the formats text and sarif list all.`);
  return lines.map(line => `${line}\n`).join('');
}

function problemCommand(problem: Diagnostic, repository: Repository): string {
  const advice = problem.advice === undefined ? '' : ` ${problem.advice}`;
  return command('error', problem.span, repository, problem.code, `${problem.message}${advice}`);
}

function command(level: Level, span: Span, repository: Repository, title: string, message: string): string {
  const { line, column, endLine, endColumn } = regionOf(span);
  const properties = [
    // GitHub takes paths from the root of the repository, wherever lintel runs.
    `file=${escapeProperty(pathFromRoot(span.file.path, repository))}`,
    `line=${line}`,
    `endLine=${endLine}`,
    // Columns are taken of one line only.
    ...(endLine === line ? [`col=${column}`, `endColumn=${endColumn}`] : []),
    `title=${escapeProperty(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
