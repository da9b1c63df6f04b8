import { type Arguments, isGiven } from './arguments.ts';
import { COMMANDS } from './commands.ts';
import { completionsCommand } from './completions-command.ts';
import type { CommandResult, Environment } from './environment.ts';
import { explainCommand } from './explain-command.ts';
import { graphCommand } from './graph-command.ts';
import { helpText } from './help.ts';
import { initCommand } from './init-command.ts';
import { mergeCommand } from './merge-command.ts';
import { rulesCommand } from './rules-command.ts';

const BY_NAME: Readonly<Record<string, (args: Arguments, environment: Environment) => Promise<CommandResult>>> = {
  completions: completionsCommand,
  explain: explainCommand,
  graph: graphCommand,
  init: initCommand,
  merge: mergeCommand,
  rules: rulesCommand,
};

/** Help, and every command but `scan`: together, and loaded when asked for, so that starting a scan pays for none. */
export async function runOther(args: Arguments, environment: Environment): Promise<CommandResult> {
  if (isGiven(args, 'help')) return { exitCode: 0, output: helpText(args.command, COMMANDS) };
  return await BY_NAME[args.command.name]!(args, environment);
}
