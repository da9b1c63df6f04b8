import type { Resource } from '../../model/resource.ts';
import { type ObjectValue, objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { apiDomain } from './api-domain.ts';
import {
  changed,
  converted,
  generated,
  hashOf,
  isTrue,
  type Literal,
  location,
  picked,
  reference,
  tagList,
  template,
  valueOfLiteral,
} from './build.ts';
import { executeApiArn, pseudo } from './event-resources.ts';
import type { Expansion, Route } from './expansion.ts';

const SAME_NAMES = [
  'Name',
  'Description',
  'BinaryMediaTypes',
  'MinimumCompressionSize',
  'FailOnWarnings',
  'Mode',
  'ApiKeySourceType',
  'DisableExecuteApiEndpoint',
  'Policy',
  'SecurityPolicy',
  'EndpointAccessMode',
];

const STAGE_NAMES = [
  'StageName',
  'CacheClusterEnabled',
  'CacheClusterSize',
  'Variables',
  'MethodSettings',
  'AccessLogSetting',
  'CanarySetting',
  'TracingEnabled',
];

/**
 * What an `AWS::Serverless::Api` deploys.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
 */
export function expandRestApi(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const deployment = `${source.id}Deployment`;
  const api = reference(source.id, undefined, source.nameSpan);
  const stage = stageIdOf(source);
  return [
    converted(source, 'AWS::ApiGateway::RestApi', {
      ...picked(source.properties, SAME_NAMES),
      EndpointConfiguration: changed(properties.get('EndpointConfiguration'), endpoint),
      BodyS3Location: changed(properties.get('DefinitionUri'), value =>
        location(value, { bucket: 'Bucket', key: 'Key', version: 'Version' }),
      ),
      Body: properties.get('DefinitionBody') ?? body(source, expansion),
    }),
    generated(source, deployment, 'AWS::ApiGateway::Deployment', { RestApiId: api }),
    generated(source, stage, 'AWS::ApiGateway::Stage', {
      RestApiId: api,
      DeploymentId: reference(deployment, undefined, source.nameSpan),
      ...picked(source.properties, STAGE_NAMES),
      Tags: tagList(properties.get('Tags'), source),
    }),
    ...authorizerPermissions(source, expansion),
    ...usagePlan(source, expansion),
    ...apiDomain(source, stage, 'rest'),
  ];
}

function stageIdOf(source: Resource): string {
  return stageId(source.id, textOf(source.properties.properties.get('StageName')?.value) ?? '');
}

/** The logical id of an API's stage, which is what `!Ref Api.Stage` names. */
export function stageId(api: string, stage: string): string {
  return /^[A-Za-z0-9]+$/.test(stage) ? `${api}${stage}Stage` : `${api}Stage${stage === '' ? '' : hashOf(stage)}`;
}

function endpoint(value: Value): Literal {
  const settings = objectOf(value);
  if (!settings) return { Types: [value] };
  return {
    Types: [propertyValue(settings, 'Type')],
    VpcEndpointIds: propertyValue(settings, 'VPCEndpointIds'),
    IpAddressType: propertyValue(settings, 'IpAddressType'),
  };
}

/** The OpenAPI document of the routes that events add, with their authorizers. */
function body(source: Resource, expansion: Expansion): Literal {
  if (source.properties.properties.has('DefinitionUri')) return undefined;
  const auth = objectOf(source.properties.properties.get('Auth')?.value);
  return {
    swagger: '2.0',
    paths: pathsOf(expansion.restRoutes.get(source.id) ?? [], auth, expansion),
    'x-amazon-apigateway-policy': propertyValue(auth, 'ResourcePolicy'),
    securityDefinitions: propertyValue(auth, 'Authorizers'),
    'x-amazon-apigateway-gateway-responses': source.properties.properties.get('GatewayResponses')?.value,
    definitions: source.properties.properties.get('Models')?.value,
  };
}

/** Paths and methods of an API's routes; `security` names the authorizer that guards each. */
export function pathsOf(routes: readonly Route[], auth: ObjectValue | undefined, { scope }: Expansion): Literal {
  const paths: Record<string, Record<string, Literal>> = {};
  for (const route of routes) {
    const authorizer = propertyValue(route.auth, 'Authorizer') ?? propertyValue(auth, 'DefaultAuthorizer');
    const key = propertyValue(route.auth, 'ApiKeyRequired') ?? propertyValue(auth, 'ApiKeyRequired');
    const security: Literal[] = [];
    const name = textOf(authorizer);
    if (name !== undefined && name !== 'NONE') security.push({ [name]: [] });
    if (isTrue(key)) security.push({ api_key: [] });
    const uri = [
      ...['arn:', pseudo('AWS::Partition', { nameSpan: route.span }, scope), ':apigateway:'],
      ...[pseudo('AWS::Region', { nameSpan: route.span }, scope), ':lambda:path/2015-03-31/functions/'],
      ...[route.invoked, '/invocations'],
    ];
    const method = route.method === 'any' ? 'x-amazon-apigateway-any-method' : route.method;
    paths[route.path] ??= {};
    paths[route.path]![method] = valueOfLiteral(
      {
        'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: template(uri, route.span) },
        security: security.length > 0 ? security : undefined,
      },
      route.span,
    );
  }
  return paths;
}

/** API Gateway must be allowed to call the functions that authorize. */
function authorizerPermissions(source: Resource, { scope }: Expansion): Resource[] {
  const auth = source.properties.properties.get('Auth')?.value;
  const authorizers = objectOf(propertyValue(auth, 'Authorizers'));
  return [...(authorizers?.properties ?? [])].flatMap(([name, property]) => {
    const functionArn = propertyValue(property.value, 'FunctionArn');
    if (!functionArn || isTrue(propertyValue(property.value, 'DisableFunctionDefaultPermissions'))) return [];
    return [authorizerPermission(source, `${source.id}${name}AuthorizerPermission`, functionArn, property, scope)];
  });
}

export function authorizerPermission(
  source: Resource,
  id: string,
  functionArn: Value,
  { nameSpan }: Property,
  scope: Expansion['scope'],
): Resource {
  const arn = executeApiArn(reference(source.id, undefined, nameSpan), '/authorizers/*', { nameSpan }, scope);
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: arn,
  };
  return generated(source, id, 'AWS::Lambda::Permission', properties, { nameSpan });
}

const PLAN_NAMES = ['UsagePlanName', 'Description', 'Quota', 'Tags', 'Throttle'];

function usagePlan(source: Resource, expansion: Expansion): Resource[] {
  const plan = objectOf(source.properties.properties.get('Auth')?.value)?.properties.get('UsagePlan');
  const kind = textOf(propertyValue(plan?.value, 'CreateUsagePlan'));
  if (!plan || (kind !== 'PER_API' && kind !== 'SHARED')) return [];
  if (kind === 'SHARED') expansion.sharedUsagePlan.push(source);
  const prefix = kind === 'SHARED' ? `${expansion.scope.prefix}Serverless` : source.id;
  const users = kind === 'SHARED' ? expansion.sharedUsagePlan : [source];
  const { nameSpan } = plan;
  const stages = (api: string, name: string) =>
    users.map(user => ({
      [api]: reference(user.id, undefined, nameSpan),
      [name]: reference(stageIdOf(user), undefined, nameSpan),
    }));
  return [
    generated(
      source,
      `${prefix}UsagePlan`,
      'AWS::ApiGateway::UsagePlan',
      { ApiStages: stages('ApiId', 'Stage'), ...picked(objectOf(plan.value), PLAN_NAMES) },
      { nameSpan },
    ),
    generated(
      source,
      `${prefix}ApiKey`,
      'AWS::ApiGateway::ApiKey',
      { Enabled: true, StageKeys: stages('RestApiId', 'StageName') },
      { nameSpan },
    ),
    generated(
      source,
      `${prefix}UsagePlanKey`,
      'AWS::ApiGateway::UsagePlanKey',
      {
        KeyId: reference(`${prefix}ApiKey`, undefined, nameSpan),
        KeyType: 'API_KEY',
        UsagePlanId: reference(`${prefix}UsagePlan`, undefined, nameSpan),
      },
      { nameSpan },
    ),
  ];
}
