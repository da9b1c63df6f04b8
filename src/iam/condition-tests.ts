import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { objectOf, type Value } from '../model/value.ts';

/** One test of a Condition: `StringEquals: { aws:SourceAccount: … }`. What is not known of it is undefined. */
export interface ConditionTest {
  readonly operator: string | undefined;
  /** In lower case, as IAM compares keys. */
  readonly key: string | undefined;
  /** What is asked for: one value, or a list. */
  readonly value: Value | undefined;
}

/**
 * The tests of a Condition, all of which must hold together,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html. No Condition: none; what
 * is not in the files stands as a test without its parts.
 */
export function testsOf(
  condition: Value | undefined,
  scenario: Pick<PredicateSubject, 'assume'>,
): readonly ConditionTest[] {
  const settled = chosen(condition, scenario);
  if (!settled) return [];
  const operators = objectOf(settled);
  if (!operators) return [UNKNOWN];
  const tests: ConditionTest[] = [];
  for (const [operator, { value }] of operators.properties) {
    const keys = objectOf(chosen(value, scenario));
    if (!keys || keys.open) tests.push({ ...UNKNOWN, operator });
    for (const [key, property] of keys?.properties ?? []) {
      tests.push({ operator, key: key.toLowerCase(), value: property.value });
    }
  }
  if (operators.open) tests.push(UNKNOWN);
  return tests;
}

const UNKNOWN: ConditionTest = { operator: undefined, key: undefined, value: undefined };
