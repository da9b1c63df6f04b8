import { describe, expect, test } from 'vitest';
import { mend, mended } from './mending.ts';

const XRAY = 'lambda-function-xray-enabled';
const ENCRYPTED = 'rds-storage-encrypted';
const MULTI_AZ = 'rds-multi-az-support';

describe('YAML', () => {
  test('gets new properties in the style of what is around', async () => {
    const before = `Resources:
  A: {Type: AWS::Lambda::Function, Properties: {Handler: a}}
  B: { Type: AWS::Lambda::Function }
  C:
    Type: AWS::Lambda::Function
    Properties: # none yet
  D:
    Type: AWS::Lambda::Function
  E:
    Type: AWS::Lambda::Function
    Properties: {
      Handler: a, # the handler
      Runtime: b # the runtime
    }
  F:
    Type: AWS::Lambda::Function
    Properties:
        Handler: a
        # the end
`;
    expect(await mended('template.yaml', before, XRAY)).toBe(`Resources:
  A: {Type: AWS::Lambda::Function, Properties: {Handler: a, TracingConfig: {Mode: Active}}}
  B: { Type: AWS::Lambda::Function, Properties: { TracingConfig: { Mode: Active } } }
  C:
    Type: AWS::Lambda::Function
    Properties: # none yet
      TracingConfig:
        Mode: Active
  D:
    Type: AWS::Lambda::Function
    Properties:
      TracingConfig:
        Mode: Active
  E:
    Type: AWS::Lambda::Function
    Properties: {
      Handler: a, # the handler
      Runtime: b, # the runtime
      TracingConfig: { Mode: Active }
    }
  F:
    Type: AWS::Lambda::Function
    Properties:
        Handler: a
        TracingConfig:
            Mode: Active
        # the end
`);
  });

  test('keeps quotes, tags, line breaks and the lack of a last one', async () => {
    const before =
      "Resources:\r\n  Db:\r\n    Type: AWS::RDS::DBInstance\r\n    Properties:\r\n      Engine: !Sub 'postgres'\r\n      StorageEncrypted: 'false' # why";
    expect(await mended('template.yaml', before, ENCRYPTED)).toBe(before.replace("'false'", "'true'"));
  });

  test('of two in one place both are made', async () => {
    const before = 'Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n';
    expect(await mended('template.yaml', before, ENCRYPTED, MULTI_AZ)).toBe(
      `${before}      MultiAZ: true\n      StorageEncrypted: true\n`,
    );
  });

  test('a text at the end that keeps its line breaks stays as it is', async () => {
    const before =
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Handler: a\n      Code:\n        ZipFile: |+\n          x\n\n# end\n';
    expect(await mended('template.yaml', before, XRAY)).toBe(
      before.replace('      Handler', '      TracingConfig:\n        Mode: Active\n      Handler'),
    );
  });

  test('what anchors, merge keys, parameters, conditions and loops bring is left alone', async () => {
    const text = `Transform: AWS::LanguageExtensions
Parameters:
  Mode: { Type: String, Default: PassThrough }
Resources:
  Anchored:
    Type: AWS::Lambda::Function
    Properties: &shared
      Handler: a
  Alias:
    Type: AWS::Lambda::Function
    Properties: *shared
  Parameter:
    Type: AWS::Lambda::Function
    Properties:
      TracingConfig:
        Mode: !Ref Mode
  Fn::ForEach::Many:
    - Name
    - [One, Two]
    - "\${Name}":
        Type: AWS::Lambda::Function
        Properties:
          Handler: a
`;
    expect(await mend({ 'template.yaml': text }, XRAY)).toEqual({
      texts: {},
      declined: { Anchored: 'alias', Alias: 'alias', Parameter: 'elsewhere', One: 'loop', Two: 'loop' },
    });
  });

  test('beside a merge key a property of its own is added', async () => {
    const before = `Shared: &shared
  Handler: a
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      <<: *shared
      Runtime: b
`;
    expect(await mended('template.yaml', before, XRAY)).toBe(`${before}      TracingConfig:\n        Mode: Active\n`);
  });

  test('what the CDK has made is not edited', async () => {
    const text =
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Metadata: { "aws:cdk:path": Stack/F/Resource }\n    Properties:\n      Handler: a\n';
    expect((await mend({ 'template.yaml': text }, XRAY)).declined).toEqual({ F: 'generated' });
  });

  test('what the service would refuse beside what is there is not set', async () => {
    const text = `Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties: { Engine: postgres, AvailabilityZone: eu-west-1a }
`;
    expect((await mend({ 'template.yaml': text }, MULTI_AZ)).declined).toEqual({ Db: 'excluded' });
  });
});

describe('SAM', () => {
  test('gets its own names', async () => {
    const before = `Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      FunctionUrlConfig:
        AuthType: NONE
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
  Table:
    Type: AWS::Serverless::SimpleTable
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: a.json
`;
    const rules = [XRAY, 'lambda-function-url-auth-required', 'api-gw-xray-enabled', 'dynamodb-pitr-enabled'];
    expect(
      await mended('template.yaml', before, ...rules, 'step-functions-state-machine-xray-enabled'),
    ).toBe(`Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      FunctionUrlConfig:
        AuthType: AWS_IAM
      Tracing: Active
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      TracingEnabled: true
  Table:
    Type: AWS::Serverless::SimpleTable
    Properties:
      PointInTimeRecoverySpecification:
        PointInTimeRecoveryEnabled: true
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: a.json
      Tracing:
        Enabled: true
`);
  });

  test('what Globals say is left alone', async () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Tracing: PassThrough
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: { Handler: a.b }
`;
    expect((await mend({ 'template.yaml': text }, XRAY)).declined).toEqual({ Worker: 'elsewhere' });
  });
});

describe('JSON', () => {
  test('keeps its indentation and line breaks', async () => {
    const before =
      '{\r\n    "Resources": {\r\n        "Db": {\r\n            "Type": "AWS::RDS::DBInstance",\r\n            "Properties": {}\r\n        },\r\n        "F": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "a" } }\r\n    }\r\n}';
    expect(await mended('template.json', before, ENCRYPTED, XRAY)).toBe(
      '{\r\n    "Resources": {\r\n        "Db": {\r\n            "Type": "AWS::RDS::DBInstance",\r\n            "Properties": {\r\n                "StorageEncrypted": true\r\n            }\r\n        },\r\n        "F": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "a", "TracingConfig": { "Mode": "Active" } } }\r\n    }\r\n}',
    );
  });

  test('without any white space stays so', async () => {
    const before = '{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"Handler":"a"}}}}';
    expect(await mended('template.json', before, XRAY)).toBe(
      before.replace('"a"', '"a","TracingConfig":{"Mode":"Active"}'),
    );
  });

  test('of Terraform: tabs stay, blocks are objects', async () => {
    const before =
      '{\n\t"resource": {\n\t\t"aws_db_instance": {\n\t\t\t"main": {\n\t\t\t\t"engine": "postgres",\n\t\t\t\t"multi_az": false\n\t\t\t}\n\t\t},\n\t\t"aws_instance": {\n\t\t\t"a": [{ "ami": "x" }]\n\t\t}\n\t}\n}\n';
    expect(await mended('main.tf.json', before, ENCRYPTED, MULTI_AZ, 'ec2-imdsv2-check')).toBe(
      before
        .replace('"multi_az": false', '"multi_az": true,\n\t\t\t\t"storage_encrypted": true')
        .replace('"ami": "x" }', '"ami": "x", "metadata_options": { "http_tokens": "required" } }'),
    );
  });

  test('of Terraform: templates are left alone', async () => {
    const text =
      '{"resource":{"aws_db_instance":{"main":{"engine":"postgres","multi_az":"${var.x}"}}},"variable":{"x":{"default":false}}}';
    expect((await mend({ 'main.tf.json': text }, MULTI_AZ)).declined).toEqual({ 'aws_db_instance.main': 'elsewhere' });
  });
});

describe('HCL', () => {
  test('is written as terraform fmt writes it', async () => {
    const before = `resource "aws_db_instance" "a" {
  count  = 2
  engine = "postgres" # it is

  tags = {
    a = 1
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_lambda_function" "f" {}
resource "aws_lambda_function" "g" { function_name = "g" }
resource "aws_lambda_function" "h" {
  function_name = "h"
  depends_on    = [aws_db_instance.a]
  # the end
}

resource "aws_instance" "i" {
  metadata_options {
    http_endpoint = "enabled"  # a
    http_tokens   = "optional" # b
  }
}
`;
    const rules = [ENCRYPTED, MULTI_AZ, XRAY, 'ec2-imdsv2-check'];
    expect(await mended('main.tf', before, ...rules)).toBe(`resource "aws_db_instance" "a" {
  count             = 2
  engine            = "postgres" # it is
  multi_az          = true
  storage_encrypted = true

  tags = {
    a = 1
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_lambda_function" "f" {
  tracing_config {
    mode = "Active"
  }
}
resource "aws_lambda_function" "g" {
  function_name = "g"

  tracing_config {
    mode = "Active"
  }
}
resource "aws_lambda_function" "h" {
  function_name = "h"
  depends_on    = [aws_db_instance.a]

  tracing_config {
    mode = "Active"
  }
  # the end
}

resource "aws_instance" "i" {
  metadata_options {
    http_endpoint = "enabled"  # a
    http_tokens   = "required" # b
  }
}
`);
  });

  test('that is not formatted is not formatted', async () => {
    const before = 'resource "aws_db_instance" "a" {\n    engine="postgres"\n    allocated_storage = 5\n}\n';
    expect(await mended('main.tf', before, MULTI_AZ)).toBe(
      before.replace('= 5\n', '= 5\n    multi_az          = true\n'),
    );
  });

  test('variables, dynamic blocks and conditions are left alone', async () => {
    const text = `variable "on" { default = false }
resource "aws_db_instance" "variable" {
  engine   = "postgres"
  multi_az = var.on
}
resource "aws_db_instance" "condition" {
  engine   = "postgres"
  multi_az = var.on ? true : false
}
resource "aws_instance" "dynamic" {
  dynamic "metadata_options" {
    for_each = [1]
    content { http_tokens = "optional" }
  }
}
`;
    expect(await mend({ 'main.tf': text }, MULTI_AZ, 'ec2-imdsv2-check')).toEqual({
      texts: {},
      declined: {
        'aws_db_instance.variable': 'elsewhere',
        'aws_db_instance.condition': 'elsewhere',
        'aws_instance.dynamic': 'elsewhere',
      },
    });
  });

  test('a satellite that is there is changed, one that is not is not added', async () => {
    const before = `resource "aws_s3_bucket" "a" {
  bucket = "a"
}
resource "aws_s3_bucket_versioning" "a" {
  bucket = aws_s3_bucket.a.id
  versioning_configuration {
    status = "Suspended"
  }
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
}
`;
    expect(await mend({ 'main.tf': before }, 's3-bucket-versioning-enabled')).toEqual({
      texts: { 'main.tf': before.replace('Suspended', 'Enabled') },
      declined: { 'aws_s3_bucket.b': 'new-resource' },
    });
  });

  test('a block of which only some instances fail, or that several modules call, is left alone', async () => {
    const files = {
      'main.tf': `module "a" {
  source = "./m"
}
module "b" {
  source = "./m"
}
module "c" {
  source   = "./n"
  for_each = toset(["x", "y"])
}
resource "aws_db_instance" "some" {
  for_each          = { x = "postgres", y = "aurora-postgresql" }
  engine            = each.value
}
`,
      'm/main.tf': 'resource "aws_db_instance" "m" {\n  engine = "mysql"\n}\n',
      'n/main.tf': 'resource "aws_db_instance" "n" {\n  engine = "mysql"\n}\n',
    };
    expect(await mend(files, ENCRYPTED)).toEqual({
      texts: {
        'n/main.tf': 'resource "aws_db_instance" "n" {\n  engine            = "mysql"\n  storage_encrypted = true\n}\n',
      },
      declined: {
        'module.a.aws_db_instance.m': 'callers',
        'module.b.aws_db_instance.m': 'callers',
        'aws_db_instance.some["x"]': 'instances',
      },
    });
  });
});
