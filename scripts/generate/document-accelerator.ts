import { surroundings } from './document-accelerator-surroundings.ts';

/** What starts a function: the first three are asynchronous, an API and a queue wait for the answer. */
type Trigger =
  | { readonly by: 'upload'; readonly prefix: string }
  | { readonly by: 'topic'; readonly stage: string }
  | { readonly by: 'schedule'; readonly rate: string }
  | { readonly by: 'api'; readonly method: string; readonly path: string }
  | { readonly by: 'queue'; readonly queue: string };

interface Step {
  readonly name: string;
  readonly trigger: Trigger;
}

const UPLOADS = ['Upload', 'Scan', 'Mail', 'Correction'];

const STAGES = [
  ...['ClassifyDocument', 'SplitPages', 'ExtractText', 'ExtractTables', 'ExtractForms', 'ExtractSignatures'],
  ...['DetectLanguage', 'TranslateText', 'DetectEntities', 'RedactPersonalData', 'ValidateTotals', 'ValidateDates'],
  ...['MatchSupplier', 'MatchPurchaseOrder', 'ScoreConfidence', 'RequestReview', 'SummarizeDocument'],
  ...['EmbedDocument', 'IndexDocument', 'StoreResult', 'NotifyOwner'],
];

const CHORES: Readonly<Record<string, string>> = {
  ExpireDrafts: 'rate(1 day)',
  CleanTemporaryFiles: 'rate(1 day)',
  CollectMetrics: 'rate(5 minutes)',
  ReportUsage: 'rate(7 days)',
  ReportAccuracy: 'rate(7 days)',
  RefreshSuppliers: 'rate(1 hour)',
  RefreshTemplates: 'rate(1 hour)',
  RetrainClassifier: 'rate(30 days)',
  EvaluateModel: 'rate(30 days)',
  ArchiveDocuments: 'rate(1 day)',
  RotateIndex: 'rate(30 days)',
  ReconcileCounts: 'rate(1 day)',
};

const AUDITED = ['RecordAudit', 'ExportToLedger'];

const ROUTES: Readonly<Record<string, readonly [method: string, path: string]>> = {
  CreateUpload: ['POST', '/uploads'],
  ListDocuments: ['GET', '/documents'],
  GetDocument: ['GET', '/documents/{id}'],
  SearchDocuments: ['GET', '/search'],
  UpdateSettings: ['PUT', '/settings'],
};

const BATCHES: Readonly<Record<string, string>> = { ProcessBatch: 'Batches', ReprocessFailed: 'DeadLetters' };

const STEPS: readonly Step[] = [
  ...UPLOADS.map((kind): Step => {
    return { name: `Receive${kind}`, trigger: { by: 'upload', prefix: `${kind.toLowerCase()}/` } };
  }),
  ...[...STAGES, ...AUDITED].map((name): Step => ({ name, trigger: { by: 'topic', stage: dashed(name) } })),
  ...Object.entries(CHORES).map(([name, rate]): Step => ({ name, trigger: { by: 'schedule', rate } })),
  ...Object.entries(ROUTES).map(([name, [method, path]]): Step => ({ name, trigger: { by: 'api', method, path } })),
  ...Object.entries(BATCHES).map(([name, queue]): Step => ({ name, trigger: { by: 'queue', queue } })),
];

/** What the production guide found: which of the 46 functions lack or have what it asks for. */
const LIMITED = new Set(['ProcessBatch', ...AUDITED]);
const WITH_DEAD_LETTERS = new Set(AUDITED);
const WITH_ENCRYPTED_ENVIRONMENT = new Set([...Object.keys(ROUTES), ...AUDITED]);
const OUTSIDE_VPC = new Set([
  ...Object.keys(ROUTES),
  ...['ReceiveUpload', 'ReceiveScan', 'ReceiveMail', 'NotifyOwner', 'ReportUsage'],
]);
const LOGS_WITHOUT_KEY = new Set([...Object.keys(ROUTES), ...Object.keys(BATCHES)]);
const LOGS_KEPT_LONG = new Set([...AUDITED, ...Object.keys(ROUTES), ...Object.keys(BATCHES)]);

const TAGS: Readonly<Record<string, string>> = {
  Owner: 'documents-team',
  Environment: 'production',
  CostCenter: '4713',
  Application: 'document-accelerator',
};

/** The SAM template of the document-processing accelerator, with exactly the weaknesses of its production guide. */
export function documentAccelerator(): string {
  const functions = STEPS.flatMap(step => [functionOf(step), logsOf(step), ...startedBy(step)]);
  return [surroundings.head, ...functions, surroundings.rest].map(withTags).join('\n');
}

function functionOf({ name, trigger }: Step): string {
  const lines = [
    `  ${name}:`,
    '    Type: AWS::Serverless::Function',
    '    Properties:',
    `      CodeUri: functions/${dashed(name)}/`,
    ...(trigger.by === 'api' ? ['      Timeout: 20'] : []),
    ...(LIMITED.has(name) ? ['      ReservedConcurrentExecutions: 10'] : []),
    ...(WITH_DEAD_LETTERS.has(name)
      ? ['      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt DeadLetters.Arn }']
      : []),
    ...(WITH_ENCRYPTED_ENVIRONMENT.has(name) ? ['      KmsKeyArn: !GetAtt Key.Arn'] : []),
    ...(OUTSIDE_VPC.has(name) ? [] : VPC_CONFIG),
    ...policiesOf(trigger),
    ...eventOf(trigger),
  ];
  return `${lines.join('\n')}\n`;
}

const VPC_CONFIG = [
  '      VpcConfig:',
  '        SubnetIds: [!Ref PrivateSubnetA, !Ref PrivateSubnetB]',
  '        SecurityGroupIds: [!Ref FunctionSecurityGroup]',
];

function policiesOf(trigger: Trigger): string[] {
  const policies = ['        - DynamoDBCrudPolicy: { TableName: !Ref Tracking }'];
  if (trigger.by === 'upload')
    policies.push('        - SNSPublishMessagePolicy: { TopicName: !GetAtt Stages.TopicName }');
  if (trigger.by === 'queue')
    policies.push(`        - SQSPollerPolicy: { QueueName: !GetAtt ${trigger.queue}.QueueName }`);
  return ['      Policies:', ...policies];
}

/** The events that SAM makes of a function's own. */
function eventOf(trigger: Trigger): string[] {
  switch (trigger.by) {
    case 'upload':
      return [
        '      Events:',
        '        Arrival:',
        '          Type: S3',
        '          Properties:',
        '            Bucket: !Ref Documents',
        '            Events: s3:ObjectCreated:*',
        `            Filter: { S3Key: { Rules: [{ Name: prefix, Value: ${trigger.prefix} }] } }`,
      ];
    case 'topic':
      return [
        '      Events:',
        '        Stage:',
        '          Type: SNS',
        `          Properties: { Topic: !Ref Stages, FilterPolicy: { stage: [${trigger.stage}] } }`,
      ];
    case 'api':
      return [
        '      Events:',
        '        Request:',
        '          Type: HttpApi',
        `          Properties: { ApiId: !Ref Api, Method: ${trigger.method}, Path: "${trigger.path}" }`,
      ];
    case 'schedule':
    case 'queue':
      return [];
  }
}

function logsOf({ name }: Step): string {
  const audited = AUDITED.includes(name);
  return [
    `  ${name}Logs:`,
    '    Type: AWS::Logs::LogGroup',
    '    Properties:',
    `      LogGroupName: !Sub /aws/lambda/\${${name}}`,
    `      RetentionInDays: ${audited ? 2557 : LOGS_KEPT_LONG.has(name) ? 365 : 30}`,
    ...(LOGS_WITHOUT_KEY.has(name) ? [] : ['      KmsKeyId: !GetAtt Key.Arn']),
    '      @tags',
    '',
  ].join('\n');
}

/** What starts a function where SAM's own event would give a resource that cannot be tagged. */
function startedBy({ name, trigger }: Step): string[] {
  if (trigger.by === 'queue') {
    return [
      `  ${name}Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref ${name}
      EventSourceArn: !GetAtt ${trigger.queue}.Arn
      FunctionResponseTypes: [ReportBatchItemFailures]
      @tags
`,
    ];
  }
  if (trigger.by !== 'schedule') return [];
  return [
    `  ${name}Schedule:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: ${trigger.rate}
      Targets: [{ Id: function, Arn: !GetAtt ${name}.Arn }]
      @tags

  ${name}Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref ${name}
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceArn: !GetAtt ${name}Schedule.Arn
`,
  ];
}

/** A line `@tags` becomes a list of tags, `@tag-map` a map of them. */
function withTags(text: string): string {
  return text.replace(/^( *)@(tags|tag-map)$/gm, (_, indent: string, form: string) => {
    const lines = Object.entries(TAGS).map(([key, value]) =>
      form === 'tags' ? `${indent}  - { Key: ${key}, Value: "${value}" }` : `${indent}  ${key}: "${value}"`,
    );
    return [`${indent}Tags:`, ...lines].join('\n');
  });
}

/** `RedactPersonalData` → `redact-personal-data`. */
function dashed(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, letter => `-${letter}`).toLowerCase();
}
