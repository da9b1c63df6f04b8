import { describe, expect, test } from 'vitest';
import { propertyValue, type Value } from '../../../src/model/value.ts';
import { complete } from '../../../src/terraform/mapping/completion.ts';
import { normalise } from '../../../src/terraform/mapping.ts';
import {
  either,
  INFO,
  missing,
  openList,
  plain,
  ref,
  representedList,
  terraform,
  type Written,
  written,
} from './written.ts';

/** What one resource becomes, without defaults. */
function mapped(type: string, body: Record<string, Written>): unknown {
  return written(one(type, body));
}

function one(type: string, body: Record<string, Written>, more = {}) {
  return normalise([terraform(`${type}.x`, body, more)], INFO).resources[0]!;
}

describe('the mechanical rule', () => {
  test('Pascal case, equal letters, plural', () => {
    expect(mapped('aws_sqs_queue', { kms_master_key_id: 'k' })).toEqual({ KmsMasterKeyId: 'k' });
    expect(mapped('aws_opensearch_domain', { vpc_options: [{ subnet_ids: ['a'] }] })).toEqual({
      VPCOptions: { SubnetIds: ['a'] },
    });
    expect(mapped('aws_cloudfront_distribution', { origin_group: [], aliases: ['a'] })).toEqual({
      DistributionConfig: { OriginGroups: { Items: [] }, Aliases: ['a'] },
    });
  });

  test('the form comes from the schema: numbers to text, text to booleans, one value to a list, blocks to an object', () => {
    expect(mapped('aws_db_instance', { allocated_storage: 20, multi_az: 'true' })).toEqual({
      AllocatedStorage: '20',
      MultiAZ: true,
    });
    expect(mapped('aws_lb_listener', { alpn_policy: 'HTTP2Only' })).toEqual({ AlpnPolicy: ['HTTP2Only'] });
    expect(mapped('aws_lambda_function', { vpc_config: [{ subnet_ids: ['a'] }], dead_letter_config: [] })).toEqual({
      VpcConfig: { SubnetIds: ['a'] },
    });
  });

  test('a map of tags becomes a list of pairs under the type’s name for tags', () => {
    expect(mapped('aws_efs_file_system', { tags: { a: 'b' } })).toEqual({ FileSystemTags: [{ Key: 'a', Value: 'b' }] });
    expect(mapped('aws_ssm_parameter', { tags: { a: 'b' } })).toEqual({ Tags: { a: 'b' } });
  });

  test('JSON text becomes its structure', () => {
    expect(mapped('aws_iam_policy', { policy: '{"Statement": [{"Effect": "Deny"}]}' })).toEqual({
      PolicyDocument: { Statement: [{ Effect: 'Deny' }] },
    });
    expect(mapped('aws_iam_policy', { policy: 'no JSON' })).toEqual({ PolicyDocument: 'no JSON' });
  });

  test('a type without a written mapping is found by its name, others keep their names', () => {
    expect(one('aws_guardduty_filter', { rank: 1 }).type).toBe('AWS::GuardDuty::Filter');
    const other = one('azurerm_storage_account', { min_tls_version: 'TLS1_0' });
    expect([other.type, plain(other.properties)]).toEqual(['azurerm_storage_account', { min_tls_version: 'TLS1_0' }]);
    expect(one('aws_ami', { name: 'a' }).type).toBe('aws_ami');
  });
});

describe('rows', () => {
  test('paths, blocks, merged blocks', () => {
    expect(mapped('aws_lambda_function', { s3_bucket: 'b', s3_key: 'k' })).toEqual({
      Code: { S3Bucket: 'b', S3Key: 'k' },
    });
    expect(mapped('aws_lb_target_group', { health_check: [{ path: '/', matcher: '200' }] })).toEqual({
      HealthCheckPath: '/',
      Matcher: { HttpCode: '200' },
    });
  });

  test('appended items, each with what is constant', () => {
    expect(mapped('aws_dynamodb_table', { hash_key: 'a', range_key: 'b' })).toEqual({
      KeySchema: [
        { AttributeName: 'a', KeyType: 'HASH' },
        { AttributeName: 'b', KeyType: 'RANGE' },
      ],
    });
    expect(mapped('aws_eks_cluster', { enabled_cluster_log_types: ['api', 'audit'] })).toEqual({
      Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'api' }, { Type: 'audit' }] } },
    });
    expect(mapped('aws_flow_log', { vpc_id: 'v' })).toEqual({ ResourceId: 'v', ResourceType: 'VPC' });
  });

  test('the first item', () => {
    expect(mapped('aws_autoscaling_group', { enabled_metrics: ['a', 'b'], metrics_granularity: '1Minute' })).toEqual({
      MetricsCollection: [{ Metrics: ['a', 'b'], Granularity: '1Minute' }],
    });
  });

  test('attribute lists', () => {
    expect(mapped('aws_lb', { idle_timeout: 60, access_logs: [{ bucket: 'b', enabled: true }] })).toEqual({
      LoadBalancerAttributes: [
        { Key: 'idle_timeout.timeout_seconds', Value: '60' },
        { Key: 'access_logs.s3.bucket', Value: 'b' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ],
    });
  });

  test('translated values, and values that mean nothing', () => {
    expect(mapped('aws_lb', { internal: 'false' })).toEqual({ Scheme: 'internet-facing' });
    expect(mapped('aws_cloudwatch_log_group', { retention_in_days: 0 })).toEqual({});
    expect(mapped('aws_cloudwatch_log_group', { retention_in_days: 30 })).toEqual({ RetentionInDays: 30 });
  });

  test('user data is the text that it holds', () => {
    const encoded = Buffer.from('#!/bin/sh').toString('base64');
    expect(mapped('aws_instance', { user_data_base64: encoded })).toEqual({ UserData: '#!/bin/sh' });
    expect(mapped('aws_instance', { user_data: '#!/bin/sh' })).toEqual({ UserData: '#!/bin/sh' });
    expect(mapped('aws_launch_template', { user_data: '%%' })).toEqual({ LaunchTemplateData: { UserData: '%%' } });
  });

  test('blocks as a map', () => {
    const body = { log_publishing_options: [{ log_type: 'AUDIT_LOGS', enabled: true }] };
    expect(mapped('aws_opensearch_domain', body)).toEqual({ LogPublishingOptions: { AUDIT_LOGS: { Enabled: true } } });
  });

  test('a block that says it is off', () => {
    expect(mapped('aws_redshift_cluster', { logging: [{ enable: false }] })).toEqual({ LoggingProperties: null });
    const perhaps = [{ enable: either('var.logs', true, false), bucket_name: 'b' }];
    expect(mapped('aws_redshift_cluster', { logging: perhaps })).toEqual({
      LoggingProperties: {
        either: [
          ['var.logs=true', { BucketName: 'b' }],
          ['var.logs=false', undefined],
        ],
      },
    });
    expect(mapped('aws_redshift_cluster', { logging: [{ enable: true, bucket_name: 'b' }] })).toEqual({
      LoggingProperties: { BucketName: 'b' },
    });
  });

  test('properties from the root, arguments inside another property, constants of the type', () => {
    expect(mapped('aws_launch_template', { name: 'n', image_id: 'i', tags: { a: 'b' } })).toEqual({
      LaunchTemplateName: 'n',
      TagSpecifications: [{ Tags: [{ Key: 'a', Value: 'b' }], ResourceType: 'launch-template' }],
      LaunchTemplateData: { ImageId: 'i' },
    });
    expect(mapped('aws_fsx_windows_file_system', { kms_key_id: 'k', copy_tags_to_backups: true })).toEqual({
      KmsKeyId: 'k',
      WindowsConfiguration: { CopyTagsToBackups: true },
      FileSystemType: 'WINDOWS',
    });
  });

  test('an argument chooses the type', () => {
    expect(one('aws_security_group_rule', { type: 'egress', prefix_list_ids: ['p'] }).type).toBe(
      'AWS::EC2::SecurityGroupEgress',
    );
    expect(mapped('aws_security_group_rule', { type: 'egress', prefix_list_ids: ['p'] })).toEqual({
      DestinationPrefixListId: 'p',
    });
    expect(one('aws_security_group_rule', { type: missing('var.type') }).type).toBe('aws_security_group_rule');
  });

  test('name prefixes are the known beginning of a name', () => {
    const name = propertyValue(one('aws_sqs_queue', { name_prefix: 'jobs-' }).properties, 'QueueName');
    expect(plain(name)).toEqual(['jobs-', '?the rest of the name']);
  });
});

describe('defaults', () => {
  const defaults = (type: string, body: Record<string, Written>, path: string, more = {}): Value => {
    const properties: Value = one(type, body, more).properties;
    return path.split('.').reduce<Value>((value, name) => propertyValue(value, name)!, properties);
  };

  test('are marked, and stand at the name of the resource', () => {
    const value = defaults('aws_db_instance', {}, 'StorageEncrypted');
    expect(value).toMatchObject({ kind: 'scalar', value: false, defaulted: true });
    expect(value.span.file.text.slice(value.span.start, value.span.end)).toBe('aws_db_instance.x');
  });

  test('of an argument of a block: where the block or the argument is missing', () => {
    const devices = (body: Record<string, Written>) => plain(defaults('aws_instance', body, 'BlockDeviceMappings'));
    expect([devices({}), devices({ root_block_device: [{ volume_size: 1 }] })]).toEqual([
      {
        default: [
          { default: { Ebs: { default: { Encrypted: { default: false } } }, DeviceName: { default: '/dev/root' } } },
        ],
      },
      [{ Ebs: { VolumeSize: 1, Encrypted: { default: false } }, DeviceName: '/dev/root' }],
    ]);
  });

  test('only in a block that is there', () => {
    const options = (body: Record<string, Written>) =>
      plain(defaults('aws_opensearch_domain', body, 'DomainEndpointOptions'));
    expect([options({}), options({ domain_endpoint_options: [{}] })]).toEqual([
      { default: { EnforceHTTPS: { default: false } } },
      { EnforceHTTPS: { default: true } },
    ]);
  });

  test('that are unknown, or depend on another argument or on the provider', () => {
    const resource = terraform('aws_x.x', {});
    const completed = complete(resource.body, { 'options.tokens': 'unknown' }, resource);
    expect(plain(completed)).toEqual({ options: { default: { tokens: { default: '?the default of the service' } } } });
    const encrypted = (engine: Written) =>
      plain(defaults('aws_elasticache_replication_group', { engine }, 'AtRestEncryptionEnabled'));
    expect([encrypted('valkey'), encrypted('redis'), encrypted(either('var.e', 'valkey', 'redis'))]).toEqual([
      { default: true },
      { default: false },
      {
        default: {
          either: [
            ['var.e=true', { default: true }],
            ['var.e=false', { default: false }],
          ],
        },
      },
    ]);
    const isPublic = (version?: string) =>
      plain(defaults('aws_redshift_cluster', {}, 'PubliclyAccessible', { provider: { name: 'aws', version } }));
    expect([isPublic('5.99.1'), isPublic('6.0.0'), isPublic()]).toEqual([
      { default: true },
      { default: false },
      {
        default: {
          either: [
            ['version of provider aws < 6=true', { default: true }],
            ['version of provider aws < 6=false', { default: false }],
          ],
        },
      },
    ]);
  });

  test('are not made up where the provider has filled everything in', () => {
    expect(plain(one('aws_db_instance', { engine: 'mysql' }, { applyDefaults: false }).properties)).toEqual({
      Engine: 'mysql',
    });
  });

  test('what a type takes over is not absent', () => {
    expect(plain(one('aws_default_vpc', {}).properties)).toEqual({ '…': true });
  });
});

describe('values that are not known', () => {
  test('stay what they can be, through conversions', () => {
    expect(mapped('aws_lb', { internal: either('var.internal', true, false) })).toEqual({
      Scheme: {
        either: [
          ['var.internal=true', 'internal'],
          ['var.internal=false', 'internet-facing'],
        ],
      },
    });
    expect(mapped('aws_db_instance', { multi_az: missing('var.multi_az') })).toEqual({ MultiAZ: '?var.multi_az' });
    expect(mapped('aws_ecs_service', { network_configuration: [{ assign_public_ip: missing('var.public') }] })).toEqual(
      {
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: '?var.public' } },
      },
    );
  });

  test('blocks that may not be there', () => {
    expect(mapped('aws_s3_bucket', { versioning: [either('var.v', { enabled: true }, undefined)] })).toEqual({
      VersioningConfiguration: {
        either: [
          ['var.v=true', { Status: 'Enabled' }],
          ['var.v=false', undefined],
        ],
      },
    });
    expect(mapped('aws_lb_target_group', { health_check: [either('var.h', { path: '/h' }, undefined)] })).toEqual({
      HealthCheckPath: {
        either: [
          ['var.h=true', '/h'],
          ['var.h=false', undefined],
        ],
      },
    });
    expect(mapped('aws_s3_bucket', { logging: openList() })).toEqual({ LoggingConfiguration: '?a dynamic block?' });
    expect(mapped('aws_s3_bucket', { cors_rule: openList() })).toEqual({ CorsConfiguration: { CorsRules: ['…'] } });
  });

  test('lists in which an item stands for all that is not known', () => {
    const rules = (body: Record<string, Written>) => {
      const list = propertyValue(one('aws_security_group', body).properties, 'SecurityGroupIngress');
      return list?.kind === 'list' && [list.open, list.represented];
    };
    const likewise = either('var.rules', { from_port: 22 }, undefined);
    expect(rules({ ingress: representedList({ from_port: 80 }, likewise) })).toEqual([true, true]);
    expect(rules({ ingress: openList({ from_port: 80 }, likewise) })).toEqual([true, undefined]);
    expect(rules({ ingress: [{ from_port: 80 }] })).toEqual([false, undefined]);
  });

  test('lists of which CloudFormation wants one rule for each item', () => {
    const rule = (cidrs: Written) => mapped('aws_security_group', { ingress: [{ from_port: 22, cidr_blocks: cidrs }] });
    expect(rule(missing('var.cidrs'))).toEqual({ SecurityGroupIngress: [{ FromPort: 22, CidrIp: '?var.cidrs' }] });
    expect(rule(openList('10.0.0.0/8'))).toEqual({
      SecurityGroupIngress: [
        { FromPort: 22, CidrIp: '10.0.0.0/8' },
        { FromPort: 22, CidrIp: '?further items' },
      ],
    });
    const more = {
      either: [
        ['var.more=true', '?var.more'],
        ['var.more=false', undefined],
      ],
    };
    expect(rule(openList(either('var.more', missing('var.more'), undefined), '10.0.0.0/8'))).toEqual({
      SecurityGroupIngress: [
        { FromPort: 22, CidrIp: more },
        { FromPort: 22, CidrIp: '10.0.0.0/8' },
      ],
    });
    expect(rule(either('var.open', ['0.0.0.0/0', '::/0'], ['10.0.0.0/8']))).toEqual({
      SecurityGroupIngress: [
        {
          FromPort: 22,
          CidrIp: {
            either: [
              ['var.open=true', '0.0.0.0/0'],
              ['var.open=false', '10.0.0.0/8'],
            ],
          },
        },
        {
          FromPort: 22,
          CidrIp: {
            either: [
              ['var.open=true', '::/0'],
              ['var.open=false', undefined],
            ],
          },
        },
      ],
    });
  });
});

describe('further resources', () => {
  test('a policy inside a queue, with an id of its own and the same address', () => {
    const { resources } = normalise([terraform('aws_sqs_queue.q', { name: 'q', policy: '{"Statement":[]}' })], INFO);
    expect(resources.map(({ id, address, type }) => ({ id, address, type }))).toEqual([
      { id: 'aws_sqs_queue.q', address: 'aws_sqs_queue.q', type: 'AWS::SQS::Queue' },
      { id: 'aws_sqs_queue.q#policy', address: 'aws_sqs_queue.q', type: 'AWS::SQS::QueuePolicy' },
    ]);
    expect(plain(resources[1]!.properties)).toEqual({
      Queues: ['${aws_sqs_queue.q}'],
      PolicyDocument: { Statement: [] },
    });
  });

  test('one for each block', () => {
    const acl = terraform('aws_network_acl.a', {
      ingress: [{ rule_no: 1, protocol: 'tcp', from_port: 22, to_port: 22 }],
    });
    const { resources } = normalise([acl], INFO);
    expect(resources.map(({ id }) => id)).toEqual(['aws_network_acl.a', 'aws_network_acl.a#ingress[0]']);
    expect(plain(resources[1]!.properties)).toEqual({
      NetworkAclId: '${aws_network_acl.a}',
      RuleNumber: 1,
      Protocol: 6,
      PortRange: { From: 22, To: 22 },
      Egress: false,
    });
  });

  test('one for each item of a list', () => {
    const rule = terraform('aws_security_group_rule.r', { type: 'ingress', from_port: 1, cidr_blocks: ['a', 'b'] });
    const { resources } = normalise([rule], INFO);
    expect(resources.map(resource => [resource.id, plain(resource.properties)])).toEqual([
      ['aws_security_group_rule.r', { FromPort: 1, CidrIp: 'a' }],
      ['aws_security_group_rule.r#2', { FromPort: 1, CidrIp: 'b' }],
    ]);
  });
});

describe('references', () => {
  const target = (attribute: string, type = 'aws_s3_bucket') => {
    const holder = terraform('aws_ssm_parameter.p', { value: ref(`${type}.t`, attribute) });
    return plain(
      propertyValue(normalise([terraform(`${type}.t`, {}), holder], INFO).resources.at(-1)!.properties, 'Value'),
    );
  };

  test('attributes become return values', () => {
    expect(['id', 'bucket', 'arn', 'bucket_domain_name'].map(attribute => target(attribute))).toEqual([
      '${aws_s3_bucket.t}',
      '${aws_s3_bucket.t}',
      '${aws_s3_bucket.t.Arn}',
      '${aws_s3_bucket.t.DomainName}',
    ]);
    expect(target('arn', 'aws_lb')).toBe('${aws_lb.t}');
    expect(target('arn', 'aws_guardduty_filter')).toBe('${aws_guardduty_filter.t.Arn}');
    expect(target('id', 'aws_ami')).toBe('${aws_ami.t.id}');
  });

  test('name the symbolic instance and the parent of a satellite', () => {
    const bucket = terraform('aws_s3_bucket.b[*]', {}, { exists: 'unknown' });
    const versioning = terraform(
      'aws_s3_bucket_versioning.v[*]',
      { bucket: ref('aws_s3_bucket.b[0]') },
      { exists: 'unknown' },
    );
    const policy = terraform('aws_s3_bucket_policy.p', { bucket: ref('aws_s3_bucket_versioning.v[0]') });
    const { resources } = normalise([bucket, versioning, policy], INFO);
    expect(plain(resources.at(-1)!.properties)).toEqual({ Bucket: '${aws_s3_bucket.b[*]}' });
  });
});

describe('tags', () => {
  const provider = (tags: Written) => ({
    provider: { name: 'aws', defaultTags: terraform('aws_x.y', { tags }).body.properties.get('tags')!.value },
  });

  test('default tags are below the resource’s own', () => {
    const queue = one('aws_sqs_queue', { tags: { a: 'own' } }, provider({ a: 'default', b: 'default' }));
    expect(plain(propertyValue(queue.properties, 'Tags'))).toEqual([
      { Key: 'a', Value: 'own' },
      { Key: 'b', Value: 'default' },
    ]);
    expect(plain(propertyValue(one('aws_sqs_queue', {}, provider({ b: 'x' })).properties, 'Tags'))).toEqual([
      { Key: 'b', Value: 'x' },
    ]);
  });

  test('of an autoscaling group are its own alone', () => {
    expect(one('aws_autoscaling_group', {}, provider({ b: 'x' })).properties.properties.has('Tags')).toBe(false);
  });

  test('that are not known may be any', () => {
    const queue = one('aws_sqs_queue', { tags: missing('var.tags') }, provider({ b: 'default' }));
    expect(plain(propertyValue(queue.properties, 'Tags'))).toEqual(['…']);
  });

  test('of a plan are complete', () => {
    const queue = one('aws_sqs_queue', { tags: { a: '1' }, tags_all: { a: '1', b: '2' } });
    expect(plain(propertyValue(queue.properties, 'Tags'))).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ]);
  });
});

test('a property keeps the name and the place of the argument', () => {
  const { properties } = one('aws_db_instance', { kms_key_id: 'k', multi_az: true });
  const property = properties.properties.get('MultiAZ')!;
  const text = (span: typeof property.span) => span.file.text.slice(span.start, span.end);
  expect([property.writtenAs, text(property.nameSpan), text(property.span)]).toEqual([
    'multi_az',
    '  multi_az =',
    '  multi_az = …',
  ]);
});

test('deeply nested blocks are bounded', () => {
  let block: Written = { name: 'x' };
  for (let i = 0; i < 200; i++) block = { not_statement: [{ statement: [block] }] };
  expect(one('aws_wafv2_web_acl', { rule: [{ statement: [block] }] }).type).toBe('AWS::WAFv2::WebACL');
});
