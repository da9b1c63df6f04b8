import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['replace("abc", "", "-")', '"-a-b-c-"'],
  ['replace("a.b", "/[.]/", "$0$0")', '"a..b"'],
  ['replace("abc", "/(?P<x>b)/", "[$x]")', '"a[b]c"'],
  ['replace("abc", "/(b)/", "$1x")', '"ac"'],
  ['replace("abc", "/(b)/", "${1}x")', '"a1xc"'],
  ['replace("aaa", "/a*?/", "x")', '"xaxaxax"'],
  ['replace("abc", "//", "x")', '"xaxbxcx"'],
  ['replace("ab", "/^/", "x")', '"xab"'],
  ['replace("a\\\\b", "\\\\", "/")', '"a/b"'],
  ['regex("(a)|(b)", "b")', '[null,"b"]'],
  ['regex("a(?P<n>x)?", "a")', '{"n":null}'],
  ['regex("[[:alpha:]]+", "12ab")', '"ab"'],
  ['regex("\\\\d+", "ab")', ERROR],
  ['regexall("(?P<l>[a-z])(?P<d>[0-9])", "a1b2")', '[{"d":"1","l":"a"},{"d":"2","l":"b"}]'],
  ['regexall("x", "abc")', '[]'],
  ['regexall("(", "abc")', ERROR],
  ['regex("(?i)ABC", "xabc")', '"abc"'],
  ['regex("\\\\pL+", "12é")', '"é"'],
  ['regexall(".", "日本")', '["日","本"]'],
  ['regexall("^", "a\\nb")', '[""]'],
  ['regexall("(?m)^", "a\\nb")', '["",""]'],
  ['regex("a{1001}", "a")', ERROR],
  ['regex("(?=a)", "a")', ERROR],
  ['regex("\\\\bfoo\\\\b", "a foo b")', '"foo"'],
];

describe('Regular expressions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
