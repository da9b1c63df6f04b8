import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { buildFacts } from './build-facts.ts';
import { AS_SCRIPTS, buildProgram } from './build-program.ts';
import { buildRules } from './build-rules.ts';
import { writeNotices } from './third-party-notices.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const DATA = join(DIST, 'data');

/** Builds `dist/`: the program, the library, and the data that both read. */
async function main(): Promise<void> {
  mkdirSync(DATA, { recursive: true });
  await bundle();
  buildFacts(DATA);
  await buildRules(DATA);
  if (process.argv.includes('--types')) declareTypes();
}

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  chunkNames: '[name]-[hash]',
  // Its build for browsers is made of ES modules, of which only what is used gets bundled.
  alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
  metafile: true,
} as const satisfies BuildOptions;

/** All files lie beside each other, because the code finds its data relative to itself. */
async function bundle(): Promise<void> {
  const program = await buildProgram(OPTIONS);
  const library = await build({ ...OPTIONS, ...AS_SCRIPTS, entryPoints: ['src/index.ts'] });
  const written = new Set([...program.written, 'index.js']);
  for (const name of readdirSync(DIST)) if (name.endsWith('.js') && !written.has(name)) rmSync(join(DIST, name));
  writeNotices([...program.inputs, ...Object.keys(library.metafile.inputs)], DIST);
}

/** For users of the library; runs without it, so only `npm run build` pays for them. */
function declareTypes(): void {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  execFileSync(tsc, ['--project', 'tsconfig.types.json'], { cwd: ROOT, stdio: 'inherit' });
  // They describe modules, and what they lie in is a package of scripts.
  writeFileSync(join(DIST, 'types', 'package.json'), '{ "type": "module" }\n');
}

await main();
