import { chosen, type PredicateSubject } from '../model/predicate.ts';
import type { Value } from '../model/value.ts';
import type { Outcome } from '../model/verdict.ts';
import { NARROWER } from './broad-policies.ts';
import { exactText, matchesText, patternOf } from './match.ts';

/** Policies that rules of their own report. */
const ADMINISTRATION = ['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess'];

/** Passes where the value is the ARN of an AWS managed policy for a whole service or for administration. */
export function attachedPolicyIsBroad(subject: PredicateSubject): Outcome {
  const name = managedPolicyName(subject);
  if (typeof name !== 'string') return name;
  const span = subject.property?.span ?? subject.value?.span ?? subject.resource.nameSpan;
  const alternative = Object.hasOwn(NARROWER, name) ? NARROWER[name] : undefined;
  const broad =
    alternative !== undefined ||
    (/(FullAccess|_FullAccess|AdminAccess)$/.test(name) &&
      !ADMINISTRATION.includes(name) &&
      !/ReadOnly|InvokeFullAccess/.test(name));
  if (!broad) return { verdict: 'fail', span, reason: `${name} is limited` };
  const advice = alternative ?? 'a statement for the resources used';
  return { verdict: 'pass', span: subject.value?.span ?? span, reason: `${name} is attached; narrower: ${advice}` };
}

/** Passes where the value is the ARN of one of the AWS managed policies `with.names`; `*` in a name is any text. */
export function attachedPolicyIsNamed(subject: PredicateSubject): Outcome {
  const name = managedPolicyName(subject);
  if (typeof name !== 'string') return name;
  const span = subject.value?.span ?? subject.resource.nameSpan;
  const names = (subject.with['names'] ?? []) as readonly string[];
  const hit = names.some(wanted => matchesText({ pieces: [wanted], span }, name) === 'pass');
  return { verdict: hit ? 'pass' : 'fail', span, reason: `${name} is attached` };
}

const MANAGED = /^arn:[^:]*:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/;

/** The name of the AWS managed policy that an ARN is of; an outcome where it is another policy, or not known. */
function managedPolicyName(subject: PredicateSubject): string | Outcome {
  const value = chosen(subject.value, subject);
  const span = value?.span ?? subject.resource.nameSpan;
  if (!value) return { verdict: 'fail', span, reason: 'no policy is attached' };
  const pattern = patternOf(value, subject);
  if (!pattern) return { verdict: 'fail', span, reason: 'it is no policy ARN' };
  const text = exactText(pattern) ?? pattern.pieces.map(piece => (typeof piece === 'string' ? piece : 'aws')).join('');
  const name = MANAGED.exec(text)?.[1];
  // A partition that is decided at deployment does not hide the policy's name.
  const account = accountOf(value);
  if (name !== undefined && (!account || (isElsewhere(account) && isNameOfAws(name)))) return name;
  if (name !== undefined)
    return {
      verdict: isElsewhere(account) ? 'unknown' : 'fail',
      span,
      reason: `${name} may be a policy of the account`,
    };
  // SAM takes the bare name.
  if (/^[\w+=,.@-]+$/.test(text) && exactText(pattern) !== undefined) return text;
  if (value.kind === 'unknown') return { verdict: 'unknown', span, reason: `the policy depends on ${value.missing}` };
  return { verdict: 'fail', span, reason: 'it is no AWS managed policy' };
}

/** What stands for the account in an ARN; undefined where it is written. */
function accountOf(value: Value): Value | undefined {
  if (value.kind !== 'template') return undefined;
  const at = value.parts.findIndex(part => typeof part === 'string' && part.endsWith(':iam::'));
  const part = value.parts[at + 1];
  return at < 0 || typeof part === 'string' ? undefined : part;
}

/**
 * A data source has found the policy by its name: AWS's or the account's. Else the account is the one of deployment.
 */
function isElsewhere(account: Value | undefined): boolean {
  return account?.kind === 'unknown' && account.reason === 'outside-this-input';
}

/** Names that nobody gives to a policy of his own. */
function isNameOfAws(name: string): boolean {
  return Object.hasOwn(NARROWER, name) || ADMINISTRATION.includes(name) || /^(?:AWS|Amazon)[A-Z]/.test(name);
}
