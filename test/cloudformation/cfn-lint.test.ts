import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { looksLikeTemplate } from '../../src/cloudformation/recognise.ts';
import { read } from './render.ts';

const installed = spawnSync('python3', ['-c', 'import cfnlint.decode'], { timeout: 60_000 }).status === 0;
const samples = join(import.meta.dirname, '../../samples');

const script = `
import json, sys
from cfnlint.decode import decode_str
from cfnlint.template import Template
from cfnlint.template.transforms._language_extensions import language_extension
result = {}
for name, text in json.load(sys.stdin).items():
    template, problems = decode_str(text)
    if isinstance(template, dict) and 'AWS::LanguageExtensions' in str(template.get('Transform')):
        problems, template = language_extension(Template(name, template, ['us-east-1']))
    resources = template.get('Resources', {}) if isinstance(template, dict) else {}
    result[name] = [[k, v['Type'], v.get('Condition')] for k, v in resources.items()]
print(json.dumps(result))
`;

/** Templates that say much in the forms that YAML and JSON have. */
const TEMPLATES: Readonly<Record<string, string>> = {
  anchors: `x: &common {Type: AWS::SQS::Queue}
Resources:
  A: *common
  B: {<<: *common, DeletionPolicy: Retain}
  C: {"Type": 'AWS::SNS::Topic', Properties: {DisplayName: !Sub "\${A}\\n", TopicName: yes}}
`,
  indented: `# comment
---
  AWSTemplateFormatVersion: '2010-09-09'
  Conditions: {Never: !Equals [a, b]}
  Resources:
    A:
      Type: AWS::S3::Bucket
      Properties:
        BucketName: >-
          folded
          text
    B: {Type: AWS::S3::Bucket, Condition: Never}
    ? C
    : Type: AWS::SQS::Queue
`,
  loops: `Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList, Default: 'one,two'}}
Mappings: {Sizes: {a: {all: [s, l]}}}
Resources:
  Fn::ForEach::Queues:
    - Name
    - !Ref Names
    - Queue\${Name}: {Type: AWS::SQS::Queue, Properties: {Fn::ForEach::Both: [Key, [QueueName, KmsMasterKeyId], {'\${Key}': !Ref Name}]}}
  Fn::ForEach::Outer:
    - Size
    - !FindInMap [Sizes, a, all]
    - Fn::ForEach::Inner:
        - Part
        - [A, B]
        - Topic\${Size}\${Part}: {Type: AWS::SNS::Topic}
  Fn::ForEach::Addresses:
    - Address
    - ['10.0.0.1', '10.0.0.2']
    - Host&{Address}: {Type: AWS::EC2::CustomerGateway, Properties: {IpAddress: !Ref Address, BgpAsn: 65000, Type: ipsec.1}}
`,
  json: '{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "\\u0061"}}}}}',
};

test.skipIf(!installed)('cfn-lint, where it is installed, sees the same resources', { timeout: 120_000 }, () => {
  const texts = { ...TEMPLATES, ...templatesOfSamples() };
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' });
  expect(stdout, stderr).not.toBe('');
  const theirs = JSON.parse(stdout) as Record<string, [string, string, string | null][]>;
  expect(Object.keys(theirs).length).toBeGreaterThan(3);
  for (const [name, expected] of Object.entries(theirs)) {
    // What SAM makes is compared with SAM.
    if (expected.some(([, type]) => type.startsWith('AWS::Serverless::'))) continue;
    const own = read(texts[name]!, {}, {}, name).resources;
    const needed = expected.filter(([, , condition]) => condition === null).map(([id, type]) => [id, type]);
    expect([name, own.map(({ id, type }) => [id, type])]).toEqual([
      name,
      expected.map(([id, type]) => [id, type]).filter(([id]) => own.some(resource => resource.id === id)),
    ]);
    // Those of a condition that is false are left out.
    expect(own.map(({ id, type }) => [id, type])).toEqual(expect.arrayContaining(needed));
  }
});

function templatesOfSamples(): Record<string, string> {
  const names = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.(ya?ml|json)$/.test(name),
  );
  const texts = names.map((name): [string, string] => [name, readFileSync(join(samples, name), 'utf8')]);
  return Object.fromEntries(texts.filter(([, text]) => looksLikeTemplate(text)));
}
