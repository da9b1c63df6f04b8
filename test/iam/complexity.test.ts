import { expect, test } from 'vitest';
import { iamPredicates } from '../../src/iam/predicates.ts';
import { ask } from '../asking.ts';
import { either, missing } from '../engine/written.ts';

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a' };

function points(Statement: unknown, limit = 25, choices: Record<string, boolean> = {}): string {
  const { verdict, reason } = ask(iamPredicates['iam.policy-is-simple'], { Statement }, { with: { limit }, choices });
  return `${verdict}: ${reason}`;
}

test.each([
  ['one statement', read, 1],
  ['a list', [read, read], 2],
  ['two services', { ...read, Action: ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'] }, 2],
  ['wildcards', { ...read, Action: 's3:Get*', Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'] }, 3],
  ['everything', { ...read, Action: '*', Resource: '*' }, 1],
  ['all but', { Effect: 'Allow', NotAction: 'iam:PassRole', NotResource: 'arn:aws:s3:::a' }, 3],
  ['two tests', { ...read, Condition: { Bool: { a: 'true', b: 'true' } } }, 3],
  ['denied too', [read, { ...read, Effect: 'Deny' }], 4],
])('%s', (_, statements, expected) => {
  expect(points(statements)).toBe(`pass: it has ${expected} points`);
});

test('the limit is too many', () => {
  expect(points([read, read], 2)).toBe('fail: it has 2 points, and 2 are too many');
});

test('what is not known is counted where it is decided', () => {
  expect(points([read, missing('More')])).toBe('unknown: it has 1 points, and parts of it are not known');
  expect(points([read, read, missing('More')], 2)).toBe('fail: it has 2 points, and 2 are too many');
  const statement = either('Wide', [true, { ...read, Action: 's3:Get*' }], [false, read]);
  expect([true, false].map(Wide => points(statement, 2, { Wide }).slice(0, 4))).toEqual(['fail', 'pass']);
});
