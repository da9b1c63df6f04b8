import { describe, expect, test } from 'vitest';
import { iamAction, iamActionsMatching, isIamService } from '../../src/facts/iam.ts';

describe('IAM actions', () => {
  test('an action has its access level and resource types, in any letter case', () => {
    const action = iamAction('S3:getobject')!;
    expect(action.name).toBe('s3:GetObject');
    expect(action.access).toBe('Read');
    expect(action.resourceTypes).toContainEqual({ name: 'object', required: false });
    expect(iamAction('s3:ListAllMyBuckets')?.resourceTypes).toEqual([]);
    expect(iamAction('iam:CreatePolicyVersion')?.access).toBe('Permissions management');
  });

  test('patterns name actions', () => {
    const names = (pattern: string) => iamActionsMatching(pattern).map(action => action.name);
    expect(names('sqs:Receive*')).toEqual(['sqs:ReceiveMessage']);
    expect(names('SQS:?endmessage')).toEqual(['sqs:SendMessage']);
    expect(names('sqs:*Message')).toEqual(['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage']);
    expect(names('sqs:nothing')).toEqual([]);
    expect(names('nothing')).toEqual([]);
    expect(names('*').length).toBeGreaterThan(15_000);
    expect(names('*')).toEqual(names('*:*'));
  });

  test('unknown actions and services', () => {
    expect(iamAction('s3:Nothing')).toBeUndefined();
    expect(iamAction('nothing:Get')).toBeUndefined();
    expect(iamAction('s3')).toBeUndefined();
    expect([isIamService('S3'), isIamService('s4')]).toEqual([true, false]);
  });
});
