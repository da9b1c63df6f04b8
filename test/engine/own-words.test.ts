import { describe, expect, test } from 'vitest';
import { inOwnWords, terraformName } from '../../src/engine/own-words.ts';
import type { InputInfo } from '../../src/model/resource.ts';

const TERRAFORM = { path: 'main.tf', dialect: 'terraform' } as InputInfo;
const CLOUDFORMATION = { path: 'template.yaml', dialect: 'cloudformation' } as InputInfo;

describe('a text in CloudFormation’s words', () => {
  test.each([
    ['Set StorageEncrypted to true.', 'AWS::RDS::DBInstance', 'aws_db_instance', 'Set storage_encrypted to true.'],
    ['Set Encrypted to true.', 'AWS::EC2::Volume', 'aws_ebs_volume', 'Set encrypted to true.'],
    [
      'Set TracingConfig.Mode to Active, and add an AWS::Lambda::Alias.',
      'AWS::Lambda::Function',
      'aws_lambda_function',
      'Set tracing_config.mode to Active, and add an aws_lambda_alias.',
    ],
    ['Set HttpTokens to required.', 'AWS::EC2::Instance', 'aws_instance', 'Set http_tokens to required.'],
    [
      'Set VersioningConfiguration.Status to Enabled.',
      'AWS::S3::Bucket',
      'aws_s3_bucket',
      'Set aws_s3_bucket_versioning.versioning_configuration.status to Enabled.',
    ],
    [
      'Set all four settings of PublicAccessBlockConfiguration to true.',
      'AWS::S3::Bucket',
      'aws_s3_bucket',
      'Set all four settings of aws_s3_bucket_public_access_block to true.',
    ],
    // What is no property of the type is meant as it stands.
    [
      'Send logs to CloudWatch or DynamoDB; Encrypted data stays.',
      'AWS::EC2::Volume',
      'aws_ebs_volume',
      'Send logs to CloudWatch or DynamoDB; Encrypted data stays.',
    ],
    ['Set NoSuchProperty.', 'AWS::EC2::Volume', 'aws_ebs_volume', 'Set NoSuchProperty.'],
  ])('%s', (text, type, writtenAs, expected) => {
    expect(inOwnWords(text, { type, writtenAs, input: TERRAFORM })).toBe(expected);
    expect(inOwnWords(text, { type, writtenAs: type, input: CLOUDFORMATION })).toBe(text);
  });
});

test('a type has the name of its Terraform resource, and no alias', () => {
  expect(terraformName('AWS::S3::BucketPolicy')).toBe('aws_s3_bucket_policy');
  expect(terraformName('AWS::ElasticLoadBalancingV2::LoadBalancer')).toBe('aws_lb');
  expect(terraformName('AWS::No::Such')).toBeUndefined();
});
