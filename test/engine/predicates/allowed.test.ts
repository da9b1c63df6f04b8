import { expect, test } from 'vitest';
import { allowedPredicates } from '../../../src/engine/predicates/allowed.ts';
import { ask, place } from '../../asking.ts';

test.each([
  ['one of a list', 'EDGE', ['EDGE', 'REGIONAL'], 'pass'],
  ['none of a list', 'EDGE', ['REGIONAL', 'PRIVATE'], 'fail'],
  ['a single text', 'EDGE', 'EDGE', 'pass'],
  ['part of a text', 'EDGE', 'EDGES', 'fail'],
  ['nothing is allowed', 'EDGE', [], 'fail'],
])('%s', (_, value, allowed, expected) => {
  expect(ask(allowedPredicates['values.allow'], {}, { with: { value, allowed } }).verdict).toBe(expected);
});

test('the place is the name, the words say what nothing means', () => {
  const outcome = ask(allowedPredicates['values.allow'], { Name: 'shop' }, { with: { value: 'EDGE', allowed: [] } });
  expect([place(outcome), outcome.reason]).toEqual([
    'fail at It:',
    'nothing is said, so it is EDGE, which is not allowed',
  ]);
});
