import { chosen, chosenProperty, type PredicateSubject } from '../model/predicate.ts';
import type { Resource } from '../model/resource.ts';
import { isInside, type Span } from '../model/source.ts';
import { listOf, textOf, type Value } from '../model/value.ts';
import type { Outcome, Verdict } from '../model/verdict.ts';
import { all, type Found } from './combination.ts';
import type { Statement } from './policy.ts';

/**
 * Allows, without a Condition, a principal of another account than that of the resource. Which account that is, the
 * ARNs of the statement and of the properties `with.owner` say, or `with.accounts`, which are trusted as well; where
 * nothing says it, a number may be the own account: unknown. Everybody (`*`) is no account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function allowsOtherAccount(statement: Statement, subject: PredicateSubject): Outcome {
  const conditions: Found = {
    verdict: statement.condition ? 'fail' : 'pass',
    span: statement.condition?.property.span,
    reason: statement.condition ? 'a condition limits it' : 'no condition limits it',
  };
  return all(statement, [otherAccount(statement, subject), conditions]);
}

/** The first principal that is of another account, or else one that may be. */
function otherAccount(statement: Statement, subject: PredicateSubject): Found {
  const element = chosenProperty(subject.value, 'Principal', subject);
  if (!element) return { verdict: 'fail', span: statement.span, reason: 'no principal is named' };
  const { span } = element.property;
  const settled = chosen(element.value, subject);
  if (settled?.kind === 'unknown')
    return { verdict: 'unknown', span, reason: `${element.property.writtenAs} depends on ${settled.missing}` };
  const named = chosenProperty(settled, 'AWS', subject)?.value;
  const trusted = trustedAccounts(statement, subject);
  let possible: Found | undefined;
  for (const principal of named ? (listOf(named)?.items ?? [named]) : []) {
    const found = judge(chosen(principal, subject), span, trusted);
    if (found.verdict === 'pass') return found;
    if (found.verdict === 'unknown') possible ??= found;
  }
  return possible ?? { verdict: 'fail', span, reason: 'all principals are of the own account' };
}

function judge(principal: Value | undefined, whole: Span, trusted: ReadonlySet<string>): Found {
  const account = accountOf(principal);
  const span = principal && isInside(principal.span, whole) ? principal.span : whole;
  if (account === OWN) return { verdict: 'fail', span, reason: 'the principal is of the own account' };
  if (account === undefined) return { verdict: 'unknown', span, reason: 'the account of the principal is not known' };
  const verdict: Verdict = trusted.has(account) ? 'fail' : trusted.size > 0 ? 'pass' : 'unknown';
  const words = {
    fail: 'is trusted',
    pass: 'is another one',
    unknown: 'may be the own one: which that is, is not known',
  };
  return { verdict, span, reason: `the account ${account} ${words[verdict]}` };
}

const OWN = 'own';

/** What is called so is the number of the account of deployment. */
export const OWN_ACCOUNT = /^AWS::AccountId$|^data\.aws_caller_identity\./;

/** The number of an account, `own`, or undefined where it is not known. What is no account counts as own. */
function accountOf(principal: Value | undefined): string | undefined {
  switch (principal?.kind) {
    case 'reference':
      return OWN;
    case 'unknown':
      return OWN_ACCOUNT.test(principal.missing) ? OWN : undefined;
    case 'template':
      return accountInParts(principal.parts);
    case 'scalar':
      return accountIn(String(principal.value)) ?? OWN;
    default:
      return OWN;
  }
}

function accountInParts(parts: readonly (string | Value)[]): string | undefined {
  let before = '';
  for (const part of parts) {
    if (typeof part === 'string') before += part;
    else if (/^arn:[^:]*:(?:iam|sts)::$/.test(before)) return accountOf(part);
    else before += HOLE;
  }
  const account = accountIn(before);
  if (account !== undefined) return account;
  return before.startsWith(HOLE) && typeof parts[0] !== 'string' ? accountOf(parts[0]) : undefined;
}

const HOLE = '\u0000';

function accountIn(text: string): string | undefined {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(text)?.[1];
}

function trustedAccounts(statement: Statement, subject: PredicateSubject): ReadonlySet<string> {
  const listed = Array.isArray(subject.with['accounts']) ? subject.with['accounts'].map(String) : [];
  const owners = Array.isArray(subject.with['owner']) ? subject.with['owner'].map(String) : [];
  const patterns = statement.resource?.patterns ?? [];
  const texts = [
    ...patterns.map(({ pieces }) => pieces.map(piece => (typeof piece === 'string' ? piece : HOLE)).join('')),
    ...owners.flatMap(name => textsOf(subject.resource, name, subject)),
  ];
  const found = texts.map(text => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1]);
  return new Set([...listed, ...found.filter(account => account !== undefined)]);
}

function textsOf(resource: Resource, name: string, subject: PredicateSubject): string[] {
  const value = chosenProperty(resource.properties, name, subject)?.value;
  const items = value ? (listOf(value)?.items ?? [value]) : [];
  return items.map(item => textOf(chosen(item, subject)) ?? '');
}
