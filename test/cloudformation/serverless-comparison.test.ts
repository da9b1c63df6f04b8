import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { read } from './render.ts';

/** Templates that a seed decides, so that a difference can be looked at again. */
const SEED = 20_270_101;
const COUNT = 80;

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;
const attribute = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string) => ({ Ref: id });
const secret = (type: string) => [{ Type: type, URI: arn('secretsmanager', 'secret:s') }];

/** A record that leaves out what is not chosen. */
function some<T extends Record<string, unknown>>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(model, { requiredKeys: [] });
}

const deadLetters = fc.constantFrom<object>({ Type: 'SQS' }, { Arn: arn('sqs', 'q') });

const EVENTS: readonly fc.Arbitrary<object>[] = [
  fc
    .record({ Path: fc.constantFrom('/a', '/b/{c}'), Method: fc.constantFrom('get', 'post', 'any') })
    .chain(route =>
      some({ RestApiId: fc.constant(ref('Rest')) }).map(api => ({ Type: 'Api', Properties: { ...route, ...api } })),
    ),
  fc
    .record({ Path: fc.constantFrom('/a', '/b'), Method: fc.constantFrom('get', 'any') })
    .chain(route =>
      some({ ApiId: fc.constant(ref('Http')) }).map(api => ({ Type: 'HttpApi', Properties: { ...route, ...api } })),
    ),
  fc.constant({ Type: 'S3', Properties: { Bucket: ref('Bucket'), Events: 's3:ObjectCreated:*' } }),
  fc
    .constantFrom<object | boolean>(false, true, { QueueArn: attribute('Queue'), QueueUrl: ref('Queue') })
    .map(queue => ({ Type: 'SNS', Properties: { Topic: ref('Topic'), SqsSubscription: queue } })),
  fc.constant({ Type: 'SQS', Properties: { Queue: attribute('Queue') } }),
  fc.constant({ Type: 'Kinesis', Properties: { Stream: arn('kinesis', 'stream/s'), StartingPosition: 'LATEST' } }),
  some({ DestinationConfig: fc.constant({ OnFailure: { Type: 'SQS', Destination: attribute('Queue') } }) }).map(
    more => ({
      Type: 'DynamoDB',
      Properties: { Stream: arn('dynamodb', 'table/t/stream/1'), StartingPosition: 'LATEST', ...more },
    }),
  ),
  fc.constant({
    Type: 'MSK',
    Properties: { Stream: arn('kafka', 'cluster/c/x'), Topics: ['t'], StartingPosition: 'LATEST' },
  }),
  fc.constant({
    Type: 'MQ',
    Properties: { Broker: arn('mq', 'broker:b'), Queues: ['q'], SourceAccessConfigurations: secret('BASIC_AUTH') },
  }),
  some({ DeadLetterConfig: deadLetters }).map(more => ({
    Type: 'Schedule',
    Properties: { Schedule: 'rate(1 day)', ...more },
  })),
  some({ RoleArn: fc.constant('arn:aws:iam::123456789012:role/r'), DeadLetterConfig: deadLetters }).map(more => ({
    Type: 'ScheduleV2',
    Properties: { ScheduleExpression: 'rate(1 day)', ...more },
  })),
  some({ DeadLetterConfig: deadLetters }).map(more => ({
    Type: 'EventBridgeRule',
    Properties: { Pattern: { source: ['aws.ec2'] }, ...more },
  })),
  fc.constant({ Type: 'CloudWatchLogs', Properties: { LogGroupName: 'l', FilterPattern: 'x' } }),
  fc.constant({ Type: 'IoTRule', Properties: { Sql: "SELECT * FROM 't'" } }),
  fc.constant({ Type: 'AlexaSkill' }),
];

const events = fc
  .array(fc.oneof(...EVENTS), { maxLength: 4 })
  .map(all => Object.fromEntries(all.map((event, index) => [`E${index}`, event])));

const destinations = fc.constantFrom<object>(
  { OnSuccess: { Type: 'SQS' }, OnFailure: { Type: 'SNS' } },
  { OnFailure: { Type: 'SQS', Destination: attribute('Queue') } },
  { OnSuccess: { Type: 'Lambda', Destination: arn('lambda', 'function:f') } },
);

const serverlessFunction = fc
  .tuple(
    some({
      Role: fc.constant('arn:aws:iam::123456789012:role/r'),
      FunctionUrlConfig: fc.constantFrom({ AuthType: 'NONE' }, { AuthType: 'AWS_IAM' }),
      EventInvokeConfig: destinations.map(DestinationConfig => ({ DestinationConfig })),
      DeadLetterQueue: fc.constant({ Type: 'SQS', TargetArn: attribute('Queue') }),
      Policies: fc.constantFrom<object>(['AmazonS3FullAccess'], [{ S3ReadPolicy: { BucketName: 'b' } }]),
      Tags: fc.constant({ Owner: 'me' }),
      PropagateTags: fc.constant(true),
    }),
    fc.constantFrom<object>(
      {},
      { AutoPublishAlias: 'live' },
      { AutoPublishAlias: 'a-b', DeploymentPreference: { Type: 'AllAtOnce' } },
      { AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce', Role: 'arn:aws:iam::1:role/x' } },
    ),
    events,
    fc.constantFrom<object>({}, { Condition: 'C' }),
  )
  .map(([chosen, published, Events, condition]) => ({
    Type: 'AWS::Serverless::Function',
    ...condition,
    Properties: { Handler: 'a.b', Runtime: 'python3.12', CodeUri: 's3://b/k', ...chosen, ...published, Events },
  }));

const authorizers = fc.constantFrom<object>(
  { Authorizers: { A: { UserPoolArn: arn('cognito-idp', 'userpool/p') } }, DefaultAuthorizer: 'A' },
  { Authorizers: { A: { FunctionArn: attribute('One') } } },
  { Authorizers: { A: { FunctionArn: attribute('One'), DisableFunctionDefaultPermissions: true } } },
  { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: 'PER_API' } },
  { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: 'SHARED' } },
);

const domain = some({
  Route53: fc.constantFrom<object>({ HostedZoneId: 'Z1' }, { HostedZoneName: 'example.com.', IpV6: true }),
  BasePath: fc.constantFrom(['one', 'two'], ['/']),
}).map(more => ({ DomainName: 'a.example.com', CertificateArn: arn('acm', 'certificate/c'), ...more }));

const api = fc
  .tuple(fc.constantFrom<string | object>('prod', 'v-1', ref('P')), some({ Auth: authorizers, Domain: domain }))
  .map(([StageName, more]) => ({ Type: 'AWS::Serverless::Api', Properties: { StageName, ...more } }));

const machine = fc
  .tuple(
    some({ Role: fc.constant('arn:aws:iam::1:role/r'), AutoPublishAlias: fc.constant('live') }),
    fc.constantFrom<object>(
      {},
      { S: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } } },
      { S: { Type: 'Api', Properties: { Path: '/m', Method: 'post' } } },
      { S: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['x'] }, DeadLetterConfig: { Type: 'SQS' } } } },
    ),
  )
  .map(([chosen, Events]) => ({
    Type: 'AWS::Serverless::StateMachine',
    Properties: { Definition: { StartAt: 'a', States: {} }, ...chosen, Events },
  }));

const templates = fc
  .record({ One: serverlessFunction, Two: serverlessFunction, Rest: api, Machine: machine })
  .map(serverless => ({
    Transform: 'AWS::Serverless-2016-10-31',
    Parameters: { P: { Type: 'String' } },
    Conditions: { C: { 'Fn::Equals': [ref('P'), 'a'] } },
    Resources: {
      ...serverless,
      Http: { Type: 'AWS::Serverless::HttpApi' },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic' },
    },
  }));

const script = `
import json, os, sys
os.environ.setdefault('AWS_DEFAULT_REGION', 'us-east-1')
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
result = []
for template in json.load(sys.stdin):
    try:
        resources = Translator({}, Parser()).translate(template, {})['Resources']
        result.append(sorted(r['Type'] for r in resources.values()))
    except Exception as error:
        result.append(' '.join([type(error).__name__] + [str(getattr(c, 'message', c)) for c in getattr(error, 'causes', [])]))
print(json.dumps(result))
`;

const installed = spawnSync('python3', ['-c', 'import samtranslator'], { timeout: 60_000 }).status === 0;

test.skipIf(!installed)(
  'aws-sam-translator, where it is installed, deploys the same types',
  { timeout: 300_000 },
  () => {
    const chosen = fc.sample(templates, { numRuns: COUNT, seed: SEED });
    const { stdout, stderr } = spawnSync('python3', ['-c', script], {
      input: JSON.stringify(chosen),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(stdout, stderr).not.toBe('');
    const theirs = JSON.parse(stdout) as (string | string[])[];
    const understood = theirs.flatMap((types, index) => (typeof types === 'string' ? [] : [{ types, index }]));
    // What it refuses says nothing of what is deployed.
    expect(understood.length).toBeGreaterThan(COUNT * 0.8);
    for (const { types, index } of understood) {
      const own = read(JSON.stringify(chosen[index], null, 1), {}, {}, 'template.json').resources;
      expect([index, own.map(({ type }) => type).sort()]).toEqual([index, types]);
    }
  },
);
