import { append } from '../../model/groups.ts';
import type { Resource } from '../../model/resource.ts';
import { objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { changed, converted, generated, isTrue, literalsOf, location, picked, reference, tagList } from './build.ts';
import { type EventExpander, type Expansion, IMPLICIT_REST_API, type RoleDraft } from './expansion.ts';
import { executionRole, trust } from './role.ts';
import { startExecutionRole, stateMachineRule, stateMachineScheduleV2 } from './schedule-events.ts';

/** What each kind of event of a state machine makes. */
const EVENTS: Readonly<Record<string, EventExpander>> = {
  Schedule: stateMachineRule,
  CloudWatchEvent: stateMachineRule,
  EventBridgeRule: stateMachineRule,
  ScheduleV2: stateMachineScheduleV2,
  Api: apiEvent,
};

/**
 * What an `AWS::Serverless::StateMachine` deploys.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-statemachine.html
 */
export function expandStateMachine(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const draft: RoleDraft = { managed: [], policies: [] };
  const tracing = properties.get('Tracing');
  const role = properties.get('Role');
  if (isTrue(propertyValue(tracing?.value, 'Enabled')))
    draft.managed.push('arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess');
  return [
    converted(source, 'AWS::StepFunctions::StateMachine', {
      StateMachineName: properties.get('Name'),
      StateMachineType: properties.get('Type'),
      LoggingConfiguration: properties.get('Logging'),
      TracingConfiguration: tracing,
      Definition: properties.get('Definition'),
      DefinitionS3Location: changed(properties.get('DefinitionUri'), value =>
        location(value, { bucket: 'Bucket', key: 'Key', version: 'Version' }),
      ),
      ...picked(source.properties, ['DefinitionSubstitutions']),
      RoleArn: role ?? reference(`${source.id}Role`, 'Arn', source.nameSpan),
      Tags: tagList(properties.get('Tags'), source, 'stateMachine:createdBy'),
    }),
    ...(role ? [] : [executionRole(source, draft, trust('states.amazonaws.com'), expansion.scope, {})]),
    ...versionAndAlias(source),
    ...events(source, expansion),
  ];
}

function versionAndAlias(source: Resource): Resource[] {
  const alias = source.properties.properties.get('AutoPublishAlias');
  if (!alias) return [];
  const version = `${source.id}Version`;
  const origin = { nameSpan: alias.nameSpan };
  const preference = objectOf(source.properties.properties.get('DeploymentPreference')?.value);
  return [
    generated(
      source,
      version,
      'AWS::StepFunctions::StateMachineVersion',
      {
        StateMachineArn: reference(source.id, undefined, alias.nameSpan),
        StateMachineRevisionId: reference(source.id, 'StateMachineRevisionId', alias.nameSpan),
      },
      { ...origin, attributes: { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } },
    ),
    generated(
      source,
      aliasIdOf(alias.value, source),
      'AWS::StepFunctions::StateMachineAlias',
      {
        Name: alias,
        DeploymentPreference: {
          ...(preference ? literalsOf(preference) : { Type: 'ALL_AT_ONCE' }),
          StateMachineVersionArn: reference(version, undefined, alias.nameSpan),
        },
      },
      origin,
    ),
  ];
}

function aliasIdOf(name: Value, source: Resource): string {
  return `${source.id}Alias${textOf(name) ?? ''}`;
}

function events(source: Resource, expansion: Expansion): Resource[] {
  const { properties } = source.properties;
  const alias = isTrue(properties.get('UseAliasAsEventTarget')?.value) ? properties.get('AutoPublishAlias') : undefined;
  const target = alias ? aliasIdOf(alias.value, source) : source.id;
  const arn = reference(target, undefined, source.nameSpan);
  const role: RoleDraft = { managed: [], policies: [] };
  return [...(objectOf(properties.get('Events')?.value)?.properties ?? [])].flatMap(
    ([name, property]: [string, Property]) => {
      const type = textOf(propertyValue(property.value, 'Type'));
      const expand = type !== undefined && Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
      const event = {
        id: `${source.id}${name}`,
        source,
        nameSpan: property.nameSpan,
        properties: objectOf(propertyValue(property.value, 'Properties')),
        arn,
        name: arn,
        role,
      };
      return expand?.(event, expansion) ?? [];
    },
  );
}

function apiEvent(event: Parameters<EventExpander>[0], expansion: Expansion): Resource[] {
  const api = propertyValue(event.properties, 'RestApiId');
  const target = api ? (api.kind === 'reference' ? api.target : undefined) : expansion.scope.prefix + IMPLICIT_REST_API;
  if (target !== undefined) {
    append(expansion.restRoutes, target, {
      source: event.source,
      path: textOf(propertyValue(event.properties, 'Path')) ?? '/',
      method: textOf(propertyValue(event.properties, 'Method'))?.toLowerCase() ?? 'any',
      span: event.nameSpan,
      invoked: event.arn,
      auth: objectOf(propertyValue(event.properties, 'Auth')),
    });
  }
  return startExecutionRole(event, 'apigateway.amazonaws.com').resources;
}
