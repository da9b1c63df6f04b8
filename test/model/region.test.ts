import { expect, test } from 'vitest';
import { inSameRegion } from '../../src/model/region.ts';
import type { Dialect, Resource } from '../../src/model/resource.ts';
import { scalar, unknown, type Value } from '../../src/model/value.ts';
import { input } from '../engine/written.ts';

const span = { file: { path: 'a', text: '' }, start: 0, end: 0 };

function resource(region: Value | undefined, dialect: Dialect = 'terraform'): Resource {
  const [written] = input({ A: { type: 'T', properties: {} } }, { dialect }).resources;
  return { ...written!, region };
}

const west = scalar('eu-west-1', span);
const variable = (name: string) => unknown('parameter-without-default', name, span);

test.each<[string, Value | undefined, Value | undefined, string]>([
  ['both of the environment', undefined, undefined, 'pass'],
  ['the same text', west, scalar('eu-west-1', span), 'pass'],
  ['another text', west, scalar('eu-west-2', span), 'fail'],
  ['the environment and a text', undefined, west, 'unknown'],
  ['the same variable', variable('var.a'), variable('var.a'), 'pass'],
  ['another variable', variable('var.a'), variable('var.b'), 'unknown'],
  ['a variable and a text', variable('var.a'), west, 'unknown'],
])('%s', (_, one, other, expected) => {
  expect(inSameRegion(resource(one), resource(other))).toBe(expected);
});

test('a template has one region', () => {
  expect(inSameRegion(resource(west, 'cloudformation'), resource(undefined, 'cloudformation'))).toBe('pass');
});
