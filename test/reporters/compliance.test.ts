import { describe, expect, test } from 'vitest';
import { rate } from '../../src/reporters/aggregate.ts';
import { compliance } from '../../src/reporters/compliance.ts';
import { html } from '../../src/reporters/html.ts';
import { CONTEXT, ENCRYPTED, evaluation, everything, PUBLIC, result, TAGS } from './fixture.ts';

const AREAS = [...new Set([ENCRYPTED, PUBLIC, TAGS].map(({ category }) => category))].sort();

const of = (rule: typeof TAGS, verdict: 'pass' | 'fail', count: number) =>
  Array.from({ length: count }, () => evaluation({ rule, verdict }));

describe('rating', () => {
  test.each([
    [[], 'A', true],
    [of(TAGS, 'pass', 95).concat(of(TAGS, 'fail', 5)), 'A', true],
    [of(TAGS, 'pass', 9).concat(of(TAGS, 'fail', 1)), 'B', true],
    [of(TAGS, 'pass', 8).concat(of(TAGS, 'fail', 2)), 'C', false],
    [of(TAGS, 'pass', 99).concat([evaluation()]), 'C', false],
    [of(TAGS, 'pass', 99).concat(of(PUBLIC, 'fail', 1)), 'E', false],
    [of(TAGS, 'fail', 1), 'E', false],
  ])('case %#', (evaluations, rating, ready) => {
    expect(rate(evaluations)).toMatchObject({ rating, production_ready: ready });
  });

  test('says what stands in the way', () => {
    expect(rate([...of(PUBLIC, 'fail', 2), evaluation()]).reasons).toEqual([
      '2 critical findings, at most 0 allowed',
      '1 high findings, at most 0 allowed',
      '0 % pass, at least 90 % needed',
    ]);
  });
});

describe('compliance', () => {
  const report = JSON.parse(compliance(everything(), CONTEXT));

  test('has the totals, by rule, by type and by control', () => {
    expect(report.summary).toEqual({
      resources: 1,
      evaluations: 6,
      compliant: 1,
      non_compliant: 3,
      insufficient_data: 1,
      suppressed: 1,
      percentage: 25,
    });
    expect(report.by_rule[1]).toEqual({
      rule: 'rds-storage-encrypted',
      title: 'RDS storage is encrypted at rest',
      severity: 'high',
      compliant: 0,
      non_compliant: 1,
      insufficient_data: 1,
      suppressed: 0,
      percentage: 0,
      compliant_resources: [],
      non_compliant_resources: ['Database'],
    });
    expect(report.by_area.map((each: { area: string }) => each.area)).toEqual(AREAS);
    expect(report.by_resource_type.map((each: { type: string }) => each.type)).toEqual(['AWS::RDS::DBInstance']);
    expect(
      report.frameworks.map((each: { framework: string; controls: object[] }) => [each.framework, each.controls]),
    ).toEqual([
      [
        'hipaa',
        [
          expect.objectContaining({
            control: '164.312(a)(2)(iv)',
            compliance_type: 'NON_COMPLIANT',
            rules: ['rds-storage-encrypted'],
          }),
        ],
      ],
      ['nist-800-53-r5', [expect.objectContaining({ control: 'SC-28', compliance_type: 'NON_COMPLIANT' })]],
    ]);
  });

  test('says what to do first, with risk, standard and remedy, and against what it rates', () => {
    const { must, should, nice_to_have } = report.priority_actions;
    const ids = (actions: readonly { rule: string }[]) => actions.map(({ rule }) => rule);
    expect([ids(must), ids(should), ids(nice_to_have)]).toEqual([
      ['rds-instance-public-access-check', 'rds-storage-encrypted'],
      [],
      ['required-tags'],
    ]);
    expect(must[1]).toEqual({
      rule: 'rds-storage-encrypted',
      issue: 'RDS storage is encrypted at rest',
      severity: 'high',
      findings: 1,
      resources: ['Database'],
      risk: 'Whoever obtains the volume reads the data.',
      remediation: 'Set StorageEncrypted to true.',
      standards: { 'nist-800-53-r5': ['SC-28'], hipaa: ['164.312(a)(2)(iv)'] },
      references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html'],
    });
    expect(report.rating.thresholds).toEqual({ critical: 0, high: 0, percentage: 90 });
  });

  test('gives each evaluation in the words of AWS Config', () => {
    expect(report.evaluations[2]).toEqual({
      resource_id: 'Database',
      resource_type: 'AWS::RDS::DBInstance',
      rule: 'rds-instance-public-access-check',
      compliance_type: 'COMPLIANT',
      severity: 'critical',
      file: 'infra/db.yaml',
      line: 5,
      annotation: 'PubliclyAccessible is false',
    });
  });
});

describe('html', () => {
  test('has a section for everything there is', () => {
    const page = html(everything(), CONTEXT);
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      'What to do first',
      'Findings',
      'Not analysed',
      'By area',
      'By framework',
      'Unknown',
      'Suppressed',
      'Compliant',
    ]);
    expect(page.indexOf('Databases are not publicly accessible')).toBeLessThan(
      page.indexOf('RDS storage is encrypted'),
    );
  });

  test('takes no markup from what it shows', () => {
    const page = html(result([evaluation({ message: '<script>alert("x")</script>', because: 'a & b' })]), CONTEXT);
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(page).toContain('a &amp; b');
  });

  test('says so where there is nothing to mend', () => {
    expect(html(result([]), CONTEXT)).toContain('Ready for production.');
  });
});
