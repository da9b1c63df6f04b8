import type { ParameterValue } from '../model/rule.ts';
import { isRecord } from './equality.ts';

/** What stands for a rule's parameters in this run: the user's values, or the rule's defaults. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** An operand with `{ parameter: name }` replaced by the parameter's value, however deep it stands. */
export function operandOf(operand: unknown, parameters: Parameters): unknown {
  if (Array.isArray(operand)) return operand.map(item => operandOf(item, parameters));
  if (!isRecord(operand)) return operand;
  const name = parameterName(operand);
  if (name !== undefined) {
    if (!Object.hasOwn(parameters, name)) throw new Error(`no parameter is called ${name}`);
    return parameters[name];
  }
  return Object.fromEntries(Object.entries(operand).map(([key, value]) => [key, operandOf(value, parameters)]));
}

/** Name of the parameter that an operand refers to, otherwise undefined. */
export function parameterName(operand: unknown): string | undefined {
  if (!isRecord(operand)) return undefined;
  const keys = Object.keys(operand);
  return keys.length === 1 && typeof operand['parameter'] === 'string' ? operand['parameter'] : undefined;
}

export function textOperand(operand: unknown, parameters: Parameters): string {
  return String(operandOf(operand, parameters));
}

/** A number, also one that is written as text; NaN where it is none. */
export function numberOperand(operand: unknown, parameters: Parameters): number {
  const value = operandOf(operand, parameters);
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
}

/** The allowed values of `in`; a single one counts as a list of one. */
export function listOperand(operand: unknown, parameters: Parameters): readonly unknown[] {
  const value = operandOf(operand, parameters);
  return Array.isArray(value) ? value : [value];
}
