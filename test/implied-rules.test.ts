import { describe, expect, test } from 'vitest';
import { loadBuiltInRules } from '../src/engine/load.ts';
import { SEVERITIES } from '../src/model/rule.ts';
import { sarif } from '../src/reporters/sarif.ts';
import { concise } from '../src/reporters/text.ts';
import { scan } from '../src/scan.ts';
import { folder } from './folder.ts';
import { CONTEXT } from './reporters/fixture.ts';

const rules = new Map(loadBuiltInRules().map(rule => [rule.id, rule]));
const pairs = [...rules.values()].flatMap(rule => (rule.impliedBy ?? []).map(id => [rule.id, id] as const));

test.skipIf(rules.size === 0).each(pairs)(
  '%s is implied by %s: a rule as severe, about the same types',
  (id, general) => {
    const [narrow, wide] = [rules.get(id)!, rules.get(general)!];
    expect(SEVERITIES.indexOf(wide.severity)).toBeGreaterThanOrEqual(SEVERITIES.indexOf(narrow.severity));
    expect(wide.resources.filter(type => narrow.resources.includes(type))).not.toEqual([]);
  },
);

describe('of one mistake', () => {
  test.skipIf(rules.size === 0).each([
    [
      'a statement that allows everything',
      'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n',
      'iam-policy-*',
      'iam-policy-no-statements-with-admin-access',
    ],
    [
      'a security group that is open to all',
      'resource "aws_security_group" "g" {\n  ingress {\n    from_port = 0\n    to_port = 0\n    protocol = "-1"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n',
      '*',
      'ec2-sg-no-public-all-ports',
    ],
  ])('%s: people see one finding, machines every one', async (_, text, only, general) => {
    const root = folder({ 'main.tf': text });
    const result = await scan({ paths: ['.'], workingDirectory: root, selection: { only: [only] } });
    const narrow = pairs.filter(([, id]) => id === general).map(([id]) => id);
    const failed = result.evaluations.filter(({ verdict }) => verdict === 'fail').map(each => each.rule.id);
    const implied = failed.filter(id => narrow.includes(id));
    expect(implied.length).toBeGreaterThan(2);
    const context = { ...CONTEXT, workingDirectory: root, root };
    const lines = concise(result, context).split('\n');
    expect(lines.filter(line => implied.some(id => line.includes(` ${id}: `)))).toEqual([]);
    expect(lines.filter(line => line.includes(` ${general}: `))).toEqual([
      expect.stringContaining(`(implies ${implied.length} other rules)`),
    ]);
    expect(
      concise(result, { ...context, verbose: true })
        .trim()
        .split('\n'),
    ).toHaveLength(failed.length);
    const alerts = JSON.parse(sarif(result, context)).runs[0].results.map((each: { ruleId: string }) => each.ruleId);
    expect(alerts).toEqual(expect.arrayContaining(implied));
  });
});
