import { describe, expect, test } from 'vitest';
import { parseHclExpression } from '../../../src/parse/hcl/parser.ts';
import { plain, withTexts } from './plain.ts';

/** The tree of an expression without spans, or what is wrong with it. */
function parse(text: string): unknown {
  const { expression, diagnostics } = parseHclExpression({ path: 'x', text });
  return expression ? plain(expression) : diagnostics.map(({ message }) => message);
}

const number = (value: number): unknown => ({ kind: 'literal', value, text: String(value) });
const variable = (name: string): unknown => ({ kind: 'variable', name });
const attribute = (object: unknown, name: string): unknown => ({ kind: 'get-attribute', object, name });
const index = (object: unknown, key: unknown, legacy = false): unknown => ({ kind: 'index', object, key, legacy });
const binary = (left: unknown, operator: string, right: unknown): unknown => ({
  kind: 'binary',
  operator,
  left,
  right,
});
const conditional = (condition: unknown, then: unknown, otherwise: unknown): unknown => ({
  kind: 'conditional',
  condition,
  then,
  else: otherwise,
});
const [a, b, c] = [variable('a'), variable('b'), variable('c')];

describe('literals', () => {
  test.each([
    ['12', { kind: 'literal', value: 12, text: '12' }],
    ['1.50', { kind: 'literal', value: 1.5, text: '1.50' }],
    ['1e3', { kind: 'literal', value: 1000, text: '1e3' }],
    ['1E+3', { kind: 'literal', value: 1000, text: '1E+3' }],
    ['123456789012345678901', { kind: 'literal', value: 123456789012345680000, text: '123456789012345678901' }],
    ['true', { kind: 'literal', value: true, text: 'true' }],
    ['false', { kind: 'literal', value: false, text: 'false' }],
    ['null', { kind: 'literal', value: null, text: 'null' }],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['1.5.5', ['"1.5.5" is no number.']],
    ['0x10', ['Expected the end of the expression, found "x10".']],
    ['.5', ['Expected an expression, found ".".']],
    ["'x'", ['Expected an expression, found the character "\'".']],
    ['\u00a01', ['Expected an expression, found the character U+00A0.']],
    ['1 /* x', ['Expected the end of the expression, found a comment that is not closed.']],
  ])('%s is none', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('operators', () => {
  test.each([
    ['a + b * c', binary(a, '+', binary(b, '*', c))],
    ['a * b + c', binary(binary(a, '*', b), '+', c)],
    ['a - b - c', binary(binary(a, '-', b), '-', c)],
    ['a || b && c', binary(a, '||', binary(b, '&&', c))],
    ['a == b < c', binary(a, '==', binary(b, '<', c))],
    ['a >= b != c', binary(binary(a, '>=', b), '!=', c)],
    ['-a + b', binary({ kind: 'unary', operator: '-', operand: a }, '+', b)],
    ['!a.b', { kind: 'unary', operator: '!', operand: attribute(a, 'b') }],
    ['- -1', { kind: 'unary', operator: '-', operand: { kind: 'unary', operator: '-', operand: number(1) } }],
    ['a ? b : c', conditional(a, b, c)],
    ['a ? b : c ? a : b', conditional(a, b, conditional(c, a, b))],
    ['(a)', { kind: 'parentheses', inner: a }],
    ['a-b', variable('a-b')],
    ['a -b', binary(a, '-', b)],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['a | b', ['Expected the end of the expression, found the character "|".']],
    ['a ? b', ['Expected ":" of the conditional, found the end of the file.']],
    ['a +', ['Expected an expression, found the end of the file.']],
    ['(a', ['The parenthesis that starts here is not closed with ")".']],
    ['(a b)', ['Expected ")", found "b".']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('traversals', () => {
  test.each([
    ['a.b.c', attribute(attribute(a, 'b'), 'c')],
    ['a[b]["c"]', index(index(a, b), { kind: 'template', parts: [{ kind: 'text', value: 'c' }], heredoc: false })],
    ['a.0.b', attribute(index(a, number(0), true), 'b')],
    [
      'a.*.b[0]',
      index({ kind: 'splat', source: a, full: false, steps: [{ kind: 'attribute', name: 'b' }] }, number(0)),
    ],
    ['a.*.0', { kind: 'splat', source: a, full: false, steps: [{ kind: 'index', key: number(0), legacy: true }] }],
    [
      'a[*].b[0]',
      {
        kind: 'splat',
        source: a,
        full: true,
        steps: [
          { kind: 'attribute', name: 'b' },
          { kind: 'index', key: number(0), legacy: false },
        ],
      },
    ],
    [
      'a[*].b[*].c',
      {
        kind: 'splat',
        source: a,
        full: true,
        steps: [
          { kind: 'attribute', name: 'b' },
          { kind: 'splat', full: true, steps: [{ kind: 'attribute', name: 'c' }] },
        ],
      },
    ],
    ['"x".b', attribute({ kind: 'template', parts: [{ kind: 'text', value: 'x' }], heredoc: false }, 'b')],
    ['a\n.b', attribute(a, 'b')],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test('every step has a span', () => {
    const { expression } = parseHclExpression({ path: 'x', text: 'a.b[*].c[0]' });
    expect(withTexts(expression)).toEqual({
      kind: 'splat',
      source: {
        kind: 'get-attribute',
        object: { kind: 'variable', name: 'a', span: 'a' },
        name: 'b',
        nameSpan: 'b',
        span: 'a.b',
      },
      full: true,
      steps: [
        { kind: 'attribute', name: 'c', span: 'c' },
        { kind: 'index', key: { kind: 'literal', value: 0, text: '0', span: '0' }, legacy: false, span: '[0]' },
      ],
      span: 'a.b[*].c[0]',
    });
  });

  test.each([
    ['a.', ['Expected an attribute name after the dot, found the end of the file.']],
    ['a.0.1', ['".0.1" is no index: two indexes in a row need brackets.']],
    ['a.*.*', ['Expected an attribute name after the dot, found "*".']],
    ['a[0', ['The index that starts here is not closed with "]".']],
    ['a[*', ['Expected "]" after "[*", found the end of the file.']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('calls', () => {
  test.each([
    ['a()', { kind: 'call', name: 'a', arguments: [], expandFinal: false }],
    ['a(b, c,)', { kind: 'call', name: 'a', arguments: [b, c], expandFinal: false }],
    ['a(\nb...\n)', { kind: 'call', name: 'a', arguments: [b], expandFinal: true }],
    ['a :: b ::c(1)', { kind: 'call', name: 'a::b::c', arguments: [number(1)], expandFinal: false }],
    ['true(1)', { kind: 'call', name: 'true', arguments: [number(1)], expandFinal: false }],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['a(,)', ['Expected an expression, found ",".']],
    ['a(b', ['The function call that starts here is not closed with ")".']],
    ['a(b c)', ['Expected "," or ")" after the argument, found "c".']],
    ['a(b..., c)', ['Expected ")" after "...", found ",".']],
    ['a::', ['Expected a function name after "::", found the end of the file.']],
    ['a::b', ['Expected "(" after the function name a::b, found the end of the file.']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('lists and objects', () => {
  const item = (key: unknown, value: unknown, identifier?: string): unknown => ({ key, identifier, value });

  test.each([
    ['[]', { kind: 'tuple', items: [] }],
    ['[a, b,\n]', { kind: 'tuple', items: [a, b] }],
    ['{}', { kind: 'object', items: [] }],
    ['{ a = 1, b : 2 }', { kind: 'object', items: [item(a, number(1), 'a'), item(b, number(2), 'b')] }],
    ['{\n  a = 1\n\n  b = 2,\n}', { kind: 'object', items: [item(a, number(1), 'a'), item(b, number(2), 'b')] }],
    ['{ (a) = 1 }', { kind: 'object', items: [item({ kind: 'parentheses', inner: a }, number(1))] }],
    ['{ a.b = 1 }', { kind: 'object', items: [item(attribute(a, 'b'), number(1))] }],
    [
      '{ null = 1, 5 = 2 }',
      {
        kind: 'object',
        items: [item({ kind: 'literal', value: null, text: 'null' }, number(1), 'null'), item(number(5), number(2))],
      },
    ],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['[a b]', ['Expected "," or "]" after the list item, found "b".']],
    ['[a', ['The list that starts here is not closed with "]".']],
    ['{ a = 1 b = 2 }', ['Expected a line end, "," or "}" after the object item, found "b".']],
    ['{ a\n= 1 }', ['Expected "=" or ":" after the object key, found the end of the line.']],
    ['{ a =\n1 }', ['Expected an expression, found the end of the line.']],
    ['{ a = 1,, b = 2 }', ['Expected an expression, found ",".']],
    ['{ a = 1', ['The object that starts here is not closed with "}".']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('for', () => {
  const loop = { keyName: undefined, valueName: 'a', collection: b, condition: undefined, group: false };

  test.each([
    ['[for a in b : c]', { kind: 'for', ...loop, braces: false, key: undefined, value: c }],
    [
      '[\nfor k, a in b :\nc\nif a\n]',
      { kind: 'for', ...loop, braces: false, keyName: 'k', key: undefined, value: c, condition: a },
    ],
    ['{for a in b : a => c}', { kind: 'for', ...loop, braces: true, key: a, value: c }],
    [
      '{\nfor a in b : a => c... if b\n}',
      { kind: 'for', ...loop, braces: true, key: a, value: c, group: true, condition: b },
    ],
    [
      '{ "for" = a }',
      {
        kind: 'object',
        items: [
          {
            key: { kind: 'template', parts: [{ kind: 'text', value: 'for' }], heredoc: false },
            identifier: undefined,
            value: a,
          },
        ],
      },
    ],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['[for]', ['Expected a name after "for", found "]".']],
    ['[for a of b : a]', ['Expected "in" after the names of the "for", found "of".']],
    ['[for a, in b : a]', ['Expected "in" after the names of the "for", found "b".']],
    ['[for a in b a]', ['Expected ":" after the collection of the "for", found "a".']],
    ['[for a in b : a => c]', ['A "for" in brackets makes a list, which has no keys.']],
    ['[for a in b : a...]', ['"..." groups by key, and a list has no keys.']],
    ['{for a in b : a}', ['Expected "=>" after the key, found "}".']],
    ['{for a in b : a => c, }', ['Expected "}" at the end of the "for", found ",".']],
    ['[for a in b : c', ['The "for" expression that starts here is not closed with "]".']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});
