import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { changed, generated, type Literal, picked, reference, template, valueOfLiteral } from './build.ts';
import { whereMissing, withInstead } from './conditional.ts';
import type { RoleDraft } from './expansion.ts';
import { inlinePolicy } from './role.ts';

/** What may be done with a destination, by its kind. */
const DESTINATION_ACTIONS: Readonly<Record<string, string>> = {
  SQS: 'sqs:SendMessage',
  SNS: 'sns:publish',
  EventBridge: 'events:PutEvents',
  Lambda: 'lambda:InvokeFunction',
};

/** What `EventInvokeConfig` makes; the role may write to its destinations. */
export function eventInvokeConfig(source: Resource, alias: string | undefined, draft: RoleDraft): Resource[] {
  const config = source.properties.properties.get('EventInvokeConfig');
  const settings = objectOf(config?.value);
  if (!config || !settings) return [];
  const id = `${source.id}EventInvokeConfig`;
  const resources: Resource[] = [];
  const destinations: Record<string, Literal> = {};
  for (const [name, property] of objectOf(propertyValue(settings, 'DestinationConfig'))?.properties ?? []) {
    const destination = destinationOf(source, `${id}${name}`, property);
    resources.push(...destination.resources);
    destinations[name] = { Destination: destination.arn };
    draft.policies.push(
      valueOfLiteral(destinationPolicy(property.value, `${id}${name}`, destination.arn)!, property.span),
    );
  }
  const destinationConfig = settings.properties.get('DestinationConfig');
  const invoke = generated(
    source,
    id,
    'AWS::Lambda::EventInvokeConfig',
    {
      FunctionName: reference(source.id, undefined, source.nameSpan),
      Qualifier: alias === undefined ? '$LATEST' : source.properties.properties.get('AutoPublishAlias')!.value,
      DestinationConfig: changed(destinationConfig, () => destinations),
      ...picked(settings, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts']),
    },
    { nameSpan: config.nameSpan },
  );
  return [...resources, invoke];
}

/** The destination that is given, or a queue or topic that is made for it. */
function destinationOf(source: Resource, id: string, property: Property): { arn: Value; resources: Resource[] } {
  const given = propertyValue(property.value, 'Destination');
  const kind = textOf(propertyValue(property.value, 'Type'));
  const existsWhen = given ? whereMissing(given) : [];
  if (given && !existsWhen) return { arn: given, resources: [] };
  const origin = { nameSpan: property.nameSpan, existsWhen };
  const made =
    kind === 'SNS'
      ? {
          arn: reference(`${id}Topic`, undefined, property.span),
          resource: generated(source, `${id}Topic`, 'AWS::SNS::Topic', {}, origin),
        }
      : {
          arn: reference(`${id}Queue`, 'Arn', property.span),
          resource: generated(source, `${id}Queue`, 'AWS::SQS::Queue', {}, origin),
        };
  return { arn: given ? withInstead(given, made.arn) : made.arn, resources: [made.resource] };
}

function destinationPolicy(destination: Value, id: string, arn: Value): Literal {
  const kind = textOf(propertyValue(destination, 'Type')) ?? 'SQS';
  if (kind !== 'S3Bucket') return inlinePolicy(`${id}${kind}Policy`, DESTINATION_ACTIONS[kind] ?? [], arn);
  return {
    PolicyName: `${id}S3Policy`,
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 's3:PutObject', Resource: template([arn, '/*'], arn.span) },
        { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn },
      ],
    },
  };
}
