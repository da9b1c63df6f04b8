import { describe, expect, test } from 'vitest';
import { iamPredicates } from '../../src/iam/predicates.ts';
import { buildGraph } from '../../src/model/graph.ts';
import { listOf, propertyValue } from '../../src/model/value.ts';
import { input, missing } from '../engine/written.ts';

/** Asks a predicate of the first statement of a policy. */
function first(name: string, statements: unknown[], inputs: Record<string, unknown> = {}): string {
  const { resources, info } = input({
    Policy: { type: 'AWS::S3::BucketPolicy', properties: { PolicyDocument: { Statement: statements } } },
  });
  const resource = resources[0]!;
  const value = listOf(propertyValue(propertyValue(resource.properties, 'PolicyDocument'), 'Statement'))!.items[0];
  const graph = buildGraph(resources, [info]);
  const subject = { resource, graph, value, with: inputs, parameters: {}, assume: () => undefined };
  return iamPredicates[name]!(subject).verdict;
}

describe('what one statement allows and another denies', () => {
  const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' };
  const deny = (condition?: unknown, more = {}) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    ...(condition ? { Condition: condition } : {}),
    ...more,
  });
  const outsideOrganisation = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
  test.each([
    ['nothing is denied', [], 'pass'],
    ['all callers outside the organisation', [deny(outsideOrganisation)], 'fail'],
    ['all but a VPC endpoint', [deny({ StringNotEquals: { 'aws:SourceVpce': missing('Endpoint') } })], 'fail'],
    ['all but addresses', [deny({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } })], 'fail'],
    [
      'all but services of AWS, outside the organisation',
      [deny({ ...outsideOrganisation, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } })],
      'fail',
    ],
    ['all', [deny()], 'fail'],
    ['plain HTTP', [deny({ Bool: { 'aws:SecureTransport': 'false' } })], 'pass'],
    [
      'plain HTTP outside the organisation',
      [deny({ ...outsideOrganisation, Bool: { 'aws:SecureTransport': 'false' } })],
      'pass',
    ],
    ['other actions', [deny(outsideOrganisation, { Action: 's3:PutObject' })], 'pass'],
    ['one account', [deny(undefined, { Principal: { AWS: '111122223333' } })], 'pass'],
    ['all addresses but all', [deny({ NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })], 'pass'],
  ])('%s', (_, denials, expected) => {
    expect(first('iam.allows-everybody', [allow, ...denials])).toBe(expected);
  });

  const administration = { Effect: 'Allow', Action: '*', Resource: '*' };
  test.each([
    ['nothing', [administration], 'pass'],
    ['the service', [administration, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }], 'fail'],
    ['one of two', [administration, { Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }], 'pass'],
    [
      'for one resource',
      [administration, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::1:role/a' }],
      'pass',
    ],
    [
      'without MFA',
      [
        administration,
        {
          Effect: 'Deny',
          Action: 'iam:*',
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
        },
      ],
      'pass',
    ],
  ])('wanted actions, denied: %s', (_, statements, expected) => {
    const actions = ['iam:CreateUser', 'iam:CreateRole'];
    expect(first('iam.allows-actions', statements, { actions })).toBe(expected);
  });
});

describe('NotAction allows', () => {
  test.each([
    ['s3:*', 'pass'],
    ['iam:*', 'fail'],
    [['iam:Create*', 'sts:*'], 'fail'],
    ['iam:CreateUser', 'pass'],
    [missing('Excluded'), 'unknown'],
  ])('all but %s', (notAction, expected) => {
    const statement = { Effect: 'Allow', NotAction: notAction, Resource: '*' };
    expect(first('iam.allows-actions', [statement], { actions: ['iam:CreateUser', 'iam:CreateRole'] })).toBe(expected);
  });
});

describe('a condition on the caller that anybody can meet', () => {
  test.each([
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:*' } }, 'fail'],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } }, 'fail'],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:uploads' } }, 'fail'],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } }, 'pass'],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:jobs' } }, 'pass'],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/reader' } }, 'pass'],
    [{ StringEquals: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } }, 'fail'],
    [{ StringLike: { 'aws:PrincipalOrgID': '**' } }, 'pass'],
  ])('%j', (condition, expected) => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: condition,
    };
    expect(first('iam.allows-everybody', [statement])).toBe(expected);
  });
});
