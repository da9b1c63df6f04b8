import { expect, test } from 'vitest';
import { readTemplates } from '../../src/cloudformation/templates.ts';
import { regionOf } from '../../src/model/source.ts';
import { scan } from '../../src/scan.ts';
import { folder } from '../folder.ts';
import { filesOf, render, textAt } from './render.ts';

const source = `import { Bucket } from 'aws-cdk-lib/aws-s3';
export class App extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Bucket(this, 'Data');
  }
}
`;

const trace = [
  'new Bucket (/home/me/app/node_modules/aws-cdk-lib/aws-s3/lib/bucket.js:1:25)',
  'new App (/home/me/app/lib/app.ts:5:5)',
  'Object.<anonymous> (/home/me/app/bin/main.ts:3:1)',
];

const manifest = {
  version: '36.0.0',
  artifacts: {
    'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
    App: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://123456789012/eu-west-1',
      properties: { templateFile: 'App.template.json', parameters: { Stage: 'prod' } },
      metadata: { '/App/Data/Resource': [{ type: 'aws:cdk:logicalId', data: 'Data1', trace }] },
    },
  },
};

const template = {
  Parameters: { Stage: { Type: 'String' } },
  Resources: {
    Data1: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: { 'Fn::Sub': '${Stage}-${AWS::Region}-${AWS::AccountId}' } },
      Metadata: { 'aws:cdk:path': 'App/Data/Resource' },
    },
    Inner: {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::URLSuffix}/assets/inner.json' } },
      Metadata: { 'aws:cdk:path': 'App/Inner.NestedStack', 'aws:asset:path': 'AppInner.nested.template.json' },
    },
  },
};

const inner = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'App/Inner/Queue' } } } };
const other = { Resources: { Other: { Type: 'AWS::SQS::Queue' } } };

const texts = {
  'lib/app.ts': source,
  'cdk.out/manifest.json': JSON.stringify(manifest),
  'cdk.out/App.template.json': JSON.stringify(template),
  'cdk.out/AppInner.nested.template.json': JSON.stringify(inner),
};

test('the manifest gives parameters, account and region, and the lines that made the constructs', () => {
  const files = filesOf(texts);
  const [input] = readTemplates([files.read('cdk.out/App.template.json')!], { files });
  expect(
    input!.resources.map(({ address, properties, calledFrom }) => [
      address,
      render(properties.properties.get('BucketName')?.value),
      calledFrom.map(({ address: construct, span }) => [
        construct,
        `${span.file.path}:${regionOf(span).line}`,
        textAt(span),
      ]),
    ]),
  ).toEqual([
    ['Data1', '"prod-eu-west-1-123456789012"', [['App/Data/Resource', 'lib/app.ts:5', "new Bucket(this, 'Data');"]]],
    ['Inner', '∅', [['App/Inner.NestedStack', 'cdk.out/App.template.json:1', '"App/Inner.NestedStack"']]],
    [
      'Inner.Queue',
      '∅',
      [
        ['Inner', 'cdk.out/App.template.json:1', '"Inner"'],
        ['App/Inner/Queue', 'cdk.out/AppInner.nested.template.json:1', '"App/Inner/Queue"'],
      ],
    ],
  ]);
});

test('what the user gives wins over the manifest', () => {
  const files = filesOf(texts);
  const options = { files, parameters: { Stage: 'dev', 'AWS::Region': 'us-east-1' } };
  const [input] = readTemplates([files.read('cdk.out/App.template.json')!], options);
  expect(render(input!.resources[0]!.properties.properties.get('BucketName')?.value)).toBe(
    '"dev-us-east-1-123456789012"',
  );
});

test.each([
  '{',
  '[]',
  '{"artifacts": []}',
  '{"artifacts": {"App": null}}',
  '{"artifacts": {"App": {"properties": 1}}}',
])('the manifest %s is no manifest', text => {
  const files = filesOf({ ...texts, 'cdk.out/manifest.json': text });
  const [input] = readTemplates([files.read('cdk.out/App.template.json')!], { files });
  expect(input!.resources.map(({ address }) => address)).toEqual(['Data1', 'Inner', 'Inner.Queue']);
});

test('of an assembly the stacks of its manifest are analysed: no assets, no templates of before', async () => {
  const more = {
    'cdk.out/Old.template.json': JSON.stringify(other),
    'cdk.out/asset.0123/template.json': JSON.stringify(other),
    'cdk.out/asset.0123/deep/template.json': JSON.stringify(other),
  };
  const workingDirectory = folder({ ...texts, ...more });
  const addresses = async (path: string) =>
    (await scan({ paths: [path], workingDirectory })).resources.map(({ address }) => address);
  expect(await addresses('cdk.out')).toEqual(['Data1', 'Inner', 'Inner.Queue']);
  expect(await addresses('cdk.out/Old.template.json')).toEqual(['Other']);
});
