import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../src/model/source.ts';
import type { Expression, ObjectItem, SplatStep, TemplatePart } from '../../../src/parse/hcl/ast.ts';
import { hclToJson } from '../../../src/parse/hcl/json.ts';
import { parseHcl, parseHclExpression, parseHclTemplate } from '../../../src/parse/hcl/parser.ts';
import { tokenize } from '../../../src/parse/hcl/tokens.ts';
import { plain } from './plain.ts';
import { printed } from './print.ts';

/** Pieces of HCL in any order, which get further into the parser than arbitrary characters do. */
const soup = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'b = 1\n',
        'c {\n',
        '}',
        '\n',
        ' ',
        '"',
        '${',
        '%{',
        '~}',
        '%{ if x }',
        '%{ endif }',
        '%{ for x in y ~}',
      ],
      ...[
        '<<EOT\n',
        '<<-EOT\n',
        'EOT\n',
        '[',
        ']',
        '(',
        ')',
        '{',
        ',',
        '.',
        '...',
        '=',
        '=>',
        '?',
        ':',
        '::',
        '-',
        '!',
      ],
      ...[
        '*',
        '&&',
        '==',
        '1',
        '1.5',
        'for ',
        ' in ',
        ' if ',
        'null',
        '$$',
        '%%',
        '\\',
        '\\u00e9',
        '#',
        '//',
        '/*',
        '*/',
      ],
      ...['é', 'e\u0301', '😀', '\ud800', '\r', '\r\n', '\t', '\u00a0', '\ufeff', '\u0000', "'", '`', ';', '[*]', '.*'],
    ),
    { maxLength: 60 },
  )
  .map(parts => parts.join(''));

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), soup);

describe('any text', () => {
  test('is read without an exception, and what is left out is reported', () => {
    fc.assert(
      fc.property(texts, text => {
        const file = { path: 'x', text };
        const { body, diagnostics } = parseHcl(file);
        if (body.incomplete) expect(diagnostics.length).toBeGreaterThan(0);
        expect('errors' in hclToJson(text) || diagnostics.length === 0).toBe(true);
        const { expression, diagnostics: problems } = parseHclExpression(file);
        expect(expression === undefined).toBe(problems.length > 0);
        expect(parseHclTemplate(file).expression.kind).toBe('template');
      }),
      { numRuns: 3000 },
    );
  });

  test('has its spans in the text, parts within the whole, and items in order', () => {
    fc.assert(
      fc.property(texts, text => {
        const file = { path: 'x', text };
        const { body, diagnostics } = parseHcl(file);
        for (const { span } of diagnostics) expectWithin(span, { file, start: 0, end: text.length });
        expectNested(body, { file, start: 0, end: text.length });
        expectNested(parseHclExpression(file).expression, { file, start: 0, end: text.length });
        expectNested(parseHclTemplate(file).expression, { file, start: 0, end: text.length });
      }),
      { numRuns: 3000 },
    );
  });

  test('is covered by its tokens, with nothing but blanks between them', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('normal' as const, 'template' as const), (text, mode) => {
        let end = 0;
        for (const token of tokenize(text, mode)) {
          expect(text.slice(end, token.start)).toMatch(/^[ \t]*$/);
          expect(token.end).toBeGreaterThanOrEqual(token.start);
          end = token.end;
        }
        expect(end).toBe(text.length);
      }),
      { numRuns: 3000 },
    );
  });

  test('that is broken in one line loses that line at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), noise => {
        const line = noise.replace(/[\r\n]|\/\*|<</g, '');
        const { body } = parseHcl({ path: 'x', text: `first = 1\nbroken = ${line} ]\nlast = 2\n` });
        const names = body.items.map(item => item.kind === 'attribute' && item.name);
        expect(names).toContain('first');
        expect(names).toContain('last');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a printed expression', () => {
  test('reads as the same tree', () => {
    fc.assert(
      fc.property(expressions, expression => {
        const text = printed(expression as Expression);
        const { expression: read, diagnostics } = parseHclExpression({ path: 'x', text });
        expect(diagnostics).toEqual([]);
        expect(plain(read)).toEqual(expression);
      }),
      { numRuns: 2000 },
    );
  });

  test('reads as the same tree in a file', () => {
    fc.assert(
      fc.property(expressions, expression => {
        const text = `a = ${printed(expression as Expression)}\nb = 1\n`;
        const { body, diagnostics } = parseHcl({ path: 'x', text });
        expect(diagnostics).toEqual([]);
        expect(plain(body.items[0])).toEqual({ kind: 'attribute', name: 'a', value: expression });
      }),
      { numRuns: 500 },
    );
  });
});

function expectWithin(inner: Span, outer: Span): void {
  expect(inner.start).toBeGreaterThanOrEqual(outer.start);
  expect(inner.end).toBeGreaterThanOrEqual(inner.start);
  expect(inner.end).toBeLessThanOrEqual(outer.end);
}

/** Every span below a node lies within it; list items follow each other. */
function expectNested(node: unknown, outer: Span): void {
  if (typeof node !== 'object' || node === null) return;
  const own = 'span' in node ? (node.span as Span) : outer;
  expectWithin(own, outer);
  for (const [key, value] of Object.entries(node)) {
    if (key.endsWith('Span')) expectWithin(value as Span, own);
    else if (key === 'span') continue;
    else if (Array.isArray(value)) expectInOrder(value, own);
    else if (typeof value === 'object') expectNested(value, own);
  }
}

function expectInOrder(items: readonly { span: Span }[], outer: Span): void {
  let end = outer.start;
  for (const item of items) {
    expect(item.span.start).toBeGreaterThanOrEqual(end);
    end = item.span.end;
    expectNested(item, outer);
  }
}

/** A tree without spans. */
type Plain<Node> = Node extends readonly (infer Item)[]
  ? Plain<Item>[]
  : Node extends object
    ? { [Key in keyof Node as Key extends 'span' | `${string}Span` ? never : Key]: Plain<Node[Key]> }
    : Node;

const name = fc.constantFrom('a', 'b-c', 'x_1', 'föö', 'for1', 'in', 'if');
const literal = fc.oneof(
  fc.constantFrom('0', '7', '1.50', '1e3', '12345678901234567890.5').map(text => ({
    kind: 'literal' as const,
    value: Number(text),
    text,
  })),
  fc.constantFrom(true, false, null).map(value => ({ kind: 'literal' as const, value, text: String(value) })),
);

const { expression: expressions } = fc.letrec<{
  expression: Plain<Expression>;
  operand: Plain<Expression>;
  step: Plain<SplatStep>;
  part: Plain<TemplatePart>;
  parts: Plain<TemplatePart>[];
  item: Plain<ObjectItem>;
}>(tie => {
  const expression = tie('expression');
  const operand = tie('operand');
  const list = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { maxLength: 3 });
  const optional = <Item>(item: fc.Arbitrary<Item>) => fc.option(item, { nil: undefined });
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).map(value => value.normalize('NFC'));
  const operator = fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>', '<=', '>=', '&&', '||');
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      fc.record({ kind: fc.constant('variable'), name }),
      operand,
      fc.record({ kind: fc.constant('binary'), operator, left: operand, right: operand }),
      // biome-ignore lint/suspicious/noThenProperty: the name of the branch in the syntax tree
      fc.record({ kind: fc.constant('conditional'), condition: operand, then: expression, else: expression }),
      fc.record({ kind: fc.constant('unary'), operator: fc.constantFrom('-', '!'), operand }),
    ) as fc.Arbitrary<Plain<Expression>>,
    // What needs no parentheses around it to be an operand or to be followed by a traversal.
    operand: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('variable'), name }),
      fc.record({ kind: fc.constant('parentheses'), inner: expression }),
      fc.record({ kind: fc.constant('get-attribute'), object: operand, name }),
      fc.record({ kind: fc.constant('index'), object: operand, key: expression, legacy: fc.constant(false) }),
      fc.record({
        kind: fc.constant('index'),
        object: fc.record({ kind: fc.constant('variable'), name }),
        key: fc.constant({ kind: 'literal', value: 3, text: '3' }),
        legacy: fc.constant(true),
      }),
      fc.record({
        kind: fc.constant('call'),
        name: fc.constantFrom('f', 'a::b::c'),
        arguments: fc.array(expression, { minLength: 1, maxLength: 3 }),
        expandFinal: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('tuple'), items: list(expression) }),
      fc.record({ kind: fc.constant('object'), items: list(tie('item')) }),
      fc.record({ kind: fc.constant('template'), parts: tie('parts'), heredoc: fc.constant(false) }),
      fc.record({
        kind: fc.constant('for'),
        braces: fc.constant(false),
        keyName: optional(name),
        valueName: name,
        collection: expression,
        key: fc.constant(undefined),
        value: expression,
        condition: optional(expression),
        group: fc.constant(false),
      }),
      fc.record({
        kind: fc.constant('for'),
        braces: fc.constant(true),
        keyName: optional(name),
        valueName: name,
        collection: expression,
        key: expression,
        value: expression,
        condition: optional(expression),
        group: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('parentheses'),
        inner: fc.record({
          kind: fc.constant('splat'),
          source: operand,
          full: fc.constant(true),
          steps: list(tie('step')),
        }),
      }),
    ) as fc.Arbitrary<Plain<Expression>>,
    step: fc.oneof(
      fc.record({ kind: fc.constant('attribute'), name }),
      fc.record({ kind: fc.constant('index'), key: expression, legacy: fc.constant(false) }),
    ) as fc.Arbitrary<Plain<SplatStep>>,
    item: fc.oneof(
      fc.record({ key: fc.record({ kind: fc.constant('variable'), name }), value: expression }).map(item => ({
        ...item,
        identifier: item.key.name,
      })),
      fc.record({
        key: fc.record({ kind: fc.constant('parentheses'), inner: expression }),
        identifier: fc.constant(undefined),
        value: expression,
      }),
    ) as fc.Arbitrary<Plain<ObjectItem>>,
    part: fc.oneof(
      { depthSize: 'small' },
      fc.record({ kind: fc.constant('text'), value: text }),
      fc.record({ kind: fc.constant('interpolation'), expression }),
      // biome-ignore lint/suspicious/noThenProperty: the name of the branch in the syntax tree
      fc.record({ kind: fc.constant('if'), condition: expression, then: tie('parts'), else: tie('parts') }),
      fc.record({
        kind: fc.constant('for'),
        keyName: optional(name),
        valueName: name,
        collection: expression,
        parts: tie('parts'),
      }),
    ) as fc.Arbitrary<Plain<TemplatePart>>,
    parts: fc
      .array(tie('part'), { maxLength: 3 })
      // Two texts in a row would read as one.
      .map(parts => parts.filter((part, i) => part.kind !== 'text' || parts[i - 1]?.kind !== 'text')),
  };
});
