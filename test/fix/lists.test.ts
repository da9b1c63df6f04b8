import { describe, expect, test } from 'vitest';
import { mend, mended, ruleSetting } from './mending.ts';

const CONTAINERS = ruleSetting('containers', {
  resources: ['AWS::ECS::TaskDefinition'],
  each: ['ContainerDefinitions'],
  require: {
    all: [
      { property: 'ReadonlyRootFilesystem', equals: true },
      { property: 'Privileged', equals: false, absent: 'pass' },
    ],
  },
  fix: { set: { ReadonlyRootFilesystem: true, Privileged: false } },
});
const READ_ONLY = ruleSetting('read-only', {
  resources: ['AWS::ECS::TaskDefinition'],
  each: ['ContainerDefinitions'],
  require: { property: 'ReadonlyRootFilesystem', equals: true },
  fix: { set: { ReadonlyRootFilesystem: true } },
});
const DELETION_PROTECTION = ruleSetting('deletion-protection', {
  resources: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  require: { property: 'LoadBalancerAttributes[Key=deletion_protection.enabled].Value', equals: 'true' },
  fix: { set: { 'LoadBalancerAttributes[Key=deletion_protection.enabled].Value': 'true' } },
});
const INSIGHTS = ruleSetting('insights', {
  resources: ['AWS::ECS::Cluster'],
  require: { property: 'ClusterSettings[Name=containerInsights].Value', in: ['enabled', 'enhanced'] },
  fix: { set: { 'ClusterSettings[Name=containerInsights].Value': 'enabled' } },
});
const EXPORTS = ruleSetting('exports', {
  resources: ['AWS::DocDB::DBCluster'],
  require: {
    all: [
      { property: 'EnableCloudwatchLogsExports', contains: 'audit' },
      { property: 'EnableCloudwatchLogsExports', contains: 'profiler' },
    ],
  },
  fix: { set: { EnableCloudwatchLogsExports: ['audit', 'profiler'] } },
});
const CONTROL_PLANE = ruleSetting('control-plane', {
  resources: ['AWS::EKS::Cluster'],
  require: {
    all: [
      { property: 'Logging.ClusterLogging.EnabledTypes[].Type', contains: 'api' },
      { property: 'Logging.ClusterLogging.EnabledTypes[].Type', contains: 'audit' },
    ],
  },
  fix: { set: { 'Logging.ClusterLogging.EnabledTypes': [{ Type: 'api' }, { Type: 'audit' }] } },
});
const DESCRIBED = ruleSetting('described', {
  resources: ['AWS::EC2::SecurityGroup'],
  each: ['SecurityGroupIngress'],
  require: { property: 'CidrIp', equals: '10.0.0.0/8' },
  fix: { set: { Description: 'known' } },
});

describe('an item of a list', () => {
  test('is changed in YAML, the others are not', async () => {
    const before = `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: web
          Privileged: true # no
        - { Name: agent, ReadonlyRootFilesystem: true }
        - Name: log
          ReadonlyRootFilesystem: "false"
`;
    expect(await mended('template.yaml', before, CONTAINERS)).toBe(`Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: web
          Privileged: false # no
          ReadonlyRootFilesystem: true
        - { Name: agent, ReadonlyRootFilesystem: true }
        - Name: log
          ReadonlyRootFilesystem: "true"
          Privileged: false
`);
  });

  test('is changed in JSON', async () => {
    const before = `{
  "Resources": {
    "Task": {
      "Type": "AWS::ECS::TaskDefinition",
      "Properties": {
        "ContainerDefinitions": [
          { "Name": "web", "ReadonlyRootFilesystem": true },
          {
            "Name": "log"
          }
        ]
      }
    }
  }
}
`;
    expect(await mended('template.json', before, READ_ONLY)).toBe(
      before.replace('"Name": "log"', '"Name": "log",\n            "ReadonlyRootFilesystem": true'),
    );
  });

  test('is found in the list of the text, of which a condition or a parameter leaves items out', async () => {
    const before = `Parameters:
  Stage: { Type: String, Default: prod }
Conditions:
  Never: !Equals [a, b]
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - !If [Never, { Name: never }, !Ref AWS::NoValue]
        - Name: web
  Chosen:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - !If [Never, { Name: never }, { Name: web }]
`;
    expect(await mend({ 'template.yaml': before }, READ_ONLY)).toEqual({
      texts: {
        'template.yaml': before.replace('- Name: web\n', '- Name: web\n          ReadonlyRootFilesystem: true\n'),
      },
      declined: { Chosen: 'elsewhere' },
    });
  });

  test('is an object in a call of jsonencode, with its columns', async () => {
    const before = `resource "aws_ecs_task_definition" "a" {
  family = "a"
  container_definitions = jsonencode([
    {
      name  = "web"
      image = "nginx:1.27" # pinned

      privileged = true
      environment = [
        { name = "A", value = "b" },
      ]
    },
    { name = "agent", readonlyRootFilesystem = true },
    {
      "name" : "log",
      "readonlyRootFilesystem" : false
    },
    { name = var.name, image = "x" },
  ])
}

variable "name" {}
`;
    expect(await mended('main.tf', before, CONTAINERS)).toBe(`resource "aws_ecs_task_definition" "a" {
  family = "a"
  container_definitions = jsonencode([
    {
      name  = "web"
      image = "nginx:1.27" # pinned

      privileged = false
      environment = [
        { name = "A", value = "b" },
      ]
      readonlyRootFilesystem = true
    },
    { name = "agent", readonlyRootFilesystem = true },
    {
      "name" : "log",
      "readonlyRootFilesystem" : true,
      "privileged" : false
    },
    { name = var.name, image = "x", readonlyRootFilesystem = true, privileged = false },
  ])
}

variable "name" {}
`);
  });

  test('is an object in the JSON of a type that CloudFormation does not have', async () => {
    const APPROVALS = ruleSetting('approvals', {
      resources: ['aws_codecommit_approval_rule_template'],
      each: ['content.Statements'],
      require: { property: 'NumberOfApprovalsNeeded', atLeast: 2 },
      fix: { set: { NumberOfApprovalsNeeded: 2 } },
    });
    const before = `resource "aws_codecommit_approval_rule_template" "a" {
  content = jsonencode({
    Statements = [
      { NumberOfApprovalsNeeded = 3 },
      { NumberOfApprovalsNeeded = 1 },
    ]
  })
}
`;
    expect(await mended('main.tf', before, APPROVALS)).toBe(before.replace('= 1', '= 2'));
  });

  test('gets lines in the columns of those above', async () => {
    const before = `resource "aws_ecs_task_definition" "a" {
  container_definitions = jsonencode([{
    name  = "web"   # the site
    image = "nginx" # pinned
  }])
}
`;
    expect(await mended('main.tf', before, READ_ONLY)).toBe(`resource "aws_ecs_task_definition" "a" {
  container_definitions = jsonencode([{
    name                   = "web"   # the site
    image                  = "nginx" # pinned
    readonlyRootFilesystem = true
  }])
}
`);
  });

  test('is an object in the JSON of a heredoc', async () => {
    const before = `resource "aws_ecs_task_definition" "a" {
  container_definitions = <<-EOF
    [
      { "name": "web", "readonlyRootFilesystem": true },
      {
        "name": "log-\${var.stage}"
      }
    ]
  EOF
}

variable "stage" {
  default = "prod"
}
`;
    expect(await mended('main.tf', before, READ_ONLY)).toBe(
      before.replace('}"\n', '}",\n        "readonlyRootFilesystem": true\n'),
    );
  });

  test('that a local, a file or a function gives is left alone', async () => {
    const text = `locals {
  containers = [{ name = "web" }]
}
resource "aws_ecs_task_definition" "local" {
  container_definitions = jsonencode(local.containers)
}
resource "aws_ecs_task_definition" "file" {
  container_definitions = file("containers.json")
}
resource "aws_ecs_task_definition" "function" {
  container_definitions = jsonencode([merge({ name = "web" }, { image = "nginx" })])
}
`;
    const { texts, declined } = await mend({ 'main.tf': text, 'containers.json': '[{"name":"web"}]' }, READ_ONLY);
    expect(texts).toEqual({});
    expect(declined).toEqual({
      'aws_ecs_task_definition.local': 'elsewhere',
      'aws_ecs_task_definition.file': 'elsewhere',
      'aws_ecs_task_definition.function': 'elsewhere',
    });
  });

  test('is a nested block, which may stand for several items that all have to want it', async () => {
    const before = `resource "aws_security_group" "all" {
  ingress {
    from_port   = 1
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    from_port   = 2
    cidr_blocks = ["10.1.0.0/16", "10.2.0.0/16"]
  }
}
resource "aws_security_group" "some" {
  ingress {
    from_port   = 3
    cidr_blocks = ["10.0.0.0/8", "10.2.0.0/16"]
  }
}
resource "aws_security_group" "made" {
  dynamic "ingress" {
    for_each = [4]
    content {
      from_port   = ingress.value
      cidr_blocks = ["10.2.0.0/16"]
    }
  }
}
`;
    expect(await mend({ 'main.tf': before }, DESCRIBED)).toEqual({
      texts: {
        'main.tf': before.replace(
          '"10.1.0.0/16", "10.2.0.0/16"]\n',
          '"10.1.0.0/16", "10.2.0.0/16"]\n    description = "known"\n',
        ),
      },
      declined: { 'aws_security_group.some': 'items', 'aws_security_group.made': 'elsewhere' },
    });
  });

  test('is changed in the JSON of Terraform', async () => {
    const before = `{
  "resource": {
    "aws_security_group": {
      "a": {
        "ingress": [
          { "from_port": 1, "cidr_blocks": ["10.0.0.0/8"] },
          { "from_port": 2, "cidr_blocks": ["10.2.0.0/16"] }
        ]
      },
      "b": {
        "ingress": { "from_port": 2, "cidr_blocks": ["10.2.0.0/16"] }
      }
    }
  }
}
`;
    expect(await mended('main.tf.json', before, DESCRIBED)).toBe(
      before.replaceAll('["10.2.0.0/16"] }', '["10.2.0.0/16"], "description": "known" }'),
    );
  });

  test('gets what two rules want of it, one after the other', async () => {
    const INIT = ruleSetting('init', {
      resources: ['AWS::ECS::TaskDefinition'],
      each: ['ContainerDefinitions'],
      require: { property: 'LinuxParameters.InitProcessEnabled', equals: true },
      fix: { set: { 'LinuxParameters.InitProcessEnabled': true } },
    });
    const before = `resource "aws_ecs_task_definition" "a" {
  container_definitions = jsonencode([
    {
      name = "web"
    },
    { name = "log", readonlyRootFilesystem = true },
  ])
}
`;
    expect(await mended('main.tf', before, INIT, READ_ONLY)).toBe(`resource "aws_ecs_task_definition" "a" {
  container_definitions = jsonencode([
    {
      name                   = "web"
      linuxParameters        = { initProcessEnabled = true }
      readonlyRootFilesystem = true
    },
    { name = "log", readonlyRootFilesystem = true, linuxParameters = { initProcessEnabled = true } },
  ])
}
`);
    const template = `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: web
        - Name: log
`;
    expect(await mended('template.yaml', template, INIT, READ_ONLY)).toBe(
      template.replace(
        /- Name: .*\n/g,
        '$&          LinuxParameters:\n            InitProcessEnabled: true\n          ReadonlyRootFilesystem: true\n',
      ),
    );
  });

  test('that an anchor is shared with, or that SAM takes from Globals, is left alone', async () => {
    const shared = `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - &web { Name: web }
        - *web
  Other:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - *web
        - <<: *web
          Image: nginx
`;
    const { texts, declined } = await mend({ 'template.yaml': shared }, READ_ONLY);
    expect(texts).toEqual({
      'template.yaml': shared.replace('Image: nginx\n', 'Image: nginx\n          ReadonlyRootFilesystem: true\n'),
    });
    expect(declined).toEqual({ Task: 'alias', Other: 'elsewhere' });
    const TRACED = ruleSetting('traced', {
      resources: ['AWS::ApiGateway::Stage'],
      each: ['MethodSettings'],
      require: { property: 'MetricsEnabled', equals: true },
      fix: { set: { MetricsEnabled: true } },
    });
    const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      MethodSettings:
        - { HttpMethod: GET, ResourcePath: /a, MetricsEnabled: true }
        - { HttpMethod: GET, ResourcePath: /b }
`;
    expect(await mended('template.yaml', sam, TRACED)).toBe(sam.replace('/b }', '/b, MetricsEnabled: true }'));
    const globals = sam
      .replace(
        'Resources:',
        'Globals:\n  Api:\n    MethodSettings:\n      - { HttpMethod: GET, ResourcePath: /b }\nResources:',
      )
      .replace(/ {6}MethodSettings:\n {8}- .*\n {8}- .*\n$/, '');
    expect((await mend({ 'template.yaml': globals }, TRACED)).declined).toEqual({ ApiprodStage: 'elsewhere' });
  });

  test('that a satellite is, is changed there', async () => {
    const before = `resource "aws_security_group" "a" {
  name = "a"
}
resource "aws_security_group_rule" "in" {
  security_group_id = aws_security_group.a.id
  type              = "ingress"
  cidr_blocks       = ["10.2.0.0/16"]
}
`;
    expect(await mended('main.tf', before, DESCRIBED)).toBe(
      before.replace('["10.2.0.0/16"]\n', '["10.2.0.0/16"]\n  description       = "known"\n'),
    );
  });
});

describe('an item with a key', () => {
  test('gets its value, is added, or brings the list', async () => {
    const before = `Resources:
  Has:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
        - Key: idle_timeout.timeout_seconds
          Value: "60"
        - Key: deletion_protection.enabled
          Value: 'false'
  Others:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
      - { Key: idle_timeout.timeout_seconds, Value: "60" } # a minute
      Name: others
  Flow:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes: [{ Key: a, Value: b }]
  None:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: none
  Unknown:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
        - { Key: !Ref AWS::Region, Value: a }
`;
    expect(await mended('template.yaml', before, DELETION_PROTECTION)).toBe(`Resources:
  Has:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
        - Key: idle_timeout.timeout_seconds
          Value: "60"
        - Key: deletion_protection.enabled
          Value: 'true'
  Others:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
      - { Key: idle_timeout.timeout_seconds, Value: "60" } # a minute
      - Key: deletion_protection.enabled
        Value: "true"
      Name: others
  Flow:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes: [{ Key: a, Value: b }, { Key: deletion_protection.enabled, Value: "true" }]
  None:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: none
      LoadBalancerAttributes:
        - Key: deletion_protection.enabled
          Value: "true"
  Unknown:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
        - { Key: !Ref AWS::Region, Value: a }
`);
  });

  test('is added in JSON', async () => {
    const before =
      '{\n  "Resources": {\n    "C": {\n      "Type": "AWS::ECS::Cluster",\n      "Properties": {\n        "ClusterSettings": [\n          {\n            "Name": "a",\n            "Value": "b"\n          }\n        ]\n      }\n    }\n  }\n}\n';
    expect(await mended('template.json', before, INSIGHTS)).toBe(
      before.replace(
        '"b"\n          }',
        '"b"\n          },\n          {\n            "Name": "containerInsights",\n            "Value": "enabled"\n          }',
      ),
    );
  });

  test('is an argument in Terraform, or a block', async () => {
    const before = `resource "aws_lb" "none" {
  name = "a"
}
resource "aws_lb" "off" {
  name                       = "b"
  enable_deletion_protection = false # no
}
resource "aws_ecs_cluster" "none" {
  name = "a"
}
resource "aws_ecs_cluster" "off" {
  setting {
    name  = "other"
    value = "x"
  }
  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}
resource "aws_ecs_cluster" "other" {
  setting {
    name  = "other"
    value = "x"
  }
}
resource "aws_ecs_cluster" "variable" {
  setting {
    name  = var.name
    value = "x"
  }
}
variable "name" {
  default = "other"
}
`;
    const { texts, declined } = await mend({ 'main.tf': before }, DELETION_PROTECTION, INSIGHTS);
    expect(declined).toEqual({ 'aws_ecs_cluster.variable': 'elsewhere' });
    expect(texts['main.tf']).toBe(`resource "aws_lb" "none" {
  name                       = "a"
  enable_deletion_protection = true
}
resource "aws_lb" "off" {
  name                       = "b"
  enable_deletion_protection = true # no
}
resource "aws_ecs_cluster" "none" {
  name = "a"

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}
resource "aws_ecs_cluster" "off" {
  setting {
    name  = "other"
    value = "x"
  }
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}
resource "aws_ecs_cluster" "other" {
  setting {
    name  = "other"
    value = "x"
  }

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}
${before.slice(before.indexOf('resource "aws_ecs_cluster" "variable"'))}`);
  });

  test('is a block in the JSON of Terraform', async () => {
    const before =
      '{"resource":{"aws_ecs_cluster":{"a":{"setting":[{"name":"other","value":"x"}]},"b":{"name":"b"},"c":{"setting":{"name":"other","value":"x"}}}}}';
    expect(await mend({ 'main.tf.json': before }, INSIGHTS)).toEqual({
      texts: {
        'main.tf.json':
          '{"resource":{"aws_ecs_cluster":{"a":{"setting":[{"name":"other","value":"x"},{"name":"containerInsights","value":"enabled"}]},"b":{"name":"b","setting":[{"name":"containerInsights","value":"enabled"}]},"c":{"setting":{"name":"other","value":"x"}}}}}',
      },
      declined: { 'aws_ecs_cluster.c': 'form' },
    });
  });

  test('in a block is written where the block is there, as another argument is required in it', async () => {
    const LOGS = ruleSetting('logs', {
      resources: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
      require: { property: 'LoadBalancerAttributes[Key=access_logs.s3.enabled].Value', equals: 'true' },
      fix: { set: { 'LoadBalancerAttributes[Key=access_logs.s3.enabled].Value': 'true' } },
    });
    const hcl = 'resource "aws_lb" "none" {}\nresource "aws_lb" "off" {\n  access_logs {\n    bucket = "b"\n  }\n}\n';
    expect(await mend({ 'main.tf': hcl }, LOGS)).toEqual({
      texts: { 'main.tf': hcl.replace('bucket = "b"\n', 'bucket  = "b"\n    enabled = true\n') },
      declined: { 'aws_lb.none': 'needs' },
    });
    const json = '{"resource":{"aws_lb":{"none":{},"off":{"access_logs":{"bucket":"b"}}}}}';
    expect(await mend({ 'main.tf.json': json }, LOGS)).toEqual({
      texts: { 'main.tf.json': json.replace('"b"', '"b","enabled":true') },
      declined: { 'aws_lb.none': 'needs' },
    });
  });

  test('of a map of parameters is a block', async () => {
    const TLS = ruleSetting('tls', {
      resources: ['AWS::DocDB::DBClusterParameterGroup'],
      require: { property: 'Parameters.tls', equals: 'enabled' },
      fix: { set: { 'Parameters.tls': 'enabled' } },
    });
    const before = `resource "aws_docdb_cluster_parameter_group" "a" {
  family = "docdb5.0"

  parameter {
    name  = "tls"
    value = "disabled"
  }
}
`;
    expect(await mended('main.tf', before, TLS)).toBe(before.replace('disabled', 'enabled'));
  });
});

describe('a list', () => {
  test('of plain values is written whole, or gets what is missing', async () => {
    const before = `Resources:
  None:
    Type: AWS::DocDB::DBCluster
  Empty:
    Type: AWS::DocDB::DBCluster
    Properties: { EnableCloudwatchLogsExports: [] }
  Flow:
    Type: AWS::DocDB::DBCluster
    Properties: { EnableCloudwatchLogsExports: ['audit'] }
  Block:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports:
        - other
        - "audit" # who
  Lines:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports: [
        other, # it
      ]
  Named:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports: !Split [",", "audit"]
`;
    const { texts, declined } = await mend({ 'template.yaml': before }, EXPORTS);
    expect(declined).toEqual({ Named: 'elsewhere' });
    expect(texts['template.yaml']).toBe(`Resources:
  None:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports:
        - audit
        - profiler
  Empty:
    Type: AWS::DocDB::DBCluster
    Properties: { EnableCloudwatchLogsExports: [audit, profiler] }
  Flow:
    Type: AWS::DocDB::DBCluster
    Properties: { EnableCloudwatchLogsExports: ['audit', 'profiler'] }
  Block:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports:
        - other
        - "audit" # who
        - "profiler"
  Lines:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports: [
        other, # it
        audit,
        profiler,
      ]
  Named:
    Type: AWS::DocDB::DBCluster
    Properties:
      EnableCloudwatchLogsExports: !Split [",", "audit"]
`);
  });

  test('is an argument in Terraform', async () => {
    const before = `resource "aws_docdb_cluster" "none" {
  port = 27017 # it
}
resource "aws_docdb_cluster" "some" {
  port                            = 27017              # it
  enabled_cloudwatch_logs_exports = ["other", "audit"] # these
}
resource "aws_docdb_cluster" "lines" {
  enabled_cloudwatch_logs_exports = [
    "audit",
  ]
}
resource "aws_docdb_cluster" "variable" {
  enabled_cloudwatch_logs_exports = var.logs
}
resource "aws_eks_cluster" "a" {
  enabled_cluster_log_types = ["audit"]
}
resource "aws_eks_cluster" "b" {
  name = "b"
}
variable "logs" {
  default = ["audit"]
}
`;
    const { texts, declined } = await mend({ 'main.tf': before }, EXPORTS, CONTROL_PLANE);
    expect(declined).toEqual({ 'aws_docdb_cluster.variable': 'elsewhere' });
    expect(texts['main.tf']).toBe(`resource "aws_docdb_cluster" "none" {
  port                            = 27017 # it
  enabled_cloudwatch_logs_exports = ["audit", "profiler"]
}
resource "aws_docdb_cluster" "some" {
  port                            = 27017                          # it
  enabled_cloudwatch_logs_exports = ["other", "audit", "profiler"] # these
}
resource "aws_docdb_cluster" "lines" {
  enabled_cloudwatch_logs_exports = [
    "audit",
    "profiler",
  ]
}
resource "aws_docdb_cluster" "variable" {
  enabled_cloudwatch_logs_exports = var.logs
}
resource "aws_eks_cluster" "a" {
  enabled_cluster_log_types = ["audit", "api"]
}
resource "aws_eks_cluster" "b" {
  name                      = "b"
  enabled_cluster_log_types = ["api", "audit"]
}
variable "logs" {
  default = ["audit"]
}
`);
  });

  test('of objects gets the items that are missing', async () => {
    const before = `Resources:
  A:
    Type: AWS::EKS::Cluster
    Properties:
      Logging:
        ClusterLogging:
          EnabledTypes:
            - Type: audit
  B:
    Type: AWS::EKS::Cluster
    Properties:
      Name: b
`;
    expect(await mended('template.yaml', before, CONTROL_PLANE)).toBe(`Resources:
  A:
    Type: AWS::EKS::Cluster
    Properties:
      Logging:
        ClusterLogging:
          EnabledTypes:
            - Type: audit
            - Type: api
  B:
    Type: AWS::EKS::Cluster
    Properties:
      Name: b
      Logging:
        ClusterLogging:
          EnabledTypes:
            - Type: api
            - Type: audit
`);
  });

  test('of which a rule asks for more than that something is in it is not added to', async () => {
    const PROTOCOLS = ruleSetting('protocols', {
      resources: ['AWS::CloudFront::Distribution'],
      each: ['DistributionConfig.Origins'],
      require: {
        property: 'CustomOriginConfig.OriginSSLProtocols',
        every: { property: '', in: ['TLSv1.1', 'TLSv1.2'] },
      },
      fix: { set: { 'CustomOriginConfig.OriginSSLProtocols': ['TLSv1.2'] } },
    });
    const before = `Resources:
  One:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: a
            CustomOriginConfig: { OriginSSLProtocols: [SSLv3] }
  Two:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: b
            CustomOriginConfig: { OriginSSLProtocols: [SSLv3, TLSv1.2] }
`;
    expect(await mend({ 'template.yaml': before }, PROTOCOLS)).toEqual({
      texts: { 'template.yaml': before.replace('[SSLv3]', '[TLSv1.2]') },
      declined: { Two: 'several' },
    });
    const terraform = `resource "aws_cloudfront_distribution" "a" {
  origin {
    origin_id = "a"

    custom_origin_config {
      origin_ssl_protocols = ["SSLv3"]
    }
  }

  origin {
    origin_id = "b"

    custom_origin_config {
      origin_ssl_protocols = ["TLSv1.2"]
    }
  }
}
`;
    expect(await mended('main.tf', terraform, PROTOCOLS)).toBe(terraform.replace('SSLv3', 'TLSv1.2'));
  });
});

describe('what one of several types does not have', () => {
  test('is left out for it', async () => {
    const rule = ruleSetting('both', {
      resources: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
      require: { property: 'StorageEncrypted', equals: true },
      fix: { set: { StorageEncrypted: true, AllowMajorVersionUpgrade: false } },
    });
    const before = `Resources:
  A: { Type: AWS::RDS::DBInstance, Properties: { Engine: mysql } }
  B: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql } }
`;
    expect(await mended('template.yaml', before, rule)).toBe(
      before
        .replace('{ Engine: mysql }', '{ Engine: mysql, StorageEncrypted: true, AllowMajorVersionUpgrade: false }')
        .replace('{ Engine: aurora-mysql }', '{ Engine: aurora-mysql, StorageEncrypted: true }'),
    );
  });
});
