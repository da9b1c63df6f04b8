import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/parse/json.ts';
import type { SyntaxNode } from '../../src/parse/syntax.ts';
import { cpuTime } from '../cpu-time.ts';

function parse(text: string) {
  return parseJson({ path: 'a.json', text });
}

function plain(node: SyntaxNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(plain);
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.raw, plain(value)]));
  }
}

function problems(text: string): string[] {
  return parse(text).diagnostics.map(({ code, span }) => `${code} ${span.start}-${span.end}`);
}

describe('content', () => {
  test('values, escapes and spans', () => {
    const text = '{"a": [1, -2.5, true, null], "b\\u0041\\n": {"c": "😀\\"d"}}';
    const { documents, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(plain(documents[0]?.root)).toEqual({ a: [1, -2.5, true, null], 'bA\n': { c: '😀"d' } });
    const node = documents[0]?.root;
    const spans = node?.kind === 'mapping' ? node.entries.flatMap(({ key, value }) => [key.span, value.span]) : [];
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      '"a"',
      '[1, -2.5, true, null]',
      '"b\\u0041\\n"',
      '{"c": "😀\\"d"}',
    ]);
  });

  test('a number that would be printed otherwise keeps its digits', () => {
    expect(plain(parse('[5.10, 1e3, 12345678901234567890]').documents[0]?.root)).toEqual([
      '5.10',
      '1e3',
      '12345678901234567890',
    ]);
  });
});

describe('mistakes are reported and read over', () => {
  test.each([
    ['{"a": 1,}', { a: 1 }, ['json-syntax 7-8']],
    ['[1, 2,]', [1, 2], ['json-syntax 5-6']],
    ['{"a": 1 // c\n}', { a: 1 }, ['json-syntax 8-12']],
    ['/* c */ 1', 1, ['json-syntax 0-7']],
    ['{"a": 1 "b": 2}', { a: 1, b: 2 }, ['json-syntax 8-9']],
    ['{a: 1}', { a: 1 }, ['json-syntax 1-2']],
    ['{;"a": 1}', { a: 1 }, undefined],
    ['{"a" 1}', { a: 1 }, ['json-syntax 5-6']],
    ['{"a": }', {}, ['json-syntax 6-7']],
    ['[tru]', ['tru'], ['json-syntax 1-4']],
    ['["\\q"]', ['\\q'], ['json-syntax 2-5']],
    ['["a\nb"]', undefined, undefined],
    ['{"a": 1, "a": 2}', { a: 2 }, ['json-duplicate-key 9-12']],
    ['1 2', 1, ['json-syntax 2-3']],
    ['{"a": [1}', { a: [1] }, undefined],
    ['{"a": 1', { a: 1 }, ['json-syntax 7-7']],
    ['', undefined, []],
    ['@', undefined, ['json-syntax 0-1']],
  ])('%j', (text, value, expected) => {
    if (value !== undefined) expect(plain(parse(text).documents[0]?.root)).toEqual(value);
    if (expected) expect(problems(text)).toEqual(expected);
    else expect(problems(text).length).toBeGreaterThan(0);
  });

  test('deep nesting is refused without recursion', () => {
    const start = cpuTime();
    expect(parse('['.repeat(500_000)).diagnostics.map(({ code }) => code)).toContain('json-depth');
    expect(parse('{"a":'.repeat(100_000)).diagnostics.map(({ code }) => code)).toContain('json-depth');
    expect(cpuTime() - start).toBeLessThan(10_000);
  });
});

describe('properties', () => {
  test('agrees with JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
        const value = JSON.parse(text, (_, item) =>
          typeof item === 'number' && !/^-?\d+(\.\d+)?$/.test(String(item)) ? 0 : item,
        );
        const { documents, diagnostics } = parse(JSON.stringify(value, undefined, indent).replaceAll('-0', '0'));
        expect(diagnostics).toEqual([]);
        expect(JSON.stringify(plain(documents[0]?.root))).toBe(
          JSON.stringify(JSON.parse(JSON.stringify(value).replaceAll('-0', '0'))),
        );
      }),
    );
  });

  test('no text makes it throw or run on', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      '-',
      '.',
      'true',
      '//',
      '/*',
      '\n',
      ' ',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        for (const { span } of parse(text).diagnostics) expect(span.end <= text.length).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
