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

test('lines are found in a large file, where single ones are longer than what is read at once', () => {
  const entries = Array.from({ length: 400 }, (_, i): [string, string] => [
    `K${String(i).padStart(4, '0')}`,
    'x'.repeat(i % 50 === 49 ? 90_000 : i * 3),
  ]);
  writeFileSync(dataFile(NAME), entries.map(([key, value]) => `${key}\t${value}\n`).join(''));
  const found = entries.map(([key]) => lineFile(NAME).get(key));
  expect(found).toEqual(entries.map(([, value]) => value));
  const others = ['', 'A', 'K0049x', 'K0399x', 'Z'].map(key => lineFile(NAME).get(key));
  expect(others).toEqual(others.map(() => undefined));
  const file = lineFile(NAME);
  expect(entries.map(([key]) => file.get(key))).toEqual(entries.map(([, value]) => value));
});

test('a missing file has no lines', () => {
  expect(lineFile('no-such-file.txt').get('a')).toBeUndefined();
  expect(lineFile('no-such-file.txt').keys()).toEqual([]);
});
