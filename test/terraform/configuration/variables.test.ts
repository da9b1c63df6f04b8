import { describe, expect, test } from 'vitest';
import { bodies, evaluate } from '../folder.ts';

const MAIN = `
  variable "x" {
    default = "default"
  }
  resource "aws_x" "y" {
    x = var.x
  }
`;

function xOf(files: Record<string, string>, options = {}): unknown {
  return (bodies(evaluate({ 'main.tf': MAIN, ...files }, options).resources)['aws_x.y'] as { x: unknown }).x;
}

describe('the value of a variable', () => {
  // From the lowest precedence to the highest, as Terraform 1.11.4 has it.
  const environment = { TF_VAR_x: 'environment', TF_VAR_other: 'ignored' };
  const steps: [string, string][] = [
    ['terraform.tfvars', 'x = "terraform.tfvars"'],
    ['terraform.tfvars.json', '{"x": "terraform.tfvars.json"}'],
    ['B.auto.tfvars', 'x = "B"'],
    ['a.auto.tfvars', 'x = "a"'],
    ['b.auto.tfvars.json', '{"x": "b${1}"}'],
  ];

  test('follows the precedence of its sources', () => {
    expect(xOf({})).toBe('default');
    expect(xOf({}, { environment })).toBe('environment');
    const seen: unknown[] = [];
    const files: Record<string, string> = {};
    for (const [name, text] of steps) {
      files[name] = text;
      seen.push(xOf(files, { environment }));
    }
    expect(seen).toEqual(['terraform.tfvars', 'terraform.tfvars.json', 'B', 'a', 'b${1}']);
    files['x.tfvars'] = 'x = "file"';
    expect(xOf(files, { environment, variableFiles: ['x.tfvars'] })).toBe('file');
    expect(xOf(files, { variableFiles: ['x.tfvars'], variables: { x: 'text' } })).toBe('text');
    const assignments = [
      { kind: 'variable', name: 'x', text: 'text' },
      { kind: 'file', path: 'x.tfvars' },
    ];
    expect(xOf(files, { assignments })).toBe('file');
  });

  test('is converted to its type', () => {
    const { resources, problems } = evaluate(
      {
        'main.tf': `
        variable "n" { type = number }
        variable "b" { type = bool }
        variable "o" {
          type = object({ name = string, size = optional(number, 3), more = optional(string) })
        }
        variable "s" { type = set(string) }
        variable "l" { type = list(string) }
        variable "plain" {}
        variable "given" {
          type     = string
          default  = "d"
          nullable = false
        }
        resource "aws_x" "y" {
          n     = var.n
          b     = var.b
          o     = var.o
          s     = var.s
          l     = var.l
          plain = var.plain
          given = var.given
        }
      `,
        'terraform.tfvars': `
        n = "12"
        b = "true"
        o = { name = "a", dropped = 1 }
        s = ["b", "a", "b"]
        given = null
      `,
      },
      { environment: { TF_VAR_l: '["p", "q"]' }, variables: { plain: '["a"]' } },
    );
    expect(problems).toEqual([]);
    expect(bodies(resources)['aws_x.y']).toEqual({
      n: 12,
      b: true,
      o: expect.objectContaining({ name: 'a', size: 3 }),
      s: ['a', 'b'],
      l: ['p', 'q'],
      plain: '["a"]',
      given: 'd',
    });
  });

  test('that nobody gives is unknown, of the declared type', () => {
    const { resources } = evaluate(`
      variable "name" { type = string }
      variable "set" {
        type     = string
        nullable = false
      }
      variable "secret" {
        type      = string
        sensitive = true
      }
      variable "settings" { type = object({ port = number }) }
      resource "aws_x" "y" {
        name   = var.name
        set    = var.set
        secret = var.secret
        port   = var.settings.port
      }
    `);
    const { properties } = resources[0]!.body;
    expect(properties.get('name')!.value).toMatchObject({
      kind: 'unknown',
      reason: 'parameter-without-default',
      missing: 'var.name',
    });
    // Whoever must give a value is not thought to give none; a part of what is given may be missing.
    expect(properties.get('name')!.value).not.toHaveProperty('nullable');
    expect(properties.get('port')!.value).toHaveProperty('nullable', true);
    expect(properties.get('set')!.value).not.toHaveProperty('nullable');
    expect(properties.get('secret')!.value).toMatchObject({ kind: 'unknown', sensitive: true });
    expect(properties.get('port')!.value).toMatchObject({ kind: 'unknown', missing: 'var.settings.port' });
  });

  test('keeps the place where it was given', () => {
    const { resources } = evaluate({ 'main.tf': MAIN, 'terraform.tfvars': '# ours\nx = "v"\n' });
    const { span, value } = resources[0]!.body.properties.get('x')!;
    expect([span.file.path, value.span.file.path, value.span.start]).toEqual(['main.tf', 'terraform.tfvars', 11]);
  });

  test('is a secret where it is declared as one', () => {
    const { resources } = evaluate(
      'variable "p" {\n  default = "hunter2"\n  sensitive = true\n}\nresource "aws_x" "y" {\n  p = "a-${var.p}"\n}',
    );
    expect(resources[0]!.body.properties.get('p')!.value).toMatchObject({ kind: 'scalar', sensitive: true });
  });

  test('of another type, or without a declaration, is reported', () => {
    const { problems } = evaluate(
      {
        'main.tf':
          'variable "n" {\n  type = number\n}\nvariable "l" {\n  type = list(string)\n}\nresource "aws_x" "y" {\n  n = var.n\n  l = var.l\n}',
        'terraform.tfvars': 'n = "many"\ntypo = 1',
      },
      { variables: { l: 'a,b' }, environment: { TF_VAR_other: 'x' }, variableFiles: ['none.tfvars'] },
    );
    expect(problems.sort()).toEqual([
      'file-not-found none.tfvars:1',
      'undeclared-variable terraform.tfvars:2',
      'variable-type main.tf:4',
      'variable-type terraform.tfvars:1',
      'variable-value main.tf:4',
    ]);
  });

  test('of a called module is what its call gives, and nothing else', () => {
    const { resources } = evaluate(
      {
        'main.tf': 'module "m" {\n  source = "./m"\n  a = null\n}',
        'm/main.tf':
          'variable "a" {\n  default = "d"\n}\nvariable "b" {\n  default = "e"\n}\nresource "aws_x" "y" {\n  a = var.a\n  b = var.b\n}',
        'm/terraform.tfvars': 'b = "not read"',
      },
      { environment: { TF_VAR_b: 'neither' } },
    );
    expect(bodies(resources)['module.m.aws_x.y']).toEqual({ b: 'e' });
  });
});
