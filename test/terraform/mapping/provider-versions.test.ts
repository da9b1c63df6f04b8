import { expect, test } from 'vitest';
import { normalise } from '../../../src/terraform/mapping.ts';
import { evaluate, plain } from '../folder.ts';
import { INFO } from './written.ts';

const CLUSTER = 'resource "aws_redshift_cluster" "c" {\n  cluster_identifier = "c"\n}\n';
const requires = (version: string) =>
  `terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "${version}" }\n  }\n}\n`;
const lock = (version: string) => `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n}\n`;

const UNDECIDED = {
  either: [
    ['version of provider aws < 6=true', false],
    ['version of provider aws < 6=false', true],
  ],
};

/** Whether a Redshift cluster is encrypted where nothing is said: since version 6 of the provider it is. */
test.each([
  ['the lock file has 5', { '.terraform.lock.hcl': lock('5.99.1') }, false],
  ['the lock file has 6', { '.terraform.lock.hcl': lock('6.0.0') }, true],
  [
    'the lock file wins over the constraint',
    { '.terraform.lock.hcl': lock('6.2.0'), 'v.tf': requires('>= 5.0') },
    true,
  ],
  ['the constraint admits 5 only', { 'v.tf': requires('~> 5.40') }, false],
  ['the constraint admits 6 and later', { 'v.tf': requires('>= 6.0') }, true],
  ['the constraint admits both', { 'v.tf': requires('>= 5.0') }, UNDECIDED],
  ['nothing says it', {}, UNDECIDED],
])('%s', (_, files, expected) => {
  const { resources } = evaluate({ 'main.tf': CLUSTER, ...files });
  const [cluster] = normalise(resources, INFO).resources;
  expect(plain(cluster!.properties.properties.get('Encrypted')?.value)).toEqual(expected);
});

test('a module has the version of its caller', () => {
  const { resources } = evaluate({
    'main.tf': `${requires('~> 5.0')}module "m" {\n  source = "./m"\n}\n`,
    'm/main.tf': CLUSTER,
  });
  const [cluster] = normalise(resources, INFO).resources;
  expect(plain(cluster!.properties.properties.get('Encrypted')?.value)).toBe(false);
});
