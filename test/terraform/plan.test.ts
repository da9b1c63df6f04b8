import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../src/files.ts';
import { regionOf, type SourceFile } from '../../src/model/source.ts';
import { plannedResources } from '../../src/terraform/plan/document.ts';
import { addressPositions } from '../../src/terraform/plan/positions.ts';
import { sourceOf } from '../../src/terraform/plan/source.ts';
import { readPlan, terraformResources } from '../../src/terraform/plan.ts';
import { looksLikePlan } from '../../src/terraform/recognise.ts';
import type { TerraformResource } from '../../src/terraform/resource.ts';
import { at, bodies, folder, plain } from './folder.ts';

interface Change {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly after_sensitive?: unknown;
  readonly [more: string]: unknown;
}

/** The text of a plan with these changes, printed as Terraform does. */
function planText(changes: readonly Change[], more: Record<string, unknown> = {}): string {
  const resource_changes = changes.map(
    ({ address, actions = ['create'], after, after_unknown = {}, after_sensitive = {}, ...rest }) => {
      const [type, name] = address
        .replace(/\[.*?\]/g, '')
        .split('.')
        .slice(-2);
      const change = { actions, before: null, after, after_unknown, before_sensitive: false, after_sensitive };
      return {
        address,
        mode: 'managed',
        type,
        name,
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change,
        ...rest,
      };
    },
  );
  return JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes, ...more }, null, 2);
}

function read(
  text: string,
  files: Record<string, string> = {},
): { resources: readonly TerraformResource[]; file: SourceFile } {
  const { files: reader } = folder({ 'plan.json': text, ...files });
  const file = reader.read('plan.json')!;
  const json = JSON.parse(text);
  const planned = plannedResources(json)!;
  const source = sourceOf(file, json, planned, { files: reader });
  const resources = terraformResources(file, json, planned, { files: reader });
  return { resources: resources.map(resource => source?.join(resource) ?? resource), file };
}

describe('a plan', () => {
  test('tells absent from unknown, in objects and in lists', () => {
    const { resources } = read(
      planText([
        {
          address: 'other_x.y',
          after: { a: 1, b: null, list: ['p', null, null], map: { k: 'v' }, nested: [{ c: true }] },
          after_unknown: { id: true, list: [false, true, false], map: { u: true }, nested: [{ d: true }], whole: true },
        },
      ]),
    );
    expect(bodies(resources)).toEqual({
      'other_x.y': {
        a: 1,
        list: ['p', '?other_x.y.list.1', null],
        map: { k: 'v', u: '?other_x.y.map.u' },
        nested: [{ c: true, d: '?other_x.y.nested.0.d' }],
        id: '?other_x.y.id',
        whole: '?other_x.y.whole',
      },
    });
  });

  test('marks secrets with everything in them', () => {
    const { resources } = read(
      planText([
        {
          address: 'other_x.y',
          after: { password: 'hunter2', tags: { a: 'b' }, list: ['p', 'q'] },
          after_sensitive: { password: true, tags: true, list: [false, true] },
        },
      ]),
    );
    const { properties } = resources[0]!.body;
    expect(properties.get('password')!.value).toMatchObject({ value: 'hunter2', sensitive: true });
    expect(properties.get('tags')!.value).toMatchObject({ kind: 'object', sensitive: true });
    const list = properties.get('list')!.value;
    expect(list.kind === 'list' && list.items.map(item => item.sensitive ?? false)).toEqual([false, true]);
  });

  test('is about what will exist', () => {
    const change = (name: string, actions: string[], more = {}) => ({
      address: `other_x.${name}`,
      actions,
      after: { n: 1 },
      ...more,
    });
    const { resources } = read(
      planText([
        change('created', ['create']),
        change('updated', ['update']),
        change('kept', ['no-op']),
        change('replaced', ['delete', 'create']),
        change('removed', ['delete'], { after: null }),
        change('forgotten', ['forget']),
        change('old', ['delete'], { deposed: '1234', after: null }),
        { ...change('data', ['read']), mode: 'data' },
      ]),
    );
    expect(resources.map(({ name, applyDefaults }) => [name, applyDefaults])).toEqual([
      ['created', true],
      ['updated', true],
      ['kept', false],
      ['replaced', true],
    ]);
  });

  test('has blocks as lists and tags with the defaults of the provider', () => {
    const { resources } = read(
      planText([
        {
          address: 'aws_instance.i',
          after: {
            ami: 'ami-1',
            tags: { a: 'b' },
            tags_all: { a: 'b', Team: 't' },
            root_block_device: [],
            ebs_block_device: [],
          },
          after_unknown: { tags: {} },
        },
      ]),
    );
    expect(plain(resources[0]!.body)).toMatchObject({ ami: 'ami-1', tags: { a: 'b', Team: 't' } });
  });

  const configuration = {
    root_module: {
      resources: [
        {
          address: 'aws_kms_key.k',
          mode: 'managed',
          type: 'aws_kms_key',
          name: 'k',
          expressions: {},
          count_expression: { constant_value: 2 },
        },
      ],
      module_calls: {
        db: {
          source: './db',
          expressions: {
            key: { references: ['aws_kms_key.k[1].arn', 'aws_kms_key.k[1]', 'aws_kms_key.k'] },
            own: { references: ['aws_kms_key.k', 'each.key'] },
          },
          for_each_expression: {},
          module: {
            outputs: { arn: { expression: { references: ['aws_db_instance.main.arn', 'aws_db_instance.main'] } } },
            resources: [
              {
                address: 'aws_db_instance.main',
                expressions: {
                  kms_key_id: { references: ['var.key'] },
                  identifier: { references: ['data.aws_region.r.name', 'data.aws_region.r'] },
                  username: { references: ['local.user'] },
                  restore_to_point_in_time: [{ source_db_instance_identifier: { references: ['var.key'] } }],
                },
              },
            ],
          },
        },
      },
    },
  };

  test('links what is not known through the variables of modules', () => {
    const { resources } = read(
      planText(
        [
          { address: 'aws_kms_key.k[0]', after: {}, after_unknown: { arn: true } },
          { address: 'aws_kms_key.k[1]', after: {}, after_unknown: { arn: true } },
          {
            address: 'module.db["a.b"].aws_db_instance.main',
            after: { engine: 'mysql', restore_to_point_in_time: [{ use_latest_restorable_time: true }] },
            after_unknown: {
              kms_key_id: true,
              identifier: true,
              username: true,
              storage_encrypted: true,
              restore_to_point_in_time: [{ source_db_instance_identifier: true }],
            },
          },
        ],
        { configuration },
      ),
    );
    expect(bodies(resources)['module.db["a.b"].aws_db_instance.main']).toEqual({
      engine: 'mysql',
      kms_key_id: '<aws_kms_key.k[1].arn>',
      identifier: '?data.aws_region.r.name',
      username: '?local.user',
      restore_to_point_in_time: [
        { use_latest_restorable_time: true, source_db_instance_identifier: '<aws_kms_key.k[1].arn>' },
      ],
    });
  });

  test('links the instances of one block with those of another by their keys', () => {
    const bucket = (address: string, references: string[], for_each: string[]) => ({
      address,
      expressions: { bucket: { references } },
      for_each_expression: { references: for_each },
    });
    const resources = [
      bucket('aws_s3_bucket_versioning.by_key', ['aws_s3_bucket.b', 'each.key'], ['var.names']),
      bucket('aws_s3_bucket_versioning.by_value', ['each.value.id', 'each.value'], ['aws_s3_bucket.b']),
      bucket('aws_s3_bucket_versioning.computed', ['aws_s3_bucket.b', 'each.key', 'local.keys'], ['var.names']),
      bucket(
        'aws_s3_bucket_versioning.other_values',
        ['each.value.id', 'each.value'],
        ['aws_s3_bucket.b', 'var.names'],
      ),
    ];
    const unknown = { after: {}, after_unknown: { bucket: true } };
    const planned = read(
      planText(
        [
          { address: 'aws_s3_bucket.b["k"]', after: {} },
          ...resources.map(({ address }) => ({ address: `${address}["k"]`, ...unknown })),
        ],
        { configuration: { root_module: { resources } } },
      ),
    );
    expect(bodies(planned.resources)).toEqual({
      'aws_s3_bucket.b["k"]': {},
      'aws_s3_bucket_versioning.by_key["k"]': { bucket: '<aws_s3_bucket.b["k"].id>' },
      'aws_s3_bucket_versioning.by_value["k"]': { bucket: '<aws_s3_bucket.b["k"].id>' },
      'aws_s3_bucket_versioning.computed["k"]': { bucket: '?aws_s3_bucket.b' },
      'aws_s3_bucket_versioning.other_values["k"]': { bucket: '?each.value.id' },
    });
  });

  test('stands at its addresses', () => {
    const text = planText(
      [
        {
          address: 'aws_x.a["b.\\"c"]',
          after: { address: 'aws_x.decoy', resource_changes: [{ address: 'aws_x.decoy' }] },
        },
        { address: 'aws_x.b', after: {} },
      ],
      { planned_values: { root_module: { resources: [{ address: 'aws_x.b' }, { address: 'aws_x.c' }] } } },
    );
    const file = { path: 'plan.json', text };
    const positions = addressPositions(file);
    expect([...positions.keys()]).toEqual(['aws_x.a["b.\\"c"]', 'aws_x.b', 'aws_x.c']);
    const lines = text.split('\n');
    const { line } = regionOf(positions.get('aws_x.b')!);
    expect(lines[line - 1]).toContain('"address": "aws_x.b"');
    expect(text.slice(positions.get('aws_x.c')!.start, positions.get('aws_x.c')!.end)).toBe('aws_x.c');
    expect([...addressPositions({ path: 'x', text: JSON.stringify(JSON.parse(text)) }).keys()]).toEqual([
      ...positions.keys(),
    ]);
  });

  test('without changes is read from its planned values, a state from its values', () => {
    const resource = (address: string) => ({
      address,
      mode: 'managed',
      type: 'other_x',
      name: 'y',
      provider_name: 'p/o',
      values: { a: 1 },
    });
    const root_module = {
      resources: [resource('other_x.y'), { ...resource('data.other_x.y'), mode: 'data' }],
      child_modules: [{ address: 'module.m', resources: [resource('module.m.other_x.y')] }],
    };
    const head = { format_version: '1.0', terraform_version: '1.11.4' };
    const seen = [{ planned_values: { root_module } }, { values: { root_module } }].map(body => {
      const { resources } = read(JSON.stringify({ ...head, ...body }, null, 1));
      return resources.map(({ address, applyDefaults, span }) => [address, applyDefaults, regionOf(span).line > 1]);
    });
    expect(seen).toEqual([
      [
        ['other_x.y', true, true],
        ['module.m.other_x.y', true, true],
      ],
      [
        ['other_x.y', false, true],
        ['module.m.other_x.y', false, true],
      ],
    ]);
  });

  test.each([
    '',
    '[]',
    '{"a": 1}',
    '{"format_version": "1.0"',
    'null',
    '{"resource_changes": 5}',
    '{"resource_changes": [1, null, {"change": {"actions": ["create"], "after": {}}}]}',
  ])('that is none, or broken, is reported or empty: %s', text => {
    const { files } = folder({ 'plan.json': text });
    const { resources, diagnostics } = readPlan(files.read('plan.json')!, { files });
    expect(resources).toEqual([]);
    if (!text.includes('"create"')) expect(diagnostics.map(({ severity }) => severity)).toEqual(['error']);
  });

  test('nested more deeply than anybody writes is read', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const { files } = folder({
      'plan.json': planText([{ address: 'other_x.y', after: { a: 'DEEP' } }]).replace('"DEEP"', deep),
    });
    expect(readPlan(files.read('plan.json')!, { files }).resources).toHaveLength(1);
  });
});

describe('a plan with its source beside it', () => {
  const main = `
variable "name" {}
resource "aws_kms_key" "k" {
  count = 1
}
resource "aws_db_instance" "main" {
  for_each   = toset(["a", "b"])
  identifier = "\${var.name}-\${each.key}"
  kms_key_id = local.key
  policy     = jsonencode({ Resource = aws_kms_key.k[0].arn, Effect = "Allow" })
  dynamic "restore_to_point_in_time" {
    for_each = var.name == "n" ? [1] : []
    content {
      use_latest_restorable_time = true
    }
  }
}
locals {
  key = aws_kms_key.k[0].arn
}
`;
  const after = {
    identifier: 'n-a',
    multi_az: false,
    restore_to_point_in_time: [{ use_latest_restorable_time: true }],
  };
  const text = planText(
    [
      { address: 'aws_kms_key.k[0]', after: {}, after_unknown: { arn: true, id: true } },
      { address: 'aws_db_instance.main["a"]', after, after_unknown: { kms_key_id: true, policy: true, arn: true } },
    ],
    { variables: { name: { value: 'n' } } },
  );

  test('stands where the source is, with the structure of what is not known', () => {
    const { resources } = read(text, { 'main.tf': main });
    const database = resources[1]!;
    expect(plain(database.body)).toMatchObject({
      identifier: 'n-a',
      multi_az: false,
      kms_key_id: '<aws_kms_key.k[0].arn>',
      restore_to_point_in_time: [{ use_latest_restorable_time: true }],
    });
    const { properties } = database.body;
    const policy = properties.get('policy')!.value;
    expect(policy.kind === 'template' && plain(policy.structure)).toEqual({
      Resource: '<aws_kms_key.k[0].arn>',
      Effect: 'Allow',
    });
    expect(['identifier', 'kms_key_id', 'multi_az'].map(name => at(properties.get(name)!.span))).toEqual([
      'main.tf:8',
      'main.tf:9',
      'main.tf:6',
    ]);
    expect(properties.get('multi_az')!.value).toMatchObject({ defaulted: true });
    expect(properties.has('arn')).toBe(false);
    expect(at(database.nameSpan)).toBe('main.tf:6');
  });

  test('takes the keys that only the plan knows', () => {
    const { resources } = read(
      planText([
        { address: 'module.m["p"].aws_kms_key.k[0]', after: {}, after_unknown: { arn: true } },
        {
          address: 'module.m["p"].aws_db_instance.main[0]',
          after: { engine: 'mysql' },
          after_unknown: { kms_key_id: true },
        },
      ]),
      {
        'main.tf': `
data "aws_regions" "all" {}
module "m" {
  source   = "./m"
  for_each = data.aws_regions.all.names
}
`,
        'm/main.tf': `
data "aws_regions" "all" {}
resource "aws_kms_key" "k" {
  count = length(data.aws_regions.all.names)
}
resource "aws_db_instance" "main" {
  count      = length(data.aws_regions.all.names)
  engine     = "mysql"
  kms_key_id = aws_kms_key.k[count.index].arn
}
`,
      },
    );
    const database = resources[1]!;
    expect(plain(database.body)).toEqual({ engine: 'mysql', kms_key_id: '<module.m["p"].aws_kms_key.k[0].arn>' });
    expect([database.exists, at(database.nameSpan), ...database.calledFrom.map(call => call.address)]).toEqual([
      'yes',
      'm/main.tf:6',
      'module.m["p"]',
    ]);
  });

  test('that is of something else stands in the plan', () => {
    const { resources } = read(text, { 'main.tf': 'resource "aws_x" "y" {}' });
    expect(new Set(resources.map(resource => resource.nameSpan.file.path))).toEqual(new Set(['plan.json']));
  });

  const samples = '../shared/conformance/tfplan';
  test.skipIf(!existsSync(samples)).each(['plan.json', 'plan-noop.json', 'state.json'])(
    'is found line by line: %s',
    name => {
      const files = openFiles([samples]);
      const file = files.read(`${samples}/${name}`)!;
      const json = JSON.parse(readFileSync(`${samples}/${name}`, 'utf8'));
      const planned = plannedResources(json)!;
      const source = sourceOf(file, json, planned, { files })!;
      const resources = terraformResources(file, json, planned, { files }).map(source.join);
      const places: Record<string, string> = {
        'terraform_data.counted': 'main.tf',
        'terraform_data.keyed': 'main.tf',
        'module.mid.terraform_data.this': 'mid/main.tf',
        'module.mid.module.leaf.terraform_data.this': 'leaf/main.tf',
        'module.one.terraform_data.this': 'leaf/main.tf',
      };
      expect(resources.length).toBeGreaterThan(10);
      for (const { address, nameSpan } of resources) {
        const block = address.replace(/\["(\\.|[^"\\])*"\]|\[\d+\]/g, '');
        expect(nameSpan.file.path.endsWith(places[block]!), `${address} at ${at(nameSpan)}`).toBe(true);
        const line = nameSpan.file.text.split('\n')[regionOf(nameSpan).line - 1];
        expect(line).toContain(`resource "terraform_data" "${block.split('.').at(-1)}"`);
      }
    },
  );
});

describe('a raw state', () => {
  const state = {
    version: 4,
    terraform_version: '1.11.4',
    serial: 3,
    lineage: 'a',
    outputs: {},
    resources: [
      { mode: 'data', type: 'aws_region', name: 'r', provider: 'p', instances: [{ attributes: { id: 'x' } }] },
      {
        module: 'module.m["k.l"]',
        mode: 'managed',
        type: 'aws_db_instance',
        name: 'd',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [
          {
            index_key: 'a"b',
            attributes: { storage_encrypted: false, password: 'secret', tags: { A: '1' } },
            sensitive_attributes: [[{ type: 'get_attr', value: 'password' }]],
          },
          { deposed: 'd', attributes: { storage_encrypted: true } },
        ],
      },
    ],
  };

  test('gives its instances at the names of their blocks, and marks what is sensitive', () => {
    const text = JSON.stringify(state, null, 2);
    const { files } = folder({ 'terraform.tfstate': text });
    const { resources, diagnostics } = readPlan(files.read('terraform.tfstate')!, { files });
    expect(diagnostics).toEqual([]);
    expect(resources.map(({ address, type, properties }) => [address, type, plain(properties)])).toEqual([
      [
        'module.m["k.l"].aws_db_instance.d["a\\"b"]',
        'AWS::RDS::DBInstance',
        { StorageEncrypted: false, MasterUserPassword: 'secret', Tags: [{ Key: 'A', Value: '1' }] },
      ],
    ]);
    const [database] = resources;
    expect(database!.properties.properties.get('MasterUserPassword')!.value.sensitive).toBe(true);
    expect(text.split('\n')[regionOf(database!.nameSpan).line - 1]).toBe('      "name": "d",');
  });

  test('is recognised by its version, serial and lineage', () => {
    expect(looksLikePlan(JSON.stringify(state))).toBe(true);
    expect(looksLikePlan('{"version": 4, "terraform_version": "1.0", "serial": 1}')).toBe(false);
  });

  test('of which parts are no state at all is read without an exception', () => {
    const odd = [
      null,
      1,
      'x',
      [],
      { instances: 3 },
      { mode: 'managed', type: 'aws_x', name: 'y', instances: [null, 1, { attributes: [] }] },
    ];
    const { files } = folder({ 's.tfstate': JSON.stringify({ ...state, resources: odd }) });
    expect(readPlan(files.read('s.tfstate')!, { files }).resources).toEqual([]);
  });
});

test('the source of a plan may be named', () => {
  const plan = planText([{ address: 'aws_sqs_queue.q', after: { name: 'n' } }]);
  const { files } = folder({
    'plans/a/b/plan.json': plan,
    'infra/main.tf': '\nresource "aws_sqs_queue" "q" {\n  name = "n"\n}\n',
  });
  const file = files.read('plans/a/b/plan.json')!;
  const [beside] = readPlan(file, { files }).resources;
  const [named] = readPlan(file, { files, source: { directory: 'infra' } }).resources;
  expect([beside, named].map(resource => at(resource!.nameSpan))).toEqual([
    `${file.path}:${regionOf(beside!.nameSpan).line}`,
    'infra/main.tf:2',
  ]);
});
