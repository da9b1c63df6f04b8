import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { dataFile, lineFile } from '../../src/facts/data.ts';

const NAME = `test-lines-${process.pid}.txt`;
mkdirSync(dirname(dataFile(NAME)), { recursive: true });
afterAll(() => rmSync(dataFile(NAME), { force: true }));

test('every line of a file is found by its key, and no other', () => {
  const key = fc.stringMatching(/^[A-Za-z0-9:_]{1,12}$/);
  fc.assert(
    fc.property(fc.dictionary(key, fc.stringMatching(/^[ -~]{0,20}$/)), key, (entries, other) => {
      const sorted = Object.keys(entries).sort();
      writeFileSync(dataFile(NAME), sorted.map(name => `${name}\t${entries[name]}\n`).join(''));
      const file = lineFile(NAME);
      expect(file.keys()).toEqual(sorted);
      for (const name of sorted) expect(file.get(name)).toBe(entries[name]);
      if (!Object.hasOwn(entries, other)) expect(file.get(other)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test('a missing file has no lines', () => {
  expect(lineFile('no-such-file.txt').get('a')).toBeUndefined();
  expect(lineFile('no-such-file.txt').keys()).toEqual([]);
});
