import { expect, test } from 'vitest';
import { besideOf } from '../../../src/engine/predicates/beside.ts';
import type { PredicateSubject } from '../../../src/model/predicate.ts';
import { graphOf, input } from '../written.ts';

test.each([
  [0, 0],
  [200, 200],
  [201, 'more than 200 resources of the type AWS::CloudTrail::Trail are not looked through'],
])('of %i trails', (count, expected) => {
  const trails = Array.from({ length: count }, (_, index) => [`Trail${index}`, { type: 'AWS::CloudTrail::Trail' }]);
  const written = input({ Bucket: { type: 'AWS::S3::Bucket' }, ...Object.fromEntries(trails) });
  const subject = { resource: written.resources[0]!, graph: graphOf(written) } as PredicateSubject;
  const found = besideOf('AWS::CloudTrail::Trail', subject);
  expect('verdict' in found ? found.reason : found.length).toBe(expected);
});
