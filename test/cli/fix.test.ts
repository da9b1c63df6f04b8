import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { folder } from '../folder.ts';

const TEMPLATE = `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handler: a
`;
const FIXED = `${TEMPLATE}      TracingConfig:
        Mode: Active
`;
const DATABASE = `resource "aws_db_instance" "main" {
  engine            = "postgres"
  storage_encrypted = false
  multi_az          = false # one is enough
}
`;
const RULES = '--rule lambda-function-xray-enabled,rds-storage-encrypted,rds-multi-az-support';

async function lintel(root: string, command: string, input = '') {
  const result = await run(command.split(' '), {
    workingDirectory: root,
    variables: {},
    outputIsTerminal: false,
    version: '1.2.3',
    readInput: async () => Buffer.from(input),
  });
  return { code: result.exitCode, output: result.output, notes: result.notes ?? '' };
}

function textIn(root: string, name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

describe('--fix', () => {
  test('changes the files, names them, and reports what is left', async () => {
    const root = folder({ 'a.yaml': TEMPLATE, 'tf/main.tf': DATABASE });
    expect(await lintel(root, `scan . --fix --format concise ${RULES}`)).toEqual({
      code: 1,
      output: 'tf/main.tf:3:3: high rds-storage-encrypted: Storage of aws_db_instance.main is not encrypted at rest\n',
      notes: `lintel: fixed 2 findings in 2 files
  a.yaml: 1 finding
  tf/main.tf: 1 finding
lintel: did not fix 1 finding
  1: it replaces the resource, or others rely on what is there: --fix-unsafe makes it all the same
`,
    });
    expect(textIn(root, 'a.yaml')).toBe(FIXED);
    expect(textIn(root, 'tf/main.tf')).toBe(DATABASE.replace('false # one', 'true # one'));
    expect(readdirSync(root)).toEqual(['a.yaml', 'tf']);
  });

  test('with --fix-unsafe also replaces resources', async () => {
    const root = folder({ 'main.tf': DATABASE });
    const { code, output, notes } = await lintel(root, `scan . --fix --fix-unsafe --format concise ${RULES}`);
    expect({ code, output, notes }).toEqual({
      code: 0,
      output: '',
      notes: 'lintel: fixed 2 findings in 1 file\n  main.tf: 2 findings\n',
    });
    expect(textIn(root, 'main.tf')).toBe(DATABASE.replaceAll('false', 'true'));
  });

  test('a second time changes nothing', async () => {
    const root = folder({ 'a.yaml': FIXED });
    expect(await lintel(root, `scan . --fix --format concise ${RULES}`)).toEqual({
      code: 0,
      output: '',
      notes: 'lintel: fixed 0 findings\n',
    });
  });

  test('keeps the byte order mark, line breaks and the mode of a file', async () => {
    const root = folder({ 'a.yaml': `\ufeff${TEMPLATE.replaceAll('\n', '\r\n')}` });
    chmodSync(join(root, 'a.yaml'), 0o640);
    await lintel(root, `scan a.yaml --fix ${RULES}`);
    expect(textIn(root, 'a.yaml')).toBe(`\ufeff${FIXED.replaceAll('\n', '\r\n')}`);
    expect(statSync(join(root, 'a.yaml')).mode & 0o777).toBe(0o640);
  });

  test('leaves alone what is suppressed, in the baseline, or unknown', async () => {
    const suppressed = TEMPLATE.replace('  F:', '  # lintel-ignore lambda-function-xray-enabled: no need\n  F:');
    const unknown = `Parameters:\n  Mode: { Type: String }\n${TEMPLATE}      TracingConfig: { Mode: !Ref Mode }\n`;
    const root = folder({ 'suppressed.yaml': suppressed, 'unknown.yaml': unknown, 'old/accepted.yaml': TEMPLATE });
    await lintel(root, `scan old --baseline base.json --update-baseline ${RULES}`);
    const { code, notes } = await lintel(root, `scan . --fix --baseline base.json ${RULES}`);
    expect({ code, notes }).toEqual({ code: 0, notes: 'lintel: fixed 0 findings\n' });
    expect(textIn(root, 'old/accepted.yaml')).toBe(TEMPLATE);
    expect(textIn(root, 'suppressed.yaml')).toBe(suppressed);
  });

  test('takes the baseline after it has mended', async () => {
    const root = folder({ 'main.tf': DATABASE });
    await lintel(root, `scan . --fix --update-baseline ${RULES}`);
    expect(textIn(root, 'lintel-baseline.json')).toContain('rds-storage-encrypted');
    expect(textIn(root, 'lintel-baseline.json')).not.toContain('rds-multi-az-support');
  });

  test('edits no file outside of what was named, none that is generated, and none that is not UTF-8', async () => {
    const module = 'resource "aws_db_instance" "m" {\n  engine   = "mysql"\n  multi_az = false\n}\n';
    const root = folder({
      'app/main.tf': 'module "m" {\n  source = "../shared"\n}\n',
      'shared/main.tf': module,
      'cdk.out/manifest.json':
        '{"version":"39.0.0","artifacts":{"S":{"type":"aws:cloudformation:stack","properties":{"templateFile":"S.template.json"}}}}',
      'cdk.out/cdk.out': '{"version":"39.0.0"}',
      'cdk.out/S.template.json': '{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"Handler":"a"}}}}',
      'latin.yaml': Buffer.from(TEMPLATE.replace('Handler: a', 'Handler: a # \xe4'), 'latin1'),
    });
    const notes = async (path: string) =>
      (await lintel(root, `scan ${path} --fix ${RULES},rds-multi-az-support`)).notes;
    expect(await notes('app')).toContain('the file is outside of what was named');
    expect(await notes('cdk.out')).toContain('the file is generated, or was downloaded');
    expect(await notes('latin.yaml')).toContain('the file is not plain UTF-8');
    expect(textIn(root, 'shared/main.tf')).toBe(module);
  });

  test('follows no link out of what was named', async () => {
    const root = folder({ 'there/.git/': '', 'there/in/': '', 'there/out/a.yaml': TEMPLATE });
    symlinkSync(join(root, 'there/out'), join(root, 'there/in/link'));
    await lintel(join(root, 'there'), `scan in/link/a.yaml in --fix ${RULES}`);
    mkdirSync(join(root, 'there/only'));
    symlinkSync(join(root, 'there/out/a.yaml'), join(root, 'there/only/a.yaml'));
    const text = TEMPLATE.replace('Handler: a', 'Handler: b');
    writeFileSync(join(root, 'there/out/a.yaml'), text);
    const { notes } = await lintel(join(root, 'there'), `scan only --fix ${RULES}`);
    expect(notes).toBe(
      'lintel: fixed 0 findings\nlintel: did not fix 1 finding\n  1: the file is outside of what was named\n',
    );
    expect(textIn(root, 'there/out/a.yaml')).toBe(text);
  });

  test('of plans says that the configuration is to be fixed', async () => {
    const plan = {
      format_version: '1.2',
      terraform_version: '1.11.4',
      planned_values: {
        root_module: {
          resources: [
            {
              address: 'aws_db_instance.main',
              mode: 'managed',
              type: 'aws_db_instance',
              name: 'main',
              provider_name: 'registry.terraform.io/hashicorp/aws',
              values: { engine: 'postgres', multi_az: false },
            },
          ],
        },
      },
      resource_changes: [
        {
          address: 'aws_db_instance.main',
          mode: 'managed',
          type: 'aws_db_instance',
          name: 'main',
          provider_name: 'registry.terraform.io/hashicorp/aws',
          change: {
            actions: ['create'],
            before: null,
            after: { engine: 'postgres', multi_az: false },
            after_unknown: {},
          },
        },
      ],
      configuration: {},
    };
    const root = folder({ 'plan.json': JSON.stringify(plan) });
    const { notes } = await lintel(root, 'scan plan.json --fix --rule rds-multi-az-support');
    expect(notes).toContain('a plan is not edited: fix the configuration');
  });

  test('leaves what others rely on alone, unless it is told', async () => {
    const text = 'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Timeout: 900\n';
    const root = folder({ 'a.yaml': text });
    const { notes } = await lintel(root, 'scan . --fix --rule lambda-timeout-bounded');
    expect(notes).toContain('  1: it replaces the resource, or others rely on what is there: --fix-unsafe');
    expect(textIn(root, 'a.yaml')).toBe(text);
    await lintel(root, 'scan . --fix --fix-unsafe --rule lambda-timeout-bounded');
    expect(textIn(root, 'a.yaml')).toBe(text.replace('900', '30'));
  });

  test('undoes what does not help', async () => {
    const text = `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Timeout: 120
  Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref F, EventSourceArn: !GetAtt Queue.Arn }
  Queue:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 120 }
`;
    const root = folder({ 'a.yaml': text });
    const { notes } = await lintel(root, 'scan . --fix --fix-unsafe --rule lambda-timeout-bounded');
    expect(notes).toBe('lintel: fixed 0 findings\nlintel: did not fix 1 finding\n  1: the finding would stay\n');
    expect(textIn(root, 'a.yaml')).toBe(text);
  });

  test('keeps the fix of an item where another one cannot be mended', async () => {
    const rule = `id: rule-enabled
title: Rules are on
severity: low
category: cost
message: A rule of {resource} is off
rationale: It does nothing.
remediation: Switch it on.
resources: [AWS::S3::Bucket]
each: [LifecycleConfiguration.Rules]
require: { property: Status, equals: Enabled }
fix: { set: { Status: Enabled } }
examples:
  fail: [{ case: off, cloudformation: a, terraform: a }]
  pass: [{ case: on, cloudformation: a, terraform: a }]
`;
    const text = `Parameters:
  Status: { Type: String, Default: Disabled, AllowedValues: [Disabled] }
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      LifecycleConfiguration:
        Rules:
          - { Id: a, Status: Disabled }
          - { Id: b, Status: !Ref Status }
          - { Id: c, Status: Disabled }
`;
    const root = folder({ 'a.yaml': text, 'own/rule-enabled.yaml': rule });
    const { notes } = await lintel(root, 'scan a.yaml --fix --rules own --rule rule-enabled');
    expect(notes).toContain('lintel: fixed 2 findings in 1 file\n');
    expect(notes).toContain('  1: the value comes from elsewhere');
    expect(textIn(root, 'a.yaml')).toBe(text.replaceAll('Status: Disabled }', 'Status: Enabled }'));
  });

  test('with environments mends what fails in all of them only', async () => {
    const root = folder({
      'lintel.yaml':
        'environments:\n  dev: { parameters: { Mode: PassThrough } }\n  prod: { parameters: { Mode: Active } }\n',
      'a.yaml': `Parameters:\n  Mode: { Type: String }\n${TEMPLATE}      TracingConfig: { Mode: !Ref Mode }\n`,
      'b.yaml': TEMPLATE,
    });
    const { notes } = await lintel(root, `scan a.yaml b.yaml --fix ${RULES}`);
    expect(notes).toContain('lintel: fixed 1 finding in 1 file\n  b.yaml: 1 finding\n');
    expect(notes).toContain('1: it holds in some environments only');
    expect(textIn(root, 'b.yaml')).toBe(FIXED);
  });

  test('with --changed edits the changed files only', async () => {
    const root = folder({ 'm/main.tf': DATABASE, 'm/other.tf': DATABASE.replace('"main"', '"other"') });
    await lintel(root, `scan --changed m/main.tf --fix ${RULES}`);
    expect(textIn(root, 'm/main.tf')).not.toBe(DATABASE);
    expect(textIn(root, 'm/other.tf')).toBe(DATABASE.replace('"main"', '"other"'));
  });
});

describe('--fix-dry-run', () => {
  test('prints a difference, changes nothing, and exits as the scan does', async () => {
    const root = folder({ 'a.yaml': TEMPLATE });
    expect(await lintel(root, `scan . --fix-dry-run ${RULES}`)).toEqual({
      code: 1,
      output: `--- a/a.yaml
+++ b/a.yaml
@@ -3,3 +3,5 @@
     Type: AWS::Lambda::Function
     Properties:
       Handler: a
+      TracingConfig:
+        Mode: Active
`,
      notes: 'lintel: would fix 1 finding in 1 file\n  a.yaml: 1 finding\n',
    });
    expect(textIn(root, 'a.yaml')).toBe(TEMPLATE);
  });

  test('reads standard input', async () => {
    const root = folder({});
    const { output } = await lintel(root, `scan - --stdin-filename x.yaml --fix-dry-run ${RULES}`, TEMPLATE);
    expect(output).toContain('+++ b/x.yaml\n');
  });

  test('shows no secret', async () => {
    const text = TEMPLATE.replace(
      'Handler: a',
      'Environment: { Variables: { PASSWORD: hunter2hunter2 } }\n      Handler: a',
    );
    const root = folder({
      'a.yaml': text,
      'b.json':
        '{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{"PASSWORD":"hunter2hunter2"}}}}}}',
    });
    const { output } = await lintel(root, `scan . --fix-dry-run ${RULES}`);
    expect(output).toContain('+      TracingConfig:');
    expect(output).toContain('"TracingConfig":{"Mode":"Active"}');
    expect(output).not.toContain('hunter2');
  });

  test('writes reports to files', async () => {
    const root = folder({ 'a.yaml': TEMPLATE });
    await lintel(root, `scan . --fix-dry-run --output json=report.json ${RULES}`);
    expect(JSON.parse(textIn(root, 'report.json')).summary.fail).toBe(1);
  });
});

describe('mistakes in the use', () => {
  test.each([
    ['--fix-unsafe', '--fix-unsafe goes with --fix or --fix-dry-run'],
    ['--fix --fix-dry-run', '--fix and --fix-dry-run exclude each other'],
    ['--fix --watch', '--fix and --watch exclude each other'],
    ['- --fix', '--fix: standard input cannot be changed; --fix-dry-run shows the difference'],
    ['--fix-dry-run --format json', '--fix-dry-run prints a difference; a report goes to a file: --output FORMAT=FILE'],
  ])('%s', async (options, message) => {
    const root = folder({ 'a.yaml': TEMPLATE });
    expect(await lintel(root, `scan a.yaml ${options}`)).toEqual({
      code: 2,
      output: '',
      notes: `lintel: ${message}\n`,
    });
    expect(textIn(root, 'a.yaml')).toBe(TEMPLATE);
  });
});

test('a file that changes in the meantime, or cannot be written, is named and left alone', async () => {
  const { replaceFile } = await import('../../src/cli/written-files.ts');
  const root = folder({ 'a.yaml': 'other' });
  expect(replaceFile(join(root, 'a.yaml'), TEMPLATE, FIXED)).toBe('changed');
  expect(replaceFile(join(root, 'none.yaml'), TEMPLATE, FIXED)).toBe('changed');
  mkdirSync(join(root, 'directory'));
  expect(replaceFile(join(root, 'directory'), TEMPLATE, FIXED)).toBe('unwritable');
  expect(readdirSync(root)).toEqual(['a.yaml', 'directory']);
});
