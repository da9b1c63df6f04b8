/**
 * What conditions cost: templates with sixty independent conditions against the same templates without the section
 * Conditions, every `Fn::If` replaced by its first branch. Reading, graph and all rules, both in one process. Goal: at most 3 times.
 *
 *   npm run bench -- conditions
 */
import { readTemplate } from '../src/cloudformation/template.ts';
import { loadBuiltInRules } from '../src/engine/load.ts';
import { runRules } from '../src/engine/run.ts';
import { buildGraph } from '../src/model/graph.ts';

const COUNT = 60;
const ROUNDS = 40;
const GOAL = 3;
const NO_FILES = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };
const rules = loadBuiltInRules();
if (rules.length === 0) throw new Error('no rules: run npm run build first');

/** Writes a choice between two texts: with the condition of a number, or without. */
type Choose = (index: number, yes: string, no: string) => string;

const NOTHING = '!Ref AWS::NoValue';
const each = (write: (index: number) => string, separator = '\n') =>
  Array.from({ length: COUNT }, (_, index) => write(index)).join(separator);

const shapes: Readonly<Record<string, (choose: Choose, condition: (index: number) => string) => string>> = {
  'each on a resource of its own': choose =>
    each(i => `  Queue${i}: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: ${choose(i, 'alias/a', NOTHING)}}}`),
  'each on a bucket of its own': choose =>
    each(
      i =>
        `  Bucket${i}: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: ${choose(i, 'Enabled', 'Suspended')}}}}`,
    ),
  'each decides whether a resource exists': (_, condition) =>
    each(i => `  Bucket${i}: {Type: AWS::S3::Bucket, ${condition(i)}Properties: {BucketName: name-${i}}}`),
  'properties of one resource': choose =>
    lambdaFunction(
      each(i => `        VARIABLE_${i}: ${choose(i, `https://example.com/${i}`, `http://example.com/${i}`)}`),
    ),
  'statements of one policy': choose => policy(each(i => `        - ${choose(i, statement(i), NOTHING)}`)),
  'one of two statements each': choose =>
    policy(each(i => `        - ${choose(i, statement(i), `{Effect: Allow, Action: 's3:*', Resource: '*'}`)}`)),
  'resources of one statement': choose =>
    policy(
      `        - {Effect: Allow, Action: 's3:GetObject', Resource: [${each(i => choose(i, `'arn:aws:s3:::a-${i}/*'`, `'*'`), ', ')}]}`,
    ),
  'rules of one security group': choose =>
    group(each(i => `        - ${choose(i, ingress(i, '10.0.0.0/8'), ingress(i, '0.0.0.0/0'))}`)),
  'sources of the rules of one security group': choose =>
    group(each(i => `        - ${ingress(i, choose(i, '10.0.0.0/8', '0.0.0.0/0'))}`)),
  'rules of one security group, or none': choose =>
    group(each(i => `        - ${choose(i, ingress(i, '10.0.0.0/8'), NOTHING)}`)),
  'tags of one resource': choose =>
    `  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Tags:
${each(i => `        - ${choose(i, `{Key: Tag${i}, Value: a}`, NOTHING)}`)}`,
  'values of the tags of one resource': choose =>
    `  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Tags:
${each(i => `        - {Key: Tag${i}, Value: ${choose(i, 'a', 'b')}}`)}`,
  'nested in each other': choose =>
    `  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: mysql
      StorageEncrypted: ${Array.from({ length: COUNT }).reduce<string>((inner, _, i) => choose(i, 'true', inner), 'false')}`,
  'containers of one task': choose =>
    `  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
${each(i => `        - ${choose(i, `{Name: c${i}, Image: 'image:${i}', ReadonlyRootFilesystem: true}`, NOTHING)}`)}`,
  'parts of one text': choose =>
    `  Parameter:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Join ['-', [${each(i => choose(i, `a${i}`, `b${i}`), ', ')}]]`,
  'with a role, a function and a table around them': choose =>
    `${policy(each(i => `        - ${choose(i, statement(i), NOTHING)}`))}
${lambdaFunction(each(i => `        VARIABLE_${i}: ${choose(i, `a${i}`, `b${i}`)}`))}
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {BillingMode: PAY_PER_REQUEST, SSESpecification: {SSEEnabled: true}}`,
};

/** How the sixty conditions are made. */
const conditions: Readonly<Record<string, (index: number) => string>> = {
  'of parameters of their own': i => `!Equals [!Ref P${i}, a]`,
  'of each other': i =>
    i % 3 === 0
      ? `!Equals [!Ref P${i}, a]`
      : i % 3 === 1
        ? `!And [!Condition C${i - 1}, !Equals [!Ref P${i}, a]]`
        : `!Or [!Condition C${i - 1}, !Not [!Condition C${i - 2}]]`,
  'in one chain': i =>
    i === 0
      ? '!Equals [!Ref P0, a]'
      : i % 2
        ? `!And [!Condition C${i - 1}, !Equals [!Ref P${i}, a]]`
        : `!Or [!Not [!Condition C${i - 1}], !Equals [!Ref P${i}, a]]`,
};

function statement(index: number): string {
  return `{Effect: Allow, Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::bucket-${index}/*'}`;
}

function policy(statements: string): string {
  return `  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
       Version: '2012-10-17'
       Statement:
${statements}`;
}

function ingress(index: number, source: string): string {
  return `{IpProtocol: tcp, FromPort: ${8000 + index}, ToPort: ${8000 + index}, CidrIp: ${source}, Description: d}`;
}

function group(rulesOfGroup: string): string {
  return `  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: description
      VpcId: vpc-1
      SecurityGroupIngress:
${rulesOfGroup}`;
}

function lambdaFunction(variables: string): string {
  return `  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/service
      Environment:
       Variables:
${variables}`;
}

function templates(shape: string, making: string): { readonly plain: string; readonly conditional: string } {
  const write = shapes[shape]!;
  const make = conditions[making]!;
  const plain = write(
    (_, yes) => yes,
    () => '',
  );
  const parameters = each(i => `  P${i}: {Type: String}`);
  const written = write(
    (i, yes, no) => `!If [C${i}, ${yes}, ${no}]`,
    i => `Condition: C${i}, `,
  );
  return {
    plain: `Parameters:\n${parameters}\nResources:\n${plain}\n`,
    conditional: `Parameters:\n${parameters}\nConditions:\n${each(i => `  C${i}: ${make(i)}`)}\nResources:\n${written}\n`,
  };
}

function analyse(text: string): void {
  const { info, resources, diagnostics } = readTemplate({ path: 'bench.yaml', text }, { files: NO_FILES });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  const types = new Set(resources.map(({ type }) => type));
  const asked = rules.filter(rule => rule.resources.some(type => type === '*' || types.has(type)));
  runRules(asked, buildGraph(resources, [info]));
}

/** CPU time: what else the machine does hits both, and does not count. */
function milliseconds(text: string): number {
  const before = process.cpuUsage();
  analyse(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

console.log(`${COUNT} conditions, best of ${ROUNDS}: without, with, ratio (goal: at most ${GOAL})`);
for (const making of Object.keys(conditions)) {
  console.log(making);
  for (const shape of Object.keys(shapes)) {
    const { plain, conditional } = templates(shape, making);
    const times = Array.from({ length: ROUNDS }, () => [milliseconds(plain), milliseconds(conditional)] as const);
    const [without, withThem] = [0, 1].map(index => Math.min(...times.map(pair => pair[index as 0 | 1]))) as [
      number,
      number,
    ];
    const ratio = withThem / without;
    console.log(
      `  ${shape.padEnd(48)} ${without.toFixed(1).padStart(6)} ms ${withThem.toFixed(1).padStart(7)} ms ${ratio.toFixed(1).padStart(6)}${ratio > GOAL ? ' !' : ''}`,
    );
  }
}
