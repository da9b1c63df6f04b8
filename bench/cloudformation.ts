import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { parseTemplate } from '../src/cloudformation/parse.ts';
import { looksLikeTemplate } from '../src/cloudformation/recognise.ts';
import { readTemplate } from '../src/cloudformation/template.ts';
import type { SourceFile } from '../src/model/source.ts';

/**
 * Bare parsing against reading templates into resources, in one process over the same files:
 * `npx tsx bench/cloudformation.ts [DIRECTORY…]`.
 */
const roots = process.argv.length > 2 ? process.argv.slice(2) : ['samples'];
const files = roots.flatMap(templatesIn);
const size = files.reduce((sum, { text }) => sum + text.length, 0);
if (files.length === 0) throw new Error(`no templates in ${roots.join(', ')}`);
const noFiles = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };

const tasks: [string, (file: SourceFile) => unknown][] = [
  ['recognise', file => looksLikeTemplate(file.text)],
  ['parse with the yaml package', file => parseDocument(file.text, { logLevel: 'silent' })],
  ['parse', parseTemplate],
  ['readTemplate (parse included)', file => readTemplate(file, { files: noFiles })],
];
console.log(`${files.length} templates, ${(size / 1e6).toFixed(2)} MB`);
// Interleaved, so that what else the machine does hits all of them alike.
const best = tasks.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < 9; round++) {
  for (const [index, [, work]] of tasks.entries()) {
    best[index] = Math.min(
      best[index]!,
      milliseconds(() => files.forEach(work)),
    );
  }
}
for (const [index, [name]] of tasks.entries()) {
  const time = best[index]!;
  console.log(
    `${name.padEnd(30)} ${time.toFixed(1).padStart(8)} ms ${(size / time / 1000).toFixed(2).padStart(8)} MB/s`,
  );
}
console.log(`reading has ${((100 * best[2]!) / best[3]!).toFixed(0)} % of the throughput of bare parsing`);

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function templatesIn(directory: string): SourceFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).flatMap(name => {
    const path = join(directory, name);
    if (!/\.(ya?ml|json|template)$/.test(name) || !statSync(path).isFile()) return [];
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    return looksLikeTemplate(text) ? [{ path, text }] : [];
  });
}
