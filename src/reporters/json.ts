import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evaluation, ScanResult } from '../model/finding.ts';
import { regionOf } from '../model/source.ts';
import { compliancePercentage, countVerdicts, errorsOf, type ReportContext, warningsOf } from './report.ts';

export const REPORT_SCHEMA = 'https://lintel.dev/schemas/report-1.json';

/** The whole result as one JSON object, as `schemas/report.schema.json` describes it. */
export function json(result: ScanResult, context: ReportContext): string {
  const { bySeverity, ...counts } = countVerdicts(result.evaluations);
  const report = {
    schema: REPORT_SCHEMA,
    tool: { name: 'lintel', version: context.version },
    summary: {
      files: result.files.length,
      resources: result.resources.length,
      evaluations: result.evaluations.length,
      ...counts,
      by_severity: bySeverity,
      compliance_percentage: compliancePercentage(counts),
    },
  };
  // One evaluation a line: small files, readable differences.
  const head = JSON.stringify(report, undefined, 2).slice(0, -2);
  const evaluations = lines(result.evaluations.map(evaluationObject));
  const errors = lines(errorsOf(result).map(diagnosticObject));
  const warnings = lines(warningsOf(result).map(diagnosticObject));
  return `${head},\n  "evaluations": ${evaluations},\n  "errors": ${errors},\n  "warnings": ${warnings}\n}\n`;
}

/** Keys that have nothing to say are left out, but for `resource`, where null has a meaning. */
function evaluationObject(evaluation: Evaluation): object {
  const { rule, resource, suppression } = evaluation;
  const region = regionOf(evaluation.span);
  return {
    rule: rule.id,
    verdict: evaluation.verdict,
    severity: evaluation.severity,
    resource: resource?.address ?? null,
    declared_in: evaluation.declaredIn,
    type: resource?.type,
    source_type: resource?.writtenAs,
    file: evaluation.span.file.path,
    line: region.line,
    column: region.column,
    end_line: region.endLine,
    end_column: region.endColumn,
    path: evaluation.path,
    message: evaluation.message,
    because: evaluation.because,
    when: evaluation.when.length === 0 ? undefined : whenObject(evaluation),
    suppression: suppression && {
      kind: suppression.kind,
      reason: suppression.reason,
      expires: suppression.expires,
      origin: suppression.origin,
    },
    fingerprint: evaluation.fingerprint,
  };
}

function whenObject(evaluation: Evaluation): object {
  return Object.fromEntries(evaluation.when.map(({ name, value }) => [name, value]));
}

function diagnosticObject(diagnostic: Diagnostic): object {
  const { line, column } = regionOf(diagnostic.span);
  const { code, message, advice } = diagnostic;
  return { file: diagnostic.span.file.path, line, column, code, message, advice };
}

function lines(items: readonly object[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map(item => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}
