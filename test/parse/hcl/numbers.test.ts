import { expect, test } from 'vitest';
import { decimalText } from '../../../src/parse/hcl/numbers.ts';

test.each([
  ['0', '0'],
  ['00012.50', '12.5'],
  ['1.0', '1'],
  ['0.0', '0'],
  ['1e3', '1000'],
  ['1.50e3', '1500'],
  ['1.50E-3', '0.0015'],
  ['1e-7', '0.0000001'],
  ['123456789012345678901234567890.1230', '123456789012345678901234567890.123'],
  ['1e99999999', '1e99999999'],
])('%s is %s', (text, wanted) => {
  expect(decimalText(text)).toBe(wanted);
});
