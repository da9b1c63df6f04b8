/**
 * What a commit hook waits for: one scan of a template of 5 KB, as a whole process, against a Node that does
 * nothing. Both are run in turn, so that a change of the machine's speed meets both.
 *
 *   npm run bench -- startup
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUNS = 25;
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');

const folder = mkdtempSync(join(tmpdir(), 'lintel-startup-'));
const template = join(folder, 'template.yaml');
writeFileSync(template, templateOf(5 * 1024));

const ratios: number[] = [];
const scans: number[] = [];
const bares: number[] = [];
for (let run = 0; run < RUNS + 2; run++) {
  const bare = milliseconds(['-e', '0']);
  const scan = milliseconds([cli, 'scan', template, '--format', 'json', '--fail-on', 'none', '--no-config']);
  if (run < 2) continue;
  bares.push(bare);
  scans.push(scan);
  ratios.push(scan / bare);
}
rmSync(folder, { recursive: true });

console.log(`start-up, ${RUNS} pairs, medians`);
console.log(`  node -e 0             ${median(bares).toFixed(1)} ms`);
console.log(`  lintel scan, 5 KB     ${median(scans).toFixed(1)} ms`);
console.log(`  ratio                 ${median(ratios).toFixed(2)}  (goal: at most 2.2)`);

function milliseconds(args: string[]): number {
  const start = process.hrtime.bigint();
  const result = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (result.status !== 0) throw new Error(`node ${args.join(' ')}: exit ${result.status}\n${result.stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function templateOf(size: number): string {
  let text =
    'AWSTemplateFormatVersion: "2010-09-09"\nParameters:\n  Stage: { Type: String, Default: dev }\nResources:\n';
  for (let n = 1; text.length < size; n++) {
    text += `  Queue${n}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "orders-${n}-\${Stage}"
      VisibilityTimeout: 180
  Bucket${n}:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: { Status: Enabled }
      Tags: [{ Key: Owner, Value: orders }]
`;
  }
  return text;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
