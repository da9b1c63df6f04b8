import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rulesOf } from './marks.ts';
import { reportedLines, sampleFolder, scanSample } from './scanning.ts';

const forms = ['cloudformation', 'terraform'];

describe('clean', () => {
  test.each(forms)('%s: no finding at all by default', async form => {
    const folder = sampleFolder('clean', form);
    const { failures } = await scanSample(folder);
    expect(reportedLines(folder, failures)).toEqual([]);
  });

  test.each(forms)('%s: under strict what the README explains, and no more', async form => {
    const folder = sampleFolder('clean', form);
    const { failures } = await scanSample(folder, { profiles: ['strict'] });
    expect([...rulesOf(reportedLines(folder, failures))].sort()).toEqual(explained());
  });

  test.each(forms)('%s: nearly nothing is left undecided', async form => {
    const { result } = await scanSample(sampleFolder('clean', form));
    const undecided = result.evaluations.filter(({ verdict }) => verdict === 'unknown');
    expect(result.evaluations.length).toBeGreaterThan(400);
    expect(undecided.length / result.evaluations.length).toBeLessThan(0.01);
  });

  test('the same rules look at both languages, but for what only one can say', async () => {
    const [cloudFormation, terraform] = await Promise.all(
      forms.map(async form => {
        const { result } = await scanSample(sampleFolder('clean', form));
        return new Set(result.evaluations.map(({ rule }) => rule.id));
      }),
    );
    const different = [
      ...[...cloudFormation!].filter(rule => !terraform!.has(rule)),
      ...[...terraform!].filter(rule => !cloudFormation!.has(rule)),
    ];
    expect(different).toEqual(onlyOneLanguage);
  });
});

/**
 * The default group of a VPC is a resource and a provider a block in Terraform alone; generated passwords are a property
 * in CloudFormation alone.
 */
const onlyOneLanguage = [
  'secretsmanager-generated-password',
  'vpc-default-security-group-closed',
  'terraform-provider-no-static-credentials',
];

/** The rules that the README says are left under `strict`: lines of the form "- `rule`: reason". */
function explained(): readonly string[] {
  const text = readFileSync(join(sampleFolder('clean'), 'README.md'), 'utf8');
  return [...text.matchAll(/^- `([a-z0-9-]+)`: /gm)].map(([, rule]) => rule!).sort();
}
