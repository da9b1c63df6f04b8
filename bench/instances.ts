import type { FileReader } from '../src/model/files.ts';
import type { SourceFile } from '../src/model/source.ts';
import { readModule } from '../src/terraform/module.ts';

/** How the time of a Terraform scan grows with the instances of a module: twice as many, hardly more than twice as long. */
function measure(): void {
  console.log('instances of a module');
  readModuleOf(400);
  let before: number | undefined;
  for (let count = 50; count <= 3200; count *= 2) {
    const milliseconds = Math.min(...Array.from({ length: count > 800 ? 4 : 8 }, () => readModuleOf(count)));
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
  const started = performance.now();
  const { resources } = readModule('.', { files });
  const milliseconds = performance.now() - started;
  if (resources.length !== 4 * count) throw new Error(`${resources.length} resources`);
  return milliseconds;
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

function reader(texts: Readonly<Record<string, string>>): FileReader {
  const files = new Map<string, SourceFile>(Object.entries(texts).map(([path, text]) => [path, { path, text }]));
  const inside = (directory: string) => (directory === '.' || directory === '' ? '' : `${directory}/`);
  return {
    read: path => files.get(path),
    readBytes: path => (files.has(path) ? Buffer.from(files.get(path)!.text) : undefined),
    list: directory =>
      [...files.keys()].flatMap(path => {
        const prefix = inside(directory);
        const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '/';
        return rest.includes('/') ? [] : [rest];
      }),
    has: path => files.has(path),
  };
}

measure();
