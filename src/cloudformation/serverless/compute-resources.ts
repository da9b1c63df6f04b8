import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import {
  changed,
  converted,
  generated,
  type Literal,
  literalsOf,
  location,
  picked,
  reference,
  tagList,
} from './build.ts';
import { pseudo } from './event-resources.ts';
import type { Expansion } from './expansion.ts';
import { managedPolicyArn } from './managed-policies.ts';
import { propagatedTags } from './propagated-tags.ts';
import { trust } from './role.ts';

const CREATED_BY = 'lambda:createdBy';

/** `AWS::Serverless::CapacityProvider`: instances that Lambda functions run on, with a role to manage them. */
export function expandCapacityProvider(source: Resource): Resource[] {
  const { properties } = source.properties;
  const requirements = objectOf(properties.get('InstanceRequirements')?.value);
  const operator = operatorRole(source, 'AWSLambdaManagedEC2ResourceOperator');
  const provider = converted(source, 'AWS::Lambda::CapacityProvider', {
    ...picked(source.properties, ['CapacityProviderName', 'VpcConfig', 'KmsKeyArn']),
    PermissionsConfig: { CapacityProviderOperatorRoleArn: operator.arn },
    InstanceRequirements: requirements && {
      Architectures: propertyValue(requirements, 'Architectures'),
      AllowedInstanceTypes: propertyValue(requirements, 'AllowedTypes'),
      ExcludedInstanceTypes: propertyValue(requirements, 'ExcludedTypes'),
    },
    CapacityProviderScalingConfig: changed(properties.get('ScalingConfig'), scaling),
    TelemetryConfig: changed(properties.get('LoggingConfig'), value => ({ LoggingConfig: value })),
    Tags: tagList(properties.get('Tags'), source, CREATED_BY),
  });
  return [...operator.resources, provider];
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

/** `AWS::Serverless::NetworkConnector`: the way of Lambda's compute into a VPC, with a role to manage it. */
export function expandNetworkConnector(source: Resource): Resource[] {
  const { properties } = source.properties;
  const operator = operatorRole(source, 'AWSLambdaNetworkConnectorOperatorPolicy');
  const connector = converted(source, 'AWS::Lambda::NetworkConnector', {
    ...picked(source.properties, ['Name']),
    Configuration: changed(properties.get('VpcConfig'), value => ({
      VpcEgressConfiguration: {
        ...literalsOf(objectOf(value)),
        AssociatedComputeResourceTypes: properties.get('ComputeTypes')?.value ?? ['MicroVm'],
      },
    })),
    OperatorRole: operator.arn,
    Tags: tagList(properties.get('Tags'), source, CREATED_BY),
  });
  return [...operator.resources, connector];
}

/** The role that is given, or one that is made. */
function operatorRole(source: Resource, policy: string): { arn: Value; resources: Resource[] } {
  const given = source.properties.properties.get('OperatorRole');
  if (given) return { arn: given.value, resources: [] };
  const id = `${source.id}OperatorRole`;
  const role = generated(source, id, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    ManagedPolicyArns: [managedPolicyArn(policy)],
    Tags: tagList(propagatedTags(source), source, CREATED_BY),
  });
  return { arn: reference(id, 'Arn', source.nameSpan), resources: [role] };
}

/** `AWS::Serverless::MicrovmImage`: an image with what it is built from, and a role that builds it. */
export function expandMicrovmImage(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const given = properties.get('BuildRoleArn');
  const id = `${source.id}BuildRole`;
  const image = converted(source, 'AWS::Lambda::MicrovmImage', {
    ...picked(source.properties, ['Name', 'BaseImageArn', 'BaseImageVersion', 'Description', 'Logging']),
    ...picked(source.properties, ['EgressNetworkConnectors', 'CpuConfigurations', 'Resources', 'Hooks']),
    ...picked(source.properties, ['AdditionalOsCapabilities']),
    CodeArtifact: changed(properties.get('CodeUri'), value => ({ Uri: value })),
    BuildRoleArn: given ?? reference(id, 'Arn', source.nameSpan),
    EnvironmentVariables: tagList(properties.get('EnvironmentVariables'), source),
    Tags: tagList(properties.get('Tags'), source, CREATED_BY),
  });
  if (given) return [image];
  const role = generated(source, id, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    Policies: [{ PolicyName: 'MicrovmImageBuildPolicy', PolicyDocument: buildPolicy(source, expansion) }],
    Tags: tagList(propagatedTags(source), source, CREATED_BY),
  });
  return [role, image];
}

function buildPolicy(source: Resource, { scope }: Expansion): Literal {
  const code = source.properties.properties.get('CodeUri')?.value;
  const bucket = /^s3:\/\/([^/]+)/.exec(textOf(code) ?? '')?.[1];
  const from = { nameSpan: source.nameSpan };
  const parts = ['arn:', pseudo('AWS::Partition', from, scope), ':s3:::', bucket ?? code ?? '', '/*'];
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: { kind: 'template', parts, span: code?.span ?? source.nameSpan },
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  };
}

/** `AWS::Serverless::WebFunction`: a function that is reached by HTTP, its first revision, and its endpoint. */
export function expandWebFunction(source: Resource): Resource[] {
  const { properties } = source.properties;
  const given = properties.get('ExecutionRoleArn');
  const roleId = `${source.id}Role`;
  const revision = `${source.id}Revision`;
  const name = properties.get('FunctionName') ?? reference(source.id, 'FunctionName', source.nameSpan);
  const role = generated(source, roleId, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    ManagedPolicyArns: [managedPolicyArn('AWSLambdaBasicExecutionRole')],
    Tags: tagList(properties.get('Tags'), source, CREATED_BY),
  });
  return [
    converted(source, 'AWS::Lambda::WebFunction', {
      ...picked(source.properties, ['FunctionName']),
      Tags: tagList(properties.get('Tags'), source, CREATED_BY),
    }),
    ...(given ? [] : [role]),
    generated(source, revision, 'AWS::Lambda::WebFunctionRevision', {
      FunctionName: name,
      ...picked(source.properties, ['KmsKeyArn']),
      BuildConfig: {
        CodeConfig: changed(properties.get('CodeUri'), value => ({
          S3Object: location(value, { bucket: 'S3Bucket', key: 'S3Key', version: 'S3ObjectVersion' }),
        }))?.value,
        RuntimeConfig: { Runtime: properties.get('Runtime')?.value },
      },
      ServiceConfig: serviceConfig(source, given?.value ?? reference(roleId, 'Arn', source.nameSpan)),
    }),
    generated(source, `${source.id}Endpoint`, 'AWS::Lambda::WebFunctionEndpoint', {
      FunctionName: name,
      EndpointName: properties.get('EndpointName') ?? 'prod',
      EndpointType: properties.get('EndpointType') ?? 'HomeRegion',
      ...picked(source.properties, ['AuthType', 'ScalingConfig', 'ThrottleConfig']),
      RevisionWeights: weights(properties.get('RevisionWeights')) ?? [
        { RevisionId: reference(revision, 'RevisionId', source.nameSpan), Weight: 100 },
      ],
    }),
  ];
}

function serviceConfig(source: Resource, role: Value): Literal {
  const { properties } = source.properties;
  const logging = properties.get('LoggingConfig');
  return {
    ExecutionRoleArn: role,
    EnvironmentVariables: properties.get('EnvironmentVariables')?.value,
    TelemetryConfig: logging && { LoggingConfig: logging.value },
    MaxConcurrencyPerEnvironment: properties.get('MaxConcurrencyPerEnvironment')?.value,
    EgressNetworkConnectorArn: properties.get('EgressNetworkConnectorArn')?.value,
    TimeoutSeconds: properties.get('Timeout')?.value ?? 30,
  };
}

function weights(property: Property | undefined): Property | undefined {
  return changed(property, value =>
    Object.entries(literalsOf(objectOf(value))).map(([id, weight]) => ({ RevisionId: id, Weight: weight })),
  );
}
