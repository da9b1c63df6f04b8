import { groupBy } from '../../model/groups.ts';
import { handedOut, type Mention, withoutKeys } from '../../model/mention.ts';
import { type SourceFile, type Span, startOf } from '../../model/source.ts';
import { type ModuleStep, modulePrefix, printModules } from '../address.ts';
import { referencesOf } from './declared-references.ts';
import { asObject, asText, type Json, type JsonObject, listIn, memberOf, type PlannedResource } from './document.ts';

/** Calls nest far less. */
const MAX_DEPTH = 64;

/**
 * Where a plan names resources: in the expressions of its configuration, as blocks of resources that will exist, data
 * sources and outputs have them, and by the ids of those that exist already, which is all that a state has. Looked for
 * when asked; the rest of the document is not kept for it.
 */
export function planMentions(
  file: SourceFile,
  document: JsonObject,
  planned: readonly PlannedResource[],
): () => readonly Mention[] {
  const root = asObject(asObject(document['configuration'])?.['root_module']);
  const outputs = outputsOf(document);
  return () => {
    const blocks = groupBy(planned, ({ address }) => withoutKeys(address));
    const reader: Reader = { root, outputs, span: startOf(file), blocks, found: [], hidden: new Map() };
    visitModule(root, [], reader);
    return [...reader.found, ...hiddenMentions(reader), ...mentionsById(reader)];
  };
}

interface Reader {
  readonly root: JsonObject | undefined;
  readonly span: Span;
  /** What will exist, by the addresses of blocks. */
  readonly blocks: ReadonlyMap<string, readonly PlannedResource[]>;
  /** Outputs of the root module, with values as far as they are known. */
  readonly outputs: JsonObject;
  readonly found: Mention[];
  /** Who depends on locals of a module, which no plan holds, by the path of the module. */
  readonly hidden: Map<string, Pick<Mention, 'by' | 'argument' | 'isHandedOut'>>;
}

function outputsOf(document: JsonObject): JsonObject {
  const values = asObject(document['planned_values']) ?? asObject(document['values']);
  return asObject(memberOf(values, 'outputs')) ?? asObject(document['outputs']) ?? {};
}

function visitModule(module: JsonObject | undefined, path: readonly ModuleStep[], reader: Reader): void {
  const { root, span, found, hidden } = reader;
  const prefix = modulePrefix(printModules(path));
  for (const item of listIn(module, 'resources') ?? []) {
    const resource = asObject(item);
    const [address, mode] = [asText(resource?.['address']), resource?.['mode']];
    const by = prefix + (address ?? '');
    const instances = reader.blocks.get(by);
    if (address === undefined || (mode === 'managed' && !instances)) continue;
    const expressions = { ...asObject(resource!['expressions']), for_each: resource!['for_each_expression'] };
    for (const [argument, expression] of Object.entries(expressions)) {
      const { references, locals } = referencesOf(expression, path, { root, span, outputs: true });
      for (const reference of references) {
        const { target, attribute } = reference;
        if (mode === 'managed') found.push({ target: withoutKeys(target), by, argument, attribute, span });
        else found.push(handedOut(reference, by));
      }
      const isKnown = instances?.every(({ unknown }) => !isUnknown(memberOf(asObject(unknown), argument), 0));
      if (isKnown) continue;
      for (const local of locals) hidden.set(local, mode === 'managed' ? { by, argument } : { by, isHandedOut: true });
    }
  }
  for (const [name, output] of Object.entries(asObject(module?.['outputs']) ?? {})) {
    const by = `${prefix}output.${name}`;
    const lookup = { root, span, outputs: true };
    const { references, locals } = referencesOf(asObject(output)?.['expression'], path, lookup);
    for (const reference of references) found.push(handedOut(reference, by));
    const isKnown = path.length > 0 || memberOf(asObject(memberOf(reader.outputs, name)), 'value') !== undefined;
    if (!isKnown) for (const local of locals) if (!hidden.has(local)) hidden.set(local, { by, isHandedOut: true });
  }
  if (path.length >= MAX_DEPTH) return;
  for (const [name, call] of Object.entries(asObject(module?.['module_calls']) ?? {})) {
    visitModule(asObject(asObject(call)?.['module']), [...path, { name }], reader);
  }
}

function isUnknown(part: Json | undefined, depth: number): boolean {
  if (part === true || depth > MAX_DEPTH) return true;
  if (typeof part !== 'object' || part === null) return false;
  return Object.values(part).some(inner => isUnknown(inner, depth + 1));
}

/** What is not known and comes from locals may come from any block of their module. */
function hiddenMentions({ blocks, hidden, span }: Reader): readonly Mention[] {
  if (hidden.size === 0) return [];
  return [...blocks.keys()].flatMap(target => {
    const by = hidden.get(target.split('.').slice(0, -2).join('.'));
    return by && by.by !== target ? [{ ...by, target, isDoubtful: true, span }] : [];
  });
}

/** Ids that are known stand in the values of others as texts. */
function mentionsById({ blocks, outputs, span }: Reader): readonly Mention[] {
  const byId = new Map<string, string>();
  for (const [block, instances] of blocks) {
    for (const { values } of instances) {
      const id = asText(values['id']);
      if (id !== undefined && AWS_ID.test(id)) byId.set(id, block);
    }
  }
  if (byId.size === 0) return [];
  const found = new Map<string, Mention>();
  const visit = (value: Json | undefined, from: Omit<Mention, 'target' | 'span'>, depth: number): void => {
    if (typeof value === 'string') {
      const target = byId.get(value);
      if (target !== undefined && target !== from.by) found.set(`${from.by} ${target}`, { ...from, target, span });
    } else if (typeof value === 'object' && value !== null && depth <= MAX_DEPTH) {
      for (const inner of Object.values(value)) visit(inner, from, depth + 1);
    }
  };
  for (const [by, instances] of blocks) {
    for (const { values } of instances) {
      for (const [argument, value] of Object.entries(values)) visit(value, { by, argument, attribute: 'id' }, 0);
    }
  }
  for (const [name, output] of Object.entries(outputs)) {
    visit(asObject(output)?.['value'], { by: `output.${name}`, attribute: 'id', isHandedOut: true }, 0);
  }
  return [...found.values()];
}

/** `sg-0a1b2c3d`, `eipalloc-0a1b2c3d`: no other text looks like it. */
const AWS_ID = /^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}$/;
