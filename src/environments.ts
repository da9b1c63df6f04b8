import type { Diagnostic } from './model/diagnostic.ts';
import type { Evaluation } from './model/finding.ts';
import type { Verdict } from './model/verdict.ts';

/** What the same inputs give with the values of one environment. */
export interface EnvironmentRun {
  /** Undefined where the configuration knows no environments. */
  readonly name: string | undefined;
  readonly evaluations: readonly Evaluation[];
}

const ORDER: readonly (Verdict | 'suppressed')[] = ['fail', 'unknown', 'suppressed', 'pass'];

/**
 * One evaluation for each that occurs in some environment: the worst, with the environments in which it holds where
 * these are not all.
 */
export function mergeEnvironments(runs: readonly EnvironmentRun[]): readonly Evaluation[] {
  if (runs.length === 1) return runs[0]!.evaluations;
  const merged = new Map<string, { evaluation: Evaluation; names: string[] }>();
  for (const { name, evaluations } of runs) {
    for (const evaluation of evaluations) {
      const key = `${evaluation.input.path}\n${evaluation.fingerprint}`;
      const known = merged.get(key);
      const difference = known ? rank(evaluation) - rank(known.evaluation) : -1;
      if (difference < 0) merged.set(key, { evaluation, names: [name ?? ''] });
      else if (difference === 0) known!.names.push(name ?? '');
    }
  }
  return [...merged.values()].map(({ evaluation, names }) => {
    if (names.length === runs.length || evaluation.verdict === 'pass') return evaluation;
    return { ...evaluation, when: [{ name: 'environment', value: names.join(', ') }, ...evaluation.when] };
  });
}

/** Of warnings that something was of no use: those that are true in every environment. */
export function inEveryRun(diagnostics: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  const keyOf = ({ span, message }: Diagnostic) => `${span.file.path}\n${span.start}\n${message}`;
  const others = diagnostics.slice(1).map(each => new Set(each.map(keyOf)));
  return (diagnostics[0] ?? []).filter(each => others.every(keys => keys.has(keyOf(each))));
}

function rank(evaluation: Evaluation): number {
  return ORDER.indexOf(evaluation.verdict);
}
