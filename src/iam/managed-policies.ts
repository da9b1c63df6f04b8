import { chosen, type PredicateSubject } from '../model/predicate.ts';
import type { Outcome } from '../model/verdict.ts';
import { exactText, matchesText, patternOf } from './match.ts';

/**
 * AWS managed policies that give more than a workload needs, and what to attach or write instead.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const NARROWER: Readonly<Record<string, string>> = {
  AmazonAPIGatewayAdministrator: 'AmazonAPIGatewayInvokeFullAccess, or a statement for one API',
  AmazonAthenaFullAccess: 'a statement for one workgroup and its result bucket',
  AmazonBedrockFullAccess: 'a statement with bedrock:InvokeModel on the models used',
  AmazonCognitoPowerUser: 'AmazonCognitoReadOnly, or a statement for one user pool',
  AmazonDynamoDBFullAccess: 'AmazonDynamoDBReadOnlyAccess, or a statement for the tables used',
  AmazonEC2ContainerRegistryFullAccess: 'AmazonEC2ContainerRegistryPullOnly, or AmazonEC2ContainerRegistryReadOnly',
  AmazonEC2ContainerRegistryPowerUser: 'AmazonEC2ContainerRegistryPullOnly, or AmazonEC2ContainerRegistryReadOnly',
  AmazonEC2FullAccess: 'AmazonEC2ReadOnlyAccess, or a statement for the instances used',
  AmazonECS_FullAccess: 'a statement for the cluster and services used',
  AmazonElasticFileSystemFullAccess: 'AmazonElasticFileSystemClientReadWriteAccess',
  AmazonEventBridgeFullAccess: 'a statement with events:PutEvents on one bus',
  AmazonKinesisFullAccess: 'AmazonKinesisReadOnlyAccess, or a statement for one stream',
  AmazonRDSFullAccess: 'AmazonRDSReadOnlyAccess, or rds-db:connect on one database user',
  AmazonRedshiftFullAccess: 'AmazonRedshiftReadOnlyAccess, or a statement for one cluster',
  AmazonRoute53FullAccess: 'AmazonRoute53ReadOnlyAccess, or a statement for one hosted zone',
  AmazonS3FullAccess: 'AmazonS3ReadOnlyAccess, or a statement for the buckets used',
  AmazonSageMakerFullAccess: 'AmazonSageMakerReadOnly, or a statement for the endpoints used',
  AmazonSESFullAccess: 'a statement with ses:SendEmail on one identity',
  AmazonSNSFullAccess: 'AmazonSNSReadOnlyAccess, or sns:Publish on one topic',
  AmazonSQSFullAccess: 'AWSLambdaSQSQueueExecutionRole, or a statement for one queue',
  AmazonSSMFullAccess: 'AmazonSSMManagedInstanceCore, or AmazonSSMReadOnlyAccess',
  AmazonVPCFullAccess: 'AmazonVPCReadOnlyAccess',
  AWSCloudFormationFullAccess: 'AWSCloudFormationReadOnlyAccess, or a statement for one stack',
  AWSCodeBuildAdminAccess: 'AWSCodeBuildDeveloperAccess, or AWSCodeBuildReadOnlyAccess',
  AWSKeyManagementServicePowerUser: 'a statement with kms:Decrypt on one key',
  AWSLambda_FullAccess: 'AWSLambdaRole, or lambda:InvokeFunction on one function',
  AWSStepFunctionsFullAccess: 'a statement with states:StartExecution on one state machine',
  AWSXrayFullAccess: 'AWSXRayDaemonWriteAccess',
  CloudWatchFullAccess: 'CloudWatchReadOnlyAccess, or CloudWatchAgentServerPolicy',
  CloudWatchFullAccessV2: 'CloudWatchReadOnlyAccess, or CloudWatchAgentServerPolicy',
  CloudWatchLogsFullAccess: 'CloudWatchLogsReadOnlyAccess, or AWSLambdaBasicExecutionRole',
  DatabaseAdministrator: 'a statement for the databases used',
  NetworkAdministrator: 'a statement for the network resources used',
  SecretsManagerReadWrite: 'a statement with secretsmanager:GetSecretValue on one secret',
  SystemAdministrator: 'a statement for the resources used',
};

/** Policies that rules of their own report. */
const ADMINISTRATION = ['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess'];

/** Passes where the value is the ARN of an AWS managed policy for a whole service or for administration. */
export function attachedPolicyIsBroad(subject: PredicateSubject): Outcome {
  const name = managedPolicyName(subject);
  if (typeof name !== 'string') return name;
  const span = subject.property?.span ?? subject.value?.span ?? subject.resource.nameSpan;
  const alternative = Object.hasOwn(NARROWER, name) ? NARROWER[name] : undefined;
  const broad =
    alternative !== undefined ||
    (/(FullAccess|_FullAccess|AdminAccess)$/.test(name) &&
      !ADMINISTRATION.includes(name) &&
      !/ReadOnly|InvokeFullAccess/.test(name));
  if (!broad) return { verdict: 'fail', span, reason: `${name} is limited` };
  const advice = alternative ?? 'a statement for the resources used';
  return { verdict: 'pass', span: subject.value?.span ?? span, reason: `${name} is attached; narrower: ${advice}` };
}

/** Passes where the value is the ARN of one of the AWS managed policies `with.names`; `*` in a name is any text. */
export function attachedPolicyIsNamed(subject: PredicateSubject): Outcome {
  const name = managedPolicyName(subject);
  if (typeof name !== 'string') return name;
  const span = subject.value?.span ?? subject.resource.nameSpan;
  const names = (subject.with['names'] ?? []) as readonly string[];
  const hit = names.some(wanted => matchesText({ pieces: [wanted], span }, name) === 'pass');
  return { verdict: hit ? 'pass' : 'fail', span, reason: `${name} is attached` };
}

const MANAGED = /^arn:[^:]*:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/;

/** The name of the AWS managed policy that an ARN is of; an outcome where it is another policy, or not known. */
function managedPolicyName(subject: PredicateSubject): string | Outcome {
  const value = chosen(subject.value, subject);
  const span = value?.span ?? subject.resource.nameSpan;
  if (!value) return { verdict: 'fail', span, reason: 'no policy is attached' };
  const pattern = patternOf(value, subject);
  if (!pattern) return { verdict: 'fail', span, reason: 'it is no policy ARN' };
  const text = exactText(pattern) ?? pattern.pieces.map(piece => (typeof piece === 'string' ? piece : 'aws')).join('');
  const name = MANAGED.exec(text)?.[1];
  // A partition that is decided at deployment does not hide the policy's name.
  if (name !== undefined) return name;
  // SAM takes the bare name.
  if (/^[\w+=,.@-]+$/.test(text) && exactText(pattern) !== undefined) return text;
  if (value.kind === 'unknown') return { verdict: 'unknown', span, reason: `the policy depends on ${value.missing}` };
  return { verdict: 'fail', span, reason: 'it is no AWS managed policy' };
}
