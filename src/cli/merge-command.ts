import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Log } from 'sarif';
import { UsageError } from '../errors.ts';
import { mergeLogs } from '../reporters/sarif/merge.ts';
import { printLog } from '../reporters/sarif.ts';
import { type Arguments, lastValueOf } from './arguments.ts';
import type { CommandResult, Environment } from './environment.ts';

/** `lintel merge A B…`: SARIF reports of several scans as one. */
export async function mergeCommand(args: Arguments, environment: Environment): Promise<CommandResult> {
  if (args.positionals.length === 0) throw new UsageError('lintel merge FILE…: which SARIF files?');
  const logs = args.positionals.map(path => readLog(resolve(environment.workingDirectory, path), path));
  const output = printLog(mergeLogs(logs));
  const file = lastValueOf(args, 'output');
  if (file === undefined) return { exitCode: 0, output };
  writeFileSync(resolve(environment.workingDirectory, file), output);
  return { exitCode: 0, output: '' };
}

function readLog(path: string, name: string): Log {
  try {
    const log: Log = JSON.parse(readFileSync(path, 'utf8'));
    if (log.version === '2.1.0' && log.runs.every(run => run.tool.driver.name === 'lintel')) return log;
  } catch {
    // Said below.
  }
  throw new UsageError(`${name}: this is no SARIF report of lintel`);
}
