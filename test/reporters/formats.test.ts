import { describe, expect, test } from 'vitest';
import { csv } from '../../src/reporters/csv.ts';
import { github } from '../../src/reporters/github.ts';
import { gitlab } from '../../src/reporters/gitlab.ts';
import { junit } from '../../src/reporters/junit.ts';
import { markdown } from '../../src/reporters/markdown.ts';
import { rdjson } from '../../src/reporters/rdjson.ts';
import { scan } from '../../src/scan.ts';
import { folder } from '../folder.ts';
import { CONTEXT, evaluation, everything, file, result, spanOf } from './fixture.ts';

describe('github', () => {
  test('writes workflow commands, most severe first', () => {
    expect(
      github(everything(), CONTEXT),
    ).toBe(`::error file=broken.yaml,line=2,endLine=2,col=5,endColumn=6,title=yaml-syntax::Flow sequence is not closed Close it with ].
::error file=infra/db.yaml,line=6,endLine=6,col=7,endColumn=31,title=rds-instance-public-access-check::Database can have an address on the internet: PubliclyAccessible is true
::error file=infra/db.yaml,line=5,endLine=5,col=7,endColumn=30,title=rds-storage-encrypted::Storage of Database is not encrypted at rest: StorageEncrypted is false
::notice file=infra/db.yaml,line=1,endLine=1,col=1,endColumn=1,title=required-tags::Storage of  is not encrypted at rest: StorageEncrypted is false
`);
  });

  test('escapes what would end a property or a command', () => {
    const odd = file('a,b:c%.yaml', 'Database\n');
    const report = github(result([evaluation({ span: spanOf(odd, 'Database'), because: '100 %\nof it' })]), CONTEXT);
    expect(report).toContain('file=a%2Cb%3Ac%25.yaml,');
    expect(report).toContain(': 100 %25%0Aof it\n');
  });

  test('stops at ten of a level, which is all that is shown', () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      evaluation({ span: spanOf(file(`t${i}.yaml`, 'Database\n'), 'Database'), fingerprint: String(i) }),
    );
    const lines = github(result(many), CONTEXT).trimEnd().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[10]).toBe('2 more problems not shown as annotations; the formats text and sarif list all.');
  });
});

test('github names files from the root of the repository, and keeps to its limits with errors as well', () => {
  const context = { ...CONTEXT, workingDirectory: '/repo/infra' };
  const broken = Array.from({ length: 12 }, (_, i) => ({
    code: 'yaml-syntax',
    message: `number ${i}`,
    span: spanOf(file('db.yaml', 'Database\n'), 'Database'),
    severity: 'error' as const,
  }));
  const lines = github({ ...result([evaluation()]), diagnostics: broken }, context)
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[0]).toMatch(/^::error file=infra\/db\.yaml,/);
  expect(lines[10]).toBe('3 more problems not shown as annotations; the formats text and sarif list all.');
});

test('markdown stays below what a job summary may hold', () => {
  const many = Array.from({ length: 990 }, (_, i) =>
    evaluation({ span: spanOf(file(`t${i}.yaml`, 'Database\n'), 'Database'), because: 'ü'.repeat(5000) }),
  );
  const report = markdown(result(many), CONTEXT);
  expect(Buffer.byteLength(report)).toBeLessThan(1_000_000);
  expect(report).toMatch(/\n\d+ more findings are not listed\.\n$/);
});

test('gitlab writes a code quality report', () => {
  expect(JSON.parse(gitlab(everything(), { ...CONTEXT, root: '/', workingDirectory: '/repo' }))).toEqual([
    {
      description: 'Storage of  is not encrypted at rest: StorageEncrypted is false',
      check_name: 'required-tags',
      fingerprint: 'f1',
      severity: 'info',
      location: { path: 'repo/infra/db.yaml', lines: { begin: 1, end: 1 } },
    },
    {
      description: 'Storage of Database is not encrypted at rest: StorageEncrypted is false',
      check_name: 'rds-storage-encrypted',
      fingerprint: 'a1b2c3',
      severity: 'critical',
      location: { path: 'repo/infra/db.yaml', lines: { begin: 5, end: 5 } },
    },
    {
      description: 'Database can have an address on the internet: PubliclyAccessible is true',
      check_name: 'rds-instance-public-access-check',
      fingerprint: 'b1',
      severity: 'blocker',
      location: { path: 'repo/infra/db.yaml', lines: { begin: 6, end: 6 } },
    },
  ]);
});

test('gitlab’s fingerprints are unique, its paths relative', async () => {
  const text = 'Resources:\n' + ['A', 'B', 'C'].map(name => `  ${name}:\n    Type: AWS::S3::Bucket\n`).join('');
  const root = folder({ '.git/HEAD': '', 'a/t.yaml': text, 'b/t.yaml': text });
  const scanned = await scan({ paths: ['.'], workingDirectory: root });
  const issues = JSON.parse(gitlab(scanned, { ...CONTEXT, root, workingDirectory: root }));
  const prints = issues.map((issue: { fingerprint: string }) => issue.fingerprint);
  expect(new Set(prints).size).toBe(prints.length);
  for (const { location, severity } of issues) {
    expect(location.path).toMatch(/^[ab]\/t\.yaml$/);
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
  }
});

describe('junit', () => {
  test('has a suite for each file, a case for each evaluation', () => {
    const report = junit(everything(), CONTEXT);
    expect(report).toContain('<testsuites name="lintel" tests="7" failures="3" errors="1">');
    expect(report).toContain('  <testsuite name="infra/db.yaml" tests="6" failures="3" errors="0" skipped="2">');
    expect(
      report,
    ).toContain(`    <testcase name="rds-storage-encrypted: Database" classname="infra/db.yaml" file="infra/db.yaml" line="5" column="7">
      <failure type="high" message="Storage of Database is not encrypted at rest">StorageEncrypted is false&#10;infra/db.yaml:5:7&#10;Set StorageEncrypted to true.</failure>
    </testcase>
`);
    expect(report).toContain('<skipped message="suppressed: sandbox"/>');
    expect(report).toContain('<skipped message="unknown: parameter Engine has no default"/>');
    expect(report).toContain('<error type="yaml-syntax" message="Flow sequence is not closed">broken.yaml:2</error>');
  });

  test('has no character that XML has not', () => {
    const report = junit(result([evaluation({ because: 'a\u0000\u001b[31m<b>&"\ud800' })]), CONTEXT);
    expect(report).toContain('a\ufffd\ufffd[31m&lt;b&gt;&amp;&quot;\ufffd');
  });
});

test('csv quotes what has to be quoted, and makes formulas text', () => {
  expect(csv(result([evaluation({ because: '=1+1, "x"' })]), CONTEXT)).toBe(
    'rule,verdict,severity,resource,type,file,line,column,message,because,fingerprint\r\n' +
      'rds-storage-encrypted,fail,high,Database,AWS::RDS::DBInstance,infra/db.yaml,5,7,Storage of Database is not encrypted at rest,"\'=1+1, ""x""",a1b2c3\r\n',
  );
});

test('rdjson counts columns in bytes', () => {
  const source = file('ü.yaml', 'a:\n  ü: Database\n');
  const { diagnostics } = JSON.parse(rdjson(result([evaluation({ span: spanOf(source, 'Database') })]), CONTEXT));
  expect(diagnostics).toEqual([
    {
      message: 'Storage of Database is not encrypted at rest: StorageEncrypted is false',
      location: { path: 'ü.yaml', range: { start: { line: 2, column: 7 }, end: { line: 2, column: 15 } } },
      severity: 'ERROR',
      code: {
        value: 'rds-storage-encrypted',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
      },
    },
  ]);
});

test('markdown has the counts, then a table for each severity', () => {
  expect(markdown(everything(), CONTEXT)).toBe(`# lintel: 3 findings

| critical | high | medium | low | info | passed | unknown | suppressed | compliance |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|
| 1 | 1 | 0 | 0 | 1 | 1 | 1 | 1 | 25.0 % |

## Critical

| where | what | why | rule |
|---|---|---|---|
| \`infra/db.yaml:6\` | Database can have an address on the internet | PubliclyAccessible is true | \`rds-instance-public-access-check\` |

## High

| where | what | why | rule |
|---|---|---|---|
| \`infra/db.yaml:5\` | Storage of Database is not encrypted at rest | StorageEncrypted is false | \`rds-storage-encrypted\` |

## Info

| where | what | why | rule |
|---|---|---|---|
| \`infra/db.yaml:1\` | Storage of is not encrypted at rest | StorageEncrypted is false | \`required-tags\` |

## Not analysed

- \`broken.yaml:2\` Flow sequence is not closed
`);
});
