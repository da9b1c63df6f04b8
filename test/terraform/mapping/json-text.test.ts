import { describe, expect, test } from 'vitest';
import type { SourceFile, Span } from '../../../src/model/source.ts';
import { type ObjectValue, scalar, type Value } from '../../../src/model/value.ts';
import { readJson } from '../../../src/terraform/mapping/json-text.ts';
import { plain } from './written.ts';

function at(source: string): Span {
  const file: SourceFile = { path: 'main.tf', text: `policy = ${source}\n` };
  return { file, start: 'policy = '.length, end: file.text.length - 1 };
}

const textAt = ({ file, start, end }: Span) => file.text.slice(start, end);

/** The value of a property, however deep. */
function find(value: Value, name: string): Value | undefined {
  const children =
    value.kind === 'list' ? value.items : [...(value as ObjectValue).properties.values()].map(({ value: v }) => v);
  const own = value.kind === 'object' ? value.properties.get(name)?.value : undefined;
  return (
    own ??
    children
      .filter(child => child.kind !== 'scalar')
      .map(child => find(child, name))
      .find(found => found)
  );
}

describe('JSON text', () => {
  test('of an indented heredoc has the places of its parts', () => {
    const source = '<<-EOF\n    {\n      "Statement": [{\n        "Effect": "Allow"\n      }]\n    }\n  EOF';
    const text = '{\n  "Statement": [{\n    "Effect": "Allow"\n  }]\n}\n';
    const value = readJson(scalar(text, at(source)));
    expect(plain(value)).toEqual({ Statement: [{ Effect: 'Allow' }] });
    expect(textAt(find(value, 'Effect')!.span)).toBe('"Allow"');
    expect(textAt(find(value, 'Statement')!.span)).toBe('[{\n        "Effect": "Allow"\n      }]');
  });

  test('of a plain heredoc likewise', () => {
    const value = readJson(scalar('{"Effect": "Deny"}\n', at('<<EOF\n{"Effect": "Deny"}\nEOF')));
    expect(textAt(find(value, 'Effect')!.span)).toBe('"Deny"');
  });

  test('with escapes has the place of the whole text', () => {
    const value = readJson(scalar('{"a": 1}', at('"{\\"a\\": 1}"')));
    expect([plain(value), textAt(find(value, 'a')!.span)]).toEqual([{ a: 1 }, '"{\\"a\\": 1}"']);
  });

  test('keeps the secrecy of the text', () => {
    const value = readJson({ ...scalar('{"a": "b"}', at('var.secret')), sensitive: true });
    expect([value.sensitive, find(value, 'a')?.sensitive]).toEqual([true, true]);
  });

  test('that is no object or list, or no JSON, stays text', () => {
    const texts = ['', 'plain', '"text"', '12', '{', '{"a": 1,}', '{} {}', '// x\n{}'];
    expect(texts.map(text => plain(readJson(scalar(text, at('x')))))).toEqual(texts);
  });

  test('known in part gives its structure', () => {
    const span = at('jsonencode(…)');
    const structure: Value = { kind: 'list', items: [], open: false, span };
    expect(readJson({ kind: 'template', parts: ['[]'], structure, span })).toBe(structure);
    expect(readJson({ kind: 'template', parts: ['a'], span })).toEqual({ kind: 'template', parts: ['a'], span });
  });

  test('nested beyond reason stays text', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(readJson(scalar(deep, at('x'))).kind).toBe('scalar');
  });
});

test('the structure of a whole text that stands in the file is read again where it stands', () => {
  const span = at('<<-EOF\n  {"Effect": "Allow"}\n  EOF');
  const structure: Value = { kind: 'object', properties: new Map(), open: false, span };
  const value = readJson({ kind: 'template', parts: ['{"Effect": "Allow"}\n'], structure, span });
  expect(textAt(find(value, 'Effect')!.span)).toBe('"Allow"');
});
