import type { Assumption } from '../../model/value.ts';

/**
 * Whether assumptions about a module can hold together: what is compared with several texts or numbers can be equal to
 * one of them only, and what is assumed to have a value is equal to no other. Names are those of `equationOf`.
 */
export function canHoldTogether(assumptions: readonly Assumption[]): boolean {
  const equal = new Map<string, string>();
  for (const { name, value } of assumptions) {
    const equation = readEquation(name);
    const [subject, literal] = equation ?? [name, JSON.stringify(value)];
    if (equation && value !== true) continue;
    const before = equal.get(subject);
    if (before !== undefined && before !== literal) return false;
    equal.set(subject, literal);
  }
  return assumptions.every(({ name, value }) => {
    const equation = readEquation(name);
    return !equation || value !== false || equal.get(equation[0]) !== equation[1];
  });
}

const EQUATION = ' == ';
const LITERAL = /^("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)( (?:\[[^\]]*\])+)?$/;

/** The two sides of `var.env == "prod"`, turns of loops being part of the left one; undefined where it is none. */
function readEquation(name: string): readonly [subject: string, literal: string] | undefined {
  const at = name.lastIndexOf(EQUATION);
  const match = at > 0 ? LITERAL.exec(name.slice(at + EQUATION.length)) : null;
  return match ? [name.slice(0, at) + (match[2] ?? ''), match[1]!] : undefined;
}
