import { existsSync, readFileSync } from 'node:fs';
import { dataFile } from '../facts/data.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Rule, RuleExamples } from '../model/rule.ts';

/** Of a rule, what a scan asks: `dist/data/rules.json` holds a list of these, by id. */
export type RuleCore = Omit<Rule, keyof RuleTexts>;

/** Of a rule, what only explanations, SARIF and names of other tools need: `dist/data/rule-texts.json`, by rule id. */
export interface RuleTexts {
  readonly rationale: string;
  readonly remediation: string;
  readonly references: readonly string[];
  readonly aliases: readonly string[];
  readonly frameworks: Rule['frameworks'];
  readonly fixExamples?: Rule['fixExamples'];
}

export const RULES_FILE = 'rules.json';
export const TEXTS_FILE = 'rule-texts.json';
export const EXAMPLES_FILE = 'rule-examples.json';

let builtIn: Rule[] | undefined;

/**
 * The rules that the build compiled into `dist/data`, by id; none where there was no build. The long texts are read
 * when one of them is asked for.
 */
export function loadBuiltInRules(): Rule[] {
  builtIn ??= (readData<RuleCore[]>(RULES_FILE) ?? []).map(withTexts);
  return [...builtIn];
}

/** The examples of a built-in rule; undefined where there is no such rule. */
export function builtInExamples(id: string): RuleExamples | undefined {
  examples ??= readData<Record<string, RuleExamples>>(EXAMPLES_FILE) ?? {};
  return Object.hasOwn(examples, id) ? examples[id] : undefined;
}

/**
 * Users' own rules: all `.yaml` and `.yml` files below a directory, checked by the schema of rules. A file with a
 * mistake gives diagnostics and no rule.
 */
export async function loadRuleFolder(directory: string): Promise<{ rules: Rule[]; diagnostics: Diagnostic[] }> {
  const { readRuleFolder } = await import('./rule-file.ts');
  const { files, diagnostics } = readRuleFolder(directory);
  return { rules: files.map(({ rule }) => rule), diagnostics };
}

let texts: Record<string, RuleTexts> | undefined;
let examples: Record<string, RuleExamples> | undefined;

function textsOf(id: string): RuleTexts {
  texts ??= readData<Record<string, RuleTexts>>(TEXTS_FILE) ?? {};
  return texts[id]!;
}

function withTexts(core: RuleCore): Rule {
  return {
    ...core,
    get rationale() {
      return textsOf(core.id).rationale;
    },
    get remediation() {
      return textsOf(core.id).remediation;
    },
    get references() {
      return textsOf(core.id).references;
    },
    get aliases() {
      return textsOf(core.id).aliases;
    },
    get frameworks() {
      return textsOf(core.id).frameworks;
    },
    get fixExamples() {
      return textsOf(core.id).fixExamples;
    },
  };
}

function readData<T>(name: string): T | undefined {
  const path = dataFile(name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
}
