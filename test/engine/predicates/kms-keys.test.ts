import { expect, test } from 'vitest';
import { kmsKeyPredicates } from '../../../src/engine/predicates/kms-keys.ts';
import { ask, place } from '../../asking.ts';
import { graphOf, input, missing, ref, Special, text, type Written } from '../written.ts';

const others: Record<string, Written> = {
  Key: { type: 'AWS::KMS::Key' },
  Alias: { type: 'AWS::KMS::Alias' },
  Custom: { type: 'Custom::Key' },
};

function undeclared(name: string): Special {
  return new Special(name, span => ({
    kind: 'unknown',
    reason: 'outside-this-input',
    missing: name,
    alternatives: [],
    span,
  }));
}

test.each([
  ['a key of the same template', ref('Key'), 'pass'],
  ['its ARN', ref('Key', 'Arn'), 'pass'],
  ['an alias of the same template', ref('Alias'), 'pass'],
  ['the ARN of a key', 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd', 'pass'],
  ['an ARN with holes', text('arn:', missing('Partition'), ':kms:eu-central-1:1:key/1234abcd'), 'pass'],
  ['an alias', 'alias/orders', 'pass'],
  ['an alias of AWS', 'alias/aws/rds', 'fail'],
  ['the ARN of an alias of AWS', 'arn:aws:kms:eu-central-1:111122223333:alias/aws/rds', 'fail'],
  ['an alias of AWS in any region', text('arn:aws:kms:', missing('Region'), ':1:alias/aws/rds'), 'fail'],
  ['the key that AWS owns', 'AWS_OWNED_KMS_KEY', 'fail'],
  ['nothing', '', 'fail'],
  ['one of a custom resource', ref('Custom', 'Arn'), 'unknown'],
  ['an alias that is not known', text('alias/', missing('Name')), 'unknown'],
  ['an alias that may be of AWS', text('alias/', missing('Owner'), '/rds'), 'unknown'],
  ['an alias that may still be of AWS', text('alias/a', missing('Name')), 'unknown'],
  ['an alias that is known in part', text('arn:aws:kms:', missing('Region'), ':1:alias/app-', missing('Name')), 'pass'],
  ['an alias that begins as those of AWS', text('alias/aws-', missing('Name')), 'pass'],
  ['a key of a file that is not here', undeclared('aws_kms_key.orders.arn'), 'pass'],
  ['one that is looked up', undeclared('data.aws_kms_key.orders.arn'), 'unknown'],
  ['one from outside', missing('KeyArn'), 'unknown'],
])('%s', (_, KmsKeyId, expected) => {
  const asking = { with: { property: 'KmsKeyId' }, others };
  expect(ask(kmsKeyPredicates['kms.is-own-key'], { KmsKeyId }, asking).verdict).toBe(expected);
});

test('no key at all fails', () => {
  const outcome = ask(kmsKeyPredicates['kms.is-own-key'], {}, { with: { property: 'KmsKeyId' } });
  expect([outcome.verdict, outcome.reason]).toEqual(['fail', 'it names no key']);
});

test('what names no key is reported at the property that holds it, otherwise at the name', () => {
  const question = kmsKeyPredicates['kms.is-own-key'];
  const asking = { with: { property: 'KmsKeyId' } };
  expect([
    place(ask(question, { Name: 'orders' }, asking)),
    place(ask(question, { Settings: { Name: 'orders' } }, { ...asking, property: 'Settings' })),
  ]).toEqual(['fail at It:', 'fail at Settings:']);
});

test('an argument of Terraform that has no counterpart', () => {
  const written = input({ It: { type: 'AWS::SSM::Parameter', properties: { key_id: 'alias/aws/ssm' } } });
  const resource = { ...written.resources[0]!, arguments: written.resources[0]!.properties };
  const outcome = kmsKeyPredicates['kms.is-own-key']!({
    resource,
    graph: graphOf(written),
    value: undefined,
    with: { argument: 'key_id' },
    parameters: {},
    assume: () => undefined,
  });
  expect([outcome.verdict, outcome.reason]).toEqual(['fail', 'key_id names a key that AWS manages']);
});
