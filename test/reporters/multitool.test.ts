import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sarif } from '../../src/reporters/sarif.ts';
import { CONTEXT, DATABASE, evaluation, everything, file, result, spanOf } from './fixture.ts';

const TOOL = join('node_modules', '@microsoft', 'sarif-multitool-linux', 'Sarif.Multitool');
const RULES = join('test', 'reporters', 'multitool.xml');
const directory = mkdtempSync(join(tmpdir(), 'lintel-multitool-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What Microsoft's validator says; it exits with 0 whatever it finds, so its own report is read. */
function validate(log: string): readonly string[] {
  const input = join(directory, 'in.sarif');
  const output = join(directory, 'out.sarif');
  rmSync(output, { force: true });
  writeFileSync(input, log);
  const options = ['--rule-kind', 'Sarif;Gh;Ghas', '--config', RULES, '--level', 'Error;Warning', '--kind', 'Fail'];
  execFileSync(TOOL, ['validate', input, '-o', output, '--log', 'ForceOverwrite', ...options], { stdio: 'ignore' });
  const [run] = JSON.parse(readFileSync(output, 'utf8').replace(/^\ufeff/, '')).runs;
  return (run.results ?? []).map(
    ({ ruleId, message }: { ruleId: string; message: object }) => `${ruleId} ${JSON.stringify(message)}`,
  );
}

describe.skipIf(!existsSync(TOOL))('Sarif.Multitool with the rules for GitHub', () => {
  test('finds a mistake where there is one', () => {
    const log = JSON.parse(sarif(everything(), CONTEXT));
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(validate(JSON.stringify(log)).length).toBeGreaterThan(0);
  });

  test.each([
    ['findings', everything(), CONTEXT],
    ['nothing', result([]), CONTEXT],
    [
      'fixes',
      result([
        evaluation({
          fix: {
            description: 'Set StorageEncrypted to true',
            impact: 'replaces',
            edits: [
              { span: spanOf(DATABASE, 'false'), text: 'true' },
              { span: { file: DATABASE, start: DATABASE.text.length, end: DATABASE.text.length }, text: '# end\n' },
            ],
          },
        }),
      ]),
      CONTEXT,
    ],
    ['every verdict', everything(), { ...CONTEXT, sarifFull: true, category: 'infra' }],
    [
      'odd paths',
      result(
        ['a b.yaml', 'c:d.yaml', 'ü/[x]#?.yaml', '\\back.yaml', "it's(1)!*.yaml"].map((path, index) =>
          evaluation({ span: spanOf(file(path, DATABASE.text), 'Database'), fingerprint: String(index) }),
        ),
      ),
      CONTEXT,
    ],
  ])('has nothing against %s', (_, reported, context) => {
    expect(validate(sarif(reported, context))).toEqual([]);
  });
});
