import { describe, expect, test } from 'vitest';
import { STRING } from '../../../src/terraform/values/types.ts';
import { ERROR, resultOf } from '../results.ts';
import { evaluate, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['keys(tomap({b=1,a=2}))', '["a","b"]'],
  ['keys(["a"])', ERROR],
  ['keys(null)', ERROR],
  ['values({})', '[]'],
  ['values(tomap({}))', '[]'],
  ['values([1])', ERROR],
  ['lookup({a=1}, "a", null)', '1'],
  ['lookup({a=null}, "a", "x")', 'null'],
  ['lookup({}, "a", null)', 'null'],
  ['lookup({a=1}, "b", [])', '[]'],
  ['lookup({a=1}, 1, "x")', '"x"'],
  ['lookup(tomap({a="x"}), "b", 1)', '"1"'],
  ['lookup(tomap({a="x"}), "b")', ERROR],
  ['lookup({a=1}, null, 1)', ERROR],
  ['lookup(null, "a", 1)', ERROR],
  ['lookup({}, "a", 1, 2)', ERROR],
  ['lookup(tomap({a=1}), "b", "2")', '2'],
  ['matchkeys(["a","b"], ["x"], ["x"])', ERROR],
  ['matchkeys(["a","b"], ["x","y"], [1])', '[]'],
  ['matchkeys([], ["x"], ["x"])', ERROR],
  ['merge(null)', '{}'],
  ['merge({a=1}, [])', ERROR],
  ['merge(tomap({a=1}), tomap({b=2}))', '{"a":1,"b":2}'],
  ['merge(tomap({a=1}), {b="x"})', '{"a":1,"b":"x"}'],
  ['merge(tomap({a="1"}), tomap({b=2}))', '{"a":"1","b":2}'],
  ['merge({a=1}, {a={b=2}})', '{"a":{"b":2}}'],
  ['merge(null, null)', '{}'],
  ['merge({}, null)', '{}'],
  ['merge(tomap({}), tomap({}))', '{}'],
  ['merge("a")', ERROR],
  ['transpose({})', '{}'],
  ['transpose({a=["x",null]})', ERROR],
  ['transpose({a=null})', ERROR],
  ['transpose({a=["x"],b=["x"]})', '{"x":["a","b"]}'],
  ['zipmap(["a"], [1,2])', ERROR],
  ['zipmap([], [])', '{}'],
  ['zipmap(["a","b"], tolist([1,2]))', '{"a":1,"b":2}'],
  ['zipmap([1], ["x"])', '{"1":"x"}'],
  ['zipmap([null], ["x"])', ERROR],
  ['zipmap(toset(["b","a"]), [1,2])', '{"a":1,"b":2}'],
  ['zipmap(["a"], toset([1]))', ERROR],
  ['merge([{a=1},{b=2}]...)', '{"a":1,"b":2}'],
];

describe('Functions of maps', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});

describe('Maps that are known in part', () => {
  const variables = { x: unknownVariable('x', { kind: 'map', element: STRING }) };
  const others = { 'var.x=not empty': '?var.x!', 'var.x=empty': 'nothing' };

  test.each<[string, unknown]>([
    ['merge(var.x, { a = "1" })', { a: '1', '…': true }],
    ['merge({ a = "1" }, var.x)', { a: '?var.x', '…': true }],
    ['keys(merge(var.x, { a = "1" }))', [others, 'a']],
    ['values(merge(var.x, { a = "1" }))', [others, '1']],
    ['lookup(merge(var.x, { a = "1" }), "a", "2")', '1'],
    ['lookup(merge(var.x, { a = "1" }), "b", "2")', '?var.x'],
    ['{ for k, v in merge(var.x, { a = "b" }) : k => upper(v) }', { a: 'B', '…': true }],
    ['[for k, v in merge(var.x, { a = "b" }) : "${k}${v}"]', [others, 'ab']],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression, variables).value)).toEqual(expected);
  });
});
