import { bigNumberOf, bigNumberValue, numberValue } from '../values/decimals.ts';
import { numberOrder } from '../values/equality.ts';
import { ceiling, floor, fromInteger, negate } from '../values/numbers.ts';
import { friendlyName, NUMBER } from '../values/types.ts';
import { unknownLike } from '../values/unknowns.ts';
import { type NumberValue, typeOf } from '../values/values.ts';
import { any, failure, number, parameter, type TerraformFunction, wholeNumber } from './signature.ts';

const abs: TerraformFunction = {
  parameters: [number('num')],
  type: NUMBER,
  call([given], { span }) {
    const value = given as NumberValue;
    if (value.exact === undefined) return numberValue(Math.abs(value.value), span);
    return value.value < 0 ? bigNumberValue(negate(bigNumberOf(value)), span) : { ...value, span };
  },
};

function rounding(round: typeof floor): TerraformFunction {
  return {
    parameters: [number('num')],
    type: NUMBER,
    call([given], { span }) {
      const value = bigNumberOf(given as NumberValue);
      return value.kind === 'infinite'
        ? { ...(given as NumberValue), span }
        : bigNumberValue(fromInteger(round(value)), span);
    },
  };
}

/** A function that Terraform computes in 64 bits. */
function inFloat(names: readonly [string, string], compute: (a: number, b: number) => number): TerraformFunction {
  return {
    parameters: names.map(number),
    type: NUMBER,
    call([a, b], { span }) {
      const result = compute((a as NumberValue).value, (b as NumberValue).value);
      if (Number.isNaN(result)) return failure('the result is not a number');
      return numberValue(result, span);
    },
  };
}

/** The first argument that no other one is beyond. */
function extreme(sign: 1 | -1): TerraformFunction {
  return {
    parameters: [],
    rest: parameter('numbers', NUMBER, 'dynamic'),
    type: NUMBER,
    call(args) {
      const [first] = args;
      if (!first) return failure('must pass at least one number');
      return args.reduce((best, value) =>
        sign * numberOrder(value as NumberValue, best as NumberValue) > 0 ? value : best,
      );
    },
  };
}

/** As Go computes it, whose last digit differs from JavaScript's `**`. */
function power(base: number, exponent: number): number {
  const whole = Math.trunc(Math.abs(exponent));
  const simple = exponent === 0 || exponent === 1 || Math.abs(exponent) === 0.5 || base === 0 || base === 1;
  if (simple || !Number.isFinite(base) || !Number.isFinite(exponent) || whole >= 2 ** 53) return base ** exponent;
  let fraction = Math.abs(exponent) - whole;
  if (fraction !== 0 && base < 0) return Number.NaN;
  let rest = BigInt(whole);
  if (fraction > 0.5) {
    fraction -= 1;
    rest += 1n;
  }
  let [result, scale] = [fraction === 0 ? 1 : Math.exp(fraction * Math.log(base)), 0];
  let [mantissa, binary] = mantissaAndExponent(base);
  for (; rest !== 0n && Math.abs(binary) <= 4096; rest >>= 1n) {
    if (rest & 1n) {
      result *= mantissa;
      scale += binary;
    }
    mantissa *= mantissa;
    binary *= 2;
    if (mantissa < 0.5) {
      mantissa += mantissa;
      binary -= 1;
    }
  }
  if (rest !== 0n) scale += binary;
  return exponent < 0 ? scaleBy(1 / result, -scale) : scaleBy(result, scale);
}

/** A mantissa from 0.5 up to 1, and the power of two that belongs to it. */
function mantissaAndExponent(value: number): [mantissa: number, exponent: number] {
  let exponent = Math.max(-1000, Math.floor(Math.log2(Math.abs(value))) + 1);
  let mantissa = value / 2 ** exponent;
  while (Math.abs(mantissa) >= 1) [mantissa, exponent] = [mantissa / 2, exponent + 1];
  while (Math.abs(mantissa) < 0.5) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  return [mantissa, exponent];
}

function scaleBy(value: number, exponent: number): number {
  const half = Math.max(-1070, Math.min(1020, Math.trunc(exponent / 2)));
  return value * 2 ** half * 2 ** Math.max(-1070, Math.min(1020, exponent - half));
}

const signum: TerraformFunction = {
  parameters: [number('num')],
  type: NUMBER,
  call([given], { span }) {
    const value = wholeNumber(given);
    return typeof value === 'number' ? numberValue(Math.sign(value), span) : value;
  },
};

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MAX_DIGITS = 10_000;

const parseint: TerraformFunction = {
  parameters: [any('number', 'unknowns', 'marks'), parameter('base', NUMBER, 'unknowns', 'marks')],
  type([given]) {
    const type = typeOf(given!);
    if (type.kind === 'string') return NUMBER;
    return failure(`first argument must be a string, not ${friendlyName(type)}`, 0);
  },
  call([given, base], { span }) {
    const sensitive = given!.sensitive || base!.sensitive ? ({ sensitive: true } as const) : {};
    const unknown = given!.kind === 'unknown' ? given : base!.kind === 'unknown' ? base : undefined;
    if (unknown?.kind === 'unknown') return { ...unknownLike(unknown, NUMBER, span), ...sensitive };
    const radix = wholeNumber(base, 1);
    if (typeof radix !== 'number') return radix;
    if (radix < 2 || radix > 62) return failure('base must be a whole number between 2 and 62 inclusive', 1);
    const parsed = given?.kind === 'string' ? integerIn(given.value, radix) : undefined;
    if (parsed === undefined) return failure(`cannot parse this as a base ${radix} integer`, 0);
    return { ...bigNumberValue(fromInteger(parsed), span), ...sensitive };
  },
};

/** Up to base 36 letters count the same in both cases. */
function integerIn(text: string, base: number): bigint | undefined {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text);
  if (!match || text.length > MAX_DIGITS) return undefined;
  let value = 0n;
  for (const character of base <= 36 ? match[2]!.toLowerCase() : match[2]!) {
    const digit = DIGITS.indexOf(character);
    if (digit >= base) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return match[1] === '-' ? -value : value;
}

/** https://developer.hashicorp.com/terraform/language/functions, "Numeric Functions". */
export const numericFunctions: Readonly<Record<string, TerraformFunction>> = {
  abs,
  ceil: rounding(ceiling),
  floor: rounding(floor),
  log: inFloat(['num', 'base'], (value, base) => Math.log(value) / Math.log(base)),
  max: extreme(1),
  min: extreme(-1),
  parseint,
  pow: inFloat(['num', 'power'], power),
  signum,
};
