import type { Resource } from '../../model/resource.ts';
import { type ObjectValue, objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { apiDomain } from './api-domain.ts';
import {
  changed,
  converted,
  entriesOf,
  generated,
  type Literal,
  literalsOf,
  picked,
  reference,
  template,
} from './build.ts';
import { pseudo } from './event-resources.ts';
import type { Expansion } from './expansion.ts';
import { authorizerPermission } from './rest-api.ts';

const API_NAMES = [
  'ApiKeySelectionExpression',
  'Description',
  'DisableExecuteApiEndpoint',
  'DisableSchemaValidation',
  'IpAddressType',
  'RouteSelectionExpression',
];
const STAGE_NAMES = ['StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings'];
const ROUTE_NAMES = [
  'ApiKeyRequired',
  'ModelSelectionExpression',
  'OperationName',
  'RequestModels',
  'RequestParameters',
  'RouteResponseSelectionExpression',
];

/**
 * What an `AWS::Serverless::WebSocketApi` deploys: the API, a route with its integration and permission for each of
 * its routes, a stage, and an authorizer for the route `$connect`.
 */
export function expandWebSocketApi(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const createdBy = { 'websocketapi:createdBy': 'SAM' };
  const stageName = properties.get('StageName');
  const stage = webSocketStageId(source.id, textOf(stageName?.value));
  const auth = objectOf(properties.get('Auth')?.value);
  const routes = entriesOf(properties.get('Routes')?.value);
  return [
    converted(source, 'AWS::ApiGatewayV2::Api', {
      ...picked(source.properties, API_NAMES),
      Name: properties.get('Name') ?? source.id,
      ProtocolType: 'WEBSOCKET',
      Tags: changed(properties.get('Tags'), value => ({ ...literalsOf(objectOf(value)), ...createdBy })) ?? createdBy,
    }),
    ...routes.flatMap(([key, route]) => routeResources(source, key, route, auth, expansion)),
    ...apiDomain(source, stage, 'http'),
    generated(source, stage, 'AWS::ApiGatewayV2::Stage', {
      ApiId: reference(source.id, undefined, source.nameSpan),
      StageName: stageName ?? DEFAULT_STAGE,
      AutoDeploy: true,
      Tags: createdBy,
      ...picked(source.properties, STAGE_NAMES),
    }),
    ...(routes.some(([key]) => key === CONNECT) ? authorizer(source, properties.get('Auth'), auth, expansion) : []),
  ];
}

const DEFAULT_STAGE = 'default';
const CONNECT = '$connect';

/** The logical id of the stage, which is what `!Ref Api.Stage` names. */
export function webSocketStageId(api: string, stage: string | undefined): string {
  return stage === undefined || stage === '' || stage === DEFAULT_STAGE ? `${api}DefaultStage` : `${api}${stage}Stage`;
}

function routeResources(
  source: Resource,
  key: string,
  route: Property,
  auth: ObjectValue | undefined,
  { scope }: Expansion,
): Resource[] {
  const { nameSpan } = route;
  const settings = objectOf(route.value);
  const functionArn = propertyValue(settings, 'FunctionArn');
  const name = key.replace(/[^A-Za-z0-9]/g, '');
  const id = `${source.id}${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
  const api = reference(source.id, undefined, nameSpan);
  const account = pseudo('AWS::AccountId', { nameSpan }, scope);
  const stage: string | Value = source.properties.properties.get('StageName')?.value ?? DEFAULT_STAGE;
  return [
    generated(
      source,
      `${id}Route`,
      'AWS::ApiGatewayV2::Route',
      {
        RouteKey: key,
        ApiId: api,
        ...picked(settings, ROUTE_NAMES),
        ...(key === CONNECT ? authorization(source, auth, nameSpan) : {}),
        Target: template(['integrations/', reference(`${id}Integration`, undefined, nameSpan)], nameSpan),
      },
      { nameSpan },
    ),
    generated(
      source,
      `${id}Integration`,
      'AWS::ApiGatewayV2::Integration',
      {
        ApiId: api,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn && invocation(functionArn, nameSpan, scope),
        TimeoutInMillis: propertyValue(settings, 'IntegrationTimeout'),
      },
      { nameSpan },
    ),
    generated(
      source,
      `${id}Permission`,
      'AWS::Lambda::Permission',
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: functionArn,
        Principal: 'apigateway.amazonaws.com',
        SourceArn: template(
          [...arnOf('execute-api', nameSpan, scope), ':', account, ':', api, '/', stage, '/', key],
          nameSpan,
        ),
      },
      { nameSpan },
    ),
  ];
}

function authorization(
  source: Resource,
  auth: ObjectValue | undefined,
  span: Property['nameSpan'],
): { [name: string]: Literal } {
  const type = propertyValue(auth, 'AuthType');
  if (!type) return {};
  const isCustom = textOf(type)?.toUpperCase() === 'CUSTOM';
  return {
    AuthorizationType: type,
    AuthorizerId: isCustom ? reference(authorizerId(source), undefined, span) : undefined,
  };
}

function authorizerId(source: Resource): string {
  return `${source.id}ConnectAuthorizer`;
}

/** The Lambda function that authorizes connections, and the permission to invoke it unless a role gives it. */
function authorizer(
  source: Resource,
  property: Property | undefined,
  auth: ObjectValue | undefined,
  { scope }: Expansion,
): Resource[] {
  const functionArn = propertyValue(auth, 'AuthArn');
  if (!property || !functionArn || textOf(propertyValue(auth, 'AuthType'))?.toUpperCase() !== 'CUSTOM') return [];
  const { nameSpan } = property;
  const id = authorizerId(source);
  const role = propertyValue(auth, 'InvokeRole');
  return [
    generated(
      source,
      id,
      'AWS::ApiGatewayV2::Authorizer',
      {
        ApiId: reference(source.id, undefined, nameSpan),
        AuthorizerType: 'REQUEST',
        AuthorizerCredentialsArn: role,
        AuthorizerUri: invocation(functionArn, nameSpan, scope),
        ...picked(auth, ['IdentitySource']),
        Name: propertyValue(auth, 'Name') ?? id,
      },
      { nameSpan },
    ),
    ...(role ? [] : [authorizerPermission(source, `${source.id}AuthorizerPermission`, functionArn, property, scope)]),
  ];
}

/** How API Gateway names what it invokes. */
function invocation(functionArn: Value, nameSpan: Property['nameSpan'], scope: Expansion['scope']): Value {
  const path = ':lambda:path/2015-03-31/functions/';
  return template([...arnOf('apigateway', nameSpan, scope), path, functionArn, '/invocations'], nameSpan);
}

function arnOf(service: string, nameSpan: Property['nameSpan'], scope: Expansion['scope']): (string | Value)[] {
  const [partition, region] = ['AWS::Partition', 'AWS::Region'].map(name => pseudo(name, { nameSpan }, scope));
  return ['arn:', partition!, `:${service}:`, region!];
}
