import { expect, test } from 'vitest';
import type { Assumption } from '../../../src/model/value.ts';
import { readModule } from '../../../src/terraform/module.ts';
import { canHoldTogether } from '../../../src/terraform/values/feasible.ts';
import { folder } from '../folder.ts';

const is = (name: string, value: Assumption['value'] = true): Assumption => ({ name, value });

test.each<[verdict: boolean, assumptions: Assumption[]]>([
  [true, []],
  [true, [is('var.env == "a"'), is('var.env == "b"', false)]],
  [false, [is('var.env == "a"'), is('var.env == "b"')]],
  [true, [is('var.env == "a"'), is('var.other == "b"')]],
  [false, [is('var.env', 'b'), is('var.env == "a"')]],
  [false, [is('var.env', 'a'), is('var.env == "a"', false)]],
  [true, [is('var.env', 'a'), is('var.env == "a"')]],
  [false, [is('var.size == 1'), is('var.size == 2')]],
  [true, [is('each.value == "a" ["x"]'), is('each.value == "b" ["y"]')]],
  [false, [is('each.value == "a" ["x"]'), is('each.value == "b" ["x"]')]],
  [true, [is('var.a == var.b'), is('var.a == var.c')]],
  [true, [is('var.env == "a == b"'), is('var.create', false)]],
])('%s: %j', (verdict, assumptions) => {
  expect(canHoldTogether(assumptions)).toBe(verdict);
});

test('a module says what can hold together', () => {
  const { files } = folder({ 'main.tf': 'variable "env" {}\n' });
  const { feasible } = readModule('.', { files }).info;
  expect(feasible?.([is('var.env == "a"'), is('var.env == "b"')])).toBe(false);
});
