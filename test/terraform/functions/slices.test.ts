import { describe, expect, test } from 'vitest';
import { ANY, STRING } from '../../../src/terraform/values/types.ts';
import { ERROR, resultOf } from '../results.ts';
import { evaluate, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['slice(["a","b"], 0, 3)', ERROR],
  ['slice(["a","b"], 2, 1)', ERROR],
  ['slice(["a"], -1, 0)', ERROR],
  ['slice(["a","b","c"], 1, 1)', '[]'],
  ['slice(toset(["a"]), 0, 1)', ERROR],
  ['slice("abc", 0, 1)', ERROR],
  ['slice([1,"a",true], 1, 3)', '["a",true]'],
];

describe('Slices', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });

  const variables = {
    x: unknownVariable('x', { kind: 'list', element: STRING }),
    any: unknownVariable('any', ANY),
  };

  test.each<[string, unknown]>([
    ['slice(concat(["a"], var.x), 0, 1)', '?var.x!'],
    ['length(slice(var.x, 1, 3))', 2],
    ['length(slice(var.any, 0, 3))', 3],
    ['length([for s in slice(var.any, 0, 3) : upper(s)])', 3],
    ['length([for s in slice(var.any, 0, 3) : s if s != "b"])', '?var.any!'],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression, variables).value)).toEqual(expected);
  });
});
