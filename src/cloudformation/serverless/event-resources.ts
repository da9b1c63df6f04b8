import type { Resource } from '../../model/resource.ts';
import type { Property, Value } from '../../model/value.ts';
import { pseudoParameter } from '../parameters.ts';
import type { Scope } from '../scope.ts';
import { generated, type Literal, template } from './build.ts';
import type { ServerlessEvent } from './expansion.ts';

type EventOrigin = Pick<ServerlessEvent, 'source' | 'nameSpan'>;

/** A resource that an event makes: it stands at the event's name. */
export function made(
  event: EventOrigin,
  id: string,
  type: string,
  properties: { readonly [name: string]: Literal | Property },
): Resource {
  return generated(event.source, id, type, properties, { nameSpan: event.nameSpan });
}

/** Lets a service invoke the function. */
export function permission(
  event: ServerlessEvent,
  principal: string,
  more: { readonly [name: string]: Literal | Property },
  suffix = '',
): Resource {
  const properties = { Action: 'lambda:InvokeFunction', FunctionName: event.name, Principal: principal, ...more };
  const id = `${event.id}Permission${suffix}`;
  return generated(event.source, id, 'AWS::Lambda::Permission', properties, { nameSpan: event.nameSpan });
}

/** Lets a service send messages of one source to a queue. */
export function queuePolicy(
  event: EventOrigin,
  id: string,
  url: Literal,
  arn: Literal,
  service: string,
  source: Literal,
): Resource {
  const principal = service.startsWith('sns') ? '*' : { Service: service };
  const condition = { ArnEquals: { 'aws:SourceArn': source } };
  const statement = {
    Action: 'sqs:SendMessage',
    Effect: 'Allow',
    Principal: principal,
    Resource: arn,
    Condition: condition,
  };
  return made(event, id, 'AWS::SQS::QueuePolicy', {
    Queues: [url],
    PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
  });
}

/** A pseudo parameter at the place of an event. */
export function pseudo(name: string, { nameSpan }: Pick<EventOrigin, 'nameSpan'>, scope: Scope): Value {
  return pseudoParameter(name, nameSpan, scope.options)!;
}

/** `arn:…:execute-api:…:API/resource` in the region and account of the stack. */
export function executeApiArn(
  api: Value,
  resource: string,
  event: Pick<ServerlessEvent, 'nameSpan'>,
  scope: Scope,
): Value {
  const part = (name: string) => pseudo(name, event, scope);
  const start = [
    'arn:',
    part('AWS::Partition'),
    ':execute-api:',
    part('AWS::Region'),
    ':',
    part('AWS::AccountId'),
    ':',
  ];
  return template([...start, api, resource], event.nameSpan);
}
