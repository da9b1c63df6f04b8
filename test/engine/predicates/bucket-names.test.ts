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

const Orders = { type: 'AWS::S3::Bucket', properties: { BucketName: text(missing('Stage'), '-orders') } };

test.each([
  ['another name', 'reports', 'pass'],
  ['a name from elsewhere', missing('Bucket', 'outside-this-input'), 'pass'],
  ['a resource that is not there', ref('Reports'), 'pass'],
  ['a bucket of a stack that is not here', ref('Storage', 'Outputs.Bucket'), 'pass'],
  ['the bucket', ref('Orders'), 'fail'],
  ['the name of the bucket', text(missing('Stage'), '-orders'), 'fail'],
])('a policy for %s', (_, Bucket, expected) => {
  const asking = { type: 'AWS::S3::BucketPolicy', others: { Orders, Storage: { type: 'AWS::CloudFormation::Stack' } } };
  expect(ask(bucketNamePredicates['s3.bucket-elsewhere'], { Bucket }, asking).verdict).toBe(expected);
});
