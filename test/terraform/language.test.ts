import { describe, expect, test } from 'vitest';
import { bodies, evaluate } from './folder.ts';

const EMPTY = 'locals {}';

describe('what Terraform refuses is said, and the rest is analysed', () => {
  test('a function where values of variables are given', () => {
    const { resources, problems } = evaluate({
      'main.tf': 'variable "a" {}\nvariable "b" {}\nresource "aws_x" "y" {\n  a = [var.a, var.b]\n}',
      'terraform.tfvars': 'a = upper("x")\nb = ["x"]',
    });
    expect(bodies(resources)).toEqual({ 'aws_x.y': { a: ['?an expression with an error', ['x']] } });
    expect(problems).toEqual(['terraform-expression terraform.tfvars:1']);
  });

  test('a for_each that is sensitive', () => {
    const { resources, problems } = evaluate(`
variable "names" {
  sensitive = true
  default   = { a = 1 }
}
resource "aws_x" "y" {
  for_each = var.names
}
resource "aws_x" "z" {
  for_each = nonsensitive(var.names)
}`);
    expect(resources.map(({ address }) => address)).toEqual(['aws_x.y["a"]', 'aws_x.z["a"]']);
    expect(problems).toEqual(['invalid-repetition main.tf:7']);
  });

  test('a resource that refers to itself, and not one that refers to another', () => {
    const { problems } = evaluate(`
resource "aws_x" "self" {
  a = [aws_x.self.id, aws_x.self.arn]
  provisioner "local-exec" {
    command = self.id
  }
}
resource "aws_x" "other" {
  a = aws_x.self.id
  b = [for x in aws_x.counted : x.id]
}
resource "aws_x" "counted" {
  count = 2
}`);
    expect(problems).toEqual(['reference-cycle main.tf:2']);
  });
});

describe('values that never are in a state', () => {
  test('are there, and not known where they come from an ephemeral resource', () => {
    const { resources, problems } = evaluate(`
variable "token" {
  type      = string
  ephemeral = true
}
ephemeral "aws_secretsmanager_secret_version" "db" {
  secret_id = "db"
}
resource "aws_db_instance" "db" {
  password_wo         = ephemeral.aws_secretsmanager_secret_version.db.secret_string
  password_wo_version = 1
}
resource "aws_ssm_parameter" "p" {
  value_wo = var.token
}`);
    expect(problems).toEqual([]);
    expect(bodies(resources)).toEqual({
      'aws_db_instance.db': {
        password_wo: '?ephemeral.aws_secretsmanager_secret_version.db.secret_string',
        password_wo_version: 1,
      },
      'aws_ssm_parameter.p': { value_wo: '?var.token' },
    });
  });
});

describe('a variable that is not nullable', () => {
  test('has its default where a call gives null', () => {
    const { resources } = evaluate({
      'main.tf': 'module "m" {\n  source = "./m"\n  a = null\n  b = null\n}',
      'm/main.tf': `
variable "a" {
  default  = "x"
  nullable = false
}
variable "b" { default = "x" }
resource "aws_x" "y" {
  a = var.a
  b = var.b
}`,
    });
    expect(bodies(resources)).toEqual({ 'module.m.aws_x.y': { a: 'x' } });
  });
});

describe('terragrunt.hcl', () => {
  const configuration = (variable: string) => ({
    'main.tf': `${variable}\nresource "aws_x" "y" {}`,
    'terragrunt.hcl': 'inputs = { a = 1 }',
  });

  test('is no configuration, and is named where values may come from it', () => {
    expect(evaluate(configuration('variable "a" {}')).problems).toEqual(['terragrunt-inputs terragrunt.hcl:1']);
  });

  test('is silent where every variable has a value', () => {
    expect(evaluate(configuration('variable "a" { default = 1 }')).problems).toEqual([]);
    expect(evaluate({ ...configuration('variable "a" {}'), 'a.auto.tfvars': 'a = 1' }).problems).toEqual([]);
  });
});

test('files of tests, queries and editors are no configuration', () => {
  const { resources } = evaluate({
    'main.tf': EMPTY,
    'a.tftest.hcl': 'resource "aws_x" "a" {}',
    'b.tfquery.hcl': 'resource "aws_x" "b" {}',
    '.c.tf': 'resource "aws_x" "c" {}',
    '.#d.tf': 'resource "aws_x" "d" {}',
    '#e.tf#': 'resource "aws_x" "e" {}',
    'f.tf~': 'resource "aws_x" "f" {}',
    'tests/g.tf': 'resource "aws_x" "g" {}',
  });
  expect(resources).toEqual([]);
});
