import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import { attempt } from '../expressions/evaluation.ts';
import { convertTo } from '../values/conversion.ts';
import { firstUnknown } from '../values/traits.ts';
import { ANY, BOOL, friendlyName, NUMBER, STRING, type TerraformType, typeText } from '../values/types.ts';
import { isConvertible, unify } from '../values/unify.ts';
import { isDynamic, isSomething, unknownLike } from '../values/unknowns.ts';
import { boolValue, stringValue, type TerraformValue, typeOf } from '../values/values.ts';
import { overItems } from './collections.ts';
import { any, type Failure, failure, type LazyFunction, type TerraformFunction } from './signature.ts';

/** `tostring` and its like. A sensitive part stays one. */
function conversionTo(wanted: TerraformType): TerraformFunction {
  return {
    parameters: [any('v', 'nulls', 'marks', 'dynamic', 'unknowns')],
    nullable: true,
    type([value]) {
      const given = typeOf(value!);
      if (isConvertible(given, wanted)) return wanted;
      return failure(`cannot convert ${friendlyName(given)} to ${friendlyName(wanted)}`, 0);
    },
    call([given], call) {
      const convert = (value: TerraformValue | undefined) => {
        const converted = convertTo(value!, wanted);
        if ('value' in converted) return converted.value;
        const types = `${friendlyName(typeOf(value!))} to ${friendlyName(wanted)}`;
        return failure(`cannot convert ${types}: ${converted.error}`, 0);
      };
      // Which items a set has depends on what they are.
      return wanted.kind === 'set' ? overItems(given, call, convert) : convert(given);
    },
  };
}

/** The first expression without an error. */
const tryFunction: LazyFunction = {
  evaluate(expressions, { evaluation, span }) {
    if (expressions.length === 0) return failure('at least one argument is required');
    const problems: Diagnostic[] = [];
    for (const expression of expressions) {
      const tried = attempt(expression, evaluation);
      if (tried.problems.length === 0) return decided(expression, tried.value, span);
      problems.push(...tried.problems);
    }
    return failure(`no expression succeeded: ${problems.map(({ message }) => message).join('; ')}`);
  },
};

/**
 * What is not known yet may still turn out to be an error, and then another expression counts. A reference to
 * something of a known type cannot, so it stays what it is.
 */
function decided(expression: Expression, value: TerraformValue, span: TerraformValue['span']): TerraformValue {
  const unknown = firstUnknown(value);
  if (!unknown || (isReference(expression) && !isDynamic(value)) || isIdentity(value)) return value;
  const { sensitive } = value;
  return { ...unknownLike(unknown, ANY, span), ...(sensitive && { sensitive }) };
}

/** An attribute of a resource is what it is, even where its type is not known. */
function isIdentity(value: TerraformValue): boolean {
  return value.kind === 'unknown' && value.reference !== undefined;
}

function isReference(expression: Expression): boolean {
  switch (expression.kind) {
    case 'variable':
      return true;
    case 'get-attribute':
    case 'index':
      return isReference(expression.object);
    case 'splat':
      return isReference(expression.source);
    case 'parentheses':
      return isReference(expression.inner);
    default:
      return false;
  }
}

const can: LazyFunction = {
  evaluate([expression, ...others], { evaluation, span }) {
    if (!expression || others.length > 0) return failure('expects 1 argument(s)');
    const { value, problems } = attempt(expression, evaluation);
    if (problems.length > 0) return boolValue(false, span);
    const unknown = firstUnknown(value);
    return unknown ? unknownLike(unknown, BOOL, span, { notNull: true }) : boolValue(true, span);
  },
};

const coalesce: TerraformFunction = {
  parameters: [],
  rest: any('vals', 'nulls', 'unknowns', 'dynamic'),
  type: args => unify(args.map(typeOf)) ?? failure('all arguments must have the same type'),
  call(args, { span, type }) {
    for (const given of args) {
      const converted = convertTo(given, type);
      if ('error' in converted) return failure(converted.error);
      const { value } = converted;
      if (value.kind === 'unknown') return isSomething(value) ? value : unknownLike(value, type, span);
      if (value.kind === 'null' || (value.kind === 'string' && value.value === '')) continue;
      return value;
    }
    return failure('no non-null, non-empty-string arguments');
  },
};

const same = (value: TerraformValue): TerraformType => typeOf(value);

/** A function of any value, which it gets with its marks. */
function ofAny(
  call: (value: TerraformValue, span: TerraformValue['span']) => TerraformValue,
  type?: TerraformType,
): TerraformFunction {
  return {
    parameters: [any('value', 'nulls', 'unknowns', 'dynamic', 'marks')],
    nullable: true,
    type: ([value]) => type ?? same(value!),
    call: ([value], { span }) => call(value!, span),
  };
}

function withoutMark(value: TerraformValue): TerraformValue {
  const { sensitive: _, ...plain } = value;
  return plain;
}

function isSensitive(value: TerraformValue, span: TerraformValue['span']): TerraformValue {
  if (value.sensitive) return boolValue(true, span);
  return value.kind === 'unknown' ? unknownLike(value, BOOL, span, { notNull: true }) : boolValue(false, span);
}

function gone(name: string, instead: string): TerraformFunction {
  const message = `the "${name}" function was removed from Terraform; use ${instead}`;
  const refuse = (): Failure => failure(message);
  return { parameters: [], rest: any('vals', 'nulls', 'unknowns', 'dynamic'), type: refuse, call: refuse };
}

/** https://developer.hashicorp.com/terraform/language/functions, "Type Conversion Functions". */
export const typeFunctions: Readonly<Record<string, TerraformFunction | LazyFunction>> = {
  can,
  coalesce,
  ephemeralasnull: ofAny(value => value),
  issensitive: ofAny(isSensitive, BOOL),
  list: gone('list', 'tolist([…])'),
  map: gone('map', 'tomap({…})'),
  nonsensitive: ofAny(withoutMark),
  sensitive: ofAny(value => ({ ...value, sensitive: true })),
  tobool: conversionTo(BOOL),
  tolist: conversionTo({ kind: 'list', element: ANY }),
  tomap: conversionTo({ kind: 'map', element: ANY }),
  tonumber: conversionTo(NUMBER),
  toset: conversionTo({ kind: 'set', element: ANY }),
  tostring: conversionTo(STRING),
  try: tryFunction,
  type: ofAny((value, span) => stringValue(typeText(typeOf(value)), span), STRING),
};
