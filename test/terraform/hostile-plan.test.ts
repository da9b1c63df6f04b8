import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/model/graph.ts';
import type { Value } from '../../src/model/value.ts';
import { readPlan } from '../../src/terraform/plan.ts';
import { cpuTime } from '../cpu-time.ts';
import { folder } from './folder.ts';

interface Change {
  readonly address?: unknown;
  readonly [more: string]: unknown;
}

function change(more: Change = {}): Change {
  return {
    address: 'aws_sqs_queue.q',
    mode: 'managed',
    type: 'aws_sqs_queue',
    name: 'q',
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: { actions: ['create'], after: { name: 'HERE' }, after_unknown: {} },
    ...more,
  };
}

function planText(resource_changes: unknown, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes, ...more });
}

/** Reads a plan, looks at every property and argument, and asks for references: addresses, problems, CPU time. */
function readAll(text: string) {
  const started = cpuTime();
  const { resources, info, diagnostics } = readPlan({ path: 'plan.json', text }, { files: folder({}).files });
  for (const resource of resources) for (const value of [resource.properties, resource.arguments!]) count(value);
  const graph = buildGraph(resources, [info]);
  for (const resource of resources) graph.referencesTo(resource);
  const milliseconds = cpuTime() - started;
  return { ids: resources.map(({ id }) => id), problems: diagnostics.map(({ code }) => code), milliseconds };
}

function count(value: Value): number {
  if (value.kind === 'list') return value.items.reduce((sum, item) => sum + count(item), 1);
  if (value.kind !== 'object') return 1;
  return [...value.properties.values()].reduce((sum, property) => sum + count(property.value), 1);
}

/** CPU time of what takes a tenth of it; what is quadratic takes minutes. */
const BOUND = 10_000;

describe('a hostile plan is read', () => {
  const LEVELS = 50_000;
  const deep = (open: string, close: string) => `${open.repeat(LEVELS)}1${close.repeat(LEVELS)}`;
  test.each([
    ['lists', planText([change()]).replace('"HERE"', deep('[', ']'))],
    ['objects', planText([change()]).replace('"HERE"', deep('{"a":', '}'))],
    ['unknowns', planText([change()]).replace('"after_unknown":{}', `"after_unknown":${deep('{"name":', '}')}`)],
    ['JSON in text', planText([change()]).replace('HERE', deep('[', ']')).replace('"name":"[', '"redrive_policy":"[')],
    [
      'modules',
      planText([change()], { configuration: { root_module: 'HERE' } }).replace(
        '"root_module":"HERE"',
        `"root_module":${deep('{"module_calls":{"m":{"module":', '}}}')}`,
      ),
    ],
  ])('with %s in each other', (_, text) => {
    const { ids, problems } = readAll(text);
    expect({ ids, problems }).toEqual({ ids: ['aws_sqs_queue.q'], problems: [] });
  });

  test('with anything in the place of anything else', () => {
    const anything: readonly unknown[] = [
      null,
      1,
      'x',
      [],
      {},
      true,
      [null],
      { a: [{}] },
      { __proto__: null, toString: 1 },
    ];
    const changes = anything.flatMap(value => [
      value,
      ...['address', 'mode', 'type', 'name', 'provider_name', 'change', 'index', 'deposed'].map(name =>
        change({ [name]: value }),
      ),
      ...['actions', 'after', 'after_unknown', 'after_sensitive'].map(name =>
        change({ change: { actions: ['create'], after: { name: [{ a: 1 }] }, [name]: value } }),
      ),
      change({ change: { actions: ['create'], after: { name: value, tags: value, tags_all: value } } }),
      change({ change: { actions: ['create'], after: {}, after_unknown: { name: value, tags: value } } }),
    ]);
    for (const value of anything) {
      for (const section of ['configuration', 'variables', 'planned_values', 'prior_state', 'resource_drift']) {
        expect(readAll(planText(changes, { [section]: value })).problems).toEqual([]);
        expect(readAll(planText(changes, { [section]: { root_module: value } })).problems).toEqual([]);
      }
    }
  });

  test('with addresses that are none, and twice the same', () => {
    const addresses = [
      '',
      '.',
      'a',
      'a.b.c.d',
      'module.',
      'aws_sqs_queue.q["',
      'aws_sqs_queue.q[99999999999999999999]',
    ];
    const { ids, problems } = readAll(planText([...addresses, ...addresses].map(address => change({ address }))));
    expect({ ids, problems }).toEqual({ ids: [...addresses, ...addresses], problems: [] });
  });

  test('with references that branch at each module', () => {
    const all = Array.from({ length: 20 }, (_, i) => `var.v${i}`);
    const call = {
      expressions: Object.fromEntries(all.map(name => [name.slice(4), { references: ['module.a.o'] }])),
      module: { outputs: { o: { expression: { references: all } } } },
    };
    const resources = [{ address: 'aws_sqs_queue.q', expressions: { name: { references: ['module.a.o'] } } }];
    const changes = [change({ change: { actions: ['create'], after: {}, after_unknown: { name: true } } })];
    const { ids, milliseconds } = readAll(
      planText(changes, { configuration: { root_module: { resources, module_calls: { a: call } } } }),
    );
    expect(ids).toEqual(['aws_sqs_queue.q']);
    expect(milliseconds).toBeLessThan(BOUND);
  });

  test('with thousands of buckets whose names are not known, and of satellites that name others', () => {
    const many = Array.from({ length: 2000 }, (_, i) => i);
    const of = (type: string, i: number, after: unknown, after_unknown: unknown) =>
      change({
        address: `${type}.r${i}`,
        type,
        name: `r${i}`,
        change: { actions: ['create'], after, after_unknown },
      });
    const buckets = many.map(i => of('aws_s3_bucket', i, {}, { bucket: true }));
    const versioning = { versioning_configuration: [{ status: 'Enabled' }] };
    const satellites = many.map(i => of('aws_s3_bucket_versioning', i, { bucket: `n${i}`, ...versioning }, {}));
    const resources = many.map(i => ({
      address: `aws_s3_bucket.r${i}`,
      expressions: { bucket: { references: ['var.name'] } },
    }));
    const text = planText([...buckets, ...satellites], { configuration: { root_module: { resources } } });
    const { ids, milliseconds } = readAll(text);
    expect(ids.length).toBe(4000);
    expect(milliseconds).toBeLessThan(BOUND);
  });
});
