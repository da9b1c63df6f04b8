import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['base64encode("日本")', '"5pel5pys"'],
  ['base64decode("YQ")', ERROR],
  ['base64decode("YWI=\\n")', '"ab"'],
  ['base64decode("Y\\nWI=")', '"ab"'],
  ['base64decode("=")', ERROR],
  ['base64decode(null)', ERROR],
  ['urlencode("a b&c=d/é?~\'*")', '"a+b%26c%3Dd%2F%C3%A9%3F~%27%2A"'],
  ['urlencode("")', '""'],
  ['jsondecode("{\\"a\\":[1,{\\"b\\":null}]}")', '{"a":[1,{"b":null}]}'],
  ['jsondecode("nul")', ERROR],
  ['jsondecode("1 2")', ERROR],
  ['jsondecode("\\"\\\\ud83d\\\\ude00\\"")', '"😀"'],
  ['jsondecode("\\"\\\\u00e9\\"")', '"é"'],
  ['jsondecode("{\\"a\\":1}").a', '1'],
  ['jsondecode("-1.5e-3")', '-0.0015'],
  ['jsondecode("01")', ERROR],
  ['jsondecode("{a:1}")', ERROR],
  ['jsondecode("[1, 2]")[1]', '2'],
  ['jsondecode(null)', ERROR],
  ['jsondecode("  true ")', 'true'],
  ['jsondecode("\\"a\\nb\\"")', ERROR],
  ['jsonencode("</script>&")', '"\\"\\\\u003c/script\\\\u003e\\\\u0026\\""'],
  ['jsonencode({b=[1,null],a={}})', '"{\\"a\\":{},\\"b\\":[1,null]}"'],
  ['jsonencode(1e30)', '"1000000000000000000000000000000"'],
  ['jsonencode(0.1)', '"0.1"'],
  ['jsonencode("\\t\\r\\b")', ERROR],
  ['jsonencode(toset(["b","a"]))', '"[\\"a\\",\\"b\\"]"'],
  ['textencodebase64("é", "UTF-16LE")', '"6QA="'],
  ['textdecodebase64("6QA=", "UTF-16LE")', '"é"'],
  ['textencodebase64("日", "Shift_JIS")', '"k/o="'],
  ['textdecodebase64("k/o=", "shift_jis")', '"日"'],
  ['textencodebase64("a", "nope")', ERROR],
  ['textdecodebase64("!!", "UTF-8")', ERROR],
];

describe('Encoding functions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
