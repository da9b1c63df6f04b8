import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../src/files.ts';
import { readModule } from '../../src/terraform/module.ts';
import { evaluate, plain } from './folder.ts';

describe('a hostile configuration', () => {
  test('of any pieces of syntax is read without an exception', () => {
    const pieces = fc.constantFrom(
      ...[
        'resource "aws_x" "y" {\n',
        'module "m" {\n  source = "./"\n',
        'locals {\n',
        'variable "v" {\n',
        'output "o" {\n',
      ],
      ...[
        'data "aws_iam_policy_document" "d" {\n',
        'dynamic "b" {\n',
        'content {\n',
        '}\n',
        'count = ',
        'for_each = ',
        'a = ',
      ],
      ...['var.v', 'local.a', 'aws_x.y', '[0].id', '["k"]', '[*]', 'each.value', 'count.index', 'module.m.o', '\n'],
      ...['toset([', '{ a = ', '"${', '}"', ']', ')', '<<EOF\n', 'EOF\n', '1e99', '-1', 'null', ' ? ', ' : ', '...'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), parts => {
        const overlay = new Map([['main.tf', Buffer.from(parts.join(''))]]);
        const files = openFiles(['main.tf'], { overlay });
        const { resources, diagnostics } = readModule('.', { files });
        return Array.isArray(resources) && diagnostics.every(({ span }) => span.start <= span.end);
      }),
      { numRuns: 500 },
    );
  });

  test('with modules in modules in modules is bounded', () => {
    const levels = 22;
    const files: Record<string, string> = { [`d${levels}/main.tf`]: 'resource "aws_x" "y" {}' };
    for (let i = 0; i < levels; i++) {
      files[`d${i}/main.tf`] = ['a', 'b'].map(name => `module "${name}" {\n  source = "../d${i + 1}"\n}\n`).join('');
    }
    files['main.tf'] = 'module "d" {\n  source = "./d0"\n}\n';
    const { resources, problems } = evaluate(files);
    expect(resources.length).toBeLessThan(100_000);
    expect(problems).toEqual(['bound-exceeded main.tf:1']);
  });

  test('with blocks that generate blocks is bounded', () => {
    const { resources } = evaluate(`
      resource "aws_x" "y" {
        dynamic "a" {
          for_each = range(1000)
          content {
            dynamic "b" {
              for_each = range(1000)
              content {
                n = b.value
              }
            }
          }
        }
      }
    `);
    const blocks = resources[0]!.body.properties.get('a')!.value;
    expect(blocks.kind === 'list' && blocks.items.length).toBe(1000);
  });

  test('with values that double at each step is bounded', () => {
    const locals = Array.from({ length: 60 }, (_, i) => `l${i + 1} = [local.l${i}, local.l${i}]`);
    const { resources } = evaluate(`
      locals {
        l0 = ["a"]
        ${locals.join('\n')}
      }
      resource "aws_x" "y" {
        name = local.l60
      }
    `);
    const text = JSON.stringify(plain(resources[0]!.body));
    expect(text).toContain('?a value that is too large');
    expect(text.length).toBeLessThan(10_000_000);
  });

  test('with lists known in part that hold each other, or double, is bounded', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => [
      `deep${i + 1} = concat([local.deep${i}], var.x)`,
      `like${i + 1} = [for x in var.x : local.like${i}]`,
      `wide${i + 1} = [for x in var.x : [local.wide${i}, local.wide${i}]]`,
    ]);
    const { resources } = evaluate(`
      variable "x" { type = list(string) }
      locals {
        deep0 = concat(["a"], var.x)
        like0 = [for x in var.x : "\${x}/32"]
        wide0 = local.like0
        ${steps.flat().join('\n')}
      }
      resource "aws_x" "y" {
        deep = local.deep1000
        like = local.like1000
        wide = local.wide1000
      }
    `);
    expect(JSON.stringify(plain(resources[0]!.body)).length).toBeLessThan(10_000_000);
  });
});
