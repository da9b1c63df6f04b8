import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../src/files.ts';
import { readModule } from '../../src/terraform/module.ts';
import { readPlan } from '../../src/terraform/plan.ts';
import { isModuleDirectory, looksLikePlan } from '../../src/terraform/recognise.ts';

const corpus = '../shared/corpus';

describe.skipIf(!existsSync(corpus))('configurations of other projects', () => {
  const names = existsSync(corpus) ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }) : [];
  const files = openFiles([corpus]);

  test('are read without an exception', () => {
    const directories = new Set(names.filter(name => name.endsWith('.tf')).map(name => join(corpus, dirname(name))));
    const read = [...directories].filter(directory => isModuleDirectory(files.list(directory)));
    const resources = read.flatMap(directory => readModule(directory, { files }).resources);
    expect(read.length).toBe(directories.size);
    expect(resources.length).toBeGreaterThan(read.length);
    for (const { id, nameSpan } of resources) {
      expect(nameSpan.end, id).toBeGreaterThan(nameSpan.start);
    }
  });

  test('and their plans', () => {
    const texts = names.filter(name => name.endsWith('.json')).flatMap(name => files.read(join(corpus, name)) ?? []);
    const plans = texts.filter(file => looksLikePlan(file.text));
    const read = plans.map(plan => readPlan(plan, { files }));
    expect(read.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'))).toEqual([]);
    expect(read.map(({ resources }) => resources.length)).not.toContain(0);
    expect(plans.length).toBeGreaterThan(0);
  });
});
