import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['title("hello-world foo_bar éa 1abc")', '"Hello-World Foo_bar Éa 1abc"'],
  ['title("a.b,c;d")', '"A.B,C;D"'],
  ['title("ünder über")', '"Ünder Über"'],
  ['upper("ǆ")', '"Ǆ"'],
  ['lower("İ")', '"i"'],
  ['lower("ΑΣ")', '"ασ"'],
  ['upper("ﬁ")', '"ﬁ"'],
  ['substr("hello", -3, 2)', '"ll"'],
  ['substr("hello", -10, 2)', '"he"'],
  ['substr("hello", -2, 0)', '"lo"'],
  ['substr("hello", 10, 2)', '""'],
  ['substr("hello", 0, 0)', '""'],
  ['substr("hello", 2, 100)', '"llo"'],
  ['substr("e\\u0301a", 0, 1)', '"é"'],
  ['strrev("e\\u0301a")', '"aé"'],
  ['trim("  a  ", "")', '"  a  "'],
  ['trim("éaé", "é")', '"a"'],
  ['trimspace("\\u2003a\\u3000")', '"a"'],
  ['trimsuffix("aaa", "")', '"aaa"'],
  ['trimprefix("aaa", "aaaa")', '"aaa"'],
  ['split(",", "")', '[""]'],
  ['split("", "")', '[]'],
  ['split("ab", "abab")', '["","",""]'],
  ['join(",")', ERROR],
  ['join(",", ["a"], ["b","c"])', '"a,b,c"'],
  ['join(",", toset(["b","a"]))', '"a,b"'],
  ['join(",", [[1]])', ERROR],
  ['indent(-1, "a")', ERROR],
  ['indent(1.5, "a")', ERROR],
  ['indent("2", "a\\nb")', '"a\\n  b"'],
  ['chomp("a\\r\\r\\n")', '"a"'],
  ['chomp("a\\n\\r")', '"a"'],
  ['strcontains("abc", null)', ERROR],
  ['startswith("é", "e")', 'false'],
  ['endswith("aé", "\\u0301")', 'false'],
  ['sort(["b","a","C","é","z","10","9"])', '["10","9","C","a","b","z","é"]'],
  ['sort([2,1,10])', '["1","10","2"]'],
  ['sort([null,"a"])', ERROR],
  ['sort(toset(["b","a"]))', '["a","b"]'],
  ['sort([])', '[]'],
  ['sort(null)', ERROR],
  ['upper(["a"]...)', '"A"'],
  ['upper("a", "b")', ERROR],
  ['upper()', ERROR],
  ['upper(null)', ERROR],
  ['upper([])', ERROR],
  ['upper(1)', '"1"'],
  ['upper(true)', '"TRUE"'],
];

describe('String functions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
