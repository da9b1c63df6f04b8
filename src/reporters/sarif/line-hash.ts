import type { SourceFile } from '../../model/source.ts';

/** Characters that follow the start of a line, this many of them, decide its hash. */
const WINDOW = 100;
const FACTOR = 37;
const TWO_32 = 2 ** 32;
/** 37^100 modulo 2^64, in two halves. */
const [DROP_HIGH, DROP_LOW] = powerOfFactor();

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const END_OF_FILE = 65535;

const known = new WeakMap<SourceFile, readonly string[]>();

/**
 * `primaryLocationLineHash` of a 1-based line: what GitHub's upload action computes to recognise an alert when lines
 * move, so that uploads without the action are recognised too. Undefined past the end of the file.
 * https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
export function lineHash(file: SourceFile, line: number): string | undefined {
  const hashes = known.get(file) ?? lineHashes(file.text);
  known.set(file, hashes);
  return hashes[line - 1];
}

/**
 * The hashes of all lines: a rolling hash over the 100 characters from the start of each line, blanks left out, every
 * kind of line break a line feed; then how often the same hash has occurred so far. The 64-bit sum wraps around; it
 * is kept in two halves, which is ten times as fast as BigInt.
 */
export function lineHashes(text: string): readonly string[] {
  const window = new Uint16Array(WINDOW);
  /** 1-based number of the line that starts at this place of the window; 0: none does. */
  const lines = new Uint32Array(WINDOW);
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  let high = 0;
  let low = 0;
  let index = 0;
  let lineCount = 0;
  let atLineStart = true;

  const take = (code: number) => {
    const dropped = window[index]!;
    window[index] = code;
    low = low * FACTOR + code - DROP_LOW * dropped;
    const carry = Math.floor(low / TWO_32);
    low -= carry * TWO_32;
    high = high * FACTOR - DROP_HIGH * dropped + carry;
    high -= Math.floor(high / TWO_32) * TWO_32;
    index = (index + 1) % WINDOW;
  };
  const finishLine = () => {
    const line = lines[index]!;
    if (line === 0) return;
    const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    hashes[line - 1] = `${hash}:${count}`;
    lines[index] = 0;
  };
  const keep = (code: number) => {
    finishLine();
    if (atLineStart) lines[index] = ++lineCount;
    atLineStart = code === LINE_FEED;
    take(code);
  };

  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === SPACE || code === TAB) continue;
    if (code === LINE_FEED && text.charCodeAt(i - 1) === CARRIAGE_RETURN) continue;
    keep(code === CARRIAGE_RETURN ? LINE_FEED : code);
  }
  keep(END_OF_FILE);
  for (let i = 0; i < WINDOW; i++) {
    finishLine();
    take(0);
  }
  return hashes;
}

function powerOfFactor(): readonly [number, number] {
  let high = 0;
  let low = 1;
  for (let i = 0; i < WINDOW; i++) {
    low *= FACTOR;
    const carry = Math.floor(low / TWO_32);
    low -= carry * TWO_32;
    high = (high * FACTOR + carry) % TWO_32;
  }
  return [high, low];
}
