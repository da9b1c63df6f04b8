import { UsageError } from '../errors.ts';
import { type Arguments, isGiven } from './arguments.ts';
import type { Output } from './outputs.ts';

/** What `--fix` and its kin ask for. */
export interface FixMode {
  /** Files are changed; otherwise the difference is shown. */
  readonly writes: boolean;
  /** Also what replaces a resource. */
  readonly unsafe: boolean;
}

/** Undefined: nothing is to be mended. Options that exclude each other are the user's mistake. */
export function fixModeOf(args: Arguments): FixMode | undefined {
  const [fix, dryRun, unsafe] = ['fix', 'fix-dry-run', 'fix-unsafe'].map(name => isGiven(args, name));
  if (unsafe && !fix && !dryRun) throw new UsageError('--fix-unsafe goes with --fix or --fix-dry-run');
  if (!fix && !dryRun) return undefined;
  if (fix && dryRun) throw new UsageError('--fix and --fix-dry-run exclude each other');
  const name = fix ? '--fix' : '--fix-dry-run';
  if (isGiven(args, 'watch')) throw new UsageError(`${name} and --watch exclude each other`);
  if (fix && args.positionals.includes('-')) {
    throw new UsageError('--fix: standard input cannot be changed; --fix-dry-run shows the difference');
  }
  return { writes: fix === true, unsafe: unsafe === true };
}

/** Of a dry run, standard output is the difference: reports go to files. */
export function outputsWith(mode: FixMode | undefined, outputs: readonly Output[], args: Arguments): readonly Output[] {
  if (!mode || mode.writes) return outputs;
  const files = outputs.filter(({ file }) => file !== undefined);
  if (isGiven(args, 'format') && files.length < outputs.length) {
    throw new UsageError('--fix-dry-run prints a difference; a report goes to a file: --output FORMAT=FILE');
  }
  return files;
}
