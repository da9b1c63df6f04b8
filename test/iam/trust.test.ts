import { expect, test } from 'vitest';
import { iamPredicates } from '../../src/iam/predicates.ts';
import { ask, place } from '../asking.ts';
import { either, missing, ref, Special, text } from '../engine/written.ts';

const account = new Special('!Ref AWS::AccountId', span => ({
  kind: 'unknown',
  reason: 'computed-at-deployment',
  missing: 'AWS::AccountId',
  alternatives: [],
  span,
}));

function verdict(name: string, statement: Record<string, unknown>, choices: Record<string, boolean> = {}): string {
  return ask(iamPredicates[name], { Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }, { choices }).verdict;
}

const ROOT = 'arn:aws:iam::111122223333:root';
const ROLE = 'arn:aws:iam::111122223333:role/deployer';

test.each([
  ['an id', '111122223333', 'pass'],
  ['root', ROOT, 'pass'],
  ['root of the own account', text('arn:aws:iam::', account, ':root'), 'pass'],
  ['root of an account from outside', text('arn:aws:iam::', missing('Trusted'), ':root'), 'pass'],
  ['the id of the own account', account, 'pass'],
  ['an id from outside', missing('TrustedAccountId'), 'pass'],
  ['the second of two', [ROLE, ROOT], 'pass'],
  ['a role', ROLE, 'fail'],
  ['a role of the template', ref('Deployer', 'Arn'), 'fail'],
  ['everybody, which is another question', '*', 'fail'],
  ['something from outside', missing('Trusted'), 'unknown'],
])('a whole account: %s', (_, principal, expected) => {
  expect(verdict('iam.trusts-whole-account', { Principal: { AWS: principal } })).toBe(expected);
});

test.each([
  ['a service', { Principal: { Service: 'ec2.amazonaws.com' } }, 'fail'],
  ['a principal from outside', { Principal: missing('Who') }, 'unknown'],
  ['denied', { Effect: 'Deny', Principal: { AWS: ROOT } }, 'fail'],
  [
    'a condition on the role',
    { Principal: { AWS: ROOT }, Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } } },
    'fail',
  ],
  [
    'a condition on MFA',
    { Principal: { AWS: ROOT }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
    'pass',
  ],
])('a whole account in a statement: %s', (_, statement, expected) => {
  expect(verdict('iam.trusts-whole-account', statement)).toBe(expected);
});

test('the account is reported, item by item, and by its scenario', () => {
  const principal = { AWS: [ROLE, either('Open', [true, ROOT], [false, ROLE])] };
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal };
  const verdicts = [true, false].map(Open => verdict('iam.trusts-whole-account', statement, { Open }));
  expect(verdicts).toEqual(['pass', 'fail']);
  const outcome = ask(iamPredicates['iam.trusts-whole-account'], { ...statement, Principal: { AWS: [ROLE, ROOT] } });
  expect([place(outcome), outcome.reason]).toEqual([`pass at - ${ROOT}`, `Principal.AWS has "${ROOT}"`]);
});

test.each([
  ['an account', { Principal: { AWS: ROOT } }, 'pass'],
  ['a role of it', { Principal: { AWS: ROLE } }, 'pass'],
  ['the own account', { Principal: { AWS: text('arn:aws:iam::', account, ':root') } }, 'fail'],
  ['a role of the template', { Principal: { AWS: ref('Deployer', 'Arn') } }, 'fail'],
  ['an account from outside', { Principal: { AWS: text('arn:aws:iam::', missing('Trusted'), ':root') } }, 'unknown'],
  ['a role from outside', { Principal: { AWS: missing('DeployerRoleArn') } }, 'unknown'],
  ['only a session tag', { Action: 'sts:TagSession', Principal: { AWS: ROOT } }, 'fail'],
  ['an external id', { Principal: { AWS: ROOT }, Condition: { StringEquals: { 'sts:ExternalId': 'a1' } } }, 'fail'],
  ['an empty external id', { Principal: { AWS: ROOT }, Condition: { StringEquals: { 'sts:ExternalId': '' } } }, 'pass'],
  [
    'an id from outside',
    { Principal: { AWS: ROOT }, Condition: { StringEquals: { 'sts:ExternalId': missing('Id') } } },
    'fail',
  ],
  ['MFA', { Principal: { AWS: ROOT }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } }, 'fail'],
  ['without MFA', { Principal: { AWS: ROOT }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': false } } }, 'pass'],
  [
    'the organization',
    { Principal: { AWS: ROOT }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    'fail',
  ],
])('another account, unguarded: %s', (_, statement, expected) => {
  expect(verdict('iam.trusts-other-account', statement)).toBe(expected);
});

const present = (value: unknown) => ({ 'aws:MultiFactorAuthPresent': value });
test.each([
  ['allowed with it', 'Allow', { Bool: present('true') }, 'pass'],
  ['in a list, in other letters', 'Allow', { Bool: { 'aws:multifactorauthpresent': ['true'] } }, 'pass'],
  ['allowed where it is known', 'Allow', { BoolIfExists: present('true') }, 'fail'],
  ['allowed without it', 'Allow', { Bool: present('false') }, 'fail'],
  ['denied without it', 'Deny', { BoolIfExists: present('false') }, 'pass'],
  ['denied with it', 'Deny', { BoolIfExists: present('true') }, 'fail'],
  ['allowed for an hour', 'Allow', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, 'pass'],
  ['denied where there is none', 'Deny', { Null: { 'aws:MultiFactorAuthAge': 'true' } }, 'pass'],
  ['something else', 'Allow', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'fail'],
  ['no condition', 'Allow', undefined, 'fail'],
  ['a value from outside', 'Allow', { Bool: present(missing('Mfa')) }, 'unknown'],
  ['a condition from outside', 'Allow', missing('Guard'), 'unknown'],
])('MFA: %s', (_, Effect, Condition, expected) => {
  const statement = { Effect, ...(Condition === undefined ? {} : { Condition }) };
  expect(verdict('iam.requires-mfa', statement)).toBe(expected);
});
