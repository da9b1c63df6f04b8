import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAtStart } from '../../src/model/ordered.ts';

test('counts what going through the list counts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (items, limit) => {
      const sorted = items.toSorted((a, b) => a - b);
      expect(countAtStart(sorted, item => item <= limit)).toBe(sorted.filter(item => item <= limit).length);
    }),
  );
});
