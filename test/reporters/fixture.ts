import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Evaluation, ScanResult } from '../../src/model/finding.ts';
import type { InputInfo, Resource } from '../../src/model/resource.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { SourceFile, Span } from '../../src/model/source.ts';
import { object } from '../../src/model/value.ts';
import type { ReportContext } from '../../src/reporters/report.ts';

export const CONTEXT: ReportContext = {
  version: '1.2.3',
  color: false,
  verbose: false,
  quiet: false,
  strict: false,
  workingDirectory: '/repo',
  root: '/repo',
  sarifFull: false,
};

export const ENCRYPTED: Rule = {
  id: 'rds-storage-encrypted',
  title: 'RDS storage is encrypted at rest',
  severity: 'high',
  category: 'encryption',
  service: 'rds',
  resources: ['AWS::RDS::DBInstance'],
  scope: 'resource',
  message: 'Storage of {resource} is not encrypted at rest',
  rationale: 'Whoever obtains the volume reads the data.',
  remediation: 'Set StorageEncrypted to true.',
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html'],
  aliases: [
    'checkov:CKV_AWS_16',
    'trivy:AWS-0080',
    'guard:RDS_STORAGE_ENCRYPTED',
    'cfn_nag:F27',
    'cdk-nag:AwsSolutions-RDS2',
  ],
  frameworks: { 'nist-800-53-r5': ['SC-28'], hipaa: ['164.312(a)(2)(iv)'] },
  profile: null,
  parameters: {},
  require: { property: 'StorageEncrypted', equals: true },
  fix: { set: { StorageEncrypted: true } },
};

export const PUBLIC: Rule = {
  ...ENCRYPTED,
  id: 'rds-instance-public-access-check',
  title: 'Databases are not publicly accessible',
  severity: 'critical',
  category: 'network',
  message: '{resource} can have an address on the internet',
  rationale: 'A database with a public address can be tried by everybody.',
  remediation: 'Set PubliclyAccessible to false.',
  aliases: ['checkov:CKV_AWS_17'],
  frameworks: {},
  require: { property: 'PubliclyAccessible', equals: false },
  fix: undefined,
};

export const TAGS: Rule = {
  ...ENCRYPTED,
  id: 'required-tags',
  title: 'Taggable resources carry the required tags',
  severity: 'info',
  category: 'tags',
  service: 'tags',
  aliases: [],
  frameworks: {},
  references: [],
  fix: undefined,
};

export function file(path: string, text: string): SourceFile {
  return { path, text };
}

/** The span of a text in a file. */
export function spanOf(source: SourceFile, text: string): Span {
  const start = source.text.indexOf(text);
  if (start < 0) throw new Error(`${JSON.stringify(text)} is not in ${source.path}`);
  return { file: source, start, end: start + text.length };
}

export const DATABASE = file(
  'infra/db.yaml',
  'Resources:\n  Database:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      StorageEncrypted: false\n      PubliclyAccessible: true\n',
);

export const INPUT: InputInfo = { path: 'infra/db.yaml', dialect: 'cloudformation' };

export function resource(source: SourceFile, name: string, more: Partial<Resource> = {}): Resource {
  const nameSpan = spanOf(source, name);
  return {
    id: name,
    address: name,
    type: 'AWS::RDS::DBInstance',
    writtenAs: 'AWS::RDS::DBInstance',
    input: INPUT,
    properties: object(new Map(), nameSpan),
    attributes: object(new Map(), nameSpan),
    exists: 'yes',
    existsWhen: [],
    nameSpan,
    span: { file: source, start: nameSpan.start, end: source.text.length },
    calledFrom: [],
    ...more,
  };
}

const DATABASE_RESOURCE = resource(DATABASE, 'Database');

export function evaluation(more: Partial<Evaluation> = {}): Evaluation {
  const rule = more.rule ?? ENCRYPTED;
  const subject = more.resource === undefined ? DATABASE_RESOURCE : more.resource;
  return {
    rule,
    verdict: 'fail',
    severity: rule.severity,
    resource: subject,
    input: INPUT,
    span: spanOf(DATABASE, 'StorageEncrypted: false'),
    path: 'Properties.StorageEncrypted',
    message: rule.message.replace('{resource}', subject?.address ?? ''),
    because: 'StorageEncrypted is false',
    when: [],
    related: [],
    calledFrom: [],
    fingerprint: 'a1b2c3',
    ...more,
  };
}

export function result(evaluations: readonly Evaluation[], diagnostics: readonly Diagnostic[] = []): ScanResult {
  const files = [...new Set(evaluations.map(({ span }) => span.file))];
  const rules = [...new Set(evaluations.map(({ rule }) => rule))].sort((a, b) => (a.id < b.id ? -1 : 1));
  const resources = [...new Set(evaluations.flatMap(each => each.resource ?? []))];
  return { evaluations, diagnostics, files, inputs: [INPUT], resources, rules };
}

/** A result with every verdict, two files, an error and a warning. */
export function everything(): ScanResult {
  const broken = file('broken.yaml', 'Resources:\n  - [\n');
  return result(
    [
      evaluation({ when: [{ name: 'IsProduction', value: false }] }),
      evaluation({
        rule: PUBLIC,
        span: spanOf(DATABASE, 'PubliclyAccessible: true'),
        path: 'Properties.PubliclyAccessible',
        because: 'PubliclyAccessible is true',
        fingerprint: 'b1',
      }),
      evaluation({
        rule: TAGS,
        verdict: 'suppressed',
        span: spanOf(DATABASE, 'Database'),
        path: undefined,
        because: 'missing: Owner',
        suppression: {
          kind: 'inline',
          reason: 'sandbox',
          expires: '2027-01-01',
          origin: 'lintel',
          span: spanOf(DATABASE, 'Database'),
        },
        fingerprint: 'c1',
      }),
      evaluation({ verdict: 'unknown', because: 'parameter Engine has no default', fingerprint: 'd1' }),
      evaluation({ rule: PUBLIC, verdict: 'pass', because: 'PubliclyAccessible is false', fingerprint: 'e1' }),
      evaluation({
        rule: TAGS,
        resource: null,
        verdict: 'fail',
        path: undefined,
        fingerprint: 'f1',
        span: { file: DATABASE, start: 0, end: 0 },
      }),
    ],
    [
      {
        code: 'yaml-syntax',
        message: 'Flow sequence is not closed',
        advice: 'Close it with ].',
        span: spanOf(broken, '['),
        severity: 'error',
      },
      {
        code: 'suppression-unused',
        message: 'The suppression of x suppresses nothing',
        span: spanOf(DATABASE, 'Type'),
        severity: 'warning',
      },
    ],
  );
}
