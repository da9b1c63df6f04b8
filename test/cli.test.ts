import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../schemas/report.schema.json' with { type: 'json' };
import type { Environment } from '../src/cli/environment.ts';
import { run } from '../src/cli/run.ts';
import { folder } from './folder.ts';

const BUCKET = `Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Suspended
`;
const RULE = 's3-bucket-versioning-enabled';

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly notes: string;
}

async function lintel(root: string, command: string, more: Partial<Environment> = {}): Promise<Ran> {
  const result = await run(
    command.split(' ').filter(word => word !== ''),
    {
      workingDirectory: root,
      variables: {},
      outputIsTerminal: false,
      version: '1.2.3',
      readInput: async () => Buffer.from(BUCKET),
      ...more,
    },
  );
  return { code: result.exitCode, output: result.output, notes: result.notes ?? '' };
}

/** Rules and verdicts of a scan, of one rule. */
async function verdicts(root: string, command: string, rule = RULE): Promise<readonly string[]> {
  const { output } = await lintel(root, `scan ${command} --format json --rule ${rule}`);
  return JSON.parse(output).evaluations.map(
    (each: { verdict: string; resource: string }) => `${each.resource} ${each.verdict}`,
  );
}

describe('exit codes', () => {
  const rule = `--rule ${RULE}`;

  test('0: nothing found, or nothing there', async () => {
    const root = folder({ 't.yaml': BUCKET.replace('Suspended', 'Enabled'), 'empty/x.txt': '' });
    expect((await lintel(root, `scan t.yaml ${rule}`)).code).toBe(0);
    expect(await lintel(root, 'empty')).toMatchObject({
      code: 0,
      notes: 'lintel: nothing to analyse: no CloudFormation template, Terraform module or plan found\n',
    });
  });

  test('1: findings at or above the limit', async () => {
    const root = folder({ 't.yaml': BUCKET });
    expect((await lintel(root, `t.yaml ${rule}`)).code).toBe(1);
    expect((await lintel(root, `t.yaml ${rule} --fail-on medium`)).code).toBe(1);
    expect((await lintel(root, `t.yaml ${rule} --fail-on high`)).code).toBe(0);
    expect((await lintel(root, `t.yaml ${rule} --fail-on none`)).code).toBe(0);
  });

  test('3: some input cannot be analysed, the rest is reported', async () => {
    const root = folder({
      't.yaml': BUCKET,
      'broken.yaml': 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties: [\n',
    });
    const { code, output } = await lintel(root, `. ${rule} --format json`);
    const report = JSON.parse(output);
    expect(code).toBe(3);
    expect(report.errors.map((each: { file: string }) => each.file)).toContain('broken.yaml');
    expect(report.evaluations.map((each: { file: string; verdict: string }) => each)).toContainEqual(
      expect.objectContaining({ file: 't.yaml', verdict: 'fail' }),
    );
  });

  test.each([
    ['missing.yaml', 'missing.yaml: no such file or directory'],
    ['t.yaml --fromat json', 'unknown option --fromat. Did you mean --format?'],
    ['t.yaml -z', 'unknown option -z'],
    [
      't.yaml --format jsno',
      '--format: unknown value jsno. Did you mean json? Known: compliance, concise, csv, github, gitlab, html, json, junit, markdown, rdjson, sarif, text.',
    ],
    ['t.yaml --output srif=x', /^lintel: --output: unknown value srif. Did you mean sarif\?/],
    ['t.yaml --rule s3-bucket-versioning-enabeld', `unknown rule s3-bucket-versioning-enabeld. Did you mean ${RULE}?`],
    ['t.yaml --skip nothing-like-that-*', 'unknown rule nothing-like-that-*.'],
    [
      't.yaml --severity hgih',
      '--severity: unknown value hgih. Did you mean high? Known: info, low, medium, high, critical.',
    ],
    ['t.yaml --fail-on never', '--fail-on: unknown value never. Known: none, info, low, medium, high, critical.'],
    ['t.yaml --profile strct', /^lintel: unknown profile strct/],
    ['t.yaml --framework nist', /^lintel: unknown framework nist/],
    ['t.yaml --format', '--format needs a value: --format FORMAT'],
    ['t.yaml --quiet=yes', '--quiet takes no value'],
    ['t.yaml --var x', '--var takes NAME=VALUE, not "x"'],
    ['t.yaml --var-file none.tfvars', '--var-file none.tfvars: no such file'],
    ['t.yaml --parameters none.json', 'none.json: the file of parameters cannot be read'],
    ['t.yaml --baseline none.json', 'none.json: there is no such baseline; --update-baseline writes it'],
    ['t.yaml --config none.yaml', 'none.yaml: the configuration cannot be read (ENOENT)'],
    ['t.yaml --rules none', /none: there is no such folder of rules\n$/],
    ['t.yaml --shard 3/2', '--shard takes I/N with I from 1 to N, not 3/2'],
    ['merge t.yaml', 't.yaml: this is no SARIF report of lintel'],
    ['t.yaml --jobs many', '--jobs takes a number from 1 on, not many'],
    ['explain', 'lintel explain RULE: which rule?'],
    ['explain nothing-like-that', 'unknown rule nothing-like-that.'],
    ['rules --format yaml', '--format: unknown value yaml. Known: text, json, markdown.'],
    ['rules extra', 'lintel rules: unexpected argument extra'],
  ])('2: %s', async (command, message) => {
    const { code, output, notes } = await lintel(folder({ 't.yaml': BUCKET }), command);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    typeof message === 'string' ? expect(notes).toBe(`lintel: ${message}\n`) : expect(notes).toMatch(message);
  });
});

describe('scan', () => {
  test('is what is meant where no command is named', async () => {
    const root = folder({ 't.yaml': BUCKET });
    expect(await lintel(root, 't.yaml --format json')).toEqual(await lintel(root, 'scan t.yaml --format json'));
  });

  test('prints JSON as its schema says, all rules asked', async () => {
    const { output } = await lintel(folder({ 't.yaml': BUCKET }), '. --format json --profile all');
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(JSON.parse(output));
    expect(validate.errors).toBe(null);
  });

  test('gives the same bytes again', async () => {
    const root = folder({ 't.yaml': BUCKET, 'u.yaml': BUCKET });
    for (const format of ['json', 'sarif', 'text', 'junit']) {
      expect(await lintel(root, `. --format ${format}`)).toEqual(await lintel(root, `. --format ${format}`));
    }
  });

  test('writes SARIF of a repository the same from anywhere', async () => {
    const root = folder({ 'repo/.git/HEAD': '', 'repo/infra/t.yaml': BUCKET, 'repo/app/t.yaml': BUCKET, 'away/x': '' });
    const options = '--format sarif --profile all';
    const here = await lintel(join(root, 'repo'), `. ${options}`);
    expect((await lintel(join(root, 'repo', 'infra'), `.. ${options}`)).output).toBe(here.output);
    expect((await lintel(join(root, 'away'), `../repo ${options}`)).output).toBe(here.output);
  });

  test('shows what is about a whole module in a file of its own, not of a module that was downloaded', async () => {
    const root = folder({
      '.git/HEAD': '',
      'main.tf': 'module "m" {\n  source = "example/m/aws"\n}\n',
      '.terraform/modules/m/main.tf': 'resource "aws_s3_bucket" "b" {}\n',
      '.terraform/modules/modules.json':
        '{"Modules":[{"Key":"m","Source":"example/m/aws","Dir":".terraform/modules/m"}]}',
    });
    const { output } = await lintel(root, '. --format concise --rule billing-alarm-configured');
    expect(output).toMatch(/^main\.tf:1:1: info billing-alarm-configured: /);
  });

  test('reads standard input', async () => {
    const root = folder({});
    expect(await verdicts(root, '-')).toEqual(['Bucket fail']);
    const { output } = await lintel(root, `- --stdin-filename infra/x.yaml --format concise --rule ${RULE}`);
    expect(output).toMatch(/^infra\/x\.yaml:6:\d+: medium s3-bucket-versioning-enabled: /);
  });

  test('writes several reports at once', async () => {
    const root = folder({ 't.yaml': BUCKET });
    const { output } = await lintel(
      root,
      `t.yaml --rule ${RULE} --format concise -o sarif=out/a.sarif -o json=a.json --output=markdown=a.md`,
    );
    expect(output).toMatch(/^t\.yaml:/);
    expect(JSON.parse(readFileSync(join(root, 'out', 'a.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(JSON.parse(readFileSync(join(root, 'a.json'), 'utf8')).summary.fail).toBe(1);
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toMatch(/^# lintel: 1 finding\n/);
  });

  test('takes the format of a file from its name', async () => {
    const root = folder({ 't.yaml': BUCKET });
    const { output } = await lintel(root, 't.yaml -o out.json');
    expect([output, JSON.parse(readFileSync(join(root, 'out.json'), 'utf8')).tool.name]).toEqual(['', 'lintel']);
  });

  test('annotates in GitHub Actions', async () => {
    const { output } = await lintel(folder({ 't.yaml': BUCKET }), `t.yaml --rule ${RULE}`, {
      variables: { GITHUB_ACTIONS: 'true' },
    });
    expect(output).toMatch(/^::warning file=t\.yaml,line=6/);
  });

  test('asks rules by id, glob and other analyzers’ ids', async () => {
    const root = folder({ 't.yaml': BUCKET });
    for (const name of [RULE, 's3-bucket-versioning-*', 'CKV_AWS_21', 'checkov:CKV_AWS_21']) {
      expect(await verdicts(root, 't.yaml', name)).toContain('Bucket fail');
    }
    const { output } = await lintel(root, 't.yaml --format json --skip CKV_AWS_21');
    expect(JSON.parse(output).evaluations.map((each: { rule: string }) => each.rule)).not.toContain(RULE);
  });

  test('takes parameters from options and files', async () => {
    const text = `Parameters:\n  Status: { Type: String }\n${BUCKET.replace('Suspended', '!Ref Status')}`;
    const root = folder({ 't.yaml': text, 'p.json': '{"Status":"Suspended"}' });
    expect(await verdicts(root, 't.yaml')).toEqual(['Bucket unknown']);
    expect(await verdicts(root, 't.yaml --parameter Status=Enabled')).toEqual(['Bucket pass']);
    expect(await verdicts(root, 't.yaml --parameters p.json')).toEqual(['Bucket fail']);
    expect(await verdicts(root, 't.yaml --parameters p.json --parameter Status=Enabled')).toEqual(['Bucket pass']);
    expect((await lintel(root, `t.yaml --rule ${RULE}`)).code).toBe(0);
    expect((await lintel(root, `t.yaml --rule ${RULE} --strict`)).code).toBe(1);
  });

  test('evaluates once for each environment', async () => {
    const text = `Parameters:\n  Status: { Type: String }\n${BUCKET.replace('Suspended', '!Ref Status')}`;
    const environments =
      'environments:\n  dev: { parameters: { Status: Suspended } }\n  prod: { parameters: { Status: Enabled } }\n';
    const root = folder({ 't.yaml': text, 'lintel.yaml': environments });
    const { output } = await lintel(root, `t.yaml --format json --rule ${RULE}`);
    expect(
      JSON.parse(output).evaluations.map(({ verdict, when }: { verdict: string; when: object }) => ({ verdict, when })),
    ).toEqual([{ verdict: 'fail', when: { environment: 'dev' } }]);
    expect(await verdicts(root, 't.yaml --environment prod')).toEqual(['Bucket pass']);
  });

  test('takes an environment of AWS SAM from its configuration', async () => {
    const text = `Parameters:\n  Status: { Type: String }\n${BUCKET.replace('Suspended', '!Ref Status')}`;
    const sam = ['dev', 'prod'].map(name => {
      return `[${name}.deploy.parameters]\nparameter_overrides = "Status=${name === 'prod' ? 'Enabled' : 'Suspended'}"\n`;
    });
    const root = folder({ 't.yaml': text, 'samconfig.toml': sam.join('') });
    expect(await verdicts(root, 't.yaml --parameters samconfig.toml --environment prod')).toEqual(['Bucket pass']);
    expect(await verdicts(root, 't.yaml --parameters samconfig.toml --environment dev')).toEqual(['Bucket fail']);
    expect((await lintel(root, 't.yaml --environment prod')).code).toBe(2);
    const misspelt = await lintel(root, 't.yaml --parameters samconfig.toml --environment pord');
    expect(misspelt.code).toBe(2);
    expect(misspelt.notes).toContain('--environment: unknown value pord. Did you mean prod? Known: dev, prod.');
  });

  test('does not say where an internal error is, unless asked', async () => {
    const broken = {
      readInput: async () => {
        throw new TypeError('boom');
      },
    };
    const { code, notes } = await lintel(folder({}), '-', broken);
    expect({ code, notes }).toEqual({
      code: 3,
      notes: 'lintel: internal error: boom, please report it with the input that causes it (--verbose shows where)\n',
    });
    expect((await lintel(folder({}), '- --verbose', broken)).notes).toContain('at ');
  });
});

describe('configuration', () => {
  const tree = (configuration: string) => ({
    't.yaml': BUCKET,
    'sandbox/t.yaml': BUCKET,
    'lintel.yaml': configuration,
  });

  test('switches rules off and on, sets severities, and holds for paths', async () => {
    expect(await verdicts(folder(tree('skip: [CKV_AWS_21]')), 't.yaml', '*versioning*')).not.toContain('Bucket fail');
    const high = await lintel(folder(tree(`rules: { ${RULE}: critical }`)), `t.yaml --rule ${RULE} --format concise`);
    expect(high.output).toContain(': critical s3-bucket-versioning-enabled');
    const overrides = `overrides: [{ files: ["sandbox/**"], rules: { ${RULE}: off } }]`;
    expect(await verdicts(folder(tree(overrides)), '.')).toEqual(['Bucket fail']);
  });

  test('is left alone where asked', async () => {
    const root = folder(tree(`failOn: none`));
    expect((await lintel(root, `t.yaml --rule ${RULE}`)).code).toBe(0);
    expect((await lintel(root, `t.yaml --rule ${RULE} --no-config`)).code).toBe(1);
    expect((await lintel(root, `t.yaml --rule ${RULE} --fail-on low`)).code).toBe(1);
  });

  test('checks names and kinds of parameters', async () => {
    const said = async (parameters: string) =>
      (await lintel(folder(tree(`rules: { required-tags: { parameters: ${parameters} } }`)), 't.yaml')).notes;
    expect(await said('{ tag: [x] }')).toBe('lintel: rule required-tags has no parameter tag. Did you mean tags?\n');
    expect(await said('{ tags: 3 }')).toBe(
      'lintel: rule required-tags: the parameter tags takes a list, not a number\n',
    );
  });

  test('accepts findings with a reason', async () => {
    const suppressions = `suppressions: [{ rules: [${RULE}], files: ["sandbox/**"], reason: sandbox }]`;
    expect([...(await verdicts(folder(tree(suppressions)), '.'))].sort()).toEqual(['Bucket fail', 'Bucket suppressed']);
  });

  test('is shown', async () => {
    const { output } = await lintel(folder(tree('failOn: high')), '--print-config');
    expect(JSON.parse(output)).toMatchObject({ path: 'lintel.yaml', failOn: 'high' });
  });
});

describe('rules of one’s own', () => {
  const OWN = `id: own-bucket-name
title: Buckets are named
severity: low
category: configuration
message: "{resource} has no name"
rationale: Names are looked for.
remediation: Set BucketName.
resources: [AWS::S3::Bucket]
require: { property: BucketName, exists: true }
examples: { fail: [], pass: [] }
`;

  test('are asked like the others', async () => {
    const root = folder({ 't.yaml': BUCKET, 'rules/own-bucket-name.yaml': OWN, 'lintel.yaml': 'customRules: rules\n' });
    expect(await verdicts(root, 't.yaml --no-config --rules rules', 'own-bucket-name')).toEqual(['Bucket fail']);
    expect(await verdicts(root, 't.yaml', 'own-bucket-name')).toEqual(['Bucket fail']);
  });

  test('are the user’s mistake where they are broken', async () => {
    const root = folder({
      't.yaml': BUCKET,
      'rules/own-bucket-name.yaml': OWN.replace('severity: low', 'severity: lo'),
    });
    const { code, notes } = await lintel(root, 't.yaml --rules rules');
    expect(code).toBe(2);
    expect(notes).toContain('own-bucket-name.yaml:3: ');
  });
});

describe('baseline', () => {
  test('accepts what is there, finds what is new, and is told of what is mended', async () => {
    const root = folder({ 't.yaml': BUCKET });
    const command = `. --rule ${RULE} --baseline b.json`;
    expect((await lintel(root, `${command} --update-baseline`)).code).toBe(0);
    expect((await lintel(root, command)).code).toBe(0);
    writeFileSync(join(root, 't.yaml'), `\n# moved\n${BUCKET}`);
    expect((await lintel(root, command)).code).toBe(0);
    writeFileSync(join(root, 'u.yaml'), BUCKET);
    expect((await lintel(root, command)).code).toBe(1);
    writeFileSync(join(root, 'u.yaml'), '');
    writeFileSync(join(root, 't.yaml'), BUCKET.replace('Suspended', 'Enabled'));
    expect((await lintel(root, command)).output).toContain('1 finding of the baseline is mended');
  });
});

describe('a baseline and scans of a part', () => {
  const database =
    'resource "aws_db_instance" "d" {\n  engine            = "postgres"\n  storage_encrypted = false\n}\n';
  const call = 'module "m" {\n  source = "../module"\n}\n';
  const option = '--baseline b.json --rule rds-storage-encrypted';
  const tree = () =>
    folder({
      '.git/HEAD': '',
      'dev/main.tf': call,
      'prod/main.tf': call,
      'module/main.tf': database,
      'other/main.tf': database,
      'old/t.yaml': 'Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties: { StorageEncrypted: false }\n',
    });

  test.each([
    'prod',
    'prod/main.tf',
    'old other',
    '--changed prod/main.tf',
    '. --shard 1/2',
  ])('%s --update-baseline takes out nothing of the rest', async paths => {
    const root = tree();
    await lintel(root, `. ${option} --update-baseline`);
    const before = readFileSync(join(root, 'b.json'), 'utf8');
    expect(JSON.parse(before).findings).toHaveLength(4);
    const { notes, output } = await lintel(root, `${paths} ${option}`);
    expect(notes + output).not.toContain('mended');
    await lintel(root, `${paths} ${option} --update-baseline`);
    expect(readFileSync(join(root, 'b.json'), 'utf8')).toBe(before);
  });

  test('what is mended is taken out of what was scanned, and of what is gone', async () => {
    const root = tree();
    await lintel(root, `. ${option} --update-baseline`);
    writeFileSync(join(root, 'prod/main.tf'), '');
    expect((await lintel(root, `prod ${option}`)).output).toContain('1 finding of the baseline is mended');
    await lintel(root, `prod ${option} --update-baseline`);
    const inputs = () =>
      JSON.parse(readFileSync(join(root, 'b.json'), 'utf8')).findings.map(
        ({ file, input = file }: { file: string; input?: string }) => input,
      );
    expect(inputs()).toEqual(['old/t.yaml', 'dev', 'other'].sort((a, b) => inputs().indexOf(a) - inputs().indexOf(b)));
    rmSync(join(root, 'other'), { recursive: true });
    renameSync(join(root, 'old'), join(root, 'new'));
    expect((await lintel(root, `. ${option}`)).code).toBe(0);
    await lintel(root, `. ${option} --update-baseline`);
    expect([...inputs()].sort()).toEqual(['dev', 'new/t.yaml']);
  });

  test('a file that cannot be read to its end keeps what was accepted', async () => {
    const root = tree();
    await lintel(root, `. ${option} --update-baseline`);
    const before = readFileSync(join(root, 'b.json'), 'utf8');
    writeFileSync(join(root, 'other/main.tf'), 'resource {');
    await lintel(root, `. ${option} --update-baseline`);
    expect(readFileSync(join(root, 'b.json'), 'utf8')).toBe(before);
  });
});

describe('colour', () => {
  const isColored = async (command: string, more: Partial<Environment>) =>
    (await lintel(folder({ 't.yaml': BUCKET }), `t.yaml --rule ${RULE} ${command}`, more)).output.includes('\u001b[');

  test.each([
    ['', { outputIsTerminal: true }, true],
    ['', {}, false],
    ['--color', {}, true],
    ['--no-color', { outputIsTerminal: true }, false],
    ['', { outputIsTerminal: true, variables: { NO_COLOR: '1' } }, false],
    ['', { variables: { FORCE_COLOR: '1' } }, true],
    ['', { outputIsTerminal: true, variables: { FORCE_COLOR: '0' } }, false],
    ['', { outputIsTerminal: true, variables: { TERM: 'dumb' } }, false],
    ['', { outputIsTerminal: true, variables: { CLICOLOR: '0' } }, false],
    ['', { variables: { CLICOLOR_FORCE: '1' } }, true],
    ['--color', { variables: { NO_COLOR: '1' } }, true],
  ])('%s %j: %s', async (command, more, expected) => {
    expect(await isColored(command, more)).toBe(expected);
  });
});

describe('other commands', () => {
  test('rules as data', async () => {
    const { code, output } = await lintel(folder({}), 'rules --format json');
    const rules = JSON.parse(output);
    expect(code).toBe(0);
    expect(rules.find((rule: { id: string }) => rule.id === RULE)).toMatchObject({
      id: RULE,
      severity: 'medium',
      service: 's3',
      resources: ['AWS::S3::Bucket'],
      dialects: ['cloudformation', 'terraform'],
      profile: null,
    });
    expect(rules.map((rule: { id: string }) => rule.id)).toEqual(
      rules.map((rule: { id: string }) => rule.id).toSorted(),
    );
  });

  test('explain answers to other analyzers’ ids', async () => {
    const { output } = await lintel(folder({}), 'explain CKV_AWS_21 --format markdown');
    expect(output).toMatch(/^# s3-bucket-versioning-enabled\n/);
    expect(output).toContain('## What to do\n');
  });

  test('graph in four formats', async () => {
    const text = `${BUCKET}  Policy:\n    Type: AWS::S3::BucketPolicy\n    Properties: { Bucket: !Ref Bucket, PolicyDocument: {} }\n`;
    const root = folder({ 't.yaml': text });
    expect(JSON.parse((await lintel(root, 'graph t.yaml')).output)).toEqual({
      nodes: [
        {
          id: 1,
          address: 'Bucket',
          type: 'AWS::S3::Bucket',
          source_type: 'AWS::S3::Bucket',
          input: 't.yaml',
          file: 't.yaml',
          line: 2,
        },
        {
          id: 2,
          address: 'Policy',
          type: 'AWS::S3::BucketPolicy',
          source_type: 'AWS::S3::BucketPolicy',
          input: 't.yaml',
          file: 't.yaml',
          line: 7,
        },
      ],
      edges: [{ from: 2, to: 1, path: 'Bucket' }],
    });
    expect((await lintel(root, 'graph t.yaml --format mermaid')).output).toContain('  n2 -->|"Bucket"| n1\n');
    expect((await lintel(root, 'graph t.yaml --format dot')).output).toContain('  n2 -> n1 [label="Bucket"];\n');
    const picture = (await lintel(root, 'graph t.yaml --format svg')).output;
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="658" height="124" /);
    expect(picture.match(/<g class="node"><title>\w+&#10;[\w:]+<\/title>/g)).toHaveLength(2);
    expect(picture.match(/<path class="edge"/g)).toHaveLength(1);
  });

  test('init writes what is not there, and nothing twice', async () => {
    const root = folder({ '.pre-commit-config.yaml': 'repos:\n  - repo: local\n    hooks: []\n' });
    const first = await lintel(root, 'init --pre-commit --github');
    expect(first.output).toBe(
      'lintel.yaml written\nhook added to .pre-commit-config.yaml\npre-commit install turns the hook on, once in every clone\n.github/workflows/lintel.yml written\n',
    );
    expect(readFileSync(join(root, '.pre-commit-config.yaml'), 'utf8')).toBe(
      'repos:\n  - repo: https://github.com/lintel-iac/lintel\n    rev: v1.2.3\n    hooks:\n      - id: lintel\n  - repo: local\n    hooks: []\n',
    );
    expect((await lintel(root, 'init --pre-commit --github')).output).toBe(
      'lintel.yaml is there already, left alone\n.pre-commit-config.yaml has the hook already\npre-commit install turns the hook on, once in every clone\n.github/workflows/lintel.yml is there already, left alone\n',
    );
    expect((await lintel(root, '--print-config')).code).toBe(0);
  });

  test('a shard sees what it imports from templates of others', async () => {
    const root = folder({
      'a.yaml': `Resources:
  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: v, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true}}
Outputs: {S: {Value: !Ref S, Export: {Name: subnet}}}
`,
      'b.yaml': 'Resources: {I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !ImportValue subnet}}}\n',
    });
    const rule = '--rule ec2-instance-no-public-ip';
    const whole = await lintel(root, `. --format concise ${rule}`);
    const shards = [
      await lintel(root, `. --format concise ${rule} --shard 1/2`),
      await lintel(root, `. --format concise ${rule} --shard 2/2`),
    ];
    expect(shards.map(({ output }) => output).join('')).toBe(whole.output);
    expect(whole.output).toContain('b.yaml:1');
  });

  test('shards together find what one scan finds, and merge puts their reports together', async () => {
    const root = folder({ 'a.yaml': BUCKET, 'b.yaml': BUCKET, 'c.yaml': BUCKET });
    const whole = await lintel(root, `. --format sarif --rule ${RULE}`);
    for (const part of [1, 2]) {
      const { output } = await lintel(root, `a.yaml b.yaml c.yaml --format sarif --rule ${RULE} --shard ${part}/2`);
      writeFileSync(join(root, `${part}.sarif`), output);
      expect(JSON.parse(output).runs[0].results).toHaveLength(3 - part);
    }
    const places = (text: string) =>
      JSON.parse(text)
        .runs[0].results.map((each: { locations: object[] }) => JSON.stringify(each.locations))
        .sort();
    const merged = await lintel(root, 'merge 1.sarif 2.sarif 1.sarif');
    expect(places(merged.output)).toEqual(places(whole.output));
  });

  test('completions, help, version', async () => {
    for (const shell of ['bash', 'zsh', 'fish', 'pwsh']) {
      expect((await lintel(folder({}), `completions ${shell}`)).output).toContain('explain');
    }
    expect((await lintel(folder({}), '--help')).output).toContain('--fail-on MIN');
    expect((await lintel(folder({}), 'graph --help')).output).toMatch(/^Usage: lintel graph \[PATH…\]\n/);
    expect((await lintel(folder({}), '--version')).output).toBe('lintel 1.2.3\n');
  });
});
