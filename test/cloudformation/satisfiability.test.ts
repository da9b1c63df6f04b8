import fc from 'fast-check';
import { expect, test } from 'vitest';
import { and, FALSE, type Formula, not, or, TRUE } from '../../src/cloudformation/formula.ts';
import { emptyNetwork, satisfiable } from '../../src/cloudformation/satisfiability.ts';

const TEXTS = ['x', 'y', 'z'];
const VARIABLES = ['A', 'B', 'C', 'D'];
/** Of A two values are allowed, of B one more than is ever mentioned, of the others any text. */
const DOMAINS: Readonly<Record<string, readonly string[]>> = { A: ['x', 'y'], B: ['x', 'y', 'z', 'w'] };
const domains = (variable: string) => DOMAINS[variable];

const equal = fc
  .tuple(fc.constantFrom(...VARIABLES), fc.constantFrom(...TEXTS))
  .map(([variable, text]): Formula => ({ kind: 'equal', variable, text }));

const formula = fc.letrec<{ formula: Formula }>(tie => ({
  formula: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    { weight: 3, arbitrary: equal },
    { weight: 1, arbitrary: fc.constantFrom(TRUE, FALSE) },
    { weight: 2, arbitrary: tie('formula').map(not) },
    { weight: 2, arbitrary: fc.array(tie('formula'), { minLength: 1, maxLength: 4 }).map(and) },
    { weight: 2, arbitrary: fc.array(tie('formula'), { minLength: 1, maxLength: 4 }).map(or) },
    { weight: 1, arbitrary: tie('formula').map((inner): Formula => ({ kind: 'named', name: 'N', formula: inner })) },
  ),
})).formula;

test('agrees with trying every assignment, in any order of questions', () => {
  fc.assert(
    fc.property(fc.array(fc.array(formula, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }), asked => {
      const network = emptyNetwork(domains);
      expect(asked.map(formulas => satisfiable(formulas, network))).toEqual(asked.map(bruteForce));
    }),
    { numRuns: 1000 },
  );
});

test('conditions that are made of each other, a long way down, are followed without a search', () => {
  const atoms = Array.from({ length: 200 }, (_, i): Formula => ({ kind: 'equal', variable: `P${i}`, text: 'a' }));
  const chain: Formula[] = [];
  for (const [i, atom] of atoms.entries()) {
    const before = chain.at(-1);
    const made = before === undefined ? atom : i % 2 ? and([before, atom]) : or([not(before), atom]);
    chain.push({ kind: 'named', name: `C${i}`, formula: made });
  }
  const network = emptyNetwork(() => undefined);
  const all = satisfiable(chain, network);
  const last = chain.at(-1)!;
  expect([all, satisfiable([...chain, not(last)], network), satisfiable([not(last)], network)]).toEqual([
    true,
    false,
    true,
  ]);
});

function bruteForce(formulas: readonly Formula[]): boolean {
  const assignments = VARIABLES.reduce<ReadonlyMap<string, string>[]>(
    (found, variable) =>
      found.flatMap(assigned =>
        (domains(variable) ?? [...TEXTS, 'other']).map(text => new Map([...assigned, [variable, text]])),
      ),
    [new Map()],
  );
  return assignments.some(assigned => formulas.every(formula => holds(formula, assigned)));
}

function holds(formula: Formula, assigned: ReadonlyMap<string, string>): boolean {
  switch (formula.kind) {
    case 'constant':
      return formula.value;
    case 'equal':
      return assigned.get(formula.variable) === formula.text;
    case 'not':
      return !holds(formula.operand, assigned);
    case 'and':
      return formula.operands.every(operand => holds(operand, assigned));
    case 'or':
      return formula.operands.some(operand => holds(operand, assigned));
    case 'named':
      return holds(formula.formula, assigned);
  }
}
