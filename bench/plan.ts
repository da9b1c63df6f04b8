import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileReader } from '../src/model/files.ts';
import { readPlan } from '../src/terraform/plan.ts';

/**
 * What it costs to read a plan of many resources: time and highest memory, beside `JSON.parse` of the same file, each
 * in a process of its own. `LINTEL_BENCH_RESOURCES` sets the number, 100,000 where it is missing.
 */
function measure(): void {
  const count = Number(process.env['LINTEL_BENCH_RESOURCES'] ?? 100_000);
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const path = join(folder, 'plan.json');
  writeFileSync(path, planOf(count));
  try {
    const parse = inProcess('parse', path);
    const read = inProcess('read', path);
    console.log(`a plan of ${count} resources`);
    for (const [name, { milliseconds, megabytes }] of Object.entries({ 'JSON.parse': parse, lintel: read })) {
      console.log(
        `  ${name.padEnd(10)} ${milliseconds.toFixed(0).padStart(6)} ms ${megabytes.toFixed(0).padStart(6)} MB`,
      );
    }
    const [time, memory] = [read.milliseconds / parse.milliseconds, read.megabytes / parse.megabytes];
    console.log(`  ratio      ${time.toFixed(1).padStart(6)}    ${memory.toFixed(1).padStart(6)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Cost {
  readonly milliseconds: number;
  /** The most that the process ever held. */
  readonly megabytes: number;
}

function inProcess(task: 'parse' | 'read', path: string): Cost {
  const script = fileURLToPath(import.meta.url);
  const flags = ['--max-old-space-size=8192', '--import', 'tsx', script];
  const { stdout, stderr } = spawnSync(process.execPath, flags, {
    encoding: 'utf8',
    env: { ...process.env, LINTEL_BENCH_TASK: task, LINTEL_BENCH_PLAN: path },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Cost;
}

/** Time from the read text on; memory above that of the process before it. */
function run(task: string, path: string): void {
  const before = process.memoryUsage().rss;
  const text = readFileSync(path, 'utf8');
  const started = performance.now();
  const result = task === 'parse' ? JSON.parse(text) : readPlan({ path: 'plan.json', text }, { files: NO_FILES });
  const milliseconds = performance.now() - started;
  const megabytes = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
  if (result === undefined) throw new Error('nothing was read');
  process.stdout.write(JSON.stringify({ milliseconds, megabytes }));
}

const NO_FILES: FileReader = {
  read: () => undefined,
  readBytes: () => undefined,
  list: () => [],
  has: () => false,
};

function planOf(count: number): string {
  const changes = Array.from({ length: count }, (_, i) => JSON.stringify(change(i)));
  return `{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[${changes.join(',')}],"configuration":${JSON.stringify(CONFIGURATION)}}`;
}

const CONFIGURATION = {
  provider_config: { aws: { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws' } },
  root_module: {
    module_calls: {
      queues: {
        source: './queues',
        module: {
          resources: [
            {
              address: 'aws_sqs_queue.this',
              mode: 'managed',
              type: 'aws_sqs_queue',
              name: 'this',
              expressions: {
                name: { references: ['each.key'] },
                kms_master_key_id: { references: ['aws_kms_key.this.arn', 'aws_kms_key.this'] },
              },
            },
          ],
        },
      },
    },
  },
};

function change(i: number): unknown {
  return {
    address: `module.queues["${i >> 4}"].aws_sqs_queue.this[${i & 15}]`,
    module_address: `module.queues["${i >> 4}"]`,
    mode: 'managed',
    type: 'aws_sqs_queue',
    name: 'this',
    index: i & 15,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions: ['create'],
      before: null,
      after: {
        content_based_deduplication: false,
        delay_seconds: 0,
        fifo_queue: false,
        fifo_throughput_limit: null,
        kms_master_key_id: null,
        max_message_size: 262144,
        message_retention_seconds: 345600,
        name: `queue-${i}`,
        receive_wait_time_seconds: 0,
        redrive_policy: `{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:dead-${i}","maxReceiveCount":4}`,
        tags: { Name: `queue-${i}`, Team: 'orders' },
        tags_all: { Name: `queue-${i}`, Team: 'orders' },
        visibility_timeout_seconds: 30,
      },
      after_unknown: { arn: true, id: true, kms_master_key_id: true, policy: true, tags: {}, tags_all: {}, url: true },
      before_sensitive: false,
      after_sensitive: { tags: {}, tags_all: {} },
    },
  };
}

const task = process.env['LINTEL_BENCH_TASK'];
if (task) run(task, process.env['LINTEL_BENCH_PLAN']!);
else measure();
