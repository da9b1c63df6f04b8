import type { Evaluation, ScanResult } from '../model/finding.ts';
import { groupBy } from '../model/groups.ts';
import { regionOf } from '../model/source.ts';
import { byPlace, compareText, errorsOf, type ReportContext, remediationText } from './report.ts';
import { escapeXml } from './xml.ts';

/**
 * JUnit XML: one suite a file, one case an evaluation; unknown and suppressed ones are skipped, with the reason.
 * https://github.com/testmoapp/junitxml
 */
export function junit(result: ScanResult, context: ReportContext): string {
  const evaluations = [...result.evaluations].sort((a, b) => byPlace(a, b));
  const suites = [...groupBy(evaluations, ({ span }) => span.file.path)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, cases]) => suite(path, cases, context));
  const errors = errorsOf(result);
  if (errors.length > 0) suites.push(errorSuite(result));
  const failures = result.evaluations.filter(evaluation => fails(evaluation, context)).length;
  const tests = result.evaluations.length + errors.length;
  const head = `<testsuites name="lintel" tests="${tests}" failures="${failures}" errors="${errors.length}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.join('')}</testsuites>\n`;
}

function suite(path: string, cases: readonly Evaluation[], context: ReportContext): string {
  const failures = cases.filter(each => fails(each, context)).length;
  const skipped = cases.filter(each => isSkipped(each, context)).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return `  <testsuite name="${escapeXml(path)}" ${counts}>\n${cases.map(each => testCase(each, path, context)).join('')}  </testsuite>\n`;
}

function testCase(evaluation: Evaluation, path: string, context: ReportContext): string {
  const { rule, resource, span, severity } = evaluation;
  const { line, column } = regionOf(span);
  const name = resource === null ? rule.id : `${rule.id}: ${resource.address}`;
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(path)}" file="${escapeXml(path)}" line="${line}" column="${column}"`;
  const place = `${path}:${line}:${column}`;
  if (fails(evaluation, context)) {
    const text = `${evaluation.because}\n${place}\n${remediationText(evaluation, context)}`;
    return `${head}>\n      <failure type="${severity}" message="${escapeXml(evaluation.message)}">${escapeXml(text)}</failure>\n    </testcase>\n`;
  }
  if (isSkipped(evaluation, context)) {
    const why = evaluation.suppression
      ? `suppressed: ${evaluation.suppression.reason}`
      : `unknown: ${evaluation.because}`;
    return `${head}>\n      <skipped message="${escapeXml(why)}"/>\n    </testcase>\n`;
  }
  return `${head}/>\n`;
}

function errorSuite(result: ScanResult): string {
  const errors = errorsOf(result);
  const cases = errors.map(({ span, code, message }) => {
    const path = span.file.path;
    const { line } = regionOf(span);
    const head = `    <testcase name="${escapeXml(code)}" classname="${escapeXml(path)}" file="${escapeXml(path)}" line="${line}">`;
    return `${head}\n      <error type="${escapeXml(code)}" message="${escapeXml(message)}">${escapeXml(`${path}:${line}`)}</error>\n    </testcase>\n`;
  });
  const counts = `tests="${errors.length}" failures="0" errors="${errors.length}" skipped="0"`;
  return `  <testsuite name="inputs" ${counts}>\n${cases.join('')}  </testsuite>\n`;
}

function fails({ verdict }: Evaluation, context: ReportContext): boolean {
  return verdict === 'fail' || (context.strict && verdict === 'unknown');
}

function isSkipped(evaluation: Evaluation, context: ReportContext): boolean {
  return evaluation.verdict !== 'pass' && !fails(evaluation, context);
}
