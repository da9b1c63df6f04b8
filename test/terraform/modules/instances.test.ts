import { describe, expect, test } from 'vitest';
import { bodies, evaluate } from '../folder.ts';

/** Address → whether it exists, and what must hold. */
function existence(text: string): Record<string, string> {
  const { resources } = evaluate(text);
  return Object.fromEntries(
    resources.map(({ address, exists, existsWhen }) => [
      address,
      [exists, ...existsWhen.map(({ name, value }) => `${name}=${value}`)].join(' '),
    ]),
  );
}

describe('count', () => {
  test('numbers the instances', () => {
    const { resources } = evaluate(`
      variable "n" { default = "2" }
      resource "aws_x" "y" {
        count = var.n
        name  = "n\${count.index}"
      }
      resource "aws_x" "none" {
        count = 0
      }
    `);
    expect(bodies(resources)).toEqual({ 'aws_x.y[0]': { name: 'n0' }, 'aws_x.y[1]': { name: 'n1' } });
  });

  test('that is not known gives one instance that stands for all', () => {
    const text = `
      variable "n" { type = number }
      resource "aws_x" "y" {
        count = var.n
        name  = "n\${count.index}"
        zone  = count.index
      }
      resource "aws_z" "w" {
        x = aws_x.y[0].id
      }
    `;
    expect(existence(text)).toEqual({ 'aws_x.y[*]': 'unknown', 'aws_z.w': 'yes' });
    const { resources, problems } = evaluate(text);
    expect(bodies(resources)).toMatchObject({ 'aws_x.y[*]': { zone: '?var.n' }, 'aws_z.w': { x: '<aws_x.y[*].id>' } });
    expect(problems).toEqual([]);
  });

  test('that is decided by an unknown variable gives the instances of both cases', () => {
    const text = `
      variable "create" { type = bool }
      variable "ha" { type = bool }
      resource "aws_x" "maybe" {
        count = var.create ? 1 : 0
        name  = "n\${count.index}"
      }
      resource "aws_x" "many" {
        count = var.ha ? 2 : 1
      }
      resource "aws_x" "both" {
        count = var.create && var.ha ? 1 : 0
      }
      resource "aws_z" "w" {
        name  = aws_x.maybe[0].name
        id    = aws_x.maybe[0].id
      }
    `;
    expect(existence(text)).toMatchObject({
      'aws_x.maybe[0]': 'unknown var.create=true',
      'aws_x.many[0]': 'yes',
      'aws_x.many[1]': 'unknown var.ha=true',
      'aws_z.w': 'yes',
    });
    const { resources } = evaluate(text);
    expect(bodies(resources)['aws_z.w']).toEqual({ name: 'n0', id: '<aws_x.maybe[0].id>' });
    expect(existence(text)['aws_x.both[0]'] ?? existence(text)['aws_x.both[*]']).toMatch(/^unknown/);
  });

  test.each(['-1', '1.5', 'null', '"a"', '[]'])('of %s is reported', value => {
    const { resources, problems } = evaluate(`resource "aws_x" "y" {\n  count = ${value}\n}`);
    expect(problems).toEqual(['invalid-repetition main.tf:2']);
    expect(resources.map(({ address, exists }) => `${address} ${exists}`)).toEqual(['aws_x.y[*] unknown']);
  });

  test('that is too large is bounded', () => {
    const { resources, problems } = evaluate('resource "aws_x" "y" {\n  count = 1000000000\n}');
    expect(resources.length).toBe(10_001);
    expect(problems).toEqual(['bound-exceeded main.tf:2']);
  });
});

describe('for_each', () => {
  test('over maps, objects and sets of strings', () => {
    const { resources, problems } = evaluate(`
      variable "unknown" {}
      locals {
        map = { "a.b" = 1, "c\\"d" = null }
      }
      resource "aws_x" "map" {
        for_each = local.map
        key      = each.key
        value    = each.value
      }
      resource "aws_x" "set" {
        for_each = toset(["x"])
        value    = each.value
      }
      resource "aws_x" "known_keys" {
        for_each = { k = var.unknown }
        value    = each.value
      }
    `);
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({
      'aws_x.map["a.b"]': { key: 'a.b', value: 1 },
      'aws_x.map["c\\"d"]': { key: 'c"d' },
      'aws_x.set["x"]': { value: 'x' },
      'aws_x.known_keys["k"]': { value: '?var.unknown' },
    });
  });

  test('over what is not known gives one instance that stands for all', () => {
    const text = `
      variable "names" { type = set(string) }
      variable "create" { type = bool }
      resource "aws_x" "y" {
        for_each = var.names
        name     = each.key
      }
      resource "aws_x" "either" {
        for_each = var.create ? { a = 1, b = 2 } : { b = 3 }
        value    = each.value
      }
      resource "aws_z" "w" {
        x = aws_x.y["any"].id
      }
    `;
    expect(existence(text)).toEqual({
      'aws_x.y[*]': 'unknown',
      'aws_x.either["a"]': 'unknown var.create=true',
      'aws_x.either["b"]': 'yes',
      'aws_z.w': 'yes',
    });
    const { resources } = evaluate(text);
    expect(bodies(resources)).toMatchObject({
      'aws_x.y[*]': { name: '?var.names' },
      'aws_x.either["a"]': { value: 1 },
      'aws_x.either["b"]': {
        value: {
          either: [
            ['var.create=true', 2],
            ['var.create=false', 3],
          ],
        },
      },
      'aws_z.w': { x: '<aws_x.y[*].id>' },
    });
  });

  test.each(['null', '"a"', '[{}]', '[1]'])('over %s is reported', value => {
    const { resources, problems } = evaluate(`resource "aws_x" "y" {\n  for_each = ${value}\n}`);
    expect(resources.map(({ address, exists }) => `${address} ${exists}`)).toEqual(['aws_x.y[*] unknown']);
    expect(problems).toEqual(['invalid-repetition main.tf:2']);
  });

  test('over a list of strings is reported, and taken as a set', () => {
    const { resources, problems } = evaluate('resource "aws_x" "y" {\n  for_each = ["b", "a", "b"]\n}');
    expect(resources.map(resource => resource.address)).toEqual(['aws_x.y["b"]', 'aws_x.y["a"]']);
    expect(problems).toEqual(['invalid-repetition main.tf:2']);
  });

  test('of a module that may not be there marks what is in it', () => {
    const { resources } = evaluate({
      'main.tf': `
        variable "create" { type = bool }
        module "m" {
          source = "./m"
          count  = var.create ? 1 : 0
        }
        resource "aws_z" "w" {
          x = module.m[0].id
        }
      `,
      'm/main.tf': 'resource "aws_x" "y" {}\noutput "id" {\n  value = aws_x.y.id\n}',
    });
    expect(resources.map(({ address, exists, existsWhen }) => [address, exists, existsWhen])).toEqual([
      ['aws_z.w', 'yes', []],
      ['module.m[0].aws_x.y', 'unknown', [{ name: 'var.create', value: true }]],
    ]);
    expect(bodies(resources)['aws_z.w']).toEqual({ x: '<module.m[0].aws_x.y.id>' });
  });
});

describe('a resource in a module that may not be there', () => {
  test('is left out where both cannot hold, and assumed once where both are the same', () => {
    const { resources } = evaluate({
      'main.tf': `
        variable "create" { type = bool }
        module "m" {
          source = "./m"
          count  = var.create ? 1 : 0
          create = var.create
        }
      `,
      'm/main.tf': `
        variable "create" {}
        resource "aws_x" "with" { count = var.create ? 1 : 0 }
        resource "aws_x" "without" { count = var.create ? 0 : 1 }
      `,
    });
    expect(resources.map(({ address, existsWhen }) => [address, existsWhen])).toEqual([
      ['module.m[0].aws_x.with[0]', [{ name: 'var.create', value: true }]],
    ]);
  });
});

describe('collections that are known in part', () => {
  const text = `
    variable "names" { type = list(string) }
    variable "tags" { type = map(string) }
    resource "aws_x" "set" {
      for_each = toset(concat(["a", "b"], var.names))
      name     = each.value
    }
    resource "aws_x" "map" {
      for_each = { for name in concat(["c"], var.names) : name => upper(name) }
      name     = each.value
    }
    resource "aws_x" "blocks" {
      dynamic "rule" {
        for_each = concat([1], var.names)
        content {
          port = rule.value
        }
      }
      dynamic "tag" {
        for_each = merge(var.tags, { d = "x" })
        content {
          key   = tag.key
          value = tag.value
        }
      }
    }
  `;

  test('have the instances that are known, and one that stands for the others', () => {
    expect(existence(text)).toEqual({
      'aws_x.set["a"]': 'yes',
      'aws_x.set["b"]': 'yes',
      'aws_x.set[*]': 'unknown',
      'aws_x.map["c"]': 'yes',
      'aws_x.map[*]': 'unknown',
      'aws_x.blocks': 'yes',
    });
    const { resources, problems } = evaluate(text);
    expect(problems).toEqual([]);
    expect(bodies(resources)).toMatchObject({
      'aws_x.set["b"]': { name: 'b' },
      'aws_x.set[*]': { name: '?var.names' },
      'aws_x.map["c"]': { name: 'C' },
    });
  });

  test('have the blocks that are known', () => {
    const { rule, tag } = bodies(evaluate(text).resources)['aws_x.blocks'] as Record<string, unknown[]>;
    expect(rule?.[0]).toEqual({ port: 1 });
    expect(tag?.[0]).toEqual({ key: 'd', value: 'x' });
    expect([rule?.length, tag?.length]).toEqual([3, 3]);
  });
});

describe('dynamic blocks', () => {
  test('stand among the others, in source order', () => {
    const { resources } = evaluate(`
      resource "aws_x" "y" {
        rule {
          port = 1
        }
        dynamic "rule" {
          for_each = { a = 2, b = 3 }
          content {
            port = rule.value
            name = rule.key
          }
        }
        rule {
          port = 4
        }
        dynamic "other" {
          for_each = []
          content {}
        }
        dynamic "outer" {
          for_each = [[5, 6]]
          iterator = o
          content {
            dynamic "inner" {
              for_each = o.value
              content {
                n = inner.value
                i = o.key
              }
            }
          }
        }
      }
    `);
    expect(bodies(resources)['aws_x.y']).toEqual({
      rule: [{ port: 1 }, { port: 2, name: 'a' }, { port: 3, name: 'b' }, { port: 4 }],
      outer: [
        {
          inner: [
            { n: 5, i: 0 },
            { n: 6, i: 0 },
          ],
        },
      ],
    });
  });

  test('over what is not known may be there or not', () => {
    const { resources } = evaluate(`
      variable "rules" { type = list(number) }
      variable "log" { type = bool }
      resource "aws_x" "y" {
        dynamic "rule" {
          for_each = var.rules
          content {
            port = rule.value
            open = true
          }
        }
        dynamic "logging" {
          for_each = var.log ? [1] : []
          content {
            on = true
          }
        }
      }
    `);
    expect(bodies(resources)['aws_x.y']).toEqual({
      rule: [
        {
          either: [
            ['var.rules=not empty', { port: '?var.rules', open: true }],
            ['var.rules=empty', 'nothing'],
          ],
        },
        '…',
      ],
      logging: [
        {
          either: [
            ['var.log=true', { on: true }],
            ['var.log=false', 'nothing'],
          ],
        },
      ],
    });
  });
});
