import type { Resource } from '../../model/resource.ts';
import {
  listOf,
  type ObjectValue,
  objectOf,
  type Property,
  propertyValue,
  textOf,
  type Value,
} from '../../model/value.ts';
import type { Scope } from '../scope.ts';
import {
  changed,
  converted,
  generated,
  isFalse,
  type Literal,
  picked,
  reference,
  tagList,
  template,
  valueOfLiteral,
} from './build.ts';
import { type Connected, connection, valuesOf } from './connector.ts';
import { pseudo } from './event-resources.ts';
import type { Expansion } from './expansion.ts';
import { trust } from './role.ts';
import { connectorProfile } from './statements.ts';

type Properties = Parameters<typeof generated>[3];

/**
 * What an `AWS::Serverless::GraphQLApi` deploys.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 */
export function expandGraphQLApi(source: Resource, { scope }: Expansion): Resource[] {
  const { properties } = source.properties;
  const api = reference(source.id, 'ApiId', source.nameSpan);
  const add = (suffix: string, type: string, more: Properties, at?: Property) =>
    generated(source, `${source.id}${suffix}`, type, { ApiId: api, ...more }, { nameSpan: at?.nameSpan });
  const each = (name: string, make: (name: string, property: Property) => Resource[]) =>
    entriesOf(properties.get(name)?.value).flatMap(([key, property]) => make(key, property));
  const settings = (property: Property) => objectOf(property.value);

  const resolvers = each('Resolvers', (type, fields) =>
    entriesOf(fields.value).map(([field, property]) =>
      add(`${type}${field}`, 'AWS::AppSync::Resolver', resolver(source, type, field, property), property),
    ),
  );
  const functions = each('Functions', (name, property) =>
    settings(property)?.properties.has('Id')
      ? []
      : [
          add(
            name,
            'AWS::AppSync::FunctionConfiguration',
            { Name: name, ...pipelineFunction(source, property) },
            property,
          ),
        ],
  );
  const usesNone = entriesOf(properties.get('Functions')?.value).some(
    ([, { value }]) => textOf(propertyValue(value, 'DataSource'))?.toLowerCase() === 'none',
  );
  const cache = properties.get('Cache');
  const logging = loggingOf(source);
  return [
    mainApi(source, logging.config),
    add('Schema', 'AWS::AppSync::GraphQLSchema', {
      Definition: properties.get('SchemaInline'),
      DefinitionS3Location: properties.get('SchemaUri'),
    }),
    ...lambdaAuthorizers(source, scope),
    ...logging.resources,
    ...each('ApiKeys', (name, property) => [
      add(
        name,
        'AWS::AppSync::ApiKey',
        {
          ...picked(settings(property), ['ApiKeyId', 'Description']),
          Expires: settings(property)?.properties.get('ExpiresOn'),
        },
        property,
      ),
    ]),
    ...(cache
      ? [add('ApiCache', 'AWS::AppSync::ApiCache', { ...picked(objectOf(cache.value), CACHE_NAMES) }, cache)]
      : []),
    ...dataSources(source, scope),
    ...domainName(source),
    ...functions,
    ...resolvers,
    ...(usesNone
      ? [add('NoneDataSource', 'AWS::AppSync::DataSource', { Name: `${source.id}NoneDataSource`, Type: 'NONE' })]
      : []),
  ];
}

const CACHE_NAMES = ['ApiCachingBehavior', 'Type', 'Ttl', 'AtRestEncryptionEnabled', 'TransitEncryptionEnabled'];

function entriesOf(value: Value | undefined): readonly [string, Property][] {
  return [...(objectOf(value)?.properties ?? [])];
}

const AUTHORIZERS: Readonly<Record<string, string>> = {
  LambdaAuthorizer: 'LambdaAuthorizerConfig',
  OpenIDConnect: 'OpenIDConnectConfig',
  UserPool: 'UserPoolConfig',
};

function mainApi(source: Resource, logging: Literal | Property): Resource {
  const { properties } = source.properties;
  const auth = properties.get('Auth')?.value;
  const additional = listOf(propertyValue(auth, 'Additional'))?.items.map(provider);
  return converted(source, 'AWS::AppSync::GraphQLApi', {
    Name: properties.get('Name') ?? source.id,
    ...picked(source.properties, [
      'Visibility',
      'OwnerContact',
      'XrayEnabled',
      'IntrospectionConfig',
      'QueryDepthLimit',
      'ResolverCountLimit',
    ]),
    ...provider(auth),
    AdditionalAuthenticationProviders: additional,
    LogConfig: logging,
    Tags: tagList(properties.get('Tags'), source, 'graphqlapi:createdBy'),
  });
}

function provider(auth: Value | undefined): { readonly [name: string]: Literal } {
  const result: Record<string, Literal> = { AuthenticationType: propertyValue(auth, 'Type') };
  for (const [name, config] of Object.entries(AUTHORIZERS)) result[config] = propertyValue(auth, name);
  return result;
}

function lambdaAuthorizers(source: Resource, scope: Scope): Resource[] {
  const auth = source.properties.properties.get('Auth')?.value;
  const uris = [auth, ...(listOf(propertyValue(auth, 'Additional'))?.items ?? [])].map(item =>
    propertyValue(propertyValue(item, 'LambdaAuthorizer'), 'AuthorizerUri'),
  );
  const span = source.nameSpan;
  const api = { Arn: reference(source.id, undefined, span), ResourceId: reference(source.id, 'ApiId', span) };
  return uris
    .filter(uri => uri !== undefined)
    .flatMap((uri, index) => {
      const ends: [Connected, Connected] = [
        { type: 'AWS::AppSync::GraphQLApi', values: valuesOf(api, span) },
        { type: 'AWS::Lambda::Function', values: new Map([['Arn', uri]]) },
      ];
      return joined(source, `${source.id}ToLambdaAuthConnector${index + 1}`, ends, ['Write'], scope);
    });
}

function joined(
  source: Resource,
  id: string,
  [start, end]: [Connected, Connected],
  permissions: Literal,
  scope: Scope,
): Resource[] {
  const profile = connectorProfile(start.type, end.type);
  const allowed = valueOfLiteral(permissions!, source.nameSpan);
  return profile ? connection(source, id, '', start, end, profile, allowed, scope, {}) : [];
}

/** Logging is on unless it is switched off, with a role of its own unless one is given. */
function loggingOf(source: Resource): { config: Literal | Property; resources: Resource[] } {
  const logging = source.properties.properties.get('Logging');
  if (isFalse(logging?.value)) return { config: undefined, resources: [] };
  const id = `${source.id}CloudWatchRole`;
  const role = propertyValue(logging?.value, 'CloudWatchLogsRoleArn');
  const config = {
    ExcludeVerboseContent: propertyValue(logging?.value, 'ExcludeVerboseContent'),
    FieldLogLevel: propertyValue(logging?.value, 'FieldLogLevel') ?? 'ALL',
    CloudWatchLogsRoleArn: role ?? reference(id, 'Arn', source.nameSpan),
  };
  const made = generated(source, id, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust('appsync.amazonaws.com'),
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs'],
  });
  return { config: changed(logging, () => config) ?? config, resources: role ? [] : [made] };
}

function dataSources(source: Resource, scope: Scope): Resource[] {
  const all = source.properties.properties.get('DataSources')?.value;
  const tables = entriesOf(propertyValue(all, 'DynamoDb')).flatMap(([name, property]) => {
    const settings = objectOf(property.value);
    const region = pseudo('AWS::Region', property, scope);
    const parts = ['arn:', pseudo('AWS::Partition', property, scope), ':dynamodb:', region, ':'];
    const table = propertyValue(settings, 'TableName');
    const arn =
      propertyValue(settings, 'TableArn') ??
      template(
        [...parts, pseudo('AWS::AccountId', property, scope), ':table/', ...(table ? [table] : [])],
        property.span,
      );
    const config = { TableName: table, AwsRegion: propertyValue(settings, 'Region') ?? region };
    return dataSource(
      source,
      name,
      'AMAZON_DYNAMODB',
      property,
      { DynamoDBConfig: config },
      {
        arn,
        type: 'AWS::DynamoDB::Table',
        id: 'ToTableConnector',
        permissions: propertyValue(settings, 'Permissions') ?? ['Read', 'Write'],
        scope,
      },
    );
  });
  const lambdas = entriesOf(propertyValue(all, 'Lambda')).flatMap(([name, property]) => {
    const arn = propertyValue(property.value, 'FunctionArn');
    return dataSource(
      source,
      name,
      'AWS_LAMBDA',
      property,
      { LambdaConfig: { LambdaFunctionArn: arn } },
      {
        arn,
        type: 'AWS::Lambda::Function',
        id: 'ToLambdaConnector',
        permissions: ['Write'],
        scope,
      },
    );
  });
  return [...tables, ...lambdas];
}

interface DataSourceTarget {
  readonly arn: Value | undefined;
  readonly type: string;
  readonly id: string;
  readonly permissions: Literal;
  readonly scope: Scope;
}

const KINDS: Readonly<Record<string, string>> = { AMAZON_DYNAMODB: 'DynamoDB', AWS_LAMBDA: 'Lambda' };

function dataSource(
  source: Resource,
  name: string,
  type: string,
  property: Property,
  config: Properties,
  target: DataSourceTarget,
): Resource[] {
  const id = `${source.id}${name}${KINDS[type]}DataSource`;
  const settings: ObjectValue | undefined = objectOf(property.value);
  const { nameSpan } = property;
  const given = settings?.properties.get('ServiceRoleArn');
  const role = `${id}Role`;
  const made = generated(
    source,
    id,
    'AWS::AppSync::DataSource',
    {
      ApiId: reference(source.id, 'ApiId', nameSpan),
      Name: settings?.properties.get('Name') ?? name,
      Type: type,
      ...picked(settings, ['Description']),
      ServiceRoleArn: given ?? reference(role, 'Arn', nameSpan),
      ...config,
    },
    { nameSpan },
  );
  if (given) return [made];
  const start = { Arn: reference(id, undefined, nameSpan), RoleName: reference(role, undefined, nameSpan) };
  const ends: [Connected, Connected] = [
    { type: 'AWS::AppSync::DataSource', values: valuesOf(start, nameSpan) },
    { type: target.type, values: valuesOf({ Arn: target.arn }, nameSpan) },
  ];
  return [
    made,
    generated(
      source,
      role,
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: trust('appsync.amazonaws.com') },
      { nameSpan },
    ),
    ...joined(source, `${id}${target.id}`, ends, target.permissions, target.scope),
  ];
}

function domainName(source: Resource): Resource[] {
  const property = source.properties.properties.get('DomainName');
  const settings = objectOf(property?.value);
  if (!property || !settings) return [];
  const id = `${source.id}DomainName`;
  const { nameSpan } = property;
  return [
    generated(
      source,
      id,
      'AWS::AppSync::DomainName',
      picked(settings, ['CertificateArn', 'DomainName', 'Description']),
      { nameSpan },
    ),
    generated(
      source,
      `${id}ApiAssociation`,
      'AWS::AppSync::DomainNameApiAssociation',
      { ApiId: reference(source.id, 'ApiId', nameSpan), DomainName: reference(id, 'DomainName', nameSpan) },
      { nameSpan },
    ),
  ];
}

function pipelineFunction(source: Resource, property: Property): Properties {
  const settings = objectOf(property.value);
  return {
    ...picked(settings, ['Name', 'MaxBatchSize', 'Description']),
    ...codeOf(settings),
    DataSourceName: changed(settings?.properties.get('DataSource'), value => dataSourceName(source, value)),
    SyncConfig: settings?.properties.get('Sync'),
  };
}

function resolver(source: Resource, type: string, field: string, property: Property): Properties {
  const settings = objectOf(property.value);
  return {
    TypeName: type,
    FieldName: settings?.properties.get('FieldName') ?? field,
    Kind: 'PIPELINE',
    ...codeOf(settings),
    ...picked(settings, ['MaxBatchSize']),
    CachingConfig: settings?.properties.get('Caching'),
    PipelineConfig: changed(settings?.properties.get('Pipeline'), functions => ({
      Functions: (listOf(functions)?.items ?? []).map(name => functionId(source, name)),
    })),
  };
}

function codeOf(settings: ObjectValue | undefined): Properties {
  const runtime = settings?.properties.get('Runtime');
  return {
    Code: settings?.properties.get('InlineCode'),
    CodeS3Location: settings?.properties.get('CodeUri'),
    Runtime: changed(runtime, value => ({
      Name: propertyValue(value, 'Name'),
      RuntimeVersion: propertyValue(value, 'Version'),
    })),
  };
}

/** A data source of the API by its name there, or one from elsewhere. */
function dataSourceName(source: Resource, value: Value): Value {
  const name = textOf(value);
  if (name?.toLowerCase() === 'none') return reference(`${source.id}NoneDataSource`, 'Name', value.span);
  const all = source.properties.properties.get('DataSources')?.value;
  const isOf = (kind: string) => name !== undefined && propertyValue(propertyValue(all, kind), name) !== undefined;
  if (isOf('DynamoDb')) return reference(`${source.id}${name}DynamoDBDataSource`, 'Name', value.span);
  return isOf('Lambda') ? reference(`${source.id}${name}LambdaDataSource`, 'Name', value.span) : value;
}

/** A function of the API by its name there: the one that is made, or the one whose id is given. */
function functionId(source: Resource, value: Value): Value {
  const name = textOf(value);
  if (name === undefined) return value;
  const settings = propertyValue(source.properties.properties.get('Functions')?.value, name);
  return propertyValue(settings, 'Id') ?? reference(`${source.id}${name}`, 'FunctionId', value.span);
}
