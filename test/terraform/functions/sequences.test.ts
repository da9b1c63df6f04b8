import { describe, expect, test } from 'vitest';
import { ANY, STRING, type TerraformType } from '../../../src/terraform/values/types.ts';
import { ERROR, resultOf } from '../results.ts';
import { attribute, evaluate, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

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
  ['concat([[1],[2]]...)', '[1,2]'],
];

describe('Functions of lists', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});

/** Of what is not known but `x` and `any`, any number of items. */
const OTHERS = { 'var.x=not empty': '?var.x!', 'var.x=empty': 'nothing' };
const OF_ANY = { 'var.any=not empty': '?var.any!', 'var.any=empty': 'nothing' };
const LIST: TerraformType = { kind: 'list', element: STRING };

describe('Lists that are known in part', () => {
  const variables = {
    x: unknownVariable('x', LIST),
    any: unknownVariable('any', ANY),
    text: unknownVariable('text', STRING),
    arn: attribute('aws_kms_key.k', 'arn'),
  };

  test.each<[string, unknown]>([
    ['concat(["a"], var.x)', [OTHERS, 'a']],
    ['concat(["a"], var.any, [1])', [OF_ANY, 'a', 1]],
    ['concat(var.x)', '?var.x!'],
    ['concat([{ key = "a" }], var.any)', [OF_ANY, { key: 'a' }]],
    ['concat(concat(["a"], var.x), ["b"])', [OTHERS, 'a', 'b']],
    ['flatten([["a"], var.any])', [OF_ANY, 'a']],
    ['flatten(["a", [concat(["b"], var.x)]])', [OTHERS, 'a', 'b']],
    ['distinct(concat(["a", "a"], var.x))', [OTHERS, 'a']],
    ['reverse(concat(["a"], var.x))', [OTHERS, 'a']],
    ['sort(concat(["b", "a"], var.x))', [OTHERS, 'a', 'b']],
    ['compact(concat(["a", ""], var.x))', [OTHERS, 'a']],
    ['compact(["a", var.text])', [{ 'var.text=not empty': '?var.text!', 'var.text=empty': 'nothing' }, 'a']],
    ['compact(["", var.arn])', ['→aws_kms_key.k.arn']],
    ['toset(concat(["b", "a", "b"], var.x))', [OTHERS, 'a', 'b']],
    ['tolist(toset(concat([1], var.any)))', [OF_ANY, 1]],
    ['setunion(["a"], var.x)', [OTHERS, 'a']],
    ['coalescelist(concat(["a"], var.x), ["b"])', [OTHERS, 'a']],
    ['concat(["a"], var.x)[0]', '?var.x[0]!'],
    ['element(var.x, 0)', '?var.x!'],
    ['element(var.any, var.any)', '?var.any'],
    ['flatten(var.any)', '?var.any!'],
    ['lookup(var.any, "a", null)', '?var.any'],
    ['length(concat(["a"], var.x))', '?var.x!'],
    ['[for s in concat(["a"], var.x) : upper(s)]', [OTHERS, 'A']],
    ['[for s in concat(["a", "b"], var.x) : s if s != "b"]', [OTHERS, 'a']],
    ['{ for s in concat(["a"], var.x) : s => true }', { a: true, '…': true }],
    ['{ for s in var.x : s => true }', '?var.x!'],
    ['concat([{ id = "a" }], var.any)[*].id', [OF_ANY, 'a']],
    ['jsonencode({ a = concat(["x"], var.x) })', { text: ['{"a":', [OTHERS, 'x'], '}'], json: { a: [OTHERS, 'x'] } }],
    [
      'var.text == "p" ? concat(["a"], var.x) : []',
      { 'var.text == "p"=true': [OTHERS, 'a'], 'var.text == "p"=false': [] },
    ],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression, variables).value)).toEqual(expected);
  });

  /** Of any number of items, each of which is like this. */
  const like = (item: unknown) => ({ 'var.x=not empty': item, 'var.x=empty': 'nothing' });
  const network = { text: ['?var.x!', '/32'] };

  test.each<[string, unknown]>([
    ['[for ip in var.x : "${ip}/32"]', [like(network)]],
    ['[for ip in var.x : "${ip}/32" if ip != "b"]', [like(network)]],
    ['[for i, ip in var.x : { cidr = "${ip}/32", open = false }]', [like({ cidr: network, open: false })]],
    ['[for ip in var.x : "${ip}/32" if false]', '?var.x!'],
    ['concat(["a"], [for ip in var.x : "${ip}/32"])', [like(network), 'a']],
    ['toset([for ip in var.x : "${ip}/32"])', [like(network)]],
    ['flatten([for ip in var.x : ["${ip}/32"]])', [like(network)]],
    ['flatten([for ip in var.x : ["${ip}/32", ip]])', '?var.x!'],
    ['flatten([for ip in var.x : [for i in var.x : "${i}/32"]])', [like(network)]],
    ['[for n in [for ip in var.x : { cidr = "${ip}/32" }] : n.cidr]', [like(network)]],
    ['[for ip in var.x : { cidr = "${ip}/32" }][*].cidr', [like(network)]],
    ['formatlist("%s/32", var.x)', [like(network)]],
    ['formatlist("%s-%s", var.x, ["a", "b"])', [like({ text: ['?var.x!', '-', '?var.x'] })]],
    ['[for ip in var.x : upper(ip)]', '?var.x!'],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression, variables).value)).toEqual(expected);
  });

  test('with a secret among the items are secret', () => {
    const { value } = evaluate('concat([sensitive("a")], var.x)', variables);
    expect(value).toMatchObject({ kind: 'unknown', sensitive: true });
    const secret = { secret: unknownVariable('secret', LIST, { sensitive: true }) };
    expect(evaluate('concat(["a"], var.secret)', secret).value).toMatchObject({ sensitive: true });
  });

  test('are refused as others are', () => {
    expect(evaluate('concat("b", ["a"], var.x)', variables).problems).toEqual([
      'Call to "concat" failed: all arguments must be lists or tuples; got string',
    ]);
  });
});
