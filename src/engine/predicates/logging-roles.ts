import { iamPredicates } from '../../iam/predicates.ts';
import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, textOf, type Value } from '../../model/value.ts';
import { anyOf, type Outcome, type Verdict } from '../../model/verdict.ts';
import { isGoBetween } from '../go-betweens.ts';

/** Questions about what the role of a function allows. */
export const loggingRolePredicates: Readonly<Record<string, Predicate>> = {
  'lambda.role-writes-logs': roleWritesLogs,
};

/** What a function needs; its log group may be declared, https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html. */
const ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Policies of AWS that allow both. */
const MANAGED = new Set([
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaVPCAccessExecutionRole',
  'AWSLambdaSQSQueueExecutionRole',
  'AWSLambdaKinesisExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaMSKExecutionRole',
  'AWSLambdaBasicDurableExecutionRolePolicy',
  'AWSLambdaExecute',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
  'CloudWatchLogsFullAccess',
  'CloudWatchFullAccess',
  'CloudWatchFullAccessV2',
  'PowerUserAccess',
  'AdministratorAccess',
]);

/** Passes where the function's role, with all policies that are attached to it here, may write its logs. */
function roleWritesLogs(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const found = chosenProperty(resource.properties, 'Role', subject);
  if (!found) return { verdict: 'pass', span: resource.nameSpan, reason: 'its role is made for it' };
  const span = found.property.span;
  const role = found.value.kind === 'reference' ? graph.resolve(resource, found.value) : undefined;
  if (role?.type !== 'AWS::IAM::Role') return { verdict: 'unknown', span, reason: 'the role is not among these files' };
  const related = [{ span: role.nameSpan, message: `the role ${role.address}` }];
  const documents = policiesOf(role, subject);
  const managed = managedPolicies(role, subject);
  for (const action of ACTIONS) {
    const verdict = anyOf([managed, ...documents.map(({ from, document }) => allows(from, document, action, subject))]);
    if (verdict === 'fail') return { verdict, span, reason: `no policy of ${role.address} allows ${action}`, related };
    if (verdict === 'unknown')
      return { verdict, span, reason: `whether ${role.address} allows ${action} is not known`, related };
  }
  return { verdict: 'pass', span, reason: `${role.address} may write logs`, related };
}

interface Attached {
  readonly from: Resource;
  /** The policy document. */
  readonly document: Value | undefined;
}

/** Inline policies, those that name the role, and managed policies of these files that the role names. */
function policiesOf(role: Resource, subject: PredicateSubject): Attached[] {
  const { graph } = subject;
  const attached: Attached[] = [];
  const inline = chosenProperty(role.properties, 'Policies', subject)?.value;
  for (const item of listOf(inline)?.items ?? [])
    attached.push({ from: role, document: chosenProperty(item, 'PolicyDocument', subject)?.value });
  for (const { from, path } of graph.referencesTo(role)) {
    if (!/^AWS::IAM::(Managed|Role)?Policy$/.test(from.type) || (path !== 'Roles' && path !== 'RoleName')) continue;
    attached.push({ from, document: chosenProperty(from.properties, 'PolicyDocument', subject)?.value });
  }
  for (const { to, path } of graph.referencesFrom(role)) {
    if (to.type !== 'AWS::IAM::ManagedPolicy' || path !== 'ManagedPolicyArns') continue;
    attached.push({ from: to, document: chosenProperty(to.properties, 'PolicyDocument', subject)?.value });
  }
  return attached;
}

/** What the managed policies say that are not among these files: those of AWS are known by name. */
function managedPolicies(role: Resource, subject: PredicateSubject): Verdict {
  const found = chosenProperty(role.properties, 'ManagedPolicyArns', subject)?.value;
  if (!found) return 'fail';
  const list = listOf(found);
  if (!list) return 'unknown';
  const verdicts = list.items.map(item => managedPolicy(chosen(item, subject), role, subject));
  return anyOf(list.open ? [...verdicts, 'unknown'] : verdicts);
}

function managedPolicy(value: Value | undefined, role: Resource, { graph }: PredicateSubject): Verdict {
  if (!value) return 'fail';
  // Those of these files are read as documents.
  if (value.kind === 'reference') {
    const policy = graph.resolve(role, value);
    return policy && !isGoBetween(policy.type) ? 'fail' : 'unknown';
  }
  const end = value.kind === 'template' ? value.parts.at(-1) : textOf(value);
  if (typeof end !== 'string' || !/:?iam::aws:policy\//.test(end)) return 'unknown';
  return MANAGED.has(end.slice(end.lastIndexOf('/') + 1)) ? 'pass' : 'fail';
}

function allows(from: Resource, document: Value | undefined, action: string, subject: PredicateSubject): Verdict {
  const statement = chosenProperty(document, 'Statement', subject)?.value;
  if (!statement) return document === undefined || document.kind === 'object' ? 'fail' : 'unknown';
  const list = listOf(statement);
  const items = list?.items ?? [statement];
  const verdicts = items.map(
    item =>
      iamPredicates['iam.allows-actions']!({
        ...subject,
        resource: from,
        value: chosen(item, subject),
        with: { actions: [action], resource: 'any', conditions: 'ignored' },
      }).verdict,
  );
  return anyOf(list?.open ? [...verdicts, 'unknown'] : verdicts);
}
