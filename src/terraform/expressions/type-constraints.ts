import type { Expression } from '../../parse/hcl/ast.ts';
import { ANY, BOOL, NUMBER, STRING, type TerraformAttributeType, type TerraformType } from '../values/types.ts';
import { evaluateExpression } from './evaluate.ts';
import type { Scope } from './scope.ts';

const PRIMITIVES: Readonly<Record<string, TerraformType>> = { any: ANY, string: STRING, number: NUMBER, bool: BOOL };

/**
 * The type that an expression such as `map(object({ name = string }))` stands for. What is no type is reported and
 * reads as `any`. https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function parseTypeConstraint(expression: Expression, scope: Scope): TerraformType {
  if (expression.kind === 'parentheses') return parseTypeConstraint(expression.inner, scope);
  if (expression.kind === 'variable' && Object.hasOwn(PRIMITIVES, expression.name)) return PRIMITIVES[expression.name]!;
  // Terraform 0.11 wrote types as strings.
  if (expression.kind === 'variable' && (expression.name === 'list' || expression.name === 'map')) {
    return { kind: expression.name, element: ANY };
  }
  if (expression.kind === 'template') return quotedType(expression, scope);
  if (expression.kind !== 'call') return noType(expression, scope);
  const [argument] = expression.arguments;
  if (!argument) return noType(expression, scope);
  switch (expression.name) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: expression.name, element: parseTypeConstraint(argument, scope) };
    case 'tuple':
      if (argument.kind !== 'tuple') return noType(expression, scope);
      return { kind: 'tuple', elements: argument.items.map(item => parseTypeConstraint(item, scope)) };
    case 'object':
      return argument.kind === 'object' ? objectType(argument, scope) : noType(expression, scope);
    default:
      return noType(expression, scope);
  }
}

function quotedType(expression: Extract<Expression, { kind: 'template' }>, scope: Scope): TerraformType {
  const [part] = expression.parts;
  const name = part?.kind === 'text' && expression.parts.length === 1 ? part.value : '';
  if (name === 'list' || name === 'map') return { kind: name, element: STRING };
  return Object.hasOwn(PRIMITIVES, name) ? PRIMITIVES[name]! : noType(expression, scope);
}

function objectType({ items }: Extract<Expression, { kind: 'object' }>, scope: Scope): TerraformType {
  const attributes = new Map<string, TerraformAttributeType>();
  for (const { key, identifier, value } of items) {
    const name =
      identifier ?? (key.kind === 'template' && key.parts[0]?.kind === 'text' ? key.parts[0].value : undefined);
    if (name === undefined) noType(key, scope);
    else attributes.set(name, attributeType(value, scope));
  }
  return { kind: 'object', attributes };
}

function attributeType(expression: Expression, scope: Scope): TerraformAttributeType {
  if (expression.kind !== 'call' || expression.name !== 'optional' || !expression.arguments[0]) {
    return { type: parseTypeConstraint(expression, scope), optional: false };
  }
  const [type, fallback] = expression.arguments;
  return {
    type: parseTypeConstraint(type, scope),
    optional: true,
    ...(fallback && { default: evaluateExpression(fallback, scope) }),
  };
}

function noType({ span }: Expression, scope: Scope): TerraformType {
  scope.report({
    code: 'terraform-type',
    message: 'This is not a type constraint',
    advice: 'Write string, number, bool, any, list(…), set(…), map(…), tuple([…]) or object({…}).',
    span,
    severity: 'warning',
  });
  return ANY;
}
