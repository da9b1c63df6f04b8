import { createColors } from 'picocolors';
import { builtInExamples } from '../engine/load.ts';
import { UsageError } from '../errors.ts';
import type { Rule, RuleExample, RuleExamples } from '../model/rule.ts';
import { loadRules } from '../scan.ts';
import { rulesNamed } from '../selection.ts';
import { type Arguments, choiceOf, valuesOf } from './arguments.ts';
import { conditionText } from './condition-text.ts';
import { type CommandResult, type Environment, wantsColor } from './environment.ts';

/** `lintel explain RULE`: everything about a rule, or about each rule that a peer's id stands for. */
export async function explainCommand(args: Arguments, environment: Environment): Promise<CommandResult> {
  const name = args.positionals[0];
  if (name === undefined) throw new UsageError('lintel explain RULE: which rule?');
  const format = choiceOf(args, 'format', ['text', 'markdown']) ?? 'text';
  const rules = await loadRules(valuesOf(args, 'rules'));
  const found = [...rulesNamed([name], rules)];
  const pages = found.map(rule => rulePage(rule, builtInExamples(rule.id)));
  if (format === 'markdown') return { exitCode: 0, output: pages.join('\n') };
  const colors = createColors(wantsColor(undefined, environment));
  const output = wrapped(pages.join('\n'))
    .replace(/^#+ (.*)$/gm, (_, heading: string) => colors.bold(heading))
    .replace(/`([^`\n]+)`/g, (_, code: string) => colors.cyan(code));
  return { exitCode: 0, output };
}

/** One page of Markdown about a rule. */
export function rulePage(rule: Rule, examples?: RuleExamples): string {
  const facts = [
    `- severity: ${rule.severity}`,
    `- category: ${rule.category}`,
    `- resources: ${rule.resources.map(code).join(', ')}`,
    ...(rule.profile === null ? [] : [`- profile: ${rule.profile} (off unless \`--profile ${rule.profile}\`)`]),
  ];
  const sections = [
    `# ${rule.id}`,
    `${rule.title}.`,
    facts.join('\n'),
    section('Why', paragraph(rule.rationale)),
    section('What to do', paragraph(rule.remediation)),
    section('When it applies', conditionText(rule.when)),
    section('What it asks', conditionText(rule.require)),
    section('When the answer cannot be known', conditionText(rule.unknownWhen)),
    section('Fix', fixText(rule)),
    section('Examples', exampleText(examples)),
    section('Parameters', parameterText(rule)),
    section('Frameworks', list(Object.entries(rule.frameworks).map(([name, ids]) => `${name}: ${ids.join(', ')}`))),
    section('Other analyzers call it', list(rule.aliases.map(code))),
    section('References', list(rule.references)),
    section('Suppress it', `\`# lintel-ignore ${rule.id}: the reason\` on the line, above it, or above the block.`),
  ];
  return `${sections.filter(text => text !== '').join('\n\n')}\n`;
}

/** Long paragraphs in lines that can be read on a terminal. */
function wrapped(text: string): string {
  return text
    .split('\n')
    .map(line => (/^[A-Z`]/.test(line) ? line.replace(/(.{1,100})(?: |$)/g, '$1\n').trimEnd() : line))
    .join('\n');
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function parameterText(rule: Rule): string {
  const entries = Object.entries(rule.parameters);
  return list(
    entries.map(
      ([name, { default: value, description }]) =>
        `${code(name)}: ${description} Default: ${code(JSON.stringify(value))}.`,
    ),
  );
}

/** What the fix sets, and what that does to an example. */
function fixText(rule: Rule): string {
  const set = Object.entries(rule.fix?.set ?? {}).map(
    ([path, value]) => `set ${code(path)} to ${code(JSON.stringify(value))}`,
  );
  const differences = Object.values(rule.fixExamples ?? {}).map(lines => `\`\`\`diff\n${lines}\n\`\`\``);
  const how = differences.length > 0 ? ['`lintel scan --fix` does it where it is a change of the text:'] : [];
  return [list(set), ...how, ...differences].filter(text => text !== '').join('\n\n');
}

/** The first case that fails and the first that passes, in both languages. */
function exampleText(examples: RuleExamples | undefined): string {
  const cases = [
    ...(examples?.fail.slice(0, 1) ?? []).map(example => ({ verdict: 'Fails', example })),
    ...(examples?.pass.slice(0, 1) ?? []).map(example => ({ verdict: 'Passes', example })),
  ];
  return cases.map(({ verdict, example }) => `${verdict}: ${example.case}.\n\n${sources(example)}`).join('\n\n');
}

function sources(example: RuleExample): string {
  const texts: (readonly [string, string])[] = [];
  const { cloudformation, terraform } = example;
  if (typeof cloudformation === 'string') texts.push(['yaml', cloudformation]);
  for (const text of Object.values(example['cloudformation-files'] ?? {})) texts.push(['yaml', text]);
  if (typeof terraform === 'string') texts.push(['hcl', terraform]);
  for (const text of Object.values(example['terraform-files'] ?? {})) texts.push(['hcl', text]);
  return texts.map(([language, text]) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``).join('\n\n');
}

function list(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function paragraph(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
