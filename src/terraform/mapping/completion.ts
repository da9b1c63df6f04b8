import type { Span } from '../../model/source.ts';
import {
  list,
  type ObjectValue,
  object,
  type Property,
  scalar,
  textOf,
  unknown,
  type Value,
} from '../../model/value.ts';
import type { TerraformResource } from '../resource.ts';

/**
 * The arguments with what the provider does where one is missing. Keys: `a`; `a.b` where the block or its argument
 * is missing; `a?.b` only where the block is there. What is added is marked as defaulted and stands at the resource's
 * name, or at the block's, where it is the block that lacks it.
 */
export function complete(
  body: ObjectValue,
  absent: Readonly<Record<string, unknown>> | undefined,
  resource: TerraformResource,
): ObjectValue {
  if (!absent || !resource.applyDefaults) return body;
  const missing = pathsOf(absent).filter(([path]) => path.length > 1 || !body.properties.has(path[0]!));
  if (missing.length === 0) return body;
  const properties = new Map(body.properties);
  const completed = { ...body, properties };
  for (const [path, written] of missing) {
    const fallback: Fallback = span => defaultValue(written, span, completed, resource);
    fillInto(properties, path, fallback, resource.nameSpan);
  }
  return completed;
}

type AbsentPath = readonly [path: readonly string[], written: unknown];

/** Paths in their steps; the tables are our own and few. */
function pathsOf(absent: Readonly<Record<string, unknown>>): readonly AbsentPath[] {
  let paths = knownPaths.get(absent);
  if (!paths) {
    paths = Object.entries(absent).map(([path, written]) => [path.split('.'), written]);
    knownPaths.set(absent, paths);
  }
  return paths;
}

const knownPaths = new WeakMap<object, readonly AbsentPath[]>();

type Fallback = (span: Span) => Value | undefined;

/** Adds the argument, or what is missing inside of it. */
function fillInto(properties: Map<string, Property>, path: readonly string[], fallback: Fallback, span: Span): void {
  const [step, ...rest] = path;
  const onlyInside = step!.endsWith('?');
  const name = onlyInside ? step!.slice(0, -1) : step!;
  const existing = properties.get(name);
  if (existing) {
    if (rest.length === 0) return;
    const value = fillInside(existing.value, rest, fallback, existing.nameSpan);
    if (value !== existing.value) properties.set(name, { ...existing, value });
  } else if (!onlyInside) {
    const value = missing(rest, fallback, span);
    if (value) properties.set(name, { writtenAs: name, nameSpan: span, span, value });
  }
}

function fillInside(value: Value, path: readonly string[], fallback: Fallback, span: Span): Value {
  if (value.kind === 'object') {
    const properties = new Map(value.properties);
    fillInto(properties, path, fallback, span);
    return { ...value, properties };
  }
  if (value.kind === 'unknown' && value.alternatives.length > 0) {
    const alternatives = value.alternatives.map(({ when, value: possible }) => ({
      when,
      value: possible ? fillInside(possible, path, fallback, span) : missing(path, fallback, span),
    }));
    return { ...value, alternatives };
  }
  if (value.kind !== 'list' || value.items.length === 0) return value;
  const several = value.items.length > 1;
  const items = value.items.map(item => fillInside(item, path, fallback, several ? item.span : span));
  return { ...value, items };
}

/** The blocks down to a default whose blocks are missing. */
function missing(path: readonly string[], fallback: Fallback, span: Span): Value | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return fallback(span);
  const inner = missing(rest, fallback, span);
  if (!inner) return undefined;
  const property: Property = { writtenAs: name, nameSpan: span, span, value: inner };
  return { ...object(new Map([[name.replace('?', ''), property]]), span), defaulted: true };
}

/** A literal, `unknown`, `{ by: engine, valkey: true, "*": false }` or `{ provider_lt_6: false, "*": true }`. */
function defaultValue(written: unknown, span: Span, body: ObjectValue, resource: TerraformResource): Value | undefined {
  if (written === 'unknown') {
    return { ...unknown('computed-at-deployment', 'the default of the service', span), defaulted: true };
  }
  if (typeof written === 'object' && written !== null && !Array.isArray(written)) {
    const choices = written as Readonly<Record<string, unknown>>;
    if ('provider_lt_6' in choices) return byProvider(choices, span, resource);
    if (typeof choices['by'] === 'string') return byArgument(choices['by'], choices, span, body);
  }
  return literal(written, span);
}

/** Version 6 of the provider changed defaults; without a version both are possible. */
function byProvider(
  choices: Readonly<Record<string, unknown>>,
  span: Span,
  resource: TerraformResource,
): Value | undefined {
  const before = literal(choices['provider_lt_6'], span);
  const since = literal(choices['*'], span);
  const major = Number.parseInt(resource.provider.version ?? '', 10);
  if (!Number.isNaN(major)) return major < 6 ? before : since;
  const name = `version of provider ${resource.provider.name} < 6`;
  const alternatives = [
    { when: { name, value: true }, value: before },
    { when: { name, value: false }, value: since },
  ];
  return { ...unknown('outside-this-input', 'the version of the provider', span), alternatives, defaulted: true };
}

function byArgument(
  argument: string,
  choices: Readonly<Record<string, unknown>>,
  span: Span,
  body: ObjectValue,
): Value | undefined {
  const choose = (value: Value | undefined): Value | undefined => {
    if (value?.kind === 'unknown') {
      const alternatives = value.alternatives.map(({ when, value: possible }) => ({ when, value: choose(possible) }));
      return { ...value, alternatives, span, defaulted: true };
    }
    const text = textOf(value);
    return literal(text !== undefined && text in choices ? choices[text] : choices['*'], span);
  };
  return choose(body.properties.get(argument)?.value);
}

function literal(written: unknown, span: Span): Value | undefined {
  if (written === null || written === undefined) return undefined;
  if (Array.isArray(written)) {
    return {
      ...list(
        written.flatMap(item => literal(item, span) ?? []),
        span,
      ),
      defaulted: true,
    };
  }
  if (typeof written !== 'object') return { ...scalar(written as string | number | boolean, span), defaulted: true };
  const properties = new Map<string, Property>();
  for (const [name, item] of Object.entries(written)) {
    const value = literal(item, span);
    if (value) properties.set(name, { writtenAs: name, nameSpan: span, span, value });
  }
  return { ...object(properties, span), defaulted: true };
}
