import { describe, expect, test } from 'vitest';
import type { TerraformResource } from '../../../src/terraform/resource.ts';
import { at, evaluate, plain } from '../folder.ts';

function declared(contents: string | Readonly<Record<string, string>>, ...types: readonly string[]) {
  const { resources, problems } = evaluate(contents, { declarations: new Set(types) });
  expect(problems).toEqual([]);
  return resources.filter(({ isDeclaration }) => isDeclaration);
}

function shown(resources: readonly TerraformResource[]) {
  return resources.map(({ address, type, body, nameSpan }) => [address, type, at(nameSpan), plain(body)]);
}

describe('declarations are resources', () => {
  test('of the types that rules ask about, and only those', () => {
    const text = `
      provider "aws" {}
      terraform {}
      data "aws_ami" "linux" {}
      module "m" { source = "./m" }
    `;
    const contents = { 'main.tf': text, 'm/main.tf': 'locals {}' };
    expect(declared(contents)).toEqual([]);
    expect(declared(contents, 'module').map(({ address }) => address)).toEqual(['module.m']);
  });

  test('provider blocks, by their aliases, in modules as well', () => {
    const found = declared(
      {
        'main.tf': `
provider "aws" {
  region = var.region
}
provider "aws" {
  alias = "west"
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
  }
}
provider "google" {}
variable "region" { default = "eu-west-1" }
module "m" {
  source = "./m"
  count  = 1
}
`,
        'm/main.tf': 'provider "aws" {\n  alias = "inner"\n}',
      },
      'provider.aws',
    );
    expect(shown(found)).toEqual([
      ['provider.aws', 'provider.aws', 'main.tf:2', { region: 'eu-west-1' }],
      [
        'provider.aws.west',
        'provider.aws',
        'main.tf:5',
        { alias: 'west', assume_role: [{ role_arn: 'arn:aws:iam::111122223333:role/deploy' }] },
      ],
      ['module.m[0].provider.aws.inner', 'provider.aws', 'm/main.tf:1', { alias: 'inner' }],
    ]);
  });

  test('calls, once each, whether they are resolved or repeated or not', () => {
    const { resources, problems } = evaluate(
      {
        'main.tf': `
module "far" {
  source  = "acme/network/aws"
  version = "1.0.0"
  cidr    = "10.0.0.0/16"
  providers = { aws = aws.west }
}
module "near" {
  source   = "./near"
  for_each = toset(["a", "b"])
  name     = each.key
}
module "none" {
  source = "./near"
  count  = 0
  name   = "x"
  of     = module.near["c"].id
}
`,
        'near/main.tf': 'variable "name" {}\nmodule "inner" {\n  source = "../inner"\n}',
        'inner/main.tf': 'locals {}',
      },
      { declarations: new Set(['module']) },
    );
    expect(problems).toEqual(['module-not-resolved main.tf:3']);
    expect(shown(resources)).toEqual([
      ['module.far', 'module', 'main.tf:2', { source: 'acme/network/aws', version: '1.0.0', cidr: '10.0.0.0/16' }],
      ['module.near', 'module', 'main.tf:8', { source: './near', name: '?each.key' }],
      ['module.none', 'module', 'main.tf:13', { source: './near', name: 'x', of: '?an expression with an error.id' }],
      ['module.near["a"].module.inner', 'module', 'near/main.tf:2', { source: '../inner' }],
      ['module.near["b"].module.inner', 'module', 'near/main.tf:2', { source: '../inner' }],
    ]);
  });

  test('settings and backends', () => {
    const text = `
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws  = { source = "hashicorp/aws", version = "~> 5.0", configuration_aliases = [aws.west] }
    null = "3.0"
  }
  backend "s3" {
    bucket  = "state"
    encrypt = false
  }
}
terraform {
  experiments = [example]
  cloud {
    organization = "acme"
  }
}
`;
    expect(shown(declared(text, 'terraform', 'terraform.backend.s3', 'terraform.cloud'))).toEqual([
      [
        'terraform',
        'terraform',
        'main.tf:2',
        {
          required_version: '>= 1.5',
          required_providers: { aws: { source: 'hashicorp/aws', version: '~> 5.0' }, null: { version: '3.0' } },
        },
      ],
      ['terraform.backend.s3', 'terraform.backend.s3', 'main.tf:8', { bucket: 'state', encrypt: false }],
      ['terraform#2', 'terraform', 'main.tf:13', { experiments: ['example'] }],
      ['terraform.cloud#2', 'terraform.cloud', 'main.tf:15', { organization: 'acme' }],
    ]);
  });

  test('in JSON syntax', () => {
    const text = JSON.stringify({
      provider: { aws: [{ region: 'eu-west-1' }, { alias: 'west' }] },
      module: { m: { source: 'acme/network/aws' } },
      terraform: { backend: { s3: { bucket: 'state' } } },
      data: { aws_ami: { linux: { owners: ['self'] } } },
    });
    const { resources } = evaluate(
      { 'main.tf.json': text },
      { declarations: new Set(['provider.aws', 'module', 'terraform.backend.s3', 'data.aws_ami']) },
    );
    expect(resources.map(({ address, body }) => [address, plain(body)])).toEqual([
      ['provider.aws', { region: 'eu-west-1' }],
      ['provider.aws.west', { alias: 'west' }],
      ['module.m', { source: 'acme/network/aws' }],
      ['terraform.backend.s3', { bucket: 'state' }],
      ['data.aws_ami.linux', { owners: ['self'] }],
    ]);
  });
});

describe('a data source as a resource', () => {
  test('has an instance for each that is read', () => {
    const text = `
data "aws_ami" "linux" {
  for_each = toset(["a", "b"])
  owners   = [each.key]
}
check "health" {
  data "http" "site" {
    url = "https://example.com"
  }
}
`;
    expect(shown(declared(text, 'data.aws_ami', 'data.http'))).toEqual([
      ['data.aws_ami.linux["a"]', 'data.aws_ami', 'main.tf:2', { owners: ['a'] }],
      ['data.aws_ami.linux["b"]', 'data.aws_ami', 'main.tf:2', { owners: ['b'] }],
      ['data.http.site', 'data.http', 'main.tf:7', { url: 'https://example.com' }],
    ]);
  });

  test('knows what its arguments name, also where their values are known', () => {
    const [found] = declared(
      {
        'main.tf': `
module "m" {
  source = "./m"
  token  = [for p in aws_ssm_parameter.p : p.value][0]
}
resource "aws_ssm_parameter" "p" {
  count = 2
  value = "x"
}
`,
        'm/main.tf': `
variable "token" {}
locals {
  headers = { a = local.headers_again, b = "Bearer \${var.token}" }
  headers_again = data.aws_ssm_parameter.q["k"].value
}
data "aws_ssm_parameter" "q" { for_each = { k = 1 } }
data "http" "site" {
  url = "https://example.com"
  request_headers = local.headers
  request_body = true ? jsonencode({ a = aws_ssm_parameter.own }) : "%{ if true }\${aws_ssm_parameter.own.arn}%{ endif }"
}
resource "aws_ssm_parameter" "own" {}
`,
      },
      'data.http',
    );
    expect(plain(found!.meta)).toEqual({
      references: {
        request_headers: ['<module.m.data.aws_ssm_parameter.q.value>', '<aws_ssm_parameter.p.>'],
        request_body: ['<module.m.aws_ssm_parameter.own.>', '<module.m.aws_ssm_parameter.own.arn>'],
      },
    });
  });

  test('with attributes and indexes of any number behind the name', () => {
    const text = `
resource "aws_ssm_parameter" "p" {}
data "http" "site" {
  url             = aws_ssm_parameter.p${'[0]'.repeat(50_000)}
  request_body    = tolist([aws_ssm_parameter.p.value])${'.a'.repeat(50_000)}
  request_headers = aws_ssm_parameter.p.value${'["a"]'.repeat(10)}
}
`;
    const { resources } = evaluate(text, { declarations: new Set(['data.http']) });
    const found = resources.find(({ isDeclaration }) => isDeclaration);
    expect(plain(found!.meta)).toEqual({
      references: {
        url: ['<aws_ssm_parameter.p.>'],
        request_body: ['<aws_ssm_parameter.p.value>'],
        request_headers: ['<aws_ssm_parameter.p.value>'],
      },
    });
  });

  test('through a chain of locals of any length', () => {
    const chain = Array.from({ length: 5000 }, (_, at) => `a${at} = local.a${at + 1}`).join('\n');
    const text = `
locals {
  ${chain}
  a5000 = aws_ssm_parameter.p.value
}
resource "aws_ssm_parameter" "p" {}
data "http" "site" {
  url = local.a0
}
`;
    const [found] = declared(text, 'data.http');
    expect(plain(found!.meta)).toEqual({ references: { url: ['<aws_ssm_parameter.p.value>'] } });
  });
});
