import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { parseTemplate } from '../src/cloudformation/parse.ts';
import { looksLikeTemplate } from '../src/cloudformation/recognise.ts';
import { readTemplate } from '../src/cloudformation/template.ts';
import { buildGraph } from '../src/model/graph.ts';
import type { SourceFile } from '../src/model/source.ts';
import { readGraph } from '../src/read-graph.ts';
import { scan } from '../src/scan.ts';

/**
 * What a scan of CloudFormation costs beside bare parsing, in one process over the same files: recognising, parsing,
 * reading into resources, joining into a graph, and the whole scan with the rules that are on by default. Over
 * generated templates and the samples, or over the directories that are named:
 *
 *   npm run bench -- cloudformation [DIRECTORY…]
 */
const ROUNDS = 9;
const noFiles = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };

async function measure(): Promise<void> {
  const named = process.argv.slice(2);
  if (named.length > 0) return compare(named.join(', '), named);
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  try {
    for (const [name, count, services] of [
      ['small', 60, 1],
      ['large', 6, 36],
    ] as const) {
      mkdirSync(join(folder, name));
      for (let i = 0; i < count; i++) writeFileSync(join(folder, name, `${i}.yaml`), templateOf(services, i));
    }
    await compare('generated, 11 resources each', [join(folder, 'small')]);
    await compare('generated, 396 resources each', [join(folder, 'large')]);
    await compare('the samples', [join(import.meta.dirname, '..', 'samples')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(title: string, roots: readonly string[]): Promise<void> {
  const files = roots.flatMap(templatesIn);
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  if (files.length === 0) throw new Error(`no templates in ${roots.join(', ')}`);
  const paths = files.map(({ path }) => path);
  const fresh = () => files.map(({ path, text }) => ({ path, text }));
  const tasks: readonly (readonly [string, () => unknown])[] = [
    ['recognise', () => files.map(file => looksLikeTemplate(file.text))],
    ['parse with the yaml package', () => files.map(file => parseDocument(file.text, { logLevel: 'silent' }))],
    ['parse', () => files.map(parseTemplate)],
    ['read: parse, evaluate', () => fresh().map(file => readTemplate(file, { files: noFiles }))],
    ['read and graph', () => fresh().map(graphOf)],
    ['the same from disk: discover … graph', () => readGraph({ paths })],
    ['scan with the default rules', () => scan({ paths })],
  ];
  // Interleaved, so that what else the machine does hits all of them alike.
  const best = tasks.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, work]] of tasks.entries()) best[index] = Math.min(best[index]!, await milliseconds(work));
  }
  console.log(`${title}: ${files.length} templates, ${(size / 1e6).toFixed(2)} MB`);
  const [, yaml, parse] = best as [number, number, number];
  for (const [index, [name]] of tasks.entries()) {
    const time = best[index]!;
    const speed = size / time / 1000;
    console.log(
      `  ${name.padEnd(38)} ${time.toFixed(1).padStart(8)} ms ${speed.toFixed(2).padStart(8)} MB/s` +
        `${share(parse, time)} of parse${share(yaml, time)} of the yaml package`,
    );
  }
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0).padStart(6)} %`;
}

function graphOf(file: SourceFile): unknown {
  const { resources, info } = readTemplate(file, { files: noFiles });
  return buildGraph(resources, [info]);
}

/** CPU time of all threads. */
async function milliseconds(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function templatesIn(directory: string): SourceFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).flatMap(name => {
    const path = join(directory, name);
    if (!/\.(ya?ml|json|template)$/.test(name) || !statSync(path).isFile()) return [];
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    return looksLikeTemplate(text) ? [{ path, text }] : [];
  });
}

/** A template of services, as teams write them: parameters, a mapping, conditions, and eleven resources for each. */
function templateOf(services: number, seed: number): string {
  const head = `AWSTemplateFormatVersion: "2010-09-09"
Description: Workers of stack ${seed}, each with its queue, table and bucket.

Parameters:
  Stage:
    Type: String
    Default: dev
    AllowedValues: [dev, test, prod]
  VpcId:
    Type: AWS::EC2::VPC::Id
  AlarmTopicArn:
    Type: String

Mappings:
  Sizes:
    dev: { Memory: 256, Retention: 7 }
    test: { Memory: 512, Retention: 30 }
    prod: { Memory: 1024, Retention: 365 }

Conditions:
  IsProduction: !Equals [!Ref Stage, prod]

Resources:
`;
  return head + Array.from({ length: services }, (_, i) => service(`${seed}x${i}`)).join('\n');
}

function service(n: string): string {
  return `  Key${n}:
    Type: AWS::KMS::Key
    Properties:
      Description: !Sub "Data of worker ${n} in \${Stage}"
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Administration
            Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
            Action: "kms:*"
            Resource: "*"

  Bucket${n}:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketName: !Sub "worker-${n}-\${Stage}-\${AWS::AccountId}"
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: !GetAtt Key${n}.Arn }
            BucketKeyEnabled: true
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
      VersioningConfiguration:
        Status: !If [IsProduction, Enabled, Suspended]
      LifecycleConfiguration:
        Rules:
          - Id: expire
            Status: Enabled
            NoncurrentVersionExpiration: { NoncurrentDays: 30 }
      Tags:
        - { Key: Owner, Value: workers }
        - { Key: Stage, Value: !Ref Stage }

  BucketPolicy${n}:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket${n}
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: "s3:*"
            Resource:
              - !GetAtt Bucket${n}.Arn
              - !Sub "\${Bucket${n}.Arn}/*"
            Condition: { Bool: { "aws:SecureTransport": "false" } }

  DeadLetters${n}:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !Ref Key${n}
      MessageRetentionPeriod: 1209600

  Queue${n}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "worker-${n}-\${Stage}"
      KmsMasterKeyId: !Ref Key${n}
      VisibilityTimeout: 180
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt DeadLetters${n}.Arn
        maxReceiveCount: 5

  Table${n}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: id, AttributeType: S }
      KeySchema:
        - { AttributeName: id, KeyType: HASH }
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Key${n} }

  Role${n}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: "sts:AssumeRole"
      ManagedPolicyArns:
        - !Sub "arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
                Resource: !GetAtt Queue${n}.Arn
              - Effect: Allow
                Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
                Resource: !GetAtt Table${n}.Arn
              - Effect: Allow
                Action: ["s3:GetObject", "s3:PutObject"]
                Resource: !Sub "\${Bucket${n}.Arn}/*"

  LogGroup${n}:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub "/aws/lambda/worker-${n}-\${Stage}"
      RetentionInDays: !FindInMap [Sizes, !Ref Stage, Retention]

  Group${n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Worker ${n} reaches the endpoints of the VPC
      VpcId: !Ref VpcId
      SecurityGroupEgress:
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8, Description: Endpoints }

  Function${n}:
    Type: AWS::Lambda::Function
    DependsOn: LogGroup${n}
    Properties:
      FunctionName: !Sub "worker-${n}-\${Stage}"
      Runtime: nodejs22.x
      Handler: index.handler
      MemorySize: !FindInMap [Sizes, !Ref Stage, Memory]
      Timeout: 30
      Role: !GetAtt Role${n}.Arn
      TracingConfig: { Mode: Active }
      Environment:
        Variables:
          TABLE: !Ref Table${n}
          BUCKET: !Ref Bucket${n}
          LOG_LEVEL: !If [IsProduction, info, debug]
      VpcConfig:
        SecurityGroupIds: [!Ref Group${n}]
        SubnetIds: !Split [",", !ImportValue network-private-subnets]
      Code:
        ZipFile: |
          exports.handler = async event => {
            for (const record of event.Records) console.log(record.messageId);
          };

  Alarm${n}:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: Messages of worker ${n} could not be worked on
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions:
        - { Name: QueueName, Value: !GetAtt DeadLetters${n}.QueueName }
      Statistic: Maximum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [!Ref AlarmTopicArn]
`;
}

await measure();
