import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGraph } from '../src/read-graph.ts';
import type { ScanOptions } from '../src/scan.ts';
import { scan } from '../src/scan.ts';
import { folder } from './folder.ts';

const RULE = 'rds-storage-encrypted';

const DATABASE = `variable "encrypted" {
  type = bool
}

resource "aws_db_instance" "this" {
  engine            = "postgres"
  storage_encrypted = var.encrypted
}
`;

const STACK = {
  '.git/HEAD': '',
  'modules/db/main.tf': DATABASE,
  'modules/unused/main.tf':
    'resource "aws_db_instance" "unused" {\n  engine            = "postgres"\n  storage_encrypted = false\n}\n',
  'prod/main.tf': 'module "db" {\n  source    = "../modules/db"\n  encrypted = var.encrypted\n}\n',
  'prod/variables.tf': 'variable "encrypted" {\n  default = false\n}\n',
  'dev/main.tf': 'module "db" {\n  source    = "../modules/db"\n  encrypted = true\n}\n',
  'stack.yaml':
    'Resources:\n  Database:\n    Type: AWS::RDS::DBInstance\n    Properties: { Engine: postgres, StorageEncrypted: false }\n',
  'values.yaml': 'a: 1\n',
};

async function verdicts(root: string, paths: readonly string[], more: Partial<ScanOptions> = {}) {
  const { evaluations, diagnostics } = await scan({
    paths,
    workingDirectory: root,
    selection: { only: [RULE] },
    ...more,
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return evaluations.map(({ verdict, resource, input }) => `${input.path}: ${resource?.address} ${verdict}`).sort();
}

test('templates of one file are deployed alone: names stay in their document, imports lead to the other', async () => {
  const template = (status: string, more = '') => `Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: ${status}}}
  Queue: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x}}
${more}`;
  const exported = 'Outputs: {G: {Value: !Ref Group, Export: {Name: group}}}\n';
  const importing = '  I: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!ImportValue group]}}\n';
  const root = folder({ 't.yaml': `${template('true', exported)}---\n${template('false', importing)}---\nkind: x\n` });
  const { evaluations, inputs } = await scan({
    paths: ['t.yaml'],
    workingDirectory: root,
    selection: { only: ['ec2-security-group-attached-to-eni', 'cmk-backing-key-rotation-enabled'] },
  });
  const said = evaluations.map(({ rule, resource, verdict }) => `${rule.id} ${resource!.id} ${verdict}`);
  expect(said.sort()).toEqual([
    'cmk-backing-key-rotation-enabled Key pass',
    'cmk-backing-key-rotation-enabled Key#2 fail',
    'ec2-security-group-attached-to-eni Group pass',
    'ec2-security-group-attached-to-eni Group#2 fail',
  ]);
  expect(inputs.map(({ path, document }) => [path, document])).toEqual([
    ['t.yaml', undefined],
    ['t.yaml', 2],
  ]);
  const { graph } = await readGraph({ paths: ['t.yaml'], workingDirectory: root });
  const references = graph.resources.flatMap(resource => graph.referencesFrom(resource));
  expect(references.map(({ from, to }) => `${from.id} → ${to.id}`)).toEqual([
    'Queue → Key',
    'Queue#2 → Key#2',
    'I → Group',
  ]);
});

describe('a repository', () => {
  test('has its modules evaluated through their callers', async () => {
    expect(await verdicts(folder(STACK), ['.'])).toEqual([
      'dev: module.db.aws_db_instance.this pass',
      'modules/unused: aws_db_instance.unused fail',
      'prod: module.db.aws_db_instance.this fail',
      'stack.yaml: Database fail',
    ]);
  });

  test('gives the same from any working directory', async () => {
    const root = folder(STACK);
    const fingerprints = async (workingDirectory: string, path: string) =>
      (await scan({ paths: [path], workingDirectory, selection: { only: [RULE] } })).evaluations.map(
        each => each.fingerprint,
      );
    expect(await fingerprints(join(root, 'prod'), '..')).toEqual(await fingerprints(root, '.'));
  });

  test('mends a finding without changing the fingerprint of its like in another file', async () => {
    const database = (encrypted: boolean) =>
      `Resources:\n  Database:\n    Type: AWS::RDS::DBInstance\n    Properties: { StorageEncrypted: ${encrypted} }\n`;
    const fingerprints = async (first: string, more: Readonly<Record<string, string>> = {}) => {
      const root = folder({ '.git/HEAD': '', 'a/t.yaml': first, 'b/t.yaml': database(false), ...more });
      const { evaluations } = await scan({ paths: ['.'], workingDirectory: root, selection: { only: [RULE] } });
      return Object.fromEntries(evaluations.map(({ input, fingerprint }) => [input.path, fingerprint]));
    };
    const before = await fingerprints(database(false));
    expect(before['a/t.yaml']).not.toBe(before['b/t.yaml']);
    expect(await fingerprints(database(true))).toEqual(before);
    expect(await fingerprints(database(false), { 'a/a.yaml': database(false) })).toMatchObject(before);
  });

  test('honours its .trivyignore, and says so', async () => {
    const options = { paths: ['.'], selection: { only: [RULE] }, today: '2026-12-01' };
    const of = async (text: string, suppressions = {}) => {
      const root = folder({ ...STACK, '.trivyignore': text });
      const { evaluations } = await scan({ ...options, workingDirectory: root, suppressions });
      return evaluations.flatMap(({ suppression: by }) =>
        by ? `${by.kind} ${by.origin} ${by.span?.file.path}: ${by.reason}` : [],
      );
    };
    const line = '# a public sample\nAVD-AWS-0080 exp:2026-12-31\n';
    expect(await of(line)).toEqual(Array(3).fill('file trivy .trivyignore: a public sample'));
    expect(await of('AWS-0080 exp:2026-11-30\nAWS-0001\n\n')).toEqual([]);
    expect(await of(line, { peers: ['checkov'] })).toEqual([]);
    expect(await of(line, { enabled: false })).toEqual([]);
  });

  test('takes values for variables', async () => {
    const terraform = { assignments: [{ kind: 'variable' as const, name: 'encrypted', text: 'true' }] };
    expect(await verdicts(folder(STACK), ['prod'], { terraform })).toEqual([
      'prod: module.db.aws_db_instance.this pass',
    ]);
    expect(await verdicts(folder(STACK), ['modules/db'])).toEqual(['modules/db: aws_db_instance.this unknown']);
  });
});

describe('changed files', () => {
  const changed = (paths: readonly string[]) => verdicts(folder(STACK), paths, { changedOnly: true });

  test.each([
    [['modules/db/main.tf'], ['dev: module.db.aws_db_instance.this pass', 'prod: module.db.aws_db_instance.this fail']],
    [['prod/main.tf'], ['prod: module.db.aws_db_instance.this fail']],
    [['prod/variables.tf'], ['prod: module.db.aws_db_instance.this fail']],
    [['stack.yaml'], ['stack.yaml: Database fail']],
    [['values.yaml'], []],
    [['gone.tf'], []],
    [
      ['stack.yaml', 'modules/unused/main.tf'],
      ['modules/unused: aws_db_instance.unused fail', 'stack.yaml: Database fail'],
    ],
  ])('%j', async (paths, expected) => {
    expect(await changed(paths)).toEqual(expected);
  });

  describe('of templates that are linked are judged as in a scan of all', () => {
    const files = {
      '.git/HEAD': '',
      'base.yaml': `Resources: {Never: {Type: AWS::SQS::Queue}}
Outputs: {Encrypted: {Value: false, Export: {Name: encrypted}}}
`,
      'network/group.yaml': `Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x}}
Outputs:
  Group: {Value: !Ref Group, Export: {Name: !Sub '\${AWS::StackName}-group'}}
  Encrypted: {Value: !ImportValue encrypted, Export: {Name: again}}
`,
      'app/main.yaml': `Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: data/template.yaml, Parameters: {Encrypted: 'true'}}}
`,
      'app/data/template.yaml': `Parameters: {Encrypted: {Type: String}}
Resources:
  Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, StorageEncrypted: !Ref Encrypted}}
`,
      'app/instance.yaml': `Resources:
  Instance: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!ImportValue 'net-group']}}
  Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, StorageEncrypted: !ImportValue again}}
`,
      'other.yaml': 'Resources: {Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}}\n',
      'package.json': '{}',
    };
    const only = [RULE, 'ec2-security-group-attached-to-eni'];
    const judged = (paths: readonly string[], changedOnly = true) =>
      verdicts(folder(files), paths, { changedOnly, selection: { only } });
    const all = {
      group: 'network/group.yaml: Group pass',
      nested: 'app/main.yaml: Data.Database pass',
      imported: 'app/instance.yaml: Database fail',
      other: 'other.yaml: Database fail',
    };

    test('all', async () => {
      expect(await judged(['.'], false)).toEqual([all.imported, all.nested, all.group, all.other].sort());
    });

    test.each<[string, readonly string[]]>([
      ['network/group.yaml', [all.group]],
      ['app/data/template.yaml', [all.nested]],
      ['app/main.yaml', [all.nested]],
      ['app/instance.yaml', [all.imported]],
      ['base.yaml', [all.imported]],
      ['other.yaml', [all.other]],
    ])('%s', async (path, expected) => {
      const found = await judged([path]);
      expect(found.filter(each => expected.includes(each))).toEqual(expected);
      expect(Object.values(all)).toEqual(expect.arrayContaining(found));
    });
  });

  test('report no problems of files that were not changed', async () => {
    const root = folder({ ...STACK, 'prod/broken.tf': 'resource {' });
    const { diagnostics } = await scan({ paths: ['prod/main.tf'], workingDirectory: root, changedOnly: true });
    expect(diagnostics).toEqual([]);
  });
});

test('suppressions of a module call hold for what is in the module', async () => {
  const tree = { ...STACK, 'prod/main.tf': `# lintel-ignore ${RULE}: known\n${STACK['prod/main.tf']}` };
  expect(await verdicts(folder(tree), ['prod'])).toEqual(['prod: module.db.aws_db_instance.this suppressed']);
});

test('reasons name Terraform’s arguments, however deep CloudFormation has them', async () => {
  const root = folder({
    '.git/HEAD': '',
    'main.tf': `resource "aws_lb" "web" {
  load_balancer_type         = "application"
  enable_deletion_protection = true
  drop_invalid_header_fields = false
}
resource "aws_instance" "web" {
  associate_public_ip_address = true
  root_block_device {
    volume_type = "gp3"
  }
}
resource "aws_cloudfront_distribution" "site" {
  enabled = true
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
}
`,
  });
  const only = [
    'alb-http-drop-invalid-header-enabled',
    'ec2-instance-no-public-ip',
    'ec2-block-devices-encrypted',
    'cloudfront-associated-with-waf',
    'vpc-default-security-group-closed',
  ];
  const { evaluations } = await scan({ paths: ['.'], workingDirectory: root, selection: { only } });
  expect(evaluations.map(({ verdict, because }) => `${verdict}: ${because}`).sort()).toEqual([
    'fail: associate_public_ip_address is true',
    'fail: drop_invalid_header_fields is "false"',
    'fail: no aws_default_security_group refers to aws_vpc.main',
    'fail: root_block_device[0].encrypted is absent, and its default is false',
    'fail: web_acl_id is absent, and its default is ""',
  ]);
});
