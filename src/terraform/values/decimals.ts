import type { Span } from '../../model/source.ts';
import { add, type BigNumber, bitLength, fromFloat, parseNumber, plainText } from './numbers.ts';
import type { NumberValue } from './values.ts';

/** Decimal digits without leading zeros: 0.`digits` · 10^`point`. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

const PRECISION = 512;

export function numberValue(value: number, span: Span): NumberValue {
  return { kind: 'number', value: value === 0 ? 0 : value, span };
}

/** The value of a computed number: `exact` is kept where a float64 would lose digits. */
export function bigNumberValue(number: BigNumber, span: Span): NumberValue {
  if (number.kind === 'infinite') return numberValue(number.sign * Number.POSITIVE_INFINITY, span);
  const whole = Number(number.mantissa) * 2 ** number.exponent;
  if (number.exponent >= 0 && Number.isSafeInteger(whole)) return numberValue(whole, span);
  const text = decimalText(number);
  const value = Number(text);
  return plainText(value) === text ? numberValue(value, span) : { kind: 'number', value, exact: text, span };
}

/** The sum; undefined where it is no number. Whole numbers are added as float64 as long as that is exact. */
export function sumOf(a: NumberValue, b: NumberValue, span: Span): NumberValue | undefined {
  const plain = a.value + b.value;
  const exact = a.exact === undefined && b.exact === undefined;
  if (exact && Number.isSafeInteger(a.value) && Number.isSafeInteger(b.value) && Number.isSafeInteger(plain)) {
    return numberValue(plain, span);
  }
  const sum = add(bigNumberOf(a), bigNumberOf(b));
  return sum && bigNumberValue(sum, span);
}

export function isInfinite({ value, exact }: NumberValue): boolean {
  return exact === undefined && !Number.isFinite(value);
}

export function bigNumberOf(value: NumberValue): BigNumber {
  return value.exact === undefined ? fromFloat(value.value) : parseNumber(value.exact)!;
}

/** A number as Terraform converts it to a string: all digits, no exponent. */
export function numberText(value: NumberValue): string {
  if (value.exact !== undefined) return value.exact;
  if (value.value === Number.POSITIVE_INFINITY) return '+Inf';
  return value.value === Number.NEGATIVE_INFINITY ? '-Inf' : plainText(value.value);
}

/** The shortest digits that round to the number, without an exponent. */
function decimalText(number: BigNumber): string {
  if (number.kind === 'infinite') return number.sign > 0 ? '+Inf' : '-Inf';
  return (number.mantissa < 0n ? '-' : '') + positional(shortest(number), undefined);
}

type Format = 'e' | 'E' | 'f' | 'g' | 'G';

/** As Go prints a big.Float: `precision` undefined is the shortest text, else digits after the point (`g`: in all). */
export function formatNumber(number: BigNumber, format: Format, precision: number | undefined): string {
  if (number.kind === 'infinite') return number.sign > 0 ? '+Inf' : '-Inf';
  const sign = number.mantissa < 0n ? '-' : '';
  const exact = precision === undefined ? shortest(number) : expansion(number.mantissa, number.exponent);
  switch (format) {
    case 'f':
      return sign + positional(precision === undefined ? exact : round(exact, exact.point + precision), precision);
    case 'e':
    case 'E':
      return sign + scientific(precision === undefined ? exact : round(exact, precision + 1), precision, format);
    case 'g':
    case 'G':
      return sign + general(exact, precision, format === 'g' ? 'e' : 'E');
  }
}

function general(exact: Decimal, precision: number | undefined, letter: 'e' | 'E'): string {
  const decimal = precision === undefined ? exact : round(exact, precision || 1);
  const wanted = precision === undefined ? decimal.digits.length : precision || 1;
  const limit =
    precision === undefined
      ? 6
      : wanted > decimal.digits.length && decimal.digits.length >= decimal.point
        ? decimal.digits.length
        : wanted;
  const power = decimal.digits === '' ? 0 : decimal.point - 1;
  if (power < -4 || power >= limit) {
    return scientific(decimal, Math.min(wanted, decimal.digits.length) - 1, letter);
  }
  const digits = wanted > decimal.point ? decimal.digits.length : wanted;
  return positional(decimal, Math.max(digits - decimal.point, 0));
}

function scientific({ digits, point }: Decimal, precision: number | undefined, letter: 'e' | 'E'): string {
  const fraction = digits.slice(1).padEnd(Math.max(precision ?? 0, 0), '0');
  const power = digits === '' ? 0 : point - 1;
  const exponent = String(Math.abs(power)).padStart(2, '0');
  return `${digits[0] ?? '0'}${fraction === '' ? '' : `.${fraction}`}${letter}${power < 0 ? '-' : '+'}${exponent}`;
}

function positional({ digits, point }: Decimal, precision: number | undefined): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  let fraction = point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  if (digits === '') fraction = '';
  if (precision !== undefined) fraction = fraction.slice(0, precision).padEnd(precision, '0');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** To so many digits, halves to even. */
function round(decimal: Decimal, count: number): Decimal {
  const { digits } = decimal;
  if (count < 0) return { digits: '', point: 0 };
  if (count >= digits.length) return decimal;
  const half = digits[count] === '5' && count + 1 === digits.length;
  const up = half ? count > 0 && Number(digits[count - 1]) % 2 === 1 : digits[count]! >= '5';
  return up ? roundUp(decimal, count) : trimmed(digits.slice(0, count), decimal.point);
}

function roundUp({ digits, point }: Decimal, count: number): Decimal {
  if (count === 0) return { digits: '1', point: point + 1 };
  const next = (BigInt(digits.slice(0, count)) + 1n).toString();
  return trimmed(next, next.length > count ? point + 1 : point);
}

function trimmed(digits: string, point: number): Decimal {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return end === 0 ? { digits: '', point: 0 } : { digits: digits.slice(0, end), point };
}

/** All digits of |mantissa| · 2^exponent. */
function expansion(mantissa: bigint, exponent: number): Decimal {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  if (magnitude === 0n) return { digits: '', point: 0 };
  if (exponent >= 0) {
    const text = (magnitude << BigInt(exponent)).toString();
    return trimmed(text, text.length);
  }
  const text = (magnitude * 5n ** BigInt(-exponent)).toString();
  return trimmed(text, text.length + exponent);
}

/** The fewest digits that no other number of this precision is nearer to. */
function shortest({ mantissa, exponent }: Extract<BigNumber, { kind: 'finite' }>): Decimal {
  const exact = expansion(mantissa, exponent);
  if (exact.digits === '') return exact;
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const shift = PRECISION + 1 - bitLength(magnitude);
  const wide = magnitude << BigInt(shift);
  const lower = expansion(wide - 1n, exponent - shift).digits;
  const upper = expansion(wide + 1n, exponent - shift).digits;
  const inclusive = (wide & 2n) === 0n;
  for (let at = 0; at < exact.digits.length; at++) {
    const digit = exact.digits[at]!;
    const low = lower[at] ?? '0';
    const high = upper[at] ?? '0';
    const down = low !== digit || (inclusive && at + 1 === lower.length);
    const up = digit !== high && (inclusive || Number(digit) + 1 < Number(high) || at + 1 < upper.length);
    if (down && up) return round(exact, at + 1);
    if (down) return trimmed(exact.digits.slice(0, at + 1), exact.point);
    if (up) return roundUp(exact, at + 1);
  }
  return exact;
}
