import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PeerFile } from '../../src/config.ts';
import { type ScanOptions, scan } from '../../src/scan.ts';
import type { IgnoreFileFormat } from '../../src/suppressions/ignore-files/ignore-file.ts';
import { cpuTime } from '../cpu-time.ts';
import { folder } from '../folder.ts';

const RULE = `id: own-encrypted
title: Databases are encrypted
severity: high
category: encryption
message: "{resource} is not encrypted"
rationale: So.
remediation: So.
resources: [AWS::RDS::DBInstance]
aliases:
  - "checkov:CKV_AWS_16"
  - "trivy:AWS-0080"
  - "snyk:SNYK-CC-TF-1"
  - "kics:aaaa-bbbb"
  - "cfn-lint:W9999"
  - "cfn_nag:F27"
require: { property: StorageEncrypted, equals: true }
examples: { fail: [], pass: [] }
`;

const TREE = {
  '.git/HEAD': '',
  'rules/own-encrypted.yaml': RULE,
  'main.tf': 'resource "aws_db_instance" "a" {\n  storage_encrypted = false\n}\n',
  'sub/main.tf': 'resource "aws_db_instance" "b" {\n  storage_encrypted = false\n}\n',
  'sub/db.yaml': 'Resources:\n  C:\n    Type: AWS::RDS::DBInstance\n    Properties: { StorageEncrypted: false }\n',
};

/** `address: origin file: reason (until)` of what the files accept. */
async function accepted(
  files: Readonly<Record<string, string>>,
  named: Partial<Record<IgnoreFileFormat, string>> = {},
  more: ScanOptions['suppressions'] = {},
): Promise<readonly string[]> {
  const root = folder({ ...TREE, ...files });
  return await acceptedIn(root, named, more);
}

async function acceptedIn(
  root: string,
  named: Partial<Record<IgnoreFileFormat, string>> = {},
  more: ScanOptions['suppressions'] = {},
): Promise<readonly string[]> {
  const peerFiles = Object.entries(named).map(
    ([format, path]) => ({ format, path: join(root, path), base: root }) as PeerFile,
  );
  const { evaluations, diagnostics } = await scan({
    paths: ['.'],
    workingDirectory: root,
    ruleFolders: [join(root, 'rules')],
    selection: { only: ['own-encrypted'] },
    today: '2026-12-01',
    suppressions: { ...more, peerFiles },
  });
  expect(diagnostics).toEqual([]);
  return evaluations
    .flatMap(({ resource, suppression: by }) =>
      by
        ? `${resource!.address}: ${by.origin} ${by.kind} ${by.span!.file.path}: ${by.reason}${by.expires ? ` (${by.expires})` : ''}`
        : [],
    )
    .sort();
}

const all = (text: string) => ['aws_db_instance.a', 'aws_db_instance.b', 'C'].map(each => `${each}: ${text}`).sort();

describe('read without being named', () => {
  test('.trivyignore', async () => {
    expect(await accepted({ '.trivyignore': '# known\nAVD-AWS-0080 exp:2026-12-31\n' })).toEqual(
      all('trivy file .trivyignore: known (2026-12-31)'),
    );
  });

  test.each([
    ['{ id: AVD-AWS-0080, statement: known }', all('trivy file .trivyignore.yaml: known')],
    ['{ id: aws-0080, paths: [main.tf] }', ['aws_db_instance.a: trivy file .trivyignore.yaml: ']],
    ['{ id: AWS-0080, paths: ["**/main.tf"] }', all('trivy file .trivyignore.yaml: ').slice(1)],
    [
      '{ id: AWS-0080, paths: ["sub/**/*.{yaml,yml}"], expired_at: 2026-12-31 }',
      ['C: trivy file .trivyignore.yaml:  (2026-12-31)'],
    ],
    ['{ id: AWS-0080, expired_at: 2026-11-30 }', []],
    ['{ id: AWS-0080, expired_at: soon }', []],
    ['{ id: AWS-0001 }', []],
    ['{ paths: ["**"] }', []],
    ['AWS-0080', []],
  ])('.trivyignore.yaml: %s', async (entry, expected) => {
    expect(
      await accepted({ '.trivyignore.yaml': `misconfigurations:\n  - ${entry}\nsecrets: [{ id: AWS-0080 }]\n` }),
    ).toEqual(expected);
  });

  test.each([
    ["'*': { reason: known }", all('snyk file .snyk: known')],
    ["'* > *': { reason: known }", all('snyk file .snyk: known')],
    [
      "'main.tf': { reason: known, expires: 2026-12-31T10:00:00.000Z }",
      ['aws_db_instance.a: snyk file .snyk: known (2026-12-31)'],
    ],
    ["'sub/main.tf > *': { reason: known }", ['aws_db_instance.b: snyk file .snyk: known']],
    [
      "'main.tf > resource > aws_db_instance[a] > storage_encrypted': { reason: known }",
      ['aws_db_instance.a: snyk file .snyk: known'],
    ],
    ["'main.tf > resource > aws_db_instance[b]': { reason: known }", []],
    ["'sub/db.yaml > [DocId: 0] > Resources > C > Properties > StorageEncrypted': {}", ['C: snyk file .snyk: ']],
    ["'sub/db.yaml > Parameters': { reason: about what has no address }", []],
    ["'*': { reason: known, expires: 2026-11-30T10:00:00.000Z }", []],
    ['[]', []],
  ])('.snyk: %s', async (entry, expected) => {
    expect(await accepted({ '.snyk': `version: v1.25.0\nignore:\n  SNYK-CC-TF-1:\n    - ${entry}\n` })).toEqual(
      expected,
    );
  });

  test.each([
    '',
    '[',
    'ignore: 3',
    'ignore: { a: { b: c } }',
    'misconfigurations: { id: AWS-0080 }',
    '- x',
    '\u0000',
  ])('nothing of %j', async text => {
    expect(await accepted({ '.snyk': text, '.trivyignore.yaml': text })).toEqual([]);
  });

  test('not through a link that leads elsewhere', async () => {
    const elsewhere = folder({ ignored: 'AWS-0080\n' });
    const root = folder(TREE);
    symlinkSync(join(elsewhere, 'ignored'), join(root, '.trivyignore'));
    expect(await acceptedIn(root)).toEqual([]);
    await expect(acceptedIn(root, { trivy: '.trivyignore' })).rejects.toThrow(
      '.trivyignore: inlineSuppressions.peerFiles.trivy: there is no such file in the repository',
    );
  });

  test('only where other analyzers’ suppressions hold, and of no rule that may not be suppressed', async () => {
    const files = { '.trivyignore': 'AWS-0080\n' };
    expect(await accepted(files, {}, { enabled: false })).toEqual([]);
    expect(await accepted(files, {}, { peers: ['snyk'] })).toEqual([]);
    expect(await accepted(files, {}, { forbidden: ['own-*'] })).toEqual([]);
    expect(await accepted({ '.trivyignore': '*\n' })).toEqual([]);
    expect(await accepted({ '.trivyignore': '*\n' }, {}, { withoutId: true })).toEqual(
      all('trivy file .trivyignore: '),
    );
  });
});

describe('read where the configuration names them', () => {
  const BASELINE = JSON.stringify({
    failed_checks: [
      { file: '/main.tf', findings: [{ resource: 'aws_db_instance.a', check_ids: ['CKV_AWS_16', 'CKV_AWS_17'] }] },
      { file: '/sub/db.yaml', findings: [{ resource: 'AWS::RDS::DBInstance.C', check_ids: ['CKV_AWS_16'] }] },
      { file: '/sub/main.tf', findings: [{ resource: 'aws_db_instance.z', check_ids: ['CKV_AWS_16'] }, {}, 3] },
      {},
    ],
  });

  test.each([
    ['checkov', '.checkov.yaml', 'skip-check:\n  - CKV_AWS_16\n  - LOW\n', all('checkov file .checkov.yaml: ')],
    ['checkov', '.checkov.yaml', 'skip-check: CKV_AWS_1,CKV_AWS_1*\n', all('checkov file .checkov.yaml: ')],
    ['checkov', '.checkov.yaml', 'skip-check: [HIGH]\ncheck: [CKV_AWS_16]\n', []],
    ['checkov', '.checkov.yaml', 'skip-path: [sub/]\n', []],
    [
      'checkov',
      '.checkov.baseline',
      BASELINE,
      [
        'C: checkov file .checkov.baseline: in the baseline',
        'aws_db_instance.a: checkov file .checkov.baseline: in the baseline',
      ],
    ],
    [
      'tfsec',
      '.tfsec/config.yml',
      'exclude: [aws-rds-encrypt-instance-storage-data]\n',
      all('trivy file .tfsec/config.yml: '),
    ],
    ['tfsec', '.tfsec/config.json', '{"exclude": ["AWS-0080"]}', all('trivy file .tfsec/config.json: ')],
    ['kics', 'kics.yaml', 'exclude-queries: "cccc,aaaa-bbbb"\n', all('kics file kics.yaml: ')],
    ['kics', 'kics.json', '{"include-queries": ["cccc"]}', []],
    ['cfn-lint', '.cfnlintrc', 'ignore_checks: [W9]\n', all('cfn-lint file .cfnlintrc: ')],
    [
      'cfn_nag',
      'deny.yml',
      'RulesToSuppress:\n  - id: F27\n    reason: known\n  - reason: mangled\n',
      all('cfn_nag file deny.yml: known'),
    ],
  ] as const)('%s %s: %s', async (format, path, text, expected) => {
    expect(await accepted({ [path]: text })).toEqual([]);
    expect(await accepted({ [path]: text }, { [format]: path })).toEqual(expected);
  });

  test('what names no rule holds only where that is wanted', async () => {
    const withoutId = { withoutId: true };
    expect(
      await accepted({ '.checkov.yaml': 'skip-path: ["sub/"]\n' }, { checkov: '.checkov.yaml' }, withoutId),
    ).toEqual(['C: checkov file .checkov.yaml: ', 'aws_db_instance.b: checkov file .checkov.yaml: ']);
    expect(
      await accepted({ '.checkov.yaml': 'skip-path: ["(s+)+ub"]\n' }, { checkov: '.checkov.yaml' }, withoutId),
    ).toEqual([]);
    expect(await accepted({ 'k.json': '{"include-queries": ["cccc"]}' }, { kics: 'k.json' }, withoutId)).toEqual(
      all('kics file k.json: '),
    );
    expect(await accepted({ 'k.json': '{"include-queries": ["AAAA-bbbb"]}' }, { kics: 'k.json' }, withoutId)).toEqual(
      [],
    );
  });

  test('a missing one is the user’s mistake', async () => {
    await expect(accepted({}, { checkov: 'none.yaml' })).rejects.toThrow(
      'none.yaml: inlineSuppressions.peerFiles.checkov: there is no such file in the repository',
    );
  });
});

test('an ignore file of ten thousand entries takes no longer than a scan may', async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => `AWS-${i + 1000}`);
  const started = cpuTime();
  expect(await accepted({ '.trivyignore': `AWS-0080\n${lines.join('\n')}\n` })).toHaveLength(3);
  expect(cpuTime() - started).toBeLessThan(20_000);
});
