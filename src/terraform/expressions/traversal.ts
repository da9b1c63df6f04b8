import type { Span } from '../../model/source.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import { convertTo } from '../values/conversion.ts';
import { numberText } from '../values/decimals.ts';
import { friendlyName, isPrimitive, NUMBER, STRING } from '../values/types.ts';
import { isDynamic, othersOf, unknownLike } from '../values/unknowns.ts';
import {
  boolValue,
  type MappingValue,
  type SequenceValue,
  type TerraformValue,
  typeOf,
  type UnknownTerraformValue,
} from '../values/values.ts';
import { type Evaluation, fail, type Names, overPossible } from './evaluation.ts';
import type { TraversalStep } from './scope.ts';

/** A chain of `.name` and `[key]` on a name, or on another expression. */
interface Chain {
  readonly start: Expression;
  readonly steps: readonly ChainStep[];
}

type ChainStep = Extract<Expression, { kind: 'get-attribute' | 'index' }>;

/** Evaluates `root.name[key]…`: the scope resolves as much as it knows, the rest is applied to the value. */
export function evaluateTraversal(expression: Expression, evaluation: Evaluation): TerraformValue {
  const { start, steps } = chainOf(expression);
  const resolved = steps.map(step => stepOf(step, evaluation));
  if (start.kind !== 'variable') return applySteps(evaluation.evaluate(start, evaluation), resolved, evaluation);
  const local = lookup(evaluation.names, start.name);
  if (local.found) return applySteps(local.value, resolved, evaluation);
  const traversed = local.closed ? undefined : evaluation.scope.traverse(start.name, resolved, expression.span);
  if (!traversed) return undeclared(start.name, resolved, expression.span, evaluation);
  return applySteps(traversed.value, resolved.slice(traversed.used), evaluation);
}

/** Applies steps one by one. A value that is reached keeps the span of where it is written. */
export function applySteps(
  value: TerraformValue,
  steps: readonly TraversalStep[],
  evaluation: Evaluation,
): TerraformValue {
  let current = value;
  for (const step of steps) {
    current =
      step.kind === 'attribute'
        ? getAttribute(current, step.name, step.span, evaluation)
        : getIndex(current, step.key, step.span, evaluation);
  }
  return current;
}

export function stepOf(step: ChainStep, evaluation: Evaluation): TraversalStep {
  return step.kind === 'get-attribute'
    ? { kind: 'attribute', name: step.name, span: step.nameSpan }
    : { kind: 'index', key: evaluation.evaluate(step.key, evaluation), span: step.key.span };
}

function chainOf(expression: Expression): Chain {
  const steps: ChainStep[] = [];
  let start = expression;
  while (start.kind === 'get-attribute' || start.kind === 'index') {
    steps.push(start);
    start = start.object;
  }
  return { start, steps: steps.reverse() };
}

function lookup(
  names: Names | undefined,
  name: string,
): { found: true; value: TerraformValue } | { found: false; closed: boolean } {
  for (let frame = names; frame; frame = frame.outer) {
    const value = frame.values.get(name);
    if (value) return { found: true, value };
    if (frame.closed) return { found: false, closed: true };
  }
  return { found: false, closed: false };
}

function undeclared(root: string, steps: readonly TraversalStep[], span: Span, evaluation: Evaluation): TerraformValue {
  const first = steps[0]?.kind === 'attribute' ? `.${steps[0].name}` : '';
  const word = root.toLowerCase();
  if (steps.length === 0 && (word === 'true' || word === 'false')) {
    fail(evaluation, `${root} is not declared; the value is written ${word}`, span, 'undeclared-reference');
    return boolValue(word === 'true', span);
  }
  return fail(evaluation, `${root}${first} is not declared`, span, 'undeclared-reference');
}

function getAttribute(value: TerraformValue, name: string, span: Span, evaluation: Evaluation): TerraformValue {
  return overPossible([value], value.span, evaluation, ([one], apart) => attributeOf(one!, name, span, apart));
}

function attributeOf(value: TerraformValue, name: string, span: Span, evaluation: Evaluation): TerraformValue {
  switch (value.kind) {
    case 'null':
      return fail(evaluation, `This value is null, so it does not have an attribute "${name}"`, span);
    case 'map':
    case 'object':
      return entryOf(value, name, () => noAttribute(value, name, span, evaluation));
    case 'unknown':
      return unknownAttribute(value, name, span, evaluation);
    default:
      return fail(evaluation, `A ${friendlyName(typeOf(value))} does not have an attribute "${name}"`, span);
  }
}

function noAttribute({ kind }: MappingValue, name: string, span: Span, evaluation: Evaluation): TerraformValue {
  const what = kind === 'map' ? 'map does not have an element with the key' : 'object does not have an attribute named';
  return fail(evaluation, `This ${what} "${name}"`, span);
}

/** The value of a key; of one that a file does not show, an unknown. */
function entryOf(value: MappingValue, name: string, missing: () => TerraformValue): TerraformValue {
  const entry = value.entries.get(name);
  if (entry) return marked(entry.value, value);
  if (!value.open) return missing();
  const { elementType: type, others } = value;
  return marked({ ...othersOf(value), type, missing: others ? `${others.missing}.${name}` : name }, value);
}

function unknownAttribute(
  value: UnknownTerraformValue,
  name: string,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  const { type } = value;
  const part = (partType: UnknownTerraformValue['type']) =>
    marked({ ...unknownLike(value, partType, value.span), missing: `${value.missing}.${name}` }, value);
  if (type.kind === 'any') return part(type);
  if (type.kind === 'map') return part(type.element);
  const attribute = type.kind === 'object' ? type.attributes.get(name) : undefined;
  if (attribute) return part(attribute.type);
  const what = isPrimitive(type) ? `a ${type.kind}` : `${friendlyName(type)}`;
  return fail(evaluation, `${value.missing} is ${what}, which has no attribute "${name}"`, span);
}

/** `value[key]`, https://developer.hashicorp.com/terraform/language/expressions/references#local-named-values. */
export function getIndex(
  value: TerraformValue,
  key: TerraformValue,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  return overPossible([value, key], value.span, evaluation, ([collection, one], apart) =>
    elementOf(collection!, one!, span, apart),
  );
}

function elementOf(value: TerraformValue, key: TerraformValue, span: Span, evaluation: Evaluation): TerraformValue {
  if (value.kind === 'null') return fail(evaluation, 'This value is null, so it does not have any indices', span);
  if (key.kind === 'null') return fail(evaluation, 'A null value cannot be an index', span);
  const type = typeOf(value);
  if (isDynamic(value) || isDynamic(key)) return unknownItem(value, key);
  switch (type.kind) {
    case 'list':
    case 'tuple':
      return getItem(value as SequenceValue | UnknownTerraformValue, key, span, evaluation);
    case 'map':
    case 'object':
      return getEntry(value as MappingValue | UnknownTerraformValue, key, span, evaluation);
    case 'set':
      return fail(evaluation, 'Elements of a set have no index; convert it to a list first', span);
    default:
      return fail(evaluation, `A ${friendlyName(type)} does not have any indices`, span);
  }
}

function getItem(
  value: SequenceValue | UnknownTerraformValue,
  key: TerraformValue,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  const converted = convertTo(key, NUMBER);
  if ('error' in converted) return fail(evaluation, `This is no index of a list: ${converted.error}`, span);
  const index = converted.value;
  if (value.kind === 'unknown' || index.kind !== 'number') return unknownItem(value, index, span, evaluation);
  if (!Number.isInteger(index.value)) return fail(evaluation, 'An index must be a whole number', span);
  const item = index.value < 0 ? undefined : value.items[index.value];
  if (item) return marked(marked(item, value), key);
  return fail(evaluation, `There is no element ${numberText(index)}: ${lengthText(value)}`, span);
}

function lengthText({ items }: SequenceValue): string {
  return items.length === 0 ? 'the collection has no elements' : `the collection has ${items.length} elements`;
}

function getEntry(
  value: MappingValue | UnknownTerraformValue,
  key: TerraformValue,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  const converted = convertTo(key, STRING);
  if ('error' in converted) return fail(evaluation, `This is no key of a map: ${converted.error}`, span);
  const name = converted.value;
  if (name.kind !== 'string') return unknownItem(value, name);
  if (value.kind === 'unknown') return unknownAttribute(value, name.value, span, evaluation);
  const entry = entryOf(value, name.value, () =>
    fail(evaluation, `There is no element with the key "${name.value}"`, span),
  );
  return value.kind === 'map' ? marked(entry, key) : entry;
}

/** What an index selects where the collection or the index is not known. */
function unknownItem(value: TerraformValue, key: TerraformValue, span?: Span, evaluation?: Evaluation): TerraformValue {
  const type = typeOf(value);
  const source = value.kind === 'unknown' ? value : key;
  if (source.kind !== 'unknown') return value;
  const index = key.kind === 'number' ? key.value : undefined;
  if (type.kind === 'tuple' && index !== undefined && evaluation && span && !type.elements[index]) {
    return fail(evaluation, `There is no element ${index}`, span);
  }
  const element =
    type.kind === 'list' || type.kind === 'map'
      ? type.element
      : type.kind === 'tuple' && index !== undefined
        ? type.elements[index]
        : undefined;
  const item = unknownLike(source, element ?? { kind: 'any' }, value.span);
  const known = key.kind === 'number' ? numberText(key) : key.kind === 'string' ? JSON.stringify(key.value) : undefined;
  const missing = value.kind === 'unknown' && known !== undefined ? `${value.missing}[${known}]` : item.missing;
  // Lists are not made of nothing.
  const ofList = key.kind === 'number' && type.kind !== 'map' && type.kind !== 'object';
  return marked({ ...item, missing, ...(ofList && { mustBeGiven: true }) }, value);
}

/** What comes out of something sensitive is sensitive. */
function marked(value: TerraformValue, from: TerraformValue): TerraformValue {
  return from.sensitive && !value.sensitive ? { ...value, sensitive: true } : value;
}
