import type { Span } from '../../model/source.ts';
import type { BinaryExpression, BinaryOperator, Expression, UnaryExpression } from '../../parse/hcl/ast.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { convertTo } from '../values/conversion.ts';
import { bigNumberOf, bigNumberValue, numberValue } from '../values/decimals.ts';
import { equals, numberOrder } from '../values/equality.ts';
import { add, type BigNumber, divide, modulo, multiply, negate } from '../values/numbers.ts';
import { hasSensitive } from '../values/traits.ts';
import { BOOL, NUMBER, type TerraformType } from '../values/types.ts';
import { invalid, unknownLike } from '../values/unknowns.ts';
import { boolValue, type NumberValue, type TerraformValue, type UnknownTerraformValue } from '../values/values.ts';
import { answered, equationOf, nameOf, promoted } from './conditions.ts';
import { type Evaluation, fail, overPossible } from './evaluation.ts';

/** https://developer.hashicorp.com/terraform/language/expressions/operators */
export function evaluateBinary(expression: BinaryExpression, evaluation: Evaluation): TerraformValue {
  const { operator, span } = expression;
  const left = evaluation.evaluate(expression.left, evaluation);
  const right = evaluation.evaluate(expression.right, evaluation);
  const [first, second] = [nameOf(expression.left, left, evaluation), nameOf(expression.right, right, evaluation)];
  if (operator === '==') return equality(left, right, equationOf(first, second), span);
  if (operator === '!=') return negation(equality(left, right, equationOf(first, second), span), span);
  const name = `${first} ${operator} ${second}`;
  const wanted = operator === '&&' || operator === '||' ? BOOL : NUMBER;
  const a = operand(left, 'left', expression.left, wanted, evaluation);
  const b = operand(right, 'right', expression.right, wanted, evaluation);
  if (!a || !b) return invalid(span, typeOfResult(operator));
  const result = overPossible([a, b], span, evaluation, ([x, y], apart) =>
    operate(operator, x!, y!, name, span, apart),
  );
  return secretAs(result, left, right);
}

export function evaluateUnary(expression: UnaryExpression, evaluation: Evaluation): TerraformValue {
  const { operator, span } = expression;
  const given = evaluation.evaluate(expression.operand, evaluation);
  const value = operand(given, 'unary', expression.operand, operator === '!' ? BOOL : NUMBER, evaluation);
  if (!value) return invalid(span, operator === '!' ? BOOL : NUMBER);
  const apply = (one: TerraformValue): TerraformValue => {
    if (one.kind === 'unknown') return unknownLike(one, one.type, span, { notNull: true });
    if (one.kind === 'bool') return boolValue(!one.value, span);
    return one.kind === 'number' ? negated(one, span) : one;
  };
  return secretAs(overAlternatives([value], span, ([one]) => apply(one!)) ?? apply(value), given);
}

function negated(value: NumberValue, span: Span): TerraformValue {
  if (value.exact === undefined) return numberValue(-value.value, span);
  return bigNumberValue(negate(bigNumberOf(value)), span);
}

/** The operand converted; undefined where that is an error, which is reported. */
function operand(
  value: TerraformValue,
  side: 'left' | 'right' | 'unary',
  expression: Expression,
  type: TerraformType,
  evaluation: Evaluation,
): TerraformValue | undefined {
  const { span } = expression;
  const what = side === 'unary' ? 'unary operand' : `${side} operand`;
  const converted = convertTo(value, type);
  if ('error' in converted) {
    fail(evaluation, `Unsuitable value for ${what}: ${converted.error}`, span);
    return undefined;
  }
  if (converted.value.kind === 'null') {
    fail(evaluation, `Unsuitable value for ${what}: it must not be null`, span);
    return undefined;
  }
  return type.kind === 'bool'
    ? promoted(converted.value, () => nameOf(expression, value, evaluation))
    : converted.value;
}

/** An unknown bool that is compared with a known one is true or false under its own name. */
function equality(left: TerraformValue, right: TerraformValue, name: string, span: Span): TerraformValue {
  const compare = (a: TerraformValue, b: TerraformValue): TerraformValue => {
    const equal = equals(a, b);
    return equal === undefined ? answered(a, b, name, span) : boolValue(equal, span);
  };
  const [a, b] = [decidable(left, right), decidable(right, left)];
  const result = overAlternatives([a, b], span, ([x, y]) => compare(x!, y!)) ?? compare(a, b);
  return hasSensitive(left) || hasSensitive(right) ? { ...result, sensitive: true } : result;
}

function decidable(value: TerraformValue, other: TerraformValue): TerraformValue {
  if (value.kind !== 'unknown' || value.type.kind !== 'bool' || other.kind !== 'bool') return value;
  return promoted(value, () => value.missing);
}

function negation(value: TerraformValue, span: Span): TerraformValue {
  const negate = (one: TerraformValue) => (one.kind === 'bool' ? boolValue(!one.value, span) : one);
  const result = overAlternatives([value], span, ([one]) => negate(one!)) ?? negate(value);
  return secretAs(result, value);
}

function operate(
  operator: BinaryOperator,
  a: TerraformValue,
  b: TerraformValue,
  name: string,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  if (a.kind === 'bool' && b.kind === 'bool') {
    return boolValue(operator === '&&' ? a.value && b.value : a.value || b.value, span);
  }
  if (a.kind === 'number' && b.kind === 'number') return calculate(operator, a, b, span, evaluation);
  const unknown = (a.kind === 'unknown' ? a : b) as UnknownTerraformValue;
  const type = typeOfResult(operator);
  if (type.kind === 'bool') return answered(a, b, name, span);
  return unknownLike(unknown, type, span, { notNull: true });
}

function typeOfResult(operator: BinaryOperator): TerraformType {
  return '+-*/%'.includes(operator) ? NUMBER : BOOL;
}

function calculate(
  operator: BinaryOperator,
  a: NumberValue,
  b: NumberValue,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  switch (operator) {
    case '<':
      return boolValue(numberOrder(a, b) < 0, span);
    case '>':
      return boolValue(numberOrder(a, b) > 0, span);
    case '<=':
      return boolValue(numberOrder(a, b) <= 0, span);
    case '>=':
      return boolValue(numberOrder(a, b) >= 0, span);
    default: {
      const exact = integerResult(operator, a, b);
      if (exact !== undefined) return numberValue(exact, span);
      const result = ARITHMETIC[operator]?.(bigNumberOf(a), bigNumberOf(b));
      return result ? bigNumberValue(result, span) : fail(evaluation, 'This calculation has no result', span);
    }
  }
}

const ARITHMETIC: Partial<Record<BinaryOperator, (a: BigNumber, b: BigNumber) => BigNumber | undefined>> = {
  '+': add,
  '-': (a, b) => add(a, negate(b)),
  '*': multiply,
  '/': divide,
  '%': modulo,
};

/** The result where whole numbers make it exact in a float64, which is nearly always. */
function integerResult(operator: BinaryOperator, a: NumberValue, b: NumberValue): number | undefined {
  if (a.exact !== undefined || b.exact !== undefined) return undefined;
  if (!Number.isSafeInteger(a.value) || !Number.isSafeInteger(b.value)) return undefined;
  const result =
    operator === '+'
      ? a.value + b.value
      : operator === '-'
        ? a.value - b.value
        : operator === '*'
          ? a.value * b.value
          : NaN;
  return Number.isSafeInteger(result) ? result : undefined;
}

function secretAs(value: TerraformValue, ...from: readonly TerraformValue[]): TerraformValue {
  return from.some(one => one.sensitive) ? { ...value, sensitive: true } : value;
}
