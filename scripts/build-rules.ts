import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLES_FILE, RULES_FILE, type RuleCore, type RuleTexts, TEXTS_FILE } from '../src/engine/load.ts';
import { type RuleFile, readRuleFolder } from '../src/engine/rule-file.ts';
import { regionOf } from '../src/model/source.ts';
import { fixExamplesOf } from './fix-examples.ts';

const RULES = fileURLToPath(new URL('../rules/', import.meta.url));

/**
 * Checks every rule and writes them to `outDir` (`dist/data`): what a scan asks, the long texts and the examples in
 * files of their own, and a copy of the RE2 engine for the patterns that need it. A rule with a mistake is named and
 * left out; then the exit code is 1.
 */
export async function buildRules(outDir: string): Promise<void> {
  const { files, diagnostics } = readRuleFolder(RULES);
  for (const { span, message, advice } of diagnostics) {
    console.error(`${span.file.path}:${regionOf(span).line}: ${message}. ${advice ?? ''}`);
    process.exitCode = 1;
  }
  files.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
  mkdirSync(outDir, { recursive: true });
  writeJson(join(outDir, RULES_FILE), files.map(coreOf));
  const texts: Record<string, RuleTexts> = {};
  for (const file of files) texts[file.rule.id] = { ...textsOf(file), ...(await fixExamplesOf(file)) };
  writeJson(join(outDir, TEXTS_FILE), texts);
  writeJson(join(outDir, EXAMPLES_FILE), Object.fromEntries(files.map(({ rule, examples }) => [rule.id, examples])));
  copyFileSync(createRequire(import.meta.url).resolve('re2js'), join(outDir, 're2.cjs'));
}

function coreOf({ rule }: RuleFile): RuleCore {
  const { rationale: _, remediation: _r, references: _f, aliases: _a, frameworks: _w, fixExamples: _x, ...core } = rule;
  return core;
}

function textsOf({ rule }: RuleFile): RuleTexts {
  const { rationale, remediation, references, aliases, frameworks } = rule;
  return { rationale, remediation, references, aliases, frameworks };
}

function writeJson(path: string, data: unknown): void {
  writeFileSync(path, `${JSON.stringify(data)}\n`);
}
