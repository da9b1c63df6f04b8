import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/model/value.ts';
import { fromJson, toValue } from '../../../src/terraform/values/convert.ts';
import { STRING } from '../../../src/terraform/values/types.ts';
import { attribute, evaluate, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

const span = { file: { path: 'data.json', text: '' }, start: 0, end: 0 };

describe('values of the model', () => {
  test.each<[string, unknown]>([
    ['[1, "a", true, null]', [1, 'a', true, null]],
    ['toset(["b", "a"])', ['a', 'b']],
    ['{ a = 1, b = null, c = tomap({ d = "x" }) }', { a: 1, c: { d: 'x' } }],
    ['null', 'nothing'],
  ])('%s', (expression, expected) => {
    expect(show(evaluate(expression).value)).toEqual(expected);
  });

  test('keep marks, identities and what may be null', () => {
    const variables = {
      secret: unknownVariable('secret', STRING, { sensitive: true }),
      certain: unknownVariable('certain', STRING, { notNull: true }),
      arn: attribute('aws_x.y[0]', 'arn'),
    };
    const value = (text: string) => toValue(evaluate(text, variables).value) as Value;
    expect(value('sensitive("x")')).toMatchObject({ kind: 'scalar', value: 'x', sensitive: true });
    expect(value('"${var.secret}-x"')).toMatchObject({ kind: 'template', sensitive: true });
    expect(value('sensitive({ a = ["x"] })')).toMatchObject({
      properties: new Map([['a', { value: { items: [{ value: 'x', sensitive: true }], sensitive: true } }]]),
    });
    expect(value('var.secret')).toMatchObject({ kind: 'unknown', missing: 'var.secret', nullable: true });
    expect(value('var.certain')).not.toHaveProperty('nullable');
    expect(value('var.arn')).toMatchObject({ kind: 'reference', target: 'aws_x.y[0]', attribute: 'arn' });
  });

  test('have the places of keys and values', () => {
    const { value, source } = evaluate('{ a = "x", "b" : 2, (upper("c")) = [3] }');
    const converted = toValue(value);
    const properties = converted?.kind === 'object' ? [...converted.properties] : [];
    const texts = properties.map(([name, { span: all, nameSpan, value: inner }]) => [
      name,
      ...[all, nameSpan, inner.span].map(({ start, end }) => source.slice(start, end)),
    ]);
    expect(texts).toEqual([
      ['C', '(upper("c")) = [3]', '(upper("c"))', '[3]'],
      ['a', 'a = "x"', 'a', '"x"'],
      ['b', '"b" : 2', '"b"', '2'],
    ]);
  });

  test('are one where all that is possible is the same', () => {
    expect(show(evaluate('var.x ? "a" : "a"', { x: unknownVariable('x') }).value)).toBe('a');
  });
});

describe('JSON data', () => {
  test('becomes tuples and objects', () => {
    expect(show(fromJson({ b: [1, null, 'x'], a: { c: false } }, span))).toEqual({
      b: [1, null, 'x'],
      a: { c: false },
    });
  });

  test('that is nested too deeply is not known', () => {
    let json: unknown = 1;
    for (let depth = 0; depth < 20_000; depth++) json = [json];
    expect(JSON.stringify(show(fromJson(json, span)))).toContain('?a value that is nested too deeply');
  });
});
