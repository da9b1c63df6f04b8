import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['setintersection(["a","b"],["b","c"])', '["b"]'],
  ['setintersection([1],["1"])', '["1"]'],
  ['setintersection([], ["a"])', '[]'],
  ['setproduct([1],["a"],[true])', '[[1,"a",true]]'],
  ['setproduct(toset(["a"]),["b"])', '[["a","b"]]'],
  ['setproduct([], [])', '[]'],
  ['setproduct([1,"a"],["x"])', '[["1","x"],["a","x"]]'],
  ['setproduct([1,true],["x"])', ERROR],
  ['setproduct("a",["b"])', ERROR],
  ['setproduct({}, [])', ERROR],
  ['setproduct(toset([]), ["a"])', '[]'],
  ['setsubtract(["a"], [])', '["a"]'],
  ['setsubtract([1,2,3],[2.0])', '[1,3]'],
  ['setsubtract(["a"])', ERROR],
  ['setunion()', ERROR],
  ['setunion(["a"], null)', ERROR],
  ['setunion([{a=1}], [{a=2}])', '[{"a":1},{"a":2}]'],
  ['setunion([{a=1}], ["x"])', ERROR],
  ['setunion([], [1])', '[1]'],
];

describe('Functions of sets', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
