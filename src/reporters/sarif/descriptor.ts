import type { ReportingDescriptor } from 'sarif';
import type { Rule, Severity } from '../../model/rule.ts';
import { levelOf } from '../report.ts';
import { oneLine, withStop } from '../sentences.ts';

const MAX_TEXT = 1024;
/** GitHub keeps ten. */
const MAX_TAGS = 10;

/** The middle of GitHub's bands, as text: a number is rejected there. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: undefined,
};

const PROBLEM_SEVERITY = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
  none: 'recommendation',
} as const;

/** CWE numbers by category, only where one truly says what is wrong. */
const WEAKNESS: Readonly<Record<string, string>> = {
  encryption: 'external/cwe/cwe-311',
  iam: 'external/cwe/cwe-732',
  logging: 'external/cwe/cwe-778',
  network: 'external/cwe/cwe-284',
  secrets: 'external/cwe/cwe-798',
};

/** What code scanning shows of a rule beside each of its alerts. Depends on the rule only. */
export function descriptorOf(rule: Rule): ReportingDescriptor {
  const level = levelOf(rule.severity);
  const securitySeverity = SECURITY_SEVERITY[rule.severity];
  const link = rule.references.find(isWebAddress);
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: clip(withStop(rule.title)) },
    fullDescription: { text: clip(withStop(oneLine(rule.rationale) || rule.title)) },
    ...(link === undefined ? {} : { helpUri: link }),
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level },
    properties: {
      tags: tagsOf(rule),
      precision: 'high',
      'problem.severity': PROBLEM_SEVERITY[level],
      ...(securitySeverity === undefined ? {} : { 'security-severity': securitySeverity }),
    },
  };
}

function helpText(rule: Rule): string {
  return [rule.title, oneLine(rule.rationale), oneLine(rule.remediation), ...rule.references]
    .filter(text => text !== '')
    .map(text => (isWebAddress(text) ? text : withStop(text)))
    .join('\n');
}

function helpMarkdown(rule: Rule): string {
  const parts = [`**${escapeMarkdown(rule.title)}**`, escapeMarkdown(oneLine(rule.rationale))];
  parts.push(`### What to do\n\n${escapeMarkdown(oneLine(rule.remediation))}`);
  const example = fixExample(rule);
  if (example !== undefined) parts.push(example);
  const controls = Object.entries(rule.frameworks).map(([name, ids]) => `- ${name}: ${ids.join(', ')}`);
  if (controls.length > 0) parts.push(`### Frameworks\n\n${controls.join('\n')}`);
  if (rule.references.length > 0)
    parts.push(`### References\n\n${rule.references.map(link => `- ${linkText(link)}`).join('\n')}`);
  if (rule.aliases.length > 0)
    parts.push(`Known elsewhere as ${rule.aliases.map(alias => `\`${alias}\``).join(', ')}.`);
  return parts.join('\n\n');
}

/** The fix as what it does to an example; of users' own rules, as the lines of a template that it adds. */
function fixExample(rule: Rule): string | undefined {
  const { cloudformation, terraform } = rule.fixExamples ?? {};
  const differences = [
    ...(cloudformation === undefined ? [] : [`In CloudFormation:\n\n\`\`\`diff\n${cloudformation}\n\`\`\``]),
    ...(terraform === undefined ? [] : [`In Terraform:\n\n\`\`\`diff\n${terraform}\n\`\`\``]),
  ];
  return differences.length > 0 ? differences.join('\n\n') : addedLines(rule);
}

function addedLines(rule: Rule): string | undefined {
  const entries = Object.entries(rule.fix?.set ?? {});
  if (entries.length === 0) return undefined;
  const type = rule.resources.find(name => name.includes('::'));
  const context = type === undefined ? [] : [`   Type: ${type}`];
  const above = rule.each?.[0] ? [...stepsOf(rule.each[0]), '[0]'] : [];
  const lines = entries.flatMap(([path, value]) => yamlLines([...above, ...stepsOf(path)], value, 1));
  return `\`\`\`diff\n${[...context, '   Properties:', ...lines.map(line => `+  ${line}`)].join('\n')}\n\`\`\``;
}

/** Names, and the items of lists in brackets, in which dots can stand. */
function stepsOf(path: string): readonly string[] {
  return path.replaceAll('[]', '').match(/\[[^\]]*\]|[^.[]+/g) ?? [];
}

function yamlLines(path: readonly string[], value: unknown, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  const [name = '', ...rest] = path;
  if (name.startsWith('[')) {
    const [, key, text] = /^\[([^=]+)=(.*)\]$/s.exec(name) ?? [];
    const lines = [
      ...(key === undefined ? [] : [`${indent}  ${key}: ${JSON.stringify(text)}`]),
      ...(rest.length > 0 ? yamlLines(rest, value, depth + 1) : []),
    ];
    return lines.map((line, index) => (index === 0 ? `${indent}- ${line.trimStart()}` : line));
  }
  if (rest.length > 0) return [`${indent}${name}:`, ...yamlLines(rest, value, depth + 1)];
  // JSON is YAML, too.
  return [`${indent}${name}: ${JSON.stringify(value)}`];
}

/** `security` first: the tags past the tenth are dropped. */
function tagsOf(rule: Rule): string[] {
  const weakness = WEAKNESS[rule.category];
  const tags = ['security', 'aws', 'infrastructure-as-code', rule.service, rule.category];
  if (weakness !== undefined) tags.push(weakness);
  tags.push(...Object.keys(rule.frameworks).sort());
  return [...new Set(tags)].slice(0, MAX_TAGS);
}

/** `RdsStorageEncrypted` of `rds-storage-encrypted`. */
function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map(word => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

function linkText(reference: string): string {
  return isWebAddress(reference) ? `<${reference}>` : escapeMarkdown(reference);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s<>"]+$/.test(text);
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&');
}

function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
}
