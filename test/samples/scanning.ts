import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import type { RuleSetting } from '../../src/config.ts';
import type { Evaluation } from '../../src/model/finding.ts';
import { regionOf } from '../../src/model/source.ts';
import { scan } from '../../src/scan.ts';

export interface SampleScan {
  readonly profiles?: readonly string[];
  readonly settings?: Readonly<Record<string, RuleSetting>>;
  /** Values of Terraform variables. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The folder of a sample, or of a part of it. */
export function sampleFolder(...parts: readonly string[]): string {
  return join(import.meta.dirname, '..', '..', 'samples', ...parts);
}

/** The failures of a sample and the rules that were asked; its sources must be without a fault. */
export async function scanSample(folder: string, { profiles, settings, variables }: SampleScan = {}) {
  const selection = profiles ? { profiles } : {};
  const result = await scan({ paths: [folder], selection, settings, terraform: { variables } });
  expect(result.diagnostics).toEqual([]);
  const failures = result.evaluations.filter(({ verdict }) => verdict === 'fail');
  return { result, failures, rules: new Set(result.rules.map(({ id }) => id)) };
}

/** `main.tf:14 restricted-ssh` for each reported line and rule, sorted; instances of one line are one. */
export function reportedLines(folder: string, evaluations: readonly Evaluation[]): string[] {
  const lines = evaluations.map(
    ({ span, rule }) => `${relative(folder, join(process.cwd(), span.file.path))}:${regionOf(span).line} ${rule.id}`,
  );
  return [...new Set(lines)].sort();
}

/** What the comments `# expect: rule, rule` in all files of the folder ask for, in the form of `reportedLines`. */
export function markedLines(folder: string): string[] {
  const marks: string[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => /\.(tf|ya?ml)$/.test(file));
  for (const file of files) {
    for (const [index, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
      const rules = /# expect: (.+)$/.exec(line)?.[1]?.split(/,\s*/) ?? [];
      for (const rule of rules) marks.push(`${file}:${index + 1} ${rule}`);
    }
  }
  return marks.sort();
}

/** The rule of a line that `reportedLines` or `markedLines` gives. */
export function ruleOf(line: string): string {
  return line.slice(line.indexOf(' ') + 1);
}
