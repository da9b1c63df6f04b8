import { describe, expect, test } from 'vitest';
import { objectOf, propertyValue } from '../../../src/model/value.ts';
import { bodies, evaluate } from '../folder.ts';

const statement = (actions: string) => `
  statement {
    actions   = ["${actions}"]
    resources = ["*"]
  }`;

/** The documents that are resources, with the property that holds them. */
function documents(configuration: string): Record<string, string> {
  const { resources } = evaluate(configuration);
  const found = resources.filter(({ type }) => type === 'aws_iam_policy_document');
  return Object.fromEntries(found.map(({ address, body }) => [address, [...body.properties.keys()].join()]));
}

describe('a policy document is a resource of its own', () => {
  test('where nothing uses it, or only an output', () => {
    const found = documents(`
      data "aws_iam_policy_document" "alone" {${statement('s3:*')}
      }
      data "aws_iam_policy_document" "output" {
        for_each = toset(["a", "b"])${statement('s3:*')}
      }
      output "json" {
        value = data.aws_iam_policy_document.output["a"].json
      }
    `);
    expect(found).toEqual({
      'data.aws_iam_policy_document.alone': 'PolicyDocument',
      'data.aws_iam_policy_document.output["a"]': 'PolicyDocument',
      'data.aws_iam_policy_document.output["b"]': 'PolicyDocument',
    });
  });

  test('not where a resource holds it, directly, merged or through a local', () => {
    const found = documents(`
      data "aws_iam_policy_document" "base" {${statement('s3:*')}
      }
      data "aws_iam_policy_document" "merged" {
        source_policy_documents = [data.aws_iam_policy_document.base.json]
      }
      data "aws_iam_policy_document" "direct" {${statement('sqs:*')}
      }
      locals {
        policy = data.aws_iam_policy_document.merged.json
      }
      resource "aws_iam_policy" "first" {
        policy = local.policy
      }
      resource "aws_iam_policy" "second" {
        policy = data.aws_iam_policy_document.direct.json
      }
    `);
    expect(found).toEqual({});
  });

  test('once, where it is merged into another that nothing uses', () => {
    const found = documents(`
      data "aws_iam_policy_document" "base" {${statement('s3:*')}
      }
      data "aws_iam_policy_document" "merged" {
        source_policy_documents = [data.aws_iam_policy_document.base.json]
      }
    `);
    expect(found).toEqual({ 'data.aws_iam_policy_document.merged': 'PolicyDocument' });
  });

  test('by its kind', () => {
    const admitting = (action: string, type: string, identifier: string) => `
      statement {
        actions   = ["${action}"]
        resources = ["*"]
        principals {
          type        = "${type}"
          identifiers = ["${identifier}"]
        }
      }`;
    const found = documents(`
      data "aws_iam_policy_document" "trust" {${admitting('sts:AssumeRole', 'Service', 'ec2.amazonaws.com')}
      }
      data "aws_iam_policy_document" "key" {${admitting('kms:*', 'AWS', '111122223333')}
      }
      data "aws_iam_policy_document" "empty" {
      }
    `);
    expect(found).toEqual({
      'data.aws_iam_policy_document.trust': 'AssumeRolePolicyDocument',
      'data.aws_iam_policy_document.key': 'ResourcePolicy',
    });
  });
});

test('statements say which document they are of', () => {
  const { resources } = evaluate(`
    data "aws_iam_policy_document" "base" {${statement('s3:*')}
    }
    data "aws_iam_policy_document" "merged" {
      source_policy_documents = [data.aws_iam_policy_document.base.json]${statement('sqs:*')}
    }
    resource "aws_iam_policy" "policy" {
      policy = data.aws_iam_policy_document.merged.json
    }
  `);
  const statements = propertyValue(resources[0]!.body.properties.get('policy')!.value, 'Statement');
  const declared = statements?.kind === 'list' ? statements.items.map(item => objectOf(item)!.properties) : [];
  expect(declared.map(properties => properties.get('Action')!.declaredIn)).toEqual([
    'data.aws_iam_policy_document.base',
    'data.aws_iam_policy_document.merged',
  ]);
});

describe('a managed policy is looked up', () => {
  test.each([
    ['name = "AmazonS3FullAccess"', ['arn:', '?', ':iam::', '?', ':policy/AmazonS3FullAccess']],
    ['arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'],
  ])('%s', (argument, expected) => {
    const { resources } = evaluate(`
      data "aws_iam_policy" "policy" {
        ${argument}
      }
      resource "aws_iam_role_policy_attachment" "attachment" {
        policy_arn = data.aws_iam_policy.policy.arn
      }
    `);
    const arn = resources[0]!.body.properties.get('policy_arn')!.value;
    const shown = arn.kind === 'template' ? arn.parts.map(part => (typeof part === 'string' ? part : '?')) : arn;
    expect(shown).toEqual(Array.isArray(expected) ? expected : expect.objectContaining({ value: expected }));
  });

  test('by its id, through modules, one for each name', () => {
    const { resources } = evaluate({
      'main.tf': `
        module "lookup" {
          source = "./lookup"
          names  = ["AmazonS3FullAccess"]
        }
        module "role" {
          source   = "./role"
          policies = values(module.lookup.ids)
        }
      `,
      'lookup/main.tf': `
        variable "names" { type = set(string) }
        data "aws_iam_policy" "policy" {
          for_each = var.names
          arn      = "arn:aws:iam::aws:policy/\${each.value}"
        }
        output "ids" { value = { for name, policy in data.aws_iam_policy.policy : name => policy.id } }
      `,
      'role/main.tf': `
        variable "policies" { type = list(string) }
        resource "aws_iam_role_policy_attachment" "attachment" {
          count      = length(var.policies)
          policy_arn = var.policies[count.index]
        }
      `,
    });
    expect(bodies(resources)).toEqual({
      'module.role.aws_iam_role_policy_attachment.attachment[0]': {
        policy_arn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      },
    });
  });
});
