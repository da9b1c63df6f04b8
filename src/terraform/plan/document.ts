import { isRawState, rawResources } from './raw-state.ts';

/** What `terraform show -json` prints, https://developer.hashicorp.com/terraform/internals/json-format. Nothing is certain. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** One resource instance of a plan or state. */
export interface PlannedResource {
  readonly address: string;
  /** The address that its block has in a raw state, where instances have none. */
  readonly block?: string;
  readonly type: string;
  readonly name: string;
  /** Source of the provider: `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
  readonly values: JsonObject;
  /** Where `true` stands instead of a value, the value is known only after the apply. */
  readonly unknown: Json;
  readonly sensitive: Json;
  /** The values are those of an existing object: every default is filled in. */
  readonly existing: boolean;
}

/**
 * The managed resources that will exist, from `resource_changes`; of old plans from `planned_values`, of a state from
 * `values`, of a raw state from `resources`. Undefined where the document is neither a plan nor a state.
 */
export function plannedResources(document: JsonObject): readonly PlannedResource[] | undefined {
  const changes = listIn(document, 'resource_changes');
  if (changes) return changes.flatMap(change => changed(asObject(change)));
  if (isRawState(document)) return rawResources(document);
  const values = asObject(document['planned_values']) ?? asObject(document['values']);
  if (!values) return 'format_version' in document && 'terraform_version' in document ? [] : undefined;
  const existing = document['planned_values'] === undefined;
  const resources: PlannedResource[] = [];
  collect(asObject(values['root_module']), existing, resources, 0);
  return resources;
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A property of an object that may have been inherited is none. */
export function memberOf(object: JsonObject | undefined, name: string): Json | undefined {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

export function listIn(object: JsonObject | undefined, name: string): readonly Json[] | undefined {
  const value = memberOf(object, name);
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

/** A change whose outcome is that the object exists and is managed: no pure deletion, no `forget`, no data source. */
function changed(change: JsonObject | undefined): PlannedResource[] {
  const planned = asObject(change?.['change']);
  const actions = listIn(planned, 'actions') ?? [];
  const values = asObject(planned?.['after']);
  const remains = actions.some(action => action === 'create' || action === 'update' || action === 'no-op');
  if (!change || !planned || !values || !remains || change['deposed'] !== undefined) return [];
  const existing = actions.length === 1 && actions[0] === 'no-op';
  const { after_unknown: unknown = null, after_sensitive: sensitive = null } = planned;
  return resource(change, values, unknown, sensitive, existing);
}

const MAX_DEPTH = 100;

function collect(module: JsonObject | undefined, existing: boolean, into: PlannedResource[], depth: number): void {
  for (const item of listIn(module, 'resources') ?? []) {
    const written = asObject(item);
    const values = asObject(written?.['values']);
    if (written && values) into.push(...resource(written, values, null, written['sensitive_values'] ?? null, existing));
  }
  if (depth >= MAX_DEPTH) return;
  for (const child of listIn(module, 'child_modules') ?? []) collect(asObject(child), existing, into, depth + 1);
}

function resource(
  written: JsonObject,
  values: JsonObject,
  unknown: Json,
  sensitive: Json,
  existing: boolean,
): PlannedResource[] {
  const [address, type, name] = [asText(written['address']), asText(written['type']), asText(written['name'])];
  if (address === undefined || type === undefined || name === undefined) return [];
  if (written['mode'] !== undefined && written['mode'] !== 'managed') return [];
  const provider = asText(written['provider_name']) ?? '';
  return [{ address, type, name, provider, values, unknown, sensitive, existing }];
}
