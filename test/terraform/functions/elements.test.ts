import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['length("\\u0065\\u0301")', '1'],
  ['length("👍🏽")', '1'],
  ['length(1)', ERROR],
  ['length({})', '0'],
  ['length(toset([1,1,"1"]))', '1'],
  ['alltrue(["true", true])', 'true'],
  ['alltrue([1])', ERROR],
  ['alltrue([null])', 'false'],
  ['alltrue(["x"])', ERROR],
  ['anytrue(["false"])', 'false'],
  ['anytrue(toset([true,false]))', 'true'],
  ['contains(["1"], 1)', 'false'],
  ['contains([1], 1.0)', 'true'],
  ['contains({a=1}, 1)', ERROR],
  ['contains("abc", "a")', ERROR],
  ['contains([], "a")', 'false'],
  ['contains(toset([1,2]), 2)', 'true'],
  ['contains([{a=1}], {a=1})', 'true'],
  ['contains([{a="1"}], {a=1})', 'false'],
  ['contains(null, "a")', ERROR],
  ['element(["a","b"], -1)', ERROR],
  ['element(["a","b"], "1")', '"b"'],
  ['element(toset(["a"]), 0)', ERROR],
  ['element([], 0)', ERROR],
  ['element(tolist([]), 0)', ERROR],
  ['element("abc", 0)', ERROR],
  ['element(["a",1], 3)', '1'],
  ['element(null, 0)', ERROR],
  ['index(["a"], "b")', ERROR],
  ['index(toset(["a"]), "a")', ERROR],
  ['index([[1]], [1])', '0'],
  ['index([1,2], 2)', '1'],
  ['index({}, 1)', ERROR],
  ['one(["a","b"])', ERROR],
  ['one(toset(["a"]))', '"a"'],
  ['one(tolist([]))', 'null'],
  ['one(null)', ERROR],
  ['one({})', ERROR],
  ['sum([1,"2",3.5])', '6.5'],
  ['sum(["a"])', ERROR],
  ['sum({a=1})', ERROR],
  ['sum([])', ERROR],
  ['sum(toset([1,1]))', '1'],
  ['sum([0.1,0.2])', '0.3'],
  ['sum([1/0, 1])', 'null'],
  ['sum(tolist([1]))', '1'],
  ['sum("a")', ERROR],
];

describe('Questions about collections', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
