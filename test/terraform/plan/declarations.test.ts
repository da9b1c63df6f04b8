import { expect, test } from 'vitest';
import { planDeclarations } from '../../../src/terraform/plan/declarations.ts';
import { readPlan } from '../../../src/terraform/plan.ts';
import { folder, plain } from '../folder.ts';

const constant = (constant_value: unknown) => ({ constant_value });

const PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { id: { value: 'AKIAQ3EGRZ7XMPLKEY2A' } },
  resource_changes: [
    {
      address: 'module.web["a"].data.http.status',
      mode: 'data',
      type: 'http',
      name: 'status',
      change: { actions: ['read'], after: { url: 'https://example.com' }, after_unknown: { request_headers: true } },
    },
  ],
  prior_state: {
    values: {
      root_module: {
        resources: [
          {
            address: 'data.aws_ami.a',
            mode: 'data',
            type: 'aws_ami',
            name: 'a',
            values: { owners: null, id: 'ami-1' },
          },
          { address: 'aws_ami.b', mode: 'managed', type: 'aws_ami', name: 'b', values: {} },
        ],
      },
    },
  },
  configuration: {
    provider_config: {
      aws: { name: 'aws', expressions: { region: constant('eu-west-1'), access_key: { references: ['var.id'] } } },
      'aws.west': {
        name: 'aws',
        alias: 'west',
        expressions: { assume_role: [{ role_arn: { references: ['local.role'] } }] },
      },
      'module.web:aws': { name: 'aws', module_address: 'module.web' },
    },
    root_module: {
      module_calls: {
        web: {
          source: 'acme/web/aws',
          version_constraint: '~> 2.0',
          expressions: { token: { references: ['aws_ssm_parameter.p.value', 'aws_ssm_parameter.p'] } },
          module: {
            module_calls: { inner: { source: './inner' } },
            resources: [
              {
                address: 'data.http.status',
                mode: 'data',
                expressions: { url: constant('https://example.com'), request_headers: { references: ['var.token'] } },
              },
            ],
          },
        },
      },
    },
  },
};

const TYPES = new Set(['provider.aws', 'module', 'data.aws_ami', 'data.http']);

test('a plan has providers, calls and data sources without its source', () => {
  const text = JSON.stringify(PLAN, null, 1);
  const file = { path: 'plan.json', text };
  const found = planDeclarations(file, JSON.parse(text), TYPES);
  expect(
    found.map(({ address, type, body, nameSpan }) => [
      address,
      type,
      text.slice(nameSpan.start, nameSpan.end),
      plain(body),
    ]),
  ).toEqual([
    ['provider.aws', 'provider.aws', 'aws', { region: 'eu-west-1', access_key: 'AKIAQ3EGRZ7XMPLKEY2A' }],
    ['provider.aws.west', 'provider.aws', 'aws.west', { assume_role: [{ role_arn: '?local.role' }] }],
    ['module.web', 'module', 'web', { token: '?aws_ssm_parameter.p.value', source: 'acme/web/aws', version: '~> 2.0' }],
    ['module.web.module.inner', 'module', 'inner', { source: './inner' }],
    ['data.aws_ami.a', 'data.aws_ami', 'data.aws_ami.a', { id: 'ami-1' }],
    [
      'module.web["a"].data.http.status',
      'data.http',
      'module.web[\\"a\\"].data.http.status',
      { url: 'https://example.com', request_headers: '?module.web["a"].data.http.status.request_headers' },
    ],
  ]);
  expect(plain(found.at(-1)!.meta)).toEqual({ references: { request_headers: ['<aws_ssm_parameter.p.value>'] } });
});

test('nonsense gives nothing', () => {
  const text = JSON.stringify({
    resource_changes: [1, { mode: 'data' }, null],
    prior_state: [],
    configuration: { provider_config: [[]], root_module: { module_calls: { a: 1, b: { expressions: 3 } } } },
  });
  const found = planDeclarations({ path: 'plan.json', text }, JSON.parse(text), TYPES);
  expect(found.map(({ address, body }) => [address, plain(body)])).toEqual([['module.b', {}]]);
});

test('variables that refer to many others are followed once each', () => {
  const references = Array.from({ length: 30 }, (_, index) => `var.v${index}`);
  const expressions = Object.fromEntries(references.map(name => [name.slice('var.'.length), { references }]));
  const inner = {
    resources: [{ address: 'data.http.a', mode: 'data', expressions: { url: { references } } }],
  };
  let module: object = inner;
  for (let depth = 0; depth < 12; depth++) module = { module_calls: { m: { expressions, module } } };
  const outermost = { references: ['aws_ssm_parameter.p.value', 'aws_ssm_parameter.p'] };
  const call = { expressions: Object.fromEntries(Object.keys(expressions).map(name => [name, outermost])), module };
  const text = JSON.stringify({
    resource_changes: [
      { address: `${'module.m.'.repeat(13)}data.http.a`, mode: 'data', type: 'http', name: 'a', change: { after: {} } },
    ],
    configuration: { root_module: { module_calls: { m: call } } },
  });
  const [found] = planDeclarations({ path: 'plan.json', text }, JSON.parse(text), TYPES).slice(-1);
  expect(plain(found!.meta)).toEqual({ references: { url: ['<aws_ssm_parameter.p.value>'] } });
});

test('where the source is there, they stand in it', () => {
  const change = { actions: ['create'], after: { name: 'a' } };
  const resource_changes = [{ address: 'aws_sqs_queue.q', mode: 'managed', type: 'aws_sqs_queue', name: 'q', change }];
  const { files } = folder({
    'plan.json': JSON.stringify({ ...PLAN, resource_changes }),
    'main.tf': 'resource "aws_sqs_queue" "q" {\n  name = "a"\n}\nprovider "aws" {\n  region = "eu-west-2"\n}\n',
  });
  const { resources } = readPlan(files.read('plan.json')!, { files, declarations: TYPES });
  expect(resources.map(({ address, isDeclaration, nameSpan }) => [address, isDeclaration, nameSpan.file.path])).toEqual(
    [
      ['aws_sqs_queue.q', undefined, 'main.tf'],
      ['provider.aws', true, 'main.tf'],
    ],
  );
});
