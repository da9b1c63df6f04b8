import { describe, expect, test } from 'vitest';
import { markedLines, reportedLines, ruleOf, sampleFolder, scanSample } from './scanning.ts';

/** The review of this system asks for two tags, one of them with values to choose from. */
const settings = {
  'required-tags': { parameters: { tags: ['Environment=Production,Staging,Development', 'Owner'] } },
};

/** Marked in the sample although no rule may find them yet; a rule that is there must. */
const mayBeUnwritten = [
  'ec2-instance-profile-attached',
  'rds-in-private-subnets',
  'secretsmanager-generated-password',
];

const forms = ['cloudformation', 'terraform'];

describe('trainr72', () => {
  test.each(forms)('%s: the scan reports exactly the marked lines', async form => {
    const folder = sampleFolder('trainr72', form);
    const { failures, rules } = await scanSample(folder, { settings });
    const { rules: all } = await scanSample(folder, { settings, profiles: ['all'] });
    const expected = markedLines(folder).filter(line => rules.has(ruleOf(line)) || isUnknownTo(all, line));
    expect(reportedLines(folder, failures)).toEqual(expected);
  });

  test.each(forms)('%s: and with the profiles its marked rules belong to', async form => {
    const folder = sampleFolder('trainr72', form);
    const { failures, rules } = await scanSample(folder, { settings, profiles: ['all'] });
    const expected = markedLines(folder).filter(line => rules.has(ruleOf(line)) || isUnknownTo(rules, line));
    const marked = new Set(expected.map(ruleOf));
    expect(reportedLines(folder, failures).filter(line => marked.has(ruleOf(line)))).toEqual(expected);
  });

  test('both languages mark and name the same rules', async () => {
    const [cloudFormation, terraform] = forms.map(form => sampleFolder('trainr72', form));
    expect(distinctRules(markedLines(terraform!))).toEqual(distinctRules(markedLines(cloudFormation!)));
    const reported = [cloudFormation!, terraform!].map(async folder => {
      const { failures } = await scanSample(folder, { settings });
      return distinctRules(reportedLines(folder, failures));
    });
    expect(await reported[1]).toEqual(await reported[0]);
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

/** A marked rule that does not exist is a misspelt one, but for those that are known to be unwritten. */
function isUnknownTo(rules: ReadonlySet<string>, line: string): boolean {
  return !rules.has(ruleOf(line)) && !mayBeUnwritten.includes(ruleOf(line));
}

function distinctRules(lines: readonly string[]): string[] {
  return [...new Set(lines.map(ruleOf))].sort();
}
