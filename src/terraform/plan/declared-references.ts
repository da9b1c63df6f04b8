import type { Span } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, type ReferenceValue } from '../../model/value.ts';
import { type ModuleStep, modulePrefix, parseAddress, printModules } from '../address.ts';
import { asObject, type Json, type JsonObject, listIn, memberOf } from './document.ts';

/** Calls nest far less. */
const MAX_DEPTH = 64;

/**
 * The resources that the arguments of a data source name, by argument, from the `configuration` of a plan. Variables are
 * followed through the calls of modules; locals are not in a plan, and end the search.
 */
export function plannedReferences(root: JsonObject | undefined, text: string, span: Span): ObjectValue {
  const address = parseAddress(text);
  const modules = address?.modules ?? [];
  const path = modules.map(({ name }) => name);
  const block = address && `data.${address.type}.${address.name}`;
  const resources = listIn(moduleAt(root, path), 'resources') ?? [];
  const configured = resources.map(asObject).find(resource => resource?.['address'] === block);
  const properties = new Map<string, Property>();
  for (const [name, expression] of Object.entries(asObject(configured?.['expressions']) ?? {})) {
    const found = new Map<string, ReferenceValue>();
    follow(root, modules, textsIn(expression), found, span, 0);
    if (found.size > 0) {
      const value = list([...found.values()], span);
      properties.set(name, { writtenAs: name, nameSpan: span, span, value });
    }
  }
  return object(properties, span);
}

function follow(
  root: JsonObject | undefined,
  modules: readonly ModuleStep[],
  texts: readonly string[],
  into: Map<string, ReferenceValue>,
  span: Span,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  for (const text of texts) {
    const names = text.replace(/\[[^\]]*\]/g, '').split('.');
    const [first, second] = names;
    if (first === 'var' && second !== undefined && modules.length > 0) {
      const outer = modules.slice(0, -1);
      const calls = asObject(
        moduleAt(
          root,
          outer.map(({ name }) => name),
        )?.['module_calls'],
      );
      const call = asObject(memberOf(calls, modules.at(-1)!.name));
      follow(root, outer, textsIn(memberOf(asObject(call?.['expressions']), second)), into, span, depth + 1);
    }
    if (/^(?:var|local|module|each|count|path|self|terraform)$/.test(first ?? '')) continue;
    const length = first === 'data' || first === 'ephemeral' ? 3 : 2;
    if (names.length < length) continue;
    const target = modulePrefix(printModules(modules)) + names.slice(0, length).join('.');
    const attribute = names.slice(length).join('.');
    // Each reference is listed with all its beginnings after it, which say less.
    if (attribute === '' && [...into.values()].some(other => other.target === target)) continue;
    into.set(`${target} ${attribute}`, { kind: 'reference', target, attribute, span });
  }
}

function moduleAt(root: JsonObject | undefined, path: readonly string[]): JsonObject | undefined {
  let module = root;
  for (const name of path) {
    module = asObject(asObject(memberOf(asObject(module?.['module_calls']), name))?.['module']);
  }
  return module;
}

/** The references of an expression, or of all in a block. */
function textsIn(value: Json | undefined, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(item => textsIn(item, depth + 1));
  const members = asObject(value);
  if (!members) return [];
  const own = listIn(members, 'references');
  if (own) return own.filter(item => typeof item === 'string');
  return Object.values(members).flatMap(item => textsIn(item, depth + 1));
}
