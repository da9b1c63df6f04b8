import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { parseHcl } from '../../src/parse/hcl/parser.ts';
import { evaluateExpression } from '../../src/terraform/expressions/evaluate.ts';
import type { Scope } from '../../src/terraform/expressions/scope.ts';
import { BOOL, type TerraformType } from '../../src/terraform/values/types.ts';
import type { TerraformValue, UnknownTerraformValue } from '../../src/terraform/values/values.ts';

type Details = Partial<UnknownTerraformValue>;

const span = { file: { path: 'variables.tf', text: '' }, start: 0, end: 0 };

/** A variable without a value. */
export function unknownVariable(name: string, type: TerraformType = BOOL, details: Details = {}): TerraformValue {
  return { kind: 'unknown', type, reason: 'parameter-without-default', missing: `var.${name}`, span, ...details };
}

/** An attribute that the provider decides. */
export function attribute(address: string, name: string): TerraformValue {
  const reference = { address, attribute: name };
  const missing = `${address}.${name}`;
  const type = { kind: 'string' } as const;
  return { kind: 'unknown', type, reason: 'computed-at-deployment', missing, notNull: true, reference, span };
}

/** A scope in which `var.x` has these values, and what it was told. */
export function scopeWith(variables: Readonly<Record<string, TerraformValue>>): {
  scope: Scope;
  problems: Diagnostic[];
} {
  const problems: Diagnostic[] = [];
  const scope: Scope = {
    directory: '.',
    report: problem => problems.push(problem),
    traverse(root, steps) {
      const [step] = steps;
      const value = root === 'var' && step?.kind === 'attribute' ? variables[step.name] : undefined;
      return value && { value, used: 1 };
    },
  };
  return { scope, problems };
}

/** The value of an expression, as the argument of a file whose text starts with `x = `. */
export function evaluate(
  text: string,
  variables: Readonly<Record<string, TerraformValue>> = {},
): { value: TerraformValue; problems: readonly string[]; source: string } {
  const source = `x = ${text}\n`;
  const { body } = parseHcl({ path: 'main.tf', text: source });
  const [argument] = body.items;
  const { scope, problems } = scopeWith(variables);
  if (argument?.kind !== 'attribute') throw new Error(`not an argument: ${text}`);
  const value = evaluateExpression(argument.value, scope);
  return { value, problems: problems.map(({ message }) => message), source };
}
