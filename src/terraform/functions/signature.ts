import type { Span } from '../../model/source.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import type { Evaluation } from '../expressions/evaluation.ts';
import { ANY, BOOL, NUMBER, STRING, type TerraformType } from '../values/types.ts';
import { type StringValue, stringValue, type TerraformValue } from '../values/values.ts';

/** A function whose arguments are evaluated and converted before it is called. */
export interface TerraformFunction {
  readonly parameters: readonly Parameter[];
  /** Any number of further arguments. */
  readonly rest?: Parameter;
  /** Of the result, also where that is not known; may refuse arguments whatever their values turn out to be. */
  readonly type: TerraformType | ((args: readonly TerraformValue[]) => TerraformType | Failure);
  /** Of sequences: what it gives for some items, or for the items in them, is part of what it gives for more of them. */
  readonly additive?: 'items' | 'nested';
  /** A result that is not known may turn out to be null. */
  readonly nullable?: true;
  call(args: readonly TerraformValue[], call: Call): TerraformValue | Failure;
}

/** A function that evaluates its arguments itself: `try`, `can`. */
export interface LazyFunction {
  evaluate(args: readonly Expression[], call: Omit<Call, 'type'>): TerraformValue | Failure;
}

/** What a function wants of an argument; without the flags, an argument that is known and not null. */
export interface Parameter {
  readonly name: string;
  readonly type: TerraformType;
  readonly nulls?: true;
  /** Otherwise an argument that is not known makes the result unknown without a call. */
  readonly unknowns?: true;
  /** Otherwise an argument of any type makes the result an unknown of any type. */
  readonly dynamic?: true;
  /** The function passes on sensitive marks itself; otherwise any secret in the argument makes the result one. */
  readonly marks?: true;
}

export interface Call {
  readonly span: Span;
  readonly evaluation: Evaluation;
  /** What `type` of the function gave. */
  readonly type: TerraformType;
}

/** An error: of one argument, where its index is given. */
export interface Failure {
  readonly kind: 'failure';
  readonly message: string;
  readonly argument?: number;
  readonly code?: string;
}

/** The code of a failure that `try` and `can` see, and a scan does not report: nobody can do anything about it there. */
export const NOT_BUILT = 'artifact-not-built';

export function failure(message: string, argument?: number): Failure {
  return { kind: 'failure', message, argument };
}

export function isFailure(result: object): result is Failure {
  return 'kind' in result && result.kind === 'failure';
}

export function parameter(
  name: string,
  type: TerraformType,
  ...flags: ('nulls' | 'unknowns' | 'dynamic' | 'marks')[]
): Parameter {
  return { name, type, ...Object.fromEntries(flags.map(flag => [flag, true])) };
}

export const text = (name: string, ...flags: ('unknowns' | 'marks')[]) => parameter(name, STRING, ...flags);
export const number = (name: string) => parameter(name, NUMBER);
export const any = (name: string, ...flags: ('nulls' | 'unknowns' | 'dynamic' | 'marks')[]) =>
  parameter(name, ANY, ...flags);

/** A function from texts to a text, all of which must be known. */
export function onTexts(names: readonly string[], apply: (...texts: string[]) => string | Failure): TerraformFunction {
  return {
    parameters: names.map(name => text(name)),
    type: STRING,
    call: (args, { span }) => {
      const result = apply(...args.map(textOf));
      return typeof result === 'string' ? stringValue(result, span) : result;
    },
  };
}

/** A function from texts to a bool, all of which must be known. */
export function testOfTexts(names: readonly string[], apply: (...texts: string[]) => boolean): TerraformFunction {
  return {
    parameters: names.map(name => text(name)),
    type: BOOL,
    call: (args, { span }) => ({ kind: 'bool', value: apply(...args.map(textOf)), span }),
  };
}

/** The text of an argument that has been converted to a string and is known. */
export function textOf(value: TerraformValue | undefined): string {
  return (value as StringValue).value;
}

/** A whole number within 64 bits, or why it is none. */
export function wholeNumber(value: TerraformValue | undefined, argument?: number): number | Failure {
  const given = value?.kind === 'number' ? value.value : Number.NaN;
  if (Number.isInteger(given) && Math.abs(given) < 2 ** 63) return given;
  return failure('value must be a whole number, between -9223372036854775808 and 9223372036854775807', argument);
}
