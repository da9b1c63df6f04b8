import { expect, test } from 'vitest';
import { mappedTypes, mappingOf } from '../../src/facts/mappings.ts';

test('a mapping has the rows of its file, short forms written out', () => {
  const queue = mappingOf('aws_sqs_queue')!;
  expect(queue.type).toBe('AWS::SQS::Queue');
  expect(queue.rows['name']).toEqual({ to: 'QueueName' });
  expect(mappingOf('aws_s3_bucket_versioning')?.into).toEqual([
    { type: 'aws_s3_bucket', link: { bucket: ['id', 'bucket'] } },
  ]);
});

test('what is like another type has its rows and own ones', () => {
  expect(mappingOf('aws_default_security_group')).toMatchObject({
    type: 'AWS::EC2::SecurityGroup',
    const: { GroupName: 'default' },
    rows: mappingOf('aws_security_group')!.rows,
  });
});

test('types whose names agree need no rows', () => {
  expect(mappingOf('aws_guardduty_filter')).toEqual({ type: 'AWS::GuardDuty::Filter', rows: {} });
});

test('types without a counterpart have no type, or no mapping', () => {
  expect(mappingOf('aws_s3_object')?.type).toBeUndefined();
  expect(mappingOf('aws_ami')).toEqual({ rows: {} });
  expect(mappingOf('aws_network_acl_association_x')).toBeUndefined();
  expect(mappingOf('azurerm_storage_account')).toBeUndefined();
  expect(mappedTypes().length).toBeGreaterThan(900);
});

test('types of the awscc provider are found by their names', () => {
  expect(mappingOf('awscc_s3_bucket')).toEqual({ type: 'AWS::S3::Bucket', rows: {} });
  expect(mappingOf('awscc_rds_db_instance')?.type).toBe('AWS::RDS::DBInstance');
  expect(mappingOf('awscc_s3_nothing')).toBeUndefined();
});
