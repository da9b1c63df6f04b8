import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['parseint("zz", 36)', '1295'],
  ['parseint("Zz", 62)', '3817'],
  ['parseint("FF", 16)', '255'],
  ['parseint("0xff", 16)', ERROR],
  ['parseint("-0", 10)', '0'],
  ['parseint(10, 10)', ERROR],
  ['parseint("10", 1)', ERROR],
  ['parseint("10", 63)', ERROR],
  ['parseint("123456789012345678901234567890", 10)', '123456789012345678901234567890'],
  ['parseint("1", 2.5)', ERROR],
  ['ceil("1.1")', '2'],
  ['ceil(-0.5)', '0'],
  ['floor(-0.5)', '-1'],
  ['floor(1e30)', '1000000000000000000000000000000'],
  ['ceil(1.0000000000000000001)', '2'],
  ['abs("-5")', '5'],
  ['abs(-123456789012345678901234567890)', '123456789012345678901234567890'],
  ['max("10", 9, 8.5)', '10'],
  ['min([1,2]...)', '1'],
  ['max([]...)', ERROR],
  ['signum(-0.0)', '0'],
  ['signum("5")', '1'],
  ['pow("2", "3")', '8'],
  ['log("8", 2)', '3'],
  ['log(0, 2)', 'null'],
  ['max([1,2]...,)', ERROR],
];

describe('Numeric functions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
