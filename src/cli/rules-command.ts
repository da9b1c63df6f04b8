import type { Rule } from '../model/rule.ts';
import { loadRules } from '../scan.ts';
import { type Arguments, choiceOf, valuesOf } from './arguments.ts';
import type { CommandResult, Environment } from './environment.ts';

/** `lintel rules`: every rule, one line each, or as data. */
export async function rulesCommand(args: Arguments, _environment: Environment): Promise<CommandResult> {
  const format = choiceOf(args, 'format', ['text', 'json', 'markdown']) ?? 'text';
  const rules = await loadRules(valuesOf(args, 'rules'));
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  switch (format) {
    case 'json':
      return { exitCode: 0, output: `[\n${sorted.map(rule => JSON.stringify(ruleObject(rule))).join(',\n')}\n]\n` };
    case 'markdown':
      return { exitCode: 0, output: markdownTable(sorted) };
    case 'text':
      return { exitCode: 0, output: sorted.map(textLine).join('') };
  }
}

/** The form of `rules --format json`. */
export function ruleObject(rule: Rule): object {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    category: rule.category,
    service: rule.service,
    resources: rule.resources,
    dialects: dialectsOf(rule),
    aliases: rule.aliases,
    frameworks: Object.entries(rule.frameworks).map(([name, controls]) => ({ name, controls })),
    fixable: rule.fix !== undefined,
    parameters: rule.parameters,
    profile: rule.profile,
  };
}

/** Types without a counterpart in CloudFormation have Terraform's names. */
function dialectsOf({ resources }: Rule): readonly string[] {
  const isCommon = resources.some(type => type === '*' || type.includes('::'));
  return isCommon ? ['cloudformation', 'terraform'] : ['terraform'];
}

function textLine(rule: Rule): string {
  const profile = rule.profile === null ? '' : ` (profile ${rule.profile})`;
  return `${rule.severity.padEnd(8)}  ${rule.id}  ${rule.title}${profile}\n`;
}

export function markdownTable(rules: readonly Rule[]): string {
  const rows = rules.map(rule => {
    const title = rule.title.replaceAll('|', '\\|');
    return `| \`${rule.id}\` | ${rule.severity} | ${title} | ${rule.profile ?? ''} |`;
  });
  return ['| rule | severity | what it asks | profile |', '|---|---|---|---|', ...rows].map(row => `${row}\n`).join('');
}
