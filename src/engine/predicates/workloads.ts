import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, objectOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import type { Outcome, RelatedSpan } from '../../model/verdict.ts';
import { allBeside, besideWith } from './beside.ts';

/** Questions about what runs: functions and the roles that they and others use. */
export const workloadPredicates: Readonly<Record<string, Predicate>> = {
  'lambda.has-log-group': hasLogGroup,
  'lambda.queue-waits-long-enough': queueWaitsLongEnough,
  'iam.role-serves-one-kind': roleServesOneKind,
};

/** Passes where a log group with retention belongs to the function: by its name, or by LoggingConfig. */
function hasLogGroup(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const span = resource.nameSpan;
  const logging = chosenProperty(propertyValue(resource.properties, 'LoggingConfig'), 'LogGroup', subject);
  const group = logGroupOf(logging?.value, subject);
  if (group) {
    const related: RelatedSpan[] = [{ span: group.nameSpan, message: `the log group ${group.address}` }];
    const retention = chosenProperty(group.properties, 'RetentionInDays', subject);
    return retention
      ? { verdict: 'pass', span, reason: `${group.address} has a retention`, related }
      : { verdict: 'fail', span, reason: `its log group ${group.address} never expires`, related };
  }
  if (logging && logging.value.kind === 'unknown') {
    return {
      verdict: 'unknown',
      span: logging.property.span,
      reason: `the log group depends on ${logging.value.missing}`,
    };
  }
  const unclear = unclearGroups(subject);
  const possible = unclear.length > MAX_UNCLEAR ? unclear[0] : unclear.find(each => mayHaveAnyName(each, subject));
  if (possible)
    return {
      verdict: 'unknown',
      span,
      reason: `the log group ${possible.address} may be its own: the name is not known`,
    };
  return { verdict: 'fail', span, reason: 'no log group is declared for it, so Lambda makes one that never expires' };
}

const LOG_GROUP = 'AWS::Logs::LogGroup';

/** The one that the function names, that has its name, or of which the name is made of the function's. */
function logGroupOf(named: Value | undefined, subject: PredicateSubject): Resource | undefined {
  const { resource, graph } = subject;
  const target = named?.kind === 'reference' ? graph.resolve(resource, named) : undefined;
  if (target?.type === LOG_GROUP) return target;
  const name = textOf(named) ?? defaultLogGroup(subject);
  const [written] = name === undefined ? [] : besideWith(LOG_GROUP, 'LogGroupName', name, subject);
  if (written) return written;
  const made = graph
    .referencesTo(resource)
    .find(({ from, path }) => from.type === LOG_GROUP && from.input === resource.input && path === 'LogGroupName');
  if (made) return made.from;
  const unclear = unclearGroups(subject);
  return name === undefined || unclear.length > MAX_UNCLEAR
    ? undefined
    : unclear.find(group => nameOfGroup(group, subject) === name);
}

function defaultLogGroup(subject: PredicateSubject): string | undefined {
  const name = textOf(chosenProperty(subject.resource.properties, 'FunctionName', subject)?.value);
  return name === undefined ? undefined : `/aws/lambda/${name}`;
}

/** More of them are not looked through for every function. */
const MAX_UNCLEAR = 200;

/** Groups of the input whose names are neither written nor made of what is in the files. */
function unclearGroups({ resource, graph }: PredicateSubject): readonly Resource[] {
  const all = allBeside(LOG_GROUP, { resource, graph });
  let found = unclearOf.get(all);
  if (!found) {
    found = all.filter(group => {
      const value = propertyValue(group.properties, 'LogGroupName');
      return value !== undefined && textOf(value) === undefined && graph.referencesFrom(group).length === 0;
    });
    unclearOf.set(all, found);
  }
  return found;
}

const unclearOf = new WeakMap<readonly Resource[], readonly Resource[]>();

function mayHaveAnyName(group: Resource, subject: PredicateSubject): boolean {
  return chosenProperty(group.properties, 'LogGroupName', subject)?.value.kind === 'unknown';
}

function nameOfGroup(group: Resource, subject: PredicateSubject): string | undefined {
  return textOf(chosenProperty(group.properties, 'LogGroupName', subject)?.value);
}

const VISIBILITY_FACTOR = 6;
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;

/**
 * Passes where every queue that feeds the function hides a message for at least six times the function's timeout,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html.
 */
function queueWaitsLongEnough(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const found = chosenProperty(resource.properties, 'Timeout', subject);
  const timeout = found ? numberIn(found.value) : DEFAULT_TIMEOUT;
  const span = found?.property.span ?? resource.nameSpan;
  for (const { from } of graph.referencesTo(resource)) {
    if (from.type !== 'AWS::Lambda::EventSourceMapping') continue;
    const source = chosenProperty(from.properties, 'EventSourceArn', subject)?.value;
    const queue = source?.kind === 'reference' ? graph.resolve(from, source) : undefined;
    if (queue?.type !== 'AWS::SQS::Queue') continue;
    const waits = chosenProperty(queue.properties, 'VisibilityTimeout', subject);
    const visibility = waits ? numberIn(waits.value) : DEFAULT_VISIBILITY;
    const related = [{ span: waits?.property.span ?? queue.nameSpan, message: `the queue ${queue.address}` }];
    if (timeout === undefined || visibility === undefined) {
      return {
        verdict: 'unknown',
        span,
        related,
        reason: `the timeout, or the visibility timeout of ${queue.address}, is not known`,
      };
    }
    if (visibility < VISIBILITY_FACTOR * timeout) {
      const needed = VISIBILITY_FACTOR * timeout;
      return {
        verdict: 'fail',
        span,
        related,
        reason: `${queue.address} shows a message again after ${visibility} s, and six times the timeout are ${needed} s`,
      };
    }
  }
  return { verdict: 'pass', span, reason: 'its queues wait long enough' };
}

function numberIn(value: Value): number | undefined {
  const text = textOf(value);
  return text !== undefined && text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** Passes where one kind of workload uses the role, and its trust policy names services of one kind. */
function roleServesOneKind(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const users = new Map<string, RelatedSpan>();
  for (const { from, path, span } of graph.referencesTo(resource)) {
    const kind = kindOfUser(from.type, path);
    if (kind && !users.has(kind)) users.set(kind, { span, message: `${from.address} uses it` });
  }
  if (users.size > 1) {
    const reason = `resources of ${[...users.keys()].sort().join(' and ')} use it`;
    return { verdict: 'fail', span: resource.nameSpan, reason, related: [...users.values()] };
  }
  const trust = chosenProperty(resource.properties, 'AssumeRolePolicyDocument', subject);
  const span = trust?.property.span ?? resource.nameSpan;
  const services = trustedServices(trust?.value, subject);
  if (services === undefined) return { verdict: 'unknown', span, reason: 'the trust policy is not known' };
  const kinds = [...new Set(services.map(family))].sort();
  if (kinds.length > 1) return { verdict: 'fail', span, reason: `its trust policy admits ${kinds.join(' and ')}` };
  return { verdict: 'pass', span, reason: 'it serves one kind of workload' };
}

/**
 * The service whose workload runs under the role, from where the reference stands; undefined for policies and grants.
 */
function kindOfUser(type: string, path: string): string | undefined {
  if (type === 'AWS::IAM::InstanceProfile' || type === 'AWS::EKS::Nodegroup') return 'EC2';
  // A custom resource hands the role to its function, and runs nothing under it.
  if (!type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource') return undefined;
  if (type.startsWith('AWS::IAM::')) return undefined;
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (
    !/^(?:Service|Execution|Task|Node|Job|Worker|InstanceProfile)?Roles?(?:Arn|ARN)?$|(?:Execution|Task|Service)RoleArn$/.test(
      name,
    )
  )
    return undefined;
  const service = type.split('::')[1];
  return service === 'Serverless' ? 'Lambda' : service;
}

/** Service principals that belong together; of others the first label counts. */
const FAMILIES: Readonly<Record<string, string>> = {
  edgelambda: 'lambda',
  replicator: 'lambda',
  'ecs-tasks': 'ecs',
  spotfleet: 'ec2',
  ssm: 'ec2',
  scheduler: 'events',
  pipes: 'events',
  batchoperations: 's3',
};

function family(principal: string): string {
  const label = principal.split('.')[0]!;
  return FAMILIES[label] ?? label;
}

/** Service principals of all statements of a trust policy; undefined where it is not known. */
function trustedServices(document: Value | undefined, subject: PredicateSubject): string[] | undefined {
  const settled = chosen(document, subject);
  if (!settled) return [];
  if (!objectOf(settled)) return undefined;
  const statement = chosenProperty(settled, 'Statement', subject)?.value;
  const services: string[] = [];
  for (const item of listOf(statement)?.items ?? (statement ? [statement] : [])) {
    const principal = chosenProperty(chosen(item, subject), 'Principal', subject)?.value;
    const service = principal && chosenProperty(principal, 'Service', subject)?.value;
    for (const name of listOf(service)?.items ?? (service ? [service] : [])) {
      const text = principalText(chosen(name, subject));
      if (text !== undefined) services.push(text);
    }
  }
  return services;
}

/** `ec2.${AWS::URLSuffix}` still says which service. */
function principalText(value: Value | undefined): string | undefined {
  if (value?.kind === 'template') return typeof value.parts[0] === 'string' ? value.parts[0] : undefined;
  return textOf(value);
}
