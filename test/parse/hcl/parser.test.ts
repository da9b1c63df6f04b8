import { describe, expect, test } from 'vitest';
import { regionOf, type SourceFile } from '../../../src/model/source.ts';
import { parseHcl, parseHclExpression, parseHclTemplate } from '../../../src/parse/hcl/parser.ts';
import { plain, withTexts } from './plain.ts';

function file(text: string): SourceFile {
  return { path: 'main.tf', text };
}

describe('parseHcl', () => {
  test('gives attributes and blocks in source order, each with the text it stands in', () => {
    const text = 'a = 1 # one\nresource "aws_s3_bucket" logs {\n  bucket = "x"\n\n  versioning {}\n}\n';
    expect(withTexts(parseHcl(file(text)))).toEqual({
      diagnostics: [],
      body: {
        span: text,
        items: [
          {
            kind: 'attribute',
            name: 'a',
            nameSpan: 'a',
            value: { kind: 'literal', value: 1, text: '1', span: '1' },
            span: 'a = 1',
          },
          {
            kind: 'block',
            type: 'resource',
            typeSpan: 'resource',
            labels: [
              { value: 'aws_s3_bucket', quoted: true, span: '"aws_s3_bucket"' },
              { value: 'logs', quoted: false, span: 'logs' },
            ],
            headerSpan: 'resource "aws_s3_bucket" logs',
            body: {
              span: '\n  bucket = "x"\n\n  versioning {}\n',
              items: [
                {
                  kind: 'attribute',
                  name: 'bucket',
                  nameSpan: 'bucket',
                  value: {
                    kind: 'template',
                    parts: [{ kind: 'text', value: 'x', span: 'x' }],
                    heredoc: false,
                    span: '"x"',
                  },
                  span: 'bucket = "x"',
                },
                {
                  kind: 'block',
                  type: 'versioning',
                  typeSpan: 'versioning',
                  labels: [],
                  headerSpan: 'versioning',
                  body: { items: [], span: '' },
                  span: 'versioning {}',
                },
              ],
            },
            span: text.slice(text.indexOf('resource'), -1),
          },
        ],
      },
    });
  });

  test('gives positions in UTF-16 units, also after characters outside the basic plane', () => {
    const { body } = parseHcl(file('a = "😀"\r\nb = /* 😀 */ 2\r\n'));
    expect(body.items.map(item => regionOf(item.span))).toEqual([
      { line: 1, column: 1, endLine: 1, endColumn: 9 },
      { line: 2, column: 1, endLine: 2, endColumn: 15 },
    ]);
  });

  test('reads files with \\r\\n, tabs, a byte order mark or no line end at the end', () => {
    const wanted = plain(parseHcl(file('a = 1\nb {\n  c = "x"\n}\n')));
    const others = [
      'a = 1\r\nb {\r\n  c = "x"\r\n}\r\n',
      '\ta\t=\t1\n\tb\t{\n\t\tc\t=\t"x"\n\t}\t\n',
      '\ufeffa = 1\nb {\n  c = "x"\n}\n',
      'a = 1\nb {\n  c = "x"\n}',
      '# x\na = 1 // x\nb { # x\n /* x\n */ c = /* x */ "x" # x\n} // x',
    ];
    for (const text of others) expect(plain(parseHcl(file(text)))).toEqual(wanted);
  });

  test('compares names in normal form C and keeps the text of strings likewise', () => {
    const { body, diagnostics } = parseHcl(file('cafe\u0301 = "cafe\u0301"\ncafé = 2\n'));
    expect(diagnostics.map(({ code }) => code)).toEqual(['hcl-duplicate-attribute']);
    expect(withTexts(body.items)).toMatchObject([{ name: 'café', value: { parts: [{ value: 'café' }] } }]);
  });

  test('takes any word as a name, and names that objects inherit', () => {
    const { body } = parseHcl(file('for = 1\nif = 2\nnull = 3\nconstructor = 4\n__proto__ = 5\na-b = 6\n'));
    expect(body.items.map(item => item.kind === 'attribute' && item.name)).toEqual([
      'for',
      'if',
      'null',
      'constructor',
      '__proto__',
      'a-b',
    ]);
  });

  test('resolves escapes in labels', () => {
    const { body } = parseHcl(file('a "x\\"\\u00e9" "$${y}" {}\n'));
    expect(plain(body.items[0])).toMatchObject({
      labels: [
        { value: 'x"é', quoted: true },
        { value: '${y}', quoted: true },
      ],
    });
  });
});

describe('parseHclExpression', () => {
  test('reads a whole text, in which line ends have no meaning', () => {
    const { expression, diagnostics } = parseHclExpression(file('\n1 +\n  x\n'));
    expect(diagnostics).toEqual([]);
    expect(withTexts(expression)).toEqual({
      kind: 'binary',
      operator: '+',
      left: { kind: 'literal', value: 1, text: '1', span: '1' },
      right: { kind: 'variable', name: 'x', span: 'x' },
      span: '1 +\n  x',
    });
  });

  test('lets a heredoc end with the text', () => {
    expect(plain(parseHclExpression(file('<<EOT\nx\nEOT')))).toEqual({
      expression: { kind: 'template', parts: [{ kind: 'text', value: 'x\n' }], heredoc: true },
      diagnostics: [],
    });
  });

  test('reports what follows the expression, and a text without one', () => {
    expect(withTexts(parseHclExpression(file('1 2')))).toEqual({
      expression: undefined,
      diagnostics: [
        {
          code: 'hcl-syntax',
          severity: 'error',
          message: 'Expected the end of the expression, found "2".',
          advice: 'Remove what follows the expression.',
          span: '2',
        },
      ],
    });
    expect(parseHclExpression(file('# nothing')).diagnostics.map(({ message }) => message)).toEqual([
      'Expected an expression, found the end of the file.',
    ]);
  });
});

describe('parseHclTemplate', () => {
  test('reads a whole text as template, without escapes of quoted strings', () => {
    expect(withTexts(parseHclTemplate(file('a\\n "$${b}"\n${c}\n')))).toEqual({
      expression: {
        kind: 'template',
        parts: [
          { kind: 'text', value: 'a\\n "${b}"\n', span: 'a\\n "$${b}"\n' },
          { kind: 'interpolation', expression: { kind: 'variable', name: 'c', span: 'c' }, span: '${c}' },
          { kind: 'text', value: '\n', span: '\n' },
        ],
        heredoc: false,
        span: 'a\\n "$${b}"\n${c}\n',
      },
      diagnostics: [],
    });
  });

  test('gives no parts for a broken one', () => {
    const { expression, diagnostics } = parseHclTemplate(file('a ${b c}'));
    expect(plain(expression)).toEqual({ kind: 'template', parts: [], heredoc: false });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Expected "}" at the end of the interpolation, found "c".',
    ]);
  });
});
