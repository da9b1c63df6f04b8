import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import {
  changed,
  converted,
  generated,
  isFalse,
  type Literal,
  location,
  picked,
  reference,
  tagList,
  valueOfLiteral,
} from './build.ts';
import { whereMissing, withInstead } from './conditional.ts';
import { eventInvokeConfig } from './event-invoke.ts';
import { eventsOf } from './events.ts';
import type { Expansion, RoleDraft } from './expansion.ts';
import { executionRole, inlinePolicy, trust } from './role.ts';

/** Properties that `AWS::Lambda::Function` has, too. */
const SAME_NAMES = [
  'FunctionName',
  'Handler',
  'Runtime',
  'Description',
  'MemorySize',
  'Timeout',
  'VpcConfig',
  'Environment',
  'KmsKeyArn',
  'ReservedConcurrentExecutions',
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'PackageType',
  'Architectures',
  'SnapStart',
  'EphemeralStorage',
  'CodeSigningConfigArn',
  'RuntimeManagementConfig',
  'LoggingConfig',
  'RecursiveLoop',
  'TenancyConfig',
  'DurableConfig',
  'FunctionScalingConfig',
  'PublishToLatestPublished',
];

/**
 * What an `AWS::Serverless::Function` deploys.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function expandFunction(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const alias = aliasId(source);
  const draft = roleDraft(source);
  const resources = [
    ...versionAndAlias(source, alias),
    ...functionUrl(source, alias),
    ...eventInvokeConfig(source, alias, draft),
    ...eventsOf(source, { ...invocation(source, alias), role: draft }, expansion),
  ];
  const preference = properties.get('DeploymentPreference');
  if (preference && alias !== undefined && !isFalse(propertyValue(preference.value, 'Enabled'))) {
    expansion.deployments.push({ source, preference });
  }
  const role = roleOf(source, draft, expansion);
  return [lambdaFunction(source, role.arn), ...resources, ...role.resources];
}

/** The logical id of the alias that `AutoPublishAlias` makes. */
export function aliasId(source: Resource): string | undefined {
  const name = textOf(source.properties.properties.get('AutoPublishAlias')?.value);
  if (name === undefined) return source.properties.properties.has('AutoPublishAlias') ? `${source.id}Alias` : undefined;
  return `${source.id}Alias${aliasSuffix(name)}`;
}

export function aliasSuffix(name: string): string {
  return name.replaceAll('-', 'D').replaceAll('_', 'U');
}

/** What events invoke: the alias where there is one. */
function invocation(source: Resource, alias: string | undefined): { arn: Value; name: Value } {
  if (alias !== undefined) {
    const value = reference(alias, undefined, source.nameSpan);
    return { arn: value, name: value };
  }
  return { arn: reference(source.id, 'Arn', source.nameSpan), name: reference(source.id, undefined, source.nameSpan) };
}

function lambdaFunction(source: Resource, role: Literal | Property): Resource {
  const { properties } = source.properties;
  return converted(source, 'AWS::Lambda::Function', {
    Code: code(source),
    ...picked(source.properties, SAME_NAMES),
    Role: role,
    TracingConfig: changed(properties.get('Tracing'), value => ({ Mode: value })),
    DeadLetterConfig: changed(properties.get('DeadLetterQueue'), value => ({
      TargetArn: propertyValue(value, 'TargetArn'),
    })),
    CapacityProviderConfig: changed(properties.get('CapacityProviderConfig'), value => ({
      LambdaManagedInstancesCapacityProviderConfig: value,
    })),
    Tags: tagList(properties.get('Tags'), source, 'lambda:createdBy'),
  });
}

function code(source: Resource): Property | undefined {
  const { properties } = source.properties;
  const names = { bucket: 'S3Bucket', key: 'S3Key', version: 'S3ObjectVersion' };
  if (textOf(properties.get('PackageType')?.value) === 'Image') {
    return changed(properties.get('ImageUri'), value => ({ ImageUri: value }));
  }
  const key = properties.get('SourceKMSKeyArn')?.value;
  return (
    changed(properties.get('InlineCode'), value => ({ ZipFile: value, SourceKMSKeyArn: key })) ??
    changed(properties.get('CodeUri'), value => ({ ...location(value, names), SourceKMSKeyArn: key }))
  );
}

function roleDraft(source: Resource): RoleDraft {
  const { properties } = source.properties;
  const managed: Literal[] = [
    properties.has('DurableConfig')
      ? 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy'
      : 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ];
  const tracing = properties.get('Tracing');
  if (tracing && textOf(tracing.value) !== 'Disabled') managed.push('arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess');
  if (properties.has('VpcConfig')) {
    managed.push('arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole');
  }
  const policies: Literal[] = [];
  const queue = properties.get('DeadLetterQueue');
  if (queue) {
    const action = textOf(propertyValue(queue.value, 'Type')) === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage';
    const policy = inlinePolicy('DeadLetterQueuePolicy', action, propertyValue(queue.value, 'TargetArn'));
    policies.push(valueOfLiteral(policy!, queue.span));
  }
  return { managed, policies };
}

/** The role that is given, or one that is made; both where that depends on a condition. */
function roleOf(
  source: Resource,
  draft: RoleDraft,
  { scope }: Expansion,
): { arn: Literal | Property; resources: Resource[] } {
  const { properties } = source.properties;
  const given = properties.get('Role');
  const trusted = properties.get('AssumeRolePolicyDocument') ?? trust('lambda.amazonaws.com');
  const made = reference(`${source.id}Role`, 'Arn', source.nameSpan);
  if (!given) return { arn: made, resources: [executionRole(source, draft, trusted, scope, {})] };
  const missing = whereMissing(given.value);
  if (!missing) return { arn: given, resources: [] };
  const arn: Property = { ...given, value: withInstead(given.value, made) };
  return { arn, resources: [executionRole(source, draft, trusted, scope, { existsWhen: missing })] };
}

function versionAndAlias(source: Resource, alias: string | undefined): Resource[] {
  if (alias === undefined) return [];
  const { properties } = source.properties;
  const published = properties.get('AutoPublishAlias')!;
  const origin = { nameSpan: published.nameSpan };
  const version = `${source.id}Version`;
  const deletion = properties.get('VersionDeletionPolicy')?.value ?? 'Retain';
  const functionName = reference(source.id, undefined, source.nameSpan);
  return [
    generated(
      source,
      version,
      'AWS::Lambda::Version',
      { FunctionName: functionName, Description: properties.get('VersionDescription') },
      { ...origin, attributes: { DeletionPolicy: deletion } },
    ),
    generated(
      source,
      alias,
      'AWS::Lambda::Alias',
      {
        Name: published,
        FunctionName: functionName,
        FunctionVersion: reference(version, 'Version', source.nameSpan),
        ProvisionedConcurrencyConfig: properties.get('ProvisionedConcurrencyConfig'),
      },
      origin,
    ),
  ];
}

function functionUrl(source: Resource, alias: string | undefined): Resource[] {
  const config = source.properties.properties.get('FunctionUrlConfig');
  const settings = objectOf(config?.value);
  if (!config || !settings) return [];
  const origin = { nameSpan: config.nameSpan };
  const target = alias === undefined ? source.id : alias;
  const functionName = reference(target, undefined, source.nameSpan);
  const url = generated(
    source,
    `${source.id}Url`,
    'AWS::Lambda::Url',
    { ...picked(settings, ['AuthType', 'Cors', 'InvokeMode']), TargetFunctionArn: functionName },
    origin,
  );
  if (textOf(propertyValue(settings, 'AuthType')) !== 'NONE') return [url];
  const anyone = { FunctionName: functionName, Principal: '*' };
  return [
    url,
    generated(
      source,
      `${source.id}UrlPublicPermissions`,
      'AWS::Lambda::Permission',
      { ...anyone, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: settings.properties.get('AuthType') },
      origin,
    ),
    generated(
      source,
      `${source.id}URLInvokeAllowPublicAccess`,
      'AWS::Lambda::Permission',
      { ...anyone, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
      origin,
    ),
  ];
}
