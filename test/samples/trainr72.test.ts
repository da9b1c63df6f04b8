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

  test.each(forms)('%s: every marked rule exists', form => {
    expect(marksOf(sampleFolder('trainr72', form)).pending).toEqual([]);
  });

  test('both languages mark and name the same rules', async () => {
    const [cloudFormation, terraform] = forms.map(form => sampleFolder('trainr72', form));
    expect(both(rulesOf(markedLines(terraform!)))).toEqual(both(rulesOf(markedLines(cloudFormation!))));
    const found = await Promise.all([cloudFormation!, terraform!].map(folder => scanSample(folder, { settings })));
    expect(both(failingRules(found[1]!))).toEqual(both(failingRules(found[0]!)));
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

function failingRules({ failures }: Awaited<ReturnType<typeof scanSample>>): Set<string> {
  return new Set(failures.map(({ rule }) => rule.id));
}

/** Without the rule that asks what only CloudFormation can say: in Terraform another provider generates passwords. */
function both(rules: ReadonlySet<string>): string[] {
  return [...rules].filter(rule => rule !== 'secretsmanager-generated-password').sort();
}
