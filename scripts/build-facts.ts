import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mappingLines } from './generate/mappings.ts';

/** Writes the facts that a run reads to `outDir` (`dist/data`), from the committed files under schemas/. */
export function buildFacts(outDir: string): void {
  mkdirSync(outDir, { recursive: true });
  for (const [from, to] of COPIES) copyFileSync(join(SCHEMAS, from), join(outDir, to));
  const mappings = mappingLines(
    join(SCHEMAS, 'mappings', 'aws'),
    keysOf('aws/cloudformation.txt'),
    keysOf('terraform/aws.txt'),
  );
  writeFileSync(join(outDir, 'mappings.txt'), mappings);
}

const SCHEMAS = fileURLToPath(new URL('../schemas/', import.meta.url));
const COPIES: readonly (readonly [string, string])[] = [
  ['aws/cloudformation.txt', 'cloudformation.txt'],
  ['aws/iam.txt', 'iam.txt'],
  ['terraform/aws.txt', 'terraform-aws.txt'],
];

function keysOf(file: string): string[] {
  const lines = readFileSync(join(SCHEMAS, file), 'utf8').split('\n');
  return lines.filter(line => line !== '').map(line => line.slice(0, line.indexOf('\t')));
}
