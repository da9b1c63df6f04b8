import { append } from '../../model/groups.ts';
import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { generated, idSuffix, isTrue, type Literal, picked, reference, template } from './build.ts';
import { executeApiArn, made, permission, pseudo, queuePolicy } from './event-resources.ts';
import {
  type EventExpander,
  type Expansion,
  IMPLICIT_HTTP_API,
  IMPLICIT_REST_API,
  type ServerlessEvent,
} from './expansion.ts';
import { polling } from './polling-events.ts';
import { eventBridgeRule, scheduleRule } from './schedule-events.ts';

/** Events of services that call the function, by type: each needs a permission. */
export const pushEvents: Readonly<Record<string, EventExpander>> = {
  Schedule: scheduleRule,
  CloudWatchEvent: eventBridgeRule,
  EventBridgeRule: eventBridgeRule,
  S3: bucketEvent,
  SNS: topicEvent,
  Api: restApiEvent,
  HttpApi: httpApiEvent,
  AlexaSkill: event => [
    permission(event, 'alexa-appkit.amazon.com', { EventSourceToken: event.properties?.properties.get('SkillId') }),
  ],
  IoTRule: iotEvent,
  Cognito: userPoolEvent,
  CloudWatchLogs: logsEvent,
};

/** The bucket gets a notification; it must be of the same template. */
function bucketEvent(event: ServerlessEvent, { scope, notifications }: Expansion): Resource[] {
  const bucket = propertyValue(event.properties, 'Bucket');
  if (bucket?.kind === 'reference') {
    const events = propertyValue(event.properties, 'Events');
    for (const kind of events?.kind === 'list' ? events.items : [events]) {
      append(notifications, bucket.target, {
        Event: kind,
        Filter: propertyValue(event.properties, 'Filter'),
        Function: event.arn,
      });
    }
  }
  const account = pseudo('AWS::AccountId', event, scope);
  return [permission(event, 's3.amazonaws.com', { SourceAccount: account })];
}

function topicEvent(event: ServerlessEvent, expansion: Expansion): Resource[] {
  const { properties } = event;
  const topic = propertyValue(properties, 'Topic');
  const queue = propertyValue(properties, 'SqsSubscription');
  const details = picked(properties, ['Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy']);
  const subscription = (protocol: string, endpoint: Value | undefined) =>
    made(event, event.id, 'AWS::SNS::Subscription', {
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic,
      ...details,
    });
  const settings = objectOf(queue);
  if (!settings && !isTrue(queue)) {
    return [permission(event, 'sns.amazonaws.com', { SourceArn: topic }), subscription('lambda', event.arn)];
  }
  const own = `${event.id}Queue`;
  const arn = settings ? propertyValue(settings, 'QueueArn') : reference(own, 'Arn', event.nameSpan);
  const url = settings ? propertyValue(settings, 'QueueUrl') : reference(own, undefined, event.nameSpan);
  const policyId = textOf(propertyValue(settings, 'QueuePolicyLogicalId')) ?? `${event.id}QueuePolicy`;
  const fifo =
    topic?.kind === 'reference'
      ? expansion.resources.get(topic.target)?.properties.properties.get('FifoTopic')
      : undefined;
  return [
    ...polling(
      { ...event, id: `${event.id}EventSourceMapping` },
      arn,
      { BatchSize: propertyValue(settings, 'BatchSize') ?? 10, Enabled: true },
      'service-role/AWSLambdaSQSQueueExecutionRole',
    ),
    ...(settings
      ? []
      : [made(event, own, 'AWS::SQS::Queue', { FifoQueue: fifo && isTrue(fifo.value) ? true : undefined })]),
    queuePolicy(event, policyId, url, arn, 'sns.amazonaws.com', topic),
    subscription('sqs', arn),
  ];
}

function restApiEvent(event: ServerlessEvent, expansion: Expansion): Resource[] {
  const api =
    propertyValue(event.properties, 'RestApiId') ??
    reference(expansion.scope.prefix + IMPLICIT_REST_API, undefined, event.nameSpan);
  const { path, method } = addRoute(event, api, expansion.restRoutes);
  const stage = stageSuffix(api, expansion);
  const arn = executeApiArn(api, `/*/${method}${path}`, event, expansion.scope);
  return [permission(event, 'apigateway.amazonaws.com', { SourceArn: arn }, stage)];
}

function stageSuffix(api: Value, { resources, scope }: Expansion): string {
  if (api.kind !== 'reference') return 'AllStages';
  if (api.target === scope.prefix + IMPLICIT_REST_API) return 'Prod';
  const stage = textOf(propertyValue(resources.get(api.target)?.properties, 'StageName'));
  return stage === undefined ? 'Stage' : idSuffix(stage);
}

function httpApiEvent(event: ServerlessEvent, expansion: Expansion): Resource[] {
  const api =
    propertyValue(event.properties, 'ApiId') ??
    reference(expansion.scope.prefix + IMPLICIT_HTTP_API, undefined, event.nameSpan);
  const known = api.kind === 'reference' ? expansion.httpRoutes.get(api.target) : undefined;
  // The permission of a function's default route holds for its other routes, too.
  const covered = known?.some(({ source, path }) => source === event.source && path === '$default');
  const { path, method } = addRoute(event, api, expansion.httpRoutes);
  if (covered && path !== '$default') return [];
  const resource = path === '$default' ? '/*/*' : `/*/${method}${path}`;
  const arn = executeApiArn(api, resource, event, expansion.scope);
  return [permission(event, 'apigateway.amazonaws.com', { SourceArn: arn })];
}

function addRoute(
  event: ServerlessEvent,
  api: Value,
  routes: Expansion['restRoutes'],
): { path: string; method: string } {
  const path = textOf(propertyValue(event.properties, 'Path')) ?? '$default';
  const written = textOf(propertyValue(event.properties, 'Method'))?.toLowerCase() ?? 'any';
  if (api.kind === 'reference') {
    const auth = objectOf(propertyValue(event.properties, 'Auth'));
    append(routes, api.target, {
      source: event.source,
      path,
      method: written,
      span: event.nameSpan,
      invoked: event.arn,
      auth,
    });
  }
  const method = written === 'any' || written.startsWith('x-amazon') ? '*' : written.toUpperCase();
  return { path: path.replace(/^(.+)\/$/, '$1').replace(/\{[^}]*\}/g, '*'), method };
}

function iotEvent(event: ServerlessEvent, { scope }: Expansion): Resource[] {
  const rule = made(event, event.id, 'AWS::IoT::TopicRule', {
    TopicRulePayload: {
      ...values(picked(event.properties, ['Sql', 'AwsIotSqlVersion'])),
      RuleDisabled: false,
      Actions: [{ Lambda: { FunctionArn: event.arn } }],
    },
  });
  const part = (name: string) => pseudo(name, event, scope);
  const start = ['arn:', part('AWS::Partition'), ':iot:', part('AWS::Region'), ':', part('AWS::AccountId'), ':rule/'];
  const arn = template([...start, reference(event.id, undefined, event.nameSpan)], event.nameSpan);
  return [permission(event, 'iot.amazonaws.com', { SourceArn: arn, SourceAccount: part('AWS::AccountId') }), rule];
}

function values(properties: Readonly<Record<string, Property>>): Record<string, Literal> {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, property.value]));
}

/** The user pool gets a trigger; it must be of the same template. */
function userPoolEvent(event: ServerlessEvent, { triggers }: Expansion): Resource[] {
  const pool = propertyValue(event.properties, 'UserPool');
  const trigger = propertyValue(event.properties, 'Trigger');
  if (pool?.kind !== 'reference')
    return [permission(event, 'cognito-idp.amazonaws.com', { SourceArn: pool }, 'Cognito')];
  for (const item of trigger?.kind === 'list' ? trigger.items : [trigger]) {
    const name = textOf(item);
    if (name !== undefined) append(triggers, pool.target, { name, function: event.arn, span: event.nameSpan });
  }
  const arn = reference(pool.target, 'Arn', pool.span);
  const invoked = event.name.kind === 'reference' ? event.name.target : event.source.id;
  // The name of the event is not a part of the id: one permission for all of them.
  return [
    generated(
      event.source,
      `${invoked}CognitoPermission`,
      'AWS::Lambda::Permission',
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: event.name,
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: arn,
      },
      { nameSpan: event.nameSpan },
    ),
  ];
}

function logsEvent(event: ServerlessEvent, { scope }: Expansion): Resource[] {
  const group = propertyValue(event.properties, 'LogGroupName');
  const part = (name: string) => pseudo(name, event, scope);
  const start = [
    'arn:',
    part('AWS::Partition'),
    ':logs:',
    part('AWS::Region'),
    ':',
    part('AWS::AccountId'),
    ':log-group:',
  ];
  const arn = template([...start, ...(group ? [group] : []), ':*'], event.nameSpan);
  return [
    permission(event, 'logs.amazonaws.com', { SourceArn: arn }),
    made(event, event.id, 'AWS::Logs::SubscriptionFilter', {
      ...picked(event.properties, ['LogGroupName', 'FilterPattern']),
      DestinationArn: event.arn,
    }),
  ];
}
