import { describe, expect, test } from 'vitest';
import { expectMarkedLines, expectMarkedRules, marksOf, rulesOf } from './marks.ts';
import { markedLines, sampleFolder, scanSample } from './scanning.ts';

/** The review of this system asks for two tags, one of them with values to choose from. */
const settings = {
  'required-tags': { parameters: { tags: ['Environment=Production,Staging,Development', 'Owner'] } },
};

const forms = ['cloudformation', 'terraform'];

describe('trainr72', () => {
  test.each(forms)('%s: the scan reports exactly the marked lines', form =>
    expectMarkedLines(sampleFolder('trainr72', form), { settings }));

  test.each(forms)('%s: and with the profiles its marked rules belong to', form =>
    expectMarkedRules(sampleFolder('trainr72', form), { settings }));

  test.each(forms)('%s: every marked rule exists, but for those to be written', form => {
    const unwritten = ['ec2-instance-profile-attached', 'rds-in-private-subnets', 'secretsmanager-generated-password'];
    expect(marksOf(sampleFolder('trainr72', form)).pending.filter(rule => !unwritten.includes(rule))).toEqual([]);
  });

  test('both languages mark and name the same rules', async () => {
    const [cloudFormation, terraform] = forms.map(form => sampleFolder('trainr72', form));
    expect(rulesOf(markedLines(terraform!))).toEqual(rulesOf(markedLines(cloudFormation!)));
    const found = await Promise.all([cloudFormation!, terraform!].map(folder => scanSample(folder, { settings })));
    expect(failingRules(found[1]!)).toEqual(failingRules(found[0]!));
  });

  test('the tags: a missing key and a value that is not allowed', async () => {
    const { failures } = await scanSample(sampleFolder('trainr72', 'terraform'), { settings });
    const tags = failures.filter(({ rule }) => rule.id === 'required-tags');
    expect(tags.map(({ resource, because }) => [resource?.address, because])).toEqual([
      ['aws_iam_role.monitoring', 'missing: Environment, Owner'],
      ['aws_iam_role.function', 'value not allowed: Environment'],
    ]);
  });
});

function failingRules({ failures }: Awaited<ReturnType<typeof scanSample>>): string[] {
  return [...new Set(failures.map(({ rule }) => rule.id))].sort();
}
