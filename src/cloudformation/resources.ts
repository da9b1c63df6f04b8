import type { CallSite, InputInfo, Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import {
  type Assumption,
  type ObjectValue,
  object,
  type Property,
  propertyValue,
  scalar,
  type UnknownValue,
  list as valueList,
} from '../model/value.ts';
import { type Entry, entrySpan, type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';
import { collapse } from './alternatives.ts';
import { truthOf } from './conditions.ts';
import { evaluate, evaluateProperty } from './evaluate.ts';
import { mayBeGenerated } from './intrinsics.ts';
import { type DeclaredResource, fail, type Scope, warn } from './scope.ts';

/** One resource; undefined where its condition is false or it is no resource. */
export function readResource(
  { type, entry, symbolic }: DeclaredResource,
  place: ResourcePlace,
  scope: Scope,
): Resource | undefined {
  const { key, value: declaration } = entry;
  if (type === '') {
    const advice = 'Give it a Type, such as AWS::S3::Bucket.';
    warn(scope, 'template-missing-type', `The resource "${key.raw}" has no Type.`, key.span, advice);
    return undefined;
  }
  const own = existsWhenOf(declaration, scope);
  if (own === undefined) return undefined;
  const outside = scope.assumed.length;
  scope.assumed.push(...own);
  scope.assumedByResource = scope.assumed.length;
  const existsWhen = [...place.assumed, ...own];
  const resource: Resource = {
    id: scope.prefix + key.raw,
    address: scope.prefix + key.raw,
    type,
    writtenAs: type,
    input: place.info,
    properties: propertiesOf(entry, scope),
    attributes: attributesOf(entry, scope),
    exists: existsWhen.length === 0 && !symbolic ? 'yes' : 'unknown',
    existsWhen,
    nameSpan: key.span,
    span: entrySpan(entry),
    calledFrom: [...place.calledFrom, ...constructOf(declaration, scope)],
  };
  scope.assumed.length = outside;
  scope.assumedByResource = outside;
  return resource;
}

interface ResourcePlace {
  readonly info: InputInfo;
  readonly assumed: readonly Assumption[];
  readonly calledFrom: readonly CallSite[];
}

/** What its own Condition demands for a resource to exist; undefined where it never does. */
export function existsWhenOf(declaration: SyntaxNode, scope: Scope): readonly Assumption[] | undefined {
  const node = valueAt(declaration, 'Condition');
  const name = textOfNode(node);
  if (!node || name === undefined) return [];
  const truth = truthOf(name, node.span, scope);
  if (truth === undefined) return [{ name: scope.prefix + name, value: true }];
  return truth ? [] : undefined;
}

function propertiesOf({ key, value: declaration }: Entry, scope: Scope): ObjectValue {
  const node = valueAt(declaration, 'Properties');
  const value = node && evaluate(node, scope);
  const open = scope.transforms.macro !== undefined;
  if (value?.kind === 'object') return open ? { ...value, open } : value;
  if (value?.kind === 'unknown' && value.alternatives.length > 0) {
    const object = withAlternatives(value);
    return open ? { ...object, open } : object;
  }
  const isOpen = open || (value !== undefined && value.kind !== 'list' && value.kind !== 'scalar');
  if (value && !isOpen) warn(scope, 'template-wrong-properties', 'Properties must be a mapping.', node!.span);
  return object(new Map(), node?.span ?? key.span, isOpen);
}

/** The object that an undecided `Fn::If` in the place of all properties may be: each property with its alternatives. */
function withAlternatives(value: UnknownValue): ObjectValue {
  const choices = value.alternatives.map(({ when, value: chosen }) => ({
    when,
    object: chosen?.kind === 'unknown' && chosen.alternatives.length > 0 ? withAlternatives(chosen) : chosen,
  }));
  const properties = new Map<string, Property>();
  let open = false;
  for (const { object: chosen } of choices) {
    if (chosen?.kind !== 'object') open ||= chosen !== undefined;
    else {
      open ||= chosen.open;
      for (const [name, property] of chosen.properties) if (!properties.has(name)) properties.set(name, property);
    }
  }
  for (const [name, property] of properties) {
    const alternatives = choices.map(({ when, object: chosen }) => ({
      when,
      value: chosen?.kind === 'object' ? propertyValue(chosen, name) : chosen,
    }));
    const held = collapse({ ...value, alternatives, span: property.value.span });
    properties.set(name, { ...property, value: held ?? property.value });
  }
  return object(properties, value.span, open);
}

/** The construct of a CDK application that made it: its line of the sources, or at least its path. */
function constructOf(declaration: SyntaxNode, scope: Scope): readonly CallSite[] {
  const node = valueAt(valueAt(declaration, 'Metadata'), 'aws:cdk:path');
  const path = textOfNode(node);
  if (!node || path === undefined) return [];
  return [{ address: path, span: scope.options.constructs?.get(path) ?? node.span }];
}

/** DeletionPolicy, Metadata and whatever else stands beside Type and Properties. */
function attributesOf({ key, value: declaration }: Entry, scope: Scope): ObjectValue {
  const properties = new Map<string, Property>();
  for (const entry of declaration.kind === 'mapping' ? declaration.entries : []) {
    const name = entry.key.raw;
    if (name === 'Type' || name === 'Properties') continue;
    const property = name === 'DependsOn' ? dependsOn(entry, scope) : evaluateProperty(entry, scope);
    if (property) properties.set(name, property);
  }
  return object(properties, key.span);
}

/** The names as a list of texts. Each must be a resource, and comes before this one. */
function dependsOn(entry: Entry, scope: Scope): Property {
  const nodes = entry.value.kind === 'sequence' ? entry.value.items : [entry.value];
  const names: { name: string; span: Span }[] = [];
  for (const node of nodes) {
    const name = textOfNode(node);
    if (name !== undefined) names.push({ name, span: node.span });
  }
  for (const { name, span } of names) {
    if (scope.resources.has(name)) scope.dependencies?.set(name, span);
    else if ((scope.transforms.macro ?? scope.transforms.unseen) === undefined && !mayBeGenerated(name, scope)) {
      const advice = 'Correct the name, or declare it.';
      fail(scope, 'template-undefined-reference', `There is no resource "${name}" to depend on.`, span, advice);
    }
  }
  const value = valueList(
    names.map(({ name, span }) => scalar(name, span)),
    entry.value.span,
  );
  return { writtenAs: 'DependsOn', nameSpan: entry.key.span, span: entrySpan(entry), value };
}
