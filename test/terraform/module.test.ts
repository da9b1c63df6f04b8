import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../src/files.ts';
import { evaluateModule } from '../../src/terraform/modules/evaluated-module.ts';
import { cpuTime } from '../cpu-time.ts';
import { at, bodies, evaluate, plain } from './folder.ts';

describe('a module', () => {
  test('gives its resources with their arguments', () => {
    const { resources, problems } = evaluate(`
      locals {
        name = "logs-\${var.stage}"
      }
      variable "stage" {
        default = "prod"
      }
      resource "aws_s3_bucket" "logs" {
        bucket = local.name
        tags = {
          Stage = var.stage
          Owner = null
        }
        acl = null
      }
    `);
    expect(bodies(resources)).toEqual({ 'aws_s3_bucket.logs': { bucket: 'logs-prod', tags: { Stage: 'prod' } } });
    expect(problems).toEqual([]);
    const [bucket] = resources;
    expect([at(bucket!.nameSpan), at(bucket!.body.properties.get('tags')!.span)]).toEqual(['main.tf:8', 'main.tf:10']);
  });

  test('links resources by identity', () => {
    const { resources } = evaluate(`
      variable "name" {}
      resource "aws_s3_bucket" "b" {
        for_each = toset(["a", "b.c"])
        bucket   = "\${var.name}-\${each.key}"
      }
      resource "aws_s3_bucket_versioning" "v" {
        for_each = aws_s3_bucket.b
        bucket   = each.value.id
      }
      resource "aws_x" "y" {
        first = aws_s3_bucket.b["a"].arn
        all   = [for key, bucket in aws_s3_bucket.b : bucket.id]
        name  = aws_s3_bucket.b["b.c"].bucket
        tried = try(aws_s3_bucket.b["a"].id, "none")
        zone  = aws_instance.i.root_block_device[0].volume_id
      }
      resource "aws_instance" "i" {
        root_block_device {
          encrypted = true
        }
      }
    `);
    expect(bodies(resources)).toMatchObject({
      'aws_s3_bucket_versioning.v["a"]': { bucket: '<aws_s3_bucket.b["a"].id>' },
      'aws_s3_bucket_versioning.v["b.c"]': { bucket: '<aws_s3_bucket.b["b.c"].id>' },
      'aws_x.y': {
        first: '<aws_s3_bucket.b["a"].arn>',
        all: ['<aws_s3_bucket.b["a"].id>', '<aws_s3_bucket.b["b.c"].id>'],
        name: '${?var.name}-b.c',
        tried: '<aws_s3_bucket.b["a"].id>',
        zone: '<aws_instance.i.root_block_device.0.volume_id>',
      },
      'aws_instance.i': { root_block_device: [{ encrypted: true }] },
    });
  });

  test('links through counted resources', () => {
    const { resources } = evaluate(`
      resource "aws_kms_key" "k" {
        count = 2
      }
      resource "aws_x" "y" {
        one   = aws_kms_key.k[1].arn
        splat = aws_kms_key.k[*].arn
        old   = aws_kms_key.k.0.arn
        first = one([aws_kms_key.k[0].arn])
        size  = length(aws_kms_key.k)
      }
    `);
    expect(bodies(resources)['aws_x.y']).toEqual({
      one: '<aws_kms_key.k[1].arn>',
      splat: ['<aws_kms_key.k[0].arn>', '<aws_kms_key.k[1].arn>'],
      old: '<aws_kms_key.k[0].arn>',
      first: '<aws_kms_key.k[0].arn>',
      size: 2,
    });
  });

  test('is evaluated once for each instance of its call', () => {
    const { resources, problems } = evaluate({
      'main.tf': `
        module "bucket" {
          source   = "./modules/bucket"
          for_each = { a = true, "b\\"c" = false }
          name     = each.key
          locked   = each.value
        }
        resource "aws_s3_bucket_policy" "p" {
          bucket = module.bucket["a"].id
          policy = module.bucket["b\\"c"].name
        }
        output "all" {
          value = [for b in module.bucket : b.id]
        }
      `,
      'modules/bucket/main.tf': `
        variable "name" { type = string }
        variable "locked" { type = bool }
        resource "aws_s3_bucket" "this" {
          bucket              = var.name
          object_lock_enabled = var.locked
        }
        module "key" {
          source = "../key"
          count  = 1
          bucket = aws_s3_bucket.this.arn
        }
        output "id" { value = aws_s3_bucket.this.id }
        output "name" { value = "x-\${var.name}" }
      `,
      'modules/key/key.tf': `
        variable "bucket" {}
        resource "aws_kms_key" "k" {
          description = var.bucket
          policy      = path.module
        }
      `,
    });
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({
      'aws_s3_bucket_policy.p': { bucket: '<module.bucket["a"].aws_s3_bucket.this.id>', policy: 'x-b"c' },
      'module.bucket["a"].aws_s3_bucket.this': { bucket: 'a', object_lock_enabled: true },
      'module.bucket["a"].module.key[0].aws_kms_key.k': {
        description: '<module.bucket["a"].aws_s3_bucket.this.arn>',
        policy: 'modules/key',
      },
      'module.bucket["b\\"c"].aws_s3_bucket.this': { bucket: 'b"c', object_lock_enabled: false },
      'module.bucket["b\\"c"].module.key[0].aws_kms_key.k': {
        description: '<module.bucket["b\\"c"].aws_s3_bucket.this.arn>',
        policy: 'modules/key',
      },
    });
    const key = resources.find(resource => resource.address.startsWith('module.bucket["a"].module.key'))!;
    expect([at(key.nameSpan), ...key.calledFrom.map(call => `${call.address} ${at(call.span)}`)]).toEqual([
      'modules/key/key.tf:3',
      'module.bucket["a"] main.tf:2',
      'module.bucket["a"].module.key[0] modules/bucket/main.tf:8',
    ]);
  });

  test('that is not there gives unknown outputs and one warning', () => {
    const { resources, problems } = evaluate(`
      module "vpc" {
        source  = "terraform-aws-modules/vpc/aws"
        version = "5.0.0"
      }
      resource "aws_x" "y" {
        vpc  = module.vpc.vpc_id
        nets = module.vpc.private_subnets
      }
    `);
    expect(bodies(resources)['aws_x.y']).toEqual({ vpc: '?module.vpc.vpc_id', nets: '?module.vpc.private_subnets' });
    expect(problems).toEqual(['module-not-resolved main.tf:3']);
  });

  test('that was downloaded is found through the manifest', () => {
    const manifest = [
      { Key: '', Source: '', Dir: '.' },
      { Key: 'vpc', Source: 'registry.terraform.io/terraform-aws-modules/vpc/aws', Dir: '.terraform/modules/vpc' },
      { Key: 'stale', Source: 'registry.terraform.io/other/stale/aws', Dir: '.terraform/modules/stale' },
    ];
    const { resources, problems } = evaluate({
      'main.tf': `
        module "vpc" {
          source = "terraform-aws-modules/vpc/aws"
        }
        module "stale" {
          source = "terraform-aws-modules/stale/aws"
        }
      `,
      '.terraform/modules/modules.json': JSON.stringify({ Modules: manifest }),
      '.terraform/modules/vpc/main.tf': 'resource "aws_vpc" "this" {}',
      '.terraform/modules/stale/main.tf': 'resource "aws_vpc" "this" {}',
    });
    expect(resources.map(resource => resource.address)).toEqual(['module.vpc.aws_vpc.this']);
    expect(problems).toEqual(['module-not-resolved main.tf:6']);
  });

  test('with references in a circle is reported, and the rest is analysed', () => {
    const { resources, problems } = evaluate(`
      locals {
        a = local.b
        b = local.a
      }
      resource "aws_x" "y" {
        name = local.a
        ok   = true
      }
    `);
    expect(bodies(resources)['aws_x.y']).toMatchObject({ ok: true });
    expect(problems).toEqual(['reference-cycle main.tf:3']);
  });

  test('that calls itself is reported', () => {
    const { problems } = evaluate({
      'main.tf': 'module "a" {\n  source = "./a"\n}',
      'a/main.tf': 'module "b" {\n  source = "../b"\n}',
      'b/main.tf': 'module "a" {\n  source = "../a"\n}\nresource "aws_x" "y" {}',
    });
    expect(problems).toEqual(['module-cycle b/main.tf:1']);
  });

  test('with names that nobody declares gives unknowns and warnings', () => {
    const { resources, problems } = evaluate(`
      resource "aws_x" "y" {
        a = var.nope
        b = local.nope
        c = aws_kms_key.nope.arn
        d = data.aws_vpc.nope.id
        e = module.nope.id
      }
    `);
    expect(bodies(resources)['aws_x.y']).toEqual({
      a: '?var.nope',
      b: '?local.nope',
      c: '<aws_kms_key.nope.arn>',
      d: '?data.aws_vpc.nope.id',
      e: '?module.nope.id',
    });
    expect(new Set(problems.map(problem => problem.split(' ')[0]))).toEqual(new Set(['undeclared-reference']));
    expect(problems).toHaveLength(5);
  });

  test('reads data sources as unknown, with the arguments that are written', () => {
    const { resources } = evaluate(`
      data "aws_caller_identity" "me" {}
      data "aws_iam_policy" "admin" {
        arn = "arn:aws:iam::aws:policy/AdministratorAccess"
      }
      resource "aws_x" "y" {
        account = data.aws_caller_identity.me.account_id
        policy  = data.aws_iam_policy.admin.arn
        text    = data.aws_iam_policy.admin.policy
      }
    `);
    expect(bodies(resources)['aws_x.y']).toEqual({
      account: '?data.aws_caller_identity.me.account_id',
      policy: 'arn:aws:iam::aws:policy/AdministratorAccess',
      text: '?data.aws_iam_policy.admin.policy',
    });
    const account = resources[0]!.body.properties.get('account')!.value;
    expect(account).toMatchObject({ kind: 'unknown', reason: 'computed-at-deployment' });
    expect(resources[0]!.body.properties.get('text')!.value).toMatchObject({ reason: 'outside-this-input' });
  });

  test('with a broken resource says that arguments may be missing', () => {
    const { resources } = evaluate('resource "aws_x" "y" {\n  a = 1\n  b = = 2\n  c = 3\n}\nresource "aws_x" "z" {}\n');
    expect(bodies(resources)).toEqual({ 'aws_x.y': { a: 1, c: 3, '…': true }, 'aws_x.z': {} });
  });

  test('may hold blocks that declare no resource', () => {
    const { resources, problems } = evaluate(`
      terraform {
        required_version = ">= 1.5"
        backend "s3" {
          bucket = "state"
        }
      }
      moved {
        from = aws_x.old
        to   = aws_x.y["a.b"]
      }
      removed {
        from = aws_x.gone
        lifecycle {
          destroy = false
        }
      }
      import {
        for_each = toset(["a.b"])
        to       = aws_x.y[each.key]
        id       = each.key
      }
      check "health" {
        data "http" "probe" {
          url = "https://example.com"
        }
        assert {
          condition     = data.http.probe.status_code == 200
          error_message = "down"
        }
      }
      ephemeral "aws_secretsmanager_secret_version" "s" {
        secret_id = "x"
      }
      resource "aws_x" "y" {
        for_each    = toset(["a.b"])
        password_wo = ephemeral.aws_secretsmanager_secret_version.s.secret_string
        lifecycle {
          precondition {
            condition     = self.id != ""
            error_message = "no id"
          }
        }
      }
    `);
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({
      'aws_x.y["a.b"]': { password_wo: '?ephemeral.aws_secretsmanager_secret_version.s.secret_string' },
    });
  });

  test('keeps meta-arguments apart', () => {
    const { resources, problems } = evaluate(`
      resource "aws_x" "y" {
        provider   = aws.west
        depends_on = [aws_x.z, module.m]
        name       = "n"
        lifecycle {
          prevent_destroy = true
          ignore_changes  = [tags, password]
        }
        provisioner "local-exec" {
          when       = destroy
          on_failure = continue
          command    = "echo \${self.id}"
        }
      }
      resource "aws_x" "z" {
        lifecycle {
          ignore_changes = all
        }
      }
    `);
    expect(plain(resources[0]!.body)).toEqual({ name: 'n' });
    expect(plain(resources[0]!.meta)).toMatchObject({
      provider: 'aws.west',
      depends_on: ['aws_x.z', 'module.m'],
      lifecycle: { prevent_destroy: true, ignore_changes: ['tags', 'password'] },
      provisioner: [{ type: 'local-exec', when: 'destroy', on_failure: 'continue' }],
    });
    expect(problems).toEqual([]);
    expect(plain(resources[1]!.meta)).toEqual({ lifecycle: { ignore_changes: 'all' } });
  });

  test('with several thousand instances takes linear time', () => {
    const time = (count: number) => {
      const start = cpuTime();
      const { resources } = evaluate({
        'main.tf': `
          module "m" {
            source   = "./m"
            for_each = toset([${Array.from({ length: count }, (_, i) => `"k${i}"`).join(', ')}])
            name     = each.key
          }
          output "ids" { value = [for m in module.m : m.id] }
        `,
        'm/main.tf': `
          variable "name" {}
          locals { full = "x-\${var.name}" }
          resource "aws_s3_bucket" "b" { bucket = local.full }
          resource "aws_s3_bucket_versioning" "v" { bucket = aws_s3_bucket.b.id }
          output "id" { value = aws_s3_bucket.b.id }
        `,
      });
      expect(resources).toHaveLength(count * 2);
      return cpuTime() - start;
    };
    time(100);
    const [small, large] = [time(400), time(3200)];
    expect(large).toBeLessThan(small * 8 * 4 + 500);
  });

  test('with a chain of a thousand locals is evaluated', () => {
    const locals = Array.from({ length: 1000 }, (_, i) => `l${i} = "\${local.l${i + 1}}"`);
    const { resources, problems } = evaluate(`
      locals {
        ${locals.join('\n')}
        l1000 = "end"
      }
      resource "aws_x" "y" { name = local.l0 }
    `);
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({ 'aws_x.y': { name: 'end' } });
  });
});

const samples = '../shared/conformance/tfplan';
describe.skipIf(!existsSync(samples))('a configuration that Terraform planned', () => {
  test('has the same addresses, and the same values where the plan knows them', () => {
    const { resources, diagnostics } = evaluateModule(samples, { files: openFiles([samples]) });
    expect(diagnostics).toEqual([]);
    const plan = JSON.parse(readFileSync(`${samples}/plan.json`, 'utf8')) as Plan;
    const planned = plan.resource_changes.map(({ address, change }) => [address, change]) as [string, Change][];
    expect(resources.map(({ address }) => address).sort()).toEqual(planned.map(([address]) => address).sort());
    const known = planned.filter(
      ([, { after_unknown: unknown }]) => !JSON.stringify(unknown['input'] ?? null).includes('true'),
    );
    const inputs = bodies(resources) as Record<string, { input: unknown }>;
    expect(known.length).toBeGreaterThan(3);
    for (const [address, { after }] of known) expect(inputs[address]!.input, address).toEqual(after['input']);
  });
});

interface Plan {
  readonly resource_changes: readonly { readonly address: string; readonly change: Change }[];
}

interface Change {
  readonly after: Readonly<Record<string, unknown>>;
  readonly after_unknown: Readonly<Record<string, unknown>>;
}

describe('data.aws_iam_policy_document', () => {
  test('is a policy with its structure, computed parts and undecided statements included', () => {
    const { resources } = evaluate(`
      variable "open" { type = bool }
      resource "aws_s3_bucket" "b" {}
      data "aws_iam_policy_document" "d" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["\${aws_s3_bucket.b.arn}/*"]
          principals {
            type        = "AWS"
            identifiers = ["*"]
          }
        }
        dynamic "statement" {
          for_each = var.open ? [1] : []
          content {
            actions   = ["s3:*"]
            resources = ["*"]
          }
        }
      }
      resource "aws_s3_bucket_policy" "p" {
        bucket = aws_s3_bucket.b.id
        policy = data.aws_iam_policy_document.d.json
      }
    `);
    const policy = resources.find(({ name }) => name === 'p')!.body.properties.get('policy')!.value;
    expect(policy.kind === 'template' && plain(policy.structure)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: '${<aws_s3_bucket.b.arn>}/*',
          Principal: { AWS: '*' },
        },
        {
          either: [
            ['var.open=true', { Effect: 'Allow', Action: 's3:*', Resource: '*' }],
            ['var.open=false', 'nothing'],
          ],
        },
      ],
    });
  });
});
