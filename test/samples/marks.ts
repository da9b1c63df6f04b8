import { expect } from 'vitest';
import { loadBuiltInRules } from '../../src/engine/load.ts';
import { markedLines, reportedLines, ruleOf, type SampleScan, scanSample } from './scanning.ts';

export interface Marks {
  /** `template.yaml:14 restricted-ssh` for each mark, sorted. */
  readonly expected: readonly string[];
  /** Marked rules that do not exist yet: what they must report is written down, and asked for when they do. */
  readonly pending: readonly string[];
}

/** The marks of a sample, those of rules that do not exist yet set apart. */
export function marksOf(folder: string): Marks {
  const known = new Set(loadBuiltInRules().map(({ id }) => id));
  const marks = markedLines(folder);
  return {
    expected: marks.filter(mark => known.has(ruleOf(mark))),
    pending: [...rulesOf(marks)].filter(rule => !known.has(rule)),
  };
}

/** The default scan reports the marks of the rules that it asks, and nothing else. */
export async function expectMarkedLines(folder: string, options: SampleScan = {}): Promise<void> {
  const { failures, rules } = await scanSample(folder, options);
  const expected = marksOf(folder).expected.filter(mark => rules.has(ruleOf(mark)));
  expect(reportedLines(folder, failures)).toEqual(expected);
}

/** Asked with all profiles, the marked rules report their marks, and nothing else. */
export async function expectMarkedRules(folder: string, options: SampleScan = {}): Promise<void> {
  const { expected } = marksOf(folder);
  const marked = rulesOf(expected);
  const { failures } = await scanSample(folder, { ...options, profiles: ['all'] });
  expect(reportedLines(folder, failures).filter(line => marked.has(ruleOf(line)))).toEqual(expected);
}

/** The rules of lines such as `template.yaml:14 restricted-ssh`. */
export function rulesOf(lines: readonly string[]): Set<string> {
  return new Set(lines.map(ruleOf));
}
