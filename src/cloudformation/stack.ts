import type { Diagnostic } from '../model/diagnostic.ts';
import { type CallSite, type InputInfo, inputKey, type Resource } from '../model/resource.ts';
import type { SourceFile, Span } from '../model/source.ts';
import type { Assumption, Value } from '../model/value.ts';
import { type Entry, type MappingNode, type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';
import { bounded } from './bounded.ts';
import { type Assumable, formulaOf, readConditions } from './conditions.ts';
import { reportCycles } from './cycles.ts';
import { evaluate } from './evaluate.ts';
import type { Export } from './exports.ts';
import { transformed } from './includes.ts';
import { type LoopEntry, withoutLoops } from './loops.ts';
import type { Outlet } from './mentions.ts';
import { reportMisspelt } from './misspelt.ts';
import { type GivenParameters, readParameters } from './parameters.ts';
import { existsWhenOf, readResource } from './resources.ts';
import { addRules } from './rules-section.ts';
import type { CloudFormationOptions, DeclaredResource, NestedStack, Scope } from './scope.ts';
import { addGeneratedNames, expandServerless } from './serverless/expand.ts';
import { transformCalls, transformsOf } from './transforms.ts';

/** One template in its place: alone, or nested in another. */
export interface StackPlace {
  readonly info: InputInfo;
  readonly options: CloudFormationOptions;
  readonly diagnostics: Diagnostic[];
  readonly files: SourceFile[];
  /** What the stack and those nested in it export. */
  readonly exports: Export[];
  /** What they give to what is not in these files. */
  readonly outlets: Outlet[];
  /** Its names and those of the stacks nested in it. */
  readonly scopes: Scope[];
  readonly assumable: Assumable;
  readonly given: GivenParameters;
  /** What holds wherever the stack exists. */
  readonly assumed: readonly Assumption[];
  readonly calledFrom: readonly CallSite[];
  readonly nested: Scope['nested'];
}

/** Reads one template: its resources, with those of the stacks nested in it, and its outputs. */
export function readStack(root: MappingNode, file: SourceFile, place: StackPlace): NestedStack {
  const scope = scopeOf(root, file, place);
  place.scopes.push(scope);
  for (const [name, { key }] of scope.conditions.entries) formulaOf(name, key.span, scope);
  addRules(valueAt(root, 'Rules'), scope);
  const resources = readResources(root, scope, place);
  return { resources, outputs: readOutputs(root, scope, place) };
}

function scopeOf(root: MappingNode, file: SourceFile, place: StackPlace): Scope {
  const { prefix } = place.given;
  const resources = new Map<string, DeclaredResource>();
  const generatedNames = new Map<string, string>();
  const conditionEntries: Entry[] = [];
  const mappings = new Map<string, MappingNode>();
  const transforms = { ...transformsOf(root) };
  const scope: Scope = {
    file,
    options: place.options,
    diagnostics: place.diagnostics,
    files: place.files,
    input: inputKey(place.info),
    prefix,
    parameters: readParameters(valueAt(root, 'Parameters'), place.given),
    mappings,
    conditions: readConditions(conditionEntries),
    assumable: place.assumable,
    resources,
    transforms,
    generatedNames,
    loopVariables: new Map(),
    nested: place.nested,
    assumed: [...place.assumed],
    dependencies: undefined,
    assumedByResource: place.assumed.length,
  };
  for (const { variable, ...parameter } of scope.parameters.values()) {
    if (!place.assumable.parameters.has(variable)) place.assumable.parameters.set(variable, { variable, ...parameter });
  }
  for (const { entry } of sectionEntries(root, 'Mappings', scope)) {
    if (entry.value.kind === 'mapping') mappings.set(entry.key.raw, entry.value);
  }
  addConditions(root, scope);
  for (const { entry, symbolic } of sectionEntries(root, 'Resources', scope)) {
    resources.set(entry.key.raw, { type: textOfNode(valueAt(entry.value, 'Type')) ?? '', entry, symbolic });
  }
  if (transforms.serverless) addGeneratedNames(resources, valueAt(root, 'Globals'), scope, generatedNames);
  return scope;
}

function addConditions(root: MappingNode, scope: Scope): void {
  const entries = scope.conditions.entries as Map<string, Entry>;
  for (const { entry } of sectionEntries(root, 'Conditions', scope)) {
    entries.set(entry.key.raw, entry);
    scope.assumable.conditions.set(scope.prefix + entry.key.raw, { name: entry.key.raw, scope });
  }
}

/** The entries of a section, with loops written out and files included, also those that the whole template includes. */
function sectionEntries(root: MappingNode, name: string, scope: Scope): readonly LoopEntry[] {
  const sections = [valueAt(root, name), ...includedSections(root, name, scope)];
  return sections.flatMap(section => (section?.kind === 'mapping' ? withIncludes(section, scope) : []));
}

function includedSections(root: MappingNode, name: string, scope: Scope): (SyntaxNode | undefined)[] {
  return transformCalls(root).flatMap(call => {
    if (textOfNode(valueAt(call, 'Name')) !== 'AWS::Include') return [];
    const result = transformed(call, scope);
    if ('node' in result) return [valueAt(result.node, name)];
    markUnseen(result.unseen, scope);
    return [];
  });
}

function withIncludes(section: MappingNode, scope: Scope): readonly LoopEntry[] {
  return withoutLoops(section, scope).flatMap(made => {
    const { key, value } = made.entry;
    if (key.raw !== 'Fn::Transform') return [made];
    const result = transformed(value, scope);
    if ('node' in result && result.node.kind === 'mapping') return withoutLoops(result.node, scope);
    markUnseen('unseen' in result ? result.unseen : 'AWS::Include', scope);
    return [];
  });
}

function markUnseen(unseen: string, scope: Scope): void {
  (scope.transforms as { unseen: string | undefined }).unseen ??= unseen;
}

function readResources(root: MappingNode, scope: Scope, place: StackPlace): Resource[] {
  const own: Resource[] = [];
  const nested: Resource[] = [];
  const dependencies = new Map<string, ReadonlyMap<string, Span>>();
  for (const [id, declared] of scope.resources) {
    scope.dependencies = new Map();
    const resource = readResource(declared, place, scope);
    if (!resource) continue;
    own.push(resource);
    reportMisspelt(resource, scope);
    if (resource.exists === 'yes' && !resource.type.startsWith('AWS::Serverless::'))
      dependencies.set(id, scope.dependencies);
  }
  scope.dependencies = undefined;
  reportCycles(dependencies, scope);
  const expanded = scope.transforms.serverless
    ? expandServerless(own, scope.resources, valueAt(root, 'Globals'), scope)
    : own;
  for (const resource of expanded) {
    if (resource.type !== 'AWS::CloudFormation::Stack') continue;
    const id = idIn(resource, scope);
    const stack = scope.nested(id, scope);
    nested.push(...(stack?.resources ?? []));
    const node = valueAt(scope.resources.get(id)?.entry.value, 'Properties');
    if (!stack) place.outlets.push({ name: resource.address, value: resource.properties, node, scope });
  }
  return [...expanded, ...nested];
}

function idIn(resource: Resource, scope: Scope): string {
  return resource.id.slice(scope.prefix.length);
}

function readOutputs(
  root: MappingNode,
  scope: Scope,
  { info, exports, outlets }: StackPlace,
): ReadonlyMap<string, Value> {
  const outputs = new Map<string, Value>();
  for (const { entry, symbolic } of sectionEntries(root, 'Outputs', scope)) {
    const existsWhen = existsWhenOf(entry.value, scope);
    if (!existsWhen) continue;
    const outside = scope.assumed.length;
    scope.assumed.push(...existsWhen);
    const node = valueAt(entry.value, 'Value');
    const evaluated = node && evaluate(node, scope);
    const value = evaluated && bounded(evaluated);
    const nameNode = valueAt(valueAt(entry.value, 'Export'), 'Name');
    const name = nameNode && evaluate(nameNode, scope);
    scope.assumed.length = outside;
    if (value) outlets.push({ name: `output ${scope.prefix}${entry.key.raw}`, value, node, scope });
    if (!value || symbolic) continue;
    outputs.set(entry.key.raw, value);
    const { prefix, file } = scope;
    if (name) exports.push({ name, value, template: file.path, prefix, output: entry.key.raw, input: inputKey(info) });
  }
  return outputs;
}
