import type { Span } from '../../model/source.ts';
import type { SplatExpression, SplatStep } from '../../parse/hcl/ast.ts';
import { ANY, sameType, type TerraformType } from '../values/types.ts';
import { boundExceeded, isDynamic, lengthBounds, unknownLike } from '../values/unknowns.ts';
import {
  listValue,
  type SequenceValue,
  type TerraformValue,
  tupleValue,
  typeOf,
  type UnknownTerraformValue,
} from '../values/values.ts';
import { attempt, bounded, type Evaluation, fail, overPossible } from './evaluation.ts';
import { isSequence } from './loops.ts';
import type { TraversalStep } from './scope.ts';
import { applySteps } from './traversal.ts';

/** What is applied to each item: attributes and indexes, and another splat at the end. */
type ItemStep = TraversalStep | { readonly kind: 'splat'; readonly steps: readonly ItemStep[]; readonly span: Span };

/**
 * `source[*].name` and `source.*.name`; anything but a list, set or tuple counts as a list of itself, and null as an
 * empty one. https://developer.hashicorp.com/terraform/language/expressions/splat
 */
export function evaluateSplat(expression: SplatExpression, evaluation: Evaluation): TerraformValue {
  const source = attempt(expression.source, evaluation);
  evaluation.problems.push(...source.problems);
  const steps = expression.steps.map(step => stepOf(step, evaluation));
  return splatOver(source.value, steps, expression.span, evaluation);
}

function stepOf(step: SplatStep, evaluation: Evaluation): ItemStep {
  switch (step.kind) {
    case 'attribute':
      return step;
    case 'index':
      return { kind: 'index', key: evaluation.evaluate(step.key, evaluation), span: step.span };
    case 'splat':
      return { kind: 'splat', steps: step.steps.map(inner => stepOf(inner, evaluation)), span: step.span };
  }
}

function splatOver(
  source: TerraformValue,
  steps: readonly ItemStep[],
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  return overPossible([source], span, evaluation, ([value], apart) => {
    const result = splat(value!, steps, span, apart);
    return value!.sensitive ? { ...result, sensitive: true as const } : result;
  });
}

function applyToItem(item: TerraformValue, steps: readonly ItemStep[], evaluation: Evaluation): TerraformValue {
  let value = item;
  for (const step of steps) {
    value =
      step.kind === 'splat'
        ? splatOver(value, step.steps, step.span, evaluation)
        : applySteps(value, [step], evaluation);
  }
  return value;
}

function splat(source: TerraformValue, steps: readonly ItemStep[], span: Span, evaluation: Evaluation): TerraformValue {
  const type = typeOf(source);
  const upgraded = type.kind !== 'tuple' && type.kind !== 'list' && type.kind !== 'set';
  if (source.kind === 'null') {
    if (upgraded) return tupleValue([], span);
    return fail(evaluation, 'A splat cannot be applied to a null list', span);
  }
  if (source.kind === 'unknown') {
    const result = isDynamic(source)
      ? unknownLike(source, ANY, span, { notNull: true })
      : unknownSplat(source, upgraded, steps, span, evaluation);
    if (result.kind !== 'unknown') return result;
    const certain = source.certain?.map(item => applyToItem(item, steps, evaluation));
    const each = source.each && applyToItem(source.each, steps, evaluation);
    return { ...result, ...(certain && { certain }), ...(each && { each }) };
  }
  if (!isSequence(source)) return tupleValue([applyToItem(source, steps, evaluation)], span);
  const items: TerraformValue[] = [];
  for (const item of source.items) {
    evaluation.work.left -= 1 + steps.length;
    if (evaluation.work.left <= 0) return boundExceeded('a loop that is too long', span);
    items.push(applyToItem(item, steps, evaluation));
  }
  return bounded(source.kind === 'tuple' ? tupleValue(items, span) : asList(items, source, steps, span, evaluation));
}

function asList(
  items: readonly TerraformValue[],
  source: SequenceValue,
  steps: readonly ItemStep[],
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  const [first] = items;
  if (!first) return listValue([], typeOfEach(source.elementType, source, steps, evaluation), span);
  const type = typeOf(first);
  return items.every(item => sameType(typeOf(item), type)) ? listValue(items, type, span) : tupleValue(items, span);
}

function unknownSplat(
  source: UnknownTerraformValue,
  upgraded: boolean,
  steps: readonly ItemStep[],
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  const { type } = source;
  if (upgraded) {
    const item = applyToItem(source, steps, evaluation);
    return source.notNull ? tupleValue([item], span) : unknownLike(source, ANY, span, { notNull: true });
  }
  if (type.kind === 'tuple') {
    const elements = type.elements.map(element => typeOfEach(element, source, steps, evaluation));
    return unknownLike(source, { kind: 'tuple', elements }, span, { notNull: true });
  }
  if (type.kind !== 'list' && type.kind !== 'set') return unknownLike(source, ANY, span);
  const element = typeOfEach(type.element, source, steps, evaluation);
  const length = lengthBounds(source);
  return unknownLike(source, { kind: 'list', element }, span, { notNull: true, ...(length && { length }) });
}

/** The type of what the steps reach in an item that is not known; steps that cannot be are reported. */
function typeOfEach(
  type: TerraformType,
  { span }: TerraformValue,
  steps: readonly ItemStep[],
  evaluation: Evaluation,
): TerraformType {
  const item: TerraformValue = { kind: 'unknown', type, reason: 'not-supported', missing: 'an item', span };
  return typeOf(applyToItem(item, steps, evaluation));
}
