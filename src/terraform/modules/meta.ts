import { list, type ObjectValue, object, type Property, scalar, type Value } from '../../model/value.ts';
import type { Attribute, Block, Expression } from '../../parse/hcl/ast.ts';
import { attributeOf } from '../configuration/configuration.ts';
import { withNames } from '../configuration/names.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import { toValue } from '../values/convert.ts';
import { ANY } from '../values/types.ts';
import { evaluateBody } from './body.ts';
import { referenceText } from './providers.ts';

/**
 * The meta-arguments of a resource: `lifecycle` as an object, `provisioner` and `connection` as lists of objects (the
 * kind of a provisioner is its `type`), `depends_on` and `provider` as they are written.
 */
export function metaArguments({ body }: Block, scope: Scope): ObjectValue {
  const properties = new Map<string, Property>();
  for (const item of body.items) {
    const name = item.kind === 'attribute' ? item.name : item.type;
    if (!META_NAMES.has(name)) continue;
    const value = item.kind === 'attribute' ? references(item.value) : metaBlock(item, properties.get(name), scope);
    const nameSpan = item.kind === 'attribute' ? item.nameSpan : item.typeSpan;
    properties.set(name, { writtenAs: name, nameSpan, span: item.span, value });
  }
  return object(properties, body.span);
}

const META_NAMES: ReadonlySet<string> = new Set(['depends_on', 'provider', 'lifecycle', 'provisioner', 'connection']);

/** `when = destroy` and `on_failure = continue` of a provisioner name nothing. */
const KEYWORD_ARGUMENTS: ReadonlySet<string> = new Set(['when', 'on_failure']);

function metaBlock(block: Block, before: Property | undefined, scope: Scope): Value {
  if (block.type === 'lifecycle') return lifecycle(block, scope);
  const self = {
    kind: 'unknown',
    type: ANY,
    reason: 'computed-at-deployment',
    missing: 'self',
    span: block.span,
  } as const;
  const inside = withNames(scope, new Map([['self', self]]));
  const { object: written } = evaluateBody(block.body, undefined, inside, KEYWORD_ARGUMENTS);
  const [type] = block.labels;
  const properties = new Map(written.properties);
  for (const name of KEYWORD_ARGUMENTS) {
    const attribute = attributeOf(block, name);
    if (!attribute) continue;
    const { nameSpan, span, value } = attribute;
    properties.set(name, { writtenAs: name, nameSpan, span, value: references(value) });
  }
  if (type) {
    const value = scalar(type.value, type.span);
    properties.set('type', { writtenAs: 'type', nameSpan: block.typeSpan, span: block.headerSpan, value });
  }
  const items = before?.value.kind === 'list' ? before.value.items : [];
  return list([...items, object(properties, block.span)], block.span);
}

/** Conditions are left out: they say nothing about what is deployed. */
function lifecycle(block: Block, scope: Scope): ObjectValue {
  const properties = new Map<string, Property>();
  for (const item of block.body.items) {
    if (item.kind !== 'attribute') continue;
    const value = lifecycleArgument(item, scope);
    const { name, nameSpan, span } = item;
    if (value) properties.set(name, { writtenAs: name, nameSpan, span, value });
  }
  return object(properties, block.span);
}

function lifecycleArgument({ name, value }: Attribute, scope: Scope): Value | undefined {
  if (name === 'ignore_changes' || name === 'replace_triggered_by') return references(value);
  return toValue(evaluateExpression(value, scope));
}

/** One reference or a list of them, by their texts; `all` of `ignore_changes` is one. */
function references(expression: Expression): Value {
  if (expression.kind !== 'tuple') return scalar(referenceText(expression), expression.span);
  return list(
    expression.items.map(item => scalar(referenceText(item), item.span)),
    expression.span,
  );
}
