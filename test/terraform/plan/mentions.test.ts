import { expect, test } from 'vitest';
import type { Mention } from '../../../src/model/mention.ts';
import { readPlan } from '../../../src/terraform/plan.ts';
import { folder } from '../folder.ts';

function mentionsOf(document: object): readonly string[] {
  const { files } = folder({ 'plan.json': JSON.stringify(document) });
  return readPlan(files.read('plan.json')!, { files }).info.mentions!().map(show);
}

function show({ target, by, argument, attribute, isHandedOut, isDoubtful }: Mention): string {
  const what = attribute === undefined ? target : `${target}.${attribute}`;
  const how = isHandedOut ? 'out by' : 'in';
  return `${what} ${isDoubtful ? 'perhaps ' : ''}${how} ${by}${argument ? ` ${argument}` : ''}`;
}

/** A resource that will be made. */
function created(address: string, unknown: object = { id: true }, values: object = {}) {
  const [type, name] = address
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .slice(-2);
  const change = { actions: ['create'], after: values, after_unknown: unknown };
  return { address, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/aws', change };
}

function block(address: string, argument: string, ...references: readonly string[]) {
  return {
    address,
    mode: address.startsWith('data.') ? 'data' : 'managed',
    expressions: { [argument]: { references } },
  };
}

const HEAD = { format_version: '1.2', terraform_version: '1.11.4' };

test('the configuration says who names a resource, several at once and through modules', () => {
  const document = {
    ...HEAD,
    resource_changes: [
      created('aws_security_group.a'),
      created('aws_security_group.b'),
      created('module.app["x"].aws_instance.i[0]'),
      created('aws_lb.l'),
    ],
    configuration: {
      root_module: {
        outputs: { group: { expression: { references: ['aws_security_group.b.id', 'aws_security_group.b'] } } },
        resources: [
          block('aws_lb.l', 'security_groups', 'module.app.group', 'module.app'),
          block('aws_instance.deleted', 'vpc_security_group_ids', 'aws_security_group.a.id', 'aws_security_group.a'),
          block('data.template_file.t', 'vars', 'aws_security_group.a.name', 'aws_security_group.a'),
        ],
        module_calls: {
          app: {
            expressions: {
              groups: {
                references: [
                  'aws_security_group.a[0].id',
                  'aws_security_group.a[0]',
                  'aws_security_group.a',
                  'aws_security_group.b.id',
                  'aws_security_group.b',
                ],
              },
            },
            module: {
              outputs: {
                group: { expression: { references: ['aws_security_group.own.id', 'aws_security_group.own'] } },
              },
              resources: [block('aws_instance.i', 'vpc_security_group_ids', 'var.groups')],
            },
          },
        },
      },
    },
  };
  expect(mentionsOf(document)).toEqual([
    'module.app.aws_security_group.own.id in aws_lb.l security_groups',
    'aws_security_group.a.name out by data.template_file.t',
    'aws_security_group.b.id out by output.group',
    'aws_security_group.a.id in module.app.aws_instance.i vpc_security_group_ids',
    'aws_security_group.b.id in module.app.aws_instance.i vpc_security_group_ids',
    'module.app.aws_security_group.own.id out by module.app.output.group',
  ]);
});

test('what comes from locals and is not known may be any resource of their module', () => {
  const document = (unknown: object) => ({
    ...HEAD,
    resource_changes: [
      created('aws_security_group.a'),
      created('module.m.aws_security_group.b'),
      created('aws_instance.i', unknown),
    ],
    configuration: {
      root_module: { resources: [block('aws_instance.i', 'vpc_security_group_ids', 'local.groups')] },
    },
  });
  expect(mentionsOf(document({ id: true, vpc_security_group_ids: true }))).toEqual([
    'aws_security_group.a perhaps in aws_instance.i vpc_security_group_ids',
  ]);
  expect(mentionsOf(document({ id: true }))).toEqual([]);
});

test('an output that comes from locals may hand out where its value is not known', () => {
  const document = (output: object) => ({
    ...HEAD,
    planned_values: { outputs: { group: output } },
    resource_changes: [created('aws_security_group.a')],
    configuration: { root_module: { outputs: { group: { expression: { references: ['local.group'] } } } } },
  });
  expect(mentionsOf(document({ sensitive: false }))).toEqual(['aws_security_group.a perhaps out by output.group']);
  expect(mentionsOf(document({ sensitive: false, value: 'x' }))).toEqual([]);
});

test('a state has ids and nothing else', () => {
  const resource = (address: string, values: object) => ({ ...created(address), values });
  const document = {
    ...HEAD,
    values: {
      outputs: { ip: { value: { main: 'eipalloc-0a1b2c3d' } } },
      root_module: {
        resources: [
          resource('aws_security_group.a', { id: 'sg-0a1b2c3d', name: 'a' }),
          resource('aws_security_group.other', { id: 'sg-0000aaaa', name: 'a' }),
          resource('aws_eip.e', { id: 'eipalloc-0a1b2c3d' }),
          resource('aws_instance.i[0]', { id: 'i-0a1b2c3d', vpc_security_group_ids: ['sg-0a1b2c3d'], key_name: 'a' }),
        ],
      },
    },
  };
  expect(mentionsOf(document)).toEqual([
    'aws_security_group.a.id in aws_instance.i vpc_security_group_ids',
    'aws_eip.e.id out by output.ip',
  ]);
});

test('nonsense names nothing', () => {
  const document = {
    ...HEAD,
    resource_changes: [created('aws_eip.e')],
    planned_values: { outputs: [] },
    configuration: {
      root_module: {
        outputs: { a: 1, b: { expression: { references: [3, '', 'x', 'module.x.y', 'var.z'] } } },
        resources: [1, {}, { address: 3 }, { address: 'aws_eip.e', expressions: 4 }],
        module_calls: { m: 1, n: { module: [] } },
      },
    },
  };
  expect(mentionsOf(document)).toEqual([]);
});
