import { expect, test } from 'vitest';
import { impactOf } from '../../src/fix/impact.ts';

test.each([
  ['AWS::RDS::DBInstance', 'StorageEncrypted', 'replaces'],
  ['AWS::RDS::DBInstance', 'MultiAZ', undefined],
  ['AWS::RDS::DBInstance', 'Port', 'may-break'],
  ['AWS::SQS::Queue', 'SqsManagedSseEnabled', undefined],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions.Privileged', 'may-break'],
  ['AWS::S3::Bucket', 'OwnershipControls.Rules.ObjectOwnership', 'may-break'],
  ['AWS::Glue::SecurityConfiguration', 'EncryptionConfiguration.S3Encryptions.S3EncryptionMode', 'replaces'],
  ['aws_athena_database', 'encryption_configuration.encryption_option', 'replaces'],
  ['aws_ami', 'ebs_block_device.encrypted', 'replaces'],
  ['aws_db_snapshot', 'shared_accounts', 'may-break'],
  ['aws_ebs_encryption_by_default', 'enabled', undefined],
])('%s, %s: %s', (type, path, expected) => {
  expect(impactOf(type, [{ path: path.split('.'), value: true }])).toBe(expected);
});

test('of several changes the worst counts', () => {
  const leaves = ['MultiAZ', 'Port', 'StorageEncrypted'].map(name => ({ path: [name], value: true }));
  expect(impactOf('AWS::RDS::DBInstance', leaves)).toBe('replaces');
  expect(impactOf('AWS::RDS::DBInstance', leaves.slice(0, 2))).toBe('may-break');
});
