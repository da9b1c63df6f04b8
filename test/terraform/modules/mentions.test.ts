import { expect, test } from 'vitest';
import type { Mention } from '../../../src/model/mention.ts';
import { at, evaluate } from '../folder.ts';

function show({ target, by, argument, attribute, isHandedOut, span }: Mention): string {
  const place = argument === undefined ? by : `${by} ${argument}`;
  return `${target}.${attribute} ${isHandedOut ? 'out by' : 'in'} ${place} at ${at(span)}`;
}

test('resources name others in arguments, through locals and variables', () => {
  const { mentions } = evaluate({
    'main.tf': `resource "aws_security_group" "a" {}
locals {
  groups = { a = aws_security_group.a.id }
}
module "app" {
  source   = "./app"
  for_each = toset(["x", "y"])
  groups   = values(local.groups)
}
resource "aws_instance" "never" {
  count                  = 0
  vpc_security_group_ids = [aws_security_group.a.id]
}
resource "aws_instance" "later" {
  depends_on = [aws_security_group.a]
  lifecycle {
    replace_triggered_by = [aws_security_group.a]
  }
}
`,
    'app/main.tf': `variable "groups" {}
variable "unused" {
  default = null
}
resource "aws_instance" "app" {
  network_interface {
    security_groups = lookup({ a = var.groups }, "b", [])
  }
}
`,
  });
  expect(mentions().map(show)).toEqual([
    'aws_security_group.a.id in module.app.aws_instance.app network_interface at main.tf:3',
  ]);
});

test('outputs, modules that are not here and data sources hand out', () => {
  const { mentions } = evaluate({
    'main.tf': `module "network" {
  source = "./network"
}
module "elsewhere" {
  source  = "acme/thing/aws"
  groups  = [aws_eip.a.id]
  depends_on = [aws_eip.b]
}
resource "aws_eip" "a" {}
resource "aws_eip" "b" {}
data "template_file" "t" {
  vars = { ip = aws_eip.b.public_ip }
}
output "ip" {
  value      = jsonencode([aws_eip.b.public_ip])
  depends_on = [aws_eip.a]
}
`,
    'network/main.tf': `resource "aws_security_group" "a" {}
output "id" {
  value = aws_security_group.a.id
}
`,
  });
  expect(mentions().map(show)).toEqual([
    'aws_eip.b.public_ip out by data.template_file.t at main.tf:12',
    'aws_eip.b.public_ip out by output.ip at main.tf:15',
    'module.network.aws_security_group.a.id out by module.network.output.id at network/main.tf:3',
    'aws_eip.a.id out by module.elsewhere at main.tf:6',
  ]);
});
