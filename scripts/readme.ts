import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { run } from '../src/cli/run.ts';

const FIRST_HEADING = '## From the first scan';
const NEXT_HEADING = '## For those who read on';

/**
 * The README with what its newcomer's path really prints: every `hcl` block becomes `main.tf` or changes it, every
 * `$ npx lintel …` runs in the same folder. Needs the build.
 */
export async function readmeWithOutputs(readme: string): Promise<string> {
  const start = readme.indexOf(FIRST_HEADING);
  const end = readme.indexOf(NEXT_HEADING);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-readme-')));
  mkdirSync(join(root, '.git'));
  try {
    const path = await pathWithOutputs(readme.slice(start, end), root);
    return readme.slice(0, start) + path + readme.slice(end);
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function pathWithOutputs(text: string, root: string): Promise<string> {
  let shown = '';
  let at = 0;
  let count = 0;
  for (const { 0: block, 1: kind, 2: body = '', index } of text.matchAll(/^```(\w*)\n(.*?)^```$/gms)) {
    shown += text.slice(at, index);
    at = index + block.length;
    if (kind === 'hcl') {
      write(root, body);
      count ||= JSON.parse(await printed(root, 'scan . --format json')).summary.fail;
      shown += block;
    } else {
      const [first = ''] = body.split('\n', 1);
      const command = first.slice('$ npx lintel '.length);
      shown += `\`\`\`\n${first}\n${await printed(root, command)}\`\`\``;
    }
  }
  return (shown + text.slice(at)).replace(/there are \d+ findings/, `there are ${count} findings`);
}

/** The first block is the file; a later one is a comment with the line that it comes to stand above. */
function write(root: string, body: string): void {
  const path = join(root, 'main.tf');
  const line = body.trimEnd().split('\n').at(-1)!;
  if (line === '}') writeFileSync(path, body);
  else
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(line, () => body.trimEnd()),
    );
}

async function printed(directory: string, command: string): Promise<string> {
  const { output, notes = '' } = await run(command.split(' '), {
    workingDirectory: directory,
    variables: {},
    outputIsTerminal: false,
    version: manifest.version,
    readInput: async () => new Uint8Array(),
  });
  return notes + output;
}
