import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reporters } from '../../src/reporters/by-name.ts';
import { codeFrame } from '../../src/reporters/code-frame.ts';
import { covered } from '../../src/reporters/secrecy.ts';
import { scan } from '../../src/scan.ts';
import { cpuTime } from '../cpu-time.ts';
import { CONTEXT, file, spanOf } from './fixture.ts';

describe('what may be a secret is covered', () => {
  test.each([
    ['  password = "hunter2"', '  password = "*******"'],
    ["  MasterUserPassword: 'hunter2' # rotate", "  MasterUserPassword: '*******' # rotate"],
    ['  MasterUserPassword: hunter2', '  MasterUserPassword: *******'],
    ['  "ApiKey": "abc", "Size": 3', '  "ApiKey": "***", "Size": 3'],
    ['  - { Name: DB_PASSWORD, Value: hunter2 }', '  - { Name: DB_PASSWORD, Value: ******* }'],
    ['  { name = "DB_PASSWORD", value = "hunter2" },', '  { name = "DB_PASSWORD", value = "*******" },'],
    ['  id = "AKIAQQQQWWWWEEEERRRR"', '  id = "********************"'],
    ['  url = "postgres://shop:hunter2@db/shop"', '  url = "postgres****************db/shop"'],
    ['  hash: 9f86d081884c7d659a2feaa0c55ad015', '  hash: ********************************'],
  ])('%s', (line, expected) => {
    expect(covered(line, { isSecret: false, before: '' })).toBe(expected);
  });

  test('a value whose name stands on the line before', () => {
    expect(covered('  Value: hunter2', { isSecret: false, before: '- Name: DB_PASSWORD' })).toBe('  Value: *******');
    expect(covered('  Value: hunter2', { isSecret: false, before: '- Name: DB_HOST' })).toBe('  Value: hunter2');
  });

  test('what a finding about a secret means, whatever its name', () => {
    const line = '  FLAVOUR: vanilla-7 # ok';
    expect(covered(line, { isSecret: true, meant: { start: 2, end: 20 }, before: '' })).toBe(
      '  FLAVOUR: ********* # ok',
    );
    expect(covered(line, { isSecret: true, meant: { start: 2, end: 9 }, before: '' })).toBe(
      '  FLAVOUR: ********* * **',
    );
    expect(covered('  - vanilla', { isSecret: true, meant: { start: 4, end: 11 }, before: '' })).toBe('  - *******');
  });
});

test.each([
  '  password = var.password',
  '  MasterUserPassword: !Ref Password',
  '  PasswordLength: 40',
  '  http_tokens = "required"',
  '  secret_arn = aws_secretsmanager_secret.db.arn',
  '  ManageMasterUserPassword: true',
  '  resource "aws_s3_bucket_server_side_encryption_configuration" "inbox" {',
  '  storage_encrypted = false',
  '  RoleArn: arn:aws:iam::111122223333:role/service-role/deployment-of-the-shop',
])('what is none stays: %s', line => {
  expect(covered(line, { isSecret: false, before: '' })).toBe(line);
});

test('the frame of a secret has no lines around it, which may be parts of it', () => {
  const text = 'a: 1\nScript: |\n  export PASSWORD=x\n';
  const span = { file: { path: 'a.yaml', text }, start: 5, end: 11 };
  expect(codeFrame(span, true).map(line => line.text)).toEqual(['Script: *', '^^^^^^']);
  expect(codeFrame(span).map(line => line.text)).toEqual(['a: 1', 'Script: |', '^^^^^^', '  export PASSWORD=*']);
});

test('no format repeats a secret of the sample that holds them', async () => {
  const folder = join(import.meta.dirname, '..', '..', 'samples', 'ops-pipeline');
  const result = await scan({ paths: [folder], selection: { profiles: ['all'] } });
  const secrets = ['correct-horse-battery', 'tr0ub4dor-and-3', '9f86d081884c', 'not-a-real-token'];
  const context = { ...CONTEXT, verbose: true, sarifFull: true, workingDirectory: process.cwd(), root: process.cwd() };
  for (const [format, report] of Object.entries(reporters)) {
    const printed = report(result, context);
    expect([format, secrets.filter(secret => printed.includes(secret))]).toEqual([format, []]);
  }
});

test('lines without an end are looked through where they are shown', () => {
  const started = cpuTime();
  const shownAt = (text: string, part: string) =>
    codeFrame(spanOf(file('a.tf', text), part))
      .filter(({ kind }) => kind === 'meant')
      .map(line => line.text);
  const long = 'a'.repeat(2_000_000);
  expect(shownAt(`x = 1 # ${long}`, 'x = 1')[0]).toMatch(/^x = 1 # [a*]{100,}…$/);
  const behind = shownAt(`a = "${long}", password = "hunter2", public = true`, 'public = true')[0];
  expect(behind).toContain('public = true');
  expect(behind).not.toContain('hunter2');
  // A text that starts out of sight may be a secret.
  expect(shownAt(`password = "${'s3cret'.repeat(10_000)}"`, 's3cret"')[0]).not.toContain('s3cret');
  expect(cpuTime() - started).toBeLessThan(20_000);
});
