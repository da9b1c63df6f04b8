import { type SourceFile, type Span, startOf } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, unknown, type Value } from '../../model/value.ts';
import { modulePrefix } from '../address.ts';
import type { TerraformResource } from '../resource.ts';
import { fromJson, toValue } from '../values/convert.ts';
import { plannedReferences } from './declared-references.ts';
import { asObject, asText, type Json, type JsonObject, listIn, memberOf, type PlannedResource } from './document.ts';
import { overlay } from './overlay.ts';
import { positionsWithPriorState } from './positions.ts';

/**
 * Provider blocks, module calls and data sources as far as a plan has them: its `configuration`, and of data sources
 * what was read. Settings and backends are not in a plan. Modules that are called several times are one here, as their
 * configuration is.
 */
export function planDeclarations(
  file: SourceFile,
  document: JsonObject,
  types: ReadonlySet<string>,
): readonly TerraformResource[] {
  const configuration = asObject(document['configuration']);
  const root = asObject(configuration?.['root_module']);
  const reader: Reader = { file, root, variables: asObject(document['variables']) };
  const calls = types.has('module') ? callsIn(reader, root, '', 0) : [];
  return [
    ...providersIn(reader, asObject(configuration?.['provider_config']), types),
    ...calls,
    ...dataIn(reader, document, types),
  ];
}

interface Reader {
  readonly file: SourceFile;
  readonly root: JsonObject | undefined;
  /** Values of the root module's variables. */
  readonly variables: JsonObject | undefined;
}

/** Calls nest far less. */
const MAX_DEPTH = 64;

function providersIn(
  reader: Reader,
  configured: JsonObject | undefined,
  types: ReadonlySet<string>,
): readonly TerraformResource[] {
  return Object.entries(configured ?? {}).flatMap(([key, item]) => {
    const provider = asObject(item);
    const name = asText(provider?.['name']);
    // What a module only requires has no block.
    const expressions = asObject(provider?.['expressions']);
    if (!provider || !expressions || name === undefined || !types.has(`provider.${name}`)) return [];
    const alias = asText(provider['alias']);
    const module = asText(provider['module_address']);
    const span = spanOfKey(reader.file, key, 'provider_config');
    const address = `${modulePrefix(module ?? '')}provider.${name}${alias === undefined ? '' : `.${alias}`}`;
    const body = argumentsOf(expressions, module === undefined ? reader.variables : undefined, span);
    return [declaration({ address, type: `provider.${name}`, name }, body, span)];
  });
}

function callsIn(
  reader: Reader,
  module: JsonObject | undefined,
  path: string,
  depth: number,
): readonly TerraformResource[] {
  if (depth > MAX_DEPTH) return [];
  return Object.entries(asObject(module?.['module_calls']) ?? {}).flatMap(([name, item]) => {
    const call = asObject(item);
    if (!call) return [];
    const address = `${modulePrefix(path)}module.${name}`;
    const span = spanOfKey(reader.file, name, 'module_calls');
    const variables = path === '' ? reader.variables : undefined;
    const inputs = argumentsOf(asObject(call['expressions']) ?? {}, variables, span);
    const properties = new Map(inputs.properties);
    const { source, version_constraint: version } = call;
    for (const [argument, text] of Object.entries({ source, version })) {
      const value = asText(text);
      if (value !== undefined) properties.set(argument, propertyOf(argument, toValue(fromJson(value, span))!, span));
    }
    const own = declaration({ address, type: 'module', name }, object(properties, span), span);
    return [own, ...callsIn(reader, asObject(call['module']), address, depth + 1)];
  });
}

/** Data sources that were read for the plan are in the state before; others are changes whose action is to read. */
function dataIn(reader: Reader, document: JsonObject, types: ReadonlySet<string>): readonly TerraformResource[] {
  const found: TerraformResource[] = [];
  let positions: ReadonlyMap<string, Span> | undefined;
  const add = (item: JsonObject | undefined, given: Json | undefined, unknownParts: Json, sensitive: Json): void => {
    const [address, type, name] = [item?.['address'], item?.['type'], item?.['name']].map(asText);
    if (item?.['mode'] !== 'data' || address === undefined || type === undefined || name === undefined) return;
    if (!types.has(`data.${type}`)) return;
    positions ??= positionsWithPriorState(reader.file);
    const span = positions.get(address) ?? startOf(reader.file);
    const planned: PlannedResource = {
      ...{ address, type, name, provider: '', values: asObject(given) ?? {}, unknown: unknownParts, sensitive },
      existing: true,
    };
    const values = overlay(planned, undefined, span, (path, at) =>
      unknown('computed-at-deployment', `${address}.${path.join('.')}`, at),
    );
    const body = { ...object(values, span), ...(sensitive === true && { sensitive }) };
    const references = plannedReferences(reader.root, address, span);
    const meta = object(new Map([['references', propertyOf('references', references, span)]]), span);
    found.push({ ...declaration({ address, type: `data.${type}`, name }, body, span), meta });
  };
  const before = asObject(asObject(asObject(document['prior_state'])?.['values'])?.['root_module']);
  eachResource(before, 0, item => add(item, item['values'], null, item['sensitive_values'] ?? null));
  for (const item of listIn(document, 'resource_changes') ?? []) {
    const change = asObject(asObject(item)?.['change']);
    if (!change) continue;
    const { after, after_unknown: unknownParts = null, after_sensitive: sensitive = null } = change;
    add(asObject(item), after, unknownParts, sensitive);
  }
  return found;
}

function eachResource(module: JsonObject | undefined, depth: number, found: (resource: JsonObject) => void): void {
  for (const item of listIn(module, 'resources') ?? []) {
    const resource = asObject(item);
    if (resource) found(resource);
  }
  if (depth >= MAX_DEPTH) return;
  for (const child of listIn(module, 'child_modules') ?? []) eachResource(asObject(child), depth + 1, found);
}

/** Constants and the values of root variables; the rest is not in a plan. */
export function argumentsOf(expressions: JsonObject, variables: JsonObject | undefined, span: Span): ObjectValue {
  const properties = new Map<string, Property>();
  for (const [name, expression] of Object.entries(expressions)) {
    const value = planValue(expression, variables, span, 0);
    if (value) properties.set(name, propertyOf(name, value, span));
  }
  return object(properties, span);
}

/** A constant, the value of a root variable, or what is not in the plan; blocks are lists of objects. */
function planValue(
  expression: Json | undefined,
  variables: JsonObject | undefined,
  span: Span,
  depth: number,
): Value | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(expression)) {
    const items = (expression as readonly Json[]).flatMap(item => planValue(item, variables, span, depth + 1) ?? []);
    return list(items, span);
  }
  const members = asObject(expression);
  if (!members) return undefined;
  const references = listIn(members, 'references');
  if (references) return referred(references.map(String), variables, span);
  if (Object.hasOwn(members, 'constant_value')) return toValue(fromJson(members['constant_value'], span));
  const properties = new Map<string, Property>();
  for (const [name, inner] of Object.entries(members)) {
    const value = planValue(inner, variables, span, depth + 1);
    if (value) properties.set(name, propertyOf(name, value, span));
  }
  return object(properties, span);
}

/** What an expression makes of its references is not in a plan: it may be nothing but the variable. */
function referred(references: readonly string[], variables: JsonObject | undefined, span: Span): Value {
  const [only, ...more] = references;
  const name = more.length === 0 ? /^var\.([\w-]+)$/.exec(only ?? '')?.[1] : undefined;
  const variable = name === undefined ? undefined : asObject(memberOf(variables, name));
  if (variable && variable['value'] !== null && variable['value'] !== undefined)
    return toValue(fromJson(variable['value'], span))!;
  return unknown('computed-at-deployment', only ?? 'an expression', span);
}

function propertyOf(name: string, value: Value, span: Span): Property {
  return { writtenAs: name, nameSpan: span, span, value };
}

function declaration(
  what: Pick<TerraformResource, 'address' | 'type' | 'name'>,
  body: ObjectValue,
  span: Span,
): TerraformResource {
  return {
    ...what,
    body,
    meta: object(new Map(), span),
    exists: 'yes',
    existsWhen: [],
    nameSpan: span,
    span,
    calledFrom: [],
    provider: { name: 'terraform' },
    applyDefaults: false,
    isDeclaration: true,
  };
}

/** A key of the first object of that name in the text that has it. */
function spanOfKey(file: SourceFile, key: string, holder: string): Span {
  const text = JSON.stringify(key);
  const start = file.text.indexOf(text, Math.max(0, file.text.indexOf(`"${holder}"`)));
  return start < 0 ? startOf(file) : { file, start: start + 1, end: start + text.length - 1 };
}
