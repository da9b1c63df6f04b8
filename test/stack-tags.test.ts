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
