import { cloudFormationType } from '../facts/cloudformation.ts';
import { append } from '../model/groups.ts';
import { inputKey, type Resource } from '../model/resource.ts';
import type { TemplateValue, UnknownValue, Value } from '../model/value.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Context } from './answer.ts';
import { remember, rememberInScenario } from './memory.ts';
import { piecesCouldBe, piecesOf } from './partial-text.ts';
import { type Path, parsePath } from './path-syntax.ts';
import { follow } from './paths.ts';
import { type Scenario, scenario, settle } from './scenarios.ts';
import { rootTrail } from './trail.ts';

/** What a value points at: keys of resources (`@address`, or a name as text), and what could not be resolved. */
export interface Targets {
  readonly keys: readonly string[];
  /** The first part whose target is not known. */
  readonly doubt?: UnknownValue;
  /** Names that are known in part. */
  readonly partial: readonly TemplateValue[];
}

/** Resources of an input by the keys under which values point at them. */
export type KeyIndex = ReadonlyMap<string, readonly Resource[]>;

/**
 * The keys that a value holds, wherever in it. Texts give themselves and, of ARNs and URLs, the names inside. Without
 * a scenario, those of all alternatives.
 */
export function targetsOf(value: Value | undefined, inScenario?: Scenario): Targets {
  const keys: string[] = [];
  const partial: TemplateValue[] = [];
  let doubt: UnknownValue | undefined;
  const visit = (part: Value | undefined): void => {
    const settled = inScenario ? settle(part, inScenario) : part;
    switch (settled?.kind) {
      case 'scalar':
        if (settled.value !== null && settled.value !== '') keys.push(...keysOfText(String(settled.value)));
        return;
      case 'reference':
        keys.push(`@${settled.target}`);
        return;
      case 'list':
        settled.items.forEach(visit);
        return;
      case 'object':
        for (const property of settled.properties.values()) visit(property.value);
        return;
      case 'template':
        if (settled.structure) visit(settled.structure);
        else visitText(settled);
        return;
      case 'unknown':
        keys.push(hole(settled));
        if (!inScenario) for (const alternative of settled.alternatives) visit(alternative.value);
        if (settled.reason !== 'outside-this-input') doubt ??= settled;
    }
  };
  const visitText = (template: TemplateValue): void => {
    const references = template.parts.filter(part => typeof part !== 'string' && part.kind === 'reference');
    for (const reference of references) visit(reference as Value);
    if (references.length > 0) return;
    const named = keysOfText(textWithHoles(template));
    keys.push(...named);
    if (named.at(-1)?.includes(HOLE)) partial.push(template);
  };
  visit(value);
  return { keys, doubt, partial };
}

/** The keys under which values point at a resource: its address, and its physical name where it is written. */
export function keysOf(resource: Resource): readonly string[] {
  let keys = ownKeys.get(resource);
  if (!keys) {
    keys = [`@${resource.address}`, ...nameKeys(resource)];
    ownKeys.set(resource, keys);
  }
  return keys;
}

/** Resources of the types in the input of the context, by their keys. */
export function indexByKey(types: readonly string[], context: Context): KeyIndex {
  return remember(context, `keys of ${types.join()}`, () => {
    const index = new Map<string, Resource[]>();
    for (const resource of resourcesOfTypes(types, context)) add(index, keysOf(resource), resource);
    for (const resource of linkedOfTypes(types, context)) add(index, [importKeyOf(resource)], resource);
    return index;
  });
}

/** The key under which values of other inputs point at a resource. */
export function importKeyOf({ input, address }: Resource): string {
  return `@${inputKey(input)}:${address}`;
}

/** Those of other inputs that what is imported leads to, or that import: only by import they are meant. */
function linkedOfTypes(types: readonly string[], { graph, input }: Context): readonly Resource[] {
  return graph.linkedTo(input).filter(({ type }) => types.includes(type) || types.includes('*'));
}

/** Resources of the types, also as they are written, in the input of the context; `*`: all of them. */
export function resourcesOfTypes(types: readonly string[], context: Context): readonly Resource[] {
  const all = context.graph.inInput(context.input);
  if (types.includes('*'))
    return remember(context, 'resources', () => all.filter(({ isDeclaration }) => !isDeclaration));
  const byType = remember(context, 'by type', () => {
    const index = new Map<string, Resource[]>();
    for (const resource of all) {
      const { type, writtenAs } = resource;
      add(index, type === writtenAs ? [type] : [type, writtenAs], resource);
    }
    return index;
  });
  return types.length === 1 ? (byType.get(types[0]!) ?? []) : types.flatMap(type => byType.get(type) ?? []);
}

/** Paths by which resources of some types point at others; what rules have in common is found once for all of them. */
export interface Pointing {
  readonly types: readonly string[];
  readonly paths: readonly Path[];
}

export function pointingBy(types: readonly string[], paths: readonly string[]): Pointing {
  const key = `${types.join()} ${paths.join()}`;
  let known = pointings.get(key);
  if (!known) {
    known = { types, paths: paths.map(parsePath) };
    pointings.set(key, known);
  }
  return known;
}

const pointings = new Map<string, Pointing>();

/** Resources of the types that point at something by one of the paths. */
export interface Pointers {
  readonly byKey: KeyIndex;
  /** Those of which it is not known at what. */
  readonly doubtful: readonly Resource[];
  /** Those that know a name in part: they can point at what has a name. */
  readonly partlyNaming: readonly Resource[];
}

/** Whoever points so; an index, so that asking for every resource of an input stays linear. */
export function pointersBy(pointing: Pointing, context: Context): Pointers {
  return remember(context, pointing, () => {
    const { paths, types } = pointing;
    const byKey = new Map<string, Resource[]>();
    const doubtful: Resource[] = [];
    const partlyNaming: Resource[] = [];
    const nothingAssumed = scenario();
    for (const resource of resourcesOfTypes(types, context)) {
      const present = paths.filter(path => mayLead(path, resource));
      if (present.length === 0) continue;
      const root = rootTrail(resource);
      const all = present.map(path => targetsOf(follow(path, root, nothingAssumed).value));
      add(byKey, new Set(all.flatMap(({ keys }) => keys)), resource);
      if (all.some(({ doubt }) => doubt)) doubtful.push(resource);
      else if (all.some(({ partial }) => partial.length > 0)) partlyNaming.push(resource);
    }
    for (const resource of linkedOfTypes(types, context)) {
      const all = paths.map(path => targetsOf(follow(path, rootTrail(resource), nothingAssumed).value));
      const imports = all.flatMap(({ keys }) => keys.filter(isImport));
      add(byKey, new Set(imports), resource);
    }
    return { byKey, doubtful, partlyNaming };
  });
}

function isImport(key: string): boolean {
  return key.startsWith('@') && key.includes(':');
}

/** Whether the first property of a path is there at all: of most resources asked, it is not. */
function mayLead(path: Path, { properties }: Resource): boolean {
  return properties.open || path.some(([step]) => step?.kind !== 'name' || properties.properties.has(step.name));
}

/** Whether one of the paths of a resource points at the other, in the scenario under evaluation. */
export function pointsAt(from: Resource, to: Resource, pointing: Pointing, context: Context): Verdict {
  const targets = targetsFrom(from, pointing, context);
  if (from.input !== to.input) {
    const wanted = importKeyOf(to);
    return targets.some(({ keys }) => keys.includes(wanted)) ? 'pass' : 'fail';
  }
  const wanted = keysOf(to);
  let result: Verdict = 'fail';
  for (const { keys, doubt, partial } of targets) {
    for (const one of keys) if (wanted.includes(one)) return 'pass';
    if (result === 'fail' && (doubt || (wanted.length > 1 && partial.some(template => mayName(template, to)))))
      result = 'unknown';
  }
  return result;
}

/** What the paths of a resource point at in a scenario: kept, because every resource that may be meant asks. */
function targetsFrom(from: Resource, pointing: Pointing, context: Context): readonly Targets[] {
  return rememberInScenario(context, pointing.paths, from, () =>
    pointing.paths.map(path => targetsOf(follow(path, rootTrail(from), context.scenario).value, context.scenario)),
  );
}

/** Whether a text known in part may be a name of the resource; a name that AWS makes up is nobody's text. */
function mayName(template: TemplateValue, resource: Resource): boolean {
  const pieces = piecesOf(template);
  return keysOf(resource)
    .slice(1)
    .some(
      name => name.includes(HOLE) || piecesCouldBe(pieces, name) || template.parts[0]?.toString().startsWith('arn:'),
    );
}

const HOLE = '\0';
const ownKeys = new WeakMap<Resource, readonly string[]>();

function nameKeys(resource: Resource): string[] {
  const value = writtenName(resource);
  switch (value?.kind) {
    case 'scalar':
      return value.value === null || value.value === '' ? [] : [String(value.value)];
    case 'template':
      return [textWithHoles(value)];
    case 'unknown':
      return [hole(value)];
    default:
      return [];
  }
}

/** In Terraform a name can be written where CloudFormation makes one up. */
function writtenName({ type, properties, arguments: written }: Resource): Value | undefined {
  const name = cloudFormationType(type)?.nameProperty;
  return name === undefined ? written?.properties.get('name')?.value : properties.properties.get(name)?.value;
}

/** Two values with the same missing part are the same, wherever they are written. */
function hole(value: UnknownValue): string {
  return `${HOLE}${value.missing}${HOLE}`;
}

function textWithHoles(template: TemplateValue): string {
  return template.parts.map(showPart).join('');
}

function showPart(part: string | Value): string {
  if (typeof part === 'string') return part;
  switch (part.kind) {
    case 'scalar':
      return String(part.value);
    case 'reference':
      return `${HOLE}${part.target}.${part.attribute ?? ''}${HOLE}`;
    case 'template':
      return textWithHoles(part);
    case 'unknown':
      return hole(part);
    default:
      return HOLE;
  }
}

/** `arn:aws:s3:::logs/*` → itself, `logs/*`, `logs`; `https://sqs.…/jobs` → itself, `jobs`; `table/orders` → itself, `orders`. */
function keysOfText(text: string): string[] {
  if (text.startsWith('https://')) return [text, text.slice(text.lastIndexOf('/') + 1)];
  const resource = text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text;
  const keys = new Set([text, resource, ...(resource === text ? [] : resource.split(':')), ...resource.split('/')]);
  const slash = resource.indexOf('/');
  if (slash >= 0) keys.add(resource.slice(slash + 1));
  return [...keys].filter(key => key !== '' && key !== '*');
}

function add(index: Map<string, Resource[]>, keys: Iterable<string>, resource: Resource): void {
  for (const key of keys) {
    append(index, key, resource);
  }
}
