import { list, type ObjectValue, object, type Property, scalar } from '../../model/value.ts';
import type { Attribute, Block } from '../../parse/hcl/ast.ts';
import { modulePrefix } from '../address.ts';
import { attributeOf } from '../configuration/configuration.ts';
import { withNames } from '../configuration/names.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import type { TerraformResource } from '../resource.ts';
import { toValue } from '../values/convert.ts';
import { ANY } from '../values/types.ts';
import type { TerraformValue } from '../values/values.ts';
import { evaluateBody } from './body.ts';
import { argumentReferences } from './declared-references.ts';
import type { ModuleInstance } from './module-instance.ts';
import type { ResourceInstance } from './resource-group.ts';

/** What a declaration is but its arguments. */
type Described = Pick<TerraformResource, 'address' | 'type' | 'name' | 'nameSpan' | 'span'>;

/**
 * What a module declares beside resources, of the types that rules ask about: provider blocks (`provider.aws`), calls
 * (`module`), settings (`terraform`) and backends (`terraform.backend.s3`). A call is one, however many instances it
 * has: that its source is downloaded does not depend on `count`.
 */
export function declarationsOf(module: ModuleInstance, types: ReadonlySet<string>): readonly TerraformResource[] {
  const { providers, calls, settings } = module.configuration;
  const found: TerraformResource[] = [];
  for (const [key, block] of providers) {
    const type = `provider.${block.labels[0]?.value}`;
    if (!types.has(type)) continue;
    const { object: body } = evaluateBody(block.body, undefined, module.scope, META);
    found.push(declaration(module, described(module, `provider.${key}`, type, block), body));
  }
  if (types.has('module')) {
    for (const [name, block] of calls) {
      found.push(
        declaration(module, described(module, `module.${name}`, 'module', block), callArguments(module, name, block)),
      );
    }
  }
  for (const [index, block] of settings.entries()) found.push(...settingsOf(module, block, index, types));
  return found;
}

/** A data source as a resource; what its arguments refer to is its attribute `references`. */
export function dataDeclaration(
  instance: ResourceInstance,
  resource: Omit<TerraformResource, 'body'>,
  module: ModuleInstance,
): TerraformResource {
  const references = argumentReferences(instance.declared.block, module);
  const properties = new Map(resource.meta.properties);
  const { span } = resource;
  properties.set('references', { writtenAs: 'references', nameSpan: span, span, value: references });
  const meta = { ...resource.meta, properties };
  const type = `data.${resource.type}`;
  return { ...resource, type, meta, body: instance.body().object, applyDefaults: false, isDeclaration: true };
}

const META: ReadonlySet<string> = new Set(['depends_on']);
const CALL_META: ReadonlySet<string> = new Set(['depends_on', 'providers', 'count', 'for_each']);

function described({ path }: ModuleInstance, address: string, type: string, block: Block): Described {
  const start = Math.max(block.headerSpan.start, block.labels[0]?.span.start ?? block.headerSpan.start);
  const nameSpan = { ...block.headerSpan, start };
  return {
    address: modulePrefix(path) + address,
    type,
    name: block.labels[0]?.value ?? type,
    nameSpan,
    span: block.span,
  };
}

function declaration({ place }: ModuleInstance, what: Described, body: ObjectValue): TerraformResource {
  const { exists, existsWhen, calledFrom } = place;
  return {
    ...what,
    body,
    meta: object(new Map(), what.span),
    exists,
    existsWhen,
    calledFrom,
    provider: { name: 'terraform' },
    applyDefaults: false,
    isDeclaration: true,
  };
}

/** The arguments of a call, as the module has them; what differs from instance to instance is not known. */
function callArguments(module: ModuleInstance, name: string, block: Block): ObjectValue {
  const called = singleInstance(module, name);
  const scope = withoutInstance(block, module.scope);
  const properties = new Map<string, Property>();
  for (const item of block.body.items) {
    if (item.kind !== 'attribute' || CALL_META.has(item.name)) continue;
    add(properties, item, scope, called?.input(item.name));
  }
  return object(properties, block.body.span);
}

function singleInstance(module: ModuleInstance, name: string): ModuleInstance | undefined {
  const group = module.call(name);
  const isSingle = group && group !== 'not-resolved' && group.expansion.kind === 'single';
  return isSingle ? group.members[0] : undefined;
}

function withoutInstance(block: Block, scope: Scope): Scope {
  const repeated = attributeOf(block, 'for_each') ?? attributeOf(block, 'count');
  if (!repeated) return scope;
  const unknown = (missing: string): TerraformValue => {
    return { kind: 'unknown', type: ANY, reason: 'undecided-condition', missing, span: repeated.span };
  };
  // Mistakes are those of the instances, of which there may be none.
  const silent: Scope = { ...scope, report: () => {} };
  return withNames(silent, new Map(['each', 'count'].map(name => [name, unknown(name)])));
}

function settingsOf(
  module: ModuleInstance,
  block: Block,
  index: number,
  types: ReadonlySet<string>,
): readonly TerraformResource[] {
  const found: TerraformResource[] = [];
  const suffix = index === 0 ? '' : `#${index + 1}`;
  if (types.has('terraform')) {
    found.push(
      declaration(module, described(module, `terraform${suffix}`, 'terraform', block), settingsBody(module, block)),
    );
  }
  for (const item of block.body.items) {
    const label = item.kind === 'block' && (item.type === 'backend' ? `backend.${item.labels[0]?.value}` : item.type);
    if (item.kind !== 'block' || !types.has(`terraform.${label}`)) continue;
    const { object: body } = evaluateBody(item.body, undefined, module.scope);
    found.push(declaration(module, described(module, `terraform.${label}${suffix}`, `terraform.${label}`, item), body));
  }
  return found;
}

/** Arguments, and `required_providers` as a map; a version alone, as before Terraform 0.13, is an object with it. */
function settingsBody({ scope }: ModuleInstance, block: Block): ObjectValue {
  const properties = new Map<string, Property>();
  for (const item of block.body.items) {
    if (item.kind === 'attribute') add(properties, item, scope);
    else if (item.type === 'required_providers') {
      const { typeSpan: nameSpan, span } = item;
      const value = requirements(item, scope);
      properties.set(item.type, { writtenAs: item.type, nameSpan, span, value });
    }
  }
  return object(properties, block.body.span);
}

function requirements(block: Block, scope: Scope): ObjectValue {
  const properties = new Map<string, Property>();
  for (const item of block.body.items) {
    if (item.kind !== 'attribute') continue;
    const { name, nameSpan, span, value } = item;
    const inner = new Map<string, Property>();
    if (value.kind !== 'object') add(inner, { ...item, name: 'version' }, scope);
    else {
      for (const entry of value.items) {
        const key = entry.identifier ?? toValue(evaluateExpression(entry.key, scope));
        const text = typeof key === 'string' ? key : key?.kind === 'scalar' ? String(key.value) : undefined;
        // The names of aliases are no references.
        if (text === undefined || text === 'configuration_aliases') continue;
        const at = { nameSpan: entry.key.span, span: entry.span, value: entry.value };
        add(inner, { kind: 'attribute', name: text, ...at }, scope);
      }
    }
    properties.set(name, { writtenAs: name, nameSpan, span, value: object(inner, value.span) });
  }
  return object(properties, block.body.span);
}

function add(
  into: Map<string, Property>,
  { name, nameSpan, span, value }: Attribute,
  scope: Scope,
  known?: TerraformValue,
): void {
  // `experiments` lists bare names.
  if (name === 'experiments' && value.kind === 'tuple') {
    const items = value.items.map(item => scalar(item.span.file.text.slice(item.span.start, item.span.end), item.span));
    into.set(name, { writtenAs: name, nameSpan, span, value: list(items, value.span) });
    return;
  }
  const evaluated = toValue(known ?? evaluateExpression(value, scope));
  if (evaluated) into.set(name, { writtenAs: name, nameSpan, span, value: evaluated });
}
