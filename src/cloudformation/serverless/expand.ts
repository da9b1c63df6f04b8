import type { Resource } from '../../model/resource.ts';
import { type ObjectValue, objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import { type SyntaxNode, valueAt } from '../../parse/syntax.ts';
import { evaluate } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import { converted, type Literal, literalsOf, valueOfLiteral } from './build.ts';
import {
  expandCapacityProvider,
  expandMicrovmImage,
  expandNetworkConnector,
  expandWebFunction,
} from './compute-resources.ts';
import { connect } from './connector.ts';
import { deployments } from './deployment.ts';
import { type Expansion, IMPLICIT_HTTP_API, IMPLICIT_REST_API, type Route } from './expansion.ts';
import { aliasSuffix, expandFunction } from './function.ts';
import { readGlobals, withGlobals } from './globals.ts';
import { expandGraphQLApi } from './graphql.ts';
import { expandHttpApi, httpStageId } from './http-api.ts';
import { expandApplication, expandLayerVersion, expandSimpleTable } from './plain-resources.ts';
import { propagatedTags, withPropagatedTags } from './propagated-tags.ts';
import { expandRestApi, stageId } from './rest-api.ts';
import { expandStateMachine } from './state-machine.ts';
import { expandWebSocketApi, webSocketStageId } from './websocket-api.ts';

type Expander = (source: Resource, expansion: Expansion) => Resource[];

/** In the order of need: what functions and state machines add to APIs must be known before APIs are expanded. */
const EXPANDERS: readonly Readonly<Record<string, Expander>>[] = [
  {
    'AWS::Serverless::Function': expandFunction,
    'AWS::Serverless::StateMachine': expandStateMachine,
    'AWS::Serverless::SimpleTable': expandSimpleTable,
    'AWS::Serverless::LayerVersion': expandLayerVersion,
    'AWS::Serverless::Application': expandApplication,
    'AWS::Serverless::CapacityProvider': expandCapacityProvider,
    'AWS::Serverless::GraphQLApi': expandGraphQLApi,
    'AWS::Serverless::MicrovmImage': expandMicrovmImage,
    'AWS::Serverless::NetworkConnector': expandNetworkConnector,
    'AWS::Serverless::WebFunction': expandWebFunction,
  },
  {
    'AWS::Serverless::Api': expandRestApi,
    'AWS::Serverless::HttpApi': expandHttpApi,
    'AWS::Serverless::WebSocketApi': expandWebSocketApi,
  },
];

const CONNECTOR = 'AWS::Serverless::Connector';

/**
 * The resources that a template of the Serverless transform deploys, in the place of its serverless resources, with
 * Globals merged. Everything stands where its source is written. Types that are not known stay as they are.
 */
export function expandServerless(
  written: readonly Resource[],
  declared: Scope['resources'],
  globalsSection: SyntaxNode | undefined,
  scope: Scope,
): Resource[] {
  const globals = readGlobals(globalsSection, scope);
  const merged = written.map(resource =>
    withGlobals(resource, declared.get(resource.id.slice(scope.prefix.length))?.entry.value, globals),
  );
  const expansion: Expansion = {
    scope,
    resources: new Map(merged.map(resource => [resource.id, resource])),
    restRoutes: new Map(),
    httpRoutes: new Map(),
    notifications: new Map(),
    triggers: new Map(),
    deployments: [],
    sharedUsagePlan: [],
  };
  const expanded = new Map<Resource, readonly Resource[]>();
  for (const expanders of EXPANDERS) {
    for (const source of merged) {
      const expand = Object.hasOwn(expanders, source.type) ? expanders[source.type] : undefined;
      if (expand) expanded.set(source, withPropagatedTags(source, expand(source, expansion)));
    }
  }
  const resources = merged.flatMap(source => expanded.get(source) ?? [withAdditions(source, expansion)]);
  const all = unique([...resources, ...implicitApis(expansion, globals), ...deployments(expansion)]);
  const byId = new Map(all.map(resource => [resource.id, resource]));
  return unique(all.flatMap(resource => withConnectors(resource, expansion.resources, byId, scope)));
}

/** What is made twice under one logical id is one resource: the last one, at the first place. */
function unique(resources: readonly Resource[]): Resource[] {
  return [...new Map(resources.map(resource => [resource.id, resource])).values()];
}

/** What events add to a bucket or a user pool. */
function withAdditions(resource: Resource, { notifications, triggers }: Expansion): Resource {
  const added = notifications.get(resource.id);
  if (added) return withNotifications(resource, added);
  const functions = triggers.get(resource.id);
  if (!functions) return resource;
  const config = objectOf(resource.properties.properties.get('LambdaConfig')?.value);
  const properties = new Map<string, Property>(config?.properties);
  for (const { name, function: invoked, span } of functions) {
    properties.set(name, { writtenAs: name, nameSpan: span, span, value: valueOfLiteral(invoked!, span) });
  }
  const value: ObjectValue = { kind: 'object', properties, open: config?.open ?? false, span: resource.nameSpan };
  return withProperty(resource, 'LambdaConfig', value);
}

function withNotifications(resource: Resource, added: readonly Literal[]): Resource {
  const config = objectOf(resource.properties.properties.get('NotificationConfiguration')?.value);
  const before = propertyValue(config, 'LambdaConfigurations');
  const items: Literal[] = [...(before?.kind === 'list' ? before.items : []), ...added];
  const others = [...(config?.properties ?? [])].map(([name, { value }]) => [name, value]);
  const value = { ...(Object.fromEntries(others) as Record<string, Literal>), LambdaConfigurations: items };
  return withProperty(resource, 'NotificationConfiguration', valueOfLiteral(value, config?.span ?? resource.nameSpan));
}

function withProperty(resource: Resource, name: string, value: Value): Resource {
  const before = resource.properties.properties.get(name);
  const place = before ?? { writtenAs: name, nameSpan: resource.nameSpan, span: resource.nameSpan };
  const properties = new Map(resource.properties.properties).set(name, { ...place, value });
  return { ...resource, properties: { ...resource.properties, properties } };
}

/** The APIs of events that name none, with what Globals say of APIs. */
function implicitApis(expansion: Expansion, globals: ReturnType<typeof readGlobals>): Resource[] {
  return [
    ...implicitApi(
      expansion.scope.prefix + IMPLICIT_REST_API,
      'AWS::Serverless::Api',
      expansion.restRoutes,
      expansion,
      globals,
      expandRestApi,
    ),
    ...implicitApi(
      expansion.scope.prefix + IMPLICIT_HTTP_API,
      'AWS::Serverless::HttpApi',
      expansion.httpRoutes,
      expansion,
      globals,
      expandHttpApi,
    ),
  ];
}

function implicitApi(
  id: string,
  type: string,
  routes: ReadonlyMap<string, readonly Route[]>,
  expansion: Expansion,
  globals: ReturnType<typeof readGlobals>,
  expand: Expander,
): Resource[] {
  const own = routes.get(id);
  // A template may declare it itself.
  if (!own || expansion.resources.has(id)) return [];
  // It exists as long as one of its functions does.
  const { source } = own.find(route => route.source.existsWhen.length === 0) ?? own[0]!;
  const isRest = type === 'AWS::Serverless::Api';
  const api = { ...source, id, address: id, type, writtenAs: type, nameSpan: own[0]!.span };
  const properties = { ...(isRest && { StageName: 'Prod' }), ...tagsOfRoutes(own) };
  const merged = withGlobals(converted(api, type, properties), undefined, globals);
  return [...withPropagatedTags(merged, expand(merged, expansion))];
}

/** The tags of the functions that pass theirs on. */
function tagsOfRoutes(routes: readonly Route[]): Record<string, Literal> {
  const tags = Object.assign({}, ...routes.map(({ source }) => literalsOf(objectOf(propagatedTags(source)?.value))));
  return Object.keys(tags).length === 0 ? {} : { Tags: tags, PropagateTags: true };
}

/** A connector as what it makes; a resource with a Connectors attribute, and what that makes. */
function withConnectors(
  resource: Resource,
  written: ReadonlyMap<string, Resource>,
  resources: ReadonlyMap<string, Resource>,
  scope: Scope,
): Resource[] {
  if (resource.type === CONNECTOR) {
    const from = propertyValue(resource.properties, 'Source');
    return connect(resource, resource.id, resource.properties, from, resources, scope);
  }
  const attribute = resource.attributes.properties.get('Connectors');
  if (!attribute || !written.has(resource.id)) return [resource];
  const from = valueOfLiteral({ Id: resource.id.slice(scope.prefix.length) }, attribute.nameSpan);
  return [
    resource,
    ...[...(objectOf(attribute.value)?.properties ?? [])].flatMap(([name, property]) => {
      const settings = objectOf(propertyValue(property.value, 'Properties'));
      return settings ? connect(resource, `${resource.id}${name}`, settings, from, resources, scope) : [];
    }),
  ];
}

/**
 * Names that serverless resources can be referred to by beside their own: `Api.Stage`, `Function.Alias`. They must be
 * known before anything is evaluated that may name them.
 */
export function addGeneratedNames(
  declared: Scope['resources'],
  globals: SyntaxNode | undefined,
  scope: Scope,
  names: Map<string, string>,
): void {
  for (const [id, { type, entry }] of declared) {
    const property = (name: string, common: SyntaxNode | undefined) => {
      const node = valueAt(valueAt(entry.value, 'Properties'), name) ?? valueAt(common, name);
      return node && (textOf(evaluate(node, scope)) ?? '');
    };
    switch (type) {
      case 'AWS::Serverless::Function':
        names.set(`${id}.Version`, `${id}Version`);
        names.set(
          `${id}.Alias`,
          `${id}Alias${aliasSuffix(property('AutoPublishAlias', valueAt(globals, 'Function')) ?? '')}`,
        );
        break;
      case 'AWS::Serverless::Api':
        names.set(`${id}.Deployment`, `${id}Deployment`);
        names.set(`${id}.Stage`, stageId(id, property('StageName', undefined) ?? ''));
        break;
      case 'AWS::Serverless::HttpApi':
        names.set(`${id}.Stage`, httpStageId(id, property('StageName', undefined)));
        break;
      case 'AWS::Serverless::WebSocketApi':
        names.set(`${id}.Stage`, webSocketStageId(id, property('StageName', undefined)));
    }
  }
}
