#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { run } from './cli/run.ts';

/** Arguments in, exit code out: the only file that touches the process and its streams. */
async function main(words: readonly string[]): Promise<void> {
  const result = await run(words, {
    workingDirectory: process.cwd(),
    variables: process.env,
    outputIsTerminal: process.stdout.isTTY === true,
    version: manifest.version,
    readInput,
  });
  process.exitCode = result.exitCode;
  if (result.notes) process.stderr.write(result.notes);
  if (result.output) process.stdout.write(result.output);
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
await main(process.argv.slice(2));
