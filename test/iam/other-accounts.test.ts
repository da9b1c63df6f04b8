import { describe, expect, test } from 'vitest';
import { iamPredicates } from '../../src/iam/predicates.ts';
import { ask, place } from '../asking.ts';
import { either, missing, ref, Special, text } from '../engine/written.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:orders';
const accountId = new Special('!Ref AWS::AccountId', span => ({
  kind: 'unknown',
  reason: 'computed-at-deployment',
  missing: 'AWS::AccountId',
  alternatives: [],
  span,
}));
const question = iamPredicates['iam.allows-other-account'];

function judge(Principal: unknown, more: Record<string, unknown> = { Resource: TOPIC }, accounts?: string[]): string {
  const statement = { Effect: 'Allow', Action: 'sns:Publish', ...(Principal !== undefined && { Principal }), ...more };
  return ask(question, statement, { with: { accounts } }).verdict;
}

describe('whose principal it is', () => {
  test.each([
    ['a role of another account', { AWS: 'arn:aws:iam::444455556666:role/shop' }, 'pass'],
    ['a number', { AWS: '444455556666' }, 'pass'],
    ['a session', { AWS: 'arn:aws:sts::444455556666:assumed-role/shop/1' }, 'pass'],
    ['the second of two', { AWS: ['arn:aws:iam::111122223333:root', '444455556666'] }, 'pass'],
    ['the own account', { AWS: 'arn:aws:iam::111122223333:root' }, 'fail'],
    ['a role of the same template', { AWS: ref('Role', 'Arn') }, 'fail'],
    ['the account of the deployment', { AWS: text('arn:aws:iam::', accountId, ':root') }, 'fail'],
    ['its number', { AWS: accountId }, 'fail'],
    ['an account from outside', { AWS: text('arn:aws:iam::', missing('Partner'), ':root') }, 'unknown'],
    [
      'a known account in a text',
      { AWS: text('arn:', missing('P'), ':iam::444455556666:role/', missing('R')) },
      'pass',
    ],
    ['a text that begins with a role', { AWS: text(ref('Role', 'Arn'), '/x') }, 'fail'],
    ['a principal from outside', { AWS: missing('Partner') }, 'unknown'],
    ['a Principal from outside', missing('Partner'), 'unknown'],
    ['everybody', '*', 'fail'],
    ['everybody of AWS', { AWS: '*' }, 'fail'],
    ['a service', { Service: 's3.amazonaws.com' }, 'fail'],
    ['the id of a deleted role', { AWS: 'AROAEXAMPLEEXAMPLE' }, 'fail'],
    ['nobody', undefined, 'fail'],
  ])('%s', (_, principal, expected) => {
    expect(judge(principal)).toBe(expected);
  });
});

describe('which account is the own one', () => {
  const principal = { AWS: '444455556666' };
  test.each([
    ['nothing says it', { Resource: ref('Topic') }, undefined, 'unknown'],
    ['a rule parameter', { Resource: ref('Topic') }, ['111122223333'], 'pass'],
    ['a trusted account', { Resource: TOPIC }, ['444455556666'], 'fail'],
    ['the text of the resource', { Resource: [ref('Topic'), text(TOPIC, missing('Suffix'))] }, undefined, 'pass'],
    ['the account of the principal', { Resource: TOPIC.replace('111122223333', '444455556666') }, undefined, 'fail'],
  ])('%s', (_, more, accounts, expected) => {
    expect(judge(principal, more, accounts)).toBe(expected);
  });
});

test('a condition excuses, a Deny admits nobody', () => {
  const AWS = '444455556666';
  expect([
    judge({ AWS }, { Resource: TOPIC, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    judge({ AWS }, { Resource: TOPIC, Effect: 'Deny' }),
  ]).toEqual(['fail', 'fail']);
});

test('a choice is judged as the scenario takes it', () => {
  const AWS = either('Partner', [true, '444455556666'], [false, '111122223333']);
  const statement = { Effect: 'Allow', Principal: { AWS }, Resource: TOPIC };
  const asked = (Partner: boolean) => ask(question, statement, { choices: { Partner } }).verdict;
  expect([asked(true), asked(false)]).toEqual(['pass', 'fail']);
});

test('the principal is reported', () => {
  const statement = { Effect: 'Allow', Principal: { AWS: ['111122223333', '444455556666'] }, Resource: TOPIC };
  const outcome = ask(question, statement);
  expect([place(outcome), outcome.reason]).toEqual([
    'pass at - 444455556666',
    'the account 444455556666 is another one',
  ]);
});
