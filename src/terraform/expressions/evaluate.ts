import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Expression, LiteralExpression, ObjectExpression, ObjectItem } from '../../parse/hcl/ast.ts';
import { convertTo } from '../values/conversion.ts';
import { bigNumberValue } from '../values/decimals.ts';
import { parseNumber } from '../values/numbers.ts';
import { ANY, STRING } from '../values/types.ts';
import { boundExceeded } from '../values/unknowns.ts';
import {
  boolValue,
  type MappingEntry,
  nullValue,
  objectValue,
  stringValue,
  type TerraformValue,
  tupleValue,
} from '../values/values.ts';
import { evaluateCall } from './calls.ts';
import { evaluateConditional } from './conditionals.ts';
import { nameOf, promoted } from './conditions.ts';
import { bounded, type Evaluation, fail, MAX_STEPS } from './evaluation.ts';
import { evaluateFor } from './loops.ts';
import { evaluateBinary, evaluateUnary } from './operators.ts';
import type { Scope } from './scope.ts';
import { evaluateShared } from './shared.ts';
import { evaluateSplat } from './splats.ts';
import { evaluateTemplate } from './templates.ts';
import { evaluateTraversal } from './traversal.ts';

/** Evaluations may ask a scope, which evaluates other expressions: together they may nest so deeply. */
const MAX_NESTING = 700;
let nesting = 0;

/**
 * The value of an expression. Errors are reported to the scope and leave an unknown; values keep the span of where
 * they are written, results of functions and operators that of the call.
 * https://developer.hashicorp.com/terraform/language/expressions
 */
export function evaluateExpression(expression: Expression, scope: Scope): TerraformValue {
  const problems: Diagnostic[] = [];
  const work = workFor(scope);
  const value = evaluate(expression, { scope, names: undefined, problems, work, evaluate });
  if (work.left <= 0) exhausted.set(runOf(scope), (exhausted.get(runOf(scope)) ?? 0) + 1);
  const seen = new Set<string>();
  for (const problem of problems) {
    const key = `${problem.span.start} ${problem.message}`;
    if (!seen.has(key)) scope.report(problem);
    seen.add(key);
  }
  return value;
}

/** How many expressions of a run have used up all their steps. */
const exhausted = new WeakMap<object, number>();
const MAX_EXHAUSTED = 5;

/** One long loop is let go its way, but a file full of them is not. */
function workFor(scope: Scope): Evaluation['work'] {
  const tooMany = (exhausted.get(runOf(scope)) ?? 0) >= MAX_EXHAUSTED;
  return { left: tooMany ? MAX_STEPS / 50 : MAX_STEPS };
}

function runOf(scope: Scope): object {
  return scope.files ?? scope;
}

function evaluate(expression: Expression, evaluation: Evaluation): TerraformValue {
  if (nesting >= MAX_NESTING || evaluation.work.left <= 0) return boundExceeded('a nested expression', expression.span);
  evaluation.work.left -= 1;
  nesting += 1;
  try {
    return evaluateKind(expression, evaluation);
  } finally {
    nesting -= 1;
  }
}

function evaluateKind(expression: Expression, evaluation: Evaluation): TerraformValue {
  switch (expression.kind) {
    case 'literal':
      return evaluateLiteral(expression);
    case 'template':
      return evaluateTemplate(expression, evaluation);
    case 'variable':
    case 'get-attribute':
    case 'index':
      return evaluateTraversal(expression, evaluation);
    case 'splat':
      return evaluateShared(expression, evaluation, shared => evaluateSplat(expression, shared));
    case 'call':
      return evaluateShared(expression, evaluation, shared =>
        named(bounded(evaluateCall(expression, shared)), expression, shared),
      );
    case 'tuple':
      return bounded(
        tupleValue(
          expression.items.map(item => evaluate(item, evaluation)),
          expression.span,
        ),
      );
    case 'object':
      return bounded(evaluateObject(expression, evaluation));
    case 'for':
      return evaluateShared(expression, evaluation, shared => evaluateFor(expression, shared));
    case 'conditional':
      return evaluateConditional(expression, evaluation);
    case 'unary':
      return evaluateUnary(expression, evaluation);
    case 'binary':
      return evaluateBinary(expression, evaluation);
    case 'parentheses':
      return evaluate(expression.inner, evaluation);
  }
}

function evaluateLiteral({ value, text, span }: LiteralExpression): TerraformValue {
  if (value === null) return nullValue(ANY, span);
  if (typeof value === 'boolean') return boolValue(value, span);
  const number = parseNumber(text);
  return number ? bigNumberValue(number, span) : boundExceeded('a number that is too large', span, { kind: 'number' });
}

/** A test that is not decided gets the call's text as its name, so that it can be assumed to pass or to fail. */
function named(value: TerraformValue, expression: Expression, evaluation: Evaluation): TerraformValue {
  if (value.kind !== 'unknown' || value.type.kind !== 'bool' || value.span !== expression.span) return value;
  return promoted(value, () => nameOf(expression, value, evaluation));
}

function evaluateObject(expression: ObjectExpression, evaluation: Evaluation): TerraformValue {
  const entries = new Map<string, MappingEntry>();
  let open = false;
  let sensitive = false;
  for (const item of expression.items) {
    const key = evaluateKey(item, evaluation);
    const value = evaluate(item.value, evaluation);
    sensitive ||= key.sensitive === true;
    if (key.kind === 'string') entries.set(key.value, { value, nameSpan: item.key.span });
    else open = true;
  }
  const object = objectValue(entries, expression.span);
  return { ...object, ...(open && { open }), ...(sensitive && { sensitive }) };
}

function evaluateKey(item: ObjectItem, evaluation: Evaluation): TerraformValue {
  if (item.identifier !== undefined) return stringValue(item.identifier, item.key.span);
  const { span } = item.key;
  if (item.key.kind === 'get-attribute' || item.key.kind === 'index') {
    return fail(evaluation, 'A reference as key must stand in parentheses', span);
  }
  const given = evaluate(item.key, evaluation);
  if (given.kind === 'null') return fail(evaluation, 'A null value cannot be a key', span);
  const converted = convertTo(given, STRING);
  return 'value' in converted ? converted.value : fail(evaluation, `This cannot be a key: ${converted.error}`, span);
}
