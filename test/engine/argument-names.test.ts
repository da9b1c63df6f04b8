import { expect, test } from 'vitest';
import { argumentName, argumentOf } from '../../src/engine/argument-names.ts';

test.each([
  ['aws_db_instance', 'StorageEncrypted', 'storage_encrypted'],
  ['aws_lambda_function', 'TracingConfig.Mode', 'tracing_config.mode'],
  ['aws_kinesis_stream', 'StreamEncryption.KeyId', 'kms_key_id'],
  ['aws_unheard_of', 'SomeThing.KMSKeyId', 'some_thing.kms_key_id'],
])('%s writes %s as %s', (type, path, expected) => {
  expect(argumentName(type, path.split('.'))).toBe(expected);
});

test.each([
  ['aws_kinesis_stream', 'StreamEncryption.KeyId', 'kms_key_id'],
  ['aws_lambda_function', 'TracingConfig.Mode', undefined],
  ['aws_unheard_of', 'SomeThing.KMSKeyId', undefined],
])('%s sets %s by %s of its own', (type, path, expected) => {
  expect(argumentOf(type, path)).toBe(expected);
});
