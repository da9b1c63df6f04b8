import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import type { ConditionalExpression, Expression } from '../../parse/hcl/ast.ts';
import { assuming, settled, tooManyAlternatives } from '../values/alternatives.ts';
import { convertTo } from '../values/conversion.ts';
import { ANY, BOOL, friendlyName, type TerraformType } from '../values/types.ts';
import { unify } from '../values/unify.ts';
import { boundExceeded, invalid, undecided } from '../values/unknowns.ts';
import { nullValue, type TerraformValue, typeOf } from '../values/values.ts';
import { nameOf, promoted } from './conditions.ts';
import { attempt, type Evaluation, fail } from './evaluation.ts';

interface Branch {
  readonly value: TerraformValue;
  readonly problems: readonly Diagnostic[];
}

/**
 * `condition ? a : b`, https://developer.hashicorp.com/terraform/language/expressions/conditionals. Where the
 * condition is not known both branches stay, as alternatives; errors of a branch that is not taken do not count.
 */
export function evaluateConditional(expression: ConditionalExpression, evaluation: Evaluation): TerraformValue {
  const whenTrue = attempt(expression.then, evaluation);
  const whenFalse = attempt(expression.else, evaluation);
  const condition = conditionOf(expression.condition, evaluation);
  const type = resultType(whenTrue.value, whenFalse.value);
  if (!type) {
    const types = [whenTrue, whenFalse].map(({ value }) => friendlyName(typeOf(value)));
    return fail(
      evaluation,
      `The results of a conditional must have one type, these are ${types.join(' and ')}`,
      expression.span,
    );
  }
  if (!condition) return invalid(expression.span, type);
  const value = choose(condition, whenTrue, whenFalse, type, expression.span, evaluation);
  const sensitive = [condition, whenTrue.value, whenFalse.value].some(part => part.sensitive);
  return sensitive && !value.sensitive ? { ...value, sensitive: true } : value;
}

/** A condition as bool, with alternatives where it is not known; undefined where it is none, which is reported. */
export function conditionOf(expression: Expression, evaluation: Evaluation): TerraformValue | undefined {
  const given = evaluation.evaluate(expression, evaluation);
  if (given.kind === 'null') {
    fail(evaluation, 'The condition is null; it must be true or false', expression.span);
    return undefined;
  }
  const converted = convertTo(given, BOOL);
  if ('value' in converted) return promoted(converted.value, () => nameOf(expression, given, evaluation));
  fail(evaluation, 'The condition must be of type bool', expression.span);
  return undefined;
}

/** A literal null takes the type of the other branch; with a branch of any type nothing is converted. */
function resultType(a: TerraformValue, b: TerraformValue): TerraformType | undefined {
  const [left, right] = [typeOf(a), typeOf(b)];
  if (a.kind === 'null' && left.kind === 'any') return right;
  if (b.kind === 'null' && right.kind === 'any') return left;
  return left.kind === 'any' || right.kind === 'any' ? ANY : unify([left, right]);
}

function choose(
  condition: TerraformValue,
  whenTrue: Branch,
  whenFalse: Branch,
  type: TerraformType,
  span: Span,
  evaluation: Evaluation,
): TerraformValue {
  if (condition.kind === 'bool') {
    const { value, problems } = condition.value ? whenTrue : whenFalse;
    evaluation.problems.push(...problems);
    const converted = convertTo(value, type);
    if ('value' in converted) return converted.value;
    return fail(evaluation, `The result has the wrong type: ${converted.error}`, span);
  }
  if (whenTrue.value.kind === 'null' && whenFalse.value.kind === 'null') return nullValue(type, span);
  const both = keepBoth(condition, possible(whenTrue, type), possible(whenFalse, type), type, span);
  if (tooManyAlternatives(both)) return boundExceeded(missingOf(condition), span, type);
  return type.kind === 'number' ? settled(both) : both;
}

/** What a branch gives if it is taken; one with an error would stop the deployment. */
function possible({ value, problems }: Branch, type: TerraformType): TerraformValue {
  if (problems.length > 0) return invalid(value.span, type);
  const converted = convertTo(value, type);
  return 'value' in converted ? converted.value : value;
}

function keepBoth(
  condition: TerraformValue,
  whenTrue: TerraformValue,
  whenFalse: TerraformValue,
  type: TerraformType,
  span: Span,
): TerraformValue {
  if (condition.kind === 'bool') return condition.value ? whenTrue : whenFalse;
  if (condition.kind !== 'unknown' || !condition.alternatives?.length) return invalid(span, type);
  const alternatives = condition.alternatives.map(({ when, value }) => {
    const assumed = [value, whenTrue, whenFalse].map(each => assuming(each, when));
    return { when, value: keepBoth(assumed[0]!, assumed[1]!, assumed[2]!, type, span) };
  });
  return undecided(alternatives, condition.missing, span, type);
}

function missingOf(condition: TerraformValue): string {
  return condition.kind === 'unknown' ? condition.missing : 'a condition';
}
