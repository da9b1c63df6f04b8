import { expect, test } from 'vitest';
import { normalise } from '../../../src/terraform/mapping.ts';
import type { TerraformResource } from '../../../src/terraform/resource.ts';
import { INFO, ref, terraform, written } from './written.ts';

/** What the resources become: type and properties by id, without defaults. */
function mapped(...resources: TerraformResource[]): Record<string, unknown> {
  const { resources: found } = normalise(resources, INFO);
  return Object.fromEntries(found.map(resource => [`${resource.id} ${resource.type}`, written(resource)]));
}

test('database', () => {
  const instance = terraform('aws_db_instance.d', {
    identifier: 'main',
    engine: 'postgres',
    allocated_storage: 20,
    storage_encrypted: true,
    kms_key_id: ref('aws_kms_key.k', 'arn'),
    publicly_accessible: false,
    iam_database_authentication_enabled: true,
    vpc_security_group_ids: [ref('aws_security_group.g')],
    enabled_cloudwatch_logs_exports: ['postgresql'],
    skip_final_snapshot: true,
    password: 'p',
  });
  expect(mapped(instance)).toMatchInlineSnapshot(`
    {
      "aws_db_instance.d AWS::RDS::DBInstance": {
        "AllocatedStorage": "20",
        "DBInstanceIdentifier": "main",
        "EnableCloudwatchLogsExports": [
          "postgresql",
        ],
        "EnableIAMDatabaseAuthentication": true,
        "Engine": "postgres",
        "KmsKeyId": "\${aws_kms_key.k.Arn}",
        "MasterUserPassword": "p",
        "PubliclyAccessible": false,
        "StorageEncrypted": true,
        "VPCSecurityGroups": [
          "\${aws_security_group.g.GroupId}",
        ],
      },
    }
  `);
});

test('bucket with its satellites', () => {
  const bucket = { bucket: ref('aws_s3_bucket.b') };
  expect(
    mapped(
      terraform('aws_s3_bucket.b', { bucket: 'logs', force_destroy: true, tags: { a: 'b' } }),
      terraform('aws_s3_bucket_versioning.v', {
        ...bucket,
        versioning_configuration: [{ status: 'Enabled', mfa_delete: 'Disabled' }],
      }),
      terraform('aws_s3_bucket_server_side_encryption_configuration.e', {
        ...bucket,
        rule: [
          {
            apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms', kms_master_key_id: 'k' }],
            bucket_key_enabled: true,
          },
        ],
      }),
      terraform('aws_s3_bucket_public_access_block.p', {
        ...bucket,
        block_public_acls: true,
        restrict_public_buckets: true,
      }),
      terraform('aws_s3_bucket_logging.l', { ...bucket, target_bucket: 't', target_prefix: 'p/' }),
      terraform('aws_s3_bucket_acl.a', { ...bucket, acl: 'public-read' }),
      terraform('aws_s3_bucket_ownership_controls.o', {
        ...bucket,
        rule: [{ object_ownership: 'BucketOwnerEnforced' }],
      }),
      terraform('aws_s3_bucket_lifecycle_configuration.c', {
        ...bucket,
        rule: [
          {
            id: 'r',
            status: 'Enabled',
            filter: [{ prefix: 'x/' }],
            expiration: [{ days: 30 }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          },
        ],
      }),
      terraform('aws_s3_bucket_notification.n', {
        ...bucket,
        queue: [{ queue_arn: 'q', events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }],
      }),
      terraform('aws_s3_bucket_policy.p', { ...bucket, policy: '{"Statement":[{"Effect":"Allow","Principal":"*"}]}' }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_s3_bucket.b AWS::S3::Bucket": {
        "AccessControl": "PublicRead",
        "BucketEncryption": {
          "ServerSideEncryptionConfiguration": [
            {
              "BucketKeyEnabled": true,
              "ServerSideEncryptionByDefault": {
                "KMSMasterKeyID": "k",
                "SSEAlgorithm": "aws:kms",
              },
            },
          ],
        },
        "BucketName": "logs",
        "LifecycleConfiguration": {
          "Rules": [
            {
              "AbortIncompleteMultipartUpload": {
                "DaysAfterInitiation": 7,
              },
              "ExpirationInDays": 30,
              "Id": "r",
              "Prefix": "x/",
              "Status": "Enabled",
            },
          ],
        },
        "LoggingConfiguration": {
          "DestinationBucketName": "t",
          "LogFilePrefix": "p/",
        },
        "NotificationConfiguration": {
          "QueueConfigurations": [
            {
              "Event": "s3:ObjectCreated:*",
              "Queue": "q",
            },
            {
              "Event": "s3:ObjectRemoved:*",
              "Queue": "q",
            },
          ],
        },
        "OwnershipControls": {
          "Rules": [
            {
              "ObjectOwnership": "BucketOwnerEnforced",
            },
          ],
        },
        "PublicAccessBlockConfiguration": {
          "BlockPublicAcls": true,
          "RestrictPublicBuckets": true,
        },
        "Tags": [
          {
            "Key": "a",
            "Value": "b",
          },
        ],
        "VersioningConfiguration": {
          "Status": "Enabled",
        },
      },
      "aws_s3_bucket_policy.p AWS::S3::BucketPolicy": {
        "Bucket": "\${aws_s3_bucket.b}",
        "PolicyDocument": {
          "Statement": [
            {
              "Effect": "Allow",
              "Principal": "*",
            },
          ],
        },
      },
    }
  `);
});

test('security group with rules in all forms', () => {
  const group = { security_group_id: ref('aws_security_group.g') };
  expect(
    mapped(
      terraform('aws_security_group.g', {
        name: 'g',
        vpc_id: ref('aws_vpc.v'),
        ingress: [
          {
            from_port: 22,
            to_port: 22,
            protocol: 'tcp',
            cidr_blocks: ['10.0.0.0/8'],
            ipv6_cidr_blocks: ['::/0'],
            self: false,
            description: 'd',
          },
        ],
        egress: [{ from_port: 0, to_port: 0, protocol: 'all', prefix_list_ids: ['pl-1'], security_groups: ['sg-1'] }],
      }),
      terraform('aws_security_group_rule.r', {
        ...group,
        type: 'ingress',
        from_port: 80,
        to_port: 80,
        protocol: 'TCP',
        cidr_blocks: ['0.0.0.0/0'],
        prefix_list_ids: ['pl-2'],
      }),
      terraform('aws_security_group_rule.s', {
        ...group,
        type: 'ingress',
        from_port: 0,
        to_port: 0,
        protocol: '-1',
        self: true,
      }),
      terraform('aws_security_group_rule.o', {
        ...group,
        type: 'egress',
        from_port: 1,
        to_port: 1,
        protocol: '17',
        source_security_group_id: ref('aws_security_group.other'),
      }),
      terraform('aws_vpc_security_group_ingress_rule.i', {
        ...group,
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_ipv4: '0.0.0.0/0',
      }),
      terraform('aws_vpc_security_group_egress_rule.e', { ...group, ip_protocol: '-1', prefix_list_id: 'pl-3' }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_security_group.g AWS::EC2::SecurityGroup": {
        "GroupName": "g",
        "SecurityGroupEgress": [
          {
            "DestinationPrefixListId": "pl-1",
            "FromPort": 0,
            "IpProtocol": "-1",
            "ToPort": 0,
          },
          {
            "DestinationSecurityGroupId": "sg-1",
            "FromPort": 0,
            "IpProtocol": "-1",
            "ToPort": 0,
          },
          {
            "DestinationSecurityGroupId": "\${aws_security_group.other.GroupId}",
            "FromPort": 1,
            "IpProtocol": "udp",
            "ToPort": 1,
          },
          {
            "DestinationPrefixListId": "pl-3",
            "IpProtocol": "-1",
          },
        ],
        "SecurityGroupIngress": [
          {
            "CidrIp": "10.0.0.0/8",
            "Description": "d",
            "FromPort": 22,
            "IpProtocol": "tcp",
            "ToPort": 22,
          },
          {
            "CidrIpv6": "::/0",
            "Description": "d",
            "FromPort": 22,
            "IpProtocol": "tcp",
            "ToPort": 22,
          },
          {
            "CidrIp": "0.0.0.0/0",
            "FromPort": 80,
            "IpProtocol": "tcp",
            "ToPort": 80,
          },
          {
            "FromPort": 80,
            "IpProtocol": "tcp",
            "SourcePrefixListId": "pl-2",
            "ToPort": 80,
          },
          {
            "FromPort": 0,
            "IpProtocol": "-1",
            "SourceSecurityGroupId": "\${aws_security_group.g.GroupId}",
            "ToPort": 0,
          },
          {
            "CidrIp": "0.0.0.0/0",
            "FromPort": 443,
            "IpProtocol": "tcp",
            "ToPort": 443,
          },
        ],
        "VpcId": "\${aws_vpc.v}",
      },
      "aws_security_group_rule.o AWS::EC2::SecurityGroupEgress": {
        "DestinationSecurityGroupId": "\${aws_security_group.other.GroupId}",
        "FromPort": 1,
        "GroupId": "\${aws_security_group.g.GroupId}",
        "IpProtocol": "udp",
        "ToPort": 1,
      },
      "aws_security_group_rule.r AWS::EC2::SecurityGroupIngress": {
        "CidrIp": "0.0.0.0/0",
        "FromPort": 80,
        "GroupId": "\${aws_security_group.g.GroupId}",
        "IpProtocol": "tcp",
        "ToPort": 80,
      },
      "aws_security_group_rule.r#2 AWS::EC2::SecurityGroupIngress": {
        "FromPort": 80,
        "GroupId": "\${aws_security_group.g.GroupId}",
        "IpProtocol": "tcp",
        "SourcePrefixListId": "pl-2",
        "ToPort": 80,
      },
      "aws_security_group_rule.s AWS::EC2::SecurityGroupIngress": {
        "FromPort": 0,
        "GroupId": "\${aws_security_group.g.GroupId}",
        "IpProtocol": "-1",
        "SourceSecurityGroupId": "\${aws_security_group.g.GroupId}",
        "ToPort": 0,
      },
      "aws_vpc_security_group_egress_rule.e AWS::EC2::SecurityGroupEgress": {
        "DestinationPrefixListId": "pl-3",
        "GroupId": "\${aws_security_group.g.GroupId}",
        "IpProtocol": "-1",
      },
      "aws_vpc_security_group_ingress_rule.i AWS::EC2::SecurityGroupIngress": {
        "CidrIp": "0.0.0.0/0",
        "FromPort": 443,
        "GroupId": "\${aws_security_group.g.GroupId}",
        "IpProtocol": "tcp",
        "ToPort": 443,
      },
    }
  `);
});

test('function', () => {
  const body = {
    function_name: 'f',
    role: ref('aws_iam_role.r', 'arn'),
    filename: 'f.zip',
    environment: [{ variables: { KEY: 'value' } }],
    tracing_config: [{ mode: 'Active' }],
    vpc_config: [{ subnet_ids: ['s'], security_group_ids: ['g'] }],
    dead_letter_config: [{ target_arn: 'q' }],
    reserved_concurrent_executions: -1,
    kms_key_arn: 'k',
  };
  const url = terraform('aws_lambda_function_url.u', {
    function_name: ref('aws_lambda_function.f', 'function_name'),
    authorization_type: 'NONE',
  });
  const permission = terraform('aws_lambda_permission.p', {
    function_name: 'f',
    action: 'lambda:InvokeFunction',
    principal: '*',
    statement_id: 's',
  });
  expect(mapped(terraform('aws_lambda_function.f', body), url, permission)).toMatchInlineSnapshot(`
    {
      "aws_lambda_function.f AWS::Lambda::Function": {
        "DeadLetterConfig": {
          "TargetArn": "q",
        },
        "Environment": {
          "Variables": {
            "KEY": "value",
          },
        },
        "FunctionName": "f",
        "KmsKeyArn": "k",
        "Role": "\${aws_iam_role.r.Arn}",
        "TracingConfig": {
          "Mode": "Active",
        },
        "VpcConfig": {
          "SecurityGroupIds": [
            "g",
          ],
          "SubnetIds": [
            "s",
          ],
        },
      },
      "aws_lambda_function_url.u AWS::Lambda::Url": {
        "AuthType": "NONE",
        "TargetFunctionArn": "\${aws_lambda_function.f}",
      },
      "aws_lambda_permission.p AWS::Lambda::Permission": {
        "Action": "lambda:InvokeFunction",
        "FunctionName": "f",
        "Principal": "*",
      },
    }
  `);
});

test('role with policies and attachments', () => {
  expect(
    mapped(
      terraform('aws_iam_role.r', {
        name: 'r',
        assume_role_policy: '{"Statement":[{"Action":"sts:AssumeRole"}]}',
        inline_policy: [{ name: 'i', policy: '{"Statement":[]}' }],
      }),
      terraform('aws_iam_role_policy.p', {
        name: 'p',
        role: ref('aws_iam_role.r'),
        policy: '{"Statement":[{"Action":"*"}]}',
      }),
      terraform('aws_iam_role_policy_attachment.a', {
        role: 'r',
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      terraform('aws_iam_role_policy_attachment.b', {
        role: ref('aws_iam_role.r', 'name'),
        policy_arn: ref('aws_iam_policy.m', 'arn'),
      }),
      terraform('aws_iam_policy.m', { name: 'm', policy: '{"Statement":[]}', tags: { a: 'b' } }),
      terraform('aws_iam_instance_profile.i', { role: ref('aws_iam_role.r', 'name') }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_iam_instance_profile.i AWS::IAM::InstanceProfile": {
        "Roles": [
          "\${aws_iam_role.r}",
        ],
      },
      "aws_iam_policy.m AWS::IAM::ManagedPolicy": {
        "ManagedPolicyName": "m",
        "PolicyDocument": {
          "Statement": [],
        },
      },
      "aws_iam_role.r AWS::IAM::Role": {
        "AssumeRolePolicyDocument": {
          "Statement": [
            {
              "Action": "sts:AssumeRole",
            },
          ],
        },
        "ManagedPolicyArns": [
          "arn:aws:iam::aws:policy/AdministratorAccess",
          "\${aws_iam_policy.m}",
        ],
        "Policies": [
          {
            "PolicyDocument": {
              "Statement": [],
            },
            "PolicyName": "i",
          },
          {
            "PolicyDocument": {
              "Statement": [
                {
                  "Action": "*",
                },
              ],
            },
            "PolicyName": "p",
          },
        ],
        "RoleName": "r",
      },
      "aws_iam_role_policy.p AWS::IAM::RolePolicy": {
        "PolicyDocument": {
          "Statement": [
            {
              "Action": "*",
            },
          ],
        },
        "PolicyName": "p",
        "RoleName": "\${aws_iam_role.r}",
      },
    }
  `);
});

test('queue and topic', () => {
  expect(
    mapped(
      terraform('aws_sqs_queue.q', {
        name: 'q',
        kms_master_key_id: 'k',
        redrive_policy: '{"maxReceiveCount":3}',
        sqs_managed_sse_enabled: true,
        message_retention_seconds: 60,
      }),
      terraform('aws_sqs_queue_policy.p', { queue_url: ref('aws_sqs_queue.q', 'url'), policy: '{"Statement":[]}' }),
      terraform('aws_sns_topic.t', { name: 't', kms_master_key_id: 'k', policy: '{"Statement":[]}' }),
      terraform('aws_sns_topic_subscription.s', {
        topic_arn: ref('aws_sns_topic.t', 'arn'),
        protocol: 'sqs',
        endpoint: ref('aws_sqs_queue.q', 'arn'),
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_sns_topic.t AWS::SNS::Topic": {
        "KmsMasterKeyId": "k",
        "TopicName": "t",
      },
      "aws_sns_topic.t#policy AWS::SNS::TopicPolicy": {
        "PolicyDocument": {
          "Statement": [],
        },
        "Topics": [
          "\${aws_sns_topic.t}",
        ],
      },
      "aws_sns_topic_subscription.s AWS::SNS::Subscription": {
        "Endpoint": "\${aws_sqs_queue.q.Arn}",
        "Protocol": "sqs",
        "TopicArn": "\${aws_sns_topic.t.TopicArn}",
      },
      "aws_sqs_queue.q AWS::SQS::Queue": {
        "KmsMasterKeyId": "k",
        "MessageRetentionPeriod": 60,
        "QueueName": "q",
        "RedrivePolicy": {
          "maxReceiveCount": 3,
        },
        "SqsManagedSseEnabled": true,
      },
      "aws_sqs_queue_policy.p AWS::SQS::QueuePolicy": {
        "PolicyDocument": {
          "Statement": [],
        },
        "Queues": [
          "\${aws_sqs_queue.q}",
        ],
      },
    }
  `);
});

test('key and table', () => {
  expect(
    mapped(
      terraform('aws_kms_key.k', { enable_key_rotation: true, deletion_window_in_days: 7, policy: '{"Statement":[]}' }),
      terraform('aws_kms_alias.a', { name: 'alias/a', target_key_id: ref('aws_kms_key.k', 'key_id') }),
      terraform('aws_dynamodb_table.t', {
        name: 't',
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'id',
        attribute: [{ name: 'id', type: 'S' }],
        point_in_time_recovery: [{ enabled: true }],
        server_side_encryption: [{ enabled: true, kms_key_arn: ref('aws_kms_key.k', 'arn') }],
        global_secondary_index: [{ name: 'g', hash_key: 'h', projection_type: 'ALL' }],
        ttl: [{ attribute_name: 'expires', enabled: true }],
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_dynamodb_table.t AWS::DynamoDB::Table": {
        "AttributeDefinitions": [
          {
            "AttributeName": "id",
            "AttributeType": "S",
          },
        ],
        "BillingMode": "PAY_PER_REQUEST",
        "GlobalSecondaryIndexes": [
          {
            "IndexName": "g",
            "KeySchema": [
              {
                "AttributeName": "h",
                "KeyType": "HASH",
              },
            ],
            "Projection": {
              "ProjectionType": "ALL",
            },
          },
        ],
        "KeySchema": [
          {
            "AttributeName": "id",
            "KeyType": "HASH",
          },
        ],
        "PointInTimeRecoverySpecification": {
          "PointInTimeRecoveryEnabled": true,
        },
        "SSESpecification": {
          "KMSMasterKeyId": "\${aws_kms_key.k.Arn}",
          "SSEEnabled": true,
        },
        "TableName": "t",
        "TimeToLiveSpecification": {
          "AttributeName": "expires",
          "Enabled": true,
        },
      },
      "aws_kms_alias.a AWS::KMS::Alias": {
        "AliasName": "alias/a",
        "TargetKeyId": "\${aws_kms_key.k.KeyId}",
      },
      "aws_kms_key.k AWS::KMS::Key": {
        "EnableKeyRotation": true,
        "KeyPolicy": {
          "Statement": [],
        },
        "PendingWindowInDays": 7,
      },
    }
  `);
});

test('load balancer and listener', () => {
  expect(
    mapped(
      terraform('aws_lb.l', {
        internal: true,
        subnets: ['s'],
        drop_invalid_header_fields: true,
        access_logs: [{ bucket: 'b', enabled: true }],
      }),
      terraform('aws_lb_listener.i', {
        load_balancer_arn: ref('aws_lb.l', 'arn'),
        port: 80,
        protocol: 'HTTP',
        certificate_arn: 'c',
        ssl_policy: 'p',
        default_action: [{ type: 'redirect', redirect: [{ protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' }] }],
      }),
      terraform('aws_lb_listener_rule.r', {
        listener_arn: ref('aws_lb_listener.i', 'arn'),
        action: [{ type: 'forward', target_group_arn: ref('aws_lb_target_group.g', 'arn') }],
        condition: [{ host_header: [{ values: ['a'] }] }],
      }),
      terraform('aws_lb_target_group.g', {
        port: 80,
        protocol: 'HTTP',
        stickiness: [{ type: 'lb_cookie', enabled: true }],
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_lb.l AWS::ElasticLoadBalancingV2::LoadBalancer": {
        "LoadBalancerAttributes": [
          {
            "Key": "routing.http.drop_invalid_header_fields.enabled",
            "Value": "true",
          },
          {
            "Key": "access_logs.s3.bucket",
            "Value": "b",
          },
          {
            "Key": "access_logs.s3.enabled",
            "Value": "true",
          },
        ],
        "Scheme": "internal",
        "Subnets": [
          "s",
        ],
      },
      "aws_lb_listener.i AWS::ElasticLoadBalancingV2::Listener": {
        "Certificates": [
          {
            "CertificateArn": "c",
          },
        ],
        "DefaultActions": [
          {
            "RedirectConfig": {
              "Port": "443",
              "Protocol": "HTTPS",
              "StatusCode": "HTTP_301",
            },
            "Type": "redirect",
          },
        ],
        "LoadBalancerArn": "\${aws_lb.l}",
        "Port": 80,
        "Protocol": "HTTP",
        "SslPolicy": "p",
      },
      "aws_lb_listener_rule.r AWS::ElasticLoadBalancingV2::ListenerRule": {
        "Actions": [
          {
            "TargetGroupArn": "\${aws_lb_target_group.g}",
            "Type": "forward",
          },
        ],
        "Conditions": [
          {
            "HostHeaderConfig": {
              "Values": [
                "a",
              ],
            },
          },
        ],
        "ListenerArn": "\${aws_lb_listener.i}",
      },
      "aws_lb_target_group.g AWS::ElasticLoadBalancingV2::TargetGroup": {
        "Port": 80,
        "Protocol": "HTTP",
        "TargetGroupAttributes": [
          {
            "Key": "stickiness.type",
            "Value": "lb_cookie",
          },
          {
            "Key": "stickiness.enabled",
            "Value": "true",
          },
        ],
      },
    }
  `);
});

test('containers', () => {
  expect(
    mapped(
      terraform('aws_ecs_cluster.c', { name: 'c', setting: [{ name: 'containerInsights', value: 'enabled' }] }),
      terraform('aws_ecs_task_definition.t', {
        family: 'f',
        cpu: 256,
        container_definitions:
          '[{"name":"a","readonlyRootFilesystem":true,"environment":[{"name":"N","value":"v"}],"dockerLabels":{"some.label":"x"},"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g"}}}]',
        volume: [{ name: 'v', efs_volume_configuration: [{ file_system_id: 'fs', transit_encryption: 'ENABLED' }] }],
      }),
      terraform('aws_ecs_service.s', {
        cluster: ref('aws_ecs_cluster.c'),
        task_definition: ref('aws_ecs_task_definition.t', 'arn'),
        network_configuration: [{ subnets: ['s'], assign_public_ip: false }],
        deployment_circuit_breaker: [{ enable: true, rollback: true }],
      }),
      terraform('aws_ecr_repository.e', {
        name: 'e',
        image_tag_mutability: 'IMMUTABLE',
        image_scanning_configuration: [{ scan_on_push: true }],
        encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'k' }],
      }),
      terraform('aws_ecr_repository_policy.p', {
        repository: ref('aws_ecr_repository.e', 'name'),
        policy: '{"Statement":[]}',
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_ecr_repository.e AWS::ECR::Repository": {
        "EncryptionConfiguration": {
          "EncryptionType": "KMS",
          "KmsKey": "k",
        },
        "ImageScanningConfiguration": {
          "ScanOnPush": true,
        },
        "ImageTagMutability": "IMMUTABLE",
        "RepositoryName": "e",
        "RepositoryPolicyText": {
          "Statement": [],
        },
      },
      "aws_ecs_cluster.c AWS::ECS::Cluster": {
        "ClusterName": "c",
        "ClusterSettings": [
          {
            "Name": "containerInsights",
            "Value": "enabled",
          },
        ],
      },
      "aws_ecs_service.s AWS::ECS::Service": {
        "Cluster": "\${aws_ecs_cluster.c.Arn}",
        "DeploymentConfiguration": {
          "DeploymentCircuitBreaker": {
            "Enable": true,
            "Rollback": true,
          },
        },
        "NetworkConfiguration": {
          "AwsvpcConfiguration": {
            "AssignPublicIp": "DISABLED",
            "Subnets": [
              "s",
            ],
          },
        },
        "TaskDefinition": "\${aws_ecs_task_definition.t}",
      },
      "aws_ecs_task_definition.t AWS::ECS::TaskDefinition": {
        "ContainerDefinitions": [
          {
            "DockerLabels": {
              "some.label": "x",
            },
            "Environment": [
              {
                "Name": "N",
                "Value": "v",
              },
            ],
            "LogConfiguration": {
              "LogDriver": "awslogs",
              "Options": {
                "awslogs-group": "g",
              },
            },
            "Name": "a",
            "ReadonlyRootFilesystem": true,
          },
        ],
        "Cpu": "256",
        "Family": "f",
        "Volumes": [
          {
            "EFSVolumeConfiguration": {
              "FilesystemId": "fs",
              "TransitEncryption": "ENABLED",
            },
            "Name": "v",
          },
        ],
      },
    }
  `);
});

test('kubernetes', () => {
  const cluster = terraform('aws_eks_cluster.k', {
    name: 'k',
    role_arn: 'r',
    enabled_cluster_log_types: ['api'],
    vpc_config: [{ subnet_ids: ['s'], endpoint_public_access: true, public_access_cidrs: ['0.0.0.0/0'] }],
    encryption_config: [{ resources: ['secrets'], provider: [{ key_arn: 'k' }] }],
  });
  const nodes = terraform('aws_eks_node_group.n', {
    cluster_name: ref('aws_eks_cluster.k', 'name'),
    subnet_ids: ['s'],
    remote_access: [{ ec2_ssh_key: 'k' }],
    taint: [{ key: 'a', effect: 'NO_SCHEDULE' }],
  });
  expect(mapped(cluster, nodes)).toMatchInlineSnapshot(`
    {
      "aws_eks_cluster.k AWS::EKS::Cluster": {
        "EncryptionConfig": [
          {
            "Provider": {
              "KeyArn": "k",
            },
            "Resources": [
              "secrets",
            ],
          },
        ],
        "Logging": {
          "ClusterLogging": {
            "EnabledTypes": [
              {
                "Type": "api",
              },
            ],
          },
        },
        "Name": "k",
        "ResourcesVpcConfig": {
          "EndpointPublicAccess": true,
          "PublicAccessCidrs": [
            "0.0.0.0/0",
          ],
          "SubnetIds": [
            "s",
          ],
        },
        "RoleArn": "r",
      },
      "aws_eks_node_group.n AWS::EKS::Nodegroup": {
        "ClusterName": "\${aws_eks_cluster.k}",
        "RemoteAccess": {
          "Ec2SshKey": "k",
        },
        "Subnets": [
          "s",
        ],
        "Taints": [
          {
            "Effect": "NO_SCHEDULE",
            "Key": "a",
          },
        ],
      },
    }
  `);
});

test('trail and logs', () => {
  expect(
    mapped(
      terraform('aws_cloudtrail.t', {
        name: 't',
        s3_bucket_name: ref('aws_s3_bucket.b'),
        enable_log_file_validation: true,
        is_multi_region_trail: true,
        kms_key_id: 'k',
        cloud_watch_logs_group_arn: 'g',
        event_selector: [{ read_write_type: 'All', data_resource: [{ type: 'AWS::S3::Object', values: ['a'] }] }],
      }),
      terraform('aws_cloudwatch_log_group.g', { name: 'g', retention_in_days: 365, kms_key_id: 'k' }),
      terraform('aws_cloudwatch_log_metric_filter.m', {
        name: 'm',
        pattern: 'p',
        log_group_name: ref('aws_cloudwatch_log_group.g', 'name'),
        metric_transformation: [{ name: 'n', namespace: 's', value: '1' }],
      }),
      terraform('aws_cloudwatch_metric_alarm.a', {
        metric_name: 'n',
        dimensions: { a: 'b' },
        alarm_actions: [ref('aws_sns_topic.t', 'arn')],
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_cloudtrail.t AWS::CloudTrail::Trail": {
        "CloudWatchLogsLogGroupArn": "g",
        "EnableLogFileValidation": true,
        "EventSelectors": [
          {
            "DataResources": [
              {
                "Type": "AWS::S3::Object",
                "Values": [
                  "a",
                ],
              },
            ],
            "ReadWriteType": "All",
          },
        ],
        "IsMultiRegionTrail": true,
        "KMSKeyId": "k",
        "S3BucketName": "\${aws_s3_bucket.b}",
        "TrailName": "t",
      },
      "aws_cloudwatch_log_group.g AWS::Logs::LogGroup": {
        "KmsKeyId": "k",
        "LogGroupName": "g",
        "RetentionInDays": 365,
      },
      "aws_cloudwatch_log_metric_filter.m AWS::Logs::MetricFilter": {
        "FilterName": "m",
        "FilterPattern": "p",
        "LogGroupName": "\${aws_cloudwatch_log_group.g}",
        "MetricTransformations": [
          {
            "MetricName": "n",
            "MetricNamespace": "s",
            "MetricValue": "1",
          },
        ],
      },
      "aws_cloudwatch_metric_alarm.a AWS::CloudWatch::Alarm": {
        "AlarmActions": [
          "\${aws_sns_topic.t.TopicArn}",
        ],
        "Dimensions": [
          {
            "Name": "a",
            "Value": "b",
          },
        ],
        "MetricName": "n",
      },
    }
  `);
});

test('file system, secret, volume, template', () => {
  expect(
    mapped(
      terraform('aws_efs_file_system.f', {
        encrypted: true,
        kms_key_id: 'k',
        lifecycle_policy: [{ transition_to_ia: 'AFTER_30_DAYS' }],
      }),
      terraform('aws_efs_backup_policy.b', {
        file_system_id: ref('aws_efs_file_system.f'),
        backup_policy: [{ status: 'ENABLED' }],
      }),
      terraform('aws_secretsmanager_secret.s', { name: 's', kms_key_id: 'k', recovery_window_in_days: 0 }),
      terraform('aws_secretsmanager_secret_version.v', {
        secret_id: ref('aws_secretsmanager_secret.s'),
        secret_string: 'hunter2',
      }),
      terraform('aws_secretsmanager_secret_rotation.r', {
        secret_id: ref('aws_secretsmanager_secret.s'),
        rotation_lambda_arn: 'l',
        rotation_rules: [{ automatically_after_days: 30 }],
      }),
      terraform('aws_ebs_volume.e', { size: 10, type: 'gp3', encrypted: true }),
      terraform('aws_launch_template.t', {
        metadata_options: [{ http_tokens: 'required' }],
        block_device_mappings: [{ device_name: '/dev/sda', ebs: [{ encrypted: 'true', volume_size: 8 }] }],
        network_interfaces: [{ associate_public_ip_address: 'false', security_groups: ['g'] }],
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_ebs_volume.e AWS::EC2::Volume": {
        "Encrypted": true,
        "Size": 10,
        "VolumeType": "gp3",
      },
      "aws_efs_file_system.f AWS::EFS::FileSystem": {
        "BackupPolicy": {
          "Status": "ENABLED",
        },
        "Encrypted": true,
        "KmsKeyId": "k",
        "LifecyclePolicies": [
          {
            "TransitionToIA": "AFTER_30_DAYS",
          },
        ],
      },
      "aws_launch_template.t AWS::EC2::LaunchTemplate": {
        "LaunchTemplateData": {
          "BlockDeviceMappings": [
            {
              "DeviceName": "/dev/sda",
              "Ebs": {
                "Encrypted": true,
                "VolumeSize": 8,
              },
            },
          ],
          "MetadataOptions": {
            "HttpTokens": "required",
          },
          "NetworkInterfaces": [
            {
              "AssociatePublicIpAddress": false,
              "Groups": [
                "g",
              ],
            },
          ],
        },
      },
      "aws_secretsmanager_secret.s AWS::SecretsManager::Secret": {
        "KmsKeyId": "k",
        "Name": "s",
        "SecretString": "hunter2",
      },
      "aws_secretsmanager_secret_rotation.r AWS::SecretsManager::RotationSchedule": {
        "RotationLambdaARN": "l",
        "RotationRules": {
          "AutomaticallyAfterDays": 30,
        },
        "SecretId": "\${aws_secretsmanager_secret.s}",
      },
    }
  `);
});

test('api gateway and cloudfront', () => {
  expect(
    mapped(
      terraform('aws_api_gateway_stage.s', {
        stage_name: 'prod',
        rest_api_id: ref('aws_api_gateway_rest_api.a'),
        xray_tracing_enabled: true,
        access_log_settings: [{ destination_arn: 'd', format: 'f' }],
      }),
      terraform('aws_api_gateway_method_settings.m', {
        rest_api_id: ref('aws_api_gateway_rest_api.a'),
        stage_name: ref('aws_api_gateway_stage.s', 'stage_name'),
        method_path: '*/*',
        settings: [{ caching_enabled: true, cache_data_encrypted: true }],
      }),
      terraform('aws_cloudfront_distribution.d', {
        enabled: true,
        web_acl_id: 'w',
        default_root_object: 'index.html',
        logging_config: [{ bucket: 'b', include_cookies: false }],
        origin: [
          {
            origin_id: 'o',
            domain_name: 'd',
            custom_origin_config: [
              { http_port: 80, origin_protocol_policy: 'https-only', origin_ssl_protocols: ['TLSv1.2'] },
            ],
          },
        ],
        default_cache_behavior: [
          { target_origin_id: 'o', viewer_protocol_policy: 'redirect-to-https', field_level_encryption_id: 'f' },
        ],
        ordered_cache_behavior: [{ path_pattern: '/a', viewer_protocol_policy: 'allow-all' }],
        restrictions: [{ geo_restriction: [{ restriction_type: 'whitelist', locations: ['DE'] }] }],
        viewer_certificate: [{ acm_certificate_arn: 'c', minimum_protocol_version: 'TLSv1.2_2021' }],
        tags: { a: 'b' },
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_api_gateway_stage.s AWS::ApiGateway::Stage": {
        "AccessLogSetting": {
          "DestinationArn": "d",
          "Format": "f",
        },
        "MethodSettings": [
          {
            "CacheDataEncrypted": true,
            "CachingEnabled": true,
            "HttpMethod": "*",
            "ResourcePath": "/*",
          },
        ],
        "RestApiId": "\${aws_api_gateway_rest_api.a}",
        "StageName": "prod",
        "TracingEnabled": true,
      },
      "aws_cloudfront_distribution.d AWS::CloudFront::Distribution": {
        "DistributionConfig": {
          "CacheBehaviors": [
            {
              "PathPattern": "/a",
              "ViewerProtocolPolicy": "allow-all",
            },
          ],
          "DefaultCacheBehavior": {
            "FieldLevelEncryptionId": "f",
            "TargetOriginId": "o",
            "ViewerProtocolPolicy": "redirect-to-https",
          },
          "DefaultRootObject": "index.html",
          "Enabled": true,
          "Logging": {
            "Bucket": "b",
            "IncludeCookies": false,
          },
          "Origins": [
            {
              "CustomOriginConfig": {
                "HTTPPort": 80,
                "OriginProtocolPolicy": "https-only",
                "OriginSSLProtocols": [
                  "TLSv1.2",
                ],
              },
              "DomainName": "d",
              "Id": "o",
            },
          ],
          "Restrictions": {
            "GeoRestriction": {
              "Locations": [
                "DE",
              ],
              "RestrictionType": "whitelist",
            },
          },
          "ViewerCertificate": {
            "AcmCertificateArn": "c",
            "MinimumProtocolVersion": "TLSv1.2_2021",
          },
          "WebACLId": "w",
        },
        "Tags": [
          {
            "Key": "a",
            "Value": "b",
          },
        ],
      },
    }
  `);
});

test('caches, search, warehouse', () => {
  expect(
    mapped(
      terraform('aws_elasticache_replication_group.r', {
        replication_group_id: 'r',
        description: 'd',
        at_rest_encryption_enabled: true,
        transit_encryption_enabled: true,
        automatic_failover_enabled: true,
        log_delivery_configuration: [
          { destination: 'g', destination_type: 'cloudwatch-logs', log_format: 'json', log_type: 'slow-log' },
        ],
      }),
      terraform('aws_opensearch_domain.o', {
        domain_name: 'o',
        encrypt_at_rest: [{ enabled: true, kms_key_id: 'k' }],
        node_to_node_encryption: [{ enabled: true }],
        domain_endpoint_options: [{ enforce_https: true, tls_security_policy: 'p' }],
        access_policies: '{"Statement":[]}',
        log_publishing_options: [{ log_type: 'AUDIT_LOGS', cloudwatch_log_group_arn: 'g', enabled: true }],
      }),
      terraform('aws_redshift_cluster.c', {
        cluster_identifier: 'c',
        encrypted: true,
        publicly_accessible: false,
        database_name: 'd',
      }),
      terraform('aws_redshift_logging.l', {
        cluster_identifier: ref('aws_redshift_cluster.c'),
        log_destination_type: 's3',
        bucket_name: 'b',
      }),
    ),
  ).toMatchInlineSnapshot(`
    {
      "aws_elasticache_replication_group.r AWS::ElastiCache::ReplicationGroup": {
        "AtRestEncryptionEnabled": true,
        "AutomaticFailoverEnabled": true,
        "LogDeliveryConfigurations": [
          {
            "DestinationDetails": {
              "CloudWatchLogsDetails": {
                "LogGroup": "g",
              },
            },
            "DestinationType": "cloudwatch-logs",
            "LogFormat": "json",
            "LogType": "slow-log",
          },
        ],
        "ReplicationGroupDescription": "d",
        "ReplicationGroupId": "r",
        "TransitEncryptionEnabled": true,
      },
      "aws_opensearch_domain.o AWS::OpenSearchService::Domain": {
        "AccessPolicies": {
          "Statement": [],
        },
        "DomainEndpointOptions": {
          "EnforceHTTPS": true,
          "TLSSecurityPolicy": "p",
        },
        "DomainName": "o",
        "EncryptionAtRestOptions": {
          "Enabled": true,
          "KmsKeyId": "k",
        },
        "LogPublishingOptions": {
          "AUDIT_LOGS": {
            "CloudWatchLogsLogGroupArn": "g",
            "Enabled": true,
          },
        },
        "NodeToNodeEncryptionOptions": {
          "Enabled": true,
        },
      },
      "aws_redshift_cluster.c AWS::Redshift::Cluster": {
        "ClusterIdentifier": "c",
        "DBName": "d",
        "Encrypted": true,
        "LoggingProperties": {
          "BucketName": "b",
          "LogDestinationType": "s3",
        },
        "PubliclyAccessible": false,
      },
    }
  `);
});
