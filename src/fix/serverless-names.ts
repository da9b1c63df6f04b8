import type { Leaf } from './wanted.ts';

/**
 * SAM calls some properties otherwise than the resources that it makes of them,
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html.
 * By the type as written and the type that it becomes: the names of both; what is not here has the same name.
 */
const RENAMED: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string | null>>>>>> = {
  'AWS::Serverless::Function': {
    'AWS::Lambda::Function': {
      'TracingConfig.Mode': 'Tracing',
      'DeadLetterConfig.TargetArn': 'DeadLetterQueue.TargetArn',
    },
    'AWS::Lambda::Url': { AuthType: 'FunctionUrlConfig.AuthType' },
  },
  'AWS::Serverless::StateMachine': {
    'AWS::StepFunctions::StateMachine': {
      'TracingConfiguration.Enabled': 'Tracing.Enabled',
      'LoggingConfiguration.Level': 'Logging.Level',
    },
  },
  'AWS::Serverless::SimpleTable': { 'AWS::DynamoDB::Table': { BillingMode: null } },
  'AWS::Serverless::Api': { 'AWS::ApiGateway::Stage': {} },
  'AWS::Serverless::HttpApi': { 'AWS::ApiGatewayV2::Stage': {} },
  'AWS::Serverless::GraphQLApi': { 'AWS::AppSync::GraphQLApi': {} },
  'AWS::Serverless::WebSocketApi': { 'AWS::ApiGatewayV2::Stage': {} },
};

/** The property of a SAM resource that sets one of a resource that it makes; undefined where none is known. */
export function serverlessProperty(writtenAs: string, type: string, leaf: Leaf): Leaf | undefined {
  const names = RENAMED[writtenAs]?.[type];
  if (!names) return undefined;
  const path = leaf.path.join('.');
  const renamed = Object.hasOwn(names, path) ? names[path] : path;
  if (renamed === null || renamed === undefined) return undefined;
  return { ...leaf, path: renamed === path ? leaf.path : renamed.split('.') };
}
