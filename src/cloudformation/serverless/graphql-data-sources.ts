import type { Resource } from '../../model/resource.ts';
import { type ObjectValue, objectOf, type Property, propertyValue, type Value } from '../../model/value.ts';
import type { Scope } from '../scope.ts';
import { entriesOf, generated, type Literal, picked, reference, template, valueOfLiteral } from './build.ts';
import { type Connected, connection, valuesOf } from './connector.ts';
import { pseudo } from './event-resources.ts';
import { trust } from './role.ts';
import { connectorProfile } from './statements.ts';

type Properties = Parameters<typeof generated>[3];

/** The tables and functions behind a GraphQL API, each with a role that may use it. */
export function dataSources(source: Resource, scope: Scope): Resource[] {
  const all = source.properties.properties.get('DataSources')?.value;
  return [
    ...entriesOf(propertyValue(all, 'DynamoDb')).flatMap(([name, property]) => table(source, name, property, scope)),
    ...entriesOf(propertyValue(all, 'Lambda')).flatMap(([name, property]) => lambda(source, name, property, scope)),
  ];
}

function table(source: Resource, name: string, property: Property, scope: Scope): Resource[] {
  const settings = objectOf(property.value);
  const region = pseudo('AWS::Region', property, scope);
  const tableName = propertyValue(settings, 'TableName');
  const parts = ['arn:', pseudo('AWS::Partition', property, scope), ':dynamodb:', region, ':'];
  const path = [pseudo('AWS::AccountId', property, scope), ':table/', ...(tableName ? [tableName] : [])];
  const config = { TableName: tableName, AwsRegion: propertyValue(settings, 'Region') ?? region };
  return dataSource(
    source,
    name,
    'AMAZON_DYNAMODB',
    property,
    { DynamoDBConfig: config },
    {
      arn: propertyValue(settings, 'TableArn') ?? template([...parts, ...path], property.span),
      type: 'AWS::DynamoDB::Table',
      id: 'ToTableConnector',
      permissions: propertyValue(settings, 'Permissions') ?? ['Read', 'Write'],
      scope,
    },
  );
}

function lambda(source: Resource, name: string, property: Property, scope: Scope): Resource[] {
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

export function joined(
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
