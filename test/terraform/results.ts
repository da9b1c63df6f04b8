import { type ExpressionOptions, evaluateTerraformExpression } from '../../src/terraform/conformance.ts';

export const ERROR = 'an error';

/** The result of an expression as JSON; `ERROR` where it is reported as wrong. */
export function resultOf(expression: string, options?: ExpressionOptions): string {
  const result = evaluateTerraformExpression(expression, options);
  return 'errors' in result ? ERROR : result.json;
}
