import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileReader } from '../src/model/files.ts';
import type { Input } from '../src/model/input.ts';
import { readPlan } from '../src/terraform/plan.ts';

/**
 * What it costs to read a plan of many resources: time and highest memory, beside `JSON.parse` of the same file, each
 * in a process of its own, the best of three. Resources are mapped when a rule asks for them, so there is a third line:
 * every property of every one asked for. `LINTEL_BENCH_RESOURCES` sets the number, 100,000 where it is missing.
 */
function measure(): void {
  const count = Number(process.env['LINTEL_BENCH_RESOURCES'] ?? 100_000);
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const path = join(folder, 'plan.json');
  writeFileSync(path, planOf(count));
  try {
    const rounds = [1, 2, 3].map(() => TASKS.map(({ task }) => inProcess(task, path)));
    const costs = TASKS.map((_, at) => best(rounds.map(round => round[at]!)));
    console.log(`a plan of ${count} resources`);
    for (const [at, { name }] of TASKS.entries()) console.log(`  ${name.padEnd(24)} ${line(costs[at]!, costs[0]!)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const TASKS = [
  { task: 'parse', name: 'JSON.parse' },
  { task: 'read', name: 'lintel' },
  { task: 'use', name: 'and all properties' },
] as const;

type Task = (typeof TASKS)[number]['task'];

function best(costs: readonly Cost[]): Cost {
  const milliseconds = Math.min(...costs.map(cost => cost.milliseconds));
  return { milliseconds, megabytes: Math.min(...costs.map(cost => cost.megabytes)) };
}

function line({ milliseconds, megabytes }: Cost, base: Cost): string {
  const times = (ratio: number) => `${ratio.toFixed(1)}×`.padStart(6);
  const time = `${milliseconds.toFixed(0).padStart(6)} ms ${times(milliseconds / base.milliseconds)}`;
  return `${time}  ${megabytes.toFixed(0).padStart(6)} MB ${times(megabytes / base.megabytes)}`;
}

interface Cost {
  readonly milliseconds: number;
  /** The most that the process ever held. */
  readonly megabytes: number;
}

function inProcess(task: Task, path: string): Cost {
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
function run(task: Task, path: string): void {
  const before = process.memoryUsage().rss;
  const text = readFileSync(path, 'utf8');
  const started = performance.now();
  const result = task === 'parse' ? (JSON.parse(text) as unknown) : read(text, task === 'use');
  const milliseconds = performance.now() - started;
  const megabytes = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
  if (result === undefined) throw new Error('nothing was read');
  process.stdout.write(JSON.stringify({ milliseconds, megabytes }));
}

function read(text: string, all: boolean): Input {
  const input = readPlan({ path: 'plan.json', text }, { files: NO_FILES });
  if (all && input.resources.some(({ properties }) => properties.properties.size === 0))
    throw new Error('no properties');
  return input;
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

const task = process.env['LINTEL_BENCH_TASK'] as Task | undefined;
if (task) run(task, process.env['LINTEL_BENCH_PLAN']!);
else measure();
