import type { Block, Expression } from '../../parse/hcl/ast.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import { parseTypeConstraint } from '../expressions/type-constraints.ts';
import { convertTo } from '../values/conversion.ts';
import { ANY, type TerraformType } from '../values/types.ts';
import type { TerraformValue } from '../values/values.ts';
import { attributeOf } from './configuration.ts';

/** What the caller of a module, or the user, gives for a variable; undefined: nothing. */
export type Given = (name: string) => TerraformValue | undefined;

/**
 * The value of a variable: what is given, else its default, converted to its type. Without either it is not known,
 * but of the declared type. https://developer.hashicorp.com/terraform/language/values/variables
 */
export function variableValue(name: string, block: Block, given: Given, scope: Scope): TerraformValue {
  const passed = given(name);
  const refused = passed?.kind === 'null' && isLiteral(block, 'nullable', false);
  const value = passed && !refused ? passed : defaultOf(block, scope);
  const known = value ? converted(value, name, block, scope) : required(name, block, scope);
  return isLiteral(block, 'sensitive', true) ? { ...known, sensitive: true } : known;
}

/** The declared type; `any` where there is none, or where it cannot be read. */
export function variableType(block: Block, scope: Scope): TerraformType {
  const attribute = attributeOf(block, 'type');
  return attribute ? parseTypeConstraint(attribute.value, scope) : ANY;
}

function defaultOf(block: Block, scope: Scope): TerraformValue | undefined {
  const attribute = attributeOf(block, 'default');
  return attribute && evaluateExpression(attribute.value, scope);
}

function converted(value: TerraformValue, name: string, block: Block, scope: Scope): TerraformValue {
  const result = convertTo(value, variableType(block, scope));
  if ('value' in result) return result.value;
  scope.report({
    code: 'variable-type',
    message: `var.${name} has a value of another type: ${result.error}`,
    advice: 'Give a value of the declared type.',
    span: value.span,
    severity: 'warning',
  });
  return required(name, block, scope);
}

function required(name: string, block: Block, scope: Scope): TerraformValue {
  return {
    kind: 'unknown',
    type: variableType(block, scope),
    reason: 'parameter-without-default',
    missing: `var.${name}`,
    ...(isLiteral(block, 'nullable', false) && { notNull: true }),
    mustBeGiven: true,
    span: block.headerSpan,
  };
}

/** Whether an argument is written as this very literal. */
export function isLiteral(block: Block, name: string, literal: boolean): boolean {
  const value: Expression | undefined = attributeOf(block, name)?.value;
  return value?.kind === 'literal' && value.value === literal;
}
