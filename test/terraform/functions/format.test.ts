import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['format("%v", [1,"a",null])', '"[1,\\"a\\",null]"'],
  ['format("%v", {a=1})', '"{\\"a\\":1}"'],
  ['format("%5.1f|%-8s|%08d", 3.14159, "ab", -42)', '"  3.1|ab      |-0000042"'],
  ['format("%+.2e", 12345.678)', '"+1.23e+04"'],
  ['format("%x", -255)', '"-ff"'],
  ['format("%X", 255)', '"FF"'],
  ['format("%#o", 8)', '"010"'],
  ['format("%b", 5)', '"101"'],
  ['format("%#b", 5)', '"0b101"'],
  ['format("%08b", 5)', '"00000101"'],
  ['format("%t", "no")', ERROR],
  ['format("%q", "é<>&")', '"\\"é\\\\u003c\\\\u003e\\\\u0026\\""'],
  ['format("%.2s", "日本語")', '"日本"'],
  ['format("%5s", "a")', '"    a"'],
  ['format("%05s", "a")', '"0000a"'],
  ['format("%-5sX", "a")', '"a    X"'],
  ['format("%z", 1)', ERROR],
  ['format("%d%%", 5)', '"5%"'],
  ['format("%[3]s", "a", "b", "c")', '"c"'],
  ['format("%[1]s %s %[1]s", "a", "b")', '"a b a"'],
  ['format("%s %s", "a")', ERROR],
  ['format("%[0]s", "a")', ERROR],
  ['format("%s", ["a"])', ERROR],
  ['format("%d", "abc")', ERROR],
  ['format("%d", 12345678901234567890123)', '"12345678901234567890123"'],
  ['format("%.3d", 5)', '"005"'],
  ['format("%5.3d|", 5)', '"  005|"'],
  ['format("%g", 0.00001)', '"1e-05"'],
  ['format("%G", 1e-10)', '"1E-10"'],
  ['format("%e", 0)', '"0.000000e+00"'],
  ['format("%.0f", 2.5)', '"2"'],
  ['format("%.0f", 3.5)', '"4"'],
  ['format("%f", 1/3)', '"0.333333"'],
  ['format("%.20f", 0.1)', '"0.10000000000000000000"'],
  ['format("%v", 1e6)', '"1e+06"'],
  ['format("%v", 123456)', '"123456"'],
  ['format("%v", 1234567)', '"1.234567e+06"'],
  ['format("%v", 0.1)', '"0.1"'],
  ['format("%s", 1e6)', '"1000000"'],
  ['format("%6v|", true)', '"  true|"'],
  ['format("%#v", {b=1,a="x"})', '"{\\"a\\":\\"x\\",\\"b\\":1}"'],
  ['format("%T", 1)', ERROR],
  ['format("", 1)', ERROR],
  ['format("%%")', '"%"'],
  ['format("é%s", "x")', '"éx"'],
  ['formatlist("%s-%s", ["a"], ["b","c"])', ERROR],
  ['formatlist("%s-%s", [], "x")', '[]'],
  ['formatlist("%s", [null])', ERROR],
  ['formatlist("%v", [null])', '["null"]'],
  ['formatlist("%s", {a=1})', ERROR],
  ['formatlist("%d", ["x"])', ERROR],
  ['formatlist("%s", toset([]))', '[]'],
];

describe('format and formatlist', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
