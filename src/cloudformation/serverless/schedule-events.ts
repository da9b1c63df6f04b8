import type { Resource } from '../../model/resource.ts';
import { type ObjectValue, objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { changed, isFalse, type Literal, picked, reference } from './build.ts';
import { made, permission, queuePolicy } from './event-resources.ts';
import type { ServerlessEvent } from './expansion.ts';
import { inlinePolicy, trust } from './role.ts';

/** `Schedule` of a function: a rule of EventBridge. */
export function scheduleRule(event: ServerlessEvent): Resource[] {
  return rule(event, 'Name', { ScheduleExpression: event.properties?.properties.get('Schedule') });
}

/** `EventBridgeRule` and `CloudWatchEvent` of a function. */
export function eventBridgeRule(event: ServerlessEvent): Resource[] {
  return rule(event, 'RuleName', eventPattern(event));
}

function eventPattern({ properties }: ServerlessEvent): Record<string, Property | undefined> {
  return { EventPattern: properties?.properties.get('Pattern'), ...picked(properties, ['EventBusName']) };
}

function rule(event: ServerlessEvent, name: string, what: Record<string, Property | undefined>): Resource[] {
  const arn = reference(event.id, 'Arn', event.nameSpan);
  const queue = deadLetterQueue(event, arn);
  return [
    made(event, event.id, 'AWS::Events::Rule', {
      ...what,
      ...ruleDetails(event, name),
      Targets: [{ ...targetDetails(event, 'LambdaTarget', queue.arn), Arn: event.arn }],
    }),
    ...queue.resources,
    permission(event, 'events.amazonaws.com', { SourceArn: arn }),
  ];
}

function ruleDetails({ properties }: ServerlessEvent, name: string): Record<string, Property | undefined> {
  const enabled = properties?.properties.get('Enabled');
  return {
    Name: properties?.properties.get(name),
    ...picked(properties, ['Description']),
    State: properties?.properties.get('State') ?? changed(enabled, value => (isFalse(value) ? 'DISABLED' : 'ENABLED')),
  };
}

function targetDetails(event: ServerlessEvent, suffix: string, queue: Literal): Record<string, Literal> {
  const id = propertyValue(propertyValue(event.properties, 'Target'), 'Id');
  const names = ['Input', 'InputPath', 'InputTransformer', 'RetryPolicy'];
  const details = Object.entries(picked(event.properties, names)).map(([name, { value }]) => [name, value]);
  return {
    Id: id ?? `${event.id}${suffix}`,
    ...Object.fromEntries(details),
    DeadLetterConfig: queue === undefined ? undefined : { Arn: queue },
  };
}

/** The queue that is given, or one that is made with a policy for the rule. */
function deadLetterQueue(event: ServerlessEvent, ruleArn: Literal): { arn: Literal; resources: Resource[] } {
  const queue = scheduleQueue(event);
  const [made] = queue.resources;
  if (!made) return queue;
  const url = reference(made.id, undefined, event.nameSpan);
  const policy = queuePolicy(event, `${event.id}QueuePolicy`, url, queue.arn, 'events.amazonaws.com', ruleArn);
  return { arn: queue.arn, resources: [made, policy] };
}

function scheduleQueue(event: ServerlessEvent): { arn: Literal; resources: Resource[] } {
  const config = objectOf(propertyValue(event.properties, 'DeadLetterConfig'));
  const given = propertyValue(config, 'Arn');
  if (!config || given) return { arn: given, resources: [] };
  const id = textOf(propertyValue(config, 'QueueLogicalId')) ?? `${event.id}Queue`;
  return { arn: reference(id, 'Arn', event.nameSpan), resources: [made(event, id, 'AWS::SQS::Queue', {})] };
}

/** `ScheduleV2`: a schedule of EventBridge Scheduler, which assumes a role to invoke the target. */
export function scheduleV2(event: ServerlessEvent): Resource[] {
  return schedulerSchedule(event, inlinePolicy(`${event.id}LambdaPolicy`, 'lambda:InvokeFunction', event.arn));
}

/** `ScheduleV2` of a state machine. */
export function stateMachineScheduleV2(event: ServerlessEvent): Resource[] {
  return schedulerSchedule(event, inlinePolicy(`${event.id}StartExecutionPolicy`, 'states:StartExecution', event.arn));
}

const SCHEDULE_NAMES = [
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'Description',
  'StartDate',
  'EndDate',
  'GroupName',
  'KmsKeyArn',
];

function schedulerSchedule(event: ServerlessEvent, allowed: Literal): Resource[] {
  const properties = event.properties?.properties;
  const queue = scheduleQueue(event);
  const role = properties?.get('RoleArn');
  const roleId = `${event.id}Role`;
  const policies =
    queue.arn === undefined ? [allowed] : [allowed, inlinePolicy(`${event.id}SQSPolicy`, 'sqs:SendMessage', queue.arn)];
  const { Id, ...details } = targetDetails(event, '', queue.arn);
  return [
    made(event, event.id, 'AWS::Scheduler::Schedule', {
      Name:
        textOf(propertyValue(event.properties, 'OmitName')) === 'true'
          ? undefined
          : (properties?.get('Name') ?? event.id),
      ...picked(event.properties, SCHEDULE_NAMES),
      FlexibleTimeWindow: properties?.get('FlexibleTimeWindow') ?? { Mode: 'OFF' },
      Target: { ...details, Arn: event.arn, RoleArn: role?.value ?? reference(roleId, 'Arn', event.nameSpan) },
    }),
    ...queue.resources,
    ...(role
      ? []
      : [
          made(event, roleId, 'AWS::IAM::Role', {
            AssumeRolePolicyDocument: trust('scheduler.amazonaws.com'),
            Policies: policies,
            PermissionsBoundary: properties?.get('PermissionsBoundary'),
          }),
        ]),
  ];
}

/** `Schedule`, `EventBridgeRule` and `CloudWatchEvent` of a state machine: EventBridge assumes a role to start it. */
export function stateMachineRule(event: ServerlessEvent): Resource[] {
  const properties: ObjectValue | undefined = event.properties;
  const scheduled = properties?.properties.get('Schedule');
  const arn = reference(event.id, 'Arn', event.nameSpan);
  const queue = deadLetterQueue(event, arn);
  const given = propertyValue(properties, 'RoleArn');
  const role = startRole(event, given);
  return [
    made(event, event.id, 'AWS::Events::Rule', {
      ...(scheduled ? { ScheduleExpression: scheduled } : eventPattern(event)),
      ...ruleDetails(event, scheduled ? 'Name' : 'RuleName'),
      Targets: [{ ...targetDetails(event, 'StepFunctionsTarget', queue.arn), Arn: event.arn, RoleArn: role.arn }],
    }),
    ...role.resources,
    ...queue.resources,
  ];
}

/** The role that is given, or one that may start the state machine. */
function startRole(event: ServerlessEvent, given: Value | undefined): { arn: Value; resources: Resource[] } {
  if (given) return { arn: given, resources: [] };
  return startExecutionRole(event, 'events.amazonaws.com');
}

export function startExecutionRole(event: ServerlessEvent, service: string): { arn: Value; resources: Resource[] } {
  const id = `${event.id}Role`;
  const role = made(event, id, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust(service),
    Policies: [inlinePolicy(`${id}StartExecutionPolicy`, 'states:StartExecution', event.arn)],
  });
  return { arn: reference(id, 'Arn', event.nameSpan), resources: [role] };
}
