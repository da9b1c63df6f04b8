import { chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Value } from '../../model/value.ts';
import { textOf } from '../../model/value.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';

/** Questions about the names of buckets. */
export const bucketNamePredicates: Readonly<Record<string, Predicate>> = {
  's3.name-has-dot': nameHasDot,
};

/** What the service fills in and which never has a dot: account, region, stack name. */
const WITHOUT_DOT =
  /AWS::(AccountId|Region|StackName|Partition)$|\b(account_id|region|partition)\b|terraform\.workspace/;

/** Passes where the name of the bucket has a dot; a name that the service makes up has none. */
function nameHasDot(subject: PredicateSubject): Outcome {
  const found = chosenProperty(subject.resource.properties, 'BucketName', subject);
  if (!found) return { verdict: 'fail', span: subject.resource.nameSpan, reason: 'S3 makes the name up' };
  const { writtenAs, span } = found.property;
  const verdict = hasDot(found.value);
  const says = { pass: 'has a dot', fail: 'has no dot', unknown: 'is not known' }[verdict];
  return { verdict, span, reason: `${writtenAs} ${says}` };
}

function hasDot(value: Value): Verdict {
  const text = textOf(value);
  if (text !== undefined) return text.includes('.') ? 'pass' : 'fail';
  if (value.kind === 'template') {
    const parts = value.parts.map(part =>
      typeof part === 'string' ? (part.includes('.') ? 'pass' : 'fail') : hasDot(part),
    );
    return parts.includes('pass') ? 'pass' : parts.includes('unknown') ? 'unknown' : 'fail';
  }
  if (value.kind === 'unknown') return WITHOUT_DOT.test(value.missing) ? 'fail' : 'unknown';
  return 'unknown';
}
