import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import { innerExpressions } from '../../parse/hcl/inner-expressions.ts';
import type { TerraformValue } from '../values/values.ts';
import type { Evaluation } from './evaluation.ts';
import type { Scope } from './scope.ts';

/**
 * Evaluates an expression once for all instances of a block between which it cannot differ: with a thousand instances
 * `aws_subnet.all[*].id` is a list of a thousand, which would be made a thousand times.
 */
export function evaluateShared(
  expression: Expression,
  evaluation: Evaluation,
  compute: (evaluation: Evaluation) => TerraformValue,
): TerraformValue {
  const scope = evaluation.names || evaluation.template ? undefined : sharedScope(expression, evaluation.scope);
  if (!scope) return compute(evaluation);
  let results = known.get(scope);
  if (!results) {
    results = new Map();
    known.set(scope, results);
  }
  let result = results.get(expression);
  if (!result) {
    const problems: Diagnostic[] = [];
    result = { value: compute({ ...evaluation, scope, problems }), problems };
    if (evaluation.work.left > 0) results.set(expression, result);
  }
  evaluation.problems.push(...result.problems);
  return result.value;
}

interface Result {
  readonly value: TerraformValue;
  readonly problems: readonly Diagnostic[];
}

const known = new WeakMap<Scope, Map<Expression, Result>>();

/** The outermost scope in which the expression means the same; undefined: it is the innermost one. */
function sharedScope(expression: Expression, innermost: Scope): Scope | undefined {
  if (!innermost.inside) return undefined;
  const roots = rootsOf(expression);
  if (!roots) return undefined;
  let scope = innermost;
  while (scope.inside && !roots.some(root => scope.inside!.names.has(root))) scope = scope.inside.outer;
  return scope === innermost ? undefined : scope;
}

const rootsKnown = new WeakMap<Expression, readonly string[] | 'too-deep'>();

/** Deeper expressions are not evaluated. */
const MAX_DEPTH = 700;

/** The first names of all traversals in an expression; variables of its own loops are among them. */
function rootsOf(expression: Expression): readonly string[] | undefined {
  let roots = rootsKnown.get(expression);
  if (!roots) {
    const found = new Set<string>();
    roots = collect(expression, found, 0) ? [...found] : 'too-deep';
    rootsKnown.set(expression, roots);
  }
  return roots === 'too-deep' ? undefined : roots;
}

/** False where it is too deep. */
function collect(expression: Expression, into: Set<string>, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (expression.kind !== 'variable')
    return innerExpressions(expression).every(inner => collect(inner, into, depth + 1));
  into.add(expression.name);
  return true;
}
