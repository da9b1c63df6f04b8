import type { Predicate, PredicateSubject } from '../model/predicate.ts';
import type { Outcome } from '../model/verdict.ts';
import { isOnlyActiveKey } from './access-keys.ts';
import { policyIsSimple } from './complexity.ts';
import { escalates } from './escalation.ts';
import { githubSubjectRestricted } from './github.ts';
import {
  allowsAccessLevel,
  allowsActions,
  allowsAdmin,
  allowsAnyWildcard,
  allowsEveryAction,
  allowsWholeService,
  allowsWildcardResource,
} from './grants.ts';
import { deniesPlainHttp, locksOut, policyDeniesPlainHttp } from './guard-rails.ts';
import { attachedPolicyIsBroad, attachedPolicyIsNamed } from './managed-policies.ts';
import { requiresMfa } from './mfa.ts';
import { allowsOtherAccount } from './other-accounts.ts';
import { type Statement, statementOf } from './policy.ts';
import { allowsAllPrincipalsBut, allowsEverybody } from './public-access.ts';
import { limitsSourceAddress } from './source-addresses.ts';
import { trustsOtherAccount, trustsWholeAccount } from './trust.ts';

/**
 * Questions about policies. Those of the form `allows-…` are about one statement: they pass where it does allow
 * it, so rules use them under `not`.
 */
export const iamPredicates: Readonly<Record<string, Predicate>> = {
  'iam.allows-admin': ofStatement(allowsAdmin),
  'iam.allows-every-action': ofStatement(allowsEveryAction),
  'iam.allows-whole-service': ofStatement(allowsWholeService),
  'iam.allows-wildcard-resource': ofStatement(allowsWildcardResource),
  'iam.allows-actions': ofStatement(allowsActions),
  'iam.allows-access-level': ofStatement(allowsAccessLevel),
  'iam.allows-any-wildcard': ofStatement(allowsAnyWildcard),
  'iam.allows-everybody': ofStatement(allowsEverybody),
  'iam.allows-all-principals-but': ofStatement(allowsAllPrincipalsBut),
  'iam.allows-other-account': ofStatement(allowsOtherAccount),
  'iam.trusts-whole-account': ofStatement(trustsWholeAccount),
  'iam.trusts-other-account': ofStatement(trustsOtherAccount),
  'iam.requires-mfa': ofStatement(requiresMfa),
  'iam.github-subject-restricted': ofStatement(githubSubjectRestricted),
  'iam.denies-plain-http': ofStatement(deniesPlainHttp),
  'iam.limits-source-address': ofStatement(limitsSourceAddress),
  'iam.locks-out': ofStatement(locksOut),
  'iam.policy-denies-plain-http': policyDeniesPlainHttp,
  'iam.escalates': escalates,
  'iam.policy-is-simple': policyIsSimple,
  'iam.only-active-key': isOnlyActiveKey,
  'iam.attached-policy-is': attachedPolicyIsNamed,
  'iam.attached-policy-is-broad': attachedPolicyIsBroad,
};

type Question = (statement: Statement, subject: PredicateSubject) => Outcome;

function ofStatement(question: Question): Predicate {
  return subject => {
    const statement = statementOf(subject.value, subject);
    if (statement) {
      const outcome = question(statement, subject);
      return statement.declaredIn === undefined ? outcome : { declaredIn: statement.declaredIn, ...outcome };
    }
    const span = subject.value?.span ?? subject.resource.nameSpan;
    const missing =
      subject.value?.kind === 'unknown' ? `the statement depends on ${subject.value.missing}` : 'it is no statement';
    return {
      verdict: subject.value?.kind === 'unknown' || subject.value?.kind === 'template' ? 'unknown' : 'fail',
      span,
      reason: missing,
    };
  };
}
