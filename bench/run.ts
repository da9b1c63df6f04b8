/**
 * `npm run bench` runs all measurements, `npm run bench -- hcl startup` those named; what follows `cloudformation` and
 * is no name of a bench is a path for it. Build first. Each is bundled as the program is, so that what is measured is
 * what users run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const names = readdirSync(import.meta.dirname)
  .filter(file => file.endsWith('.ts') && file !== 'run.ts')
  .map(file => file.slice(0, -3))
  .sort();
const given = process.argv.slice(2);
const asked = given.filter(name => names.includes(name));
const paths = given.filter(name => !names.includes(name));
if (paths.length > 0 && !asked.includes('cloudformation')) {
  console.error(`no bench called ${paths.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}
for (const name of given.length > 0 ? asked : names) {
  // Beside the program, because the code finds its data relative to itself.
  const bundle = join(ROOT, 'dist', `bench-${name}.mjs`);
  try {
    await build({
      entryPoints: [join(import.meta.dirname, `${name}.ts`)],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      packages: 'external',
      logLevel: 'error',
    });
    const { status } = spawnSync(process.execPath, [bundle, ...(name === 'cloudformation' ? paths : [])], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  } finally {
    rmSync(bundle, { force: true });
  }
  console.log();
}
