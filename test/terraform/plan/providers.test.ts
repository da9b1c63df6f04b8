import { expect, test } from 'vitest';
import { regionKey } from '../../../src/model/region.ts';
import { readPlan } from '../../../src/terraform/plan.ts';
import { folder, plain } from '../folder.ts';

const HEAD = { format_version: '1.2', terraform_version: '1.11.4' };

function created(address: string, after: object = {}) {
  const [type, name] = address
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .slice(-2);
  const provider_name = 'registry.terraform.io/hashicorp/aws';
  return { address, mode: 'managed', type, name, provider_name, change: { actions: ['create'], after } };
}

function resourcesOf(document: object) {
  const { files } = folder({ 'plan.json': JSON.stringify({ ...HEAD, ...document }) });
  return readPlan(files.read('plan.json')!, { files }).resources;
}

const constant = (constant_value: unknown) => ({ constant_value });

test('the region is that of the resource, else of the configuration of the provider that it names', () => {
  const resources = resourcesOf({
    variables: { region: { value: 'eu-west-2' } },
    resource_changes: [
      created('aws_ebs_volume.default'),
      created('aws_ebs_volume.own', { region: 'us-east-1' }),
      created('module.m["a"].aws_ebs_volume.west[0]'),
      created('aws_ebs_volume.unknown'),
    ],
    configuration: {
      provider_config: {
        aws: { name: 'aws', expressions: { region: constant('eu-central-1') } },
        'aws.west': { name: 'aws', alias: 'west', expressions: { region: { references: ['var.region'] } } },
        'aws.other': { name: 'aws', alias: 'other', expressions: { region: { references: ['local.region'] } } },
      },
      root_module: {
        resources: [
          { address: 'aws_ebs_volume.default', provider_config_key: 'aws' },
          { address: 'aws_ebs_volume.own', provider_config_key: 'aws.west' },
          { address: 'aws_ebs_volume.unknown', provider_config_key: 'aws.other' },
        ],
        module_calls: {
          m: { module: { resources: [{ address: 'aws_ebs_volume.west', provider_config_key: 'aws.west' }] } },
        },
      },
    },
  });
  expect(resources.map(resource => `${resource.address} ${regionKey(resource)}`)).toEqual([
    'aws_ebs_volume.default =eu-central-1',
    'aws_ebs_volume.own =us-east-1',
    'module.m["a"].aws_ebs_volume.west[0] =eu-west-2',
    'aws_ebs_volume.unknown ?local.region',
  ]);
});

test('the tags that a provider ignores', () => {
  const [queue] = resourcesOf({
    resource_changes: [created('aws_sqs_queue.q')],
    configuration: {
      provider_config: {
        aws: {
          name: 'aws',
          expressions: { ignore_tags: [{ keys: constant(['Owner']), key_prefixes: constant(['a:']) }] },
        },
      },
    },
  });
  expect(plain(queue!.ignoredTags)).toEqual({ keys: ['Owner'], key_prefixes: ['a:'] });
});

test('nonsense says nothing', () => {
  const [queue] = resourcesOf({
    resource_changes: [created('aws_sqs_queue.q', { region: 3 })],
    configuration: {
      provider_config: {
        aws: 3,
        b: { name: 'aws', expressions: [] },
        c: { name: 'aws', expressions: { ignore_tags: 1 } },
      },
      root_module: { resources: [1, { address: 'aws_sqs_queue.q', provider_config_key: 'c' }] },
    },
  });
  expect([regionKey(queue!), queue!.ignoredTags]).toEqual(['=3', undefined]);
});
