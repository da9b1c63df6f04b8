import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['csvdecode("a,b\\n\\"x,y\\",z")', '[{"a":"x,y","b":"z"}]'],
  ['csvdecode("a,b\\n1")', ERROR],
  ['csvdecode("")', ERROR],
  ['csvdecode("a,b")', '[]'],
  ['csvdecode("a\\n\\n1\\n")', '[{"a":"1"}]'],
  ['csvdecode("a\\n\\"x\\"\\"y\\"")', '[{"a":"x\\"y"}]'],
  ['csvdecode("a\\nx\\"y")', ERROR],
  ['csvdecode("a\\n\\"x")', ERROR],
  ['csvdecode("a\\n\\"x\\"y")', ERROR],
  ['csvdecode("a,\\n1,2")', '[{"":"2","a":"1"}]'],
  ['csvdecode(" a, b\\n1, 2")', '[{" a":"1"," b":" 2"}]'],
  ['csvdecode("a\\r\\n1\\r\\n")', '[{"a":"1"}]'],
  ['csvdecode("a,b\\n1,")', '[{"a":"1","b":""}]'],
];

describe('csvdecode', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
