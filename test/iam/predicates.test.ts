import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dataFile } from '../../src/facts/data.ts';
import { iamPredicates } from '../../src/iam/predicates.ts';
import { ask, place } from '../asking.ts';
import { either, missing, ref, text } from '../engine/written.ts';

const builtFacts = existsSync(dataFile('iam.txt'));

function verdict(name: string, statement: Record<string, unknown>, inputs?: Record<string, unknown>): string {
  return ask(iamPredicates[name], statement, { with: inputs }).verdict;
}

describe('administration', () => {
  test.each([
    ['everything', { Effect: 'Allow', Action: '*', Resource: '*' }, 'pass'],
    ['in lists', { Effect: 'Allow', Action: ['s3:*', '*'], Resource: ['arn:aws:s3:::a', '*'] }, 'pass'],
    ['as *:*', { Effect: 'Allow', Action: '*:*', Resource: 'arn:aws:*' }, 'pass'],
    ['denied', { Effect: 'Deny', Action: '*', Resource: '*' }, 'fail'],
    ['on one bucket', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::a' }, 'fail'],
    ['on a bucket by reference', { Effect: 'Allow', Action: '*', Resource: ref('Bucket', 'Arn') }, 'fail'],
    ['one action', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }, 'fail'],
    ['an action from outside', { Effect: 'Allow', Action: missing('Action'), Resource: '*' }, 'unknown'],
    ['an effect from outside', { Effect: missing('Effect'), Action: '*', Resource: '*' }, 'unknown'],
    ['no resource', { Effect: 'Allow', Action: '*' }, 'fail'],
    ['all but a few actions', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, 'fail'],
  ])('%s', (_, statement, expected) => {
    expect(verdict('iam.allows-admin', statement)).toBe(expected);
  });

  test('the action is reported, item by item', () => {
    const outcome = ask(iamPredicates['iam.allows-admin'], {
      Effect: 'Allow',
      Action: ['s3:GetObject', '*'],
      Resource: '*',
    });
    expect([place(outcome), outcome.reason]).toEqual(['pass at - *', 'Action has "*"']);
  });

  test.each([
    [
      'iam.allows-access-level',
      { levels: ['Permissions management'] },
      's3:*',
      'which allows s3:PutAccessGrantsInstanceResourcePolicy',
    ],
    ['iam.allows-actions', { actions: ['s3:PutObject'] }, 's3:Put*', 'which allows s3:PutObject'],
  ])('%s says what a wildcard takes in', (name, inputs, action, said) => {
    const { reason } = ask(iamPredicates[name], { Effect: 'Allow', Action: action, Resource: '*' }, { with: inputs });
    expect(reason).toBe(`Action has "${action}", ${said}`);
  });

  test('an action that a condition decides', () => {
    const statement = { Effect: 'Allow', Action: either('Admin', [true, '*'], [false, 's3:GetObject']), Resource: '*' };
    const verdicts = [undefined, true, false].map(
      admin =>
        ask(iamPredicates['iam.allows-admin'], statement, { choices: admin === undefined ? {} : { Admin: admin } })
          .verdict,
    );
    expect(verdicts).toEqual(['unknown', 'pass', 'fail']);
  });
});

describe('a whole service', () => {
  test.each([
    ['s3:*', 'pass'],
    ['*', 'fail'],
    ['s3:Get*', 'fail'],
    [text(missing('Service'), ':*'), 'unknown'],
    [text('s3:', missing('Verb')), 'unknown'],
    [text('s3:Get', missing('Verb')), 'fail'],
    [text(missing('Service'), ':Get'), 'fail'],
  ])('%s', (action, expected) => {
    expect(verdict('iam.allows-whole-service', { Effect: 'Allow', Action: action, Resource: '*' })).toBe(expected);
  });

  test('of certain services also through *', () => {
    const verdicts = ['sqs:*', '*', 'sns:*'].map(action =>
      verdict('iam.allows-whole-service', { Effect: 'Allow', Action: action, Resource: '*' }, { services: ['sqs'] }),
    );
    expect(verdicts).toEqual(['pass', 'pass', 'fail']);
  });
});

const LOGS = 'arn:aws:logs:eu-central-1';

describe.runIf(builtFacts)('any wildcard', () => {
  test.each([
    ['in an action', { Action: 's3:Get*', Resource: 'arn:aws:s3:::a' }, 'pass'],
    ['in a resource', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }, 'pass'],
    ['every resource', { Action: 's3:GetObject', Resource: '*' }, 'pass'],
    ['for an action that accepts only the wildcard', { Action: 'ec2:DescribeInstances', Resource: '*' }, 'fail'],
    ['for one of each', { Action: ['ec2:DescribeInstances', 'sqs:SendMessage'], Resource: '*' }, 'pass'],
    ['for all actions but a few', { NotAction: 'iam:*', Resource: '*' }, 'pass'],
    ['none', { Action: 'sqs:SendMessage', Resource: ref('Queue', 'Arn') }, 'fail'],
    [
      'the streams of a log group',
      { Action: 'logs:PutLogEvents', Resource: `${LOGS}:1:log-group:/shop/web:*` },
      'fail',
    ],
    [
      'streams by their names',
      { Action: 'logs:PutLogEvents', Resource: `${LOGS}:1:log-group:web:log-stream:*` },
      'pass',
    ],
    ['log groups by their names', { Action: 'logs:PutLogEvents', Resource: `${LOGS}:1:log-group:/shop/*:*` }, 'pass'],
    ['log groups of every account', { Action: 'logs:PutLogEvents', Resource: `${LOGS}:*:log-group:web:*` }, 'pass'],
    ['an action from outside', { Action: missing('Action'), Resource: ref('Queue', 'Arn') }, 'unknown'],
    ['everything for an action from outside', { Action: missing('Action'), Resource: '*' }, 'unknown'],
  ])('%s', (_, statement, expected) => {
    expect(verdict('iam.allows-any-wildcard', { Effect: 'Allow', ...statement })).toBe(expected);
  });
});

describe.runIf(builtFacts)('actions that could name their resources', () => {
  test.each([
    ['an action on objects', { Action: 's3:GetObject', Resource: '*' }, 'pass'],
    ['an action that accepts only the wildcard', { Action: 'ec2:DescribeInstances', Resource: '*' }, 'fail'],
    ['one of each', { Action: ['ec2:DescribeInstances', 'sqs:SendMessage'], Resource: '*' }, 'pass'],
    ['metrics', { Action: 'cloudwatch:PutMetricData', Resource: '*' }, 'fail'],
    ['on an ARN', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }, 'fail'],
    ['on a resource from outside', { Action: 's3:GetObject', Resource: missing('Target') }, 'unknown'],
    [
      'on an ARN known in part',
      { Action: 's3:GetObject', Resource: text('arn:aws:s3:::', missing('Name'), '/*') },
      'fail',
    ],
    [
      'limited by tags',
      { Action: 'ec2:StopInstances', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/Team': 'a' } } },
      'fail',
    ],
    [
      'limited by the caller only',
      { Action: 'ec2:StopInstances', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      'pass',
    ],
    [
      'limited by a kind',
      { Action: 'rds:CreateDBInstance', Resource: '*', Condition: { StringEquals: { 'rds:DatabaseEngine': 'mysql' } } },
      'pass',
    ],
    [
      'a condition that leaves something out',
      { Action: 'ec2:StopInstances', Resource: '*', Condition: { StringNotEquals: { 'aws:ResourceTag/Team': 'a' } } },
      'pass',
    ],
  ])('%s', (_, statement, expected) => {
    expect(verdict('iam.allows-wildcard-resource', { Effect: 'Allow', ...statement })).toBe(expected);
  });

  test('the resource is reported', () => {
    const outcome = ask(iamPredicates['iam.allows-wildcard-resource'], {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: '*',
    });
    expect(place(outcome)).toBe('pass at Resource: *');
  });
});

describe('everybody', () => {
  test.each([
    ['a star', { Principal: '*' }, 'pass'],
    ['any AWS principal', { Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }, 'pass'],
    ['any account', { Principal: { AWS: 'arn:aws:iam::*:root' } }, 'pass'],
    ['a role of any account', { Principal: { AWS: 'arn:aws:iam::*:role/reader' } }, 'pass'],
    ['one account', { Principal: { AWS: '111122223333' } }, 'fail'],
    ['a service', { Principal: { Service: 'sns.amazonaws.com' } }, 'fail'],
    ['a principal from outside', { Principal: missing('Who') }, 'unknown'],
    ['the organisation', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, 'fail'],
    [
      'the organisation from outside',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': missing('Org') } } },
      'fail',
    ],
    ['the world by address', { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }, 'pass'],
    ['only with TLS', { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, 'pass'],
    [
      'if the key is there',
      { Principal: '*', Condition: { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } },
      'pass',
    ],
    ['an empty condition', { Principal: '*', Condition: {} }, 'pass'],
    ['nobody', {}, 'fail'],
  ])('%s', (_, statement, expected) => {
    expect(verdict('iam.allows-everybody', { Effect: 'Allow', Action: 'sqs:SendMessage', ...statement })).toBe(
      expected,
    );
  });
});

describe('TLS', () => {
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
  test.each([
    ['denied as text', { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'pass'],
    ['denied as boolean', { ...deny, Condition: { Bool: { 'AWS:SecureTransport': false } } }, 'pass'],
    ['in a list', { ...deny, Action: ['*'], Condition: { Bool: { 'aws:SecureTransport': ['false'] } } }, 'pass'],
    ['the wrong way round', { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, 'fail'],
    [
      'for one account',
      { ...deny, Principal: { AWS: '111122223333' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      'fail',
    ],
    ['without a condition', deny, 'fail'],
  ])('%s', (_, statement, expected) => {
    expect(verdict('iam.denies-plain-http', statement)).toBe(expected);
  });
});

describe('GitHub', () => {
  const trust = (subject?: unknown) => ({
    Effect: 'Allow',
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(subject === undefined
      ? {}
      : { Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': subject } } }),
  });
  test.each([
    ['repo:example/shop:*', 'pass'],
    ['repo:example/*', 'pass'],
    [['repo:example/shop:*', 'repo:example/api:*'], 'pass'],
    [['repo:example/shop:*', 'repo:*'], 'fail'],
    ['repo:*/shop', 'fail'],
    ['*', 'fail'],
    ['environment:production:repo:example/shop', 'fail'],
    [undefined, 'fail'],
    [missing('Subject'), 'unknown'],
    [text('repo:example/', missing('Repository'), ':*'), 'pass'],
  ])('subject %s', (subject, expected) => {
    expect(verdict('iam.github-subject-restricted', trust(subject))).toBe(expected);
  });

  test('another provider is no matter of the rule', () => {
    const statement = { ...trust(), Principal: { Federated: 'cognito-identity.amazonaws.com' } };
    expect(verdict('iam.github-subject-restricted', statement)).toBe('pass');
  });
});

describe('attached policies', () => {
  /** As `data.aws_iam_policy` finds one by its name. */
  const lookedUp = (name: string) => {
    const hole = missing('it', 'outside-this-input');
    return text('arn:', hole, ':iam::', hole, `:policy/${name}`);
  };

  const attached = (policy: unknown, name: string, inputs?: Record<string, unknown>) =>
    ask(iamPredicates[name], { Policy: policy }, { property: 'Policy', with: inputs });
  test.each([
    ['arn:aws:iam::aws:policy/AmazonS3FullAccess', 'pass'],
    ['arn:aws-cn:iam::aws:policy/SecretsManagerReadWrite', 'pass'],
    [text('arn:', missing('AWS::Partition'), ':iam::aws:policy/AmazonSQSFullAccess'), 'pass'],
    ['arn:aws:iam::aws:policy/AdministratorAccess', 'fail'],
    ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', 'fail'],
    ['arn:aws:iam::111122223333:policy/AmazonS3FullAccess', 'fail'],
    [ref('Policy'), 'fail'],
    [missing('PolicyArn'), 'unknown'],
    [lookedUp('AmazonS3FullAccess'), 'pass'],
    [lookedUp('AmazonS3ReadOnlyAccess'), 'fail'],
    [lookedUp('team-FullAccess'), 'unknown'],
    [text('arn:aws:iam::', missing('AWS::AccountId', 'computed-at-deployment'), ':policy/team-FullAccess'), 'fail'],
  ])('%s is too broad', (policy, expected) => {
    expect(attached(policy, 'iam.attached-policy-is-broad').verdict).toBe(expected);
  });

  test('the narrower policy is named', () => {
    const outcome = attached('arn:aws:iam::aws:policy/AmazonRDSFullAccess', 'iam.attached-policy-is-broad');
    expect(outcome.reason).toBe(
      'AmazonRDSFullAccess is attached; narrower: AmazonRDSReadOnlyAccess, or rds-db:connect on one database user',
    );
  });

  test('a policy by its name', () => {
    const names = { names: ['PowerUserAccess', 'IAMFullAccess'] };
    const verdicts = ['PowerUserAccess', 'IAMFullAccess', 'IAMReadOnlyAccess'].map(
      name => attached(`arn:aws:iam::aws:policy/${name}`, 'iam.attached-policy-is', names).verdict,
    );
    expect(verdicts).toEqual(['pass', 'pass', 'fail']);
  });
});
