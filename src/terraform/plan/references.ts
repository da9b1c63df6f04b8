import type { Span } from '../../model/source.ts';
import { type ReferenceValue, type UnknownReason, unknown, type Value } from '../../model/value.ts';
import { type Address, type ModuleStep, modulePrefix, parseTraversal, printKey, printModules } from '../address.ts';
import { asObject, asText, type Json, type JsonObject, listIn, memberOf } from './document.ts';

/** Says what an argument that is not known yet is, from the expressions that the plan keeps of the configuration. */
export interface PlanReferences {
  /** Undefined: nothing is written for this argument; `unknown` where what is written cannot be told. */
  valueAt(address: Address, path: readonly (string | number)[], span: Span): Value | undefined;
  /** Whether the argument is written in the configuration; undefined where the plan does not hold the block. */
  isWritten(address: Address, argument: string): boolean | undefined;
}

/**
 * `configuration` of a plan document. References are followed through the variables and outputs of modules; they end
 * at locals, which a plan does not hold. `addresses`: the instances that the plan knows, asked for once if at all.
 */
export function planReferences(document: JsonObject, addresses: () => ReadonlySet<string>): PlanReferences {
  const root = asObject(asObject(document['configuration'])?.['root_module']);
  let known: ReadonlySet<string> | undefined;
  const isKnown = (address: string) => {
    known ??= addresses();
    return known.has(address);
  };
  const reader: Reader = { root, isKnown, modules: new Map(), traversals: new Map() };
  let last: { readonly of: Address; readonly written: Written | undefined } | undefined;
  // The arguments of one resource are asked for one after the other.
  const writtenFor = (address: Address) => {
    if (last?.of !== address) last = { of: address, written: writtenOf(reader, address) };
    return last.written;
  };
  return {
    isWritten(address, argument) {
      const expressions = writtenFor(address)?.expressions;
      return expressions && memberOf(expressions, argument) !== undefined;
    },
    valueAt(address, path, span) {
      const written = writtenFor(address);
      const found = written && referencesAt(written.expressions, path);
      const missing = `${address.type}.${address.name}.${path.join('.')}`;
      if (!found) return unknown('computed-at-deployment', missing, span);
      const place: Place = {
        modules: address.modules,
        key: printKey(address.key),
        forEach: written?.forEach,
        seen: new Set(),
      };
      const targets = found.flatMap(text => resolve(reader, text, found, place, 0) ?? []);
      const [only, ...more] = distinct(targets);
      if (!only) return unknown('computed-at-deployment', found[0] ?? missing, span);
      if (more.length > 0) return unknown('computed-at-deployment', only.text, span);
      return valueOfTarget(only, span);
    },
  };
}

interface Reader {
  readonly root: JsonObject | undefined;
  /** Whether the plan has an instance of this address. */
  isKnown(address: string): boolean;
  /** The same few references are met in every instance of a block. */
  readonly traversals: Map<string, ModuleStep[] | undefined>;
  /** Names of calls joined with dots → module and its resources by block address. */
  readonly modules: Map<string, ConfiguredModule | undefined>;
}

interface ConfiguredModule {
  readonly json: JsonObject;
  readonly resources: ReadonlyMap<string, JsonObject>;
}

/** Where a reference is written: the module instance, and the key of the resource or call that holds it. */
interface Place {
  readonly modules: readonly ModuleStep[];
  readonly key: string;
  /** What its `for_each` refers to. */
  readonly forEach: readonly string[] | undefined;
  /** Where the way has led so far: what is reached twice says nothing new, and the ways may be very many. */
  readonly seen: Set<string>;
}

/** What a reference leads to. */
type Target =
  | { readonly kind: 'attribute'; readonly address: string; readonly attribute: string; readonly text: string }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly text: string };

function valueOfTarget(target: Target, span: Span): Value {
  if (target.kind === 'unknown') return unknown(target.reason, target.text, span);
  const reference: ReferenceValue = { kind: 'reference', target: target.address, attribute: target.attribute, span };
  return reference;
}

function distinct(targets: readonly Target[]): readonly Target[] {
  const seen = new Map(
    targets.map(target => [
      target.kind === 'attribute' ? `${target.address} ${target.attribute}` : target.text,
      target,
    ]),
  );
  return [...seen.values()];
}

function moduleAt(reader: Reader, modules: readonly ModuleStep[]): ConfiguredModule | undefined {
  const key = modules.map(step => step.name).join('.');
  if (reader.modules.has(key)) return reader.modules.get(key);
  const json = modules.length === 0 ? reader.root : asObject(callOf(reader, modules)?.['module']);
  const module = json && { json, resources: resourcesIn(json) };
  reader.modules.set(key, module);
  return module;
}

function callOf(reader: Reader, modules: readonly ModuleStep[]): JsonObject | undefined {
  const parent = moduleAt(reader, modules.slice(0, -1));
  return asObject(memberOf(asObject(parent?.json['module_calls']), modules.at(-1)!.name));
}

function resourcesIn(json: JsonObject): ReadonlyMap<string, JsonObject> {
  const resources = new Map<string, JsonObject>();
  for (const item of listIn(json, 'resources') ?? []) {
    const resource = asObject(item);
    const address = asText(resource?.['address']);
    if (resource && address !== undefined) resources.set(address, resource);
  }
  return resources;
}

interface Written {
  readonly expressions: JsonObject;
  readonly forEach: readonly string[] | undefined;
}

function writtenOf(reader: Reader, { modules, type, name }: Address): Written | undefined {
  const resource = moduleAt(reader, modules)?.resources.get(`${type}.${name}`);
  return resource && { expressions: asObject(resource['expressions']) ?? {}, forEach: forEachOf(resource) };
}

function forEachOf(block: JsonObject | undefined): readonly string[] | undefined {
  return block && referencesAt(block, ['for_each_expression']);
}

/** The references of the expression at a path, the longest of each traversal; undefined where nothing is written. */
function referencesAt(expressions: JsonObject, path: readonly (string | number)[]): readonly string[] | undefined {
  let node: Json | undefined = expressions;
  for (const step of path) {
    if (Array.isArray(node)) node = typeof step === 'number' ? (node as readonly Json[])[step] : undefined;
    else {
      const members = asObject(node);
      // An expression has no inner structure in a plan.
      if (node !== expressions && members && ('references' in members || 'constant_value' in members)) break;
      node = memberOf(members, String(step));
    }
  }
  const found = asObject(node);
  return found && longest((listIn(found, 'references') ?? []).filter(item => typeof item === 'string'));
}

/** Each traversal is listed with all its beginnings after it: `a.b[0].id`, `a.b[0]`, `a.b`. */
function longest(references: readonly string[]): readonly string[] {
  return references.filter((text, at) => {
    const before = references[at - 1];
    return before === undefined || !before.startsWith(text) || !/^[.[]/.test(before.slice(text.length));
  });
}

/** Calls nest far less; a plan that refers in circles is not Terraform's. */
const MAX_STEPS = 64;

function resolve(
  reader: Reader,
  text: string,
  beside: readonly string[],
  place: Place,
  depth: number,
): readonly Target[] | undefined {
  const visit = `${printModules(place.modules)} ${place.key} ${usesOwnKey(beside)} ${text}`;
  if (place.seen.has(visit)) return undefined;
  place.seen.add(visit);
  const steps = traversalOf(reader, text);
  const [first, second] = steps ?? [];
  if (!steps || !first || depth > MAX_STEPS) return undefined;
  switch (first.name) {
    case 'var':
      return second && resolveVariable(reader, second.name, text, place, depth);
    case 'module':
      return second && resolveOutput(reader, second, steps[2]?.name, beside, place, depth);
    case 'data':
    case 'ephemeral':
      return [{ kind: 'unknown', reason: 'outside-this-input', text }];
    case 'each':
      return second?.name === 'value' ? resolveElement(reader, steps.slice(2), place, depth) : undefined;
    case 'count':
    case 'local':
    case 'path':
    case 'self':
    case 'terraform':
      return undefined;
    default:
      return second && resolveResource(reader, first.name, second, steps.slice(2), beside, place);
  }
}

function traversalOf({ traversals }: Reader, text: string): ModuleStep[] | undefined {
  if (!traversals.has(text)) traversals.set(text, parseTraversal(text));
  return traversals.get(text);
}

/** With the instances of a resource as its `for_each`, `each.value` is the one of the same key. */
function resolveElement(
  reader: Reader,
  attribute: readonly ModuleStep[],
  place: Place,
  depth: number,
): readonly Target[] | undefined {
  const [instances, ...others] = place.forEach ?? [];
  if (instances === undefined || others.length > 0 || attribute.length === 0) return undefined;
  const path = attribute.map(step => `.${step.name}${printKey(step.key)}`).join('');
  const text = `${instances}${place.key}${path}`;
  const steps = traversalOf(reader, text);
  return steps?.length === 2 + attribute.length ? resolve(reader, text, [text], place, depth + 1) : undefined;
}

/** A variable is what the call of the module gives for it. */
function resolveVariable(
  reader: Reader,
  name: string,
  text: string,
  { modules, seen }: Place,
  depth: number,
): readonly Target[] | undefined {
  if (modules.length === 0) return [{ kind: 'unknown', reason: 'parameter-without-default', text }];
  const call = callOf(reader, modules);
  const expressions = asObject(call?.['expressions']);
  const found = expressions && referencesAt(expressions, [name]);
  const place = { modules: modules.slice(0, -1), key: printKey(modules.at(-1)!.key), forEach: forEachOf(call), seen };
  return found?.flatMap(reference => resolve(reader, reference, found, place, depth + 1) ?? []);
}

function resolveOutput(
  reader: Reader,
  call: ModuleStep,
  output: string | undefined,
  beside: readonly string[],
  { modules, key, seen }: Place,
  depth: number,
): readonly Target[] | undefined {
  if (output === undefined) return undefined;
  const step =
    call.key === undefined && isRepeated(callOf(reader, [...modules, call])) ? keyedStep(call, key, beside) : call;
  const inner = step && [...modules, step];
  const outputs = inner && asObject(moduleAt(reader, inner)?.json['outputs']);
  const found = outputs && referencesAt(outputs, [output, 'expression']);
  return found?.flatMap(
    reference =>
      resolve(reader, reference, found, { modules: inner!, key: '', forEach: undefined, seen }, depth + 1) ?? [],
  );
}

function isRepeated(call: JsonObject | undefined): boolean {
  return call?.['count_expression'] !== undefined || call?.['for_each_expression'] !== undefined;
}

function keyedStep(call: ModuleStep, key: string, beside: readonly string[]): ModuleStep | undefined {
  if (key === '' || !usesOwnKey(beside)) return undefined;
  return parseTraversal(`${call.name}${key}`)?.[0];
}

/** With `each.key` or `count.index` beside it, a reference without a key is taken to be to the instance of that key. */
function usesOwnKey(beside: readonly string[]): boolean {
  return beside.some(text => text === 'each.key' || text === 'each.value' || text === 'count.index');
}

function resolveResource(
  reader: Reader,
  type: string,
  name: ModuleStep,
  attribute: readonly ModuleStep[],
  beside: readonly string[],
  { modules, key }: Place,
): readonly Target[] | undefined {
  const prefix = modulePrefix(printModules(modules));
  const written = `${prefix}${type}.${name.name}${printKey(name.key)}`;
  const keyed = usesOwnKey(beside) ? `${written}${key}` : written;
  const address = [written, keyed].find(candidate => reader.isKnown(candidate));
  if (attribute.length === 0) return keyedInstance(reader, `${written}${key}`, type, name, beside);
  if (address === undefined) return undefined;
  const path = attribute.map(step => `${step.name}${step.key === undefined ? '' : `.${String(step.key)}`}`).join('.');
  return [{ kind: 'attribute', address, attribute: path, text: `${type}.${name.name}.${path}` }];
}

/**
 * `aws_s3_bucket.this[each.key].id` is in a plan as two references, `aws_s3_bucket.this` and `each.key`: the instance
 * is known, its attribute is not, and taken to be the one that names it.
 */
function keyedInstance(
  reader: Reader,
  address: string,
  type: string,
  { name, key }: ModuleStep,
  beside: readonly string[],
): readonly Target[] | undefined {
  const isOnly = beside.length === 2 && beside.includes('each.key');
  if (!isOnly || key !== undefined || !reader.isKnown(address)) return undefined;
  return [{ kind: 'attribute', address, attribute: 'id', text: `${type}.${name}.id` }];
}
