import { chosen, chosenProperty, isDeployed, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { listOf, textOf, type Value } from '../../model/value.ts';
import { allOf, anyOf, type Outcome, type RelatedSpan, type Verdict } from '../../model/verdict.ts';
import { allBeside, besideOf, besideWith } from './beside.ts';
import { type FilterPattern, type LogEvent, matchesEvent, parseFilterPattern } from './filter-patterns.ts';

/** Questions about alarms on what a trail records. */
export const trailAlarmPredicates: Readonly<Record<string, Predicate>> = {
  'cloudtrail.raises-alarm': raisesAlarm,
};

/** A call by a user, with the fields that patterns ask for; what is not here, and in `SETTLED`, the event does not have. */
const CALL: LogEvent = { eventType: 'AwsApiCall', 'userIdentity.type': 'IAMUser' };

const SETTLED: ReadonlySet<string> = new Set([
  'additionalEventData',
  'errorCode',
  'errorMessage',
  'responseElements',
  'userIdentity.invokedBy',
]);

/**
 * Passes where, for each call of `with.calls` to the service `with.source`, and each event of `with.events`, a metric
 * filter on the trail's log group matches, and an alarm watches its metric. Filters and alarms are looked for in the
 * trail's input. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
 */
function raisesAlarm(subject: PredicateSubject): Outcome {
  const all = besideOf('AWS::Logs::MetricFilter', subject);
  if ('verdict' in all) return all;
  const group = logGroupOf(subject);
  const filters = filtersOn(group, all, subject);
  const outcomes = eventsOf(subject).map(event => alarmOn(event, filters, group, subject));
  const decisive =
    outcomes.find(({ verdict }) => verdict === 'fail') ?? outcomes.find(({ verdict }) => verdict !== 'pass');
  return (
    decisive ?? { verdict: 'pass', span: subject.resource.nameSpan, reason: 'an alarm is raised on each of the events' }
  );
}

function alarmOn(event: LogEvent, filters: readonly Filter[], group: LogGroup, subject: PredicateSubject): Outcome {
  const span = subject.resource.nameSpan;
  const name = describe(event);
  let doubtful: Filter | undefined;
  let silent: Filter | undefined;
  for (const filter of filters) {
    const verdict = watches(filter, event, subject);
    if (verdict === 'pass') return { verdict, span, reason: `${filter.resource.address} raises an alarm on ${name}` };
    if (verdict === 'unknown') doubtful ??= filter;
    else if (matches(filter, event) === 'pass') silent ??= filter;
  }
  if (doubtful) {
    const reason = `whether ${doubtful.resource.address} raises an alarm on ${name} is not known`;
    return { verdict: 'unknown', span, reason, related: [seen(doubtful)] };
  }
  if (!group.resource)
    return { verdict: 'unknown', span, reason: 'its log group, and what is watched in it, is not among these files' };
  if (!silent) return { verdict: 'fail', span, reason: `no metric filter on ${group.resource.address} counts ${name}` };
  const reason = `no alarm watches the metric of ${silent.resource.address}, which counts ${name}`;
  return { verdict: 'fail', span, reason, related: [seen(silent)] };
}

function seen({ resource }: Filter): RelatedSpan {
  return { span: resource.nameSpan, message: `the metric filter ${resource.address}` };
}

function eventsOf({ with: inputs }: PredicateSubject): LogEvent[] {
  const calls = (inputs['calls'] ?? []) as readonly string[];
  const events = (inputs['events'] ?? []) as readonly LogEvent[];
  const source = String(inputs['source'] ?? '');
  return [
    ...calls.map(eventName => ({ ...CALL, eventSource: source, eventName })),
    ...events.map(event => ({ ...CALL, ...event })),
  ];
}

function describe(event: LogEvent): string {
  const code = event['errorCode'] ?? event['errorMessage'];
  return code === undefined ? event['eventName']! : `${event['eventName']!} with "${code}"`;
}

interface LogGroup {
  readonly resource?: Resource;
  readonly name?: string;
}

/** The group that the trail writes to: one of these files, or its name in the ARN. */
function logGroupOf(subject: PredicateSubject): LogGroup {
  const value = chosenProperty(subject.resource.properties, 'CloudWatchLogsLogGroupArn', subject)?.value;
  const resource = groupIn(value, subject.resource, subject);
  if (resource) return { resource, name: textOf(chosenProperty(resource.properties, 'LogGroupName', subject)?.value) };
  const name = /:log-group:([^:]+)/.exec(textOf(value) ?? '')?.[1];
  const named = name === undefined ? [] : besideWith('AWS::Logs::LogGroup', 'LogGroupName', name, subject);
  return { resource: named[0], name };
}

/** Also of `"${aws_cloudwatch_log_group.audit.arn}:*"`. */
function groupIn(value: Value | undefined, from: Resource, { graph }: PredicateSubject): Resource | undefined {
  const parts = value?.kind === 'template' ? value.parts : [value];
  for (const part of parts) {
    if (typeof part === 'string' || part?.kind !== 'reference') continue;
    const target = graph.resolve(from, part);
    if (target?.type === 'AWS::Logs::LogGroup') return target;
  }
  return undefined;
}

interface Filter {
  readonly resource: Resource;
  /** Whether it is on the trail's log group, and there. */
  readonly applies: Verdict;
  /** Undefined: it is not known, or not for JSON. */
  readonly pattern?: FilterPattern;
  /** Whether an alarm watches one of the metrics that it counts in; asked only of those that match. */
  alarmed?: Verdict;
}

function filtersOn(group: LogGroup, all: readonly Resource[], subject: PredicateSubject): Filter[] {
  const filters: Filter[] = [];
  for (const resource of all) {
    const value = chosenProperty(resource.properties, 'LogGroupName', subject)?.value;
    const applies = allOf([isOn(group, value, resource, subject), isDeployed(resource, subject)]);
    if (applies === 'fail') continue;
    const text = textOf(chosenProperty(resource.properties, 'FilterPattern', subject)?.value);
    filters.push({ resource, applies, pattern: text === undefined ? undefined : parseFilterPattern(text) });
  }
  return filters;
}

function isOn(group: LogGroup, value: Value | undefined, from: Resource, subject: PredicateSubject): Verdict {
  if (!value) return 'fail';
  const target = groupIn(value, from, subject);
  if (target && group.resource) return target === group.resource ? 'pass' : 'fail';
  const text = textOf(value);
  if (text !== undefined && group.name !== undefined) return text === group.name ? 'pass' : 'fail';
  const name = group.resource && chosenProperty(group.resource.properties, 'LogGroupName', subject)?.value;
  if (name && isSame(name, value)) return 'pass';
  // A group that CloudFormation names has no name that could be written.
  if (text !== undefined && group.resource && !name) return 'fail';
  return 'unknown';
}

function watches(filter: Filter, event: LogEvent, subject: PredicateSubject): Verdict {
  const matched = matches(filter, event);
  if (matched === 'fail') return 'fail';
  filter.alarmed ??= hasAlarm(filter.resource, subject);
  return allOf([matched, filter.alarmed]);
}

function matches({ pattern, applies }: Filter, event: LogEvent): Verdict {
  return pattern ? allOf([applies, matchesEvent(pattern, event, SETTLED)]) : 'unknown';
}

function hasAlarm(filter: Resource, subject: PredicateSubject): Verdict {
  const transformations = listOf(chosenProperty(filter.properties, 'MetricTransformations', subject)?.value);
  if (!transformations) return 'unknown';
  const verdicts: Verdict[] = [];
  for (const alarm of allBeside('AWS::CloudWatch::Alarm', { ...subject, resource: filter })) {
    const deployed = isDeployed(alarm, subject);
    if (deployed === 'fail') continue;
    for (const metric of metricsOf(alarm, subject))
      for (const item of transformations.items) {
        const verdict = allOf([deployed, isMetric(metric, alarm, chosen(item, subject), filter, subject)]);
        if (verdict === 'pass') return verdict;
        verdicts.push(verdict);
      }
  }
  return anyOf(verdicts);
}

/** The objects of an alarm that name a metric: itself, and those of its metric math. */
function metricsOf(alarm: Resource, subject: PredicateSubject): Value[] {
  const queries = listOf(chosenProperty(alarm.properties, 'Metrics', subject)?.value)?.items ?? [];
  const metrics = queries.map(query => {
    const stat = chosenProperty(chosen(query, subject), 'MetricStat', subject)?.value;
    return chosenProperty(stat, 'Metric', subject)?.value;
  });
  return [alarm.properties, ...metrics.filter(metric => metric !== undefined)];
}

function isMetric(
  metric: Value,
  alarm: Resource,
  transformation: Value | undefined,
  filter: Resource,
  subject: PredicateSubject,
): Verdict {
  const named = (['MetricName', 'MetricNamespace'] as const).map(name => {
    const watched = chosenProperty(metric, name === 'MetricName' ? name : 'Namespace', subject)?.value;
    const counted = chosenProperty(transformation, name, subject)?.value;
    return isSameName(watched, counted, alarm, filter, subject);
  });
  return allOf(named);
}

function isSameName(
  watched: Value | undefined,
  counted: Value | undefined,
  alarm: Resource,
  filter: Resource,
  { graph }: PredicateSubject,
): Verdict {
  if (!watched || !counted) return 'fail';
  const [one, other] = [textOf(watched), textOf(counted)];
  if (one !== undefined && other !== undefined) return one === other ? 'pass' : 'fail';
  if (watched.kind === 'reference' && graph.resolve(alarm, watched) === filter) return 'pass';
  return isSame(watched, counted) ? 'pass' : 'unknown';
}

/** The same parameter, or the same text around it. */
function isSame(one: Value, other: Value): boolean {
  const key = keyOf(one);
  return key !== undefined && key === keyOf(other);
}

function keyOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'scalar':
      return `"${String(value.value)}"`;
    case 'unknown':
      return value.alternatives.length === 0 ? value.missing : undefined;
    case 'reference':
      return `@${value.target}.${value.attribute ?? ''}`;
    case 'template': {
      const keys = value.parts.map(part => (typeof part === 'string' ? `"${part}"` : keyOf(part)));
      return keys.includes(undefined) ? undefined : keys.join('+');
    }
    default:
      return undefined;
  }
}
