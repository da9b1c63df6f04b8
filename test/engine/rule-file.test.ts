import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadRuleFolder } from '../../src/engine/load.ts';
import { readRuleFile } from '../../src/engine/rule-file.ts';
import { positionAt } from '../../src/model/source.ts';

const GOOD = `id: bucket-named
title: Buckets have names
severity: low
category: naming
message: "{resource} has no name"
rationale: Names are found again.
remediation: Give it one.
resources: [AWS::S3::Bucket]
require: { property: BucketName, exists: true }
examples: { fail: [], pass: [] }
`;

function problems(text: string, path = 'rules/s3/bucket-named.yaml'): string[] {
  const { diagnostics } = readRuleFile({ path, text }, 's3');
  return diagnostics.map(({ span, message, advice }) => {
    return `${positionAt(span.file, span.start).line}: ${message}${advice ? ` | ${advice}` : ''}`;
  });
}

describe('a rule file', () => {
  test('gives a rule with all that may be left out', () => {
    const { ruleFile, diagnostics } = readRuleFile({ path: 'rules/s3/bucket-named.yaml', text: GOOD }, 's3');
    expect(diagnostics).toEqual([]);
    expect(ruleFile?.rule).toEqual({
      id: 'bucket-named',
      title: 'Buckets have names',
      severity: 'low',
      category: 'naming',
      service: 's3',
      message: '{resource} has no name',
      rationale: 'Names are found again.',
      remediation: 'Give it one.',
      resources: ['AWS::S3::Bucket'],
      scope: 'resource',
      references: [],
      aliases: [],
      frameworks: {},
      profile: null,
      parameters: {},
      require: { property: 'BucketName', exists: true },
    });
  });

  test('says where and what is wrong', () => {
    expect(problems('id: [')).toHaveLength(1);
    expect(problems('')).not.toEqual([]);
    expect(problems(GOOD.replace('severity: low', 'severity: urgent'))).toEqual([
      '3: severity is "urgent" | It can be info, low, medium, high, critical.',
    ]);
    expect(problems(GOOD.replace('title:', 'titel:'))).toEqual([
      expect.stringMatching(/^2: the rule has no key titel \| It can have id, title, severity, /),
      '1: the rule has no title | Add it.',
    ]);
    expect(problems(GOOD.replace('exists: true', 'exist: true'))).toEqual([
      expect.stringMatching(/^9: require has no key exist \| /),
      '9: require tests nothing | Add exists, equals, in, matches or another test.',
    ]);
    expect(problems(GOOD.replace('{ property: BucketName, exists: true }', '{ exists: true }'))).toEqual([
      expect.stringMatching(/^9: require is not one condition \| Give exactly one of all, /),
      expect.stringMatching(/^9: require tests something, but does not say what/),
    ]);
    expect(problems(GOOD.replace('exists: true', "matches: '('"))).toEqual([
      expect.stringMatching(/^9: the rule bucket-named cannot be used: /),
    ]);
    expect(problems(GOOD.replace('{ property: BucketName, exists: true }', '{ predicate: no.such }'))).toEqual([
      '9: the rule bucket-named cannot be used: no predicate is called no.such | See docs/rule-language.md.',
    ]);
    expect(problems(GOOD, 'rules/s3/other.yaml')).toEqual([
      "1: the id bucket-named is not the file's name | Call the rule other, or the file bucket-named.yaml.",
    ]);
  });
});

describe('a folder of rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read with all folders below it, and an id may occur once', async () => {
    mkdirSync(join(folder, 'own'), { recursive: true });
    mkdirSync(join(folder, 'team'));
    writeFileSync(join(folder, 'own', 'bucket-named.yaml'), GOOD);
    writeFileSync(join(folder, 'team', 'bucket-named.yml'), GOOD);
    writeFileSync(join(folder, 'team', 'broken.yaml'), 'id: 1');
    writeFileSync(join(folder, 'team', 'notes.txt'), 'no rule');
    const { rules, diagnostics } = await loadRuleFolder(folder);
    expect(rules.map(({ id, service }) => ({ id, service }))).toEqual([{ id: 'bucket-named', service: 'own' }]);
    expect(diagnostics.map(({ message }) => message)).toContain(
      `the rule bucket-named is already in ${rules.length > 0 ? diagnostics.at(-1)!.message.split(' in ')[1] : ''}`,
    );
    expect(diagnostics.every(({ code, severity }) => code === 'rule-invalid' && severity === 'error')).toBe(true);
  });

  test('that is not there has no rules', async () => {
    expect(await loadRuleFolder(join(folder, 'nowhere'))).toEqual({ rules: [], diagnostics: [] });
  });
});
