import { expect, test } from 'vitest';
import { loggingRolePredicates } from '../../../src/engine/predicates/logging-roles.ts';
import { ask } from '../../asking.ts';
import { missing, open, ref, text, type Written } from '../written.ts';

const allow = (...Action: string[]) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const both = allow('logs:CreateLogStream', 'logs:PutLogEvents');
const aws = (name: string) => text('arn:', missing('Partition'), `:iam::aws:policy/${name}`);

function writes(role: Record<string, unknown>, others: Record<string, Written> = {}) {
  return ask(
    loggingRolePredicates['lambda.role-writes-logs'],
    { Role: ref('Role', 'Arn') },
    { type: 'AWS::Lambda::Function', others: { Role: { type: 'AWS::IAM::Role', properties: role }, ...others } },
  );
}

test.each([
  ['no policies', {}, 'fail'],
  ['an inline policy', { Policies: [{ PolicyDocument: both }] }, 'pass'],
  ['all of the service', { Policies: [{ PolicyDocument: allow('logs:*') }] }, 'pass'],
  [
    'two policies together',
    { Policies: [{ PolicyDocument: allow('logs:CreateLogStream') }, { PolicyDocument: allow('logs:Put*') }] },
    'pass',
  ],
  ['one of the two actions', { Policies: [{ PolicyDocument: allow('logs:PutLogEvents') }] }, 'fail'],
  [
    'an action from outside',
    { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: missing('Action'), Resource: '*' }] } }] },
    'unknown',
  ],
  ['a document from outside', { Policies: [{ PolicyDocument: missing('Document') }] }, 'unknown'],
  [
    'the policy of AWS',
    { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] },
    'pass',
  ],
  [
    'the policy of AWS in any partition',
    { ManagedPolicyArns: [aws('service-role/AWSLambdaVPCAccessExecutionRole')] },
    'pass',
  ],
  ['another policy of AWS', { ManagedPolicyArns: [aws('AmazonS3ReadOnlyAccess')] }, 'fail'],
  ['a policy of the account', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/base'] }, 'unknown'],
  ['more policies than these files show', { ManagedPolicyArns: open([]) }, 'unknown'],
])('%s', (_, role, expected) => {
  expect(writes(role).verdict).toBe(expected);
});

test.each([
  ['a policy that names the role', 'AWS::IAM::Policy', { Roles: [ref('Role')], PolicyDocument: both }, 'pass'],
  ['a role policy', 'AWS::IAM::RolePolicy', { RoleName: ref('Role'), PolicyDocument: both }, 'pass'],
  ['a policy for others', 'AWS::IAM::Policy', { Roles: ['others'], PolicyDocument: both }, 'fail'],
])('%s', (_, type, properties, expected) => {
  expect(writes({}, { Policy: { type, properties } }).verdict).toBe(expected);
});

test('a policy that a stack hands on is not known', () => {
  const stack = { Policies: { type: 'AWS::CloudFormation::Stack' } };
  expect(writes({ ManagedPolicyArns: [ref('Policies', 'Outputs.Logs')] }, stack).verdict).toBe('unknown');
});

test('a managed policy that the role names', () => {
  const policy = { Policy: { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: both } } };
  const without = {
    Policy: { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: allow('s3:GetObject') } },
  };
  const role = { ManagedPolicyArns: [ref('Policy')] };
  expect([writes(role, policy).verdict, writes(role, without).verdict]).toEqual(['pass', 'fail']);
});

test('the missing action is named', () => {
  expect(writes({}).reason).toBe('no policy of Role allows logs:CreateLogStream');
});

test.each([
  ['a role that is elsewhere', { Role: 'arn:aws:iam::111122223333:role/functions' }, 'unknown'],
  ['no role: SAM makes one', {}, 'pass'],
])('%s', (_, properties, expected) => {
  expect(ask(loggingRolePredicates['lambda.role-writes-logs'], properties).verdict).toBe(expected);
});
