import type { Watched } from './watch.ts';

/** What a command may know of the process; only `cli.ts` looks at the process itself. */
export interface Environment {
  readonly workingDirectory: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly outputIsTerminal: boolean;
  readonly version: string;
  /** Writes to standard error while a command runs; absent where that is no terminal. */
  readonly terminal?: (text: string) => void;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
}

/** What a command leaves behind; `cli.ts` prints it. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly output: string;
  /** For standard error. */
  readonly notes?: string;
  /** With `--watch`: the command is to run again when something changes there. */
  readonly watched?: Watched;
}

/** https://no-color.org, https://force-color.org, https://bixense.com/clicolors: an option wins, then the variables. */
export function wantsColor(option: boolean | undefined, environment: Environment): boolean {
  const { variables, outputIsTerminal } = environment;
  if (option !== undefined) return option;
  if (isSet(variables['NO_COLOR'])) return false;
  if (isSet(variables['FORCE_COLOR'])) return variables['FORCE_COLOR'] !== '0' && variables['FORCE_COLOR'] !== 'false';
  if (isSet(variables['CLICOLOR_FORCE']) && variables['CLICOLOR_FORCE'] !== '0') return true;
  if (variables['CLICOLOR'] === '0' || variables['TERM'] === 'dumb') return false;
  return outputIsTerminal;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
