import { describe, expect, test } from 'vitest';
import { positionAt } from '../../../src/model/source.ts';
import type { Body } from '../../../src/parse/hcl/ast.ts';
import { parseHcl } from '../../../src/parse/hcl/parser.ts';

/** Names of what was read: `a b.label{c …}`, the dots where something is missing. */
function outline(body: Body): string {
  const names = body.items.map(item => {
    if (item.kind === 'attribute') return item.name;
    return `${[item.type, ...item.labels.map(label => label.value)].join('.')}{${outline(item.body)}}`;
  });
  return [...names, ...(body.incomplete ? ['…'] : [])].join(' ');
}

/** What was read, and where the problems are. */
function parse(text: string): [string, ...string[]] {
  const { body, diagnostics } = parseHcl({ path: 'x', text });
  const problems = diagnostics.map(({ span, message }) => {
    const { line, column } = positionAt(span.file, span.start);
    return `${line}:${column} ${message}`;
  });
  return [outline(body), ...problems];
}

describe('a broken argument is left out, and nothing else', () => {
  test.each([
    ['a =\nb = 2\n', ['b …', '1:4 Expected an expression, found the end of the line.']],
    ['a = foo bar\nb = 1\n', ['b …', '1:9 Expected a line end after the argument, found "bar".']],
    ['a = 1; b = 2\nc = 3\n', ['c …', '1:6 Expected a line end after the argument, found the character ";".']],
    ['a = "abc\nb = 2\n', ['b …', '1:5 The string that starts here is not closed on its line.']],
    [
      'a = "${x"\nb = 2\nc {\n}\n',
      ['b c{} …', '1:9 Expected "}" at the end of the interpolation, found a quote mark.'],
    ],
    ['a == 1\nb = 2\n', ['b …', '1:3 Expected "=" or a block after "a", found "==".']],
    ['a.b = 1\nc = 2\n', ['c …', '1:2 Expected "=" or a block after "a", found ".".']],
    ['"a" = 1\nb = 2\n', ['b …', '1:1 Expected an argument or a block, found a quote mark.']],
    ['= 1\nb = 2\n', ['b …', '1:1 Expected an argument or a block, found "=".']],
    ['a = {\n  x = \n  y = 2\n}\nb = 1\n', ['b …', '2:7 Expected an expression, found the end of the line.']],
    ['a = {\nx =\ny = 2\n}\nb = 1\n', ['b …', '2:4 Expected an expression, found the end of the line.']],
    ['a {\n  b = [{ x = 1 }, { y = }]\n  c = 1\n}\nd = 1\n', ['a{c …} d', '2:25 Expected an expression, found "}".']],
    ['a = <<-EOT\n  %{ if x }\nEOT\nb = 1\n', ['b …', '2:3 The %{ if } that starts here has no %{ endif }.']],
  ])('%j', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('a bracket that is not closed spoils its own argument only', () => {
  test.each([
    ['a = [1\nb = 2\n', ['b …', '2:1 Expected "," or "]" after the list item, found "b".']],
    ['a {\n  b = [1\n}\nc = 2\n', ['a{…} c', '3:1 Expected "," or "]" after the list item, found "}".']],
    [
      'a {\n  b = {\n    x = [1, 2\n  }\n  c = 1\n}\nd = 1\n',
      ['a{c …} d', '4:3 Expected "," or "]" after the list item, found "}".'],
    ],
    [
      'a {\n  x = f(1, 2\n  y = 2\n  z = 3\n}\nd = 1\n',
      ['a{y z …} d', '3:3 Expected "," or ")" after the argument, found "y".'],
    ],
    ['a {\n  x = f({\n    b = [\n  })\n  y = 1\n}\nc = 1\n', ['a{y …} c', '4:3 Expected an expression, found "}".']],
  ])('%j', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('blocks', () => {
  test.each([
    [
      'a "x" {\n  y = 1\n\nb "z" {\n  y = 2\n}\n\nc = 1\n',
      ['a.x{y …} b.z{y} c', '1:7 The block that starts here is not closed with "}".'],
    ],
    ['a {\n  b {\n    c = 1\n}\nd {\n}\n', ['a{b{c} …} d{}', '1:3 The block that starts here is not closed with "}".']],
    ['a "x" 1.2 {\n  y = 1\n}\nb = 2\n', ['b …', '1:7 Expected a label or "{", found "1.2".']],
    ['a "x${y}" {\n  y = 1\n}\nb = 2\n', ['b …', '1:5 A label of a block cannot hold a template.']],
    ['a "x" = 1\nb = 2\n', ['b …', '1:7 Expected a label or "{", found "=".']],
    ['a "x"\n{\n  y = 1\n}\nb = 2\n', ['a.x{y} b', '1:6 Expected a label or "{", found the end of the line.']],
    ['a {} b {}\n', ['a{} b{}', '1:6 Expected a line end after the block, found "b".']],
    ['a = 1\n}\nb = 2\n', ['a b', '2:1 Expected an argument or a block, found "}".']],
    ['a {\n  b = 1 }\nc = 2\n', ['a{b} c', '2:9 Expected a line end after the argument, found "}".']],
    ['a = 1, b = 2\n', ['a b', '1:6 Expected a line end after the argument, found ",".']],
  ])('%j', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['a { b = 1 }\n', ['a{b}']],
    ['a { b = [\n1\n] }\n', ['a{b}']],
    ['a { b = 1\n}\nc = 1\n', ['a{b} c', '1:10 Expected "}" after the argument, found the end of the line.']],
    ['a { b {} }\nc = 1\n', ['a{b{}} c', '1:5 A block cannot stand on the line of another one.']],
    [
      'a { b = 1, c = 2 }\nd = 1\n',
      [
        'a{b c} d',
        '1:10 Expected "}" after the argument, found ",".',
        '1:18 Expected a line end after the argument, found "}".',
      ],
    ],
  ])('on one line: %j', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('what swallows the rest of a text', () => {
  test('after a heredoc that is not closed the next block is read again', () => {
    const text = 'a "b" {\n  c = f(<<EOT\n  text {\n  x\n  EOT)\n  d = 1\n}\ne "f" "g" {\n  y = 1\n}\n';
    expect(parse(text.replace('  text {\n', ''))).toEqual([
      'a.b{…} e.f.g{y}',
      '1:7 The block that starts here is not closed with "}".',
      '2:9 The heredoc that starts here has no line with EOT alone.',
    ]);
  });

  test('a comment that is not closed', () => {
    expect(parse('a = 1\nb = /* x\nc = 1\n')).toEqual([
      'a …',
      '2:5 Expected an expression, found a comment that is not closed.',
    ]);
  });
});

test('an argument that is set twice keeps its first value', () => {
  const { body, diagnostics } = parseHcl({ path: 'x', text: 'a = 1\na = 2\n' });
  expect(outline(body)).toBe('a');
  expect(diagnostics.map(({ code, message, span }) => [code, message, span.start, span.end])).toEqual([
    ['hcl-duplicate-attribute', 'The argument "a" is set twice.', 6, 7],
  ]);
});

test('a problem says what to do', () => {
  const { diagnostics } = parseHcl({ path: 'x', text: "a = 'x'\n" });
  expect(diagnostics.map(({ severity, advice }) => [severity, advice])).toEqual([
    ['error', 'Put strings in double quotes; HCL has no single quotes.'],
  ]);
});

test('after a hundred problems there is one more that says so', () => {
  const { diagnostics } = parseHcl({ path: 'x', text: 'a = [\n'.repeat(1000) });
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.filter(({ code }) => code === 'hcl-too-many-problems')).toHaveLength(1);
});
