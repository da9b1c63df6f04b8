import { describe, expect, test } from 'vitest';
import { propertyValue, type Value } from '../../../src/model/value.ts';
import { normalise } from '../../../src/terraform/mapping.ts';
import { evaluate, plain } from '../folder.ts';
import { INFO } from './written.ts';

const group = (name: string) => `http://acs.amazonaws.com/groups/${name}`;

/** The ACL of a bucket, by its satellite and by its own blocks; both must agree. */
function aclOf(...grants: readonly (readonly [permission: string, grantee: string])[]): unknown {
  const separate = grants.map(
    ([permission, grantee]) => `grant {\n permission = ${permission}\n grantee {\n type = "Group"\n ${grantee}\n}\n}\n`,
  );
  const inside = grants.map(
    ([permission, grantee]) => `grant {\n permissions = [${permission}]\n type = "Group"\n ${grantee}\n}\n`,
  );
  const acls = [
    `resource "aws_s3_bucket" "b" {}
     resource "aws_s3_bucket_acl" "a" {
       bucket = aws_s3_bucket.b.id
       access_control_policy {
         ${separate.join('')}
         owner {
           id = "1"
         }
       }
     }`,
    `resource "aws_s3_bucket" "b" {
       ${inside.join('')}
     }`,
  ].map(text => {
    const { resources } = evaluate(`variable "who" {}\n${text}`);
    const [bucket] = normalise(resources, INFO).resources;
    return plain(propertyValue(bucket!.properties, 'AccessControl') as Value | undefined);
  });
  expect(acls[0]).toEqual(acls[1]);
  return acls[0];
}

describe('grants of an ACL', () => {
  const everybody = `uri = "${group('global/AllUsers')}"`;
  const accounts = `uri = "${group('global/AuthenticatedUsers')}"`;
  const logs = `uri = "${group('s3/LogDelivery')}"`;

  test.each([
    ['PublicRead', [['"READ"', everybody]]],
    ['PublicReadWrite', [['"WRITE_ACP"', everybody]]],
    ['PublicReadWrite', [['"FULL_CONTROL"', accounts]]],
    ['AuthenticatedRead', [['"READ"', accounts]]],
    [
      'LogDeliveryWrite',
      [
        ['"READ_ACP"', logs],
        ['"WRITE"', logs],
      ],
    ],
    [
      'PublicRead',
      [
        ['"WRITE"', logs],
        ['"READ"', everybody],
      ],
    ],
    ['nothing', [['"READ_ACP"', everybody]]],
    ['nothing', [['"FULL_CONTROL"', 'id = "canonical"']]],
    ['?var.who', [['"READ"', 'uri = var.who']]],
    ['?var.who', [['var.who', everybody]]],
    [
      'PublicRead',
      [
        ['"READ"', 'uri = var.who'],
        ['"READ"', everybody],
      ],
    ],
  ] as const)('come to %s', (expected, grants) => {
    expect(aclOf(...grants)).toEqual(expected);
  });
});
