import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, scalar, textOf, type Value } from '../../model/value.ts';
import { changed, converted, location, picked, tagList } from './build.ts';

const KEY_TYPES: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };

/** `AWS::Serverless::SimpleTable`: a DynamoDB table with one key. */
export function expandSimpleTable(source: Resource): Resource[] {
  const { properties } = source.properties;
  const key = properties.get('PrimaryKey');
  const name: Value | string = propertyValue(key?.value, 'Name') ?? 'id';
  const type = textOf(propertyValue(key?.value, 'Type')) ?? 'String';
  return [
    converted(source, 'AWS::DynamoDB::Table', {
      AttributeDefinitions: [{ AttributeName: name, AttributeType: KEY_TYPES[type] ?? type }],
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      BillingMode: properties.has('ProvisionedThroughput') ? undefined : 'PAY_PER_REQUEST',
      ...picked(source.properties, [
        'ProvisionedThroughput',
        'SSESpecification',
        'PointInTimeRecoverySpecification',
        'TableName',
      ]),
      Tags: tagList(properties.get('Tags'), source),
    }),
  ];
}

/** `AWS::Serverless::LayerVersion`. SAM's suffix of the logical id, a hash, is left out. */
export function expandLayerVersion(source: Resource): Resource[] {
  const { properties } = source.properties;
  const attributes = new Map(source.attributes.properties);
  const policy = properties.get('RetentionPolicy');
  // A layer outlives its stack unless the template says otherwise.
  if (policy) attributes.set('DeletionPolicy', { ...policy, value: retention(policy.value) });
  else if (!attributes.has('DeletionPolicy')) attributes.set('DeletionPolicy', retained(source));
  const layer = { ...source, attributes: { ...source.attributes, properties: attributes } };
  return [
    converted(layer, 'AWS::Lambda::LayerVersion', {
      LayerName: properties.get('LayerName') ?? source.id,
      Content: changed(properties.get('ContentUri'), value =>
        location(value, { bucket: 'S3Bucket', key: 'S3Key', version: 'S3ObjectVersion' }),
      ),
      ...picked(source.properties, ['Description', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo']),
    }),
  ];
}

function retention(value: Value): Value {
  const text = textOf(value);
  return text === undefined ? value : scalar(text.toLowerCase() === 'delete' ? 'Delete' : 'Retain', value.span);
}

function retained({ nameSpan }: Resource): Property {
  return { writtenAs: 'DeletionPolicy', nameSpan, span: nameSpan, value: scalar('Retain', nameSpan) };
}

/** `AWS::Serverless::Application`: a nested stack, whose template is only known where its location is one. */
export function expandApplication(source: Resource): Resource[] {
  const { properties } = source.properties;
  return [
    converted(source, 'AWS::CloudFormation::Stack', {
      TemplateURL: changed(properties.get('Location'), value => (objectOf(value) ? undefined : value)),
      ...picked(source.properties, ['Parameters', 'NotificationARNs', 'TimeoutInMinutes']),
      Tags: tagList(properties.get('Tags'), source, 'lambda:createdBy'),
    }),
  ];
}
