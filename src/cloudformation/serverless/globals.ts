import type { Resource } from '../../model/resource.ts';
import {
  listOf,
  type ObjectValue,
  object,
  objectOf,
  type Property,
  propertyValue,
  textOf,
  type Value,
} from '../../model/value.ts';
import { type SyntaxNode, valueAt } from '../../parse/syntax.ts';
import { evaluate } from '../evaluate.ts';
import type { Scope } from '../scope.ts';

const PREFIX = 'AWS::Serverless::';

/** The Globals section by resource type. */
export type Globals = ReadonlyMap<string, ObjectValue>;

export function readGlobals(section: SyntaxNode | undefined, scope: Scope): Globals {
  const globals = new Map<string, ObjectValue>();
  const value = section && evaluate(section, scope);
  for (const [name, property] of objectOf(value)?.properties ?? []) {
    const properties = objectOf(property.value);
    if (properties) globals.set(PREFIX + name, properties);
  }
  return globals;
}

/**
 * A serverless resource with what Globals say of its type. Its own texts replace global ones, maps are merged key
 * by key, lists are joined.
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(resource: Resource, declaration: SyntaxNode | undefined, globals: Globals): Resource {
  const common = globals.get(resource.type);
  if (!common) return resource;
  const ignored = resource.attributes.properties.get('IgnoreGlobals')?.value;
  if (textOf(ignored) === '*') return resource;
  const left = new Set(listOf(ignored)?.items.map(textOf));
  // A property that is written as no value (AWS::NoValue) takes the global one away.
  const written = valueAt(declaration, 'Properties');
  for (const { key } of written?.kind === 'mapping' ? written.entries : []) {
    if (!resource.properties.properties.has(key.raw)) left.add(key.raw);
  }
  const chosen = new Map([...common.properties].filter(([name]) => !left.has(name)));
  return { ...resource, properties: mergeObjects({ ...common, properties: chosen }, resource.properties, '') };
}

/** Lists that the resource's own take the place of. */
const REPLACED: ReadonlySet<string> = new Set(['.Architectures', '.InstanceRequirements.Architectures']);

function mergeObjects(common: ObjectValue, own: ObjectValue, path: string): ObjectValue {
  const properties = new Map<string, Property>(common.properties);
  for (const [name, property] of own.properties) {
    const before = common.properties.get(name);
    properties.set(
      name,
      before ? { ...property, value: merge(before.value, property.value, `${path}.${name}`) } : property,
    );
  }
  return object(properties, own.span, common.open || own.open);
}

function merge(common: Value, own: Value, path: string): Value {
  if (common.kind === 'object' && own.kind === 'object') return mergeObjects(common, own, path);
  if (common.kind === 'list' && own.kind === 'list' && !REPLACED.has(path)) {
    return { ...own, items: [...common.items, ...own.items], open: common.open || own.open };
  }
  return own;
}

/** A part of a resource's properties: `Auth.Authorizers`. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((part, name) => propertyValue(part, name), value);
}
