import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { listOf, type Value } from '../model/value.ts';
import { negate, type Outcome, type Verdict } from '../model/verdict.ts';
import { all, type Found, some } from './combination.ts';
import { guardsTrust, narrowsIdentity } from './conditions.ts';
import { coversAction } from './coverage.ts';
import { type Pattern, patternOf } from './match.ts';
import { OWN_ACCOUNT } from './other-accounts.ts';
import type { Element, Statement } from './policy.ts';

/**
 * An account as the principal, by its id or as `:root`: everybody whom its administrators let, unless a Condition says
 * whom. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
export function trustsWholeAccount(statement: Statement, subject: PredicateSubject): Outcome {
  const isAccount = ({ text, isAccountId, isUnknown }: Principal): Verdict => {
    if (isAccountId || /^\d{12}$/.test(text) || /^arn:[^:]*:iam::[^:]+:root$/.test(text)) return 'pass';
    return isUnknown ? 'unknown' : 'fail';
  };
  return all(statement, [
    somePrincipal(statement, subject, isAccount),
    withoutCondition(statement, value => narrowsIdentity(value, subject), 'a condition says which of its identities'),
  ]);
}

/**
 * Another account, known by its id, takes the role with neither external id nor MFA, nor as part of the organization.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function trustsOtherAccount(statement: Statement, subject: PredicateSubject): Outcome {
  const isOther = ({ text, isUnknown }: Principal): Verdict => {
    if (/^\d{12}$/.test(text) || /^arn:[^:]*:(?:iam|sts)::\d{12}:/.test(text)) return 'pass';
    return isUnknown ? 'unknown' : 'fail';
  };
  const assumes = { verdict: coversAction(statement, 'sts:AssumeRole'), reason: 'it is not about sts:AssumeRole' };
  return all(statement, [
    somePrincipal(statement, subject, isOther),
    { ...assumes, span: statement.action?.property.span },
    withoutCondition(statement, value => guardsTrust(value, subject), 'a condition guards it'),
  ]);
}

interface Principal {
  /** What is decided at deployment stands as `?`. */
  readonly text: string;
  /** It is the id of an account that is decided at deployment. */
  readonly isAccountId: boolean;
  /** It depends on something that the files do not say, such as a parameter. */
  readonly isUnknown: boolean;
}

function somePrincipal(
  { principal, span }: Statement,
  subject: PredicateSubject,
  test: (principal: Principal) => Verdict,
): Found {
  if (principal?.unknown)
    return {
      verdict: 'unknown',
      span: principal.property.span,
      reason: `Principal depends on ${principal.unknown.missing}`,
    };
  const element = principal?.kinds.get('AWS');
  if (!element) return { verdict: 'fail', span: principal?.property.span ?? span, reason: 'no account is admitted' };
  const values = new Map<Pattern, Value>();
  const patterns = principalsIn(element.property.value, subject).flatMap(value => {
    const pattern = patternOf(value, subject);
    if (!pattern) return [];
    // Its own place where the policy is written here.
    const known = element.patterns.find(
      ({ span: at }) => at.start === pattern.span.start && at.file === pattern.span.file,
    );
    const placed = known ?? { ...pattern, span: element.property.span };
    values.set(placed, value);
    return [placed];
  });
  const read: Element = { ...element, patterns };
  return some(read, pattern => test(principalOf(pattern, values.get(pattern)!)));
}

function principalsIn(value: Value, subject: PredicateSubject): readonly Value[] {
  const settled = chosen(value, subject);
  if (!settled) return [];
  return settled.kind === 'list'
    ? (listOf(settled)?.items ?? []).flatMap(item => principalsIn(item, subject))
    : [settled];
}

/** Pseudo parameter, data source, or a parameter that is called an account: `TrustedAccountId`, `var.account_id`. */
const ACCOUNT_ID = /account_?ids?$/i;

function principalOf({ pieces, missing }: Pattern, value: Value): Principal {
  const name = value.kind === 'unknown' ? value.missing : '';
  return {
    text: pieces.map(piece => (typeof piece === 'string' ? piece : '?')).join(''),
    isAccountId: ACCOUNT_ID.test(name),
    isUnknown: missing !== undefined || (value.kind === 'unknown' && !OWN_ACCOUNT.test(name)),
  };
}

function withoutCondition({ condition, span }: Statement, guards: (value: Value) => Verdict, reason: string): Found {
  if (!condition) return { verdict: 'pass', span, reason: '' };
  return { verdict: negate(guards(condition.value)), span: condition.property.span, reason };
}
