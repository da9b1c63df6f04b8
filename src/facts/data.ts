import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of a generated data file: next to the bundle in `dist/data/`, or, when the code runs from its sources,
 * in the same place seen from `src/facts/`. It says nothing about whether the file is there.
 */
export function dataFile(name: string): string {
  return join(DIRECTORY, name);
}

const DIRECTORY = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../../dist/data' : 'data');

/**
 * A data file of sorted lines `key<tab>value`. A line is found by bisection, the first few in the file itself, so a
 * run pays for the keys that it asks for.
 */
export interface LineFile {
  /** The value of a key; undefined where there is no such line. */
  get(key: string): string | undefined;
  /** All keys, in order. Walks the whole file, once. */
  keys(): readonly string[];
}

/** Questions that are answered from parts of the file; with more of them the whole text is cheaper. */
const FEW = 8;

/** Opens a line file of `dist/data/`. A missing file is like an empty one: then the build has not been run. */
export function lineFile(name: string): LineFile {
  let text: string | undefined;
  let questions = 0;
  let keys: readonly string[] | undefined;
  const load = () => (text ??= readLines(dataFile(name)));
  const textFor = (key: string) => (text === undefined && questions++ < FEW ? readBlock(dataFile(name), key) : load());
  return { get: key => lookUp(textFor(key), key), keys: () => (keys ??= keysOf(load())) };
}

/** The files are ASCII, which latin1 decodes without looking at the bytes. */
function readLines(path: string): string {
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}

/** Bytes that are read at once and looked through as text. */
const BLOCK = 64 * 1024;

/** Whole lines of the file, among them the one of the key if there is one. */
function readBlock(path: string, key: string): string {
  if (!existsSync(path)) return '';
  const file = openSync(path, 'r');
  try {
    let low = 0;
    let high = fstatSync(file).size;
    while (high - low > BLOCK) {
      const line = firstLineIn(file, (low + high) >> 1, high);
      if (!line) break;
      if (line.key <= key) low = line.start;
      else high = line.start;
    }
    return readRange(file, low, high);
  } finally {
    closeSync(file);
  }
}

/** The first line that starts after an offset; undefined where the one before it reaches to the end. */
function firstLineIn(file: number, from: number, to: number): { start: number; key: string } | undefined {
  for (let size = 2048; ; size *= 4) {
    const end = Math.min(from + size, to);
    const text = readRange(file, from, end);
    const start = text.indexOf('\n') + 1;
    const tab = start > 0 ? text.indexOf('\t', start) : -1;
    if (tab >= 0) return { start: from + start, key: text.slice(start, tab) };
    if (end === to) return undefined;
  }
}

function readRange(file: number, start: number, end: number): string {
  const bytes = Buffer.allocUnsafe(end - start);
  return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, start));
}

function lookUp(text: string, key: string): string | undefined {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const start = text.lastIndexOf('\n', ((low + high) >> 1) - 1) + 1;
    const tab = text.indexOf('\t', start);
    const end = text.indexOf('\n', tab);
    if (tab < 0 || end < 0) return undefined;
    const found = text.slice(start, tab);
    if (found === key) return text.slice(tab + 1, end);
    if (found < key) low = end + 1;
    else high = start;
  }
  return undefined;
}

function keysOf(text: string): string[] {
  const keys: string[] = [];
  for (let start = 0; start < text.length; ) {
    const tab = text.indexOf('\t', start);
    const end = text.indexOf('\n', start);
    if (tab < 0 || end < 0) break;
    keys.push(text.slice(start, tab));
    start = end + 1;
  }
  return keys;
}
