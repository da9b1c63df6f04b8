import { posix } from 'node:path';
import { RE2JS } from 're2js';
import type { FileReader } from '../../model/files.ts';

/** Files and directories that are looked at; in a larger tree the rest is not found. */
const MAX_VISITED = 50_000;

/**
 * Files below a directory that match a pattern, relative to the directory: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for
 * any number of directories. A text says what is wrong with the pattern.
 */
export function glob(files: FileReader, base: string, pattern: string): readonly string[] | string {
  const segments = posix
    .normalize(pattern)
    .split('/')
    .filter(segment => segment !== '' && segment !== '.');
  const matchers: (Matcher | string)[] = [];
  for (const segment of segments) {
    const matcher = matcherOf(segment);
    if (matcher === undefined) return `failed to glob pattern ${pattern}: syntax error in pattern`;
    matchers.push(matcher);
  }
  const found = new Set<string>();
  walk({ files, found, visited: 0 }, base, '', matchers);
  return [...found];
}

type Matcher = '**' | ((name: string) => boolean);

interface Walk {
  readonly files: FileReader;
  readonly found: Set<string>;
  visited: number;
}

function walk(state: Walk, directory: string, prefix: string, matchers: readonly (Matcher | string)[]): void {
  const [first, ...rest] = matchers;
  if (first === undefined || state.visited > MAX_VISITED) return;
  if (first === '..') {
    walk(state, posix.join(directory, '..'), posix.join(prefix, '..'), rest);
    return;
  }
  if (first === '**' && rest.length > 0) walk(state, directory, prefix, rest);
  for (const entry of state.files.list(directory)) {
    state.visited += 1;
    const isDirectory = entry.endsWith('/');
    const name = isDirectory ? entry.slice(0, -1) : entry;
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (first === '**') {
      if (isDirectory) walk(state, posix.join(directory, name), path, matchers);
      else if (rest.length === 0) state.found.add(path);
    } else if (typeof first === 'function' && first(name)) {
      if (isDirectory) walk(state, posix.join(directory, name), path, rest);
      else if (rest.length === 0) state.found.add(path);
    }
  }
}

function matcherOf(segment: string): Matcher | '..' | undefined {
  if (segment === '**' || segment === '..') return segment;
  const source = expressionOf(segment);
  if (source === undefined) return undefined;
  if (!/[*?[\]{}\\]/.test(segment)) return name => name === segment;
  try {
    const expression = RE2JS.compile(source);
    return name => expression.matches(name);
  } catch {
    return undefined;
  }
}

/** The pattern of one name as regular expression; undefined where a bracket is not closed. */
function expressionOf(segment: string): string | undefined {
  let source = '';
  let braces = 0;
  for (let at = 0; at < segment.length; at++) {
    const character = segment[at]!;
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (character === '\\') {
      at += 1;
      if (at >= segment.length) return undefined;
      source += RE2JS.quote(segment[at]!);
    } else if (character === '[') {
      const end = segment.indexOf(']', at + 2);
      if (end < 0) return undefined;
      source += `[${segment
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/\[/g, '\\[')}]`;
      at = end;
    } else if (character === '{') {
      braces += 1;
      source += '(?:';
    } else if (character === '}' && braces > 0) {
      braces -= 1;
      source += ')';
    } else source += character === ',' && braces > 0 ? '|' : RE2JS.quote(character);
  }
  return braces === 0 ? source : undefined;
}
