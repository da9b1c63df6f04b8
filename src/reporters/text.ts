import { createColors } from 'picocolors';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evaluation, ScanResult } from '../model/finding.ts';
import { groupBy } from '../model/groups.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import { regionOf, type Span } from '../model/source.ts';
import { codeFrame, printable } from './code-frame.ts';
import { changedLines, shownFix } from './fixes.ts';
import { type Finding, foldImplied, groupInstances, impliedRules, otherAddresses } from './grouping.ts';
import { countNotSupported } from './not-supported.ts';
import {
  byPlace,
  compareText,
  compliancePercentage,
  countVerdicts,
  findingsOf,
  plural,
  type ReportContext,
  remediationText,
  warningsOf,
} from './report.ts';
import { oneLine, withStop } from './sentences.ts';

type Colors = ReturnType<typeof createColors>;

const INDENT = '  ';
const MAX_WIDTH = 116;
const MAX_NAMED_INSTANCES = 5;
const MAX_CAUSES = 3;
const MAX_EDIT_LINES = 12;

/** For people: findings by file with the code they are about, then what could not be analysed, then a summary. */
export function text(result: ScanResult, context: ReportContext): string {
  const colors = createColors(context.color);
  const findings = findingsFor(result, context);
  const sections = [...groupBy(findings, ({ first }) => first.span.file.path)].map(([path, inFile]) =>
    fileSection(path, inFile, context, colors),
  );
  if (context.verbose) sections.push(unknownSection(result, context, colors));
  if (context.verbose) sections.push(suppressedSection(result, colors));
  sections.push(problemSection(result, context, colors));
  if (!context.quiet) sections.push(summary(result, context, findings, colors));
  const report = sections.filter(section => section !== '').join('\n\n');
  return report === '' ? '' : `${report}\n`;
}

/** With `--verbose` nothing stands below something else. */
function findingsFor(result: ScanResult, context: ReportContext): readonly Finding[] {
  const findings = groupInstances([...findingsOf(result, context)].sort((a, b) => byPlace(a, b)));
  return context.verbose ? findings : foldImplied(findings);
}

/** One line a finding: `path:line:column: severity rule: message`. */
export function concise(result: ScanResult, context: ReportContext): string {
  const findings = findingsFor(result, context);
  const lines = findings.map(finding => {
    const { first, others } = finding;
    const implied = impliedRules(finding).length;
    const notes = [
      ...(others.length === 0 ? [] : [`and ${others.length} more`]),
      ...(implied === 0 ? [] : [`implies ${plural(implied, 'other rule')}`]),
    ];
    const more = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
    return `${placeOf(first.span)}: ${labelOf(first)} ${first.rule.id}: ${printable(first.message)}${more}`;
  });
  lines.push(...problems(result, context).map(problem => `${placeOf(problem.span)}: ${problemText(problem)}`));
  return lines.map(line => `${line}\n`).join('');
}

function fileSection(path: string, findings: readonly Finding[], context: ReportContext, colors: Colors): string {
  // What to do is said once a file for each rule, and code shown once for all that is about the same place.
  const said = new Set<string>();
  const texts = findings.map((finding, index) => {
    const { first } = finding;
    const isFirst = !said.has(first.rule.id);
    said.add(first.rule.id);
    const { span } = findings[index - 1]?.first ?? {};
    const isShown = span?.start === first.span.start && span.end === first.span.end;
    const remediation = isFirst ? remediationText(first, context) : undefined;
    return findingText(finding, { withCode: !isShown, remediation }, colors);
  });
  return [colors.underline(printable(path)), ...texts].join('\n\n');
}

function findingText(
  finding: Finding,
  parts: { withCode: boolean; remediation: string | undefined },
  colors: Colors,
): string {
  const { first } = finding;
  const head = `${severityText(labelOf(first), first.severity, colors)}  ${colors.bold(printable(first.message))}`;
  const { line, column } = regionOf(first.span);
  const where = colors.dim(`${first.rule.id} at ${printable(first.span.file.path)}:${line}:${column}`);
  const frame = (parts.withCode ? codeFrame(first.span, first.rule.category === 'secrets') : []).map(
    ({ gutter, text, kind }) => {
      const code = kind === 'marker' ? colors.red(text) : kind === 'context' ? colors.dim(text) : text;
      return `${INDENT}${colors.dim(`${gutter} |`)} ${code}`.trimEnd();
    },
  );
  const facts = factsOf(finding, parts.remediation).map(([name, value]) => factText(name, printable(value), colors));
  return [`${head}`, `${INDENT}${where}`, ...frame, ...facts, ...editLines(first, colors)].join('\n');
}

/** The lines that --fix changes, without what stands around them. */
function editLines(evaluation: Evaluation, colors: Colors): readonly string[] {
  const fix = evaluation.verdict === 'fail' ? shownFix(evaluation) : undefined;
  if (!fix) return [];
  const { removed, added } = changedLines(fix);
  if (removed.length + added.length > MAX_EDIT_LINES) return [];
  const depth = Math.min(...[...removed, ...added].map(line => line.length - line.trimStart().length));
  const shown = (sign: string) => (line: string) => `${INDENT}${INDENT}${sign} ${printable(line.slice(depth))}`;
  return [
    `${INDENT}${colors.dim(fix.impact ? 'by --fix-unsafe:' : 'by --fix:')}`,
    ...removed.map(shown('-')).map(colors.red),
    ...added.map(shown('+')).map(colors.green),
  ];
}

/** `name: value`, further lines below the value. */
function factText(name: string, value: string, colors: Colors): string {
  const [first, ...rest] = wrap(value, MAX_WIDTH - INDENT.length - name.length - 2);
  const indent = ' '.repeat(INDENT.length + name.length + 2);
  return [`${INDENT}${colors.dim(`${name}:`)} ${first ?? ''}`.trimEnd(), ...rest.map(line => `${indent}${line}`)].join(
    '\n',
  );
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** `remediation` only where it has not been said yet. */
function factsOf(finding: Finding, remediation: string | undefined): readonly (readonly [string, string])[] {
  const { rule, because, when, calledFrom } = finding.first;
  const facts: (readonly [string, string])[] = [['why', because]];
  if (when.length > 0) facts.push(['when', when.map(({ name, value }) => `${name} is ${value}`).join(', ')]);
  for (const call of calledFrom) facts.push(['through', `${call.address} at ${placeOf(call.span)}`]);
  const others = otherAddresses(finding);
  if (others.length > 0) facts.push(['also', named(others)]);
  const implied = impliedRules(finding);
  if (implied.length > 0) facts.push(['implies', implied.join(', ')]);
  if (remediation !== undefined) facts.push(['fix', remediation]);
  const link = rule.references.find(reference => reference.startsWith('https://'));
  if (remediation !== undefined && link !== undefined) facts.push(['see', link]);
  return facts;
}

function named(addresses: readonly string[]): string {
  const more = addresses.length - MAX_NAMED_INSTANCES;
  const listed = addresses.slice(0, MAX_NAMED_INSTANCES).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}

function unknownSection(result: ScanResult, context: ReportContext, colors: Colors): string {
  if (context.strict) return '';
  const unknown = result.evaluations.filter(({ verdict }) => verdict === 'unknown').sort((a, b) => byPlace(a, b));
  if (unknown.length === 0) return '';
  const lines = unknown.map(({ span, rule, resource, because }) => {
    const about = resource ? `${resource.address}: ` : '';
    return `${INDENT}${placeOf(span)} ${colors.dim(rule.id)} ${printable(`${about}${because}`)}`;
  });
  return [colors.underline('unknown: the files do not hold the answer'), ...lines].join('\n');
}

function suppressedSection(result: ScanResult, colors: Colors): string {
  const suppressed = result.evaluations.filter(({ verdict }) => verdict === 'suppressed').sort((a, b) => byPlace(a, b));
  if (suppressed.length === 0) return '';
  const lines = suppressed.map(({ span, rule, suppression }) => {
    const { origin, kind, reason, expires } = suppression!;
    const until = expires === undefined ? '' : `, until ${expires}`;
    const at = suppression!.span ? ` at ${placeOf(suppression!.span)}` : '';
    const by = `by ${origin} (${kind})${at}${until}: ${reason || 'no reason given'}`;
    return `${INDENT}${placeOf(span)} ${colors.dim(rule.id)} ${printable(by)}`;
  });
  return [colors.underline('suppressed'), ...lines].join('\n');
}

function problems(result: ScanResult, context: ReportContext): readonly Diagnostic[] {
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  return context.quiet ? errors : [...errors, ...warningsOf(result)];
}

function problemSection(result: ScanResult, context: ReportContext, colors: Colors): string {
  const lines = problems(result, context).map(problem => {
    const color = problem.severity === 'error' ? colors.red : colors.yellow;
    return `${placeOf(problem.span)}: ${color(problemText(problem))}`;
  });
  return lines.join('\n');
}

function problemText(problem: Diagnostic): string {
  const advice = problem.advice === undefined ? '' : ` ${problem.advice}`;
  return printable(`${problem.severity}: ${withStop(problem.message)}${advice} [${problem.code}]`);
}

function summary(result: ScanResult, context: ReportContext, findings: readonly Finding[], colors: Colors): string {
  const counts = countVerdicts(result.evaluations);
  const scope = [plural(result.files.length, 'file'), plural(result.resources.length, 'resource')].join(', ');
  const checks = plural(result.evaluations.length, 'check');
  const bySeverity = [...SEVERITIES].reverse().filter(severity => counts.bySeverity[severity] > 0);
  const parts = bySeverity.map(severity =>
    severityText(`${counts.bySeverity[severity]} ${severity}`, severity, colors),
  );
  const failed = counts.fail === 0 ? colors.green('no findings') : plural(counts.fail, 'finding');
  const places = findings.length < counts.fail ? ` at ${plural(findings.length, 'place')}` : '';
  const lines = [
    `${scope}, ${checks}: ${failed}${places}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`,
    `${counts.pass} passed, ${counts.unknown} unknown, ${counts.suppressed} suppressed; ${compliancePercentage(counts).toFixed(1)} % of what was decided passes`,
  ];
  if (counts.unknown > 0 && !context.strict) lines.push(colors.dim(unknownHint(result, context)));
  if (context.verbose) lines.push(...notSupportedLine(result).map(colors.dim));
  return lines.join('\n');
}

function notSupportedLine({ resources }: ScanResult): string[] {
  const counts = countNotSupported(resources);
  if (counts.length === 0) return [];
  const listed = counts.slice(0, MAX_NAMED_INSTANCES).map(([name, count]) => `${printable(oneLine(name))} (${count})`);
  const more = counts.length > MAX_NAMED_INSTANCES ? ` and ${counts.length - MAX_NAMED_INSTANCES} more` : '';
  return [`not supported: ${listed.join('; ')}${more}`];
}

/** The inputs that would decide most of what is unknown. */
function unknownHint(result: ScanResult, context: ReportContext): string {
  const causes = new Map<string, number>();
  for (const { verdict, because } of result.evaluations) {
    if (verdict !== 'unknown') continue;
    const cause = INPUT_VALUE.exec(because)?.[1] ?? because;
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  const most = [...causes].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).slice(0, MAX_CAUSES);
  const listed = most.map(([cause, count]) => `${printable(oneLine(cause))} (${count})`).join('; ');
  const options = most.flatMap(([cause]) => optionFor(cause) ?? []);
  const advice = [
    ...(options.length > 0 ? [`give ${options.join(' ')}`] : []),
    ...(context.verbose ? [] : [LISTS_ALL]),
  ];
  return [`unknown for want of: ${listed}`, ...advice].join('; ');
}

const LISTS_ALL = '--verbose lists all';
/** What the user can give a value to, in the words of a verdict; pseudo parameters are not. */
const INPUT_VALUE = /(?:^|\s)(parameter (?!AWS::)\w+|var\.[\w-]+)/;

function optionFor(cause: string): string | undefined {
  const [, option, name] = /^(parameter |var\.)([\w-]+)$/.exec(cause) ?? [];
  return name === undefined ? undefined : `${option === 'var.' ? '--var' : '--parameter'} ${name}=…`;
}

function labelOf(evaluation: Evaluation): string {
  return evaluation.verdict === 'unknown' ? 'unknown' : evaluation.severity;
}

function severityText(label: string, severity: Severity, colors: Colors): string {
  switch (severity) {
    case 'critical':
      return colors.bold(colors.magenta(label));
    case 'high':
      return colors.red(label);
    case 'medium':
      return colors.yellow(label);
    case 'low':
      return colors.cyan(label);
    case 'info':
      return colors.blue(label);
  }
}

export function placeOf(span: Span): string {
  const { line, column } = regionOf(span);
  return `${printable(span.file.path)}:${line}:${column}`;
}
