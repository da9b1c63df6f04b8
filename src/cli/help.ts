import { groupBy } from '../model/groups.ts';
import type { CommandDefinition, OptionDefinition } from './arguments.ts';

/** What `--help` prints, of the program as a whole or of one command. */
export function helpText(command: CommandDefinition | undefined, commands: readonly CommandDefinition[]): string {
  const shown = command ?? commands[0]!;
  const usage =
    command && command !== commands[0] ? `lintel ${command.name} ${command.usage}` : 'lintel [scan] [PATH…] [OPTIONS]';
  const lines = [`Usage: ${usage.trim()}`, ''];
  if (shown === commands[0]) {
    lines.push(
      'Finds misconfigurations in CloudFormation templates, Terraform modules and Terraform plans.',
      '',
      'Commands:',
    );
    lines.push(...columns(commands.map(({ name, usage: arg, summary }) => [`${name} ${arg}`.trim(), summary])), '');
  } else {
    lines.push(`${shown.summary[0]!.toUpperCase()}${shown.summary.slice(1)}.`, '');
  }
  for (const [group, options] of groupBy(shown.options, ({ group = 'Options' }) => group)) {
    lines.push(`${group}:`, ...columns(options.map(option => [flags(option), option.description])), '');
  }
  if (shown === commands[0]) lines.push(EXIT_CODES);
  return `${lines.join('\n').trimEnd()}\n`;
}

const EXIT_CODES = `Exit codes:
  0  everything was analysed, nothing at or above --fail-on
  1  findings at or above --fail-on
  2  usage or configuration error
  3  some input could not be analysed; the rest is reported`;

function flags(option: OptionDefinition): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return `${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
