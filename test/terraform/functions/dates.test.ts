import { describe, expect, test } from 'vitest';
import { ERROR, resultOf } from '../results.ts';

/** Results of Terraform 1.11.4, as JSON. */
const RESULTS: readonly (readonly [expression: string, result: string])[] = [
  ['timeadd("2020-02-28T23:59:59Z", "24h")', '"2020-02-29T23:59:59Z"'],
  ['timeadd("2020-01-01T00:00:00Z", "-1.5h")', '"2019-12-31T22:30:00Z"'],
  ['timeadd("2020-01-01T00:00:00Z", "1h30m10s")', '"2020-01-01T01:30:10Z"'],
  ['timeadd("2020-01-01T00:00:00Z", "0")', '"2020-01-01T00:00:00Z"'],
  ['timeadd("2020-01-01T00:00:00Z", "1")', ERROR],
  ['timeadd("2020-01-01T00:00:00Z", "1d")', ERROR],
  ['timeadd("2020-01-01T00:00:00.5Z", "500ms")', '"2020-01-01T00:00:01Z"'],
  ['timeadd("2020-01-01T00:00:00-07:30", "1us")', '"2020-01-01T00:00:00-07:30"'],
  ['timeadd("2020-01-01 00:00:00Z", "1s")', ERROR],
  ['timeadd("2020-1-01T00:00:00Z", "1s")', ERROR],
  ['timeadd("2020-01-01T00:00:00+00:00", "1s")', '"2020-01-01T00:00:01Z"'],
  ['timeadd("9999-12-31T23:59:59Z", "1s")', '"10000-01-01T00:00:00Z"'],
  ['timecmp("2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00")', '0'],
  ['timecmp("2020-01-01T00:00:00.1Z", "2020-01-01T00:00:00Z")', '1'],
  ['timecmp("2020-02-30T00:00:00Z", "2020-01-01T00:00:00Z")', ERROR],
  ['timecmp("2020-01-01T24:00:00Z", "2020-01-01T00:00:00Z")', ERROR],
  ['formatdate("\'it\'\'s\' YYYY", "2020-01-01T00:00:00Z")', '"it\'s 2020"'],
  ['formatdate("\'\'", "2020-01-01T00:00:00Z")', '"\'"'],
  ['formatdate("\'x", "2020-01-01T00:00:00Z")', ERROR],
  ['formatdate("EEE E", "2020-01-01T00:00:00Z")', ERROR],
  ['formatdate("hh:mm:ss AA", "2020-01-01T00:05:09Z")', '"00:05:09 AM"'],
  ['formatdate("H AA", "2020-01-01T12:05:09Z")', '"12 PM"'],
  ['formatdate("ZZZ ZZZZ ZZZZZ Z", "2020-01-01T12:05:09+05:30")', '"+0530 +0530 +05:30 +05:30"'],
  ['formatdate("ZZ", "2020-01-01T12:05:09+05:30")', ERROR],
  ['formatdate("YYY", "2020-01-01T12:05:09+05:30")', ERROR],
  ['formatdate("YY-M-D", "2020-01-01T12:05:09+05:30")', '"20-1-1"'],
  ['formatdate("é YYYY/MM", "2020-01-01T12:05:09Z")', '"é 2020/01"'],
  ['formatdate("x", "2020-01-01T12:05:09Z")', ERROR],
  ['formatdate("", "2020-01-01T12:05:09Z")', '""'],
  ['formatdate("Q", "2020-01-01T12:05:09Z")', ERROR],
];

describe('Date and time functions', () => {
  test.each(RESULTS)('%s', (expression, result) => {
    expect(resultOf(expression)).toBe(result);
  });
});
