import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['cidrhost("10.0.0.0/8", 1e6)', '"10.15.66.64"'],
  ['cidrhost("10.0.0.0/8", 1.5)', ERROR],
  ['cidrhost("10.0.0.0/24", "5")', '"10.0.0.5"'],
  ['cidrhost("2001:db8::/32", 4294967296)', '"2001:db8::1:0:0"'],
  ['cidrhost("2001:db8::/64", -1)', '"2001:db8::ffff:ffff:ffff:ffff"'],
  ['cidrhost("10.0.0.0/24", -1)', '"10.0.0.255"'],
  ['cidrhost("0.0.0.0/0", 4294967295)', '"255.255.255.255"'],
  ['cidrnetmask("10.0.0.0/12")', '"255.240.0.0"'],
  ['cidrnetmask("10.0.0.1")', ERROR],
  ['cidrsubnet("2001:db8::/32", 32, 1)', '"2001:db8:0:1::/64"'],
  ['cidrsubnet("10.0.0.0/8", 8, 255)', '"10.255.0.0/16"'],
  ['cidrsubnet("10.0.0.0/8", 8, 256)', ERROR],
  ['cidrsubnet("10.0.0.0/8", 0, 0)', '"10.0.0.0/8"'],
  ['cidrsubnet("10.0.0.0/8", 25, 0)', ERROR],
  ['cidrsubnet("10.0.0.0/8", 1.5, 0)', ERROR],
  ['cidrsubnet("300.0.0.0/8", 1, 0)', ERROR],
  ['cidrsubnet("::ffff:10.0.0.0/104", 8, 1)', '"10.1.0.0/16"'],
  ['cidrsubnets("10.0.0.0/8")', '[]'],
  ['cidrsubnets("10.0.0.0/30", 1, 1, 1)', ERROR],
  ['cidrsubnets("10.0.0.0/24", 4, 4, 2)', '["10.0.0.0/28","10.0.0.16/28","10.0.0.64/26"]'],
  ['cidrsubnets("2001:db8::/32", 16, 32)', '["2001:db8::/48","2001:db8:1::/64"]'],
  ['cidrsubnets("0.0.0.0/0", 1, 1)', ERROR],
  ['cidrsubnets("255.255.255.0/24", 1, 1)', '["255.255.255.0/25","255.255.255.128/25"]'],
  ['cidrsubnets("255.255.255.0/24", 1, 1, 1)', ERROR],
];

describe('IP network functions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
