import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Path of a generated data file: next to the bundle in `dist/data/`, or, when the code runs from its sources,
 * in the same place seen from `src/facts/`. It says nothing about whether the file is there.
 */
export function dataFile(name: string): string {
  return fileURLToPath(new URL(name, DIRECTORY));
}

const BESIDE_BUNDLE = new URL('./data/', import.meta.url);
const FROM_SOURCES = new URL('../../dist/data/', import.meta.url);
const DIRECTORY = import.meta.url.endsWith('.ts') ? FROM_SOURCES : BESIDE_BUNDLE;

/**
 * A data file of sorted lines `key<tab>value`. Only the file's text is read, at the first question; a line is
 * found by bisection, so a run pays for the keys that it asks for.
 */
export interface LineFile {
  /** The value of a key; undefined where there is no such line. */
  get(key: string): string | undefined;
  /** All keys, in order. Walks the whole file. */
  keys(): readonly string[];
}

/** Opens a line file of `dist/data/`. A missing file is like an empty one: then the build has not been run. */
export function lineFile(name: string): LineFile {
  let text: string | undefined;
  const load = () => (text ??= readLines(dataFile(name)));
  return { get: key => lookUp(load(), key), keys: () => keysOf(load()) };
}

/** The files are ASCII, which latin1 decodes without looking at the bytes. */
function readLines(path: string): string {
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
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
