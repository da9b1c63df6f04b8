/**
 * Terraform's numbers: binary floating point with 512 bits of mantissa, rounded to nearest even
 * (https://developer.hashicorp.com/terraform/language/expressions/types; Go's math/big.Float).
 */
export type BigNumber = FiniteNumber | InfiniteNumber;

/** `mantissa` · 2^`exponent`; the mantissa is odd, or zero with exponent zero. */
interface FiniteNumber {
  readonly kind: 'finite';
  readonly mantissa: bigint;
  readonly exponent: number;
}

interface InfiniteNumber {
  readonly kind: 'infinite';
  readonly sign: 1 | -1;
}

const PRECISION = 512;
/** Larger decimal exponents, and longer texts, are refused: their digits would fill the memory. */
const MAX_EXPONENT = 20_000;
const MAX_LENGTH = 20_000;

const NUMBER_TEXT = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:([eEpP])([+-]?\d+))?$/;

/** Reads decimal text as Terraform's conversion from string does; undefined where it is no number, or too long. */
export function parseNumber(text: string): BigNumber | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const infinite = /^([+-]?)[iI]nf$/.exec(text);
  if (infinite) return { kind: 'infinite', sign: infinite[1] === '-' ? -1 : 1 };
  const match = NUMBER_TEXT.exec(text);
  if (!match) return undefined;
  const fraction = match[3] ?? match[4] ?? '';
  const digits = BigInt((match[2] ?? '') + fraction);
  const written = Number(match[6] ?? 0);
  if (Math.abs(written) > MAX_EXPONENT) return undefined;
  const signed = match[1] === '-' ? -digits : digits;
  const binary = match[5] === 'p' || match[5] === 'P';
  return scaled(signed, (binary ? 0 : written) - fraction.length, binary ? written : 0);
}

/** `digits` · 10^`decimal` · 2^`binary`. */
function scaled(digits: bigint, decimal: number, binary: number): FiniteNumber {
  if (decimal >= 0) return rounded(digits * 10n ** BigInt(decimal), binary);
  return quotient(digits, 10n ** BigInt(-decimal), binary);
}

export function fromInteger(value: bigint): FiniteNumber {
  return rounded(value, 0);
}

export function fromFloat(value: number): BigNumber {
  if (!Number.isFinite(value)) return { kind: 'infinite', sign: value > 0 ? 1 : -1 };
  if (Number.isSafeInteger(value)) return fromInteger(BigInt(value));
  return parseNumber(plainText(value))!;
}

/** Undefined where the result is no number: infinity minus infinity. */
export function add(a: BigNumber, b: BigNumber): BigNumber | undefined {
  if (a.kind === 'infinite') return b.kind === 'infinite' && a.sign !== b.sign ? undefined : a;
  if (b.kind === 'infinite') return b;
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.mantissa << BigInt(a.exponent - exponent);
  return rounded(left + (b.mantissa << BigInt(b.exponent - exponent)), exponent);
}

export function negate(a: BigNumber): BigNumber {
  return a.kind === 'infinite' ? { kind: 'infinite', sign: a.sign === 1 ? -1 : 1 } : { ...a, mantissa: -a.mantissa };
}

/** Undefined where the result is no number: zero times infinity. */
export function multiply(a: BigNumber, b: BigNumber): BigNumber | undefined {
  if (a.kind === 'finite' && b.kind === 'finite') return rounded(a.mantissa * b.mantissa, a.exponent + b.exponent);
  const sign = signOf(a) * signOf(b);
  return sign === 0 ? undefined : { kind: 'infinite', sign: sign > 0 ? 1 : -1 };
}

/** By zero: infinity. Undefined where the result is no number: 0/0, infinity by infinity. */
export function divide(a: BigNumber, b: BigNumber): BigNumber | undefined {
  if (a.kind === 'infinite') return b.kind === 'infinite' ? undefined : infinity(a.sign * (signOf(b) || 1));
  if (b.kind === 'infinite') return rounded(0n, 0);
  if (b.mantissa === 0n) return a.mantissa === 0n ? undefined : infinity(signOf(a));
  const [numerator, denominator] = b.mantissa < 0n ? [-a.mantissa, -b.mantissa] : [a.mantissa, b.mantissa];
  return quotient(numerator, denominator, a.exponent - b.exponent);
}

/** The remainder with the sign of the dividend; by zero: the dividend itself. */
export function modulo(a: BigNumber, b: BigNumber): BigNumber | undefined {
  if (a.kind === 'infinite' || b.kind === 'infinite') return multiply(a, b);
  if (b.mantissa === 0n) return a;
  const whole = divide(a, b);
  if (whole?.kind !== 'finite') return undefined;
  const product = multiply(fromInteger(truncate(whole)), b);
  return product && add(a, negate(product));
}

export function compareNumbers(a: BigNumber, b: BigNumber): number {
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    return (a.kind === 'infinite' ? a.sign : 0) - (b.kind === 'infinite' ? b.sign : 0);
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = (a.mantissa << BigInt(a.exponent - exponent)) - (b.mantissa << BigInt(b.exponent - exponent));
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

export function signOf(a: BigNumber): number {
  if (a.kind === 'infinite') return a.sign;
  return a.mantissa === 0n ? 0 : a.mantissa > 0n ? 1 : -1;
}

export function isInteger(a: BigNumber): boolean {
  return a.kind === 'finite' && a.exponent >= 0;
}

/** Towards zero. */
export function truncate(a: FiniteNumber): bigint {
  if (a.exponent >= 0) return a.mantissa << BigInt(a.exponent);
  const positive = (a.mantissa < 0n ? -a.mantissa : a.mantissa) >> BigInt(-a.exponent);
  return a.mantissa < 0n ? -positive : positive;
}

export function floor(a: FiniteNumber): bigint {
  return a.exponent >= 0 ? a.mantissa << BigInt(a.exponent) : a.mantissa >> BigInt(-a.exponent);
}

export function ceiling(a: FiniteNumber): bigint {
  return -floor({ ...a, mantissa: -a.mantissa });
}

function infinity(sign: number): InfiniteNumber {
  return { kind: 'infinite', sign: sign < 0 ? -1 : 1 };
}

/** Digits of a float64 without an exponent: `0.0000001`. */
export function plainText(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return Object.is(value, -0) ? '-0' : text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** `numerator` / `denominator` · 2^`exponent`; the denominator is positive. */
function quotient(numerator: bigint, denominator: bigint, exponent: number): FiniteNumber {
  const shift = Math.max(0, PRECISION + 2 + bitLength(denominator) - bitLength(numerator));
  const negative = numerator < 0n;
  const scaledNumerator = (negative ? -numerator : numerator) << BigInt(shift);
  const whole = scaledNumerator / denominator;
  // One more bit says that something was cut off, which is all that rounding has to know.
  const sticky = whole * denominator === scaledNumerator ? 0n : 1n;
  const exact = (whole << 1n) | sticky;
  return rounded(negative ? -exact : exact, exponent - shift - 1);
}

function rounded(mantissa: bigint, exponent: number): FiniteNumber {
  if (mantissa === 0n) return { kind: 'finite', mantissa: 0n, exponent: 0 };
  const negative = mantissa < 0n;
  let magnitude = negative ? -mantissa : mantissa;
  let power = exponent;
  const excess = bitLength(magnitude) - PRECISION;
  if (excess > 0) {
    const cut = BigInt(excess);
    const rest = magnitude & ((1n << cut) - 1n);
    const half = 1n << (cut - 1n);
    magnitude >>= cut;
    if (rest > half || (rest === half && (magnitude & 1n) === 1n)) magnitude += 1n;
    power += excess;
  }
  const zeros = trailingZeros(magnitude);
  magnitude >>= BigInt(zeros);
  return { kind: 'finite', mantissa: negative ? -magnitude : magnitude, exponent: power + zeros };
}

export function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude === 0n) return 0;
  const text = magnitude.toString(16);
  return (text.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(text[0]!, 16)));
}

function trailingZeros(value: bigint): number {
  const text = value.toString(16);
  let digits = 0;
  while (text[text.length - 1 - digits] === '0') digits++;
  const last = Number.parseInt(text[text.length - 1 - digits]!, 16);
  return digits * 4 + Math.log2(last & -last);
}
