import { describe, expect, test } from 'vitest';
import { expectMarkedLines, expectMarkedRules, marksOf } from './marks.ts';
import { sampleFolder, scanSample } from './scanning.ts';

describe('ops-pipeline', () => {
  const forms = ['cloudformation', 'terraform'];
  const folder = (form: string) => sampleFolder('ops-pipeline', form);

  test.each(forms)('%s: the scan reports exactly the marked lines', form => expectMarkedLines(folder(form)));

  test.each(forms)('%s: and with the profiles its marked rules belong to', form => expectMarkedRules(folder(form)));

  test.each(forms)('%s: every marked rule exists', form => {
    expect(marksOf(folder(form)).pending).toEqual([]);
  });

  test('both languages name the same rules', async () => {
    const [cloudFormation, terraform] = await Promise.all(forms.map(form => scanSample(folder(form))));
    expect(failingRules(terraform!)).toEqual(failingRules(cloudFormation!));
  });
});

function failingRules({ failures }: Awaited<ReturnType<typeof scanSample>>): string[] {
  return [...new Set(failures.map(({ rule }) => rule.id))].sort();
}
