import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property } from '../../model/value.ts';
import { isTrue, tagList } from './build.ts';

/** What SAM generates and tags with `PropagateTags`; of other types the tags of the source are not passed on. */
const TAGGED: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::ApiKey',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::DomainNameV2',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::UsagePlan',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::IAM::Role',
  'AWS::IoT::TopicRule',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
]);

/** API Gateway's second version takes a map. */
const TAGGED_BY_MAP: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Stage',
]);

/**
 * What a serverless resource deploys, all of it with the tags of the source where `PropagateTags` says so.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
export function withPropagatedTags(source: Resource, resources: readonly Resource[]): readonly Resource[] {
  const tags = propagatedTags(source);
  const list = tags && tagList(tags, source);
  if (!tags || !list) return resources;
  return resources.map(resource => {
    if (TAGGED_BY_MAP.has(resource.type)) return withTags(resource, tags);
    if (!TAGGED.has(resource.type)) return resource;
    // What SAM says of itself stays beside them where it is there already.
    return resource.properties.properties.has('Tags') ? resource : withTags(resource, list);
  });
}

/** The tags that a serverless resource passes on. */
export function propagatedTags(source: Resource): Property | undefined {
  const { properties } = source.properties;
  const tags = properties.get('Tags');
  return isTrue(properties.get('PropagateTags')?.value) && (objectOf(tags?.value)?.properties.size ?? 1) > 0
    ? tags
    : undefined;
}

function withTags(resource: Resource, tags: Property): Resource {
  const properties = new Map(resource.properties.properties).set('Tags', tags);
  return { ...resource, properties: { ...resource.properties, properties } };
}
