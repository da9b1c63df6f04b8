import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { parseTemplate } from '../src/cloudformation/parse.ts';
import { looksLikeTemplate } from '../src/cloudformation/recognise.ts';
import { readTemplate } from '../src/cloudformation/template.ts';
import type { SourceFile } from '../src/model/source.ts';
import { scan } from '../src/scan.ts';

/**
 * Bare parsing against reading templates into resources and against whole scans with all rules, in one process over
 * the same files: `npx tsx bench/cloudformation.ts [DIRECTORY…]`.
 */
const roots = process.argv.length > 2 ? process.argv.slice(2) : ['samples'];
const files = roots.flatMap(templatesIn);
const size = files.reduce((sum, { text }) => sum + text.length, 0);
if (files.length === 0) throw new Error(`no templates in ${roots.join(', ')}`);
const ROUNDS = 7;
const noFiles = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };

const all = (work: (file: SourceFile) => unknown) => () => files.forEach(work);
const tasks: [string, () => unknown][] = [
  ['recognise', all(file => looksLikeTemplate(file.text))],
  ['parse with the yaml package', all(file => parseDocument(file.text, { logLevel: 'silent' }))],
  ['parse', all(parseTemplate)],
  ['readTemplate (parse included)', all(file => readTemplate(file, { files: noFiles }))],
  ['scan with all rules', () => scan({ paths: files.map(({ path }) => path) })],
];
console.log(`${files.length} templates, ${(size / 1e6).toFixed(2)} MB`);
// Interleaved, so that what else the machine does hits all of them alike.
const best = tasks.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, [, work]] of tasks.entries()) best[index] = Math.min(best[index]!, await milliseconds(work));
}
for (const [index, [name]] of tasks.entries()) {
  const time = best[index]!;
  console.log(
    `${name.padEnd(30)} ${time.toFixed(1).padStart(8)} ms ${(size / time / 1000).toFixed(2).padStart(8)} MB/s`,
  );
}
const share = (part: number, whole: number) => `${((100 * best[part]!) / best[whole]!).toFixed(0)} %`;
console.log(`reading has ${share(2, 3)} of the throughput of bare parsing, ${share(1, 3)} of that of the yaml package`);
console.log(`a scan has ${share(2, 4)} of the throughput of bare parsing, ${share(1, 4)} of that of the yaml package`);

async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
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
