import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['chunklist(["a","b","c"], 2)', '[["a","b"],["c"]]'],
  ['chunklist([], 2)', '[]'],
  ['chunklist([1,"a"], 1)', '[["1"],["a"]]'],
  ['chunklist(["a"], 1.5)', ERROR],
  ['chunklist(toset(["b","a"]), 1)', '[["a"],["b"]]'],
  ['coalescelist([], ["a", 1])', '["a",1]'],
  ['coalescelist(toset(["a"]))', ERROR],
  ['coalescelist(null)', ERROR],
  ['coalescelist([], null)', ERROR],
  ['coalescelist(tolist([]), ["a"])', '["a"]'],
  ['compact([1, "", "b"])', '["1","b"]'],
  ['compact(null)', ERROR],
  ['compact([])', '[]'],
  ['compact([[]])', ERROR],
  ['concat(["a"], null)', ERROR],
  ['concat(toset(["a"]))', ERROR],
  ['concat([1], tolist(["a"]))', '[1,"a"]'],
  ['concat(tolist([1]), tolist(["a"]))', '["1","a"]'],
  ['distinct(["a",1,"1"])', '["a","1"]'],
  ['distinct([])', '[]'],
  ['distinct([[1],[1]])', '[[1]]'],
  ['distinct(toset(["a"]))', '["a"]'],
  ['distinct("a")', ERROR],
  ['distinct([{a=1},{a=1},{a=2}])', '[{"a":1},{"a":2}]'],
  ['flatten([[[]]])', '[]'],
  ['flatten([1,[2,[3,[4]]]])', '[1,2,3,4]'],
  ['flatten([null])', '[null]'],
  ['flatten([{a=[1]}])', '[{"a":[1]}]'],
  ['flatten([tomap({a="b"})])', '[{"a":"b"}]'],
  ['flatten(null)', ERROR],
  ['range(5, 1)', '[5,4,3,2]'],
  ['range(0, 1, 0.25)', '[0,0.25,0.5,0.75]'],
  ['range(1, 1)', '[]'],
  ['range(0)', '[]'],
  ['range()', ERROR],
  ['range(1, 2, 0)', ERROR],
  ['range(2000)', ERROR],
  ['range(0, 10, -1)', ERROR],
  ['range("3")', '[0,1,2]'],
  ['range(null)', ERROR],
  ['reverse([1,"a"])', '["a",1]'],
  ['reverse(tolist(["a","b"]))', '["b","a"]'],
  ['reverse({})', ERROR],
  ['reverse([])', '[]'],
  ['slice(["a","b"], 0, 3)', ERROR],
  ['slice(["a","b"], 2, 1)', ERROR],
  ['slice(["a"], -1, 0)', ERROR],
  ['slice(["a","b","c"], 1, 1)', '[]'],
  ['slice(toset(["a"]), 0, 1)', ERROR],
  ['slice("abc", 0, 1)', ERROR],
  ['slice([1,"a",true], 1, 3)', '["a",true]'],
  ['concat([[1],[2]]...)', '[1,2]'],
];

describe('Functions of lists', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
