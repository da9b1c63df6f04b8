import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentAccelerator } from '../../scripts/generate/document-accelerator.ts';
import { loadBuiltInRules } from '../../src/engine/load.ts';
import type { Evaluation } from '../../src/model/finding.ts';
import { sampleFolder, scanSample } from './scanning.ts';

/** What the production guide of this system found, and how many resources each finding is about. */
const guide: Readonly<Record<string, number>> = {
  'lambda-concurrency-check': 43,
  'lambda-dlq-check': 37,
  'lambda-inside-vpc': 10,
  'lambda-environment-encrypted-with-cmk': 39,
  'lambda-code-signing-enabled': 46,
  'codebuild-project-encrypted-with-cmk': 3,
  'cloudwatch-log-group-encrypted': 7,
  'cw-loggroup-retention-period-check': 37,
  'cloudfront-origin-failover-enabled': 1,
  'cloudfront-geo-restriction-enabled': 1,
};

describe('document-accelerator', () => {
  const folder = sampleFolder('document-accelerator');
  const known = new Set(loadBuiltInRules().map(({ id }) => id));
  const rules = Object.keys(guide).filter(rule => known.has(rule));

  test('the template is what the generator writes', () => {
    expect(readFileSync(join(folder, 'template.yaml'), 'utf8')).toBe(documentAccelerator());
  });

  test('it has 46 functions', async () => {
    const { result } = await scanSample(folder);
    expect(result.resources.filter(({ type }) => type === 'AWS::Lambda::Function')).toHaveLength(46);
  });

  test.each(rules)('%s: as many as the guide counted', async rule => {
    const { failures } = await scanSample(folder, { profiles: ['all'] });
    expect(counts(failures)[rule]).toBe(guide[rule]);
  });

  for (const rule of Object.keys(guide).filter(rule => !known.has(rule))) {
    test.todo(`${rule}, which is no rule yet: ${guide[rule]}`);
  }

  test('without profiles nothing else is found', async () => {
    const { failures, rules: asked } = await scanSample(folder);
    const expected = Object.entries(guide).filter(([rule]) => asked.has(rule));
    expect(counts(failures)).toEqual(Object.fromEntries(expected));
  });
});

function counts(failures: readonly Evaluation[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const { rule } of failures) result[rule.id] = (result[rule.id] ?? 0) + 1;
  return result;
}
