import { describe, expect, test } from 'vitest';
import type { SourceFile, Span } from '../../../src/model/source.ts';
import { type ObjectValue, scalar, type Value } from '../../../src/model/value.ts';
import { readDocument, readJson } from '../../../src/terraform/mapping/json-text.ts';
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

describe('YAML text', () => {
  const hole = (missing: string, place: Span): Value => ({
    kind: 'unknown',
    reason: 'parameter-without-default',
    missing,
    alternatives: [],
    span: place,
  });

  test('has the places of its parts', () => {
    const source = '<<-EOF\n    inputs:\n      encrypted: true\n      bucket: "logs"\n  EOF';
    const value = readDocument(scalar('inputs:\n  encrypted: true\n  bucket: "logs"\n', at(source)));
    expect(plain(value)).toEqual({ inputs: { encrypted: true, bucket: 'logs' } });
    expect(textAt(find(value, 'bucket')!.span)).toBe('"logs"');
  });

  test('may have holes, in texts and in their place', () => {
    const place = at('whatever');
    const [key, name] = [hole('var.key', place), hole('var.name', place)];
    const parts = ["a: '", key, "'\nb:\n  - x-", name, '-', key, '\nc: ', name, '\n'];
    expect(readDocument({ kind: 'template', parts, span: place })).toMatchObject({
      kind: 'object',
      properties: new Map([
        ['a', expect.objectContaining({ value: key })],
        ['b', expect.objectContaining({ value: expect.objectContaining({ kind: 'list' }) })],
        ['c', expect.objectContaining({ value: name })],
      ]),
    });
    const list = find(readDocument({ kind: 'template', parts, span: place }), 'b');
    expect(list).toMatchObject({ items: [{ kind: 'template', parts: ['x-', name, '-', key] }] });
  });

  test.each(['just words', 'a: [', 'a: b: c', '', 'https://example.com'])('%j is a text', text => {
    const value = scalar(text, at('x'));
    expect(readDocument(value)).toBe(value);
  });

  test('JSON is read as before', () => {
    expect(plain(readDocument(scalar('{"a": 1}', at('x'))))).toEqual({ a: 1 });
  });
});
