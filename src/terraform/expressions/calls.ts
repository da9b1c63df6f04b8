import type { Span } from '../../model/source.ts';
import type { CallExpression } from '../../parse/hcl/ast.ts';
import { functionNamed } from '../functions/by-name.ts';
import { type Call, type Failure, isFailure, type Parameter, type TerraformFunction } from '../functions/signature.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { convertTo } from '../values/conversion.ts';
import { hasSensitive, traitsOf } from '../values/traits.ts';
import { ANY } from '../values/types.ts';
import { boundExceeded, invalid, isDynamic, unknownLike, unknownWith } from '../values/unknowns.ts';
import { type TerraformValue, tupleValue, typeOf, type UnknownTerraformValue } from '../values/values.ts';
import { type Evaluation, fail, spend } from './evaluation.ts';
import { isSequence } from './loops.ts';

/** A call of a built-in function, https://developer.hashicorp.com/terraform/language/functions. */
export function evaluateCall(expression: CallExpression, evaluation: Evaluation): TerraformValue {
  const { name, nameSpan, span } = expression;
  if (evaluation.scope.isLiteral)
    return fail(evaluation, `Functions such as ${name} cannot be called where values of variables are given`, nameSpan);
  if (name.startsWith('provider::')) {
    return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: `${name}()`, span };
  }
  const builtIn = functionNamed(name.replace(/^core::/, ''), evaluation.template);
  if (!builtIn) return fail(evaluation, `There is no function named "${name}"`, nameSpan, 'unknown-function');
  if (isFailure(builtIn)) return fail(evaluation, builtIn.message, nameSpan);
  if ('evaluate' in builtIn && !expression.expandFinal) {
    const result = builtIn.evaluate(expression.arguments, { span, evaluation });
    return isFailure(result) ? report(result, expression, [], evaluation) : result;
  }
  const args = argumentsOf(expression, evaluation);
  if (!isArguments(args)) return args;
  if ('evaluate' in builtIn) return unsupportedExpansion(expression);
  const problem = wrongCount(builtIn, args.length);
  if (problem !== undefined) return fail(evaluation, `Function "${name}" ${problem}`, span);
  return call(builtIn, args, expression, evaluation);
}

interface Argument {
  readonly value: TerraformValue;
  readonly span: Span;
}

function isArguments(args: Argument[] | TerraformValue): args is Argument[] {
  return Array.isArray(args);
}

function unsupportedExpansion({ name, span }: CallExpression): TerraformValue {
  return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: `${name}() with …`, span };
}

/** The arguments, the last one spread out where `...` says so; what stands for the result where that is not known. */
function argumentsOf(expression: CallExpression, evaluation: Evaluation): Argument[] | TerraformValue {
  const args = expression.arguments.map((argument): Argument => {
    return { value: evaluation.evaluate(argument, evaluation), span: argument.span };
  });
  if (!expression.expandFinal) return args;
  const last = args.pop();
  if (!last) return args;
  const { value, span } = last;
  if (value.kind === 'null') return fail(evaluation, 'The argument before "..." must not be null', span);
  if (value.kind === 'unknown') {
    const { kind } = value.type;
    if (kind === 'any' || kind === 'list' || kind === 'set' || kind === 'tuple')
      return unknownLike(value, ANY, expression.span);
  }
  if (!isSequence(value)) return fail(evaluation, 'The argument before "..." must be a list, a set or a tuple', span);
  for (const item of value.items) args.push({ value: value.sensitive ? { ...item, sensitive: true } : item, span });
  return args;
}

function wrongCount({ parameters, rest }: TerraformFunction, given: number): string | undefined {
  const expected = parameters.length;
  if (given < expected)
    return `expects ${rest ? 'at least ' : ''}${expected} argument(s), "${parameters[given]!.name}" is missing`;
  return !rest && given > expected ? `expects only ${expected} argument(s)` : undefined;
}

function parameterAt({ parameters, rest }: TerraformFunction, at: number): Parameter {
  return parameters[at] ?? rest!;
}

function call(
  builtIn: TerraformFunction,
  args: readonly Argument[],
  expression: CallExpression,
  evaluation: Evaluation,
): TerraformValue {
  const values: TerraformValue[] = [];
  let failed = false;
  for (const [at, { value, span }] of args.entries()) {
    const { name, type } = parameterAt(builtIn, at);
    const converted = convertTo(value, type);
    if ('value' in converted) values.push(converted.value);
    else {
      failed = true;
      fail(evaluation, `Invalid value for "${name}" of ${expression.name}: ${converted.error}`, span);
    }
  }
  if (failed) return invalid(expression.span);
  const weight = values.reduce((sum, value) => sum + traitsOf(value).weight, 0);
  if (!spend(evaluation, weight)) return boundExceeded('a call that is too large', expression.span);
  const result = callWithAlternatives(builtIn, values, args, expression, evaluation);
  return spend(evaluation, traitsOf(result).weight)
    ? result
    : boundExceeded('a call that is too large', expression.span);
}

/** An alternative for which the function fails stays unknown; the error counts where all of them fail. */
function callWithAlternatives(
  builtIn: TerraformFunction,
  values: readonly TerraformValue[],
  args: readonly Argument[],
  expression: CallExpression,
  evaluation: Evaluation,
): TerraformValue {
  let firstFailure: Failure | undefined;
  let succeeded = false;
  const distributed = overAlternatives(values, expression.span, possible => {
    const result = apply(builtIn, possible, expression.span, evaluation);
    if (!isFailure(result)) {
      succeeded = true;
      return result;
    }
    firstFailure ??= result;
    return invalid(expression.span);
  });
  if (distributed && (succeeded || !firstFailure)) return distributed;
  const result = firstFailure ?? apply(builtIn, values, expression.span, evaluation);
  return isFailure(result) ? report(result, expression, args, evaluation) : result;
}

function report(
  { message, argument, code }: Failure,
  { name, span }: CallExpression,
  args: readonly Argument[],
  evaluation: Evaluation,
): TerraformValue {
  const at = argument === undefined ? span : (args[argument]?.span ?? span);
  return fail(evaluation, `Call to "${name}" failed: ${message}`, at, code);
}

/** The call itself, with all that Terraform checks before it: nulls, open types, unknowns, and marks after it. */
function apply(
  builtIn: TerraformFunction,
  args: readonly TerraformValue[],
  span: Span,
  evaluation: Evaluation,
): TerraformValue | Failure {
  let unknown: UnknownTerraformValue | undefined;
  let sensitive = false;
  for (const [at, value] of args.entries()) {
    const parameter = parameterAt(builtIn, at);
    if (value.kind === 'null' && !parameter.nulls) {
      return { kind: 'failure', message: `"${parameter.name}" must not be null`, argument: at };
    }
    if (isDynamic(value) && parameter.type.kind === 'any' && !parameter.dynamic) {
      const result = partOf(builtIn, args, value as UnknownTerraformValue, { span, evaluation, type: ANY });
      return withMark(builtIn.nullable ? result : notNull(result, span), hasSecrets(builtIn, args));
    }
    if (value.kind === 'unknown' && !parameter.unknowns) unknown ??= value;
    sensitive ||= !parameter.marks && hasSensitive(value);
  }
  const type = typeof builtIn.type === 'function' ? builtIn.type(args) : builtIn.type;
  if (isFailure(type)) return type;
  const call = { span, evaluation, type };
  const result = unknown ? partOf(builtIn, args, unknown, call) : builtIn.call(args, call);
  if (isFailure(result)) return result;
  return withMark(builtIn.nullable ? result : notNull(result, span), sensitive);
}

/** What the items are like that come from a list of which it is not known which it has. */
function likeEach({ each }: UnknownTerraformValue, { additive }: TerraformFunction): TerraformValue | undefined {
  if (additive !== 'nested' || !each) return each;
  if (each.kind === 'unknown') return each.each;
  if (!isSequence(each)) return each;
  const [only, ...more] = each.items;
  return more.length === 0 ? only : undefined;
}

function hasSecrets(builtIn: TerraformFunction, args: readonly TerraformValue[]): boolean {
  return args.some((value, at) => !parameterAt(builtIn, at).marks && hasSensitive(value));
}

/** The result where an argument is not known: of functions of sequences with what follows from the items that are. */
function partOf(
  builtIn: TerraformFunction,
  args: readonly TerraformValue[],
  unknown: UnknownTerraformValue,
  call: Call,
): TerraformValue {
  const { type, span } = call;
  if (!builtIn.additive) return unknownLike(unknown, type, span);
  const known = args.map(value =>
    value.kind === 'unknown' ? withMark(tupleValue(value.certain ?? [], value.span), value.sensitive === true) : value,
  );
  const result = builtIn.call(known, call);
  if (isFailure(result)) return unknownLike(unknown, type, span);
  const items = isSequence(result) ? result.items : result.kind === 'unknown' ? (result.certain ?? []) : [];
  const part = unknownWith(items, unknown, type, span);
  const [like, ...more] = args.flatMap(value => (value.kind === 'unknown' ? [likeEach(value, builtIn)] : []));
  const each = more.length === 0 && like && ({ each: like } as const);
  return withMark({ ...part, ...each }, result.sensitive === true);
}

/**
 * A result made by the call; one that is passed on keeps what is known about it. Of a result of any type Terraform itself
 * does not say that it is not null.
 */
function notNull(result: TerraformValue, span: Span): TerraformValue {
  if (result.kind !== 'unknown' || result.span !== span || result.notNull) return result;
  return typeOf(result).kind === 'any' ? { ...result, mustBeGiven: true } : { ...result, notNull: true };
}

function withMark(value: TerraformValue, sensitive: boolean): TerraformValue {
  return sensitive && !value.sensitive ? { ...value, sensitive: true } : value;
}
