import { expect, test } from 'vitest';
import { bodies, evaluate } from '../folder.ts';

const text = `
  variable "env" {}
  variable "key" {}
  data "aws_kms_alias" "own" { name = "alias/app-\${var.env}" }
  data "aws_kms_alias" "aws" { name = "alias/aws/s3" }
  data "aws_kms_alias" "any" { name = var.key }
  data "aws_kms_key" "id" { key_id = "1234" }
  data "aws_kms_key" "alias" { key_id = "alias/aws/s3" }
  data "aws_kms_key" "arn" { key_id = "arn:aws:kms:eu-central-1:111122223333:key/1234" }
  data "aws_kms_key" "own" { key_id = aws_kms_key.own.key_id }
  data "aws_kms_key" "any" { key_id = var.key }
  resource "aws_kms_key" "own" {}
`;

/** The value of an expression beside these data sources. */
function argument(expression: string): unknown {
  const { resources, problems } = evaluate(`${text}\nresource "aws_x" "y" {\n  value = ${expression}\n}`);
  expect(problems).toEqual([]);
  return (bodies(resources)['aws_x.y'] as Record<string, unknown>).value;
}

test.each([
  [
    'data.aws_kms_alias.own.arn',
    'arn:${?data.aws_kms_alias.own.arn}:kms:${?data.aws_kms_alias.own.arn}:${?data.aws_kms_alias.own.arn}:alias/app-${?var.env}',
  ],
  [
    'data.aws_kms_alias.aws.id',
    'arn:${?data.aws_kms_alias.aws.arn}:kms:${?data.aws_kms_alias.aws.arn}:${?data.aws_kms_alias.aws.arn}:alias/aws/s3',
  ],
  [
    'data.aws_kms_alias.aws.target_key_arn',
    'arn:${?data.aws_kms_alias.aws.arn}:kms:${?data.aws_kms_alias.aws.arn}:${?data.aws_kms_alias.aws.arn}:alias/aws/s3',
  ],
  ['data.aws_kms_alias.aws.target_key_id', 'alias/aws/s3'],
  ['data.aws_kms_alias.any.arn', '?data.aws_kms_alias.any.arn'],
  [
    'data.aws_kms_key.id.arn',
    'arn:${?data.aws_kms_key.id.arn}:kms:${?data.aws_kms_key.id.arn}:${?data.aws_kms_key.id.arn}:key/1234',
  ],
  ['data.aws_kms_key.id.id', '1234'],
  [
    'data.aws_kms_key.alias.arn',
    'arn:${?data.aws_kms_key.alias.arn}:kms:${?data.aws_kms_key.alias.arn}:${?data.aws_kms_key.alias.arn}:alias/aws/s3',
  ],
  ['data.aws_kms_key.arn.arn', 'arn:aws:kms:eu-central-1:111122223333:key/1234'],
  ['data.aws_kms_key.own.arn', '<aws_kms_key.own.key_id>'],
  ['data.aws_kms_key.any.arn', '?var.key'],
])('%s', (expression, expected) => {
  expect(argument(expression)).toBe(expected);
});
