import { UsageError } from '../errors.ts';
import { isGiven, parseArguments } from './arguments.ts';
import { COMMANDS } from './commands.ts';
import type { CommandResult, Environment } from './environment.ts';

/** Runs the command that the words name. Throws nothing: mistakes and crashes are results, too. */
export async function run(words: readonly string[], environment: Environment): Promise<CommandResult> {
  try {
    const args = parseArguments(words, COMMANDS);
    if (isGiven(args, 'version')) return { exitCode: 0, output: `lintel ${environment.version}\n` };
    if (isGiven(args, 'help')) {
      const { helpText } = await import('./help.ts');
      return { exitCode: 0, output: helpText(args.command, COMMANDS) };
    }
    const command = await load(args.command.name);
    return await command(args, environment);
  } catch (error) {
    return failed(error, words.includes('--verbose') || words.includes('-v'));
  }
}

/** Each command is loaded when it is asked for: starting `scan` pays for no other. */
async function load(name: string) {
  switch (name) {
    case 'rules':
      return (await import('./rules-command.ts')).rulesCommand;
    case 'explain':
      return (await import('./explain-command.ts')).explainCommand;
    case 'graph':
      return (await import('./graph-command.ts')).graphCommand;
    case 'init':
      return (await import('./init-command.ts')).initCommand;
    case 'completions':
      return (await import('./completions-command.ts')).completionsCommand;
    default:
      return (await import('./scan-command.ts')).scanCommand;
  }
}

function failed(error: unknown, verbose: boolean): CommandResult {
  if (error instanceof UsageError) return { exitCode: 2, output: '', notes: `lintel: ${error.message}\n` };
  const message = error instanceof Error ? error.message : String(error);
  const stack = verbose && error instanceof Error ? `${error.stack}\n` : '';
  const notes = `lintel: internal error: ${message}, please report it with the input that causes it (--verbose shows where)\n${stack}`;
  return { exitCode: 3, output: '', notes };
}
