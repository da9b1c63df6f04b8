import type { Evaluation } from '../model/finding.ts';

/** One thing to mend: a rule at a place. Instances of a module or of `for_each` share it. */
export interface Finding {
  readonly first: Evaluation;
  /** Evaluations of other resources by the same rule at the same place. */
  readonly others: readonly Evaluation[];
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
    const group = groups.get(key);
    if (group) group.push(evaluation);
    else groups.set(key, [evaluation]);
  }
  return [...groups.values()].map(([first, ...others]) => ({ first: first!, others }));
}

/** Addresses of the other resources, without repetitions. */
export function otherAddresses(finding: Finding): readonly string[] {
  const addresses = new Set(finding.others.flatMap(other => other.resource?.address ?? []));
  if (finding.first.resource) addresses.delete(finding.first.resource.address);
  return [...addresses];
}
