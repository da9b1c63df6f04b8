import { describe, expect, test } from 'vitest';
import { concise, text } from '../../src/reporters/text.ts';
import { CONTEXT, DATABASE, evaluation, everything, file, resource, result, spanOf } from './fixture.ts';

describe('text', () => {
  test('shows findings with their code, problems, and a summary', () => {
    expect(text(everything(), CONTEXT)).toBe(`infra/db.yaml

info  Storage of  is not encrypted at rest
  required-tags at infra/db.yaml:1:1
  1 | Resources:
    | ^
  2 |   Database:
  why: StorageEncrypted is false
  fix: Set StorageEncrypted to true.

high  Storage of Database is not encrypted at rest
  rds-storage-encrypted at infra/db.yaml:5:7
  4 |     Properties:
  5 |       StorageEncrypted: false
    |       ^^^^^^^^^^^^^^^^^^^^^^^
  6 |       PubliclyAccessible: true
  why: StorageEncrypted is false
  when: IsProduction is false
  fix: Set StorageEncrypted to true.
  see: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html

critical  Database can have an address on the internet
  rds-instance-public-access-check at infra/db.yaml:6:7
  5 |       StorageEncrypted: false
  6 |       PubliclyAccessible: true
    |       ^^^^^^^^^^^^^^^^^^^^^^^^
  why: PubliclyAccessible is true
  fix: Set PubliclyAccessible to false.
  see: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html

broken.yaml:2:5: error: Flow sequence is not closed. Close it with ]. [yaml-syntax]
infra/db.yaml:3:5: warning: The suppression of x suppresses nothing. [suppression-unused]

1 file, 1 resource, 6 checks: 3 findings (1 critical, 1 high, 1 info)
1 passed, 1 unknown, 1 suppressed; 25.0 % of what was decided passes
unknown for want of: parameter Engine (1); give --parameter Engine=…; --verbose lists all
`);
  });

  test('lists unknown and suppressed ones when asked', () => {
    const report = text(everything(), { ...CONTEXT, verbose: true });
    expect(report).toContain(`unknown: the files do not hold the answer
  infra/db.yaml:5:7 rds-storage-encrypted Database: parameter Engine has no default
`);
    expect(report).toContain(`suppressed
  infra/db.yaml:2:3 required-tags by lintel (inline) at infra/db.yaml:2:3, until 2027-01-01: sandbox
`);
  });

  test('counts unknown ones as findings in strict mode', () => {
    expect(text(everything(), { ...CONTEXT, strict: true })).toContain('unknown  Storage of Database is not encrypted');
  });

  test('is empty where there is nothing to say and nothing is asked for', () => {
    expect(text(result([]), { ...CONTEXT, quiet: true })).toBe('');
    expect(text(result([]), CONTEXT)).toBe(
      '0 files, 0 resources, 0 checks: no findings\n0 passed, 0 unknown, 0 suppressed; 100.0 % of what was decided passes\n',
    );
  });

  test('joins instances, and tells the calls', () => {
    const root = file('main.tf', 'module "db" {\n}\n');
    const calledFrom = [{ address: 'module.db', span: spanOf(root, 'module "db"') }];
    const instances = ['a', 'b', 'c'].map(key =>
      evaluation({
        resource: resource(DATABASE, 'Database', { id: key, address: `x["${key}"]` }),
        calledFrom,
        fingerprint: key,
      }),
    );
    expect(text(result(instances), { ...CONTEXT, quiet: true })).toContain(
      '  through: module.db at main.tf:1:1\n  also: x["b"], x["c"]\n',
    );
  });

  test('shows a part of a long line, tabs as blanks, and no control character', () => {
    const long = file('long.json', `${'a'.repeat(1000)}\tDatabase\u001b[31m${'b'.repeat(1000)}`);
    const report = text(result([evaluation({ span: spanOf(long, 'Database') })]), { ...CONTEXT, quiet: true });
    const [code, marker] = report.split('\n').filter(line => / \| /.test(line));
    expect(code!.length).toBeLessThan(140);
    expect(code!.slice(marker!.indexOf('^'), marker!.lastIndexOf('^') + 1)).toBe('Database');
    expect(report).not.toContain('\u001b');
  });

  test('colours severities where asked', () => {
    expect(text(result([evaluation()]), { ...CONTEXT, color: true })).toContain('\u001b[31mhigh\u001b[39m');
  });
});

test('concise has a line for each finding and problem', () => {
  expect(
    concise(everything(), CONTEXT),
  ).toBe(`infra/db.yaml:1:1: info required-tags: Storage of  is not encrypted at rest
infra/db.yaml:5:7: high rds-storage-encrypted: Storage of Database is not encrypted at rest
infra/db.yaml:6:7: critical rds-instance-public-access-check: Database can have an address on the internet
broken.yaml:2:5: error: Flow sequence is not closed. Close it with ]. [yaml-syntax]
infra/db.yaml:3:5: warning: The suppression of x suppresses nothing. [suppression-unused]
`);
});
