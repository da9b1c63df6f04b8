import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scan } from '../../src/scan.ts';
import { evaluateModule } from '../../src/terraform/modules/evaluated-module.ts';
import { folder } from './folder.ts';

/**
 * Plans with the aws provider, without an account and without a network. `LINTEL_PROVIDER_MIRROR` names a directory
 * made by `terraform providers mirror`; without it there is nothing to compare with.
 */
const mirror = process.env['LINTEL_PROVIDER_MIRROR'] ?? '';
const runnable = existsSync(mirror) && spawnSync('terraform', ['version']).status === 0;

function plan(path: string): string {
  const settings = join(path, 'terraform.rc');
  writeFileSync(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  const terraform = (...args: string[]) =>
    execFileSync('terraform', args, {
      cwd: path,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 1e9,
      env: { ...process.env, TF_CLI_CONFIG_FILE: settings },
    });
  terraform('init', '-input=false');
  terraform('plan', '-input=false', '-out=saved');
  return terraform('show', '-json', 'saved');
}

describe.skipIf(!runnable)('Terraform with the aws provider', { timeout: 300_000 }, () => {
  test('plans the resources that the directory has, and both are judged alike', async () => {
    const { files, path } = folder(CONFIGURATION);
    const text = plan(path);
    const { resource_changes } = JSON.parse(text) as { resource_changes: { address: string }[] };
    const { resources, diagnostics } = evaluateModule('.', { files });
    expect(diagnostics).toEqual([]);
    expect(resources.map(({ address }) => address).sort()).toEqual(
      resource_changes.map(({ address }) => address).sort(),
    );

    const elsewhere = folder({ 'plan.json': text }).path;
    const written = await verdicts(path, {});
    expect(written.size).toBeGreaterThan(50);
    expect(await verdicts(elsewhere, { source: { directory: path } })).toEqual(written);
    const contradicted = [...(await verdicts(elsewhere, { source: 'none' }))].filter(
      ([question, verdict]) => verdict !== 'unknown' && written.get(question) !== verdict,
    );
    expect(contradicted).toEqual([]);
  });
});

type Source = Required<NonNullable<Parameters<typeof scan>[0]['terraform']>>['source'];

async function verdicts(workingDirectory: string, terraform: { source?: Source }): Promise<Map<string, string>> {
  const { evaluations } = await scan({ paths: ['.'], workingDirectory, terraform });
  return new Map(
    evaluations
      .flatMap(({ rule, resource, verdict }) => (resource ? [[`${rule.id} ${resource.id}`, verdict] as const] : []))
      .sort(),
  );
}

const CONFIGURATION = {
  'main.tf': `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  default_tags {
    tags = { Owner = "orders" }
  }
}
variable "services" {
  type = map(object({
    public  = optional(bool, false)
    ports   = optional(list(number), [443])
    buckets = optional(map(object({ versioned = optional(bool, true) })), {})
  }))
  default = {
    "web.eu"  = { public = true, ports = [80, 443], buckets = { "a/b" = {}, "c\\"d" = { versioned = false } } }
    "$\${odd}" = { buckets = { "é 1" = {} } }
    plain     = {}
  }
}
variable "create_dead_letters" {
  default = false
}
locals {
  zones = ["a", "b", "c"]
  tags  = merge({ Team = "orders" }, var.create_dead_letters ? { Dead = "yes" } : {})
}
module "service" {
  source   = "./service"
  for_each = var.services
  name     = each.key
  settings = each.value
  vpc_id   = module.network[0].vpc_id
  tags     = local.tags
}
module "network" {
  source = "./network"
  count  = 1
  zones  = local.zones
}
resource "aws_sqs_queue" "dead_letters" {
  count = var.create_dead_letters ? 1 : 0
  name  = "dead-letters"
}
resource "aws_sqs_queue" "orders" {
  count                     = var.create_dead_letters ? 0 : 2
  name                      = "orders-\${count.index}"
  sqs_managed_sse_enabled   = count.index == 0
  message_retention_seconds = 345600
}
moved {
  from = aws_sqs_queue.old
  to   = aws_sqs_queue.orders
}
resource "aws_ebs_volume" "data" {
  for_each          = { for i, zone in local.zones : "\${zone}-\${i}" => zone if zone != "b" }
  availability_zone = "eu-west-1\${each.value}"
  size              = 10
  encrypted         = each.value == "a"
}
resource "aws_kms_key" "main" {
  enable_key_rotation = true
}
resource "aws_kms_alias" "main" {
  for_each      = toset(["alias/one", "alias/two"])
  name          = each.value
  target_key_id = aws_kms_key.main.key_id
}
resource "terraform_data" "stamp" {
  for_each = toset([for name, service in module.service : name if service.public])
  input    = each.key
}
`,
  'service/main.tf': `
variable "name" { type = string }
variable "vpc_id" { type = string }
variable "tags" { type = map(string) }
variable "settings" {
  type = object({ public = bool, ports = list(number), buckets = map(object({ versioned = bool })) })
}
locals {
  open = var.settings.public ? ["0.0.0.0/0"] : ["10.0.0.0/8"]
}
resource "aws_s3_bucket" "this" {
  for_each      = var.settings.buckets
  bucket_prefix = "orders-"
  tags          = var.tags
}
resource "aws_s3_bucket_versioning" "this" {
  for_each = { for key, bucket in var.settings.buckets : key => bucket if bucket.versioned }
  bucket   = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = aws_s3_bucket.this
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_security_group" "this" {
  name_prefix = "service-"
  vpc_id      = var.vpc_id
  dynamic "ingress" {
    for_each = var.settings.ports
    content {
      description = "port \${ingress.value}"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = local.open
    }
  }
}
resource "aws_security_group_rule" "ssh" {
  count             = var.settings.public ? 1 : 0
  type              = "ingress"
  security_group_id = aws_security_group.this.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = local.open
}
resource "aws_db_instance" "this" {
  count                = length(var.settings.ports) > 1 ? 1 : 0
  engine               = "postgres"
  instance_class       = "db.t3.micro"
  allocated_storage    = 20
  username             = "admin1"
  password             = "not-a-secret-1"
  skip_final_snapshot  = true
  storage_encrypted    = var.settings.public
  publicly_accessible  = var.settings.public
}
output "public" { value = var.settings.public }
output "group" { value = aws_security_group.this.id }
`,
  'network/main.tf': `
variable "zones" { type = list(string) }
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "this" {
  count                   = length(var.zones)
  vpc_id                  = aws_vpc.this.id
  cidr_block              = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone       = "eu-west-1\${element(var.zones, count.index)}"
  map_public_ip_on_launch = count.index == 0
}
resource "aws_route_table_association" "this" {
  for_each       = { for i, subnet in aws_subnet.this : var.zones[i] => subnet.id }
  subnet_id      = each.value
  route_table_id = aws_vpc.this.main_route_table_id
}
output "vpc_id" { value = aws_vpc.this.id }
`,
};
