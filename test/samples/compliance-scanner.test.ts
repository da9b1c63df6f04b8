import { describe, expect, test } from 'vitest';
import { expectMarkedLines, expectMarkedRules } from './marks.ts';
import { sampleFolder, scanSample } from './scanning.ts';

const folder = sampleFolder('compliance-scanner');
const settings = { 'required-tags': { parameters: { tags: ['Environment', 'Owner', 'CostCenter'] } } };

describe('compliance-scanner', () => {
  test('the scan reports exactly the marked lines, inside the modules too', () =>
    expectMarkedLines(folder, { settings }));

  test('and with the profiles its marked rules belong to', () => expectMarkedRules(folder, { settings }));

  test('findings name the instance that Terraform would name', async () => {
    const { failures } = await scanSample(folder, { settings });
    const found = failures.map(({ resource, rule }) => `${resource?.address} ${rule.id}`);
    expect(found.sort()).toEqual([
      'aws_s3_bucket.exceptions s3-bucket-level-public-access-prohibited',
      'aws_s3_bucket.exceptions s3-bucket-versioning-enabled',
      'module.alerts["auditors"].aws_sns_topic.this sns-encrypted-kms',
      'module.bucket["reports"].aws_s3_bucket.this s3-bucket-versioning-enabled',
      'module.results.aws_dynamodb_table.results dynamodb-pitr-enabled',
      'module.sandbox.aws_db_instance.main db-instance-backup-enabled',
      'module.sandbox.aws_db_instance.main rds-backup-retention-minimum',
      'module.sandbox.aws_instance.server["untagged"] required-tags',
      'module.scanner.aws_iam_policy.scanner iam-policy-no-statements-with-full-access',
      'module.scanner.aws_iam_policy.scanner iam-policy-no-wildcard-resource',
    ]);
  });

  test('the other instances of the same lines pass', async () => {
    const { result } = await scanSample(folder, { settings });
    const passed = result.evaluations.filter(({ verdict }) => verdict === 'pass');
    expect(passed.map(({ resource, rule }) => `${resource?.address} ${rule.id}`)).toEqual(
      expect.arrayContaining([
        'module.alerts["owners"].aws_sns_topic.this sns-encrypted-kms',
        'module.bucket["snapshots"].aws_s3_bucket.this s3-bucket-versioning-enabled',
        'module.sandbox.aws_instance.server["tagged"] required-tags',
      ]),
    );
  });

  test('a variable that the root passes down decides', async () => {
    const { result } = await scanSample(folder, { settings, variables: { keep_history: 'true' } });
    const history = result.evaluations.filter(({ rule }) => rule.id === 'dynamodb-pitr-enabled');
    expect(history.map(({ verdict }) => verdict)).toEqual(['pass']);
  });
});
