import type { PredicateSubject } from '../model/predicate.ts';
import { negate, type Outcome } from '../model/verdict.ts';
import { isEveryAction, namesAction } from './actions.ts';
import { all, type Found, some } from './combination.ts';
import { narrowsPrincipal, sparesPrincipals } from './conditions.ts';
import { coversAction, coversEveryResource } from './coverage.ts';
import { exactText, matchesEverything } from './match.ts';
import type { Statement } from './policy.ts';
import { denialsBeside } from './siblings.ts';

/**
 * `Principal: "*"`, or a wildcard as the account. A Condition that fixes the caller excuses it, unless
 * `with.conditions` is `ignored`; `with.actions` limits the question to statements about these.
 */
export function allowsEverybody(statement: Statement, subject: PredicateSubject): Outcome {
  const parts = [everybody(statement)];
  const wanted = subject.with['actions'] as readonly string[] | undefined;
  if (wanted) {
    const actions = some(statement.action, pattern => namesAction(pattern, wanted).verdict, statement.notAction);
    parts.push({ ...actions, span: parts[0]!.span, reason: `${parts[0]!.reason}, ${actions.reason}` });
  }
  if (subject.with['conditions'] !== 'ignored' && statement.condition) {
    const { property, value } = statement.condition;
    parts.push({
      verdict: negate(narrowsPrincipal(value, subject)),
      span: property.span,
      reason: 'a condition fixes the caller',
    });
  }
  const outcome = all(statement, parts);
  if (outcome.verdict === 'fail' || subject.with['conditions'] === 'ignored') return outcome;
  const denial = denialsBeside(statement, subject).find(other => shutsOut(other, statement, subject));
  if (!denial) return outcome;
  return { verdict: 'fail', span: denial.span, reason: 'another statement denies it to all but those that are meant' };
}

/**
 * A Deny for everybody, of all that is allowed, but for callers that a condition fixes: the usual fence of a bucket.
 */
function shutsOut(denial: Statement, { action }: Statement, subject: PredicateSubject): boolean {
  if (everybody(denial).verdict !== 'pass' || coversEveryResource(denial) === 'fail') return false;
  if (denial.condition && !sparesPrincipals(denial.condition.value, subject)) return false;
  if (denial.action?.patterns.some(pattern => isEveryAction(pattern) === 'pass')) return true;
  const allowed = action?.patterns.map(exactText) ?? [];
  return allowed.length > 0 && allowed.every(text => text !== undefined && coversAction(denial, text) === 'pass');
}

/** `NotPrincipal` with Allow: everybody else, anonymous callers too. */
export function allowsAllPrincipalsBut(statement: Statement): Outcome {
  const property = statement.notPrincipal;
  if (!property) return all(statement, [{ verdict: 'fail', span: statement.span, reason: 'there is no NotPrincipal' }]);
  return all(statement, [
    { verdict: 'pass', span: property.span, reason: `${property.writtenAs} with Allow admits everybody else` },
  ]);
}

const WILDCARD_ACCOUNT = /^(\*+|arn:[^:]*:(iam|sts)::\*(:.*)?)$/;

export function everybody(statement: Statement): Found {
  const { principal } = statement;
  if (!principal) return { verdict: 'fail', span: statement.span, reason: 'no principal is named' };
  const { writtenAs, span } = principal.property;
  if (principal.unknown)
    return { verdict: 'unknown', span, reason: `${writtenAs} depends on ${principal.unknown.missing}` };
  let possible: Found | undefined;
  for (const [kind, element] of principal.kinds) {
    if (kind !== '*' && kind !== 'AWS') continue;
    const found = some(element, pattern => {
      const text = exactText(pattern);
      return text === undefined ? matchesEverything(pattern) : WILDCARD_ACCOUNT.test(text) ? 'pass' : 'fail';
    });
    if (found.verdict === 'pass') return found;
    if (found.verdict === 'unknown') possible = found;
  }
  return possible ?? { verdict: 'fail', span, reason: `${writtenAs} names who is admitted` };
}
