import { describe, expect, test } from 'vitest';
import { assume, exists, explore, scenario, settle, smallestCause } from '../../src/engine/scenarios.ts';
import type { Assumption, Value } from '../../src/model/value.ts';
import { either, input, type Special, text } from './written.ts';

const CHOICES = { of: (): (boolean | number)[] => [true, false], feasible: () => true, spend: () => true };

function written(special: Special): Value {
  const [resource] = input({ Thing: { properties: { X: special } } }).resources;
  return resource!.properties.properties.get('X')!.value;
}

function shown(value: Value | undefined) {
  return value?.kind === 'scalar' ? value.value : value?.kind;
}

describe('a value in a scenario', () => {
  const nested = written(either('A', [true, 'a'], [false, either('B', [true, 'b'], [false, undefined])]));

  test('is the alternative that is taken', () => {
    expect(shown(settle(nested, scenario([{ name: 'A', value: true }])))).toBe('a');
    const both: Assumption[] = [
      { name: 'A', value: false },
      { name: 'B', value: true },
    ];
    expect(shown(settle(nested, scenario(both)))).toBe('b');
    expect(settle(nested, scenario([both[0]!, { name: 'B', value: false }]))).toBeUndefined();
  });

  test('records the first name that is not decided', () => {
    const nothing = scenario();
    expect(shown(settle(nested, nothing))).toBe('unknown');
    expect(nothing.undecided).toBe('A');
    const some = scenario([{ name: 'A', value: false }]);
    settle(nested, some);
    assume('C', some);
    expect(some.undecided).toBe('B');
  });

  test('a text with alternatives in it is whole where they are decided', () => {
    const name = written(text('logs-', either('Env', ['prod', 'p'], ['dev', 'd'])));
    expect(shown(settle(name, scenario([{ name: 'Env', value: 'dev' }])))).toBe('logs-d');
    expect(shown(settle(name, scenario()))).toBe('template');
  });
});

test('whether a resource exists', () => {
  const existsWhen = [{ name: 'A', value: true }];
  const [always, sometimes, unsaid] = input({ A: {}, B: { existsWhen }, C: { existsWhen: [] } }).resources;
  expect(exists(always!, scenario())).toBe(true);
  expect(exists(sometimes!, scenario())).toBe(undefined);
  expect(exists(sometimes!, scenario(existsWhen))).toBe(true);
  expect(exists(sometimes!, scenario([{ name: 'A', value: false }]))).toBe(false);
  expect(exists(unsaid!, scenario())).toBe(undefined);
});

describe('exploring', () => {
  /** Asks whether A or B is true, one after the other. */
  const either2 = (inScenario: ReturnType<typeof scenario>) => {
    const a = assume('A', inScenario);
    if (a === true) return 'yes';
    const b = assume('B', inScenario);
    if (b === true) return 'yes';
    return a === undefined || b === undefined ? 'open' : 'no';
  };
  const isOpen = (answer: string) => answer === 'open';

  test('splits only where the answer hangs on it', () => {
    const { leaves, exceeded } = explore(either2, isOpen, [], CHOICES);
    expect(exceeded).toBe(false);
    expect(
      leaves.map(({ assumptions, answer }) => [
        assumptions.map(({ name, value }) => `${name}=${value}`).join(),
        answer,
      ]),
    ).toEqual([
      ['A=true', 'yes'],
      ['A=false,B=true', 'yes'],
      ['A=false,B=false', 'no'],
    ]);
    expect(explore(() => 'yes', isOpen, [], CHOICES).leaves).toHaveLength(1);
  });

  test('leaves out what cannot be', () => {
    const feasible = (assumptions: readonly Assumption[]) =>
      !assumptions.some(({ name, value }) => name === 'A' && value === true);
    expect(explore(either2, isOpen, [], { ...CHOICES, feasible }).leaves).toHaveLength(2);
  });

  test('stops at the bound', () => {
    let evaluations = 0;
    const endless = (inScenario: ReturnType<typeof scenario>) => {
      evaluations++;
      assume(`N${inScenario.assumed.size}`, inScenario);
      return 'open';
    };
    const many = explore(endless, isOpen, [], {
      ...CHOICES,
      of: () => Array.from({ length: 100 }, (_, index) => index),
    });
    expect({ exceeded: many.exceeded, leaves: many.leaves.length }).toEqual({ exceeded: true, leaves: 1 });
    evaluations = 0;
    expect(explore(endless, isOpen, [], CHOICES).exceeded).toBe(true);
    expect(evaluations).toBeLessThanOrEqual(64);
  });

  test('stops where the input has cost enough', () => {
    const { leaves, exceeded } = explore(either2, isOpen, [], { ...CHOICES, spend: () => false });
    expect({ answers: leaves.map(({ answer }) => answer), exceeded }).toEqual({ answers: ['open'], exceeded: true });
  });

  test('the smallest cause leaves out what does not matter', () => {
    const { leaves } = explore(either2, isOpen, [], CHOICES);
    expect(smallestCause(leaves, answer => answer === 'no')?.when).toEqual([
      { name: 'A', value: false },
      { name: 'B', value: false },
    ]);
    expect(smallestCause(leaves, () => true)?.when).toEqual([]);
    expect(smallestCause(leaves, () => false)).toBeUndefined();
  });
});
