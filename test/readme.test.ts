import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readmeWithOutputs } from '../scripts/readme.ts';
import { run } from '../src/cli/run.ts';
import { loadBuiltInRules } from '../src/engine/load.ts';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const isBuilt = loadBuiltInRules().length > 0;

test.skipIf(!isBuilt)('what the README shows of the samples is what a scan prints', async () => {
  const [, report] = /^\$ npx lintel scan samples\/ops-pipeline\n```\n\n```\n(.*?)^```$/ms.exec(README)!;
  const { output } = await run(['scan', 'samples/ops-pipeline'], {
    workingDirectory: ROOT,
    variables: {},
    outputIsTerminal: false,
    version: '',
    readInput: async () => new Uint8Array(),
  });
  expect(output).toContain(report);
});

test.skipIf(!isBuilt)('the newcomer’s path of the README prints what it shows (`npm run docs` writes it)', async () => {
  expect(README.match(/^\$ npx lintel /gm)).toHaveLength(7);
  expect(await readmeWithOutputs(README)).toBe(README);
});
