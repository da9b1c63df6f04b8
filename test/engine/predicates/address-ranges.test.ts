import { expect, test } from 'vitest';
import { parseCidr } from '../../../src/engine/predicates/address-ranges.ts';

test.each([
  ['0.0.0.0/0', { family: 4, prefix: 0 }],
  [' 10.0.0.0/8 ', { family: 4, prefix: 8 }],
  ['0::0/0', { family: 6, prefix: 0 }],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0', undefined],
  ['sg-0123456789abcdef0', undefined],
  ['pl-1234/5', undefined],
])('the range %s', (given, expected) => {
  expect(parseCidr(given)).toEqual(expected);
});
