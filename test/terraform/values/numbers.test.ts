import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOf } from '../../../src/model/source.ts';
import {
  bigNumberOf,
  bigNumberValue,
  formatNumber,
  numberText,
  numberValue,
} from '../../../src/terraform/values/decimals.ts';
import {
  add,
  compareNumbers,
  divide,
  fromInteger,
  modulo,
  multiply,
  negate,
  parseNumber,
} from '../../../src/terraform/values/numbers.ts';

const span = startOf({ path: 'main.tf', text: '' });
const textOf = (text: string) => numberText(bigNumberValue(parseNumber(text)!, span));
const of = (value: bigint) => numberText(bigNumberValue(fromInteger(value), span));
/** Whole numbers of up to 400 bits, which 512 bits hold exactly. */
const integers = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n });

describe('numbers', () => {
  test('of any size are read and printed', () => {
    fc.assert(
      fc.property(integers, value => {
        expect(textOf(String(value))).toBe(String(value));
      }),
    );
  });

  test('are added, multiplied and compared exactly', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const [x, y] = [fromInteger(a), fromInteger(b)];
        expect(numberText(bigNumberValue(add(x, y)!, span))).toBe(of(a + b));
        expect(numberText(bigNumberValue(add(x, negate(y))!, span))).toBe(of(a - b));
        expect(numberText(bigNumberValue(multiply(x, y)!, span))).toBe(of(a * b));
        expect(Math.sign(compareNumbers(x, y))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('are divided to the precision that undoes a multiplication', () => {
    const divisors = fc.bigInt({ min: 1n, max: 2n ** 64n });
    fc.assert(
      fc.property(integers, divisors, (a, b) => {
        const [x, y] = [fromInteger(a), fromInteger(b)];
        expect(compareNumbers(divide(multiply(x, y)!, y)!, x)).toBe(0);
        expect(compareNumbers(modulo(x, y)!, fromInteger(a % b))).toBe(0);
      }),
    );
  });

  test('of 64 bits keep the shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        const number = numberValue(value, span);
        expect(Number(numberText(number))).toBe(value === 0 ? 0 : value);
        expect(bigNumberValue(bigNumberOf(number), span)).toEqual(number);
      }),
    );
  });

  test.each([
    ['0.1', '0.1'],
    ['1.50', '1.5'],
    ['1e21', '1000000000000000000000'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+5', '5'],
    ['1e-7', '0.0000001'],
    ['1p3', '8'],
    ['9007199254740993', '9007199254740993'],
    ['0.1000000000000000000000000000001', '0.1000000000000000000000000000001'],
    ['Inf', '+Inf'],
    ['-inf', '-Inf'],
  ])('%s is read as %s', (given, printed) => {
    expect(textOf(given)).toBe(printed);
  });

  test.each(['', 'x', '1_000', '0x10', '1e', '--1', '1e999999999', '9'.repeat(30_000)])('%.20s is none', text => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test('without a result', () => {
    const infinite = parseNumber('Inf')!;
    const zero = parseNumber('0')!;
    expect(add(infinite, negate(infinite))).toBeUndefined();
    expect(multiply(infinite, zero)).toBeUndefined();
    expect(divide(zero, zero)).toBeUndefined();
    expect(divide(infinite, infinite)).toBeUndefined();
    expect(divide(parseNumber('-1')!, zero)).toEqual({ kind: 'infinite', sign: -1 });
  });

  test.each([
    ['1234.5678', 'e', 6, '1.234568e+03'],
    ['2.5', 'f', 0, '2'],
    ['9.99', 'f', 1, '10.0'],
    ['0.04', 'f', 1, '0.0'],
    ['1e400', 'g', undefined, '1e+400'],
    ['123456789', 'g', 3, '1.23e+08'],
    ['0.0001', 'g', undefined, '0.0001'],
    ['0', 'e', 2, '0.00e+00'],
  ] as const)('%s is formatted by %s%s as %s', (number, format, precision, printed) => {
    expect(formatNumber(parseNumber(number)!, format, precision)).toBe(printed);
  });
});
