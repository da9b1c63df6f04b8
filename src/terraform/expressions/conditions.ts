import type { Span } from '../../model/source.ts';
import type { Expression } from '../../parse/hcl/ast.ts';
import { numberText } from '../values/decimals.ts';
import { firstUnknown } from '../values/traits.ts';
import { BOOL } from '../values/types.ts';
import { undecided } from '../values/unknowns.ts';
import { boolValue, type TerraformValue, type UnknownTerraformValue } from '../values/values.ts';
import type { Evaluation, Names } from './evaluation.ts';

const MAX_NAME = 120;

/**
 * How an expression is called where what it is has to be assumed: a variable by what is missing, wherever it was
 * passed through; a known scalar by its value; anything else by its text, in a loop with the keys of the turn.
 */
export function nameOf(expression: Expression, value: TerraformValue, { names }: Evaluation): string {
  switch (value.kind) {
    case 'string':
      if (value.sensitive) break;
      return JSON.stringify(value.value.slice(0, MAX_NAME));
    case 'number':
      return numberText(value).slice(0, MAX_NAME);
    case 'bool':
      return String(value.value);
    case 'null':
      return 'null';
    case 'unknown':
      if (isVariable(expression)) return value.missing;
      break;
    default:
      break;
  }
  return textOf(expression) + turnsOf(names);
}

function textOf({ span: { file, start, end } }: Expression): string {
  const text = file.text.slice(start, Math.min(end, start + 4 * MAX_NAME));
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_NAME);
}

function turnsOf(names: Names | undefined): string {
  let turns = '';
  for (let frame = names; frame; frame = frame.outer) if (frame.turn !== undefined) turns = `[${frame.turn}]${turns}`;
  return turns && ` ${turns}`;
}

/** The two sides of an equation in an order that does not depend on how it is written. */
export function equationOf(left: string, right: string): string {
  return /^["\d-]|^(true|false|null)$/.test(left) ? `${right} == ${left}` : `${left} == ${right}`;
}

/** A path into a module's variable, such as `var.settings.create`. */
function isVariable(expression: Expression): boolean {
  let start = expression;
  while (start.kind === 'get-attribute' || start.kind === 'index' || start.kind === 'parentheses') {
    start = start.kind === 'parentheses' ? start.inner : start.object;
  }
  return start.kind === 'variable' && start.name === 'var';
}

/** An unknown bool as two alternatives, true and false, under the name by which it is assumed to be either. */
export function promoted(value: TerraformValue, name: () => string): TerraformValue {
  if (value.kind !== 'unknown' || value.alternatives?.length) return value;
  const both = trueOrFalse(name(), value.missing, value.span);
  return value.sensitive ? { ...both, sensitive: true } : both;
}

/** The answer to a question about values that are not known. */
export function answered(a: TerraformValue, b: TerraformValue, name: string, span: Span): UnknownTerraformValue {
  const unknown = firstUnknown(a) ?? firstUnknown(b);
  return trueOrFalse(name, unknown?.missing ?? name, span);
}

export function trueOrFalse(name: string, missing: string, span: Span): UnknownTerraformValue {
  const alternatives = [true, false].map(value => ({ when: { name, value }, value: boolValue(value, span) }));
  return undecided(alternatives, missing, span, BOOL);
}
