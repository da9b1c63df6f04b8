import { askItems, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import type { Span } from '../../model/source.ts';
import { textOf, type Value } from '../../model/value.ts';
import { allOf, anyOf, negate, type Outcome, type Verdict } from '../../model/verdict.ts';
import { besideOf } from './beside.ts';

/** Questions about what trails record of the data in buckets. */
export const trailDataEventPredicates: Readonly<Record<string, Predicate>> = {
  'cloudtrail.records-objects': recordsObjects,
};

/**
 * Of a trail: passes where it, or another one of the input, records `with.access` (`read`, `write`) to objects of any
 * bucket. Of a bucket: where one of them records its objects.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
function recordsObjects(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const bucket = resource.type === 'AWS::S3::Bucket' ? resource : undefined;
  const trails = besideOf('AWS::CloudTrail::Trail', subject);
  if ('verdict' in trails) return trails;
  const verdict = anyOf(trails.map(trail => records(trail, bucket, subject)));
  const span = bucket ? resource.nameSpan : selectorSpan(resource, subject);
  const what = `${String(subject.with['access'])} access to ${bucket ? 'its objects' : 'objects in S3'}`;
  if (verdict === 'pass') return { verdict, span, reason: `a trail records ${what}` };
  if (verdict === 'unknown') return { verdict, span, reason: `whether a trail records ${what} is not known` };
  return { verdict, span, reason: `no trail of these files records ${what}` };
}

const SELECTORS = ['EventSelectors', 'AdvancedEventSelectors'] as const;

function selectorSpan(trail: Resource, subject: PredicateSubject): Span {
  const found = SELECTORS.map(name => chosenProperty(trail.properties, name, subject)).find(property => property);
  return found?.property.span ?? trail.nameSpan;
}

function records(trail: Resource, bucket: Resource | undefined, subject: PredicateSubject): Verdict {
  const [basic, advanced] = SELECTORS.map(name => chosenProperty(trail.properties, name, subject)?.value);
  return anyOf([
    ...askItems(basic, subject, selector => basicRecords(selector, trail, bucket, subject)),
    ...askItems(advanced, subject, selector => advancedRecords(selector, trail, bucket, subject)),
  ]);
}

function basicRecords(
  selector: Value,
  trail: Resource,
  bucket: Resource | undefined,
  subject: PredicateSubject,
): Verdict {
  const type = chosenProperty(selector, 'ReadWriteType', subject)?.value;
  const wanted = subject.with['access'] === 'write' ? 'WriteOnly' : 'ReadOnly';
  const access = type ? anyOf([isText(type, 'All'), isText(type, wanted)]) : 'pass';
  const data = chosenProperty(selector, 'DataResources', subject)?.value;
  const resources = askItems(data, subject, item => {
    const values = chosenProperty(item, 'Values', subject)?.value;
    const covered = askItems(values, subject, value => covers(value, trail, bucket, subject));
    return allOf([isText(chosenProperty(item, 'Type', subject)?.value, 'AWS::S3::Object'), anyOf(covered)]);
  });
  return allOf([access, anyOf(resources)]);
}

function advancedRecords(
  selector: Value,
  trail: Resource,
  bucket: Resource | undefined,
  subject: PredicateSubject,
): Verdict {
  const fields = chosenProperty(selector, 'FieldSelectors', subject)?.value;
  const has = (name: string, operator: string, ask: (value: Value) => Verdict): Verdict =>
    anyOf(
      askItems(fields, subject, field => {
        const values = chosenProperty(field, operator, subject)?.value;
        return allOf([
          isText(chosenProperty(field, 'Field', subject)?.value, name),
          anyOf(askItems(values, subject, ask)),
        ]);
      }),
    );
  const other = subject.with['access'] === 'write' ? 'true' : 'false';
  const named = ['Equals', 'StartsWith'].map(operator => has('resources.ARN', operator, () => 'pass'));
  const inNamed = ['Equals', 'StartsWith'].map(operator =>
    has('resources.ARN', operator, value => covers(value, trail, bucket, subject)),
  );
  const leftOut = ['NotEquals', 'NotStartsWith'].map(operator =>
    has('resources.ARN', operator, value => (bucket ? covers(value, trail, bucket, subject) : 'fail')),
  );
  return allOf([
    has('resources.type', 'Equals', value => isText(value, 'AWS::S3::Object')),
    negate(has('readOnly', 'Equals', value => isText(value, other))),
    anyOf([negate(anyOf(named)), ...inNamed]),
    negate(anyOf(leftOut)),
  ]);
}

function isText(value: Value | undefined, wanted: string): Verdict {
  if (!value) return 'fail';
  const text = textOf(value);
  return text === undefined ? 'unknown' : text === wanted ? 'pass' : 'fail';
}

/** `arn:aws:s3` and `arn:aws:s3:::` are all buckets. */
const ALL = /:s3(?::::?)?$/;
const NAMED = /:s3:::([^/]+)/;

/** Whether an ARN, or the beginning of one, is of the bucket; without a bucket, whether it is any. */
function covers(value: Value, trail: Resource, bucket: Resource | undefined, subject: PredicateSubject): Verdict {
  if (!bucket) return 'pass';
  const parts = value.kind === 'template' ? value.parts : [value];
  const referred = parts.map(part =>
    typeof part !== 'string' && part.kind === 'reference' ? subject.graph.resolve(trail, part) : undefined,
  );
  if (referred.includes(bucket)) return 'pass';
  if (referred.some(resource => resource)) return 'fail';
  const last = value.kind === 'template' ? value.parts.at(-1) : textOf(value);
  if (typeof last !== 'string') return 'unknown';
  if (ALL.test(last)) return 'pass';
  const name = NAMED.exec(last)?.[1];
  const own = chosenProperty(bucket.properties, 'BucketName', subject)?.value;
  // A bucket that CloudFormation names has no name that could be written.
  return name === undefined ? 'unknown' : isText(own, name);
}
