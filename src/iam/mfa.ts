import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { listOf, type Value } from '../model/value.ts';
import { anyOf, type Outcome, type Verdict } from '../model/verdict.ts';
import { testsOf } from './condition-tests.ts';
import { exactText, patternOf } from './match.ts';
import type { Statement } from './policy.ts';

type Scenario = Pick<PredicateSubject, 'assume'>;

/** Allows with MFA only, or denies without it. */
export function requiresMfa(statement: Statement, subject: PredicateSubject): Outcome {
  const { condition, span, allows } = statement;
  if (!condition) return { verdict: 'fail', span, reason: 'it has no Condition' };
  const verdict = asksForMfa(condition.value, allows !== 'fail', subject);
  const asks = verdict === 'pass' ? 'its Condition asks for MFA' : 'its Condition does not ask for MFA';
  return { verdict, span: condition.property.span, reason: asks };
}

/**
 * Whether a Condition is about MFA in the way that `allows` needs: Allow with it, or Deny without it. `…IfExists` also
 * holds for access keys, which carry no such key: then Allow lets them in, and Deny keeps them out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
function asksForMfa(condition: Value | undefined, allows: boolean, scenario: Scenario): Verdict {
  return anyOf(
    testsOf(condition, scenario).flatMap(({ operator, key, value }): Verdict[] => {
      if (operator === undefined || key === undefined || !value) return ['unknown'];
      const wanted = mfaAnswer(operator.toLowerCase(), key, allows);
      return wanted === undefined ? [] : [isAnswer(value, wanted, scenario)];
    }),
  );
}

/** The text that a test of MFA must ask for; `*` for any; undefined where it is none that counts. */
function mfaAnswer(operator: string, key: string, allows: boolean): string | undefined {
  if (key !== 'aws:multifactorauthpresent' && key !== 'aws:multifactorauthage') return undefined;
  if (operator === 'null') return allows ? 'false' : 'true';
  if (key === 'aws:multifactorauthage')
    return operator.startsWith(allows ? 'numericless' : 'numericgreater') ? '*' : undefined;
  if (operator === 'bool') return allows ? 'true' : 'false';
  return operator === 'boolifexists' && !allows ? 'false' : undefined;
}

function isAnswer(value: Value, wanted: string, scenario: Scenario): Verdict {
  const settled = chosen(value, scenario);
  const item = listOf(settled)?.items[0] ?? settled;
  const pattern = item && patternOf(item, scenario);
  if (!pattern) return 'fail';
  const text = exactText(pattern);
  if (wanted === '*') return 'pass';
  return text === undefined ? 'unknown' : text.toLowerCase() === wanted ? 'pass' : 'fail';
}
