import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dataFile } from '../../src/facts/data.ts';
import { iamAction } from '../../src/facts/iam.ts';
import { escalates } from '../../src/iam/escalation.ts';
import { ESCALATION_METHODS } from '../../src/iam/escalation-methods.ts';
import { type Asking, ask, place } from '../asking.ts';
import { missing, ref } from '../engine/written.ts';

const POLICY = 'AWS::IAM::ManagedPolicy';

function allow(action: unknown, resource: unknown = '*', more: Record<string, unknown> = {}) {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

function deny(action: unknown, more: Record<string, unknown> = {}) {
  return { Effect: 'Deny', Action: action, Resource: '*', ...more };
}

function document(...statements: unknown[]) {
  return { PolicyDocument: { Statement: statements } };
}

function policy(statements: unknown[], asking: Asking = {}) {
  return ask(escalates, document(...statements), { type: POLICY, ...asking });
}

describe.each(ESCALATION_METHODS.map(method => [method.actions.join(' + '), method] as const))('%s', (_, method) => {
  const wide = method.passedTo === undefined ? method.actions : ['iam:PassRole'];
  const others = method.actions.filter(action => !wide.includes(action));
  const narrow = 'arn:aws:any:eu-west-1:111122223333:thing/named';
  const rest = others.length > 0 ? [allow(others, narrow)] : [];

  test('is found', () => {
    const { verdict, reason } = policy([allow([...wide]), ...rest]);
    expect([verdict, reason.endsWith(` the holder ${method.lets}`)]).toEqual(['pass', true]);
  });

  test('needs all of its actions, and all resources', () => {
    const missingLast = [allow(method.actions.slice(0, -1))];
    const verdicts = [missingLast, [allow([...wide], narrow), ...rest]].map(statements => policy(statements).verdict);
    expect(verdicts).toEqual(['fail', 'fail']);
  });

  test.runIf(existsSync(dataFile('iam.txt')))('names actions that AWS has', () => {
    expect(method.actions.filter(action => iamAction(action)?.name !== action)).toEqual([]);
  });

  test('passes a role exactly where it says to whom', () => {
    expect(method.actions.includes('iam:PassRole')).toBe(method.passedTo !== undefined);
  });
});

describe('one policy', () => {
  const pass = 'iam:PassRole';
  const to = (service: unknown) => ({ Condition: { StringEquals: { 'iam:PassedToService': service } } });
  test.each([
    ['through a wildcard', [allow('iam:Create*')], 'pass'],
    ['through all but a few', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], 'pass'],
    [
      'all but the way itself',
      [allow('iam:*PolicyVersion'), deny('iam:CreatePolicyVersion'), deny('iam:Set*')],
      'fail',
    ],
    ['on every policy', [allow('iam:CreatePolicyVersion', 'arn:aws:iam::*:policy/*')], 'pass'],
    ['below a path', [allow('iam:CreatePolicyVersion', 'arn:aws:iam::*:policy/team/*')], 'fail'],
    ['on a policy by reference', [allow('iam:CreatePolicyVersion', ref('Other'))], 'fail'],
    ['on what is decided outside', [allow('iam:CreatePolicyVersion', missing('Target'))], 'unknown'],
    [
      'on all but a few',
      [{ Effect: 'Allow', Action: 'iam:AddUserToGroup', NotResource: 'arn:aws:iam::1:group/a' }],
      'pass',
    ],
    [
      'with MFA',
      [allow('iam:PutRolePolicy', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
      'pass',
    ],
    [
      'limited by tags',
      [allow('ssm:StartSession', '*', { Condition: { StringEquals: { 'ssm:resourceTag/Team': 'a' } } })],
      'fail',
    ],
    ['denied', [allow('ssm:*'), deny('ssm:S*')], 'fail'],
    [
      'denied without MFA',
      [allow('ssm:*'), deny('*', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })],
      'pass',
    ],
    [
      'denied but on one',
      [allow('iam:PutRolePolicy'), { Effect: 'Deny', Action: 'iam:*', NotResource: 'arn:aws:iam::1:role/a' }],
      'fail',
    ],
    [
      'denied on one',
      [allow('iam:PutRolePolicy'), { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::1:role/a' }],
      'pass',
    ],
    [
      'denied without a boundary',
      [
        allow('iam:PutRolePolicy'),
        deny('iam:*', { Condition: { StringNotEquals: { 'iam:PermissionsBoundary': 'b' } } }),
      ],
      'fail',
    ],
    ['in statements apart', [allow(pass), allow('ec2:RunInstances', 'arn:aws:ec2:*:*:instance/*')], 'pass'],
    ['passed to the service', [allow(pass, '*', to('ec2.amazonaws.com')), allow('ec2:RunInstances')], 'pass'],
    ['passed to another', [allow(pass, '*', to(['ecs-tasks.amazonaws.com'])), allow('ec2:RunInstances')], 'fail'],
    ['harmless', [allow('s3:GetObject')], 'fail'],
  ])('%s', (_, statements, expected) => {
    expect(policy(statements).verdict).toBe(expected);
  });

  test('is reported at the action', () => {
    expect(place(policy([allow(['s3:GetObject', 'iam:CreateAccessKey'])]))).toBe('pass at - iam:CreateAccessKey');
  });

  test('that is not known', () => {
    expect(ask(escalates, { PolicyDocument: missing('Document') }, { type: POLICY }).verdict).toBe('unknown');
  });
});

describe('policies that reach one principal', () => {
  const pass = { type: POLICY, properties: { Roles: [ref('It')], ...document(allow('iam:PassRole')) } };
  const role = (asking: Asking, properties: Record<string, unknown> = {}) =>
    ask(escalates, properties, { type: 'AWS::IAM::Role', ...asking });

  test('together, attached in either direction', () => {
    const start = { type: POLICY, properties: document(allow('ec2:RunInstances')) };
    const outcome = role({ others: { Pass: pass, Start: start } }, { ManagedPolicyArns: [ref('Start')] });
    expect(place(outcome)).toBe('pass at It:');
    const path = outcome.related!.map(({ span, message }) => [span.file.text.slice(span.start, span.end), message]);
    expect(path).toEqual([
      ['Pass', 'Pass has the statement'],
      ['iam:PassRole', 'iam:PassRole is allowed'],
      ['Start', 'Start has the statement'],
      ['ec2:RunInstances', 'ec2:RunInstances is allowed: start an instance with any role'],
    ]);
  });

  test('one of them alone is said there', () => {
    const alone = { type: POLICY, properties: { Roles: [ref('It')], ...document(allow('iam:PutRolePolicy')) } };
    expect(role({ others: { Pass: pass, Alone: alone } }).verdict).toBe('fail');
  });

  test('by name', () => {
    const start = {
      type: 'AWS::IAM::RolePolicy',
      properties: { RoleName: 'worker', ...document(allow('ec2:RunInstances')) },
    };
    expect(role({ others: { Pass: pass, Start: start } }, { RoleName: 'worker' }).verdict).toBe('pass');
  });

  test('a boundary takes away what it does not allow', () => {
    const inline = { Policies: [{ PolicyName: 'a', ...document(allow('iam:*')) }], PermissionsBoundary: ref('Bound') };
    const verdicts = ['s3:*', '*'].map(
      action => role({ others: { Bound: { type: POLICY, properties: document(allow(action)) } } }, inline).verdict,
    );
    const outside = role({}, { ...inline, PermissionsBoundary: missing('Boundary') }).verdict;
    expect([...verdicts, outside]).toEqual(['fail', 'pass', 'unknown']);
  });

  test('a Deny of the role counts for its policies', () => {
    const guarded = { type: 'AWS::IAM::Role', properties: { Policies: [document(deny('iam:*'))] } };
    const attached = { ...document(allow('iam:PutRolePolicy')), Roles: [ref('Role')] };
    const verdicts = [guarded, { type: 'AWS::IAM::Role' }].map(
      Role => ask(escalates, attached, { type: POLICY, others: { Role } }).verdict,
    );
    expect(verdicts).toEqual(['fail', 'pass']);
  });

  test('through a group, for its members', () => {
    const group = { type: 'AWS::IAM::Group', properties: { Policies: [document(allow('ec2:RunInstances'))] } };
    const addition = {
      type: 'AWS::IAM::UserToGroupAddition',
      properties: { GroupName: ref('Group'), Users: [ref('It')] },
    };
    const own = { Policies: [document(allow('iam:PassRole'))] };
    const outcome = ask(escalates, own, { type: 'AWS::IAM::User', others: { Group: group, Addition: addition } });
    expect([outcome.verdict, outcome.related!.map(({ message }) => message)]).toEqual([
      'pass',
      [
        'It has the statement',
        'iam:PassRole is allowed',
        'through the group Group',
        'ec2:RunInstances is allowed: start an instance with any role',
      ],
    ]);
  });
});
