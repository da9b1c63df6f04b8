/** `npm run bench` runs all measurements, `npm run bench -- hcl startup` those named. Build first. */
import { readdirSync } from 'node:fs';

const names = readdirSync(import.meta.dirname)
  .filter(file => file.endsWith('.ts') && file !== 'run.ts')
  .map(file => file.slice(0, -3))
  .sort();
const asked = process.argv.slice(2);
const missing = asked.filter(name => !names.includes(name));
if (missing.length > 0) {
  console.error(`no bench called ${missing.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : names) {
  await import(`./${name}.ts`);
  console.log();
}
