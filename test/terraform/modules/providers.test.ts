import { describe, expect, test } from 'vitest';
import { versionOfConstraint } from '../../../src/terraform/configuration/provider-versions.ts';
import { evaluate, plain } from '../folder.ts';

/** Address → name, version, region and default tags of the provider. */
function providers(files: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    evaluate(files).resources.map(({ address, provider }) => [
      address,
      {
        name: provider.name,
        ...(provider.version && { version: provider.version }),
        ...(provider.region && { region: plain(provider.region) }),
        ...(provider.defaultTags && { tags: plain(provider.defaultTags) }),
      },
    ]),
  );
}

const ROOT = `
  terraform {
    required_providers {
      aws = {
        source  = "hashicorp/aws"
        version = "~> 5.0, != 5.1.0"
      }
      cloud = {
        source = "example.com/acme/widgets"
      }
    }
  }
  provider "aws" {
    region = "eu-west-1"
    default_tags {
      tags = { Team = "a" }
    }
  }
  provider "aws" {
    alias  = "west"
    region = var.region
  }
  variable "region" {}
  resource "aws_x" "default" {}
  resource "aws_x" "west" {
    provider = aws.west
  }
  resource "cloud_y" "z" {}
  resource "random_id" "r" {}
  module "inherits" {
    source = "./m"
  }
  module "passed" {
    source = "./m"
    providers = {
      aws = aws.west
    }
  }
`;

describe('the provider of a resource', () => {
  test('is the one that it names, its module gets, or its type belongs to', () => {
    const main = { name: 'aws', version: '5.0', region: 'eu-west-1', tags: { Team: 'a' } };
    const west = { name: 'aws', version: '5.0', region: '?var.region' };
    expect(providers({ 'main.tf': ROOT, 'm/main.tf': 'resource "aws_x" "in" {}' })).toEqual({
      'aws_x.default': main,
      'aws_x.west': west,
      'cloud_y.z': { name: 'widgets' },
      'random_id.r': { name: 'random' },
      'module.inherits.aws_x.in': main,
      'module.passed.aws_x.in': west,
    });
  });

  test('has the version of the lock file', () => {
    const lock =
      'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n  constraints = "~> 5.0"\n}';
    const files = { 'main.tf': 'resource "aws_x" "y" {}', '.terraform.lock.hcl': lock };
    expect(providers(files)).toEqual({ 'aws_x.y': { name: 'aws', version: '5.31.0' } });
    expect(evaluate(files).providerVersion).toBe('5.31.0');
  });

  test.each([
    ['~> 5.0', '5.0'],
    ['>= 4.9, < 6.0', '4.9'],
    ['>= 3, >= 4.2.1', undefined],
    ['>= 3, >= 4.2.1, <= 5.99', '4.2.1'],
    ['>= 5.0', undefined],
    ['>= 5.0, < 7.0', undefined],
    ['~> 5', undefined],
    ['~> 5.31.0', '5.31.0'],
    ['>= 6.1', '6.1'],
    ['> 6.0, < 8', '6.0'],
    ['!= 5.1, ~> 5.0', '5.0'],
    ['5.31.0', '5.31.0'],
    ['= 5.31.0-beta1', '5.31.0'],
    ['< 6', undefined],
    ['', undefined],
  ])('has what its constraint says about it: %s', (constraint, version) => {
    expect(versionOfConstraint(constraint)).toBe(version);
  });
});
