import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, parseDocument, stringify } from 'yaml';
import { regionOf } from '../../src/model/source.ts';
import type { SyntaxNode } from '../../src/parse/syntax.ts';
import { numberOf, resolvePlain } from '../../src/parse/yaml/resolve.ts';
import { parseYaml } from '../../src/parse/yaml.ts';
import { cpuTime } from '../cpu-time.ts';

function parse(text: string) {
  return parseYaml({ path: 'a.yaml', text });
}

function root(text: string): SyntaxNode | undefined {
  return parse(text).documents[0]?.root;
}

/** A tree as plain data; a tagged node is `[tag, content]`. */
function plain(node: SyntaxNode | undefined): unknown {
  if (!node) return undefined;
  const content =
    node.kind === 'scalar'
      ? node.value
      : node.kind === 'sequence'
        ? node.items.map(plain)
        : Object.fromEntries(node.entries.map(({ key, value }) => [key.raw, plain(value)]));
  return node.tag === undefined ? content : [node.tag, content];
}

/** Every node's source text, in document order. */
function texts(node: SyntaxNode): string[] {
  const own = node.span.file.text.slice(node.span.start, node.span.end);
  switch (node.kind) {
    case 'scalar':
      return [own];
    case 'sequence':
      return [own, ...node.items.flatMap(texts)];
    case 'mapping':
      return [own, ...node.entries.flatMap(({ key, value }) => [...texts(key), ...texts(value)])];
  }
}

/** The texts of the mappings in which something could not be read. */
function incomplete(node: SyntaxNode): string[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'sequence') return node.items.flatMap(incomplete);
  const own = node.incomplete ? [node.span.file.text.slice(node.span.start, node.span.end)] : [];
  return [...own, ...node.entries.flatMap(({ value }) => incomplete(value))];
}

describe('content', () => {
  test('tags, quoting, block scalars and nulls', () => {
    const text = `
ref: !Ref Bucket
sub: !Sub
  - "\${A}-x"
  - A: !GetAtt Topic.Arn
list: !Join ['', [a, 'b']]
empty:
literal: |
  one
  two
folded: >-
  three
  four
string: !!str 5
`;
    expect(plain(root(text))).toEqual({
      ref: ['!Ref', 'Bucket'],
      sub: ['!Sub', ['${A}-x', { A: ['!GetAtt', 'Topic.Arn'] }]],
      list: ['!Join', ['', ['a', 'b']]],
      empty: null,
      literal: 'one\ntwo\n',
      folded: 'three four',
      string: '5',
    });
  });

  test.each([
    ['yes', true],
    ['On', true],
    ['TRUE', true],
    ['no', false],
    ['off', false],
    ['y', 'y'],
    ['nO', 'nO'],
    ['~', null],
    ['Null', null],
    ['7', 7],
    ['-1', -1],
    ['0.5', 0.5],
    ['5.10', '5.10'],
    ['012345678901', '012345678901'],
    ['1_000', '1_000'],
    ['2012-10-17', '2012-10-17'],
    ['0x1F', '0x1F'],
    ['123456789012345678901', '123456789012345678901'],
    ['constructor', 'constructor'],
    ['', null],
  ])('plain %s means %j', (text, value) => {
    expect(resolvePlain(text)).toBe(value);
    expect(plain(root(`a: ${text}`))).toEqual({ a: value });
  });

  test('a quoted word is text', () => {
    expect(plain(root(`[ "yes", '7', "012" ]`))).toEqual(['yes', '7', '012']);
  });

  test('anchors, aliases and merge keys', () => {
    const text = 'a: &a {x: 1, y: 2}\nb: *a\nc:\n  <<: *a\n  y: 3\nd: {<<: [{x: 5}, *a], z: 1}\n';
    expect(plain(root(text))).toEqual({
      a: { x: 1, y: 2 },
      b: { x: 1, y: 2 },
      c: { y: 3, x: 1 },
      d: { z: 1, x: 5, y: 2 },
    });
  });

  test('merge keys may be repeated', () => {
    const text = 'a: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc:\n  <<: *a\n  <<: *b\n  z: 5\n';
    const { documents, diagnostics } = parse(text);
    expect([plain(documents[0]!.root), diagnostics]).toEqual([
      { a: { x: 1, y: 2 }, b: { x: 3, z: 4 }, c: { z: 5, x: 1, y: 2 } },
      [],
    ]);
  });

  test('several documents', () => {
    expect(parse('a: 1\n---\n- 2\n---\n# nothing\n').documents.map(document => plain(document.root))).toEqual([
      { a: 1 },
      [2],
      undefined,
    ]);
  });
});

describe('spans', () => {
  test('nodes span their text, tags included, line breaks and comments after them not', () => {
    const text = 'a: !Ref X # c\nb:\n  - |\n    one\n\n# c\nc: !If\n  - d\n  - [e]\n\n';
    expect(texts(root(text)!)).toEqual([
      text.trimEnd(),
      'a',
      '!Ref X',
      'b',
      '- |\n    one',
      '|\n    one',
      'c',
      '!If\n  - d\n  - [e]',
      'd',
      '[e]',
      'e',
    ]);
  });

  test('columns count UTF-16 units, past astral characters, tabs and CRLF', () => {
    const node = root('"😀": [a,\t"é", !Ref b]\r\nc: d\r\n');
    expect(
      node?.kind === 'mapping' && node.entries.map(({ key, value }) => [regionOf(key.span), regionOf(value.span)]),
    ).toEqual([
      [
        { line: 1, column: 1, endLine: 1, endColumn: 5 },
        { line: 1, column: 7, endLine: 1, endColumn: 23 },
      ],
      [
        { line: 2, column: 1, endLine: 2, endColumn: 2 },
        { line: 2, column: 4, endLine: 2, endColumn: 5 },
      ],
    ]);
  });
});

describe('bad input', () => {
  test.each([
    ['a: [1, 2', ['yaml-syntax']],
    ['a: 1\n b: 2', ['yaml-syntax']],
    ['a: 1\na: 2', ['yaml-duplicate-key']],
    ['a: *nowhere', ['yaml-alias']],
    ['a: &x [*x]', ['yaml-alias']],
    ['? [a]\n: 1', ['yaml-key']],
    ['<<: 5', ['yaml-merge']],
    ['a: "unfinished', ['yaml-syntax']],
  ])('%j', (text, codes) => {
    expect([...new Set(parse(text).diagnostics.map(({ code }) => code))]).toEqual(codes);
  });

  test('a templating language is reported once, and leaves open what else there is', () => {
    const text = 'a:\n  b: 1\n  {% if x %}\n  c: {{ y }}\n  {% endif %}\n  d: 2\ne: [{ f: 1 }]';
    const { documents, diagnostics } = parse(text);
    expect(diagnostics.map(({ code, span }) => [code, regionOf(span).line])).toEqual([['yaml-templating', 3]]);
    expect(plain(documents[0]?.root)).toEqual({ a: { b: 1, c: {}, d: 2 }, e: [{ f: 1 }] });
    expect(incomplete(documents[0]!.root!)).toEqual([
      'b: 1\n  {% if x %}\n  c: {{ y }}\n  {% endif %}\n  d: 2',
      '{{ y }}',
    ]);
  });

  test('many of them take linear time', () => {
    expect(parse(`a:\n  b: 1\n${'  {{#if x}}\n'.repeat(100_000)}`).diagnostics).toHaveLength(1);
    expect(parse(`a:\n  b: 1\n${'  no key\n'.repeat(100_000)}`).diagnostics).toHaveLength(20);
  });

  test('of a repeated key the last value counts', () => {
    expect(plain(root('a: 1\nb: 2\na: 3'))).toEqual({ a: 3, b: 2 });
  });

  test.each([
    ['flow sequences', '['.repeat(100_000)],
    ['block sequences', '- '.repeat(100_000)],
    ['flow mappings', '{a: '.repeat(30_000)],
    ['explicit keys', '? '.repeat(5_000)],
    ['block mappings', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('deeply nested %s are refused at once', (_name, text) => {
    const start = cpuTime();
    expect(parse(text).diagnostics.map(({ code }) => code)).toEqual(['yaml-depth']);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });

  test('aliases of aliases do not make the tree explode', () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) =>
        `a${i}: &a${i} [${
          i === 0
            ? 'x'
            : Array(10)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]`,
    );
    expect([...new Set(parse(lines.join('\n')).diagnostics.map(({ code }) => code))]).toEqual(['yaml-alias']);
  });

  test('twenty thousand keys take no quadratic time', () => {
    const start = cpuTime();
    expect(parse(Array.from({ length: 20_000 }, (_, i) => `k${i}: ${i}`).join('\n')).diagnostics).toEqual([]);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });
});

describe('properties', () => {
  const json = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.boolean(),
      fc.string(),
      fc.constant(null),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(
      fc.string({ minLength: 1 }).filter(key => key !== '<<'),
      tie('value'),
      { maxKeys: 4 },
    ),
  })).value;

  test('JSON is YAML', () => {
    fc.assert(
      fc.property(json, value => {
        const normal = JSON.parse(JSON.stringify(value).replaceAll('-0', '0'));
        expect(plain(root(JSON.stringify({ top: normal }, undefined, 2)))).toEqual({ top: normal });
      }),
      { numRuns: 200 },
    );
  });

  const texts = fc.oneof(
    fc.string(),
    fc.string({
      unit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', '"', "'", '\\', '\t', '|', '{', ',', '*', '!', '😀'),
    }),
  );
  const written = fc.letrec(tie => ({
    value: fc.oneof({ depthSize: 'small' }, texts, fc.integer(), fc.boolean(), tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(
      texts.filter(key => key !== '<<' && key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  })).map;

  test.each([
    ['blocks', {}],
    ['blocks of wide lines', { lineWidth: 0, indentSeq: false }],
    ['flow', { collectionStyle: 'flow' as const }],
    ['folded texts', { lineWidth: 20, blockQuote: 'folded' as const }],
    ['single quotes', { singleQuote: true, indent: 4 }],
  ])('what the yaml package writes is read: %s', (_name, options) => {
    fc.assert(
      fc.property(written, value => {
        const text = stringify(value, { version: '1.1', ...options });
        // It does not read everything itself that it writes.
        fc.pre(readBack(text) === JSON.stringify(value));
        const { documents, diagnostics } = parse(text);
        expect(
          diagnostics.map(({ message }) => message),
          text,
        ).toEqual([]);
        expect(asText(plain(documents[0]?.root) ?? {}), text).toEqual(asText(value));
      }),
      { numRuns: 400 },
    );
  });

  test('no text makes it throw, and every span lies in it', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '!Ref ',
      '&a ',
      '*a',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ', ',
      '|',
      '>',
      '#',
      '\t',
      '---\n',
      '? ',
      '<<',
      '%',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        const { documents, diagnostics } = parse(text);
        for (const { span } of diagnostics) expect(span.start <= span.end && span.end <= text.length + 1).toBe(true);
        for (const document of documents)
          if (document.root) expect(spansInOrder(document.root, text.length)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a number is only read from the text that it is printed with', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[0-9.]{1,8}$/), text => {
        const value = numberOf(text);
        expect(value === undefined || String(value) === text).toBe(true);
      }),
    );
  });
});

function spansInOrder(node: SyntaxNode, length: number): boolean {
  const inside = 0 <= node.span.start && node.span.start <= node.span.end && node.span.end <= length;
  if (node.kind === 'sequence') return inside && node.items.every(item => spansInOrder(item, length));
  if (node.kind === 'mapping') return inside && node.entries.every(({ value }) => spansInOrder(value, length));
  return inside;
}

/** What the yaml package makes of a text, as JSON; undefined where it finds mistakes in it. */
function readBack(text: string): string | undefined {
  const document = parseDocument(text, { logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : JSON.stringify(document.toJS());
}

/** Every scalar as text, in which numbers are not told from the text that they are written with. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asText(part)]));
}

const corpus = join(import.meta.dirname, '../../../shared/corpus/cases');

describe.skipIf(!existsSync(corpus))('the templates of the labelled corpus', () => {
  test('are read as the yaml package reads them', { timeout: 120_000 }, () => {
    const different: string[] = [];
    let files = 0;
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ya?ml|template)$/.test(name) || !statSync(join(corpus, name)).isFile()) continue;
      const text = readFileSync(join(corpus, name), 'utf8').replace(/^\uFEFF/, '');
      const { documents, diagnostics } = parse(text);
      const expected = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
      const wrong = Array.isArray(expected) && expected.some(({ errors }) => errors.length > 0);
      const failed = diagnostics.some(({ severity }) => severity === 'error');
      const values = Array.isArray(expected) ? expected.map(document => JSON.stringify(document.toJS())) : [];
      const own = documents.map(({ root: node }) => JSON.stringify(rawTexts(node)));
      files++;
      if (wrong !== failed || (!wrong && values.join('\n') !== own.join('\n'))) different.push(name);
    }
    expect({ different, enough: files > 300 }).toEqual({ different: [], enough: true });
  });
});

function rawTexts(node: SyntaxNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return '';
    case 'scalar':
      return node.raw;
    case 'sequence':
      return node.items.map(rawTexts);
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.raw, rawTexts(value)]));
  }
}
