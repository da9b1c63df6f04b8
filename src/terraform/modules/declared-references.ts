import type { Span } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, type ReferenceValue } from '../../model/value.ts';
import type { Block, Body, Expression, SplatStep, TemplatePart } from '../../parse/hcl/ast.ts';
import { modulePrefix } from '../address.ts';
import { attributeOf } from '../configuration/configuration.ts';
import type { ModuleInstance } from './module-instance.ts';

/**
 * The resources that the arguments of a block name, by argument: also those whose value is known, so that the value
 * says nothing about where it came from. Locals, and variables through the calls of modules, are followed; results of
 * modules are not. The address is that of the block, without keys.
 */
export function argumentReferences(block: Block, module: ModuleInstance): ObjectValue {
  const properties = new Map<string, Property>();
  for (const item of block.body.items) {
    const name = item.kind === 'attribute' ? item.name : item.type;
    const search: Search = { found: new Map(), seen: new Set(), pending: [], left: MAX_EXPRESSIONS };
    if (item.kind === 'attribute') visit(item.value, module, search);
    else visitBody(item.body, module, search);
    // A chain of locals may be longer than the stack is deep.
    for (const next of search.pending) visit(next.expression, next.module, search);
    const references = [...search.found.values()];
    if (references.length === 0) continue;
    const nameSpan = item.kind === 'attribute' ? item.nameSpan : item.typeSpan;
    properties.set(name, { writtenAs: name, nameSpan, span: item.span, value: list(references, item.span) });
  }
  return object(properties, block.span);
}

/** Expressions that are looked at for one argument; more names than anybody writes. */
const MAX_EXPRESSIONS = 10_000;

interface Search {
  readonly found: Map<string, ReferenceValue>;
  /** Locals and variables that were followed, by module and name. */
  readonly seen: Set<string>;
  /** What these are, still to be looked at. */
  readonly pending: { readonly expression: Expression; readonly module: ModuleInstance }[];
  left: number;
}

function visitBody(body: Body, module: ModuleInstance, search: Search): void {
  for (const item of body.items) {
    if (item.kind === 'attribute') visit(item.value, module, search);
    else visitBody(item.body, module, search);
  }
}

function visit(expression: Expression | undefined, module: ModuleInstance, search: Search): void {
  if (!expression || search.left-- <= 0) return;
  const each = (inner: Expression | undefined): void => visit(inner, module, search);
  switch (expression.kind) {
    case 'literal':
    case 'variable':
      return;
    case 'template':
      visitParts(expression.parts, each);
      return;
    case 'get-attribute':
    case 'index': {
      const names = namesOf(expression);
      if (names.length > 1) follow(names, expression.span, module, search);
      else each(expression.object);
      if (expression.kind === 'index') each(expression.key);
      return;
    }
    case 'splat':
      each(expression.source);
      visitSteps(expression.steps, each);
      return;
    case 'call':
      expression.arguments.forEach(each);
      return;
    case 'tuple':
      expression.items.forEach(each);
      return;
    case 'object':
      for (const { key, value } of expression.items) [key, value].forEach(each);
      return;
    case 'for':
      [expression.collection, expression.key, expression.value, expression.condition].forEach(each);
      return;
    case 'conditional':
      [expression.condition, expression.then, expression.else].forEach(each);
      return;
    case 'unary':
      each(expression.operand);
      return;
    case 'binary':
      [expression.left, expression.right].forEach(each);
      return;
    case 'parentheses':
      each(expression.inner);
  }
}

function visitParts(parts: readonly TemplatePart[], each: (inner: Expression) => void): void {
  for (const part of parts) {
    if (part.kind === 'interpolation') each(part.expression);
    if (part.kind === 'if') {
      each(part.condition);
      visitParts([...part.then, ...part.else], each);
    }
    if (part.kind === 'for') {
      each(part.collection);
      visitParts(part.parts, each);
    }
  }
}

function visitSteps(steps: readonly SplatStep[], each: (inner: Expression) => void): void {
  for (const step of steps) {
    if (step.kind === 'index') each(step.key);
    if (step.kind === 'splat') visitSteps(step.steps, each);
  }
}

/** The names at the start of a traversal, indexes left out: `aws_x.y[0].id` → `aws_x`, `y`, `id`. */
function namesOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'variable':
      return [expression.name];
    case 'get-attribute': {
      const before = namesOf(expression.object);
      return before.length > 0 ? [...before, expression.name] : [];
    }
    case 'index':
      return namesOf(expression.object);
    default:
      return [];
  }
}

function follow(names: readonly string[], span: Span, module: ModuleInstance, search: Search): void {
  const [first, second, ...attribute] = names;
  const { locals, resources } = module.configuration;
  const isNew = () => {
    const key = `${module.path} ${first}.${second}`;
    const known = search.seen.has(key);
    search.seen.add(key);
    return !known;
  };
  if (first === 'local') {
    const expression = isNew() ? locals.get(second!)?.value : undefined;
    if (expression) search.pending.push({ expression, module });
    return;
  }
  if (first === 'var') {
    const caller = isNew() ? module.caller : undefined;
    const expression = caller && attributeOf(caller.block, second!)?.value;
    if (expression) search.pending.push({ expression, module: caller.module });
    return;
  }
  const isData = first === 'data' || first === 'ephemeral';
  const key = isData ? `${first}.${second}.${attribute.shift()}` : `${first}.${second}`;
  if (!resources.has(key)) return;
  const target = modulePrefix(module.path) + key;
  const name = attribute.join('.');
  search.found.set(`${target} ${name}`, { kind: 'reference', target, attribute: name, span });
}
