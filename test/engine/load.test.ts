import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtInExamples, loadBuiltInRules } from '../../src/engine/load.ts';
import { dataFile } from '../../src/facts/data.ts';

const built = existsSync(dataFile('rules.json'));

describe.skipIf(!built)('the built-in rules (npm run build)', () => {
  test('are there, in the order of their ids, with their long texts', () => {
    const rules = loadBuiltInRules();
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    const storage = rules.find(({ id }) => id === 'rds-storage-encrypted')!;
    expect(storage).toMatchObject({ service: 'rds', scope: 'resource', profile: null });
    expect(storage.rationale).toMatch(/\w/);
    expect({ ...storage }.aliases).toContain('checkov:CKV_AWS_16');
    expect(builtInExamples('rds-storage-encrypted')?.fail.length).toBeGreaterThan(1);
    expect(builtInExamples('no-such-rule')).toBeUndefined();
  });

  test('a list that a caller changes does not change the next one', () => {
    loadBuiltInRules().length = 0;
    expect(loadBuiltInRules().length).toBeGreaterThan(0);
  });
});
