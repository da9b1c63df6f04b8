import { expect, test } from 'vitest';
import { readTemplate } from '../src/cloudformation/template.ts';
import { listOf, objectOf, propertyValue, textOf } from '../src/model/value.ts';
import { withStackTags } from '../src/stack-tags.ts';
import { file } from './reporters/fixture.ts';

const TEMPLATE = `Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Tags: [{ Key: Owner, Value: own }]
  Parameter:
    Type: AWS::SSM::Parameter
    Properties:
      Tags: { Owner: own }
  Version:
    Type: AWS::Lambda::Version
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      Tags: !Ref AWS::StackName
`;

test('the tags of a stack come to the resources that can be tagged, their own ones win', () => {
  const files = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };
  const input = readTemplate(file('t.yaml', TEMPLATE), { files });
  const tagged = withStackTags(input, { Owner: 'stack', Team: 'a' }).resources.map(resource => {
    const value = resource.properties.properties.get('Tags')?.value;
    const items = listOf(value)?.items.map(
      item => `${textOf(propertyValue(item, 'Key'))}=${textOf(propertyValue(item, 'Value'))}`,
    );
    const keys = [...(objectOf(value)?.properties ?? [])].map(([key, property]) => `${key}=${textOf(property.value)}`);
    return `${resource.address}: ${(items ?? keys).join(' ')}`;
  });
  expect(tagged).toEqual([
    'Bucket: Owner=stack Team=a',
    'Queue: Owner=own Team=a',
    'Parameter: Owner=own Team=a',
    'Version: ',
    'Topic: ',
  ]);
});

test('the tags of a nested stack come to what it holds, through all stacks; the nearest wins', () => {
  const inner = `Resources:
  Bucket: { Type: AWS::S3::Bucket, Properties: { Tags: [{ Key: Own, Value: bucket }] } }
  Parameter: { Type: AWS::SSM::Parameter }
`;
  const middle = `Parameters: { Team: { Type: String } }
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: inner.yaml
      Tags: [{ Key: Level, Value: inner }, { Key: Team, Value: !Ref Team }]
  Queue: { Type: AWS::SQS::Queue }
`;
  const outer = `Parameters: { More: { Type: String } }
Resources:
  Middle:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: middle.yaml
      Parameters: { Team: payments }
      Tags: [{ Key: Level, Value: middle }, { Key: Own, Value: stack }]
  Open: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: inner.yaml, Tags: [{ Key: !Ref More, Value: x }] } }
  Topic: { Type: AWS::SNS::Topic }
`;
  const texts = new Map(Object.entries({ 'inner.yaml': inner, 'middle.yaml': middle }));
  const files = {
    read: (path: string) => (texts.has(path) ? file(path, texts.get(path)!) : undefined),
    readBytes: () => undefined,
    list: () => [],
    has: (path: string) => texts.has(path),
  };
  const { resources } = withStackTags(readTemplate(file('t.yaml', outer), { files }), { Account: 'a' });
  const tagsOf = (address: string) => {
    const found = resources.find(resource => resource.address === address)?.properties.properties.get('Tags')?.value;
    const [items, map] = [listOf(found), objectOf(found)];
    const texts = items
      ? items.items.map(item => `${textOf(propertyValue(item, 'Key'))}=${textOf(propertyValue(item, 'Value'))}`)
      : [...(map?.properties ?? [])].map(([key, property]) => `${key}=${textOf(property.value)}`);
    return [...texts.sort(), ...((items ?? map)?.open ? ['…'] : [])].join(' ');
  };
  const addresses = ['Topic', 'Middle.Queue', 'Middle.Inner.Bucket', 'Middle.Inner.Parameter', 'Open.Parameter'];
  expect(addresses.map(address => `${address}: ${tagsOf(address)}`)).toEqual([
    'Topic: Account=a',
    'Middle.Queue: Account=a Level=middle Own=stack',
    'Middle.Inner.Bucket: Account=a Level=inner Own=bucket Team=payments',
    'Middle.Inner.Parameter: Account=a Level=inner Own=stack Team=payments',
    'Open.Parameter: Account=a …',
  ]);
});
