import type { PredicateSubject } from '../model/predicate.ts';
import { allOf, anyOf, negate, type Verdict } from '../model/verdict.ts';
import { guardsResources } from './conditions.ts';
import { matchesEveryOfKind, matchesText, type Pattern } from './match.ts';
import type { Element, Statement } from './policy.ts';

/** Whether a statement is about an action. */
export function coversAction({ action, notAction }: Statement, wanted: string): Verdict {
  if (action) return someOf(action, pattern => matchesText(pattern, wanted));
  return notAction ? negate(someOf(notAction, pattern => matchesText(pattern, wanted))) : 'fail';
}

/** Whether it is about all resources of a kind. */
export function coversEveryResource({ resource, notResource }: Statement): Verdict {
  if (resource) return someOf(resource, matchesEveryOfKind);
  return notResource ? negate(someOf(notResource, matchesEveryOfKind)) : 'fail';
}

function someOf({ patterns, open }: Element, test: (pattern: Pattern) => Verdict): Verdict {
  return anyOf([...patterns.map(test), ...(open ? (['unknown'] as const) : [])]);
}

/**
 * Whether a Deny takes an action away. One that spares named resources (NotResource), or that asks for a boundary or
 * certain resources, leaves no way that is open to all; a Deny for those without MFA leaves it.
 */
export function denied(action: string, statements: readonly Statement[], subject: PredicateSubject): Verdict {
  return anyOf(
    statements.map(statement => {
      const named = coversAction(statement, action);
      if (named === 'fail') return 'fail';
      const condition = statement.condition?.value;
      const holds = !condition || guardsResources(condition, subject) ? 'pass' : 'fail';
      return allOf([negate(statement.allows), named, coversEveryResource(statement), holds]);
    }),
  );
}
