import { expect, test } from 'vitest';
import { trailAlarmPredicates } from '../../../src/engine/predicates/trail-alarms.ts';
import { ask, place } from '../../asking.ts';
import { either, missing, ref, text, type Written } from '../written.ts';

const BOTH = '{ ($.eventName = StartLogging) || ($.eventName = StopLogging) }';

function filter(pattern: unknown, group: unknown = ref('Log'), metric: unknown = 'Changes'): Written {
  const MetricTransformations = [{ MetricName: metric, MetricNamespace: 'Audit', MetricValue: '1' }];
  return {
    type: 'AWS::Logs::MetricFilter',
    properties: { LogGroupName: group, FilterPattern: pattern, MetricTransformations },
  };
}

function alarm(MetricName: unknown = 'Changes', Namespace: unknown = 'Audit'): Written {
  return { type: 'AWS::CloudWatch::Alarm', properties: { MetricName, Namespace } };
}

const log: Written = { type: 'AWS::Logs::LogGroup', properties: {} };

function raises(others: Record<string, Written>, arn: unknown = ref('Log', 'Arn'), choices?: Record<string, boolean>) {
  return ask(
    trailAlarmPredicates['cloudtrail.raises-alarm'],
    { CloudWatchLogsLogGroupArn: arn },
    {
      type: 'AWS::CloudTrail::Trail',
      with: { source: 'cloudtrail.amazonaws.com', calls: ['StartLogging', 'StopLogging'] },
      others,
      choices,
    },
  );
}

const mathAlarm: Written = {
  type: 'AWS::CloudWatch::Alarm',
  properties: { Metrics: [{ MetricStat: { Metric: { MetricName: 'Changes', Namespace: 'Audit' } } }] },
};

test.each([
  ['a filter and an alarm', { Log: log, F: filter(BOTH), A: alarm() }, 'pass'],
  ['an alarm of metric math', { Log: log, F: filter(BOTH), A: mathAlarm }, 'pass'],
  ['an alarm that refers to the filter', { Log: log, F: filter(BOTH), A: alarm(ref('F')) }, 'pass'],
  [
    'a metric named by one parameter',
    { Log: log, F: filter(BOTH, ref('Log'), missing('M')), A: alarm(missing('M')) },
    'pass',
  ],
  [
    'a filter for each call',
    {
      Log: log,
      F: filter('{ $.eventName = StartLogging }'),
      G: filter('{ $.eventName = StopLogging }', ref('Log'), 'Stops'),
      A: alarm(),
      B: alarm('Stops'),
    },
    'pass',
  ],
  [
    'an alarm on one of them',
    {
      Log: log,
      F: filter('{ $.eventName = StartLogging }'),
      G: filter('{ $.eventName = StopLogging }', ref('Log'), 'Stops'),
      A: alarm(),
    },
    'fail',
  ],
  ['no filter', { Log: log, A: alarm() }, 'fail'],
  ['no alarm', { Log: log, F: filter(BOTH) }, 'fail'],
  ['an alarm on another metric', { Log: log, F: filter(BOTH), A: alarm('Others') }, 'fail'],
  ['an alarm in another namespace', { Log: log, F: filter(BOTH), A: alarm('Changes', 'Orders') }, 'fail'],
  ['an alarm on a metric from outside', { Log: log, F: filter(BOTH), A: alarm(missing('M')) }, 'unknown'],
  ['another log group', { Log: log, Other: log, F: filter(BOTH, ref('Other')), A: alarm() }, 'fail'],
  ['a log group by a name that the trail has not', { Log: log, F: filter(BOTH, 'app'), A: alarm() }, 'fail'],
  ['a log group from outside', { Log: log, F: filter(BOTH, missing('Group')), A: alarm() }, 'unknown'],
  ['a pattern from outside', { Log: log, F: filter(missing('Pattern')), A: alarm() }, 'unknown'],
  ['a pattern from outside without an alarm', { Log: log, F: filter(missing('Pattern')) }, 'fail'],
  ['plain text', { Log: log, F: filter('StopLogging'), A: alarm() }, 'unknown'],
  [
    'one call is certain to be missed',
    {
      Log: log,
      F: filter('{ $.eventName = StartLogging && $.awsRegion = "eu-central-1" }'),
      A: alarm(),
    },
    'fail',
  ],
] as const)('%s', (_, others, expected) => {
  expect(raises(others as Record<string, Written>).verdict).toBe(expected);
});

const named = (name: unknown): Written => ({ type: 'AWS::Logs::LogGroup', properties: { LogGroupName: name } });
const ARN = 'arn:aws:logs:eu-central-1:111122223333:log-group:audit:*';

test.each([
  ['by its ARN', { Log: named('audit'), F: filter(BOTH, 'audit'), A: alarm() }, ARN, 'pass'],
  ['elsewhere, the filter here', { F: filter(BOTH, 'audit'), A: alarm() }, ARN, 'pass'],
  ['elsewhere', { F: filter(BOTH, 'app'), A: alarm() }, ARN, 'unknown'],
  ['here, and nothing in it', { Log: named('audit'), A: alarm() }, ARN, 'fail'],
  ['from outside', { F: filter(BOTH, 'audit'), A: alarm() }, missing('Arn'), 'unknown'],
  [
    'with a star behind it',
    { Log: named('audit'), F: filter(BOTH), A: alarm() },
    text(ref('Log', 'Arn'), ':*'),
    'pass',
  ],
  [
    'named by a parameter on both sides',
    { Log: named(missing('N')), F: filter(BOTH, missing('N')), A: alarm() },
    ref('Log', 'Arn'),
    'pass',
  ],
] as const)('a log group %s', (_, others, arn, expected) => {
  expect(raises(others as Record<string, Written>, arn).verdict).toBe(expected);
});

test('an alarm that exists under a condition', () => {
  const some = { ...alarm(), existsWhen: [{ name: 'Watched', value: true }] };
  const verdicts = [undefined, { Watched: true }, { Watched: false }].map(
    choices => raises({ Log: log, F: filter(BOTH), A: some }, ref('Log', 'Arn'), choices).verdict,
  );
  expect(verdicts).toEqual(['unknown', 'pass', 'fail']);
});

test('a pattern that a condition decides', () => {
  const F = filter(either('All', [true, BOTH], [false, '{ $.eventName = StopLogging }']));
  const verdicts = [true, false].map(All => raises({ Log: log, F, A: alarm() }, ref('Log', 'Arn'), { All }).verdict);
  expect(verdicts).toEqual(['pass', 'fail']);
});

test('the trail is reported, and the filter is named', () => {
  const outcome = raises({ Log: log, F: filter(BOTH) });
  expect([place(outcome), outcome.reason, outcome.related?.map(({ message }) => message)]).toEqual([
    'fail at It:',
    'no alarm watches the metric of F, which counts StartLogging',
    ['the metric filter F'],
  ]);
});
