import { chosenProperty, notSet, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Value } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions about Amazon Resource Names. */
export const arnPredicates: Readonly<Record<string, Predicate>> = {
  'values.may-be-arn': mayBeArn,
};

/**
 * Passes where the property `with.property` is a text, or a value that only the deployment knows. Fails where it is
 * absent, or a number, a list or an object: an ARN is a text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
function mayBeArn(subject: PredicateSubject): Outcome {
  const name = String(subject.with['property'] ?? '');
  const found = chosenProperty(subject.value, name, subject);
  if (!found) return notSet(name, subject);
  const { span, writtenAs } = found.property;
  return isNoArn(found.value)
    ? { verdict: 'fail', span, reason: `${writtenAs} is no ARN` }
    : { verdict: 'pass', span, reason: `${writtenAs} is set` };
}

/** A text is left to the service: what it accepts differs. */
function isNoArn(value: Value): boolean {
  if (value.kind === 'scalar') return typeof value.value !== 'string' || value.value === '';
  return value.kind === 'list' || value.kind === 'object';
}
