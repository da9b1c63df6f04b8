import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesEveryArn, matchesEverything, matchesText, type Pattern, patternOf } from '../../src/iam/match.ts';
import { startOf } from '../../src/model/source.ts';
import { wildcardMatch } from '../../src/model/wildcard.ts';

const NAME = { hole: 'name' } as const;
const ANYTHING = { hole: 'anything' } as const;

function pattern(...pieces: Pattern['pieces']): Pattern {
  return { pieces, span: startOf({ path: 'policy.json', text: '' }) };
}

describe('wildcards', () => {
  test.each([
    ['s3:Get*', 's3:GetObject', true],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:Get?', 's3:GetObject', false],
    ['*Object*', 's3:GetObjectAcl', true],
    ['', '', true],
    ['', 'x', false],
    ['**', 'x', true],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'abbb', false],
  ])('%s and %s', (glob, text, expected) => {
    expect(wildcardMatch(glob, text)).toBe(expected);
  });

  test('agree with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (g, t) => {
        const expression = new RegExp(`^${g.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(wildcardMatch(g, t)).toBe(expression.test(t));
      }),
    );
  });

  test('a text of stars takes no long time', () => {
    expect(wildcardMatch(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('patterns with holes', () => {
  test.each([
    ['all wildcards', pattern('*'), 'pass'],
    ['two wildcards', pattern('**'), 'pass'],
    ['a prefix', pattern('s3:*'), 'fail'],
    ['nothing', pattern(''), 'fail'],
    ['a name', pattern(NAME), 'fail'],
    ['a name and a wildcard', pattern(NAME, '/*'), 'fail'],
    ['anything', pattern(ANYTHING), 'unknown'],
    ['anything and a wildcard', pattern(ANYTHING, '*'), 'unknown'],
    ['anything below a path', pattern(ANYTHING, '/*'), 'fail'],
  ])('%s matches everything: %#', (_, given, expected) => {
    expect(matchesEverything(given)).toBe(expected);
  });

  test.each([
    ['*', 'pass'],
    ['arn:aws:*', 'pass'],
    ['arn:*:*:*:*:*', 'pass'],
    ['arn:aws:s3:::*', 'fail'],
    ['arn:aws:iam::111122223333:*', 'fail'],
  ])('%s matches every ARN', (text, expected) => {
    expect(matchesEveryArn(pattern(text))).toBe(expected);
  });

  test.each([
    ['the same', pattern('s3:GetObject'), 'pass'],
    ['in another letter case', pattern('S3:getobject'), 'pass'],
    ['a hole that may fit', pattern('s3:', ANYTHING), 'unknown'],
    ['a hole that cannot fit', pattern('sqs:', ANYTHING), 'fail'],
  ])('%s matches s3:GetObject', (_, given, expected) => {
    expect(matchesText(given, 's3:GetObject')).toBe(expected);
  });
});

test.each([
  ['parameter TableArn', 'fail'],
  ['var.key_arn', 'fail'],
  ['import orders-table-arn', 'fail'],
  ['parameter KMSARN', 'fail'],
  ['var.key_arns[0]', 'fail'],
  ['var.reader_role_arns', 'fail'],
  ['parameter TableArns', 'fail'],
  ['SSM parameter /app/secret (parameter SecretArn)', 'fail'],
  ['parameter Warns', 'unknown'],
  ['parameter Table', 'unknown'],
  ['parameter LogWarn', 'unknown'],
])('%s matches everything: %s', (missing, expected) => {
  const span = startOf({ path: 'policy.json', text: '' });
  const value = { kind: 'unknown', reason: 'parameter-without-default', missing, alternatives: [], span } as const;
  expect(matchesEverything(patternOf(value, { assume: () => undefined })!)).toBe(expected);
});
