import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { looksLikeTemplate } from '../../src/cloudformation/recognise.ts';
import { readDocuments } from '../../src/cloudformation/template.ts';
import { filesOf, problems, read, render, textAt } from './render.ts';

describe('resources', () => {
  test('properties, attributes and spans', () => {
    const text = `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    DependsOn: [Bucket]
    Metadata: {checkov: {skip: [{id: A}]}}
    Properties:
      StorageEncrypted: false
      Tags:
        - {Key: a, Value: b}
  Bucket:
    Type: AWS::S3::Bucket
`;
    const input = read(text);
    expect(input.diagnostics).toEqual([]);
    expect(input.info).toEqual({
      path: 'template.yaml',
      dialect: 'cloudformation',
      feasible: expect.any(Function),
      mentions: expect.any(Function),
    });
    expect(
      input.resources.map(resource => ({
        id: resource.id,
        address: resource.address,
        type: resource.type,
        exists: resource.exists,
        name: textAt(resource.nameSpan),
        properties: render(resource.properties),
        attributes: render(resource.attributes),
      })),
    ).toEqual([
      {
        id: 'Database',
        address: 'Database',
        type: 'AWS::RDS::DBInstance',
        exists: 'yes',
        name: 'Database',
        properties: '{StorageEncrypted: false, Tags: [{Key: "a", Value: "b"}]}',
        attributes: '{DeletionPolicy: "Snapshot", DependsOn: ["Bucket"], Metadata: {checkov: {skip: [{id: "A"}]}}}',
      },
      {
        id: 'Bucket',
        address: 'Bucket',
        type: 'AWS::S3::Bucket',
        exists: 'yes',
        name: 'Bucket',
        properties: '{}',
        attributes: '{}',
      },
    ]);
    const property = input.resources[0]!.properties.properties.get('StorageEncrypted')!;
    expect([textAt(property.nameSpan), textAt(property.span), textAt(property.value.span)]).toEqual([
      'StorageEncrypted',
      'StorageEncrypted: false',
      'false',
    ]);
  });

  test('JSON', () => {
    const text =
      '{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"A": {"Fn::Sub": "${B}"}, "N": null}}}}';
    const input = read(text, {}, {}, 'template.json');
    expect([
      input.diagnostics.map(({ code }) => code),
      input.resources.map(({ properties }) => render(properties)),
    ]).toEqual([['template-circular-dependency'], ['{A: @B}']]);
  });

  test('YAML that starts like JSON', () => {
    expect(read('{Resources: {B: {Type: AWS::S3::Bucket}}}').resources.map(({ id }) => id)).toEqual(['B']);
  });

  test('several templates in one file', () => {
    const one = 'Resources:\n  B: {Type: AWS::S3::Bucket}\n';
    const file = { path: 't.yaml', text: `${one}---\n${one}---\nkind: other\n` };
    const inputs = readDocuments(file, { files: filesOf({}) });
    expect(
      inputs.map(({ info, resources }) => [info.document, ...resources.map(({ id, address }) => [id, address])]),
    ).toEqual([
      [undefined, ['B', 'B']],
      [2, ['B#2', 'B']],
    ]);
  });

  test('a macro may change everything', () => {
    const input = read('Transform: [MyMacro]\nResources: {B: {Type: AWS::S3::Bucket, Properties: {A: !Ref Made}}}');
    expect([problems(input), input.resources.map(({ properties }) => render(properties))]).toEqual([
      [],
      ['{A: ?Made (macro MyMacro), …}'],
    ]);
  });
});

describe('mistakes leave the rest alone', () => {
  const good = '  Good: {Type: AWS::S3::Bucket}\n';
  test.each([
    ['  Bad: {Properties: {}}\n', ['template-missing-type: Bad']],
    ['  Bad: text\n', ['template-missing-type: Bad']],
    ['  Bad: {Type: A::B::C, Condition: Nowhere}\n', ['template-unknown-condition: Nowhere']],
    ['  Bad: {Type: A::B::C, DependsOn: Nowhere}\n', ['template-undefined-reference: Nowhere']],
    ['  Bad: {Type: A::B::C, Properties: text}\n', ['template-wrong-properties: text']],
    ['  Bad: {Type: A::B::C, Properties: {A: !Ref Bad}}\n', ['template-circular-dependency: !Ref Bad']],
    [
      '  Bad: {Type: A::B::C, Properties: {A: !Ref Worse}}\n  Worse: {Type: A::B::C, DependsOn: Bad}\n',
      ['template-circular-dependency: !Ref Worse'],
    ],
    ['  Good: {Type: A::B::C}\n', ['yaml-duplicate-key: Good']],
  ])('%s', (bad, expected) => {
    const input = read(`Resources:\n${bad}${good}`);
    expect(problems(input)).toEqual(expected);
    expect(input.resources.some(({ type }) => type === 'AWS::S3::Bucket')).toBe(true);
  });

  test('mistakes that leave an answer impossible are errors, others warnings', () => {
    const input = read(`Conditions: {C: 7}
Resources:
${good}  Bad:
    Type: AWS::S3::Bucket
    Condition: Nowhere
    Properties: {BucketName: !Join [a], BucketEncryptio: 1, Tags: !Ref Nothing, Tags: []}
`);
    expect(input.diagnostics.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
      'error template-unknown-condition',
      'error template-wrong-arguments',
      'error template-wrong-arguments',
      'error yaml-duplicate-key',
      'warning template-unknown-property',
    ]);
  });

  test('what a macro may put right is no mistake', () => {
    const input = read(`Transform: MyMacro
Conditions: {C: 7}
Resources:
  A: {Type: AWS::S3::Bucket, Condition: Nowhere, Properties: {BucketNam: !Join [a], B: !Nothing x, C: !Ref A}}
`);
    expect(problems(input)).toEqual([]);
  });

  test('what an include that cannot be seen may declare is no mistake', () => {
    const include = '{Name: AWS::Include, Parameters: {Location: s3://bucket/more.yaml}}';
    const input = read(`Conditions: {Fn::Transform: ${include}}
Resources:
  A: {Type: AWS::S3::Bucket, Condition: Elsewhere, Properties: {BucketName: !FindInMap [Else, a, b]}}
`);
    expect(problems(input)).toEqual([]);
  });

  test('broken YAML is an error with a place', () => {
    const input = read(`Resources:\n${good}  Bad: [1, 2\n`);
    expect(input.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual(['yaml-syntax', 'error']);
  });

  test('what could not be read is not known, and neither is what else there may be', () => {
    const text = `Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      {% if multi %}
      MultiAZ: {{ multi }}
      {% endif %}
      Engine: mysql
`;
    const [database] = read(text).resources;
    expect(database && render(database.properties)).toBe('{MultiAZ: ?what could not be read, Engine: "mysql", …}');
  });

  test('a circle through an undecided branch is none', () => {
    const text = `Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  A: {Type: A::B::C, Properties: {X: !If [C, !Ref B, x]}}
  B: {Type: A::B::C, Properties: {X: !Ref A}}
`;
    expect(problems(read(text))).toEqual([]);
  });

  test.each([
    ['', ['template-no-resources: ']],
    ['Resources:', ['template-no-resources: Resources:']],
    ['[]', ['template-no-resources: ']],
    ['text', ['template-no-resources: text']],
  ])('%j is no template', (text, expected) => {
    const input = read(text);
    expect([input.resources, problems(input).map(problem => problem.replace('[]', ''))]).toEqual([[], expected]);
  });
});

describe('recognition', () => {
  test.each([
    ['AWSTemplateFormatVersion: "2010-09-09"\n', true],
    ['# comment\nResources:\n  A:\n    Type: AWS::S3::Bucket\n', true],
    ['Resources:\n  A: {Type: "AWS::S3::Bucket"}\n', true],
    ['Resources:\n  A:\n    Type: Custom::Thing\n', true],
    ['Resources:\r\n  A:\r\n    Type: AWS::S3::Bucket\r\n', true],
    ['Transform: AWS::Serverless-2016-10-31\nResources: {}\n', true],
    ['{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}', true],
    ['{"Resources":{"A":{"Properties":{},"Type":"AWS::S3::Bucket"}}}', true],
    ['{ "AWSTemplateFormatVersion" : "2010-09-09" }', true],
    ['---\n  # indented\n  AWSTemplateFormatVersion: 2010-09-09\n  Resources: {}\n', true],
    ['# c\n---\n  Parameters: {}\n  Resources:\n    A:\n      Type: AWS::S3::Bucket\n', true],
    ['kind: x\n---\nResources:\n  A:\n    Type: AWS::S3::Bucket\n', true],
    ['{Resources: {A: {Type: AWS::S3::Bucket}}}', true],
    ['Resources:\n  A:\n    Type: My::S3::Bucket::MODULE\n', true],
    ['Resources:\n  A:\n    Type: Datadog::Monitors::Monitor\n', true],
    ['kind: x\n---\na:\n  Resources:\n    A:\n      Type: AWS::S3::Bucket\n', false],
    ['on: push\njobs:\n  a:\n    steps: [{run: "aws AWS::S3::Bucket"}]\n', false],
    ['{"name": "x", "dependencies": {}}', false],
    ['openapi: 3.0.0\npaths:\n  /:\n    get: {}\n', false],
    ['apiVersion: v1\nkind: Service\nspec: {type: ClusterIP}\n', false],
    [
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  t: |\n    Resources:\n      A:\n        Type: AWS::S3::Bucket\n',
      false,
    ],
    ['service: x\nresources:\n  Resources:\n    A:\n      Type: AWS::S3::Bucket\n', false],
    ['', false],
  ])('%j', (text, expected) => {
    expect(looksLikeTemplate(text)).toBe(expected);
  });
});

const corpus = join(import.meta.dirname, '../../../shared/corpus/cases');

describe.skipIf(!existsSync(corpus))('the labelled corpus', () => {
  test('is recognised and read without a throw or a syntax error of our own making', () => {
    const unread: string[] = [];
    let resources = 0;
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ya?ml|json|template)$/.test(name) || !/[\\/](cfn|sam)[\\/]/.test(name)) continue;
      if (statSync(join(corpus, name)).isDirectory()) continue;
      const text = readFileSync(join(corpus, name), 'utf8').replace(/^\uFEFF/, '');
      if (!looksLikeTemplate(text)) continue;
      const input = read(text, {}, {}, name);
      resources += input.resources.length;
      if (input.resources.length === 0) unread.push(name);
    }
    expect({ unread, enough: resources > 1_500 }).toEqual({ unread: [], enough: true });
  });
});
