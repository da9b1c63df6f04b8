import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHclExpression } from '../../../src/parse/hcl/parser.ts';
import { parseTypeConstraint } from '../../../src/terraform/expressions/type-constraints.ts';
import { convertTo } from '../../../src/terraform/values/conversion.ts';
import { ANY, STRING, sameType, type TerraformType, typeText } from '../../../src/terraform/values/types.ts';
import { isConvertible, unify } from '../../../src/terraform/values/unify.ts';
import { typeOf } from '../../../src/terraform/values/values.ts';
import { evaluate, scopeWith, unknownVariable } from '../scope.ts';
import { show } from '../show.ts';

function typeFrom(text: string): { type: TerraformType; problems: number } {
  const { scope, problems } = scopeWith({});
  const { expression } = parseHclExpression({ path: 'type', text });
  return { type: expression ? parseTypeConstraint(expression, scope) : ANY, problems: problems.length };
}

/** The value and type after a conversion, or the error. */
function converted(expression: string, type: string): unknown {
  const result = convertTo(evaluate(expression).value, typeFrom(type).type);
  return 'value' in result ? [show(result.value), typeText(typeOf(result.value))] : result.error;
}

describe('values are converted', () => {
  test.each<[string, string, unknown]>([
    ['1', 'string', ['1', 'string']],
    ['"1.50"', 'number', [1.5, 'number']],
    ['"true"', 'bool', [true, 'bool']],
    ['"x"', 'bool', 'a bool is required'],
    ['"TRUE"', 'bool', 'a bool is required; to convert from string, use lowercase "true"'],
    ['"x"', 'number', 'a number is required'],
    ['true', 'number', 'number required'],
    ['[1]', 'string', 'string required'],
    ['[1, "a"]', 'list(string)', [['1', 'a'], 'list(string)']],
    ['[1, "a"]', 'list(any)', [['1', 'a'], 'list(string)']],
    ['["b", "a", "b"]', 'set(string)', [['a', 'b'], 'set(string)']],
    ['[1, true]', 'list(any)', 'list of any single type required'],
    ['[]', 'list(number)', [[], 'list(number)']],
    ['[[1], []]', 'list(list(string))', [[['1'], []], 'list(list(string))']],
    ['[1, []]', 'list(string)', 'element 1: string required'],
    ['{ a = 1 }', 'map(string)', [{ a: '1' }, 'map(string)']],
    ['{ a = [1], b = ["x", "y"] }', 'map(any)', [{ a: ['1'], b: ['x', 'y'] }, 'map(list(string))']],
    ['{ a = 1, b = [] }', 'map(string)', 'map of string required'],
    ['{ a = 1, b = 2 }', 'object({ a = string })', [{ a: '1' }, 'object({a: string})']],
    ['{}', 'object({ a = string })', 'attribute "a" is required'],
    ['{ a = [] }', 'object({ a = string })', 'attribute "a": string required'],
    ['tomap({ a = "1" })', 'object({ a = number })', [{ a: 1 }, 'object({a: number})']],
    ['tomap({ b = "1" })', 'object({ a = number })', 'attribute "a" is required'],
    ['[1, "a"]', 'tuple([string, string])', [['1', 'a'], 'tuple([string, string])']],
    ['[1]', 'tuple([string, string])', 'tuple required'],
    ['null', 'list(string)', ['nothing', 'list(string)']],
    ['{ a = null }', 'object({ a = string })', [{}, 'object({a: string})']],
    ['toset([1])', 'list(string)', [['1'], 'list(string)']],
    ['"x"', 'any', ['x', 'string']],
  ])('%s to %s', (expression, type, expected) => {
    expect(converted(expression, type)).toEqual(expected);
  });

  test('to a type of their own without a change', () => {
    const texts = fc.constantFrom('1', '"a"', 'true', '[1, "a"]', '{ a = [] }', 'tolist(["a"])', 'toset([1])', 'null');
    fc.assert(
      fc.property(texts, text => {
        const { value } = evaluate(text);
        expect(convertTo(value, typeOf(value))).toEqual({ value });
      }),
    );
  });
});

describe('optional attributes', () => {
  const type = `object({
    name = string
    size = optional(number, 3)
    tags = optional(map(string))
    disks = optional(list(object({ size = optional(number, 10), kind = optional(string) })), [{}])
  })`;

  test.each<[string, unknown]>([
    ['{ name = "a" }', { name: 'a', size: 3, disks: [{ size: 10 }] }],
    ['{ name = "a", size = null }', { name: 'a', size: 3, disks: [{ size: 10 }] }],
    [
      '{ name = "a", size = 1, disks = [{ size = 2 }, {}] }',
      { name: 'a', size: 1, disks: [{ size: 2 }, { size: 10 }] },
    ],
    ['{ name = "a", disks = [], tags = { b = 1 } }', { name: 'a', size: 3, disks: [], tags: { b: '1' } }],
  ])('of %s', (expression, expected) => {
    const result = convertTo(evaluate(expression).value, typeFrom(type).type);
    expect('value' in result && show(result.value)).toEqual(expected);
  });

  test('are filled in where it is not known which value is taken', () => {
    const { value } = evaluate('var.x ? { name = "a" } : { name = "b" }', { x: unknownVariable('x') });
    const result = convertTo(value, typeFrom('object({ name = string, size = optional(number, 3) })').type);
    expect('value' in result && show(result.value)).toEqual({
      'var.x=true': { name: 'a', size: 3 },
      'var.x=false': { name: 'b', size: 3 },
    });
  });
});

describe('what is not known', () => {
  test('gets the type, and keeps what is known about it', () => {
    const list = unknownVariable('l', { kind: 'list', element: STRING }, { notNull: true, length: { min: 2, max: 4 } });
    const result = convertTo(list, { kind: 'set', element: STRING });
    expect(result).toEqual({
      value: { ...list, type: { kind: 'set', element: STRING }, length: { min: 1, max: 4 } },
    });
  });

  test('cannot become what its type forbids', () => {
    const list = unknownVariable('l', { kind: 'list', element: STRING });
    expect(convertTo(list, STRING)).toEqual({ error: 'string required' });
  });
});

describe('type constraints', () => {
  test.each([
    ['string', 'string'],
    ['any', 'dynamic'],
    ['list(any)', 'list(dynamic)'],
    ['map(object({ a = optional(string), b = list(number) }))', 'map(object({a: string, b: list(number)}))'],
    ['tuple([string, bool])', 'tuple([string, bool])'],
  ])('%s', (text, printed) => {
    const { type, problems } = typeFrom(text);
    expect([typeText(type), problems]).toEqual([printed, 0]);
  });

  test.each(['nope', 'list()', 'object([])', 'tuple(string)', '1', 'list(nope)'])('%s is none', text => {
    expect(typeFrom(text).problems).toBe(1);
  });
});

describe('the common type', () => {
  test.each<[string[], string | undefined]>([
    [['number', 'string'], 'string'],
    [['number', 'bool'], undefined],
    [['bool', 'number', 'string'], 'string'],
    [['list(number)', 'list(string)'], 'list(string)'],
    [['tuple([])', 'tuple([number])'], 'list(number)'],
    [['tuple([number])', 'tuple([string])'], 'tuple([string])'],
    [['list(string)', 'tuple([number])'], 'list(string)'],
    [['set(number)', 'tuple([number])'], 'set(number)'],
    [['object({ a = number })', 'object({ a = string })'], 'object({a: string})'],
    [['object({ a = number })', 'object({ b = string })'], 'map(string)'],
    [['object({ a = number })', 'object({ b = bool })'], undefined],
    [['map(number)', 'object({ b = string })'], 'map(string)'],
    [['object({})', 'tuple([])'], undefined],
    [['list(string)', 'any'], 'dynamic'],
    [['string', 'any'], 'string'],
    [[], undefined],
  ])('of %j is %s', (types, common) => {
    const unified = unify(types.map(type => typeFrom(type).type));
    expect(unified && typeText(unified)).toBe(common);
  });

  const leaf = fc.constantFrom('string', 'number', 'bool', 'any');
  const types = fc.letrec<{ type: string }>(tie => ({
    type: fc.oneof(
      { maxDepth: 2 },
      leaf,
      tie('type').map(type => `list(${type})`),
      tie('type').map(type => `map(${type})`),
      fc.array(tie('type'), { maxLength: 2 }).map(items => `tuple([${items.join(', ')}])`),
      tie('type').map(type => `object({ a = ${type} })`),
    ),
  })).type;

  test('is one to which all can be converted, in whatever order they come', () => {
    fc.assert(
      fc.property(types, types, (a, b) => {
        const [left, right] = [typeFrom(a).type, typeFrom(b).type];
        const common = unify([left, right]);
        const turned = unify([right, left]);
        expect(common && typeText(common)).toBe(turned && typeText(turned));
        if (!common) return;
        expect(isConvertible(left, common) && isConvertible(right, common)).toBe(true);
        expect(sameType(unify([common, common])!, common)).toBe(true);
      }),
    );
  });
});
