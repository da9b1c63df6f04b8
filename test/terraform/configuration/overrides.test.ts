import { describe, expect, test } from 'vitest';
import { at, bodies, evaluate, plain } from '../folder.ts';

describe('override files', () => {
  test('replace arguments one by one, and blocks of a type together', () => {
    const { resources, problems } = evaluate({
      'main.tf': `
resource "aws_x" "y" {
  a = "first"
  b = "kept"
  rule {
    n = 1
  }
  rule {
    n = 2
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [a]
  }
}
locals {
  l = "first"
}
variable "v" {
  type    = string
  default = "first"
}
output "o" {
  value = 1
}
`,
      'b_override.tf': 'resource "aws_x" "y" {\n  a = "second"\n}',
      'override.tf': `
resource "aws_x" "y" {
  a = "third"
  c = "\${local.l}-\${var.v}"
  rule {
    n = 3
  }
  lifecycle {
    ignore_changes = [b]
  }
}
locals {
  l = "second"
}
variable "v" {
  default = "other"
}
`,
    });
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({ 'aws_x.y': { a: 'third', b: 'kept', c: 'second-other', rule: [{ n: 3 }] } });
    const { body, meta, nameSpan } = resources[0]!;
    expect(plain(meta)).toEqual({ lifecycle: { prevent_destroy: true, ignore_changes: ['b'] } });
    expect([at(nameSpan), at(body.properties.get('a')!.span), at(body.properties.get('b')!.span)]).toEqual([
      'main.tf:2',
      'override.tf:3',
      'main.tf:4',
    ]);
  });

  test('that add a count change the addresses', () => {
    const { resources } = evaluate({
      'main.tf': 'resource "aws_x" "y" {}',
      'override.tf': 'resource "aws_x" "y" {\n  count = 1\n}',
    });
    expect(resources.map(resource => resource.address)).toEqual(['aws_x.y[0]']);
  });

  test('are not what a second declaration in another file is', () => {
    const { resources, problems } = evaluate({
      'a.tf': 'resource "aws_x" "y" {\n  a = 1\n}',
      'b.tf': 'resource "aws_x" "y" {\n  a = 2\n}',
    });
    expect(bodies(resources)).toEqual({ 'aws_x.y': { a: 1 } });
    expect(problems).toEqual(['duplicate-declaration b.tf:1']);
  });
});
