import { expect, test } from 'vitest';
import { bucketNamePredicates } from '../../../src/engine/predicates/bucket-names.ts';
import { ask } from '../../asking.ts';
import { missing, ref, Special, text } from '../written.ts';

const account = new Special('!Ref AWS::AccountId', span => ({
  kind: 'unknown',
  reason: 'computed-at-deployment',
  missing: 'AWS::AccountId',
  alternatives: [],
  span,
}));

test.each([
  ['a dot', 'orders.example.com', 'pass'],
  ['none', 'orders', 'fail'],
  ['a dot before what is not known', text('orders.', missing('Environment')), 'pass'],
  ['the account', text('orders-', account), 'fail'],
  ['a parameter', text('orders-', missing('Environment')), 'unknown'],
  ['a name of something else', ref('Domain'), 'unknown'],
])('%s', (_, BucketName, expected) => {
  expect(ask(bucketNamePredicates['s3.name-has-dot'], { BucketName }).verdict).toBe(expected);
});

test('a bucket without a name gets one without a dot', () => {
  expect(ask(bucketNamePredicates['s3.name-has-dot'], {}).verdict).toBe('fail');
});
