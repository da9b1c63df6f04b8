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
  collect(formula, found, new Set());
  variables.set(formula, found);
  return found;
}

const variables = new WeakMap<Formula, ReadonlySet<string>>();

function collect(formula: Formula, found: Set<string>, seen: Set<string>): void {
  switch (formula.kind) {
    case 'constant':
      return;
    case 'equal':
      found.add(formula.variable);
      return;
    case 'not':
      collect(formula.operand, found, seen);
      return;
    case 'and':
    case 'or':
      for (const operand of formula.operands) collect(operand, found, seen);
      return;
    case 'named':
      if (seen.has(formula.name)) return;
      seen.add(formula.name);
      collect(formula.formula, found, seen);
  }
}
