import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../src/model/resource.ts';
import { propertyValue } from '../../../src/model/value.ts';
import { normalise } from '../../../src/terraform/mapping.ts';
import type { TerraformResource } from '../../../src/terraform/resource.ts';
import { cpuTime } from '../../cpu-time.ts';
import { either, INFO, missing, plain, ref, terraform, type Written, written } from './written.ts';

function all(...resources: TerraformResource[]): readonly Resource[] {
  return normalise(resources, INFO).resources;
}

function versioning(bucket: Written, address = 'aws_s3_bucket_versioning.v', more: Partial<TerraformResource> = {}) {
  return terraform(address, { bucket, versioning_configuration: [{ status: 'Enabled' }] }, more);
}

const bucket = (
  address = 'aws_s3_bucket.b',
  body: Record<string, Written> = {},
  more: Partial<TerraformResource> = {},
) => terraform(address, body, more);
const configuration = (resource: Resource | undefined) =>
  plain(propertyValue(resource?.properties, 'VersioningConfiguration'));
const ENABLED = { Status: 'Enabled' };

describe('a satellite belongs to', () => {
  test('the resource that it refers to, which then lists it', () => {
    const resources = all(bucket(), bucket('aws_s3_bucket.other'), versioning(ref('aws_s3_bucket.b')));
    expect(resources.map(resource => [resource.id, configuration(resource)])).toEqual([
      ['aws_s3_bucket.b', ENABLED],
      ['aws_s3_bucket.other', undefined],
    ]);
    expect(resources[0]!.satellites?.map(({ address, type }) => ({ address, type }))).toEqual([
      { address: 'aws_s3_bucket_versioning.v', type: 'aws_s3_bucket_versioning' },
    ]);
    const property = resources[0]!.properties.properties.get('VersioningConfiguration')!;
    expect([property.declaredIn, property.writtenAs]).toEqual([
      'aws_s3_bucket_versioning.v',
      'versioning_configuration',
    ]);
  });

  test('the instance of the same key', () => {
    const keys = ['["a"]', '["b"]'];
    const resources = all(
      ...keys.map(key => bucket(`aws_s3_bucket.b${key}`)),
      versioning(ref('aws_s3_bucket.b["b"]'), 'aws_s3_bucket_versioning.v["b"]'),
    );
    expect(resources.map(configuration)).toEqual([undefined, ENABLED]);
  });

  test('the symbolic instance', () => {
    const unknown = { exists: 'unknown' } as const;
    const resources = all(
      bucket('aws_s3_bucket.b[*]', {}, unknown),
      versioning(ref('aws_s3_bucket.b[*]'), 'aws_s3_bucket_versioning.v[*]', unknown),
    );
    expect(configuration(resources[0])).toEqual(ENABLED);
  });

  test('the resource of another module, and the one that another satellite names', () => {
    const resources = all(
      bucket('module.m["k"].aws_s3_bucket.b[0]'),
      versioning(ref('module.m["k"].aws_s3_bucket.b[0]')),
      terraform('aws_s3_bucket_public_access_block.p', {
        bucket: ref('aws_s3_bucket_versioning.v'),
        block_public_acls: true,
      }),
    );
    expect(written(resources[0])).toEqual({
      VersioningConfiguration: ENABLED,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    });
  });

  test('the resource of an equal name, also where the name is known in part only', () => {
    const partial: Written = span => ({
      kind: 'template',
      parts: [
        { kind: 'unknown', reason: 'parameter-without-default', missing: 'var.env', alternatives: [], span },
        '-x',
      ],
      span,
    });
    expect(configuration(all(bucket(undefined, { bucket: 'x' }), versioning('x'))[0])).toEqual(ENABLED);
    expect(configuration(all(bucket(undefined, { bucket: partial }), versioning(partial))[0])).toEqual(ENABLED);
    expect(
      configuration(all(bucket(undefined, { bucket: missing('var.n') }), versioning(missing('var.n')))[0]),
    ).toEqual(ENABLED);
    expect(configuration(all(bucket(undefined, { bucket: 'y' }), versioning('x'))[0])).toBeUndefined();
  });

  test('several resources', () => {
    const attachment = terraform('aws_iam_policy_attachment.a', {
      name: 'a',
      roles: [ref('aws_iam_role.r', 'name'), 'named'],
      users: ['u'],
      policy_arn: 'p',
    });
    const roles = [
      terraform('aws_iam_role.r', {}),
      terraform('aws_iam_role.n', { name: 'named' }),
      terraform('aws_iam_user.u', { name: 'u' }),
    ];
    expect(
      all(...roles, attachment).map(resource => plain(propertyValue(resource.properties, 'ManagedPolicyArns'))),
    ).toEqual([['p'], ['p'], ['p']]);
  });

  test('the resource on which all of its arguments agree', () => {
    const stage = (name: string, api: string) =>
      terraform(`aws_api_gateway_stage.${name}`, {
        stage_name: 'prod',
        rest_api_id: ref(`aws_api_gateway_rest_api.${api}`),
      });
    const settings = terraform('aws_api_gateway_method_settings.s', {
      stage_name: 'prod',
      rest_api_id: ref('aws_api_gateway_rest_api.two'),
      method_path: 'orders/GET',
      settings: [{ logging_level: 'INFO' }],
    });
    const found = all(stage('a', 'one'), stage('b', 'two'), settings);
    expect(found.map(resource => plain(propertyValue(resource.properties, 'MethodSettings')))).toEqual([
      undefined,
      [{ ResourcePath: '/orders', HttpMethod: 'GET', LoggingLevel: 'INFO' }],
    ]);
  });
});

describe('a satellite of which it is not known', () => {
  test('whose it is, makes the property unknown on every candidate of its module, and stays a part of another', () => {
    const resources = all(
      bucket(),
      bucket('aws_s3_bucket.versioned'),
      bucket('module.m.aws_s3_bucket.elsewhere'),
      versioning(missing('var.bucket')),
      versioning(ref('aws_s3_bucket.versioned'), 'aws_s3_bucket_versioning.w'),
    );
    expect(resources.map(resource => [resource.id, resource.type, configuration(resource)])).toEqual([
      ['aws_s3_bucket.b', 'AWS::S3::Bucket', '?var.bucket?'],
      ['aws_s3_bucket.versioned', 'AWS::S3::Bucket', ENABLED],
      ['module.m.aws_s3_bucket.elsewhere', 'AWS::S3::Bucket', undefined],
      ['aws_s3_bucket_versioning.v', 'AWS::S3::Bucket', ENABLED],
    ]);
    expect(resources.map(resource => resource.partial)).toEqual([undefined, undefined, undefined, true]);
    const value = propertyValue(resources[0]!.properties, 'VersioningConfiguration');
    expect(value).toMatchObject({ kind: 'unknown', reason: 'outside-this-input' });
    expect(resources[0]!.properties.properties.get('VersioningConfiguration')?.declaredIn).toBe(
      'aws_s3_bucket_versioning.v',
    );
  });

  test('whose it is, leaves lists open', () => {
    const group = terraform('aws_security_group.g', { ingress: [{ from_port: 1, cidr_blocks: ['a'] }] });
    const rule = terraform('aws_vpc_security_group_ingress_rule.r', {
      security_group_id: missing('var.g'),
      cidr_ipv4: 'b',
    });
    expect(written(all(group, rule)[0])).toEqual({ SecurityGroupIngress: [{ FromPort: 1, CidrIp: 'a' }, '…'] });
  });

  test('but that names something outside, says nothing about the others', () => {
    const outside = [
      missing('data.aws_s3_bucket.logs'),
      missing('module.logs.bucket'),
      missing('aws_s3_bucket.gone[0].id'),
      ref('aws_s3_bucket.gone'),
      'another-name',
    ];
    for (const name of outside)
      expect(configuration(all(bucket(undefined, { bucket: 'x' }), versioning(name))[0])).toBeUndefined();
  });

  test('which of several instances it has', () => {
    const resources = all(
      bucket('aws_s3_bucket.b["a"]'),
      bucket('aws_s3_bucket.b["b"]'),
      versioning(ref('aws_s3_bucket.b[*]')),
    );
    expect(resources.slice(0, 2).map(configuration)).toEqual(['?aws_s3_bucket.b[*]?', '?aws_s3_bucket.b[*]?']);
  });

  test('whether it exists, gives both cases', () => {
    const when = { exists: 'unknown', existsWhen: [{ name: 'var.v', value: true }] } as const;
    expect(configuration(all(bucket(), versioning(ref('aws_s3_bucket.b'), undefined, when))[0])).toEqual({
      either: [
        ['var.v=true', ENABLED],
        ['var.v=false', undefined],
      ],
    });
    const together = all(bucket(undefined, {}, when), versioning(ref('aws_s3_bucket.b'), undefined, when));
    expect(configuration(together[0])).toEqual(ENABLED);
    const role = terraform('aws_iam_role.r', { managed_policy_arns: ['a'] });
    const attachment = terraform(
      'aws_iam_role_policy_attachment.a',
      { role: ref('aws_iam_role.r'), policy_arn: 'b' },
      when,
    );
    expect(plain(propertyValue(all(role, attachment)[0]!.properties, 'ManagedPolicyArns'))).toEqual([
      'a',
      {
        either: [
          ['var.v=true', 'b'],
          ['var.v=false', undefined],
        ],
      },
    ]);
  });

  test('which of two it belongs to, gives both the case', () => {
    const choice = either('var.first', ref('aws_s3_bucket.a'), ref('aws_s3_bucket.b'));
    expect(all(bucket('aws_s3_bucket.a'), bucket(), versioning(choice)).map(configuration)).toEqual([
      {
        either: [
          ['var.first=true', ENABLED],
          ['var.first=false', undefined],
        ],
      },
      {
        either: [
          ['var.first=false', ENABLED],
          ['var.first=true', undefined],
        ],
      },
    ]);
  });
});

test('a view is a resource of its own and is seen in its parent', () => {
  const policy = terraform('aws_iam_role_policy.p', {
    name: 'p',
    role: ref('aws_iam_role.r'),
    policy: '{"Statement":[]}',
  });
  const [role, own] = all(terraform('aws_iam_role.r', {}), policy);
  expect(own!.type).toBe('AWS::IAM::RolePolicy');
  expect(plain(propertyValue(role!.properties, 'Policies'))).toEqual([
    { PolicyName: 'p', PolicyDocument: { Statement: [] } },
  ]);
});

test('no egress block is no egress, rules of their own are egress', () => {
  const rule = terraform('aws_security_group_rule.r', {
    type: 'egress',
    security_group_id: ref('aws_security_group.g'),
    protocol: '-1',
    cidr_blocks: ['0.0.0.0/0'],
    self: true,
  });
  const egress = (...rules: TerraformResource[]) =>
    plain(propertyValue(all(terraform('aws_security_group.g', {}), ...rules)[0]!.properties, 'SecurityGroupEgress'));
  expect(egress()).toEqual({ default: [] });
  expect(egress(rule)).toEqual([
    { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
    { IpProtocol: '-1', DestinationSecurityGroupId: '${aws_security_group.g.GroupId}' },
  ]);
});

test('an instance has the encryption of its cluster', () => {
  const cluster = terraform('aws_rds_cluster.c', { cluster_identifier: 'c', storage_encrypted: true });
  const instance = (name: Written) => terraform('aws_rds_cluster_instance.i', { cluster_identifier: name });
  const encrypted = (name: Written) => {
    const property = all(cluster, instance(name))[1]!.properties.properties.get('StorageEncrypted');
    return [plain(property?.value), property?.declaredIn];
  };
  expect(encrypted(ref('aws_rds_cluster.c'))).toEqual([true, 'aws_rds_cluster.c']);
  expect(encrypted('c')).toEqual([true, 'aws_rds_cluster.c']);
  expect(encrypted(missing('var.cluster'))).toEqual(['?var.cluster?', undefined]);
});

test('of several parents with one name, the one in the same module instance is meant', () => {
  const resources = all(
    bucket('module.a[0].aws_s3_bucket.b', { bucket: 'same' }),
    bucket('module.a[1].aws_s3_bucket.b', { bucket: 'same' }),
    versioning('same', 'module.a[1].aws_s3_bucket_versioning.v'),
  );
  expect(resources.map(resource => [resource.id, configuration(resource)])).toEqual([
    ['module.a[0].aws_s3_bucket.b', undefined],
    ['module.a[1].aws_s3_bucket.b', ENABLED],
  ]);
});

test('many satellites cost no more than their number', () => {
  const buckets = Array.from({ length: 3000 }, (_, i) => bucket(`aws_s3_bucket.b${i}`, { bucket: `n${i}` }));
  const lost = Array.from({ length: 3000 }, (_, i) =>
    versioning(missing(`var.b${i}`), `aws_s3_bucket_versioning.v${i}`),
  );
  const named = Array.from({ length: 3000 }, (_, i) => versioning(`n${i}`, `aws_s3_bucket_versioning.w${i}`));
  const start = cpuTime();
  const found = all(...buckets, ...lost, ...named);
  const spent = cpuTime() - start;
  expect([found.length, found.filter(({ partial }) => partial).length]).toEqual([6000, 3000]);
  expect(spent).toBeLessThan(20_000);
});

test('a satellite whose parents are elsewhere is part of each kind of parent that it names', () => {
  const attachment = terraform('aws_iam_policy_attachment.a', {
    name: 'a',
    roles: ['gone'],
    groups: ['gone'],
    policy_arn: 'p',
  });
  expect(
    all(attachment).map(resource => [resource.id, resource.type, resource.partial, plain(resource.properties)]),
  ).toEqual([
    ['aws_iam_policy_attachment.a', 'AWS::IAM::Role', true, { ManagedPolicyArns: ['p'] }],
    ['aws_iam_policy_attachment.a#aws_iam_group', 'AWS::IAM::Group', true, { ManagedPolicyArns: ['p'] }],
  ]);
});
