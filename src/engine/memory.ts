import type { Context } from './answer.ts';
import { assume, type Scenario } from './scenarios.ts';

/** Computes once for the run and the context's input; for what does not depend on the scenario. */
export function remember<T>(context: Context, key: unknown, compute: () => T): T {
  let answers = context.memory.get(context.input);
  if (!answers) {
    answers = new Map();
    context.memory.set(context.input, answers);
  }
  if (answers.has(key)) return answers.get(key) as T;
  const answer = compute();
  answers.set(key, answer);
  return answer;
}

/**
 * Computes once for each subject and scenario. The undecided name that was met on the way counts again whenever the
 * answer is used, as if it had been computed anew.
 */
export function rememberInScenario<T>(context: Context, key: unknown, subject: unknown, compute: () => T): T {
  const { scenario } = context;
  const known = answersIn<T>(context, key);
  const kept = known.get(subject);
  if (kept) {
    if (kept.undecided !== undefined) assume(kept.undecided, scenario);
    return kept.answer;
  }
  const before = scenario.undecided;
  scenario.undecided = undefined;
  const answer = compute();
  known.set(subject, { answer, undecided: scenario.undecided });
  scenario.undecided = before ?? scenario.undecided;
  return answer;
}

interface Kept<T> {
  readonly answer: T;
  readonly undecided: Scenario['undecided'];
}

function answersIn<T>(context: Context, key: unknown): Map<unknown, Kept<T>> {
  const byScenario = remember(context, key, () => new Map<string, Map<unknown, Kept<T>>>());
  let answers = byScenario.get(context.scenario.key);
  if (!answers) {
    answers = new Map();
    byScenario.set(context.scenario.key, answers);
  }
  return answers;
}
