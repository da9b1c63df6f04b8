import type { PredicateSubject } from '../model/predicate.ts';
import { allOf, anyOf, type Outcome, type Verdict } from '../model/verdict.ts';
import { isEveryAction } from './actions.ts';
import { narrowsAddress, sparesAddresses } from './conditions.ts';
import { coversAction, coversEveryResource } from './coverage.ts';
import { exactText, showPattern } from './match.ts';
import type { Element, Statement } from './policy.ts';
import { everybody } from './public-access.ts';
import { denialsBeside } from './siblings.ts';

/**
 * Passes where a statement allows nothing, or what it allows only to listed addresses: by its Condition, or by a Deny
 * beside it for all others, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html.
 */
export function limitsSourceAddress(statement: Statement, subject: PredicateSubject): Outcome {
  const { allows, condition } = statement;
  if (allows === 'fail') return { verdict: 'pass', span: statement.span, reason: 'it allows nothing' };
  const span = condition?.property.span ?? statement.span;
  const own = narrowsAddress(condition?.value, subject);
  if (own === 'pass') return { verdict: 'pass', span, reason: 'a condition lists the addresses' };
  const others = denialsBeside(statement, subject).map(denial => shutsOut(denial, statement, subject));
  const verdict = anyOf([own, ...others]);
  if (verdict === 'pass') return { verdict, span, reason: 'another statement denies it to all other addresses' };
  const certain = verdict === 'unknown' || allows === 'unknown' ? 'unknown' : 'fail';
  const reason = certain === 'fail' ? 'no condition lists the addresses' : 'which addresses may call is not known';
  return { verdict: certain, span, reason };
}

/** Whether a Deny takes all that a statement allows away from addresses that it does not list. */
function shutsOut(denial: Statement, { action, resource }: Statement, subject: PredicateSubject): Verdict {
  if (everybody(denial).verdict !== 'pass') return 'fail';
  const allowed = action?.patterns.map(exactText) ?? [];
  const isDenied = denial.action?.patterns.some(pattern => isEveryAction(pattern) === 'pass')
    ? 'pass'
    : allowed.length > 0 && allowed.every(text => text !== undefined && coversAction(denial, text) === 'pass')
      ? 'pass'
      : 'fail';
  const reach = anyOf([coversEveryResource(denial), isSame(resource, denial.resource)]);
  return allOf([isDenied, reach, sparesAddresses(denial.condition?.value, subject)]);
}

/** The same resources, as they are written: both statements are of one document. */
function isSame(allowed: Element | undefined, denied: Element | undefined): Verdict {
  const texts = new Set(denied?.patterns.map(showPattern));
  return allowed && !allowed.open && allowed.patterns.every(pattern => texts.has(showPattern(pattern)))
    ? 'pass'
    : 'fail';
}
