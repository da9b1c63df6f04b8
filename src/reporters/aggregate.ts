import type { Evaluation } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import { compareText, compliancePercentage } from './report.ts';

/** Verdicts counted in the words of AWS Config. */
export interface Tally {
  readonly compliant: number;
  readonly non_compliant: number;
  /** The files do not hold the answer. */
  readonly insufficient_data: number;
  readonly suppressed: number;
  /** compliant / (compliant + non_compliant), in percent */
  readonly percentage: number;
}

/** The verdicts of evaluations, counted. */
export function tallyOf(evaluations: readonly Evaluation[]): Tally {
  const counts = { pass: 0, fail: 0, unknown: 0, suppressed: 0 };
  for (const { verdict } of evaluations) counts[verdict]++;
  return {
    compliant: counts.pass,
    non_compliant: counts.fail,
    insufficient_data: counts.unknown,
    suppressed: counts.suppressed,
    percentage: compliancePercentage(counts),
  };
}

/** Evaluations by a name, in order of the names; an evaluation can belong to several. */
export function evaluationsBy(
  evaluations: readonly Evaluation[],
  namesOf: (evaluation: Evaluation) => readonly string[],
): readonly (readonly [string, readonly Evaluation[]])[] {
  const groups = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    for (const name of namesOf(evaluation)) append(groups, name, evaluation);
  }
  return [...groups].sort(([a], [b]) => compareText(a, b));
}

/** What must hold for a deployment to be called ready for production. */
export const READINESS = { critical: 0, high: 0, percentage: 90 } as const;

const GRADES = ['A', 'B', 'C', 'D', 'E'] as const;
/** Below the first no A, below the second no B, and so on. */
const GRADE_LIMITS: readonly number[] = [95, 90, 80, 70];

export interface Rating {
  readonly score: number;
  /**
   * A from 95 percent on, B from 90, C from 80, D from 70, else E; with a critical finding E, with a high one at best
   * C.
   */
  readonly rating: (typeof GRADES)[number];
  readonly production_ready: boolean;
  readonly reasons: readonly string[];
  /** What the verdict on production is measured against. */
  readonly thresholds: typeof READINESS;
}

/** What the evaluations say of a deployment as a whole. */
export function rate(evaluations: readonly Evaluation[]): Rating {
  const { percentage } = tallyOf(evaluations);
  const failed = (severity: string) =>
    evaluations.filter(each => each.verdict === 'fail' && each.severity === severity).length;
  const critical = failed('critical');
  const high = failed('high');
  const reasons: string[] = [];
  if (critical > READINESS.critical)
    reasons.push(`${critical} critical findings, at most ${READINESS.critical} allowed`);
  if (high > READINESS.high) reasons.push(`${high} high findings, at most ${READINESS.high} allowed`);
  if (percentage < READINESS.percentage)
    reasons.push(`${percentage} % pass, at least ${READINESS.percentage} % needed`);
  const byScore = GRADE_LIMITS.filter(limit => percentage < limit).length;
  const atBest = critical > 0 ? 4 : high > 0 ? 2 : 0;
  const rating = GRADES[Math.max(byScore, atBest)]!;
  return { score: percentage, rating, production_ready: reasons.length === 0, reasons, thresholds: READINESS };
}

/** In which order things are to be mended. */
export type Priority = 'must' | 'should' | 'nice to have';

export const PRIORITIES: readonly Priority[] = ['must', 'should', 'nice to have'];

/** How soon a finding of a severity is to be mended. */
export function priorityOf(severity: Severity): Priority {
  switch (severity) {
    case 'critical':
    case 'high':
      return 'must';
    case 'medium':
      return 'should';
    case 'low':
    case 'info':
      return 'nice to have';
  }
}

/** What failed of one check, by the resources that it is about. */
export interface Action {
  readonly priority: Priority;
  readonly first: Evaluation;
  readonly count: number;
  readonly resources: readonly string[];
}

/** What is to be done: one action a check, the most severe and then the most frequent first. */
export function actionsOf(evaluations: readonly Evaluation[]): readonly Action[] {
  const failed = evaluations.filter(({ verdict }) => verdict === 'fail');
  const rank = ({ first }: Action) => SEVERITIES.indexOf(first.severity);
  return evaluationsBy(failed, ({ rule, severity }) => [`${rule.id} ${severity}`])
    .map(([, group]) => {
      const resources = addressesOf(group);
      return { priority: priorityOf(group[0]!.severity), first: group[0]!, count: group.length, resources };
    })
    .sort((a, b) => rank(b) - rank(a) || b.count - a.count || compareText(a.first.rule.id, b.first.rule.id));
}

/** Addresses of the resources, each once. */
export function addressesOf(evaluations: readonly Evaluation[]): readonly string[] {
  return [...new Set(evaluations.flatMap(({ resource }) => resource?.address ?? []))];
}
