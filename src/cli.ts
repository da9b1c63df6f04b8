#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import type { CommandResult } from './cli/environment.ts';
import { run } from './cli/run.ts';

/** Arguments in, exit code out: the only file that touches the process and its streams. */
async function main(words: readonly string[]): Promise<void> {
  const environment = {
    workingDirectory: currentDirectory(),
    variables: process.env,
    outputIsTerminal: process.stdout.isTTY === true,
    version: manifest.version,
    ...(process.stderr.isTTY ? { terminal: (text: string) => process.stderr.write(text) } : {}),
    readInput,
  };
  const result = await run(words, environment);
  show(result);
  if (!result.watched) return;
  const { repeatOnChange } = await import('./cli/watch.ts');
  const waiting = () => process.stderr.write('lintel: waiting for changes; Ctrl+C ends\n');
  waiting();
  await repeatOnChange(
    result,
    () => run(words, environment),
    again => {
      show(again);
      waiting();
    },
  );
}

function show({ exitCode, notes, output }: CommandResult): void {
  process.exitCode = exitCode;
  if (notes) process.stderr.write(notes);
  if (output) process.stdout.write(output);
}

/** A directory that was removed while somebody was in it has no path; then nothing in it is found. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// A reader such as `head` that has seen enough is no error.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(process.exitCode);
  throw error;
});
void main(process.argv.slice(2));
