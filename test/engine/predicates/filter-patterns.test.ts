import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesEvent, parseFilterPattern } from '../../../src/engine/predicates/filter-patterns.ts';

const event = { eventName: 'DeleteTrail', eventSource: 'cloudtrail.amazonaws.com', 'userIdentity.type': 'IAMUser' };
const settled = new Set(['errorCode', 'additionalEventData', 'userIdentity.invokedBy']);

describe('an event', () => {
  test.each([
    ['', 'pass'],
    ['{ $.eventName = DeleteTrail }', 'pass'],
    ['{ $.eventName = "DeleteTrail" }', 'pass'],
    ['{$.eventName=DeleteTrail}', 'pass'],
    ['{ $.eventName = "Delete*" }', 'pass'],
    ['{ $.eventName = Delete }', 'fail'],
    ['{ ($.eventName = CreateTrail) || ($.eventName = DeleteTrail) }', 'pass'],
    ['{ $.eventSource = cloudtrail.amazonaws.com && $.eventName = CreateTrail || $.eventName = DeleteTrail }', 'pass'],
    [
      '{ $.eventName = DeleteTrail && ($.eventSource = iam.amazonaws.com || $.eventSource = s3.amazonaws.com) }',
      'fail',
    ],
    ['{ $.eventName != DeleteTrail }', 'fail'],
    ['{ $.eventName != CreateTrail }', 'pass'],
    ['{ $.userIdentity.invokedBy NOT EXISTS }', 'pass'],
    ['{ $.userIdentity.invokedBy EXISTS }', 'fail'],
    ['{ $.eventName EXISTS }', 'pass'],
    ['{ $.additionalEventData.MFAUsed = "No" }', 'fail'],
    ['{ $.additionalEventData.MFAUsed != "Yes" }', 'pass'],
    ['{ $.errorCode = "AccessDenied*" }', 'fail'],
    ['{ $.errorCode IS NULL }', 'fail'],
    // What the event does not say, and need not lack.
    ['{ $.recipientAccountId = 111122223333 }', 'unknown'],
    ['{ $.eventName = CreateTrail && $.recipientAccountId = 111122223333 }', 'fail'],
    ['{ $.sourceIPAddress != "203.0.113.*" }', 'pass'],
    ['{ $.readOnly IS FALSE }', 'unknown'],
    ['{ $.requestParameters.name EXISTS }', 'unknown'],
    ['{ $.eventName = %Delete.*% }', 'unknown'],
    ['{ $.eventName > 5 }', 'unknown'],
  ])('%s', (text, expected) => {
    const pattern = parseFilterPattern(text);
    expect(pattern && matchesEvent(pattern, event, settled)).toBe(expected);
  });
});

describe('no pattern for JSON', () => {
  test.each([
    'DeleteTrail',
    '?Delete ?Create',
    '[ip, user]',
    '{ }',
    '{ $.a }',
    '{ $.a = }',
    '{ $.a = "b }',
    '{ a = b }',
    '{ $. = b }',
    '{ ($.a = b }',
    '{ $.a = b) }',
    '{ $.a = b || }',
    '{ $.a = b $.c = d }',
    '{ $.a NOT THERE }',
    '{ $.a IS GREEN }',
    '{ $.a ~ b }',
    '{ $.a | b }',
    `{ $.a = ${'b'.repeat(1024)} }`,
  ])('%s', text => {
    expect(parseFilterPattern(text)).toBeUndefined();
  });
});

test('what was read is written and read again', () => {
  const name = fc.stringMatching(/^[a-z]{1,5}(?:\.[a-z]{1,5})?$/);
  const { pattern } = fc.letrec(tie => ({
    pattern: fc.oneof({ maxDepth: 3 }, tie('test'), tie('joined')),
    test: fc.tuple(name, fc.constantFrom('=', '!='), name).map(([a, operator, b]) => `($.${a} ${operator} "${b}")`),
    joined: fc
      .tuple(fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }), fc.constantFrom(' || ', ' && '))
      .map(([parts, operator]) => `(${parts.join(operator)})`),
  }));
  fc.assert(
    fc.property(pattern as fc.Arbitrary<string>, text => {
      const read = parseFilterPattern(`{ ${text} }`);
      fc.pre(text.length < 1000);
      expect(written(read)).toBe(text);
    }),
  );
});

test('no text is too odd', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[{}()$.a="%|&!<> \\]*$/), text => {
      parseFilterPattern(text);
      parseFilterPattern(`{${text}}`);
    }),
  );
});

function written(pattern: ReturnType<typeof parseFilterPattern>): string {
  switch (pattern?.kind) {
    case 'all':
      return `(${pattern.parts.map(written).join(' && ')})`;
    case 'any':
      return `(${pattern.parts.map(written).join(' || ')})`;
    case 'compare':
      return `($.${pattern.field} ${pattern.operator} "${pattern.value}")`;
    default:
      return 'nothing';
  }
}
