import type { Evaluation, ScanResult } from '../model/finding.ts';
import { regionOf } from '../model/source.ts';
import { actionsOf, addressesOf, evaluationsBy, PRIORITIES, type Priority, rate, tallyOf } from './aggregate.ts';
import { byPlace, errorsOf, type ReportContext } from './report.ts';
import { oneLine } from './sentences.ts';

/**
 * For auditors: every evaluation in the words of AWS Config, with the totals, by rule, by resource type and by control
 * of each framework.
 */
export function compliance(result: ScanResult, context: ReportContext): string {
  const evaluations = [...result.evaluations].sort((a, b) => byPlace(a, b));
  const report = {
    tool: { name: 'lintel', version: context.version },
    rating: rate(evaluations),
    summary: { resources: result.resources.length, evaluations: evaluations.length, ...tallyOf(evaluations) },
    not_analysed: errorsOf(result).map(({ span, message }) => ({ file: span.file.path, message })),
    priority_actions: Object.fromEntries(
      PRIORITIES.map(priority => [priority.replaceAll(' ', '_'), actions(evaluations, priority)]),
    ),
    by_area: evaluationsBy(evaluations, ({ rule }) => [rule.category]).map(([area, group]) => ({
      area,
      ...tallyOf(group),
    })),
    by_rule: evaluationsBy(evaluations, ({ rule }) => [rule.id]).map(([rule, group]) => ({
      rule,
      title: group[0]!.rule.title,
      severity: group[0]!.severity,
      ...tallyOf(group),
      compliant_resources: addressesOf(group.filter(({ verdict }) => verdict === 'pass')),
      non_compliant_resources: addressesOf(group.filter(({ verdict }) => verdict === 'fail')),
    })),
    by_resource_type: evaluationsBy(evaluations, ({ resource }) => (resource ? [resource.type] : [])).map(
      ([type, group]) => ({
        type,
        ...tallyOf(group),
      }),
    ),
    frameworks: frameworks(evaluations),
    evaluations: evaluations.map(evaluationObject),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** A control is compliant where everything that stands for it is. */
function frameworks(evaluations: readonly Evaluation[]) {
  return evaluationsBy(evaluations, ({ rule }) => Object.keys(rule.frameworks)).map(([framework, group]) => ({
    framework,
    ...tallyOf(group),
    controls: evaluationsBy(group, ({ rule }) => rule.frameworks[framework] ?? []).map(([control, ofControl]) => ({
      control,
      compliance_type: complianceOf(ofControl),
      ...tallyOf(ofControl),
      rules: evaluationsBy(ofControl, ({ rule }) => [rule.id]).map(([rule]) => rule),
    })),
  }));
}

function complianceOf(evaluations: readonly Evaluation[]): string {
  if (evaluations.some(({ verdict }) => verdict === 'fail')) return 'NON_COMPLIANT';
  return evaluations.some(({ verdict }) => verdict === 'unknown') ? 'INSUFFICIENT_DATA' : 'COMPLIANT';
}

/** Issue, risk, standard and remedy, one entry a check. */
function actions(evaluations: readonly Evaluation[], priority: Priority) {
  return actionsOf(evaluations)
    .filter(action => action.priority === priority)
    .map(({ first: { rule, severity }, count, resources }) => ({
      rule: rule.id,
      issue: rule.title,
      severity,
      findings: count,
      resources,
      risk: oneLine(rule.rationale),
      remediation: oneLine(rule.remediation),
      standards: rule.frameworks,
      references: rule.references,
    }));
}

function evaluationObject(evaluation: Evaluation): object {
  const { rule, verdict, severity, resource, span, because } = evaluation;
  return {
    resource_id: resource?.address ?? null,
    resource_type: resource?.type ?? null,
    rule: rule.id,
    compliance_type: COMPLIANCE[verdict],
    severity,
    file: span.file.path,
    line: regionOf(span).line,
    annotation: because,
  };
}

const COMPLIANCE: Readonly<Record<Evaluation['verdict'], string>> = {
  pass: 'COMPLIANT',
  fail: 'NON_COMPLIANT',
  unknown: 'INSUFFICIENT_DATA',
  suppressed: 'SUPPRESSED',
};
