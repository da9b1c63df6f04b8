import type { Span } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, type ReferenceValue } from '../../model/value.ts';
import { type Address, type ModuleStep, modulePrefix, parseAddress, printModules } from '../address.ts';
import { asObject, type Json, type JsonObject, listIn, memberOf } from './document.ts';

/** Calls nest far less. */
const MAX_DEPTH = 64;

/**
 * The resources that the arguments of a data source name, by argument, from the `configuration` of a plan. Variables
 * are followed through the calls of modules; locals are not in a plan, and end the search.
 */
export function plannedReferences(root: JsonObject | undefined, text: string, span: Span): ObjectValue {
  const address = parseAddress(text);
  const modules = address?.modules ?? [];
  const block = address && `data.${address.type}.${address.name}`;
  const resources = listIn(moduleAt(root, namesOf(modules)), 'resources') ?? [];
  const configured = resources.map(asObject).find(resource => resource?.['address'] === block);
  const properties = new Map<string, Property>();
  for (const [name, expression] of Object.entries(asObject(configured?.['expressions']) ?? {})) {
    const { references } = referencesOf(expression, modules, { root, span, outputs: false });
    if (references.length > 0) {
      const value = list(references, span);
      properties.set(name, { writtenAs: name, nameSpan: span, span, value });
    }
  }
  return object(properties, span);
}

/** What is looked through: the configuration of a plan; results of modules, too. */
interface Lookup {
  readonly root: JsonObject | undefined;
  readonly span: Span;
  readonly outputs: boolean;
}

/** The resources that an expression, or a block, of a module names, and the modules whose locals it depends on. */
export function referencesOf(
  expression: Json | undefined,
  modules: readonly ModuleStep[],
  lookup: Lookup,
): { references: readonly ReferenceValue[]; locals: ReadonlySet<string> } {
  const search: Search = { ...lookup, found: new Map(), seen: new Set(), targets: new Set(), locals: new Set() };
  follow(modules, textsIn(expression), search);
  return { references: [...search.found.values()], locals: search.locals };
}

interface Search extends Lookup {
  readonly found: Map<string, ReferenceValue>;
  /** The targets of what was found. */
  readonly targets: Set<string>;
  /** What was followed, by module: what is reached twice says nothing new, and the ways may be very many. */
  readonly seen: Set<string>;
  /** Paths of the modules. */
  readonly locals: Set<string>;
}

/** Each variable leads one module further out, each result of a module one further in. */
function follow(modules: readonly ModuleStep[], texts: readonly string[], search: Search): void {
  const { root, span, found, targets, seen } = search;
  const path = printModules(modules);
  for (const text of texts) {
    if (seen.has(`${path} ${text}`)) continue;
    seen.add(`${path} ${text}`);
    const names = text.replace(/\[[^\]]*\]/g, '').split('.');
    const [first, second] = names;
    if (first === 'var' && second !== undefined && modules.length > 0) {
      const outer = modules.slice(0, -1);
      const caller = moduleAt(root, namesOf(outer));
      const call = asObject(memberOf(asObject(caller?.['module_calls']), modules.at(-1)!.name));
      follow(outer, textsIn(memberOf(asObject(call?.['expressions']), second)), search);
    }
    if (first === 'local') search.locals.add(path);
    if (first === 'module' && search.outputs && names.length > 2) {
      const inner = [...modules, { name: second! }];
      const output = asObject(memberOf(asObject(moduleAt(root, namesOf(inner))?.['outputs']), names[2]!));
      follow(inner, textsIn(output?.['expression']), search);
    }
    if (/^(?:var|local|module|each|count|path|self|terraform)$/.test(first ?? '')) continue;
    const length = first === 'data' || first === 'ephemeral' ? 3 : 2;
    if (names.length < length) continue;
    const target = modulePrefix(path) + names.slice(0, length).join('.');
    const attribute = names.slice(length).join('.');
    // Each reference is listed with all its beginnings after it, which say less.
    if (attribute === '' && targets.has(target)) continue;
    targets.add(target);
    found.set(`${target} ${attribute}`, { kind: 'reference', target, attribute, span });
  }
}

/** The blocks of a configuration by the addresses of what they make. */
export function configuredResources(root: JsonObject | undefined): (address: Address) => JsonObject | undefined {
  const modules = new Map<string, ReadonlyMap<string, JsonObject>>();
  return ({ modules: path, type, name }) => {
    const key = namesOf(path).join('.');
    let blocks = modules.get(key);
    if (!blocks) {
      const found = new Map<string, JsonObject>();
      for (const item of listIn(moduleAt(root, namesOf(path)), 'resources') ?? []) {
        const resource = asObject(item);
        if (resource) found.set(String(resource['address']), resource);
      }
      blocks = found;
      modules.set(key, found);
    }
    return blocks.get(`${type}.${name}`);
  };
}

function namesOf(modules: readonly ModuleStep[]): readonly string[] {
  return modules.map(({ name }) => name);
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
