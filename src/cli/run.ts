import { UsageError } from '../errors.ts';
import { isGiven, parseArguments } from './arguments.ts';
import { COMMANDS } from './commands.ts';
import type { CommandResult, Environment } from './environment.ts';
import { scanCommand } from './scan-command.ts';

/** Runs the command that the words name. Throws nothing: mistakes and crashes are results, too. */
export async function run(words: readonly string[], environment: Environment): Promise<CommandResult> {
  try {
    const args = parseArguments(words, COMMANDS);
    if (isGiven(args, 'version')) return { exitCode: 0, output: `lintel ${environment.version}\n` };
    if (args.command.name === 'scan' && !isGiven(args, 'help')) return await scanCommand(args, environment);
    const { runOther } = await import('./other-commands.ts');
    return await runOther(args, environment);
  } catch (error) {
    return failed(error, words.includes('--verbose') || words.includes('-v'));
  }
}

function failed(error: unknown, verbose: boolean): CommandResult {
  if (error instanceof UsageError) return { exitCode: 2, output: '', notes: `lintel: ${error.message}\n` };
  const message = error instanceof Error ? error.message : String(error);
  const stack = verbose && error instanceof Error ? `${error.stack}\n` : '';
  const notes = `lintel: internal error: ${message}, please report it with the input that causes it (--verbose shows where)\n${stack}`;
  return { exitCode: 3, output: '', notes };
}
