import { describe, expect, test } from 'vitest';
import { cloudFormationType, cloudFormationTypeNames, propertyAt } from '../../src/facts/cloudformation.ts';

describe('CloudFormation types', () => {
  test('a type has its properties, tags, return values and name', () => {
    const queue = cloudFormationType('AWS::SQS::Queue')!;
    expect(queue.properties.get('QueueName')).toEqual({ shape: { kind: 'string' }, required: false, replaces: 'yes' });
    expect(queue.properties.get('RedrivePolicy')?.shape).toEqual({
      kind: 'union',
      shapes: [{ kind: 'json' }, { kind: 'string' }],
    });
    expect(queue.tags).toEqual({ property: 'Tags', form: 'list' });
    expect(queue.attributes).toEqual(['Arn', 'QueueName', 'QueueUrl']);
    expect(queue.nameProperty).toBe('QueueName');
    expect(queue.stateful).toBe(true);
  });

  test('nested properties are found by path, allowed values included', () => {
    const bucket = cloudFormationType('AWS::S3::Bucket')!;
    const algorithm = propertyAt(
      bucket,
      'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm',
    );
    expect(algorithm?.required).toBe(true);
    expect(algorithm?.values).toContain('aws:kms');
    expect(propertyAt(bucket, 'Tags.Key')?.shape).toEqual({ kind: 'string' });
    expect(propertyAt(bucket, 'BucketEncryption.Nothing')).toBeUndefined();
  });

  test('a definition that holds itself is read as far as it is asked for', () => {
    const acl = cloudFormationType('AWS::WAFv2::WebACL')!;
    const nested = 'Rules.Statement.NotStatement.Statement.NotStatement.Statement.ByteMatchStatement.SearchString';
    expect(propertyAt(acl, nested)?.shape).toEqual({ kind: 'string' });
  });

  test('physical names are found, references to other resources are not taken for names', () => {
    const names = ['AWS::S3::Bucket', 'AWS::RDS::DBInstance', 'AWS::EC2::SecurityGroup', 'AWS::S3::BucketPolicy'];
    expect(names.map(name => cloudFormationType(name)?.nameProperty)).toEqual([
      'BucketName',
      'DBInstanceIdentifier',
      'GroupName',
      undefined,
    ]);
  });

  test('unknown types are undefined', () => {
    expect(cloudFormationType('AWS::S3::Nothing')).toBeUndefined();
    expect(cloudFormationType('aws_s3_bucket')).toBeUndefined();
    expect(cloudFormationType('')).toBeUndefined();
    expect(cloudFormationType('constructor')).toBeUndefined();
  });

  test('every line can be read, and every name is found', () => {
    const names = cloudFormationTypeNames();
    expect(names.length).toBeGreaterThan(1800);
    expect(names.filter(name => cloudFormationType(name)?.properties === undefined)).toEqual([]);
  });
});
