import { readModule } from '../src/terraform/module.ts';
import { reader } from './inputs/memory-files.ts';

/** How the time of a Terraform scan grows with what there is: twice as many, hardly more than twice as long. CPU time. */
function measure(): void {
  series('instances of a module', 50, readModuleOf);
  series('buckets with two satellites each, by for_each', 800, count => timeOf(satellites(count)));
  series('rules of one security group', 800, count => timeOf(rules(count)));
  series('instances that each name all instances', 800, count => timeOf(namingAll(count)));
  series('files of one directory', 500, count => timeOf(files(count)));
}

function series(title: string, from: number, read: (count: number) => number): void {
  console.log(title);
  read(400);
  let before: number | undefined;
  for (let count = from; count <= from * 4 || count <= 3200; count *= 2) {
    const milliseconds = Math.min(...Array.from({ length: count > 800 ? 4 : 8 }, () => read(count)));
    const ratio = before === undefined ? '' : `× ${(milliseconds / before).toFixed(2)}`;
    console.log(`  ${String(count).padStart(6)} ${milliseconds.toFixed(1).padStart(8)} ms  ${ratio}`);
    before = milliseconds;
  }
}

function readModuleOf(count: number): number {
  const files = reader({
    'main.tf': `
locals { names = toset(flatten([for i in range(${count / 50}) : [for j in range(50) : "service-\${i}-\${j}"]])) }
module "service" {
  source   = "./service"
  for_each = local.names
  name     = each.key
}
output "arns" { value = { for name, service in module.service : name => service.arn } }
`,
    'service/main.tf': SERVICE,
  });
  const started = process.cpuUsage();
  const { resources } = readModule('.', { files });
  const milliseconds = process.cpuUsage(started).user / 1000;
  if (resources.length !== 4 * count) throw new Error(`${resources.length} resources`);
  return milliseconds;
}

function timeOf(texts: Readonly<Record<string, string>>): number {
  const files = reader(texts);
  const started = process.cpuUsage();
  const { diagnostics } = readModule('.', { files });
  const milliseconds = process.cpuUsage(started).user / 1000;
  if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message);
  return milliseconds;
}

/** Terraform's `range` gives 1,024 numbers at most. */
function names(count: number): string {
  return `toset(flatten([for i in range(${count / 50}) : [for j in range(50) : "n-\${i}-\${j}"]]))`;
}

function satellites(count: number): Record<string, string> {
  return {
    'main.tf': `
locals { names = ${names(count)} }
resource "aws_s3_bucket" "this" {
  for_each = local.names
  bucket   = each.key
}
resource "aws_s3_bucket_versioning" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_public_access_block" "this" {
  for_each          = local.names
  bucket            = each.key
  block_public_acls = true
}
`,
  };
}

function rules(count: number): Record<string, string> {
  return {
    'main.tf': `
resource "aws_security_group" "this" { name = "all" }
resource "aws_vpc_security_group_ingress_rule" "this" {
  count             = ${count}
  security_group_id = aws_security_group.this.id
  ip_protocol       = "tcp"
  from_port         = count.index
  to_port           = count.index
  cidr_ipv4         = "10.0.\${count.index % 256}.0/24"
}
`,
  };
}

function namingAll(count: number): Record<string, string> {
  return {
    'main.tf': `
resource "aws_instance" "this" {
  count = ${count}
  ami   = "ami-1"
}
resource "aws_eip" "this" {
  count    = ${count}
  instance = element(aws_instance.this[*].id, count.index)
}
`,
  };
}

function files(count: number): Record<string, string> {
  const file = (i: number) => `
variable "v${i}" { default = "q" }
resource "aws_sqs_queue" "q${i}" { name = "\${var.v${i}}-${i}" }
`;
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}.tf`, file(i)]));
}

const SERVICE = `
variable "name" { type = string }
resource "aws_s3_bucket" "this" {
  bucket = "data-\${var.name}"
  tags   = { Name = var.name }
}
resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_sqs_queue" "this" {
  name              = var.name
  kms_master_key_id = aws_kms_key.this.arn
}
resource "aws_kms_key" "this" { enable_key_rotation = true }
resource "aws_security_group" "this" {
  name = var.name
  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}
output "arn" { value = aws_s3_bucket.this.arn }
`;

measure();
