import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadBuiltInRules } from '../../src/engine/load.ts';
import { runRules } from '../../src/engine/run.ts';
import { buildGraph } from '../../src/model/graph.ts';
import { read } from './render.ts';

const rules = loadBuiltInRules().filter(({ id }) =>
  ['rds-storage-encrypted', 'rds-instance-public-access-check', 'rds-instance-deletion-protection-enabled'].includes(
    id,
  ),
);

/** Verdicts by rule, why, and what they hold under. */
function verdicts(text: string, parameters: Readonly<Record<string, string>>) {
  const { resources, info } = read(text, parameters);
  return new Map(
    runRules(rules, buildGraph(resources, [info])).map(({ rule, verdict, because, when }) => [
      rule.id,
      { verdict, because, when },
    ]),
  );
}

const values = ['dev', 'prod', 'true', 'false'];
const names = ['A', 'B', 'C'];

const declaration = fc.record({
  listed: fc.boolean(),
  fallback: fc.option(fc.constantFrom(...values), { nil: undefined }),
});
const operand = fc.oneof(
  fc.constantFrom(...names).map(name => `!Ref ${name}`),
  fc.constantFrom(...values),
);
const condition = fc.oneof(
  fc.tuple(operand, operand).map(([left, right]) => `!Equals [${left}, '${right}']`.replace(/'(!Ref \w)'/, '$1')),
  fc.constantFrom(
    '!Not [!Condition C0]',
    '!Or [!Condition C0, !Equals [!Ref A, prod]]',
    '!And [!Condition C0, !Equals [!Ref B, dev]]',
  ),
);
const first = fc.tuple(operand, operand).map(([left, right]) => `!Equals [${left}, ${right}]`);
const flag = fc.letrec<{ flag: string }>(tie => ({
  flag: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('true', 'false', '!Ref A', '!Ref B', '!FindInMap [M, !Ref C, v]', '!Ref "AWS::NoValue"'),
    fc.tuple(fc.constantFrom('C0', 'C1'), tie('flag'), tie('flag')).map(([c, yes, no]) => `!If [${c}, ${yes}, ${no}]`),
  ),
})).flag;

const template = fc
  .record({
    parameters: fc.tuple(declaration, declaration, declaration),
    conditions: fc.tuple(first, condition),
    flags: fc.tuple(flag, flag, flag),
    existsIf: fc.constantFrom('', '    Condition: C0\n', '    Condition: C1\n'),
  })
  .map(({ parameters, conditions, flags, existsIf }) => ({
    parameters,
    text: `Parameters:
${parameters
  .map(({ listed, fallback }, index) => {
    const parts = ['Type: String'];
    if (listed) parts.push(`AllowedValues: ['${values.join("', '")}']`);
    if (fallback !== undefined) parts.push(`Default: '${fallback}'`);
    return `  ${names[index]}: {${parts.join(', ')}}\n`;
  })
  .join('')}Mappings: {M: {dev: {v: false}, prod: {v: true}, 'true': {v: true}, 'false': {v: false}}}
Conditions:
  C0: ${conditions[0]}
  C1: ${conditions[1]}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
${existsIf}    Properties:
      Engine: postgres
      StorageEncrypted: ${flags[0]}
      PubliclyAccessible: ${flags[1]}
      DeletionProtection: ${flags[2]}
`,
  }));

test('a value for a parameter changes no decided verdict, unless it is another one than was assumed', () => {
  const given = fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...values), { maxKeys: 3 });
  fc.assert(
    fc.property(template, given, ({ text, parameters }, chosen) => {
      // Another value than the default is another template.
      const kept = Object.fromEntries(
        Object.entries(chosen).filter(([name, value]) => {
          const { fallback } = parameters[names.indexOf(name)]!;
          return fallback === undefined || fallback === value;
        }),
      );
      const before = verdicts(text, {});
      const after = verdicts(text, kept);
      for (const [rule, { verdict }] of before) {
        const now = after.get(rule)?.verdict;
        // The resource may turn out not to exist.
        if (verdict !== 'unknown' && now !== undefined) expect([rule, now]).toEqual([rule, verdict]);
      }
      // Nothing appears that the open template did not speak of.
      expect([...after.keys()].filter(rule => !before.has(rule))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

const everyParameter = fc
  .tuple(fc.constantFrom(...values), fc.constantFrom(...values), fc.constantFrom(...values))
  .map(chosen => Object.fromEntries(names.map((name, index) => [name, chosen[index]!])));

test('with a value for every parameter nothing hangs on parameters and conditions', () => {
  fc.assert(
    fc.property(template, everyParameter, ({ text }, chosen) => {
      const open = [...verdicts(text, chosen).values()].filter(
        ({ because, when }) => when.length > 0 || /parameter|condition/.test(because),
      );
      expect(open).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('what is said to fail under an assumption fails when the parameters make it true', () => {
  fc.assert(
    fc.property(template, everyParameter, ({ text, parameters }, chosen) => {
      const kept = Object.fromEntries(names.map((name, index) => [name, parameters[index]!.fallback ?? chosen[name]!]));
      const after = verdicts(text, kept);
      const { feasible } = read(text, kept).info;
      for (const [rule, { because, when }] of verdicts(text, {})) {
        if (because.startsWith('fails when') && feasible!(when))
          expect([rule, after.get(rule)?.verdict]).toEqual([rule, 'fail']);
      }
    }),
    { numRuns: 400 },
  );
});
