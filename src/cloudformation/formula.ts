import type { Verdict } from '../model/verdict.ts';

/**
 * What a condition says about the things that the template does not decide: equalities of variables (parameters,
 * pseudo parameters, expressions that cannot be taken apart) with texts.
 */
export type Formula =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'equal'; readonly variable: string; readonly text: string }
  | { readonly kind: 'not'; readonly operand: Formula }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[] }
  /** Shared: a formula by its condition, so that conditions that use conditions stay small. */
  | { readonly kind: 'named'; readonly name: string; readonly formula: Formula };

/** The values that a variable can have; undefined: any text. */
export type Domains = (variable: string) => readonly string[] | undefined;

export const TRUE: Formula = { kind: 'constant', value: true };
export const FALSE: Formula = { kind: 'constant', value: false };

export function not(operand: Formula): Formula {
  if (operand.kind === 'constant') return operand.value ? FALSE : TRUE;
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}

/** Known operands are taken out; with none left it is true. */
export function and(operands: readonly Formula[]): Formula {
  return combine('and', operands, FALSE, TRUE);
}

/** Known operands are taken out; with none left it is false. */
export function or(operands: readonly Formula[]): Formula {
  return combine('or', operands, TRUE, FALSE);
}

function combine(kind: 'and' | 'or', operands: readonly Formula[], absorbing: Formula, neutral: Formula): Formula {
  const open = operands.filter(operand => operand !== neutral);
  if (open.includes(absorbing)) return absorbing;
  if (open.length === 0) return neutral;
  return open.length === 1 ? open[0]! : { kind, operands: open };
}

/** The variables that a formula speaks of, in the order written. */
export function variablesOf(formula: Formula): ReadonlySet<string> {
  const known = variables.get(formula);
  if (known) return known;
  const found = new Set<string>();
  collect(formula, found, new Set(), undefined);
  variables.set(formula, found);
  return found;
}

const variables = new WeakMap<Formula, ReadonlySet<string>>();

/** Assignments tried before an answer is given up. */
const MAX_STEPS = 2_000;

/** A text that no template writes: stands for every value that is not mentioned. */
const OTHER = '\u0000other';

/**
 * Whether all formulas can be true together. Where the search takes too long the answer is true: nothing is
 * excluded that has not been shown to be impossible.
 */
export function satisfiable(formulas: readonly Formula[], domains: Domains): boolean {
  if (formulas.length === 1 && isFree(formulas[0]!, domains)) return true;
  const texts = new Map<string, Set<string>>();
  const seen = new Set<string>();
  for (const formula of formulas) collect(formula, undefined, seen, texts);
  const choices = [...texts].map(([variable, mentioned]) => ({
    variable,
    values: domains(variable) ?? [...mentioned, OTHER],
  }));
  const steps = { left: MAX_STEPS };
  return search({ kind: 'and', operands: formulas }, choices, 0, new Map(), steps);
}

/** An equality of a variable that can have any value holds or not as one likes. */
function isFree(formula: Formula, domains: Domains): boolean {
  if (formula.kind === 'not') return isFree(formula.operand, domains);
  if (formula.kind === 'named') return isFree(formula.formula, domains);
  return formula.kind === 'equal' && domains(formula.variable) === undefined;
}

interface Choice {
  readonly variable: string;
  readonly values: readonly string[];
}

function search(
  formula: Formula,
  choices: readonly Choice[],
  index: number,
  assigned: Map<string, string>,
  steps: { left: number },
): boolean {
  const truth = evaluate(formula, assigned, new Map());
  if (truth !== 'unknown') return truth === 'pass';
  const choice = choices[index];
  if (!choice || --steps.left < 0) return true;
  for (const value of choice.values) {
    assigned.set(choice.variable, value);
    if (search(formula, choices, index + 1, assigned, steps)) return true;
  }
  assigned.delete(choice.variable);
  return false;
}

function evaluate(formula: Formula, assigned: ReadonlyMap<string, string>, named: Map<string, Verdict>): Verdict {
  switch (formula.kind) {
    case 'constant':
      return formula.value ? 'pass' : 'fail';
    case 'equal': {
      const text = assigned.get(formula.variable);
      if (text === undefined) return 'unknown';
      return text === formula.text ? 'pass' : 'fail';
    }
    case 'not': {
      const verdict = evaluate(formula.operand, assigned, named);
      if (verdict === 'unknown') return verdict;
      return verdict === 'pass' ? 'fail' : 'pass';
    }
    case 'and':
    case 'or': {
      const decisive = formula.kind === 'and' ? 'fail' : 'pass';
      let result: Verdict = formula.kind === 'and' ? 'pass' : 'fail';
      for (const operand of formula.operands) {
        const verdict = evaluate(operand, assigned, named);
        if (verdict === decisive) return decisive;
        if (verdict === 'unknown') result = verdict;
      }
      return result;
    }
    case 'named': {
      const known = named.get(formula.name);
      if (known) return known;
      const verdict = evaluate(formula.formula, assigned, named);
      named.set(formula.name, verdict);
      return verdict;
    }
  }
}

function collect(
  formula: Formula,
  found: Set<string> | undefined,
  seen: Set<string>,
  texts: Map<string, Set<string>> | undefined,
): void {
  switch (formula.kind) {
    case 'constant':
      return;
    case 'equal': {
      found?.add(formula.variable);
      const mentioned = texts?.get(formula.variable);
      if (mentioned) mentioned.add(formula.text);
      else texts?.set(formula.variable, new Set([formula.text]));
      return;
    }
    case 'not':
      collect(formula.operand, found, seen, texts);
      return;
    case 'and':
    case 'or':
      for (const operand of formula.operands) collect(operand, found, seen, texts);
      return;
    case 'named':
      if (seen.has(formula.name)) return;
      seen.add(formula.name);
      collect(formula.formula, found, seen, texts);
  }
}
