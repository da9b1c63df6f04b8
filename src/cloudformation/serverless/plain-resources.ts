import type { Resource } from '../../model/resource.ts';
import { objectOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import { changed, converted, generated, type Literal, location, picked, reference, tagList } from './build.ts';
import { managedPolicyArn } from './managed-policies.ts';
import { trust } from './role.ts';

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
  return [
    converted(source, 'AWS::Lambda::LayerVersion', {
      LayerName: properties.get('LayerName') ?? source.id,
      Content: changed(properties.get('ContentUri'), value =>
        location(value, { bucket: 'S3Bucket', key: 'S3Key', version: 'S3ObjectVersion' }),
      ),
      ...picked(source.properties, ['Description', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo']),
    }),
  ];
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

/** `AWS::Serverless::CapacityProvider`: instances that Lambda functions run on, with a role to manage them. */
export function expandCapacityProvider(source: Resource): Resource[] {
  const { properties } = source.properties;
  const role = properties.get('OperatorRole');
  const roleId = `${source.id}OperatorRole`;
  const requirements = objectOf(properties.get('InstanceRequirements')?.value);
  const tags = tagList(properties.get('Tags'), source, 'lambda:createdBy');
  const provider = converted(source, 'AWS::Lambda::CapacityProvider', {
    ...picked(source.properties, ['CapacityProviderName', 'VpcConfig', 'KmsKeyArn']),
    PermissionsConfig: {
      CapacityProviderOperatorRoleArn: role?.value ?? reference(roleId, 'Arn', source.nameSpan),
    },
    InstanceRequirements: requirements && {
      Architectures: propertyValue(requirements, 'Architectures'),
      AllowedInstanceTypes: propertyValue(requirements, 'AllowedTypes'),
      ExcludedInstanceTypes: propertyValue(requirements, 'ExcludedTypes'),
    },
    CapacityProviderScalingConfig: changed(properties.get('ScalingConfig'), scaling),
    Tags: tags,
  });
  if (role) return [provider];
  const policy = managedPolicyArn('AWSLambdaManagedEC2ResourceOperator');
  return [
    generated(source, roleId, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      ManagedPolicyArns: [policy],
      Tags: tags,
    }),
    provider,
  ];
}

function scaling(value: Value): Literal {
  const target = propertyValue(value, 'AverageCPUUtilization');
  return {
    MaxVCpuCount: propertyValue(value, 'MaxVCpuCount'),
    ScalingMode: target ? 'Manual' : 'Auto',
    ScalingPolicies: target && [
      { PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization', TargetValue: target },
    ],
  };
}
