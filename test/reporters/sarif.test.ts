import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/sarif-2.1.0.schema.json' with { type: 'json' };
import type { Evaluation } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { MAX_RESULTS, sarif } from '../../src/reporters/sarif.ts';
import {
  CONTEXT,
  DATABASE,
  ENCRYPTED,
  evaluation,
  everything,
  file,
  INPUT,
  PUBLIC,
  resource,
  result,
  spanOf,
  TAGS,
} from './fixture.ts';

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

function logOf(evaluations: readonly Evaluation[], more = {}) {
  return JSON.parse(sarif(result(evaluations), { ...CONTEXT, ...more })).runs[0];
}

describe('sarif', () => {
  test('is what the schema says, whatever there is to report', () => {
    for (const reported of [everything(), result([])]) {
      for (const sarifFull of [false, true]) {
        validate(JSON.parse(sarif(reported, { ...CONTEXT, sarifFull, category: 'x' })));
        expect(validate.errors).toBe(null);
      }
    }
  });

  test('lists findings only, most severe first', () => {
    const run = JSON.parse(sarif(everything(), CONTEXT)).runs[0];
    expect(run.results.map((each: { ruleId: string; level: string }) => [each.ruleId, each.level])).toEqual([
      ['rds-instance-public-access-check', 'error'],
      ['rds-storage-encrypted', 'error'],
      ['required-tags', 'note'],
    ]);
  });

  test('has every verdict in the full form', () => {
    const run = JSON.parse(sarif(everything(), { ...CONTEXT, sarifFull: true })).runs[0];
    expect(run.results.map((each: { kind: string; level: string }) => [each.kind, each.level])).toEqual([
      ['pass', 'none'],
      ['fail', 'error'],
      ['fail', 'error'],
      ['open', 'none'],
      ['fail', 'note'],
      ['fail', 'note'],
    ]);
    expect(run.results.flatMap((each: { suppressions?: object[] }) => each.suppressions ?? [])).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'sandbox' },
    ]);
  });

  test('points at the attribute, in the first sentence names the resource, and carries both fingerprints', () => {
    expect(logOf([evaluation()]).results[0]).toEqual({
      ruleId: 'rds-storage-encrypted',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'Storage of Database is not encrypted at rest. StorageEncrypted is false.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'infra/db.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 5, startColumn: 7, endLine: 5, endColumn: 30 },
          },
          logicalLocations: [{ fullyQualifiedName: 'Database', kind: 'resource' }],
        },
      ],
      partialFingerprints: { primaryLocationLineHash: 'b57c946b73661ecb:1', 'lintelFinding/v1': 'a1b2c3' },
    });
  });

  test('gives the severity as text where there is one', () => {
    const { rules } = logOf([evaluation(), evaluation({ rule: PUBLIC }), evaluation({ rule: TAGS })]).tool.driver;
    expect(
      rules.map((rule: { id: string; properties: Record<string, unknown> }) => [
        rule.id,
        rule.properties['security-severity'],
        rule.properties['problem.severity'],
      ]),
    ).toEqual([
      ['rds-instance-public-access-check', '9.5', 'error'],
      ['rds-storage-encrypted', '8.0', 'error'],
      ['required-tags', undefined, 'recommendation'],
    ]);
  });

  test('keeps texts and tags within what code scanning takes', () => {
    const frameworks = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`framework-${i}`, ['1']]));
    const long = { ...ENCRYPTED, rationale: 'word '.repeat(500), frameworks };
    const [rule] = logOf([evaluation({ rule: long })]).tool.driver.rules;
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
    expect(rule.properties.tags).toHaveLength(10);
    expect(rule.properties.tags[0]).toBe('security');
    expect(rule.properties.precision).toBe('high');
    expect(rule.name).toBe('RdsStorageEncrypted');
  });

  test('explains the rule in Markdown with the fix', () => {
    const { help } = logOf([evaluation()]).tool.driver.rules[0];
    expect(help.markdown).toBe(
      [
        '**RDS storage is encrypted at rest**',
        'Whoever obtains the volume reads the data.',
        '### What to do\n\nSet StorageEncrypted to true.',
        '```diff\n   Type: AWS::RDS::DBInstance\n   Properties:\n+    StorageEncrypted: true\n```',
        '### Frameworks\n\n- nist-800-53-r5: SC-28\n- hipaa: 164.312(a)(2)(iv)',
        '### References\n\n- <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html>',
        'Known elsewhere as `checkov:CKV_AWS_16`, `trivy:AWS-0080`, `guard:RDS_STORAGE_ENCRYPTED`, `cfn_nag:F27`, `cdk-nag:AwsSolutions-RDS2`.',
      ].join('\n\n'),
    );
  });

  test('shows a fix of an item of a list as YAML', () => {
    const set = { 'A[Key=a.b].Value': 'true', 'A[Key=a.b].Other.Name': [1] };
    const markdownOf = (rule: Rule): string => logOf([evaluation({ rule })]).tool.driver.rules[0].help.markdown;
    expect(markdownOf({ ...ENCRYPTED, fix: { set } })).toContain(
      '+    A:\n+      - Key: "a.b"\n+        Value: "true"\n+    A:\n+      - Key: "a.b"\n+        Other:\n+          Name: [1]\n',
    );
    expect(markdownOf({ ...ENCRYPTED, each: ['A.B'], fix: { set: { C: true } } })).toContain(
      '+    A:\n+      B:\n+        - C: true\n',
    );
  });

  test('joins instances of one place into one result', () => {
    const first = evaluation({
      resource: resource(DATABASE, 'Database', { id: 'a', address: 'aws_db_instance.x["a"]' }),
    });
    const second = evaluation({
      resource: resource(DATABASE, 'Database', { id: 'b', address: 'aws_db_instance.x["b"]' }),
      fingerprint: 'z',
    });
    const { results } = logOf([first, second]);
    expect(results).toHaveLength(1);
    expect(results[0].message.text).toContain('Also 1 other instance: aws_db_instance.x["b"].');
  });

  test('links to the calls and places that explain a result', () => {
    const root = file('main.tf', 'module "db" {\n  source = "./db"\n}\nvariable "encrypted" {\n  default = false\n}\n');
    const [one] = logOf([
      evaluation({
        calledFrom: [{ address: 'module.db["a"]', span: spanOf(root, 'module "db"') }],
        related: [{ span: spanOf(root, 'default = false'), message: 'the default of var.encrypted' }],
      }),
    ]).results;
    expect(one.message.text).toContain('See [called as module.db\\["a"\\]](1), [the default of var.encrypted](2).');
    expect(one.relatedLocations.map((each: { id: number }) => each.id)).toEqual([1, 2]);
    expect(one.relatedLocations[1].physicalLocation).toEqual({
      artifactLocation: { uri: 'main.tf', uriBaseId: '%SRCROOT%' },
      region: { startLine: 5, startColumn: 3, endLine: 5, endColumn: 18 },
    });
  });

  test.each(['../elsewhere/db.tf', '.terraform/modules/db/main.tf'])('shows what is in %s at the module call', path => {
    const root = file('main.tf', '\nmodule "db" {\n  source = "x"\n}\n');
    const module = file(path, 'resource "aws_db_instance" "x" {\n  storage_encrypted = false\n}\n');
    const [one] = logOf([
      evaluation({
        span: spanOf(module, 'storage_encrypted = false'),
        calledFrom: [{ address: 'module.db', span: spanOf(root, 'module "db"') }],
      }),
    ]).results;
    expect(one.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'main.tf', uriBaseId: '%SRCROOT%' },
      region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 12 },
    });
    expect(one.message.text).toContain(`Declared in ${path} line 2, outside this repository.`);
  });

  test.each([
    ['a b/ü.yaml', '/repo', '/repo', 'a%20b/%C3%BC.yaml'],
    ['c:d.yaml', '/repo', '/repo', 'c%3Ad.yaml'],
    ['x.yaml', '/repo/infra', '/repo', 'infra/x.yaml'],
    ['../repo/infra/x.yaml', '/elsewhere', '/repo', 'infra/x.yaml'],
  ])('writes %s, seen from %s in %s, as %s', (path, workingDirectory, root, uri) => {
    const source = file(path, DATABASE.text);
    const [one] = logOf([evaluation({ span: spanOf(source, 'Database') })], { workingDirectory, root }).results;
    expect(one.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('is the same from another directory', () => {
    const at = (path: string, workingDirectory: string) =>
      sarif(result([evaluation({ span: spanOf(file(path, DATABASE.text), 'Database') })]), {
        ...CONTEXT,
        workingDirectory,
      });
    expect(at('../repo/db.yaml', '/elsewhere')).toBe(at('db.yaml', '/repo'));
    const aboutInput = (path: string, workingDirectory: string) => {
      const span = spanOf(file(path, DATABASE.text), 'Database');
      const about = { resource: null, input: { ...INPUT, path }, message: `${path} has no trail`, span };
      return sarif(result([evaluation(about)]), { ...CONTEXT, workingDirectory });
    };
    expect(aboutInput('../repo/a b/t.yaml', '/elsewhere')).toBe(aboutInput('a b/t.yaml', '/repo'));
  });

  test('keeps the most severe where there are more results than code scanning takes', () => {
    const many = Array.from({ length: MAX_RESULTS }, (_, i) => {
      const source = file(`t${i}.yaml`, 'Database\n');
      return evaluation({ rule: TAGS, span: spanOf(source, 'Database'), fingerprint: String(i) });
    });
    const run = logOf([...many, evaluation()]);
    expect(run.results).toHaveLength(MAX_RESULTS);
    expect(run.results[0].ruleId).toBe('rds-storage-encrypted');
    expect(run.invocations[0].toolExecutionNotifications.map((each: { message: object }) => each.message)).toEqual([
      { text: 'Only the 25000 most severe of 25001 results are listed: code scanning takes no more in one run.' },
    ]);
  });

  test('says what could not be analysed, and that the run was not whole', () => {
    const [invocation] = JSON.parse(sarif(everything(), CONTEXT)).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications[0]).toEqual({
      level: 'error',
      message: { text: 'Flow sequence is not closed. Close it with ].' },
      descriptor: { id: 'yaml-syntax' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'broken.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 6 },
          },
        },
      ],
    });
  });
});
