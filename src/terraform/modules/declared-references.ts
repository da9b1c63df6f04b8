import type { Span } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, type ReferenceValue } from '../../model/value.ts';
import type { Block, Body, Expression } from '../../parse/hcl/ast.ts';
import { innerExpressions } from '../../parse/hcl/inner-expressions.ts';
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

/** Without recursion: chains of attributes may be longer than the stack is deep. */
function visit(start: Expression, module: ModuleInstance, search: Search): void {
  const open = [start];
  for (let expression = open.pop(); expression; expression = open.pop()) {
    if (search.left-- <= 0) return;
    const { names, base, keys } = traversalOf(expression);
    if (names.length > 1) follow(names, expression.span, module, search);
    const inner = base === expression ? innerExpressions(base) : base.kind === 'variable' ? keys : [base, ...keys];
    for (const next of inner.toReversed()) open.push(next);
  }
}

/**
 * A traversal by its names, indexes left out: `aws_x.y[0].id` → `aws_x`, `y`, `id`; no names where it starts otherwise.
 */
function traversalOf(expression: Expression): { names: string[]; base: Expression; keys: Expression[] } {
  const names: string[] = [];
  const keys: Expression[] = [];
  let base = expression;
  while (base.kind === 'get-attribute' || base.kind === 'index') {
    if (base.kind === 'get-attribute') names.push(base.name);
    else keys.push(base.key);
    base = base.object;
  }
  if (base.kind !== 'variable') return { names: [], base, keys: keys.reverse() };
  return { names: [...names, base.name].reverse(), base, keys: keys.reverse() };
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
