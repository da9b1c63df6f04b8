import { expect, test } from 'vitest';
import { describe as sentence } from '../../src/engine/describe.ts';
import { parsePath } from '../../src/engine/path-syntax.ts';
import { follow } from '../../src/engine/paths.ts';
import { scenario } from '../../src/engine/scenarios.ts';
import { rootTrail } from '../../src/engine/trail.ts';
import { defaulted, input, missing, open, ref, sensitive, text } from './written.ts';

function said(
  properties: Record<string, unknown>,
  path: string,
  dialect: 'cloudformation' | 'terraform' = 'cloudformation',
  type?: string,
) {
  const [resource] = input({ Thing: { properties, type } }, { dialect }).resources;
  return sentence(follow(parsePath(path), rootTrail(resource!), scenario()));
}

test('what stands at a place', () => {
  expect(said({ A: true }, 'A')).toBe('A is true');
  expect(said({ A: { B: ['x', 1] } }, 'A.B')).toBe('A.B is ["x", 1]');
  expect(said({ A: ['x'] }, 'A[0]')).toBe('A[0] is "x"');
  expect(said({ A: 'x'.repeat(100) }, 'A')).toBe(`A is "${'x'.repeat(60)}…"`);
  expect(said({ A: 'two\n  lines' }, 'A')).toBe('A is "two lines"');
  expect(said({ A: {} }, 'A')).toBe('A is empty');
  expect(said({ A: { B: 1 } }, 'A')).toBe('A is set');
  expect(said({ A: [] }, 'A')).toBe('A is an empty list');
  expect(said({ A: [{}, {}] }, 'A')).toBe('A is a list of 2 items');
  expect(said({ A: ref('Key', 'Arn') }, 'A')).toBe('A refers to Key.Arn');
  expect(said({ A: text('a-', ref('Key'), '-', missing('P')) }, 'A')).toBe('A is "a-${Key}-…"');
  expect(said({ A: defaulted(7) }, 'A')).toBe('A is absent, and its default is 7');
  expect(said({}, 'A.B')).toBe('A.B is absent');
  expect(said({ A: open({}) }, 'A.B')).toBe('A.B cannot be seen: A is known only in part');
});

test('why a value is not known', () => {
  expect(said({ A: missing('P', 'undecided-condition') }, 'A')).toBe('A depends on parameter P, which is not decided');
  expect(said({ A: missing('P', 'outside-this-input') }, 'A')).toBe(
    'A depends on parameter P, which is outside these files',
  );
  expect(said({ A: missing('P', 'computed-at-deployment') }, 'A')).toBe(
    'A depends on parameter P, which is known only at deployment',
  );
  expect(said({ A: missing('P', 'not-supported') }, 'A')).toBe('A depends on parameter P, which cannot be evaluated');
});

test('secrets are not repeated, by mark or by name', () => {
  expect(said({ A: sensitive('swordfish') }, 'A')).toBe('A is a sensitive value');
  expect(said({ MasterUserPassword: 'swordfish' }, 'MasterUserPassword')).toBe(
    'MasterUserPassword is a sensitive value',
  );
  expect(said({ Vars: { DB_PASSWORD: 'swordfish' } }, 'Vars.DB_PASSWORD')).toBe(
    'Vars.DB_PASSWORD is a sensitive value',
  );
  expect(said({ Env: [{ Name: 'API_KEY', Value: 'swordfish' }] }, 'Env[0].Value')).toBe(
    'Env[0].Value is a sensitive value',
  );
  expect(said({ Tokens: ['swordfish'] }, 'Tokens')).toBe('Tokens is a list of one item');
  expect(said({ SecretArn: 'arn:aws:x' }, 'SecretArn')).toBe('SecretArn is "arn:aws:x"');
  expect(said({ ManageMasterUserPassword: false }, 'ManageMasterUserPassword')).toBe(
    'ManageMasterUserPassword is false',
  );
});

test('absent arguments have their names in Terraform', () => {
  const of = (path: string, type: string) => said({}, path, 'terraform', type);
  expect(of('StorageEncrypted', 'aws_db_instance')).toBe('storage_encrypted is absent');
  expect(of('EnablePerformanceInsights', 'aws_db_instance')).toBe('performance_insights_enabled is absent');
  expect(of('TracingConfig.Mode', 'aws_lambda_function')).toBe('tracing_config.mode is absent');
  expect(of('Tags[Key=Owner].Value', 'aws_sqs_queue')).toBe('tags[Key=Owner].Value is absent');
  expect(of('KMSKeyId', 'nobody_knows_it')).toBe('kms_key_id is absent');
  expect(of('HealthCheckPath', 'aws_lb_target_group')).toBe('health_check.path is absent');
  expect(of('Logging.ClusterLogging.EnabledTypes[].Type', 'aws_eks_cluster')).toBe(
    'enabled_cluster_log_types is absent',
  );
  expect(of('LoadBalancerAttributes[Key=access_logs.s3.enabled].Value', 'aws_lb')).toBe(
    'access_logs.enabled is absent',
  );
});
