import { describe, expect, test } from 'vitest';
import { parseHcl, parseHclExpression, parseHclTemplate } from '../../../src/parse/hcl/parser.ts';
import { cpuTime } from '../../cpu-time.ts';

const many = 100_000;

describe('nesting past the bound is reported, and the rest is read', () => {
  test.each([
    ['brackets', `${'['.repeat(many)}${']'.repeat(many)}`],
    ['parentheses', `${'('.repeat(many)}1${')'.repeat(many)}`],
    ['objects', `${'{a='.repeat(many)}1${'}'.repeat(many)}`],
    ['calls', `${'f('.repeat(many)}${')'.repeat(many)}`],
    ['minus signs', `${'-'.repeat(many)}1`],
    ['negations', `${'!'.repeat(many)}a`],
    ['splats', `a${'[*]'.repeat(many)}`],
    ['conditionals', `${'a ? b : '.repeat(many)}c`],
    ['interpolations', `${'"${'.repeat(many)}1${'}"'.repeat(many)}`],
    ['directives', `"${'%{if a}'.repeat(many)}${'%{endif}'.repeat(many)}"`],
    ['fors', `${'[for a in '.repeat(many)}b${' : a]'.repeat(many)}`],
  ])('%s', (_, expression) => {
    const { body, diagnostics } = parseHcl({ path: 'x', text: `a = ${expression}\nb = 1\n` });
    expect(diagnostics.map(({ code }) => code)).toEqual(['hcl-nesting-too-deep']);
    expect(body.items.map(item => item.kind === 'attribute' && item.name)).toEqual(['b']);
  });

  test('blocks', () => {
    const { diagnostics } = parseHcl({ path: 'x', text: `${'a {\n'.repeat(1000)}${'}\n'.repeat(1000)}b = 1\n` });
    expect(diagnostics.map(({ code }) => code)).toEqual(['hcl-nesting-too-deep']);
  });

  test('200 levels are fine', () => {
    const text = `a = ${'['.repeat(200)}${']'.repeat(200)}\n`;
    expect(parseHcl({ path: 'x', text }).diagnostics).toEqual([]);
  });
});

describe('length is not bounded', () => {
  test.each([
    ['operators', `1${' + 1 * 2'.repeat(many)}`],
    ['attributes', `a${'.b'.repeat(many)}`],
    ['indexes', `a${'[0]'.repeat(many)}`],
    ['list items', `[${'1, '.repeat(many)}]`],
    ['interpolations', `"${' ${~a~} '.repeat(many)}"`],
    ['heredoc lines', `<<-EOT\n${'  ${a ~} b\n'.repeat(many)}EOT`],
    ['escapes', `"${'\\u00e9'.repeat(many)}"`],
  ])('%s', (_, text) => {
    expect(parseHclExpression({ path: 'x', text }).diagnostics).toEqual([]);
  });

  test('arguments', () => {
    const text = Array.from({ length: many }, (_, i) => `a${i} = ${i}\n`).join('');
    expect(parseHcl({ path: 'x', text }).body.items).toHaveLength(many);
  });
});

describe('hostile text takes time in proportion to its length', () => {
  test.each([
    ['heredocs that are not closed', '<<A\n'],
    ['arguments with such heredocs', 'a = <<A\n'],
    ['lists that are not closed', 'a = [\n'],
    ['blocks that are not closed', 'a {\n  b = [\n'],
    ['interpolations that are not closed', 'a = "${b"\n'],
    ['comments that are not closed', 'a = /*\n'],
    ['closing brackets', ')]}\n'],
    ['quote marks', '"'],
    ['sequences', '${'],
    ['directives', '%{ if '],
    ['line ends', '\r'],
    ['repeated arguments', 'a = 1\n'],
    ['blocks on one line', 'a {} '],
  ])('%s', (_, part) => {
    const text = `b {\n${part.repeat(many)}`;
    const started = cpuTime();
    const problems = parseHcl({ path: 'x', text }).diagnostics.length;
    parseHclTemplate({ path: 'x', text });
    // Takes about a second at most; what is quadratic takes minutes.
    expect(cpuTime() - started).toBeLessThan(20_000);
    expect(problems).toBeGreaterThan(0);
    expect(problems).toBeLessThanOrEqual(101);
  });
});
