import type { Evaluation } from '../model/finding.ts';
import { append } from '../model/groups.ts';
import { SEVERITIES } from '../model/rule.ts';
import { compareText } from './report.ts';

/** One thing to mend: a rule at a place. Instances of a module or of `for_each` share it. */
export interface Finding {
  readonly first: Evaluation;
  /** Evaluations of other resources by the same rule at the same place. */
  readonly others: readonly Evaluation[];
  /** Findings of other rules at the same place that this one implies. */
  readonly implied?: readonly Finding[];
}

/**
 * Joins evaluations of one rule at one line of a file that say the same verdict, in the order of their first. Code
 * scanning would take them for one alert anyway, since rule, path and line are all that it looks at.
 */
export function groupInstances(
  evaluations: readonly Evaluation[],
  lineOf: (evaluation: Evaluation) => string | number = evaluation => evaluation.span.start,
): readonly Finding[] {
  const groups = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    const { rule, span, verdict } = evaluation;
    const key = `${rule.id}\n${verdict}\n${lineOf(evaluation)}\n${span.file.path}`;
    append(groups, key, evaluation);
  }
  return [...groups.values()].map(([first, ...others]) => ({ first: first!, others }));
}

/** Addresses of the other resources, without repetitions. */
export function otherAddresses(finding: Finding): readonly string[] {
  const addresses = new Set(finding.others.flatMap(other => other.resource?.address ?? []));
  if (finding.first.resource) addresses.delete(finding.first.resource.address);
  return [...addresses];
}

/**
 * For people: a finding that another one at the same place implies stands below that one. A statement that allows
 * everything to everything breaks eight rules, and is one thing to mend. Order and number of what is said stay.
 */
export function foldImplied(findings: readonly Finding[]): readonly Finding[] {
  const byRuleAndPlace = new Map(findings.map(finding => [keyOf(finding.first.rule.id, finding), finding]));
  const parentOf = ({ first, others }: Finding, of: Finding): Finding | undefined => {
    for (const id of first.rule.impliedBy ?? []) {
      const parent = byRuleAndPlace.get(keyOf(id, of));
      if (parent && parent.others.length === others.length && rank(parent) >= rank(of)) return parent;
    }
    return undefined;
  };
  const implied = new Map<Finding, Finding[]>();
  const folded = new Set<Finding>();
  for (const finding of findings) {
    const parent = topOf(finding, each => parentOf(each, finding));
    if (parent === finding) continue;
    folded.add(finding);
    append(implied, parent, finding);
  }
  return findings
    .filter(finding => !folded.has(finding))
    .map(finding => (implied.has(finding) ? { ...finding, implied: implied.get(finding)! } : finding));
}

/** Ids of the rules of what a finding implies. */
export function impliedRules({ implied = [] }: Finding): readonly string[] {
  return [...new Set(implied.map(({ first }) => first.rule.id))].sort(compareText);
}

/** The rules of a cycle imply each other: then nothing is folded. */
function topOf(finding: Finding, parentOf: (finding: Finding) => Finding | undefined): Finding {
  const seen = new Set([finding]);
  for (let top = finding; ; ) {
    const parent = parentOf(top);
    if (!parent) return top;
    if (seen.has(parent)) return finding;
    seen.add(parent);
    top = parent;
  }
}

/** The same item of the same resource, or the same property, with the same answer under the same conditions. */
function keyOf(rule: string, { first }: Finding): string {
  const { resource, input, path, verdict, when } = first;
  return JSON.stringify([rule, input.path, resource?.address ?? null, path ?? null, verdict, when]);
}

function rank({ first }: Finding): number {
  return SEVERITIES.indexOf(first.severity);
}
