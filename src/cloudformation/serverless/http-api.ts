import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, textOf } from '../../model/value.ts';
import { apiDomain } from './api-domain.ts';
import {
  changed,
  converted,
  generated,
  isTrue,
  type Literal,
  literalsOf,
  location,
  picked,
  reference,
} from './build.ts';
import type { Expansion } from './expansion.ts';
import { authorizerPermission, pathsOf, stageId } from './rest-api.ts';

const STAGE_NAMES = ['StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings'];

/**
 * What an `AWS::Serverless::HttpApi` deploys.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-httpapi.html
 */
export function expandHttpApi(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const stageName = properties.get('StageName');
  const stage = httpStageId(source.id, stageName && (textOf(stageName.value) ?? ''));
  const createdBy = { 'httpapi:createdBy': 'SAM' };
  const tags =
    changed(properties.get('Tags'), value => ({ ...literalsOf(objectOf(value)), ...createdBy })) ?? createdBy;
  const auth = objectOf(properties.get('Auth')?.value);
  const body = (): Literal => ({
    openapi: '3.0.1',
    paths: pathsOf(expansion.httpRoutes.get(source.id) ?? [], auth, expansion),
    components: { securitySchemes: propertyValue(auth, 'Authorizers') },
  });
  return [
    converted(source, 'AWS::ApiGatewayV2::Api', {
      ...picked(source.properties, ['Name', 'Description', 'DisableExecuteApiEndpoint', 'FailOnWarnings']),
      CorsConfiguration: changed(properties.get('CorsConfiguration'), value =>
        isTrue(value) ? { AllowOrigins: ['*'] } : value,
      ),
      ProtocolType: 'HTTP',
      Tags: tags,
      BodyS3Location: changed(properties.get('DefinitionUri'), value =>
        location(value, { bucket: 'Bucket', key: 'Key', version: 'Version' }),
      ),
      Body: properties.get('DefinitionBody') ?? (properties.has('DefinitionUri') ? undefined : body()),
    }),
    generated(source, stage, 'AWS::ApiGatewayV2::Stage', {
      ApiId: reference(source.id, undefined, source.nameSpan),
      StageName: stageName ?? '$default',
      AutoDeploy: true,
      Tags: tags,
      ...picked(source.properties, STAGE_NAMES),
    }),
    ...[...(objectOf(propertyValue(auth, 'Authorizers'))?.properties ?? [])].flatMap(authorizer =>
      permissionOf(authorizer, source, expansion),
    ),
    ...apiDomain(source, stage, 'http'),
  ];
}

/**
 * The logical id of an API's stage, which is what `!Ref Api.Stage` names; without a name it is `$default`; one that is
 * not known is empty.
 */
export function httpStageId(api: string, stage: string | undefined): string {
  return stage === undefined || stage === '$default' ? `${api}ApiGatewayDefaultStage` : stageId(api, stage);
}

function permissionOf([name, property]: [string, Property], source: Resource, { scope }: Expansion): Resource[] {
  const functionArn = propertyValue(property.value, 'FunctionArn');
  if (!functionArn || !isTrue(propertyValue(property.value, 'EnableFunctionDefaultPermissions'))) return [];
  return [authorizerPermission(source, `${source.id}${name}AuthorizerPermission`, functionArn, property, scope)];
}
