import { append } from '../model/groups.ts';
import type { PredicateSubject } from '../model/predicate.ts';
import type { Span } from '../model/source.ts';
import { allOf, negate, type Verdict } from '../model/verdict.ts';
import type { AttachedPolicy } from './attachments.ts';
import { narrowsEscalation } from './conditions.ts';
import { coversAction, coversEveryResource, denied } from './coverage.ts';
import { ESCALATION_METHODS, type EscalationMethod } from './escalation-methods.ts';
import { exactText, matchesText } from './match.ts';
import type { Statement } from './policy.ts';

/** A statement with the policy that has it. */
export interface Granted extends AttachedPolicy {
  readonly statement: Statement;
}

/** A method that works, with the statement that allows each of its actions. */
export interface Found {
  readonly verdict: Verdict;
  readonly method: EscalationMethod;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly action: string;
  readonly verdict: Verdict;
  readonly granted?: Granted;
  /** The text in the statement that names the action. */
  readonly span?: Span;
}

/** Whether the permission boundary of a principal leaves it an action. */
export type Boundary = (action: string) => Verdict;

/** The first method that works; where none does, the first that may. */
export function search(
  allowing: readonly Granted[],
  denying: readonly Granted[],
  subject: PredicateSubject,
  boundary?: Boundary,
): Found | undefined {
  const denies = denying.map(({ statement }) => statement).filter(({ allows }) => allows !== 'pass');
  let possible: Found | undefined;
  const candidates = candidatesFor(allowing);
  for (const method of ESCALATION_METHODS) {
    if (!method.actions.every(action => candidates.has(action))) continue;
    const steps: Step[] = [];
    for (const action of method.actions) {
      const step = stepOf(action, method, candidates.get(action)!, subject);
      const parts = [step.verdict, boundary?.(action) ?? 'pass'];
      if (step.verdict !== 'fail') parts.push(negate(denied(action, denies, subject)));
      steps.push({ ...step, verdict: allOf(parts) });
      if (steps.at(-1)!.verdict === 'fail') break;
    }
    const verdict = allOf(steps.map(step => step.verdict));
    if (verdict === 'pass') return { verdict, method, steps };
    if (verdict === 'unknown') possible ??= { verdict, method, steps };
  }
  return possible;
}

/** The statement that allows an action, on all resources of its kind. */
function stepOf(
  action: string,
  { passedTo }: EscalationMethod,
  allowing: readonly Granted[],
  subject: PredicateSubject,
): Step {
  let best: Step = { action, verdict: 'fail' };
  // Where any role can be passed, it does not matter under which name the thing is made that gets it.
  const mustBeWide = passedTo === undefined || action === 'iam:PassRole';
  for (const one of allowing) {
    const { statement } = one;
    const named = coversAction(statement, action);
    if (named === 'fail' || statement.allows === 'fail') continue;
    const condition = statement.condition?.value;
    const verdict = allOf([
      statement.allows,
      named,
      mustBeWide ? coversEveryResource(statement) : 'pass',
      condition ? negate(narrowsEscalation(condition, subject, passedTo)) : 'pass',
    ]);
    if (verdict === 'fail' || (verdict === 'unknown' && best.verdict === 'unknown')) continue;
    best = { action, verdict, granted: one, span: spanOf(statement, action) };
    if (verdict === 'pass') break;
  }
  return best;
}

function spanOf({ action, notAction, span }: Statement, wanted: string): Span {
  const pattern = action?.patterns.find(one => matchesText(one, wanted) !== 'fail');
  return pattern?.span ?? action?.property.span ?? notAction?.property.span ?? span;
}

const ACTIONS = new Map(
  ESCALATION_METHODS.flatMap(({ actions }) => actions.map(action => [action.toLowerCase(), action] as const)),
);

/** By action, the statements that may allow it. Most statements allow none, and are not compared with each. */
function candidatesFor(allowing: readonly Granted[]): ReadonlyMap<string, readonly Granted[]> {
  const candidates = new Map<string, Granted[]>();
  for (const one of allowing) {
    if (one.statement.allows === 'fail') continue;
    for (const action of actionsIn(one.statement)) append(candidates, action, one);
  }
  return candidates;
}

function actionsIn(statement: Statement): Iterable<string> {
  const { action } = statement;
  if (!action || action.open) return [...ACTIONS.values()].filter(one => coversAction(statement, one) !== 'fail');
  const found = new Set<string>();
  for (const pattern of action.patterns) {
    const text = exactText(pattern)?.toLowerCase();
    const known = text !== undefined && ACTIONS.get(text);
    if (known) found.add(known);
    else if (text === undefined || /[*?]/.test(text)) {
      for (const one of actionsOf(text)) if (matchesText(pattern, one) !== 'fail') found.add(one);
    }
  }
  return found;
}

const byService = new Map<string, readonly string[]>();

/** Those of the service that a pattern names; all where it may name any. */
function actionsOf(text: string | undefined): Iterable<string> {
  const service = /^([^:*?]+):/.exec(text ?? '')?.[1];
  if (service === undefined) return ACTIONS.values();
  let actions = byService.get(service);
  if (!actions) {
    actions = [...ACTIONS.values()].filter(action => action.startsWith(`${service}:`));
    byService.set(service, actions);
  }
  return actions;
}
