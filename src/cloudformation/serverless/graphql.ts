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
  entriesOf,
  generated,
  isFalse,
  type Literal,
  picked,
  reference,
  tagList,
} from './build.ts';
import { type Connected, valuesOf } from './connector.ts';
import type { Expansion } from './expansion.ts';
import { dataSources, joined } from './graphql-data-sources.ts';
import { trust } from './role.ts';

type Properties = Parameters<typeof generated>[3];

/**
 * What an `AWS::Serverless::GraphQLApi` deploys.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 */
export function expandGraphQLApi(source: Resource, { scope }: Expansion): Resource[] {
  const { properties } = source.properties;
  const logging = loggingOf(source);
  return [
    mainApi(source, logging.config),
    part(source, 'Schema', 'AWS::AppSync::GraphQLSchema', {
      Definition: properties.get('SchemaInline'),
      DefinitionS3Location: properties.get('SchemaUri'),
    }),
    ...lambdaAuthorizers(source, scope),
    ...logging.resources,
    ...apiKeysAndCache(source),
    ...dataSources(source, scope),
    ...domainName(source),
    ...functionsAndResolvers(source),
  ];
}

/** A resource of its own that belongs to the API. */
function part(source: Resource, suffix: string, type: string, properties: Properties, at?: Property): Resource {
  const api = reference(source.id, 'ApiId', source.nameSpan);
  return generated(source, `${source.id}${suffix}`, type, { ApiId: api, ...properties }, { nameSpan: at?.nameSpan });
}

function apiKeysAndCache(source: Resource): Resource[] {
  const { properties } = source.properties;
  const cache = properties.get('Cache');
  const keys = entriesOf(properties.get('ApiKeys')?.value).map(([name, property]) => {
    const settings = objectOf(property.value);
    const expires = settings?.properties.get('ExpiresOn');
    return part(
      source,
      name,
      'AWS::AppSync::ApiKey',
      { ...picked(settings, ['ApiKeyId', 'Description']), Expires: expires },
      property,
    );
  });
  if (!cache) return keys;
  return [
    ...keys,
    part(source, 'ApiCache', 'AWS::AppSync::ApiCache', picked(objectOf(cache.value), CACHE_NAMES), cache),
  ];
}

function functionsAndResolvers(source: Resource): Resource[] {
  const { properties } = source.properties;
  const written = entriesOf(properties.get('Functions')?.value);
  const made = written.filter(([, { value }]) => !propertyValue(value, 'Id'));
  const functions = made.map(([name, property]) =>
    part(
      source,
      name,
      'AWS::AppSync::FunctionConfiguration',
      { Name: name, ...pipelineFunction(source, property) },
      property,
    ),
  );
  const resolvers = entriesOf(properties.get('Resolvers')?.value).flatMap(([type, fields]) =>
    entriesOf(fields.value).map(([field, property]) =>
      part(source, `${type}${field}`, 'AWS::AppSync::Resolver', resolver(source, type, field, property), property),
    ),
  );
  const usesNone = written.some(
    ([, { value }]) => textOf(propertyValue(value, 'DataSource'))?.toLowerCase() === 'none',
  );
  const none = { Name: `${source.id}NoneDataSource`, Type: 'NONE' };
  return [
    ...functions,
    ...resolvers,
    ...(usesNone ? [part(source, 'NoneDataSource', 'AWS::AppSync::DataSource', none)] : []),
  ];
}

const CACHE_NAMES = ['ApiCachingBehavior', 'Type', 'Ttl', 'AtRestEncryptionEnabled', 'TransitEncryptionEnabled'];

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
