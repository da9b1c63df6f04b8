import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { evaluateModule } from '../../src/terraform/modules/evaluated-module.ts';
import { bodies, folder } from './folder.ts';

const installed = spawnSync('terraform', ['version']).status === 0;

/** Plans with Terraform itself; only its built-in provider is used, so that nothing is downloaded. */
function plan(path: string): Record<string, unknown> {
  const terraform = (...args: string[]) =>
    execFileSync('terraform', args, { cwd: path, encoding: 'utf8', stdio: 'pipe' });
  terraform('init', '-input=false');
  terraform('plan', '-input=false', '-out=saved');
  const { resource_changes } = JSON.parse(terraform('show', '-json', 'saved')) as { resource_changes: Change[] };
  return Object.fromEntries(resource_changes.map(({ address, change }) => [address, withoutNulls(change.after)]));
}

interface Change {
  readonly address: string;
  readonly change: { readonly after: unknown };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutNulls(item)]));
}

function expectSame(contents: Record<string, string>): void {
  const { files, path } = folder(contents);
  const { resources, diagnostics } = evaluateModule('.', { files });
  expect(diagnostics).toEqual([]);
  expect(withoutNulls(bodies(resources))).toEqual(plan(path));
}

describe.skipIf(!installed)('Terraform plans the same', { timeout: 60_000 }, () => {
  test('of repeated resources, modules and typed variables', () => {
    expectSame({
      'main.tf': `
        variable "env" { default = "prod" }
        variable "subnets" {
          type = map(object({ cidr = string, public = optional(bool, false), tags = optional(map(string), {}) }))
          default = {
            "a.1" = { cidr = "10.0.0.0/24" }
            b     = { cidr = "10.0.1.0/24", public = true, tags = { x = "y" } }
          }
        }
        locals {
          list   = flatten([for k, s in var.subnets : [for i in range(2) : { key = "\${k}/\${i}", cidr = s.cidr }]])
          by_key = { for e in local.list : e.key => e }
        }
        resource "terraform_data" "list" {
          count = length(local.list)
          input = local.list[count.index]
        }
        resource "terraform_data" "map" {
          for_each = local.by_key
          input    = merge({ k = each.key }, each.value)
        }
        module "a" {
          source   = "./a"
          for_each = { for k, s in var.subnets : k => s if s.public }
          name     = each.key
          settings = each.value
          peers    = [for k in sort(keys(var.subnets)) : k if k != each.key]
        }
        resource "terraform_data" "out" {
          input = {
            outs   = { for k, m in module.a : k => m.name }
            nested = one([for m in module.a : m.nested])
            tried  = try(module.a["nope"].name, "default")
          }
        }
        resource "terraform_data" "conditional" {
          count = var.env == "prod" ? 2 : 0
          input = "\${path.module}/\${basename(path.root)}-\${terraform.workspace}-\${count.index}"
        }
        resource "terraform_data" "set" {
          for_each         = toset(var.env == "prod" ? ["x"] : [])
          input            = [each.key, each.value, terraform_data.conditional[*].input]
          triggers_replace = [for k, v in terraform_data.map : v.input.cidr]
        }
      `,
      'a/main.tf': `
        variable "name" { type = string }
        variable "settings" { type = object({ cidr = string, tags = map(string) }) }
        variable "peers" {
          type    = set(string)
          default = []
        }
        module "b" {
          source = "../b"
          count  = length(var.peers)
          value  = { n = var.name, tags = var.settings.tags }
        }
        resource "terraform_data" "this" {
          input = { name = var.name, settings = var.settings, peers = var.peers }
        }
        output "name" { value = "\${var.name}-\${module.b[0].text}" }
        output "nested" { value = module.b[*].text }
      `,
      'b/main.tf': `
        variable "value" {}
        variable "other" { default = null }
        resource "terraform_data" "this" {
          input = coalesce(var.other, var.value.n)
        }
        output "text" { value = format("%s:%d", var.value.n, length(var.value.tags)) }
      `,
    });
  });

  test('of JSON syntax and override files', () => {
    expectSame({
      'a.tf.json': JSON.stringify({
        '//': 'a comment',
        variable: {
          v: { type: 'list(string)', default: ['a$x', 'c'] },
          m: [{ type: 'map(number)', default: { x: 1 } }],
          literal: { default: 'a${b}' },
          given: { default: '' },
        },
        locals: [{ n: '${1+2}', escaped: '$${x} %%{y}', object: { '${upper("k")}': 'v', q: [1, '2', true] } }],
        resource: [
          {
            terraform_data: {
              j: {
                count: '${local.n}',
                input: {
                  i: '${count.index}',
                  v: '${var.v}',
                  escaped: '${local.escaped}',
                  object: '${local.object}',
                  json: 'tab\t"q" ${jsonencode({a = "b\\n"})}',
                  literal: '${var.literal} ${var.given}',
                },
              },
            },
          },
          {
            terraform_data: {
              k: [{ for_each: '${var.m}', input: '${each.key}-${each.value}', depends_on: ['terraform_data.j'] }],
            },
          },
        ],
        module: { m: { source: './m', for_each: '${toset(var.v)}', x: '${each.key}' } },
      }),
      'terraform.tfvars.json': '{"given": "x${1}y"}',
      'main.tf': `
        locals {
          q = "first"
        }
        resource "terraform_data" "overridden" {
          count            = 1
          input            = "base"
          triggers_replace = [local.q]
        }
      `,
      'override.tf': `
        resource "terraform_data" "overridden" {
          input = { over = local.q, keep = "n" }
        }
        locals {
          q = "second"
        }
        variable "m" {
          default = { y = 2, "z.w" = 3 }
        }
        module "m" {
          extra = "given"
        }
      `,
      'z_override.tf.json':
        '{"resource": {"terraform_data": {"overridden": {"count": 2, "triggers_replace": ["${local.q}!"]}}}}',
      'm/main.tf': `
        variable "x" {}
        variable "extra" { default = "no" }
        resource "terraform_data" "t" { input = "\${var.x}/\${var.extra}" }
      `,
    });
  });
});
