import { expect, test } from 'vitest';
import { declaredTypes } from '../src/declared-types.ts';
import type { Condition, Rule } from '../src/model/rule.ts';
import { scan } from '../src/scan.ts';
import { folder } from './terraform/folder.ts';

const rule = (resources: readonly string[], require: Condition) => ({ resources, require }) as unknown as Rule;

test('types that are no resources are found wherever rules name them', () => {
  const related: Condition = {
    related: { type: ['module', 'AWS::S3::Bucket'], where: { not: { related: { type: 'data.aws_ami' } } } },
  };
  expect(
    declaredTypes([rule(['AWS::S3::Bucket', 'provider.aws'], { any: [{ property: 'a', exists: true }, related] })]),
  ).toEqual(new Set(['provider.aws', 'module', 'data.aws_ami']));
  expect(declaredTypes([rule(['*', 'aws_ami'], { property: 'a', exists: true })])).toBeUndefined();
});

test('a scan asks rules about declarations, and does not count them as resources', async () => {
  const { path } = folder({
    'main.tf': 'provider "aws" {\n  access_key = "AKIAQ3EGRZ7XMPLKEY2A"\n}\nresource "aws_sqs_queue" "q" {}\n',
  });
  const { evaluations, resources } = await scan({ paths: ['.'], workingDirectory: path });
  expect(resources.map(({ address }) => address)).toEqual(['aws_sqs_queue.q']);
  const found = evaluations.filter(({ resource }) => resource?.isDeclaration);
  expect(found.map(({ rule, verdict, resource }) => `${rule.id} ${verdict} ${resource?.address}`)).toEqual([
    'terraform-provider-no-static-credentials fail provider.aws',
  ]);
});
