import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from '@cdktf/hcl2json';
import { parseHcl } from '../src/parse/hcl/parser.ts';

/** How fast HCL is read: ours, and hcl2json (HashiCorp's parser as WebAssembly) in the same run. */
async function measure(): Promise<void> {
  const corpus = new URL('../../shared/corpus/', import.meta.url);
  await compare('generated modules', generatedFiles(60));
  if (existsSync(corpus)) await compare('the files of the corpus', corpusFiles(corpus));
}

async function compare(title: string, texts: readonly string[]): Promise<void> {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const ours = await fastest(bytes, 3000, () => {
    for (const text of texts) parseHcl({ path: 'main.tf', text });
  });
  const theirs = await fastest(bytes, 3000, async () => {
    for (const text of texts) await parse('main.tf', text).catch(() => undefined);
  });
  console.log(`${title}: ${texts.length} files, ${(bytes / 1e3).toFixed(0)} kB`);
  console.log(`  lintel   ${ours.toFixed(1).padStart(6)} MB/s, with positions`);
  console.log(`  hcl2json ${theirs.toFixed(1).padStart(6)} MB/s, without`);
  console.log(`  ratio    ${(ours / theirs).toFixed(0).padStart(6)}`);
}

/** MB/s of the fastest of several runs, the first of which warm up. */
async function fastest(bytes: number, milliseconds: number, run: () => void | Promise<void>): Promise<number> {
  const end = performance.now() + milliseconds;
  let best = Number.POSITIVE_INFINITY;
  do {
    const started = performance.now();
    await run();
    best = Math.min(best, performance.now() - started);
  } while (performance.now() < end);
  return bytes / 1e3 / best;
}

function corpusFiles(folder: URL): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && entry.name.endsWith('.tf'));
  return files.map(({ parentPath, name }) => readFileSync(`${parentPath}/${name}`, 'utf8'));
}

function generatedFiles(count: number): string[] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: 12 }, (_, j) => service(i * 12 + j)).join('\n'));
}

/** Variables, a bucket with its policy, a security group and an instance, as modules write them. */
function service(i: number): string {
  return `# Service ${i}: what it stores, and who may reach it.
variable "service_${i}_disks" {
  type = list(object({
    name = string
    size = optional(number, ${20 + i})
  }))
  default     = []
  description = "Additional disks of service ${i}"

  validation {
    condition     = alltrue([for disk in var.service_${i}_disks : disk.size >= 8 && disk.size < 16384])
    error_message = "A disk has between 8 and 16384 GiB."
  }
}

locals {
  service_${i}_tags = merge(var.tags, {
    Name        = "\${var.prefix}-service-${i}"
    Environment = var.environment == "prod" ? "production" : lower(var.environment)
  })
  service_${i}_sizes = { for disk in var.service_${i}_disks : disk.name => disk.size... if disk.size > 0 }
}

resource "aws_s3_bucket" "service_${i}" {
  bucket        = "\${var.prefix}-service-${i}-\${data.aws_caller_identity.current.account_id}"
  force_destroy = false
  tags          = local.service_${i}_tags

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags["Owner"]]
  }
}

resource "aws_s3_bucket_policy" "service_${i}" {
  bucket = aws_s3_bucket.service_${i}.id
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Deny",
          "Principal": "*",
          "Action": "s3:*",
          "Resource": ["\${aws_s3_bucket.service_${i}.arn}", "\${aws_s3_bucket.service_${i}.arn}/*"],
          "Condition": { "Bool": { "aws:SecureTransport": "false" } }
        }
      ]
    }
  POLICY
}

resource "aws_security_group" "service_${i}" {
  name_prefix = "service-${i}-"
  vpc_id      = module.network.vpc_id

  dynamic "ingress" {
    for_each = toset(var.ports)
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = concat(var.cidr_blocks, module.network.private_subnets[*].cidr_block)
    }
  }
}

resource "aws_instance" "service_${i}" {
  count                       = var.create && !var.paused ? length(module.network.private_subnet_ids) : 0
  ami                         = data.aws_ami.linux.id
  instance_type               = lookup(var.instance_types, "service_${i}", "t3.medium")
  subnet_id                   = element(module.network.private_subnet_ids, count.index)
  associate_public_ip_address = false
  vpc_security_group_ids      = [aws_security_group.service_${i}.id, var.default_security_group_id]
  user_data = base64encode(templatefile("\${path.module}/user-data.sh", {
    bucket = aws_s3_bucket.service_${i}.bucket
    index  = count.index + 1
  }))

  root_block_device {
    encrypted   = true
    volume_size = 40
    volume_type = "gp3"
  }
}
`;
}

await measure();
