import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { traitsOf } from '../values/traits.ts';
import { boundExceeded, invalid } from '../values/unknowns.ts';
import type { TerraformValue } from '../values/values.ts';
import type { Scope } from './scope.ts';

/** One evaluation under way: where names come from, what went wrong so far, and how much may still be done. */
export interface Evaluation {
  readonly scope: Scope;
  /** Variables of `for` expressions and templates, innermost first. */
  readonly names: Names | undefined;
  /** Errors. `try`, `can` and branches that are not taken collect theirs apart. */
  readonly problems: Diagnostic[];
  readonly work: { left: number };
  /** Inside a template that a function renders: what may not be called there. */
  readonly template?: 'file' | 'string';
  readonly evaluate: (expression: Expression, evaluation: Evaluation) => TerraformValue;
}

export interface Names {
  readonly values: ReadonlyMap<string, TerraformValue>;
  readonly outer: Names | undefined;
  /** Which turn of a loop it is: its key. */
  readonly turn?: string;
  /** The names of a rendered template are all that it can see. */
  readonly closed?: true;
}

/** Evaluations of one expression may take so many steps together; a large loop takes thousands. */
export const MAX_STEPS = 1_000_000;
const MAX_WEIGHT = 200_000;
const MAX_DEPTH = 150;
const MAX_TEXT = 4_000_000;
const MAX_PROBLEMS = 20;

/** Reports an error of the expression and gives the unknown that stands for its value. */
export function fail(
  evaluation: Evaluation,
  message: string,
  span: Span,
  code = 'terraform-expression',
): TerraformValue {
  if (evaluation.problems.length < MAX_PROBLEMS) {
    evaluation.problems.push({ code, message, advice: advice(code), span, severity: 'warning' });
  }
  return invalid(span);
}

function advice(code: string): string {
  switch (code) {
    case 'file-not-found':
      return 'Its content is treated as not known.';
    case 'undeclared-reference':
      return 'Declare it, or correct the name.';
    default:
      return 'Correct the expression; its value is treated as not known.';
  }
}

/** Evaluates apart: the errors are kept with the value instead of being reported. */
export function attempt(
  expression: Expression,
  evaluation: Evaluation,
): { readonly value: TerraformValue; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  return { value: evaluation.evaluate(expression, { ...evaluation, problems }), problems };
}

/**
 * Applies an operation to every combination of the possible values of its operands. Errors count where no combination
 * is without: one that fails is never deployed.
 */
export function overPossible(
  operands: readonly TerraformValue[],
  span: Span,
  evaluation: Evaluation,
  apply: (operands: readonly TerraformValue[], evaluation: Evaluation) => TerraformValue,
): TerraformValue {
  const tried: Diagnostic[][] = [];
  const distributed = overAlternatives(operands, span, possible => {
    const problems: Diagnostic[] = [];
    tried.push(problems);
    return apply(possible, { ...evaluation, problems });
  });
  if (!distributed) return apply(operands, evaluation);
  const [first] = tried;
  if (first && tried.every(problems => problems.length > 0)) evaluation.problems.push(...first);
  return distributed;
}

export function withNames(
  evaluation: Evaluation,
  values: ReadonlyMap<string, TerraformValue>,
  turn: string,
): Evaluation {
  return { ...evaluation, names: { values, outer: evaluation.names, turn } };
}

/** Takes from what may still be done; false where nothing is left. */
export function spend(evaluation: Evaluation, steps: number): boolean {
  evaluation.work.left -= steps;
  return evaluation.work.left > 0;
}

/** The value, or what stands for it where it is too large or nested too deeply to be handled. */
export function bounded(value: TerraformValue): TerraformValue {
  if (value.kind === 'string') {
    return value.value.length > MAX_TEXT
      ? boundExceeded('a text that is too long', value.span, { kind: 'string' })
      : value;
  }
  const { weight, depth } = traitsOf(value);
  if (weight <= MAX_WEIGHT && depth <= MAX_DEPTH) return value;
  return boundExceeded('a value that is too large', value.span);
}
