import { describe, expect, test } from 'vitest';
import type { Expression, TemplatePart } from '../../../src/parse/hcl/ast.ts';
import { parseHcl, parseHclExpression, parseHclTemplate } from '../../../src/parse/hcl/parser.ts';

/** Texts as they are; everything else in brackets, by its source. */
function outline(parts: readonly TemplatePart[]): string[] {
  return parts.map(outlineOf);
}

function outlineOf(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return part.value;
    case 'interpolation':
      return `[${source(part.expression)}]`;
    case 'if':
      return `[if ${source(part.condition)}: ${outline(part.then).join('')} else: ${outline(part.else).join('')}]`;
    case 'for': {
      const names = part.keyName === undefined ? part.valueName : `${part.keyName}, ${part.valueName}`;
      return `[for ${names} in ${source(part.collection)}: ${outline(part.parts).join('')}]`;
    }
  }
}

function source({ span }: Expression): string {
  return span.file.text.slice(span.start, span.end);
}

/** The parts of a quoted template or heredoc, or what is wrong with it. */
function parse(text: string): string[] {
  const { expression, diagnostics } = parseHclExpression({ path: 'x', text });
  return expression?.kind === 'template' ? outline(expression.parts) : diagnostics.map(({ message }) => message);
}

describe('quoted templates', () => {
  test.each([
    ['""', []],
    ['"a"', ['a']],
    ['"${a}"', ['[a]']],
    ['"a${b}c${d}"', ['a', '[b]', 'c', '[d]']],
    ['"${"a${b}"}"', ['["a${b}"]']],
    ['"${ { b = "}" }.b }"', ['[{ b = "}" }.b]']],
    ['"${\na\n}"', ['[a]']],
    ['"\\n\\r\\t\\"\\\\"', ['\n\r\t"\\']],
    ['"\\u00e9\\U0001F600"', ['é😀']],
    ['"\\u0041\\u0301"', ['Á']],
    ['"$${a} $$${b} %%{c} %%%{d}"', ['${a} $${b} %{c} %%{d}']],
    ['"$a $ $$ % %% 100%"', ['$a $ $$ % %% 100%']],
    ['"\\\\${a}"', ['\\', '[a]']],
    ['"# // /* \' `"', ["# // /* ' `"]],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['"a', ['The string that starts here is not closed on its line.']],
    ['"a\nb"', ['The string that starts here is not closed on its line.']],
    ['"\\q"', ['"\\q" is no escape sequence.']],
    ['"\\${a}"', ['"\\$" is no escape sequence.']],
    ['"\\u12"', ['Expected 4 hexadecimal digits after \\u.']],
    ['"\\U0001F60"', ['Expected 8 hexadecimal digits after \\U.']],
    ['"\\ud83d\\ude00"', ['U+d83d is no Unicode character.']],
    ['"\\U00110000"', ['U+00110000 is no Unicode character.']],
    ['"${a"', ['Expected "}" at the end of the interpolation, found a quote mark.']],
    ['"${a', ['The interpolation that starts here is not closed with "}".']],
    ['"${a:-b}"', ['Expected "}" at the end of the interpolation, found ":".']],
    ['"${}"', ['Expected an expression, found "}".']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('directives', () => {
  test.each([
    ['"%{ if a }b%{ endif }"', ['[if a: b else: ]']],
    ['"%{if a}b${c}%{else}d%{endif}e"', ['[if a: b[c] else: d]', 'e']],
    ['"%{ for a in b }${a}, %{ endfor }"', ['[for a in b: [a], ]']],
    ['"%{ for k, a in b }%{ if a }x%{ endif }%{ endfor }"', ['[for k, a in b: [if a: x else: ]]']],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['"%{ if a }"', ['The %{ if } that starts here has no %{ endif }.']],
    ['"%{ for a in b }%{ endif }"', ['Expected %{ endfor }, found %{ endif }.']],
    ['"%{ if a }%{ else }%{ else }%{ endif }"', ['Expected %{ endif }, found %{ else }.']],
    ['"%{ for a in b }%{ else }%{ endfor }"', ['Expected %{ endfor }, found %{ else }.']],
    ['"%{ endif }"', ['Expected an opening directive before it, found %{ endif }.']],
    ['"%{ unless a }"', ['Expected a template directive, found "unless".']],
    ['"%{ if a b }"', ['Expected "}" at the end of the template directive, found "b".']],
    ['"%{ for a }"', ['Expected "in" after the names of the "for", found "}".']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('strip markers', () => {
  test.each([
    ['"a ${~ b ~} c"', ['a', '[b]', 'c']],
    ['"${~ b ~} "', ['[b]', '']],
    ['"a\\n ${~ b}"', ['a', '[b]']],
    ['"a %{~ if b ~} c %{~ endif ~} d"', ['a', '[if b: c else: ]', 'd']],
    // A marker takes white space of one line only: that of its own, with the line end that follows.
    ['<<EOT\na \n\n  ${~ b ~}  \n\n  c\nEOT\n', ['a \n\n', '[b]', '\n  c\n']],
    ['<<EOT\na\n${~ b ~}\nc\nEOT\n', ['a', '[b]', 'c\n']],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });
});

describe('heredocs', () => {
  test.each([
    ['<<EOT\nEOT\n', []],
    ['<<EOT\na\n  b\nEOT\n', ['a\n  b\n']],
    ['<<EOT\na\n  EOT\n', ['a\n']],
    ['<<EOT\r\na\r\nEOT\r\n', ['a\r\n']],
    ['<<EOT\nEOTX\nx EOT\n${a}EOT\nEOT\n', ['EOTX\nx EOT\n', '[a]', 'EOT\n']],
    ['<<EOT\n\\n "q" # no comment\n$${a}\nEOT\n', ['\\n "q" # no comment\n${a}\n']],
    ['<<A-B1\na\nA-B1\n', ['a\n']],
    ['<<EOT\n${<<EOT\na\nEOT\n}\nEOT\n', ['[<<EOT\na\nEOT]', '\n']],
    ['f(<<EOT\na\nEOT\n, 1)', []],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['<<-EOT\n    a\n      b\n    EOT\n', ['a\n  b\n']],
    ['<<-EOT\n\t\ta\n\t\t\tb\n\tEOT\n', ['a\n\tb\n']],
    ['<<-EOT\n\n    a\n\n      b\n  EOT\n', ['\na\n\n  b\n']],
    ['<<-EOT\n    a\n  ${b}\nEOT\n', ['  a\n', '[b]', '\n']],
    ['<<-EOT\n  a\n${b}\nEOT\n', ['  a\n', '[b]', '\n']],
    ['<<-EOT\n  $${a}\n    b\nEOT\n', ['${a}\n  b\n']],
    ['<<-EOT\n  \u2003a\n   b\nEOT\n', ['a\nb\n']],
    // A line whose line end before it is stripped keeps its indentation, in HashiCorp’s parser too.
    ['<<-EOT\n  %{ for a in b ~}\n  ${a}\n  %{ endfor ~}\n  EOT\n', ['', '[for a in b:   [a]\n]', '']],
  ])('%s without indentation', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test.each([
    ['<<EOT\na\nEOT b\n', ['The heredoc that starts here has no line with EOT alone.']],
    ['<<"EOT"\na\nEOT\n', ['Expected an expression, found "<".']],
    ['<< EOT\na\nEOT\n', ['Expected an expression, found "<".']],
    ['<<EOT\na\rb\nEOT\n', ['A carriage return without line feed stands here.']],
  ])('%s is wrong', (text, wanted) => {
    expect(parse(text)).toEqual(wanted);
  });

  test('needs a line end after the marker in a file', () => {
    const { diagnostics } = parseHcl({ path: 'x', text: 'a = <<EOT\nx\nEOT' });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'The heredoc that starts here has no line with EOT alone.',
    ]);
  });
});

describe('template files', () => {
  test.each([
    ['', []],
    ['a\n\n', ['a\n\n']],
    ['${a}', ['[a]']],
    ['${a ~}\n\n\n  b', ['[a]', '\n\n  b']],
    ['a \n\n \n  ${~ b}', ['a \n\n \n', '[b]']],
    ['a\r\n\r\n ${~ b ~} \r\n\r\n c', ['a\r\n\r\n', '[b]', '\r\n c']],
    ['a\rb ${c}', ['a\rb ', '[c]']],
    ['%{ if a ~}\n\n  b\n%{ endif ~}\n c', ['[if a: \n  b\n else: ]', ' c']],
  ])('%j', (text, wanted) => {
    expect(outline(parseHclTemplate({ path: 'x', text }).expression.parts)).toEqual(wanted);
  });
});
