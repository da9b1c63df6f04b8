import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../src/model/finding.ts';
import type { SourceFix } from '../../src/model/fix.ts';
import { rdjson } from '../../src/reporters/rdjson.ts';
import { descriptorOf } from '../../src/reporters/sarif/descriptor.ts';
import { sarif } from '../../src/reporters/sarif.ts';
import { concise, text } from '../../src/reporters/text.ts';
import { CONTEXT, DATABASE, ENCRYPTED, evaluation, file, result, spanOf } from './fixture.ts';

const END = spanOf(DATABASE, 'PubliclyAccessible: true').end;
const AT_END = { file: DATABASE, start: END, end: END };

/** One value replaced, and one line added below. */
const TWO_EDITS: SourceFix = {
  description: 'Set StorageEncrypted to true and MultiAZ to true',
  impact: 'replaces',
  edits: [
    { span: spanOf(DATABASE, 'false'), text: 'true' },
    { span: AT_END, text: '\n      MultiAZ: true' },
  ],
};
const SAFE: SourceFix = {
  description: 'Set MultiAZ to true',
  edits: [{ span: AT_END, text: '\n      MultiAZ: true' }],
};

function lastLines(report: string, from: string): string {
  return report.slice(report.indexOf(from), report.indexOf('\n\n', report.indexOf(from)));
}

describe('fixes in SARIF', () => {
  const fixesOf = (more: Partial<Evaluation>) =>
    JSON.parse(sarif(result([evaluation(more)]), CONTEXT)).runs[0].results[0].fixes;

  test('replace regions, and say what deploying them does', () => {
    expect(fixesOf({ fix: TWO_EDITS })).toEqual([
      {
        description: {
          text: 'Set StorageEncrypted to true and MultiAZ to true; deploying that replaces the resource.',
        },
        artifactChanges: [
          {
            artifactLocation: { uri: 'infra/db.yaml', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 5, startColumn: 25, endLine: 5, endColumn: 30 },
                insertedContent: { text: 'true' },
              },
              {
                deletedRegion: { startLine: 6, startColumn: 31, endLine: 6, endColumn: 31 },
                insertedContent: { text: '\n      MultiAZ: true' },
              },
            ],
          },
        ],
      },
    ]);
  });

  test('are on findings only', () => {
    expect(fixesOf({})).toBeUndefined();
    const log = JSON.parse(
      sarif(result([evaluation({ verdict: 'pass', fix: SAFE })]), { ...CONTEXT, sarifFull: true }),
    );
    expect(log.runs[0].results[0].fixes).toBeUndefined();
  });

  test('are left out where they would repeat a secret', () => {
    const source = file('main.tf', 'x "Database" { password = "hunter2hunter2" }\n');
    const span = spanOf(source, '{ password = "hunter2hunter2" }');
    const fix = {
      description: 'Set a to true',
      edits: [{ span, text: '{\n  password = "hunter2hunter2"\n  a = true\n}' }],
    };
    expect(fixesOf({ fix, span: spanOf(source, 'Database') })).toBeUndefined();
  });
});

describe('suggestions in rdjson', () => {
  const suggestionsOf = (more: Partial<Evaluation>) =>
    JSON.parse(rdjson(result([evaluation(more)]), CONTEXT)).diagnostics[0].suggestions;

  test('are one for each safe fix, in bytes, from its first edit to its last', () => {
    const { impact: _, ...safe } = TWO_EDITS;
    expect(suggestionsOf({ fix: safe })).toEqual([
      {
        range: { start: { line: 5, column: 25 }, end: { line: 6, column: 31 } },
        text: 'true\n      PubliclyAccessible: true\n      MultiAZ: true',
      },
    ]);
  });

  test('repeat no secret that stands between two edits', () => {
    const source = file('main.tf', 'x "Database" {\n  a = false\n  password = "hunter2hunter2"\n  b = false\n}\n');
    const fix = {
      description: 'Set a and b to true',
      edits: ['a = false', 'b = false'].map(old => ({ span: spanOf(source, old), text: old.replace('false', 'true') })),
    };
    expect(suggestionsOf({ fix, span: spanOf(source, 'Database') })).toBeUndefined();
  });

  test('do not replace resources, and do not reach into other files', () => {
    expect(suggestionsOf({ fix: TWO_EDITS })).toBeUndefined();
    const elsewhere = file('satellite.tf', 'x\n');
    const fix = { description: '', edits: [{ span: spanOf(elsewhere, 'x'), text: 'y' }] };
    expect(suggestionsOf({ fix })).toBeUndefined();
  });
});

describe('text', () => {
  test('shows the lines that --fix changes', () => {
    expect(lastLines(text(result([evaluation({ fix: TWO_EDITS })]), CONTEXT), '  by --fix')).toBe(`  by --fix-unsafe:
    - StorageEncrypted: false
    + StorageEncrypted: true
    + MultiAZ: true`);
    expect(lastLines(text(result([evaluation({ fix: SAFE })]), CONTEXT), '  by --fix')).toBe(
      '  by --fix:\n    + MultiAZ: true',
    );
  });

  test('does not show lines of which only the alignment changes', () => {
    const source = file('main.tf', 'x "Database" {\n  a = 1 # one\n}\n');
    const edits = [
      { span: spanOf(source, ' = 1'), text: '    = 1' },
      { span: { ...spanOf(source, '# one'), start: spanOf(source, '# one').end }, text: '\n  longer = true' },
    ];
    const report = text(
      result([evaluation({ span: spanOf(source, 'Database'), fix: { description: '', edits } })]),
      CONTEXT,
    );
    expect(lastLines(report, '  by --fix')).toBe('  by --fix:\n    + longer = true');
  });

  test('in one line a finding says nothing of fixes', () => {
    expect(concise(result([evaluation({ fix: SAFE })]), CONTEXT)).toBe(concise(result([evaluation()]), CONTEXT));
  });
});

test('the help of a rule shows what its fix does to an example in each language', () => {
  const rule = { ...ENCRYPTED, fixExamples: { cloudformation: '+ A: true', terraform: '+ a = true' } };
  expect(descriptorOf(rule).help?.markdown).toContain(
    'In CloudFormation:\n\n```diff\n+ A: true\n```\n\nIn Terraform:\n\n```diff\n+ a = true\n```',
  );
});
