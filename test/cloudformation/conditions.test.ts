import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuTime } from '../cpu-time.ts';
import { expressionValue, problems, read, render } from './render.ts';

const declarations = `
Parameters:
  Env: {Type: String, AllowedValues: [dev, staging, prod]}
  Open: {Type: String}
  Other: {Type: String}
  Known: {Type: String, Default: 'yes'}
Mappings:
  Sizes: {dev: {s: small}, staging: {s: small}, prod: {s: large}}
Conditions:
  T: !Equals [!Ref Known, 'yes']
  F: !Equals [!Ref Known, 'no']
  U: !Equals [!Ref Open, 'x']
  V: !Equals [!Ref Other, 'x']
`;

/** The truth of a condition: T, F, or U where the template does not decide it. */
function truth(condition: string, rest = ''): string {
  const value = expressionValue('!If [C, T, F]', `${declarations}${rest}  C: ${condition}\n`);
  return value.startsWith('?') ? 'U' : value.slice(1, 2);
}

describe('three-valued truth', () => {
  const single = ['T', 'F', 'U'];
  const kleene = {
    And: (a: string, b: string) => (a === 'F' || b === 'F' ? 'F' : a === 'T' && b === 'T' ? 'T' : 'U'),
    Or: (a: string, b: string) => (a === 'T' || b === 'T' ? 'T' : a === 'F' && b === 'F' ? 'F' : 'U'),
  };
  const pairs = single.flatMap(a => single.flatMap(b => [{ a, b, right: b === 'U' ? 'V' : b }]));

  test.each(pairs)('$a and/or $b', ({ a, b, right }) => {
    expect(truth(`!And [!Condition ${a}, !Condition ${right}]`)).toBe(kleene.And(a, b));
    expect(truth(`!Or [!Condition ${a}, {Condition: ${right}}]`)).toBe(kleene.Or(a, b));
  });

  test.each([
    ['T', 'F'],
    ['F', 'T'],
    ['U', 'U'],
  ])('not %s', (a, expected) => {
    expect(truth(`!Not [!Condition ${a}]`)).toBe(expected);
    expect(truth(`{Fn::Not: [{Condition: ${a}}]}`)).toBe(expected);
  });

  test.each([
    ['!Equals [a, a]', 'T'],
    ['!Equals [a, A]', 'F'],
    ['!Equals [true, "true"]', 'T'],
    ['!Equals [!Ref Known, !Ref Known]', 'T'],
    ['!Equals [!Ref Open, !Ref Open]', 'T'],
    ['!Equals [!Ref Open, !Ref Other]', 'U'],
    ['!Equals [!Ref Env, test]', 'F'],
    ['!Equals [!Ref Env, prod]', 'U'],
    ['!Equals [!FindInMap [Sizes, !Ref Env, s], large]', 'U'],
    ['!Equals [!FindInMap [Sizes, !Ref Env, s], huge]', 'F'],
    ['!Equals [!Sub "a-${Open}", "b-c"]', 'F'],
    ['!Equals [!Sub "a-${Open}", "a-c"]', 'U'],
    ['!Equals [!Ref AWS::Region, us-east-1]', 'U'],
    ['!Equals [!Select [0, !Split [",", !Ref Open]], a]', 'U'],
    ['!And [!Equals [!Ref Env, dev], !Equals [!Ref Env, prod]]', 'F'],
    ['!Or [!Equals [!Ref Env, dev], !Equals [!Ref Env, staging], !Equals [!Ref Env, prod]]', 'T'],
    ['!And [!Condition U, !Not [!Condition U]]', 'F'],
    ['!Or [!Condition U, !Not [!Condition U]]', 'T'],
    ['!And [!Equals [!Ref Open, a], !Equals [!Ref Open, b]]', 'F'],
  ])('%s', (condition, expected) => {
    expect(truth(condition)).toBe(expected);
  });
});

describe('correlated uses', () => {
  test('a resource sees its own condition as true, and what follows from it', () => {
    expect(
      read(`${declarations}
  IsProd: !Equals [!Ref Env, prod]
  IsLarge: !Equals [!FindInMap [Sizes, !Ref Env, s], large]
Resources:
  X:
    Type: Custom::X
    Condition: IsProd
    Properties:
      A: !If [IsProd, 1, 2]
      B: !If [IsLarge, 1, 2]
      C: !If [U, 1, 2]
`).resources.map(({ exists, existsWhen, properties }) => ({
        exists,
        existsWhen,
        values: [...properties.properties.values()].map(({ value }) =>
          value.kind === 'scalar' ? value.value : value.kind,
        ),
      })),
    ).toEqual([{ exists: 'unknown', existsWhen: [{ name: 'IsProd', value: true }], values: [1, 1, 'unknown'] }]);
  });

  test('resources of a false condition are left out', () => {
    const text = `${declarations}
Resources:
  A: {Type: Custom::X, Condition: F}
  B: {Type: Custom::X, Condition: T}
  C: {Type: Custom::X, Condition: U}
`;
    expect(read(text).resources.map(({ address, exists }) => [address, exists])).toEqual([
      ['B', 'yes'],
      ['C', 'unknown'],
    ]);
    expect(read(text, { Open: 'x' }).resources.map(({ address, exists }) => [address, exists])).toEqual([
      ['B', 'yes'],
      ['C', 'yes'],
    ]);
  });

  test('feasible knows which assumptions exclude each other', () => {
    const { feasible } = read(`${declarations}
  IsProd: !Equals [!Ref Env, prod]
  IsDev: !Equals [!Ref Env, dev]
Resources: {X: {Type: Custom::X}}
`).info;
    const can = (assumptions: Record<string, string | boolean>) =>
      feasible!(Object.entries(assumptions).map(([name, value]) => ({ name, value })));
    expect([
      can({}),
      can({ IsProd: true, IsDev: false }),
      can({ IsProd: true, IsDev: true }),
      can({ IsProd: false, IsDev: false }),
      can({ IsProd: true, Env: 'dev' }),
      can({ IsProd: false, IsDev: false, Env: 'staging' }),
      can({ U: true, IsProd: true, Open: 'x' }),
      can({ U: true, Open: 'y' }),
      can({ T: false }),
      can({ Known: 'no' }),
      can({ 'var.unheard': 'of' }),
    ]).toEqual([true, true, false, true, false, true, true, false, false, false, true]);
  });
});

describe('mistakes', () => {
  test.each([
    ['!Condition C', ['template-circular-condition: C']],
    ['!Condition Nowhere', ['template-unknown-condition: !Condition Nowhere']],
    ['!Equals [a]', ['template-wrong-arguments: !Equals [a]']],
    ['{StringEquals: [a, b]}', ['template-wrong-arguments: {StringEquals: [a, b]}']],
    ['!Equals [!Ref Nowhere, a]', ['template-undefined-reference: !Ref Nowhere']],
  ])('%s', (condition, expected) => {
    expect(problems(read(`Conditions:\n  C: ${condition}\nResources: {X: {Type: Custom::X}}`))).toEqual(expected);
  });

  test('a chain of thousands of conditions does not exhaust the stack', () => {
    const chain = Array.from({ length: 5_000 }, (_, i) => `  C${i}: !Not [!Condition C${i + 1}]`).reverse();
    const text = `Parameters: {P: {Type: String}}\nConditions:\n${chain.reverse().join('\n')}\n  C5000: !Equals [!Ref P, a]\nResources: {X: {Type: Custom::X, Condition: C0}}`;
    expect(read(text).resources.map(({ exists }) => exists)).toEqual(['unknown']);
  });
});

describe('no blow-up', () => {
  const count = 60;
  const parameters = Array.from({ length: count }, (_, i) => `  P${i}: {Type: String}`).join('\n');
  const conditions = Array.from({ length: count }, (_, i) => `  C${i}: !Equals [!Ref P${i}, a]`).join('\n');

  function milliseconds(work: () => void): number {
    work();
    const start = cpuTime();
    work();
    return cpuTime() - start;
  }

  test('sixty independent conditions on sixty properties', () => {
    const properties = Array.from({ length: count }, (_, i) => `      V${i}: !If [C${i}, a, b]`).join('\n');
    const text = `Parameters:\n${parameters}\nConditions:\n${conditions}\nResources:\n  X:\n    Type: Custom::X\n    Properties:\n${properties}\n`;
    expect(milliseconds(() => read(text))).toBeLessThan(5_000);
  });

  test('sixty conditions in one text, in one condition, and in each other', () => {
    const sub = Array.from({ length: count }, (_, i) => `!If [C${i}, a, b]`).join(', ');
    const all = Array.from({ length: count }, (_, i) => `!Condition C${i}`).join(', ');
    const nested = Array.from({ length: count }).reduce<string>((inner, _, i) => `!If [C${i}, ${inner}, b]`, 'a');
    const text = `Parameters:\n${parameters}\nConditions:\n${conditions}\n  All: !And [${all}]\n  Some: !Or [${all}, !Not [!Condition All]]\nResources:\n  X:\n    Type: Custom::X\n    Condition: Some\n    Properties:\n      Text: !Join ['', [${sub}]]\n      Nested: ${nested}\n      Both: !If [All, !If [Some, 1, 2], 3]\n`;
    expect(milliseconds(() => read(text))).toBeLessThan(5_000);
  });
});

test('with all parameters given nothing is a parameter without default', () => {
  const name = fc.constantFrom('A', 'B', 'C');
  const operand = fc.oneof(
    name.map(parameter => `!Ref ${parameter}`),
    fc.constantFrom('x', 'y', '""'),
  );
  const condition = fc.oneof(
    fc.tuple(operand, operand).map(([left, right]) => `!Equals [${left}, ${right}]`),
    fc.constant('!Not [!Condition C0]'),
    fc.constant('!Or [!Condition C0, !Equals [!Ref A, x]]'),
  );
  const first = fc.tuple(operand, operand).map(([left, right]) => `!Equals [${left}, ${right}]`);
  const expression = fc.constantFrom(
    '!If [C0, !Ref A, !Ref B]',
    '!Sub "${A}-${B}"',
    '!Join [",", [!Ref A, !If [C1, !Ref B, x]]]',
    '!FindInMap [M, !Ref A, !Ref B]',
    '!Select [0, !Split [",", !Ref C]]',
    '!If [C1, !If [C0, 1, 2], !Ref "AWS::NoValue"]',
  );
  const value = fc.constantFrom('x', 'y', '');
  fc.assert(
    fc.property(first, condition, expression, fc.tuple(value, value, value), (c0, c1, e, [A, B, C]) => {
      const rest = `Parameters: {A: {Type: String}, B: {Type: String}, C: {Type: String}}
Mappings: {M: {x: {x: 1, y: 2}, y: {x: 3, y: 4}}}
Conditions:
  C0: ${c0}
  C1: ${c1}
`;
      const given = expressionValue(e, rest, { A, B, C });
      expect(given).not.toMatch(/parameter|condition/);
      const open = expressionValue(e, rest);
      // What the template decides by itself, values for its parameters do not change.
      if (!open.includes('?')) expect(given).toBe(open);
    }),
    { numRuns: 300 },
  );
});

test('an undecided choice of all properties is one of each of them', () => {
  const text = `Parameters: {P: {Type: String}, Q: {Type: String}}
Conditions: {C: !Equals [!Ref P, a], D: !Equals [!Ref Q, a]}
Resources:
  A: {Type: Custom::A, Properties: !If [C, {X: 1, Y: 2}, !If [D, {X: 1, Z: 3}, !Ref AWS::NoValue]]}
  B: {Type: Custom::B, Properties: !If [C, {X: 1}, !Ref P]}
`;
  const both = '?condition C (parameter P)<C=true: ';
  expect(read(text).resources.map(({ properties }) => render(properties))).toEqual([
    `{X: ${both}1 | C=false: ?condition D (parameter Q)<D=true: 1 | D=false: ∅>>, Y: ${both}2 | C=false: ∅>, Z: ${both}∅ | C=false: ?condition D (parameter Q)<D=true: 3 | D=false: ∅>>}`,
    `{X: ${both}1 | C=false: ?parameter P>, …}`,
  ]);
});
