import { expect, test } from 'vitest';
import { readTemplate } from '../src/cloudformation/template.ts';
import type { Resource } from '../src/model/resource.ts';
import type { Value } from '../src/model/value.ts';
import { readModule } from '../src/terraform/module.ts';
import { folder } from './terraform/folder.ts';

/** CloudFormation's type and properties, Terraform's type and arguments, which say the same. */
type Pair = readonly [
  cloudFormation: string,
  properties: Record<string, unknown>,
  terraform: string,
  argumentsText: string,
];

const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const POLICY_TEXT = `jsonencode(${JSON.stringify(POLICY)})`;

const PAIRS: readonly Pair[] = [
  [
    'AWS::S3::Bucket',
    { BucketName: 'b', ObjectLockEnabled: true, Tags: [{ Key: 'Owner', Value: 'me' }] },
    'aws_s3_bucket',
    'bucket = "b"\nobject_lock_enabled = true\ntags = { Owner = "me" }',
  ],
  [
    'AWS::SQS::Queue',
    {
      QueueName: 'q',
      KmsMasterKeyId: 'k',
      VisibilityTimeout: 60,
      MessageRetentionPeriod: 600,
      RedrivePolicy: { deadLetterTargetArn: 'arn:d', maxReceiveCount: 4 },
      Tags: [{ Key: 'A', Value: '1' }],
    },
    'aws_sqs_queue',
    `name = "q"
kms_master_key_id = "k"
visibility_timeout_seconds = 60
message_retention_seconds = 600
redrive_policy = jsonencode({ deadLetterTargetArn = "arn:d", maxReceiveCount = 4 })
tags = { A = "1" }`,
  ],
  [
    'AWS::SNS::Topic',
    { TopicName: 't', KmsMasterKeyId: 'k', FifoTopic: true },
    'aws_sns_topic',
    'name = "t"\nkms_master_key_id = "k"\nfifo_topic = true',
  ],
  [
    'AWS::SNS::Subscription',
    { TopicArn: 'arn:t', Protocol: 'https', Endpoint: 'https://example.com', RawMessageDelivery: true },
    'aws_sns_topic_subscription',
    'topic_arn = "arn:t"\nprotocol = "https"\nendpoint = "https://example.com"\nraw_message_delivery = true',
  ],
  [
    'AWS::DynamoDB::Table',
    {
      TableName: 't',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'k' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
    'aws_dynamodb_table',
    `name = "t"
billing_mode = "PAY_PER_REQUEST"
hash_key = "id"
deletion_protection_enabled = true
attribute {
  name = "id"
  type = "S"
}
server_side_encryption {
  enabled = true
  kms_key_arn = "k"
}
point_in_time_recovery { enabled = true }
ttl {
  attribute_name = "ttl"
  enabled = true
}`,
  ],
  [
    'AWS::RDS::DBInstance',
    {
      DBInstanceIdentifier: 'd',
      DBInstanceClass: 'db.t3.small',
      Engine: 'postgres',
      AllocatedStorage: '20',
      StorageEncrypted: true,
      MultiAZ: true,
      BackupRetentionPeriod: 7,
      PubliclyAccessible: false,
      VPCSecurityGroups: ['sg-1'],
    },
    'aws_db_instance',
    `identifier = "d"
instance_class = "db.t3.small"
engine = "postgres"
allocated_storage = 20
storage_encrypted = true
multi_az = true
backup_retention_period = 7
publicly_accessible = false
vpc_security_group_ids = ["sg-1"]`,
  ],
  [
    'AWS::RDS::DBCluster',
    { DBClusterIdentifier: 'c', Engine: 'aurora-mysql', StorageEncrypted: true, DeletionProtection: true },
    'aws_rds_cluster',
    'cluster_identifier = "c"\nengine = "aurora-mysql"\nstorage_encrypted = true\ndeletion_protection = true',
  ],
  [
    'AWS::KMS::Key',
    { Description: 'd', EnableKeyRotation: true, KeyPolicy: POLICY },
    'aws_kms_key',
    `description = "d"\nenable_key_rotation = true\npolicy = ${POLICY_TEXT}`,
  ],
  [
    'AWS::KMS::Alias',
    { AliasName: 'alias/a', TargetKeyId: 'k' },
    'aws_kms_alias',
    'name = "alias/a"\ntarget_key_id = "k"',
  ],
  [
    'AWS::IAM::Role',
    {
      RoleName: 'r',
      Path: '/x/',
      MaxSessionDuration: 7200,
      AssumeRolePolicyDocument: POLICY,
      PermissionsBoundary: 'arn:p',
    },
    'aws_iam_role',
    `name = "r"\npath = "/x/"\nmax_session_duration = 7200\nassume_role_policy = ${POLICY_TEXT}\npermissions_boundary = "arn:p"`,
  ],
  [
    'AWS::IAM::ManagedPolicy',
    { ManagedPolicyName: 'p', Path: '/', PolicyDocument: POLICY },
    'aws_iam_policy',
    `name = "p"\npath = "/"\npolicy = ${POLICY_TEXT}`,
  ],
  ['AWS::IAM::User', { UserName: 'u', Path: '/x/' }, 'aws_iam_user', 'name = "u"\npath = "/x/"'],
  ['AWS::IAM::Group', { GroupName: 'g', Path: '/x/' }, 'aws_iam_group', 'name = "g"\npath = "/x/"'],
  [
    'AWS::IAM::InstanceProfile',
    { InstanceProfileName: 'p', Roles: ['r'] },
    'aws_iam_instance_profile',
    'name = "p"\nrole = "r"',
  ],
  [
    'AWS::Lambda::Function',
    {
      FunctionName: 'f',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:r',
      MemorySize: 256,
      Timeout: 30,
      ReservedConcurrentExecutions: 5,
      KmsKeyArn: 'k',
      TracingConfig: { Mode: 'Active' },
      Environment: { Variables: { A: 'b' } },
      VpcConfig: { SubnetIds: ['s-1'], SecurityGroupIds: ['sg-1'] },
      DeadLetterConfig: { TargetArn: 'arn:q' },
    },
    'aws_lambda_function',
    `function_name = "f"
runtime = "nodejs20.x"
handler = "index.handler"
role = "arn:r"
memory_size = 256
timeout = 30
reserved_concurrent_executions = 5
kms_key_arn = "k"
tracing_config { mode = "Active" }
environment { variables = { A = "b" } }
vpc_config {
  subnet_ids = ["s-1"]
  security_group_ids = ["sg-1"]
}
dead_letter_config { target_arn = "arn:q" }`,
  ],
  [
    'AWS::Lambda::Permission',
    {
      FunctionName: 'f',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceAccount: '123456789012',
    },
    'aws_lambda_permission',
    'function_name = "f"\naction = "lambda:InvokeFunction"\nprincipal = "s3.amazonaws.com"\nsource_account = "123456789012"',
  ],
  [
    'AWS::Logs::LogGroup',
    { LogGroupName: 'l', RetentionInDays: 30, KmsKeyId: 'k' },
    'aws_cloudwatch_log_group',
    'name = "l"\nretention_in_days = 30\nkms_key_id = "k"',
  ],
  [
    'AWS::CloudWatch::Alarm',
    { AlarmName: 'a', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 2, AlarmActions: ['arn:t'] },
    'aws_cloudwatch_metric_alarm',
    'alarm_name = "a"\ncomparison_operator = "GreaterThanThreshold"\nevaluation_periods = 2\nalarm_actions = ["arn:t"]',
  ],
  [
    'AWS::CloudTrail::Trail',
    {
      TrailName: 't',
      S3BucketName: 'b',
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: 'k',
    },
    'aws_cloudtrail',
    'name = "t"\ns3_bucket_name = "b"\nenable_logging = true\nis_multi_region_trail = true\nenable_log_file_validation = true\nkms_key_id = "k"',
  ],
  [
    'AWS::EC2::VPC',
    { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true, InstanceTenancy: 'default' },
    'aws_vpc',
    'cidr_block = "10.0.0.0/16"\nenable_dns_support = true\nenable_dns_hostnames = true\ninstance_tenancy = "default"',
  ],
  [
    'AWS::EC2::Subnet',
    { VpcId: 'v', CidrBlock: '10.0.1.0/24', MapPublicIpOnLaunch: true, AvailabilityZone: 'eu-west-1a' },
    'aws_subnet',
    'vpc_id = "v"\ncidr_block = "10.0.1.0/24"\nmap_public_ip_on_launch = true\navailability_zone = "eu-west-1a"',
  ],
  [
    'AWS::EC2::SecurityGroup',
    {
      GroupName: 'g',
      GroupDescription: 'd',
      VpcId: 'v',
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8', Description: 'ssh' }],
    },
    'aws_security_group',
    `name = "g"
description = "d"
vpc_id = "v"
ingress {
  protocol = "tcp"
  from_port = 22
  to_port = 22
  cidr_blocks = ["10.0.0.0/8"]
  description = "ssh"
}`,
  ],
  [
    'AWS::EC2::Instance',
    {
      ImageId: 'ami-1',
      InstanceType: 't3.micro',
      Monitoring: true,
      EbsOptimized: true,
      SubnetId: 's',
      SecurityGroupIds: ['sg-1'],
      IamInstanceProfile: 'p',
    },
    'aws_instance',
    `ami = "ami-1"
instance_type = "t3.micro"
monitoring = true
ebs_optimized = true
subnet_id = "s"
vpc_security_group_ids = ["sg-1"]
iam_instance_profile = "p"`,
  ],
  [
    'AWS::EC2::Volume',
    { AvailabilityZone: 'eu-west-1a', Size: 10, Encrypted: true, KmsKeyId: 'k', VolumeType: 'gp3' },
    'aws_ebs_volume',
    'availability_zone = "eu-west-1a"\nsize = 10\nencrypted = true\nkms_key_id = "k"\ntype = "gp3"',
  ],
  [
    'AWS::EC2::FlowLog',
    { ResourceId: 'vpc-1', ResourceType: 'VPC', TrafficType: 'ALL', LogDestination: 'arn:b', LogDestinationType: 's3' },
    'aws_flow_log',
    'vpc_id = "vpc-1"\ntraffic_type = "ALL"\nlog_destination = "arn:b"\nlog_destination_type = "s3"',
  ],
  [
    'AWS::EC2::Route',
    { RouteTableId: 'r', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' },
    'aws_route',
    'route_table_id = "r"\ndestination_cidr_block = "0.0.0.0/0"\ngateway_id = "igw-1"',
  ],
  [
    'AWS::EFS::FileSystem',
    { Encrypted: true, KmsKeyId: 'k', ThroughputMode: 'bursting' },
    'aws_efs_file_system',
    'encrypted = true\nkms_key_id = "k"\nthroughput_mode = "bursting"',
  ],
  [
    'AWS::ECR::Repository',
    {
      RepositoryName: 'r',
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: 'k' },
    },
    'aws_ecr_repository',
    `name = "r"
image_tag_mutability = "IMMUTABLE"
image_scanning_configuration { scan_on_push = true }
encryption_configuration {
  encryption_type = "KMS"
  kms_key = "k"
}`,
  ],
  [
    'AWS::ECS::Cluster',
    { ClusterName: 'c', ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] },
    'aws_ecs_cluster',
    'name = "c"\nsetting {\n  name = "containerInsights"\n  value = "enabled"\n}',
  ],
  [
    'AWS::ECS::TaskDefinition',
    {
      Family: 'f',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      ContainerDefinitions: [{ Name: 'c', Image: 'i', ReadonlyRootFilesystem: true }],
    },
    'aws_ecs_task_definition',
    `family = "f"
network_mode = "awsvpc"
requires_compatibilities = ["FARGATE"]
container_definitions = jsonencode([{ name = "c", image = "i", readonlyRootFilesystem = true }])`,
  ],
  [
    'AWS::EKS::Cluster',
    {
      Name: 'c',
      RoleArn: 'arn:r',
      Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'api' }, { Type: 'audit' }] } },
      ResourcesVpcConfig: { SubnetIds: ['s'], EndpointPublicAccess: false, EndpointPrivateAccess: true },
      EncryptionConfig: [{ Resources: ['secrets'], Provider: { KeyArn: 'k' } }],
    },
    'aws_eks_cluster',
    `name = "c"
role_arn = "arn:r"
enabled_cluster_log_types = ["api", "audit"]
vpc_config {
  subnet_ids = ["s"]
  endpoint_public_access = false
  endpoint_private_access = true
}
encryption_config {
  resources = ["secrets"]
  provider { key_arn = "k" }
}`,
  ],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { Name: 'l', Scheme: 'internal', Subnets: ['s-1'], SecurityGroups: ['sg-1'] },
    'aws_lb',
    'name = "l"\ninternal = true\nsubnets = ["s-1"]\nsecurity_groups = ["sg-1"]',
  ],
  [
    'AWS::ElasticLoadBalancingV2::Listener',
    {
      LoadBalancerArn: 'l',
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'p',
      Certificates: [{ CertificateArn: 'c' }],
      DefaultActions: [{ Type: 'forward', TargetGroupArn: 't' }],
    },
    'aws_lb_listener',
    `load_balancer_arn = "l"
port = 443
protocol = "HTTPS"
ssl_policy = "p"
certificate_arn = "c"
default_action {
  type = "forward"
  target_group_arn = "t"
}`,
  ],
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    { Name: 't', Port: 80, Protocol: 'HTTP', VpcId: 'v' },
    'aws_lb_target_group',
    'name = "t"\nport = 80\nprotocol = "HTTP"\nvpc_id = "v"',
  ],
  [
    'AWS::SecretsManager::Secret',
    { Name: 's', Description: 'd', KmsKeyId: 'k' },
    'aws_secretsmanager_secret',
    'name = "s"\ndescription = "d"\nkms_key_id = "k"',
  ],
  [
    'AWS::SSM::Parameter',
    { Name: 'p', Type: 'String', Value: 'v' },
    'aws_ssm_parameter',
    'name = "p"\ntype = "String"\nvalue = "v"',
  ],
  [
    'AWS::Kinesis::Stream',
    { Name: 's', ShardCount: 1, StreamEncryption: { EncryptionType: 'KMS', KeyId: 'k' } },
    'aws_kinesis_stream',
    'name = "s"\nshard_count = 1\nencryption_type = "KMS"\nkms_key_id = "k"',
  ],
  [
    'AWS::StepFunctions::StateMachine',
    {
      StateMachineName: 's',
      RoleArn: 'r',
      StateMachineType: 'EXPRESS',
      TracingConfiguration: { Enabled: true },
    },
    'aws_sfn_state_machine',
    'name = "s"\nrole_arn = "r"\ntype = "EXPRESS"\ntracing_configuration { enabled = true }',
  ],
  [
    'AWS::Events::Rule',
    { Name: 'r', ScheduleExpression: 'rate(1 day)', State: 'ENABLED' },
    'aws_cloudwatch_event_rule',
    'name = "r"\nschedule_expression = "rate(1 day)"\nstate = "ENABLED"',
  ],
  [
    'AWS::Redshift::Cluster',
    { ClusterIdentifier: 'c', NodeType: 'dc2.large', Encrypted: true, PubliclyAccessible: false, KmsKeyId: 'k' },
    'aws_redshift_cluster',
    'cluster_identifier = "c"\nnode_type = "dc2.large"\nencrypted = true\npublicly_accessible = false\nkms_key_id = "k"',
  ],
  [
    'AWS::ElastiCache::ReplicationGroup',
    {
      ReplicationGroupId: 'r',
      ReplicationGroupDescription: 'd',
      AtRestEncryptionEnabled: true,
      TransitEncryptionEnabled: true,
      AutomaticFailoverEnabled: true,
    },
    'aws_elasticache_replication_group',
    'replication_group_id = "r"\ndescription = "d"\nat_rest_encryption_enabled = true\ntransit_encryption_enabled = true\nautomatic_failover_enabled = true',
  ],
  [
    'AWS::CodeBuild::Project',
    {
      Name: 'p',
      ServiceRole: 'r',
      EncryptionKey: 'k',
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Environment: { ComputeType: 'c', Image: 'i', Type: 'LINUX_CONTAINER', PrivilegedMode: true },
      Source: { Type: 'GITHUB', Location: 'https://example.com' },
    },
    'aws_codebuild_project',
    `name = "p"
service_role = "r"
encryption_key = "k"
artifacts { type = "NO_ARTIFACTS" }
environment {
  compute_type = "c"
  image = "i"
  type = "LINUX_CONTAINER"
  privileged_mode = true
}
source {
  type = "GITHUB"
  location = "https://example.com"
}`,
  ],
  [
    'AWS::AutoScaling::AutoScalingGroup',
    {
      AutoScalingGroupName: 'a',
      MinSize: '1',
      MaxSize: '3',
      VPCZoneIdentifier: ['s'],
      Tags: [{ Key: 'A', Value: '1', PropagateAtLaunch: true }],
    },
    'aws_autoscaling_group',
    `name = "a"
min_size = 1
max_size = 3
vpc_zone_identifier = ["s"]
tag {
  key = "A"
  value = "1"
  propagate_at_launch = true
}`,
  ],
  [
    'AWS::Cognito::UserPool',
    {
      UserPoolName: 'p',
      MfaConfiguration: 'ON',
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
    },
    'aws_cognito_user_pool',
    'name = "p"\nmfa_configuration = "ON"\npassword_policy {\n  minimum_length = 12\n  require_symbols = true\n}',
  ],
];

test.each(PAIRS)('%s is the same in both languages', (type, properties, terraformType, argumentsText) => {
  const template = JSON.stringify({ Resources: { Subject: { Type: type, Properties: properties } } });
  const { files } = folder({
    'template.json': template,
    'main.tf': `resource "${terraformType}" "subject" {\n${argumentsText}\n}\n`,
  });
  const declared = readTemplate(files.read('template.json')!, { files });
  const { resources, diagnostics } = readModule('.', { files });
  expect(diagnostics).toEqual([]);
  expect(declared.resources.map(written)).toEqual([{ type, properties }]);
  expect(resources.map(written)).toEqual([{ type, properties }]);
});

/** The type, and what somebody wrote: without defaults. */
function written({ type, properties }: Resource): unknown {
  return { type, properties: plain(properties) };
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.filter(item => !item.defaulted).map(plain);
    case 'object': {
      const entries = [...value.properties].filter(([, property]) => !property.value.defaulted);
      return Object.fromEntries(entries.map(([name, property]) => [name, plain(property.value)]));
    }
    case 'template':
      return value.structure ? plain(value.structure) : value.parts;
    default:
      return value.kind;
  }
}
