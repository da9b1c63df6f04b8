import type { Span } from '../model/source.ts';
import { list, object, type Property, unknown, type Value } from '../model/value.ts';
import { type Entry, entrySpan, type MappingNode, type SyntaxNode } from '../parse/syntax.ts';
import { type FunctionCall, functionOf } from './functions.ts';
import { transformed } from './includes.ts';
import { intrinsics } from './intrinsics.ts';
import { LOOP, withoutLoops } from './loops.ts';
import { type Scope, warn } from './scope.ts';

/**
 * The value of a node of a template, its intrinsic functions applied. Undefined: no value (`AWS::NoValue`, null),
 * the property or the list item is not there. What is wrong is reported in the scope and becomes unknown.
 */
export function evaluate(node: SyntaxNode, scope: Scope): Value | undefined {
  const call = functionOf(node);
  if (call && call.name !== 'Condition') return evaluateCall(call, scope);
  switch (node.kind) {
    case 'scalar':
      return node.value === null ? undefined : { kind: 'scalar', value: node.value, span: node.span };
    case 'sequence':
      return evaluateItems(node.items, node.span, scope);
    case 'mapping':
      return evaluateMapping(node, scope);
  }
}

/** The items of a list that have a value, in order. */
export function evaluateItems(items: readonly SyntaxNode[], span: Span, scope: Scope): Value {
  const values: Value[] = [];
  for (const item of items) {
    const value = evaluate(item, scope);
    if (value) values.push(value);
  }
  return list(values, span);
}

export function evaluateMapping(node: MappingNode, scope: Scope): Value {
  const properties = new Map<string, Property>();
  let open = node.incomplete === true;
  if (open && node.entries.length === 0) return unknown('not-supported', 'what could not be read', node.span);
  for (const entry of node.entries) {
    const name = entry.key.raw;
    if (name.startsWith('Fn::')) open = addFunctionEntry(entry, properties, scope) || open;
    else addProperty(entry, properties, scope);
  }
  return object(properties, node.span, open);
}

function addProperty(entry: Entry, properties: Map<string, Property>, scope: Scope): void {
  const property = evaluateProperty(entry, scope);
  if (property) properties.set(entry.key.raw, property);
}

/** A key and its value as a property; undefined where it has no value. */
export function evaluateProperty(entry: Entry, scope: Scope): Property | undefined {
  const value = evaluate(entry.value, scope);
  if (!value) return undefined;
  return { writtenAs: entry.key.raw, nameSpan: entry.key.span, span: entrySpan(entry), value };
}

/** What a loop or a transform adds to the mapping that it stands in; true where that cannot be seen. */
function addFunctionEntry(entry: Entry, properties: Map<string, Property>, scope: Scope): boolean {
  const { key, value } = entry;
  if (key.raw.startsWith(LOOP)) {
    const made = withoutLoops({ kind: 'mapping', entries: [entry], span: key.span }, scope);
    for (const { entry: inner, symbolic } of made) if (!symbolic) addProperty(inner, properties, scope);
    return made.some(({ symbolic }) => symbolic);
  }
  if (key.raw === 'Fn::Transform') {
    const result = transformed(value, scope);
    if (!('node' in result) || result.node.kind !== 'mapping') return true;
    for (const inner of result.node.entries) addProperty(inner, properties, scope);
    return false;
  }
  const message = `"${key.raw}" must be the only key of its mapping.`;
  warn(scope, 'template-wrong-arguments', message, key.span, 'CloudFormation takes it for a property name here.');
  addProperty(entry, properties, scope);
  return false;
}

function evaluateCall(call: FunctionCall, scope: Scope): Value | undefined {
  const intrinsic = intrinsics.get(call.name);
  if (intrinsic) return intrinsic(call, scope);
  const advice = 'Check its name; see the intrinsic function reference of the CloudFormation user guide.';
  warn(scope, 'template-unknown-function', `There is no intrinsic function "${call.name}".`, call.span, advice);
  return unknown('not-supported', call.name, call.span);
}
