import { expect, test } from 'vitest';
import { arnPredicates } from '../../../src/engine/predicates/arns.ts';
import { ask } from '../../asking.ts';
import { missing, ref, text } from '../written.ts';

const asking = { with: { property: 'LogGroup' } };

test.each([
  ['an ARN', 'arn:aws:logs:eu-central-1:111122223333:log-group:orders', 'pass'],
  ['an ARN with holes', text('arn:', missing('Partition'), ':logs:', missing('Region')), 'pass'],
  ['another text', '/aws/orders', 'pass'],
  ['a resource', ref('Log'), 'pass'],
  ['a parameter', missing('Log'), 'pass'],
  ['an empty text', '', 'fail'],
  ['a number', 123, 'fail'],
  ['a list', [], 'fail'],
  ['an object', {}, 'fail'],
])('%s', (_, LogGroup, expected) => {
  expect(ask(arnPredicates['values.may-be-arn'], { LogGroup }, asking).verdict).toBe(expected);
});

test('what is not there is no ARN', () => {
  expect(ask(arnPredicates['values.may-be-arn'], {}, asking).verdict).toBe('fail');
});
