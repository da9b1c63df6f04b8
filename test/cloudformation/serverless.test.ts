import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Input } from '../../src/model/input.ts';
import { problems, read, render, textAt } from './render.ts';
import { SERVERLESS_TEMPLATES } from './serverless-templates.ts';

function types(input: Input): Record<string, string> {
  return Object.fromEntries(input.resources.map(({ address, type }) => [address, type]));
}

function properties(input: Input, address: string): string {
  const resource = input.resources.find(candidate => candidate.address === address);
  return resource ? render(resource.properties) : 'no such resource';
}

const transform = 'Transform: AWS::Serverless-2016-10-31\n';

describe('a function', () => {
  const text = `${transform}Resources:
  Worker:
    Type: AWS::Serverless::Function
    Metadata: {lintel: {}}
    Properties:
      Handler: a.b
      Runtime: nodejs20.x
      CodeUri: s3://code/a.zip
      Tracing: Active
      Tags: {Owner: me}
      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}
      Policies:
        - AWSLambdaExecute
        - S3ReadPolicy: {BucketName: data}
        - Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]
      Events:
        Poll: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 5}}
  Queue: {Type: AWS::SQS::Queue}
`;
  const input = read(text);

  test('becomes the function, its role and its events', () => {
    expect([input.info.dialect, problems(input), types(input)]).toEqual([
      'sam',
      [],
      {
        Worker: 'AWS::Lambda::Function',
        WorkerPoll: 'AWS::Lambda::EventSourceMapping',
        WorkerRole: 'AWS::IAM::Role',
        Queue: 'AWS::SQS::Queue',
      },
    ]);
    expect(properties(input, 'Worker')).toBe(
      '{Code: {S3Bucket: "code", S3Key: "a.zip"}, Handler: "a.b", Runtime: "nodejs20.x", Role: @WorkerRole.Arn, TracingConfig: {Mode: "Active"}, DeadLetterConfig: {TargetArn: @Queue.Arn}, Tags: [{Key: "lambda:createdBy", Value: "SAM"}, {Key: "Owner", Value: "me"}]}',
    );
    expect(properties(input, 'WorkerPoll')).toBe('{FunctionName: @Worker, EventSourceArn: @Queue.Arn, BatchSize: 5}');
  });

  test('what it deploys beside itself says so', () => {
    expect(input.resources.map(({ address, deployedBy }) => [address, deployedBy])).toEqual([
      ['Worker', undefined],
      ['WorkerPoll', 'Worker'],
      ['WorkerRole', 'Worker'],
      ['Queue', undefined],
    ]);
  });

  test('its role has what is written and what it needs', () => {
    const role = input.resources.find(({ address }) => address === 'WorkerRole')!;
    expect(render(role.properties.properties.get('ManagedPolicyArns')?.value)).toBe(
      '["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess", "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole", "arn:aws:iam::aws:policy/AWSLambdaExecute"]',
    );
    const policies = role.properties.properties.get('Policies')!;
    expect(policies.value.kind === 'list' && policies.value.items.map(item => textAt(item.span))).toEqual([
      'DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}',
      'S3ReadPolicy: {BucketName: data}',
      "Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]",
    ]);
    expect(render(policies.value)).toContain('Resource: [`arn:${?AWS::Partition}:s3:::data`, ');
  });

  test('everything stands in the source, under its type, with its Metadata', () => {
    const resources = input.resources.filter(({ address }) => address !== 'Queue');
    expect(
      resources.map(({ writtenAs, nameSpan, attributes }) => [writtenAs, textAt(nameSpan), render(attributes)]),
    ).toEqual([
      ['AWS::Serverless::Function', 'Worker', '{Metadata: {lintel: {}}}'],
      ['AWS::Serverless::Function', 'Poll', '{Metadata: {lintel: {}}}'],
      ['AWS::Serverless::Function', 'Worker', '{Metadata: {lintel: {}}}'],
    ]);
    const tracing = resources[0]!.properties.properties.get('TracingConfig')!;
    expect([tracing.writtenAs, textAt(tracing.span)]).toEqual(['Tracing', 'Tracing: Active']);
  });
});

describe('Globals', () => {
  const text = `${transform}Globals:
  Function:
    Timeout: 3
    Layers: [a]
    Architectures: [x86_64]
    Environment: {Variables: {A: 1, B: 1}}
    Tracing: Active
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Timeout: 9
      Layers: [b]
      Architectures: [arm64]
      Tracing: !Ref AWS::NoValue
      Environment: {Variables: {B: 2}}
  Two: {Type: AWS::Serverless::Function, IgnoreGlobals: '*', Properties: {InlineCode: x, Role: r}}
  Three: {Type: AWS::Serverless::Function, IgnoreGlobals: [Layers, Environment], Properties: {InlineCode: x, Role: r}}
`;

  test('own texts win, maps are merged, lists joined, no value takes away', () => {
    const input = read(text);
    const common = 'Tags: [{Key: "lambda:createdBy", Value: "SAM"}]';
    expect(['One', 'Two', 'Three'].map(name => properties(input, name))).toEqual([
      `{Code: {ZipFile: "x"}, Timeout: 9, Environment: {Variables: {A: 1, B: 2}}, Layers: ["a", "b"], Architectures: ["arm64"], Role: @OneRole.Arn, ${common}}`,
      `{Code: {ZipFile: "x"}, Role: "r", ${common}}`,
      `{Code: {ZipFile: "x"}, Timeout: 3, Architectures: ["x86_64"], Role: "r", TracingConfig: {Mode: "Active"}, ${common}}`,
    ]);
    const tracing = input.resources
      .find(({ address }) => address === 'Three')!
      .properties.properties.get('TracingConfig')!;
    expect(textAt(tracing.nameSpan)).toBe('Tracing');
  });
});

test('tags are passed on where PropagateTags says so, to what SAM tags', () => {
  const input = read(`${transform}Globals: {Function: {PropagateTags: true}}
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      AutoPublishAlias: live
      DeploymentPreference: {Type: AllAtOnce}
      Tags: {Owner: me}
      Events:
        Get: {Type: Api, Properties: {Path: /, Method: get}}
        Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
  Silent: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Role: r, PropagateTags: false, Tags: {Owner: you}}}
  Flow: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {}, Role: r, PropagateTags: true, Tags: {Owner: flow}}}
`);
  const tags = input.resources.map(({ address, properties: all }) => [
    address,
    render(all.properties.get('Tags')?.value),
  ]);
  const list = (...items: readonly string[]) => `[${items.join(', ')}]`;
  const [sam, me] = ['{Key: "lambda:createdBy", Value: "SAM"}', '{Key: "Owner", Value: "me"}'];
  expect(Object.fromEntries(tags)).toEqual({
    Worker: list(sam, me),
    WorkerVersion: '∅',
    WorkerAliaslive: '∅',
    WorkerGetPermissionProd: '∅',
    WorkerTick: '∅',
    WorkerTickPermission: '∅',
    WorkerRole: list(sam, me),
    Silent: list(sam, '{Key: "Owner", Value: "you"}'),
    Flow: list('{Key: "stateMachine:createdBy", Value: "SAM"}', '{Key: "Owner", Value: "flow"}'),
    ServerlessRestApi: list(me),
    ServerlessRestApiDeployment: '∅',
    ServerlessRestApiProdStage: list(me),
    ServerlessDeploymentApplication: list(me),
    CodeDeployServiceRole: list(me),
    WorkerDeploymentGroup: list(me),
  });
});

test('newer kinds of compute become what they deploy', () => {
  const input = read(`${transform}Globals: {NetworkConnector: {Tags: {Owner: net}, PropagateTags: true}}
Resources:
  Net: {Type: AWS::Serverless::NetworkConnector, Properties: {VpcConfig: {SubnetIds: [a], SecurityGroupIds: [b]}}}
  Image:
    Type: AWS::Serverless::MicrovmImage
    Properties: {Name: i, CodeUri: s3://code/a.zip, BaseImageArn: arn:b, BaseImageVersion: '1', EnvironmentVariables: {A: b}}
  Web:
    Type: AWS::Serverless::WebFunction
    Properties: {FunctionName: w, Runtime: nodejs24.x, AuthType: IamAuth, CodeUri: s3://code/a.zip, KmsKeyArn: arn:k}
  Mine: {Type: AWS::Serverless::WebFunction, Properties: {Runtime: nodejs24.x, AuthType: IamAuth, ExecutionRoleArn: arn:r}}
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: s3://a/b, RetentionPolicy: delete}}
  Code: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://a/b, Role: r, SourceKMSKeyArn: arn:k}}
`);
  expect([problems(input), types(input)]).toEqual([
    [],
    {
      Net: 'AWS::Lambda::NetworkConnector',
      NetOperatorRole: 'AWS::IAM::Role',
      Image: 'AWS::Lambda::MicrovmImage',
      ImageBuildRole: 'AWS::IAM::Role',
      Web: 'AWS::Lambda::WebFunction',
      WebRole: 'AWS::IAM::Role',
      WebRevision: 'AWS::Lambda::WebFunctionRevision',
      WebEndpoint: 'AWS::Lambda::WebFunctionEndpoint',
      Mine: 'AWS::Lambda::WebFunction',
      MineRevision: 'AWS::Lambda::WebFunctionRevision',
      MineEndpoint: 'AWS::Lambda::WebFunctionEndpoint',
      Layer: 'AWS::Lambda::LayerVersion',
      Code: 'AWS::Lambda::Function',
    },
  ]);
  expect(properties(input, 'NetOperatorRole')).toContain(
    'Tags: [{Key: "lambda:createdBy", Value: "SAM"}, {Key: "Owner"',
  );
  expect(properties(input, 'ImageBuildRole')).toContain('Resource: `arn:${?AWS::Partition}:s3:::code/*`');
  expect(properties(input, 'Web')).toBe('{FunctionName: "w", Tags: [{Key: "lambda:createdBy", Value: "SAM"}]}');
  expect(properties(input, 'MineRevision')).toContain('ServiceConfig: {ExecutionRoleArn: "arn:r", TimeoutSeconds: 30}');
  expect(properties(input, 'Code')).toContain('Code: {S3Bucket: "a", S3Key: "b", SourceKMSKeyArn: "arn:k"}');
  const layer = input.resources.find(({ address }) => address === 'Layer')!;
  expect(render(layer.attributes)).toBe('{DeletionPolicy: "Delete"}');
});

describe('conditions', () => {
  const text = `${transform}Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  Sometimes:
    Type: AWS::Serverless::Function
    Condition: C
    Properties:
      InlineCode: x
      Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}
  Always:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Role: !If [C, !Ref AWS::NoValue, given]
`;

  test('what is generated exists where its source does', () => {
    const exist = read(text).resources.map(({ address, existsWhen }) => [address, existsWhen.map(({ name }) => name)]);
    expect(Object.fromEntries(exist)).toEqual({
      Sometimes: ['C'],
      SometimesRole: ['C'],
      SometimesGetPermissionProd: ['C'],
      Always: [],
      AlwaysRole: ['C'],
      ServerlessRestApi: ['C'],
      ServerlessRestApiDeployment: ['C'],
      ServerlessRestApiProdStage: ['C'],
    });
  });

  test('a role that may be given is one or the other', () => {
    expect(properties(read(text), 'Always')).toContain(
      'Role: ?condition C (parameter P)<C=true: @AlwaysRole.Arn | C=false: "given">',
    );
  });
});

test('a bucket gets the notifications of events, a user pool the triggers', () => {
  const input = read(`${transform}Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Role: r
      Events:
        Put: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*'}}
        Up: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}
  Pool: {Type: AWS::Cognito::UserPool}
`);
  expect([properties(input, 'Bucket'), properties(input, 'Pool')]).toEqual([
    '{BucketName: "b", NotificationConfiguration: {LambdaConfigurations: [{Event: "s3:ObjectCreated:*", Function: @Worker.Arn}]}}',
    '{LambdaConfig: {PreSignUp: @Worker.Arn}}',
  ]);
});

test('names that only the transform makes can be referred to', () => {
  const input = read(`${transform}Parameters: {Live: {Type: String, Default: live}}
Resources:
  Worker: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, AutoPublishAlias: !Ref Live}}
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod, DefinitionUri: s3://b/k}}
  X:
    Type: Custom::X
    Properties: {A: !Ref Worker.Alias, B: !Sub '\${Api.Stage}', C: !GetAtt WorkerRole.Arn, D: !Ref Api, E: !Ref ServerlessRestApi}
`);
  expect([problems(input), properties(input, 'X')]).toEqual([
    [],
    '{A: @WorkerAliaslive, B: @ApiprodStage, C: @WorkerRole.Arn, D: @Api, E: @ServerlessRestApi}',
  ]);
});

test('a template that forgot the transform is taken for what it is', () => {
  const input = read('Resources: {T: {Type: AWS::Serverless::SimpleTable}}');
  expect([input.info.dialect, types(input)]).toEqual(['sam', { T: 'AWS::DynamoDB::Table' }]);
});

test('wrong shapes do not throw', () => {
  const shapes = ['text', '[1]', '{a: {b: c}}', '!Ref P', '!If [C, x, {y: z}]', '[]', '{}', '5'];
  const names = [
    'Events',
    'Policies',
    'Role',
    'EventInvokeConfig',
    'FunctionUrlConfig',
    'DeadLetterQueue',
    'Tags',
    'CodeUri',
    'AutoPublishAlias',
    'DeploymentPreference',
    'Auth',
    'Domain',
    'StageName',
    'DefinitionBody',
    'DataSources',
    'Functions',
    'Resolvers',
    'Source',
    'Destination',
    'PrimaryKey',
    'EndpointConfiguration',
  ];
  const kinds = [
    'Function',
    'Api',
    'HttpApi',
    'StateMachine',
    'SimpleTable',
    'LayerVersion',
    'Application',
    'GraphQLApi',
    'Connector',
    'Nonsense',
  ];
  for (const shape of shapes) {
    const lines = kinds.map(
      kind =>
        `  ${kind}:\n    Type: AWS::Serverless::${kind}\n    Connectors: ${shape}\n    Properties: {${names.map(name => `${name}: ${shape}`).join(', ')}}`,
    );
    const events = ['Api', 'HttpApi', 'S3', 'SNS', 'SQS', 'Schedule', 'ScheduleV2', 'Cognito', 'MQ', 'Nonsense'].map(
      type => `        ${type}: {Type: ${type}, Properties: ${shape}}`,
    );
    const text = `${transform}Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}\nGlobals: ${shape}\nResources:\n${lines.join('\n')}\n  E:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n${events.join('\n')}\n`;
    expect(read(text).resources.length).toBeGreaterThan(9);
  }
});

const translator = spawnSync('python3', ['-c', 'import samtranslator, yaml'], { timeout: 60_000 }).status === 0;

describe.skipIf(!translator)('aws-sam-translator, where it is installed', () => {
  test('deploys resources of the same types', { timeout: 120_000 }, () => {
    const script = `
import json, os, sys
os.environ.setdefault('AWS_DEFAULT_REGION', 'us-east-1')
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
result = {}
for name, text in json.load(sys.stdin).items():
    template = yaml_parse(text)
    parameters = {k: v.get('Default') for k, v in (template.get('Parameters') or {}).items()}
    resources = Translator({}, Parser()).translate(template, parameters)['Resources']
    result[name] = sorted(r['Type'] for r in resources.values())
print(json.dumps(result))
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], {
      input: JSON.stringify(SERVERLESS_TEMPLATES),
      encoding: 'utf8',
    });
    expect(stdout, stderr).not.toBe('');
    const own = Object.entries(SERVERLESS_TEMPLATES).map(([name, text]) => [
      name,
      read(text)
        .resources.map(({ type }) => type)
        .sort(),
    ]);
    expect(Object.fromEntries(own)).toEqual(JSON.parse(stdout));
  });
});

test.each(
  Object.entries(SERVERLESS_TEMPLATES),
)('%s: no diagnostics, ids used once, references resolved', (_name, text) => {
  const input = read(text);
  const ids = input.resources.map(({ id }) => id);
  expect([problems(input), new Set(ids).size]).toEqual([[], ids.length]);
  const targets = new Set(
    [
      ...input.resources
        .map(({ properties: all }) => render(all))
        .join(' ')
        .matchAll(/@([A-Za-z0-9]+)/g),
    ].map(match => match[1]),
  );
  expect([...targets].filter(target => !ids.includes(target!))).toEqual([]);
});
