import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What stands around the analysis: files, configuration, choice of rules, what is accepted. */
const AROUND = [
  ...[
    'baseline',
    'config',
    'declared-types',
    'discover',
    'environments',
    'errors',
    'files',
    'gitignore',
    'globs',
    'nearest',
  ],
  ...['rule-settings', 'selection', 'stack-tags', 'suppressions'],
];

/** Each part may import itself and these. Types count. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  parse: ['model'],
  facts: ['model'],
  iam: ['facts', 'model', 'parse'],
  reporters: ['model'],
  cloudformation: ['facts', 'model', 'parse'],
  terraform: ['facts', 'model', 'parse'],
  engine: ['facts', 'iam', 'model', 'parse'],
  fix: ['facts', 'model', 'parse'],
  around: ['facts', 'model', 'parse'],
  scan: ['around', 'cloudformation', 'engine', 'facts', 'fix', 'iam', 'model', 'parse', 'reporters', 'terraform'],
};

/** They may import everything, and nobody imports them. */
const TOPS = ['cli', 'index'];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll(sep, '/'))
  .filter(path => path.endsWith('.ts'));

function partOf(path: string): string {
  const first = path.split('/')[0]!.replace(/\.ts$/, '');
  if (first === 'read-graph' || first === 'read-terraform') return 'scan';
  return AROUND.includes(first) ? 'around' : first;
}

/** Paths of the source files that a file imports or exports from, statically or not. */
function importsOf(path: string): readonly string[] {
  const text = readFileSync(join(SRC, path), 'utf8');
  const specifiers = text.matchAll(/(?:^|[\s;])(?:from\s*|import\s*\(?\s*)'(\.[^']*)'/g);
  const targets = [...specifiers].map(([, specifier]) => posix.normalize(posix.join(posix.dirname(path), specifier!)));
  return targets.filter(target => !target.startsWith('../'));
}

describe('imports', () => {
  test('are found at all', () => {
    expect(importsOf('cli.ts')).toEqual(['cli/environment.ts', 'cli/run.ts', 'cli/watch.ts']);
    expect(importsOf('scan.ts')).toContain('engine/run.ts');
  });

  test('of every part go the way of the table', () => {
    const wrong = files.flatMap(path => {
      const part = partOf(path);
      if (TOPS.includes(part)) return [];
      const allowed = MAY_IMPORT[part];
      if (!allowed) return [`${path} is in no part of the table`];
      return importsOf(path)
        .filter(target => partOf(target) !== part && !allowed.includes(partOf(target)))
        .map(target => `${path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('name files that are there', () => {
    const known = new Set(files);
    const missing = files.flatMap(path =>
      importsOf(path)
        .filter(target => !known.has(target))
        .map(target => `${path}: ${target}`),
    );
    expect(missing).toEqual([]);
  });

  test('never go through an index file', () => {
    expect(files.filter(path => path.endsWith('/index.ts'))).toEqual([]);
  });
});

test('only cli.ts touches the process and its streams', () => {
  const touching = files.filter(path =>
    /\bprocess\.(?!versions)|\bconsole\./.test(withoutComments(readFileSync(join(SRC, path), 'utf8'))),
  );
  expect(touching).toEqual(['cli.ts']);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
