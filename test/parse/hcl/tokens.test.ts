import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../src/parse/hcl/tokens.ts';

/** Kind and text of every token but the last one, which is always `end`. */
function tokens(text: string, mode: 'normal' | 'template' = 'normal'): [string, string][] {
  const all = tokenize(text, mode);
  expect(all.at(-1)).toEqual({ kind: 'end', start: text.length, end: text.length });
  return all.slice(0, -1).map(({ kind, start, end }) => [kind, text.slice(start, end)]);
}

describe('tokenize', () => {
  test('names symbols by themselves and keeps comments', () => {
    expect(tokens('a-1 = 5.0 # x\n/* y */ => ... ~} && <= ::')).toEqual([
      ['identifier', 'a-1'],
      ['=', '='],
      ['number', '5.0'],
      ['comment', '# x'],
      ['newline', '\n'],
      ['comment', '/* y */'],
      ['=>', '=>'],
      ['...', '...'],
      ['~}', '~}'],
      ['&&', '&&'],
      ['<=', '<='],
      ['::', '::'],
    ]);
  });

  test('follows templates into each other', () => {
    expect(tokens('"a${ { b = "c" } ~}%{ if d }"')).toEqual([
      ['"', '"'],
      ['text', 'a'],
      ['interpolation', '${'],
      ['{', '{'],
      ['identifier', 'b'],
      ['=', '='],
      ['"', '"'],
      ['text', 'c'],
      ['close-quote', '"'],
      ['}', '}'],
      ['close-sequence', '~}'],
      ['directive', '%{'],
      ['identifier', 'if'],
      ['identifier', 'd'],
      ['close-sequence', '}'],
      ['close-quote', '"'],
    ]);
  });

  test('gives a heredoc line by line', () => {
    expect(tokens('<<-EOT\n  a # b\n  ${c}\n  EOT\n')).toEqual([
      ['heredoc', '<<-EOT\n'],
      ['text', '  a # b\n'],
      ['text', '  '],
      ['interpolation', '${'],
      ['identifier', 'c'],
      ['close-sequence', '}'],
      ['text', '\n'],
      ['close-heredoc', '  EOT'],
      ['newline', '\n'],
    ]);
  });

  test('ends a quoted text at the line end', () => {
    expect(tokens('"a\nb')).toEqual([
      ['"', '"'],
      ['text', 'a'],
      ['newline', '\n'],
      ['identifier', 'b'],
    ]);
  });

  test('takes a whole text as template', () => {
    expect(tokens('a "b"\n${c}', 'template')).toEqual([
      ['text', 'a "b"\n'],
      ['interpolation', '${'],
      ['identifier', 'c'],
      ['close-sequence', '}'],
    ]);
  });

  test('knows characters that HCL does not use', () => {
    expect(tokens("; ' | 😀 \u00a0 \r /* x")).toEqual([
      ['invalid', ';'],
      ['invalid', "'"],
      ['invalid', '|'],
      ['invalid', '😀'],
      ['invalid', '\u00a0'],
      ['invalid', '\r'],
      ['invalid', '/* x'],
    ]);
  });

  test('takes letters of all scripts for names', () => {
    expect(tokens('föo 名前 𝒜b a\u0301 ªx')).toEqual([
      ['identifier', 'föo'],
      ['identifier', '名前'],
      ['identifier', '𝒜b'],
      ['identifier', 'a\u0301'],
      ['identifier', 'ªx'],
    ]);
  });
});
