import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { regionOf } from '../src/model/source.ts';
import { scan } from '../src/scan.ts';

/**
 * Each sample says on its lines what a scan must report: `# expect: rule, rule`. Rules of a profile that is off by
 * default are marked as well, and asked for by name.
 */
const samples = join(import.meta.dirname, '..', 'samples');

describe('ops-pipeline', () => {
  const forms = ['cloudformation', 'terraform'].map(form => join(samples, 'ops-pipeline', form));

  test.each(forms)('%s: the scan reports exactly the marked lines', async folder => {
    const expected = marksOf(folder);
    const { failures, profiled } = await findings(folder, ruleIds(expected));
    expect(failures.filter(line => !profiled.has(ruleOf(line)))).toEqual(
      expected.filter(line => !profiled.has(ruleOf(line))),
    );
  });

  test.each(forms)('%s: and with the profiles its marked rules belong to', async folder => {
    const expected = marksOf(folder);
    const { failures } = await findings(folder, ruleIds(expected), 'all');
    expect(failures.filter(line => ruleIds(expected).has(ruleOf(line)))).toEqual(expected);
  });

  test('both languages name the same rules', async () => {
    const [cloudFormation, terraform] = await Promise.all(forms.map(folder => findings(folder, new Set())));
    const rules = (lines: readonly string[]) => [...new Set(lines.map(ruleOf))].sort();
    expect(rules(terraform!.failures)).toEqual(rules(cloudFormation!.failures));
  });
});

/** `template.yaml:14 restricted-ssh` for each failing line and rule, sorted; and which of the marked rules have a profile. */
async function findings(folder: string, marked: ReadonlySet<string>, profile?: string) {
  const result = await scan({ paths: [folder], selection: profile ? { profiles: [profile] } : {} });
  expect(result.diagnostics).toEqual([]);
  const failures = result.evaluations
    .filter(evaluation => evaluation.verdict === 'fail')
    .map(({ span, rule }) => `${place(folder, span.file.path)}:${regionOf(span).line} ${rule.id}`);
  const active = new Set(result.rules.map(rule => rule.id));
  const profiled = new Set([...marked].filter(rule => !active.has(rule)));
  return { failures: [...new Set(failures)].sort(), profiled };
}

function marksOf(folder: string): string[] {
  const marks: string[] = [];
  for (const file of readdirSync(folder)) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const rules = /# expect: (.+)$/.exec(line)?.[1]?.split(/,\s*/) ?? [];
      for (const rule of rules) marks.push(`${file}:${index + 1} ${rule}`);
    }
  }
  return marks.sort();
}

function place(folder: string, path: string): string {
  return relative(folder, join(process.cwd(), path));
}

function ruleOf(line: string): string {
  return line.slice(line.indexOf(' ') + 1);
}

function ruleIds(lines: readonly string[]): Set<string> {
  return new Set(lines.map(ruleOf));
}
