import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isDeclared } from '../src/declared-types.ts';
import { type RuleFile, readRuleFolder } from '../src/engine/rule-file.ts';
import { cloudFormationType } from '../src/facts/cloudformation.ts';
import { dataFile } from '../src/facts/data.ts';
import { terraformBlock } from '../src/facts/terraform.ts';
import type { Resource } from '../src/model/resource.ts';
import type { RuleExample } from '../src/model/rule.ts';
import { positionAt } from '../src/model/source.ts';
import { missingAcrossFiles } from './across-files.ts';
import { evaluate, expected, type Language, readExample, reported, sourcesOf, withFix } from './examples.ts';
import { POLICY_DOCUMENT, unknownPaths } from './rule-paths.ts';

const { files, diagnostics } = readRuleFolder(fileURLToPath(new URL('../rules', import.meta.url)));
const LANGUAGES: readonly Language[] = ['cloudformation', 'terraform'];
const VERDICTS = ['fail', 'pass', 'unknown', 'skip'] as const;
const PEERS = [
  'cdk-nag',
  'cfn-lint',
  'cfn_nag',
  'checkov',
  'config',
  'guard',
  'kics',
  'prowler',
  'regula',
  'securityhub',
  'terrascan',
  'tfsec',
  'trivy',
];

/** How the controls of a framework are called. */
const SPECIAL_PUBLICATION = /^[A-Z]{2}-\d+(?:[a-z](?:\.\d+)?)?(?:\([0-9a-z]+\))*$/;
const CONTROLS: Readonly<Record<string, RegExp>> = {
  'cis-aws-1.2': /^\d+\.\d+$/,
  'cis-aws-1.3': /^\d+\.\d+(?:\.\d+)?$/,
  'cis-aws-1.4': /^\d+\.\d+(?:\.\d+)?$/,
  'fedramp-moderate': SPECIAL_PUBLICATION,
  hipaa: /^164\.\d{3}(?:\([0-9A-Za-z]+\))+$/,
  'nist-800-53-r5': SPECIAL_PUBLICATION,
  'pci-dss-3.2.1': /^\d+(?:\.\d+)+$/,
  'wa-reliability': /^REL-\d+(?:\.\d+)?$/,
  'wa-security': /^(?:SEC|REL)-\d+(?:\.\d+)?$/,
};

test('every rule file is a rule', () => {
  const problems = diagnostics.map(
    ({ span, message }) => `${span.file.path}:${positionAt(span.file, span.start).line} ${message}`,
  );
  expect(problems).toEqual([]);
});

test('there are rules, and the facts that they are checked against', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(existsSync(dataFile('cloudformation.txt')), 'run npm run build').toBe(true);
});

test('controls are called as their frameworks call them', () => {
  const wrong = files.flatMap(({ rule }) =>
    Object.entries(rule.frameworks).flatMap(([framework, controls]) =>
      controls
        .filter(control => !CONTROLS[framework]?.test(control))
        .map(control => `${rule.id}: ${framework} ${control}`),
    ),
  );
  expect(wrong).toEqual([]);
});

test('titles are unique', () => {
  const titles = files.map(({ rule }) => rule.title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

describe.each(files.map(file => [file.rule.id, file] as const))('%s', (_id, file) => {
  const { rule, examples } = file;

  test('has the examples that a rule needs', () => {
    expect(missingExamples(file)).toEqual([]);
  });

  test('has a case across files if it looks at other resources', async () => {
    expect(await missingAcrossFiles(file)).toEqual([]);
  });

  test('names what exists', () => {
    const types = rule.resources.filter(
      type =>
        type !== '*' &&
        type !== POLICY_DOCUMENT &&
        !isDeclared(type) &&
        !cloudFormationType(type) &&
        !terraformBlock(type),
    );
    const aliases = rule.aliases.filter(alias => !PEERS.includes(alias.slice(0, alias.indexOf(':'))));
    expect([...types, ...aliases, ...unknownPaths(rule)]).toEqual([]);
  });

  for (const verdict of VERDICTS) {
    for (const example of examples[verdict] ?? []) {
      for (const language of LANGUAGES) {
        const sources = sourcesOf(example, language);
        if (!sources) continue;
        test(`${verdict}: ${example.case} (${language})`, () => runExample(file, example, verdict, language));
        if (verdict === 'fail' && rule.fix?.set && !example.fix) {
          test(`fix: ${example.case} (${language})`, () => runFix(file, example, language));
        }
      }
    }
  }
});

async function runExample(
  { rule }: RuleFile,
  example: RuleExample,
  verdict: (typeof VERDICTS)[number],
  language: Language,
) {
  const sources = sourcesOf(example, language)!;
  const input = await readExample(sources, language, [rule]);
  const errors = input.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  expect(errors).toEqual([]);
  const evaluations = evaluate(rule, example, input);
  const because = evaluations.map(evaluation => `${evaluation.verdict}: ${evaluation.because}`).join('\n');
  expect(reported(evaluations), because).toEqual(expected(sources, rule.id, verdict));
  if (verdict === 'skip') expect(evaluations.length, because).toBe(0);
  if (verdict === 'pass') expect(evaluations.length, 'no resource that the rule is about').toBeGreaterThan(0);
  if (verdict === 'fail' || verdict === 'unknown') expect(reported(evaluations), 'nothing is marked').not.toEqual([]);
}

/** What the fix sets for each finding, put into the resource, must leave nothing to report. */
async function runFix({ rule }: RuleFile, example: RuleExample, language: Language) {
  const input = await readExample(sourcesOf(example, language)!, language, [rule]);
  const fixed = new Map<string, Resource>();
  for (const { verdict, resource, sets } of evaluate(rule, example, input)) {
    if (verdict !== 'fail' || !resource) continue;
    fixed.set(resource.id, withFix(fixed.get(resource.id) ?? resource, sets!));
  }
  const resources = input.resources.map(resource => fixed.get(resource.id) ?? resource);
  expect(reported(evaluate(rule, example, { info: input.info, resources }))).toEqual([]);
}

function missingExamples({ rule, examples }: RuleFile): string[] {
  const missing: string[] = [];
  const least = { fail: 2, pass: 2, unknown: 1, skip: rule.when ? 1 : 0 };
  for (const verdict of VERDICTS) {
    const cases = examples[verdict] ?? [];
    if (cases.length < least[verdict]) missing.push(`${least[verdict] - cases.length} more ${verdict}`);
    for (const example of cases) {
      for (const language of LANGUAGES) {
        if (example[language] === undefined && example[`${language}-files`] === undefined) {
          missing.push(`${example.case}: ${language}`);
        }
      }
    }
  }
  return missing;
}
