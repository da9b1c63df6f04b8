import type { Resource } from '../../model/resource.ts';
import type { Span } from '../../model/source.ts';
import type { ObjectValue, Property, Value } from '../../model/value.ts';
import type { Scope } from '../scope.ts';
import type { Literal } from './build.ts';

/** What an event makes; what it adds to others is gathered in the expansion. */
export type EventExpander = (event: ServerlessEvent, expansion: Expansion) => Resource[];

/** What is gathered while the serverless resources of a template are expanded. */
export interface Expansion {
  readonly scope: Scope;
  /** All resources of the template as written, with Globals merged into the serverless ones. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Routes that events add to REST and to HTTP APIs, by the API's logical id. */
  readonly restRoutes: Map<string, Route[]>;
  readonly httpRoutes: Map<string, Route[]>;
  /** What events add to buckets and user pools. */
  readonly notifications: Map<string, Literal[]>;
  readonly triggers: Map<string, { name: string; function: Literal; span: Span }[]>;
  /** Functions that are deployed gradually. */
  readonly deployments: { source: Resource; preference: Property }[];
  /** APIs with a usage plan in common. */
  readonly sharedUsagePlan: Resource[];
}

export interface Route {
  /** The function or state machine. */
  readonly source: Resource;
  readonly path: string;
  readonly method: string;
  readonly span: Span;
  /** ARN of what is invoked. */
  readonly invoked: Value;
  readonly auth: ObjectValue | undefined;
}

/** The API that events without one of their own belong to. */
export const IMPLICIT_REST_API = 'ServerlessRestApi';
export const IMPLICIT_HTTP_API = 'ServerlessHttpApi';

/** One event of a function or a state machine. */
export interface ServerlessEvent {
  /** Logical id of what it makes: that of its target, and its name. */
  readonly id: string;
  readonly source: Resource;
  readonly nameSpan: Span;
  readonly properties: ObjectValue | undefined;
  /** What is invoked: its ARN, and the name that a permission uses. */
  readonly arn: Value;
  readonly name: Value;
  readonly role: RoleDraft;
}

/** The role that SAM makes for a function, before it is complete: events add to it. */
export interface RoleDraft {
  readonly managed: Literal[];
  readonly policies: Literal[];
}
