import { describe, expect, test } from 'vitest';
import { backupSelectionPredicates } from '../../../src/engine/predicates/backup-selections.ts';
import { ask } from '../../asking.ts';
import { missing, open, ref, text, type Written } from '../written.ts';

/** What the predicate says of a database where these selections are made. */
function selected(database: Record<string, unknown>, ...selections: Record<string, unknown>[]): string {
  const others = Object.fromEntries(
    selections.map((BackupSelection, index): [string, Written] => [
      `Selection${index}`,
      { type: 'AWS::Backup::BackupSelection', properties: { BackupSelection } },
    ]),
  );
  const asking = { type: 'AWS::RDS::DBInstance', others };
  return ask(backupSelectionPredicates['backup.selected-by-pattern'], database, asking).verdict;
}

const orders = { DBInstanceIdentifier: 'orders' };
const tagged = { Tags: [{ Key: 'Backup', Value: 'nightly' }] };
const nightly = { ConditionType: 'STRINGEQUALS', ConditionKey: 'Backup', ConditionValue: 'nightly' };

test('without a selection nothing can be said', () => {
  expect(selected(orders)).toBe('unknown');
});

test('any of the selections will do', () => {
  expect(selected(orders, { Resources: ['arn:aws:s3:::a'] }, { Resources: ['*'] })).toBe('pass');
  expect(selected(orders, { Resources: ['arn:aws:s3:::a'] }, { Resources: missing('Arns') })).toBe('unknown');
});

describe('patterns of ARNs', () => {
  test.each([
    ['everything', '*', 'pass'],
    ['everything of the service', 'arn:aws:rds:*', 'pass'],
    ['all of the type', 'arn:aws:rds:*:*:db:*', 'pass'],
    ['all of the type in a partition that is not known', text('arn:', missing('P'), ':rds:*:*:db:*'), 'pass'],
    ['all of the type in one region', 'arn:aws:rds:eu-central-1:111122223333:db:*', 'pass'],
    ['its ARN', 'arn:aws:rds:eu-central-1:111122223333:db:orders', 'pass'],
    ['the start of its name', 'arn:aws:rds:*:*:db:ord*', 'pass'],
    ['the start of another name', 'arn:aws:rds:*:*:db:inv*', 'fail'],
    ['another type', 'arn:aws:rds:*:*:cluster:*', 'fail'],
    ['another service', 'arn:aws:dynamodb:*:*:table/*', 'fail'],
    ['a name from outside', text('arn:aws:rds:eu-central-1:111122223333:db:', missing('Name')), 'unknown'],
    ['a reference to it', ref('It'), 'pass'],
    ['an ARN that is put together', text('arn:aws:rds:eu-central-1:111122223333:db:', ref('It')), 'pass'],
    ['a reference to another', ref('Selection0'), 'fail'],
    ['anything from outside', missing('Arn'), 'unknown'],
  ])('%s', (_, pattern, expected) => {
    expect(selected(orders, { Resources: [pattern] })).toBe(expected);
  });

  test('a name that is made at deployment may match a pattern, and is no literal', () => {
    expect(selected({}, { Resources: ['arn:aws:rds:*:*:db:shop-*'] })).toBe('unknown');
    expect(selected({}, { Resources: ['arn:aws:rds:eu-central-1:111122223333:db:shop'] })).toBe('fail');
    expect(selected({ DBInstanceIdentifier: missing('N') }, { Resources: ['arn:aws:rds:*:*:db:shop'] })).toBe(
      'unknown',
    );
  });

  test('what is excluded is not taken', () => {
    expect(selected(orders, { Resources: ['*'], NotResources: ['arn:aws:rds:*:*:db:ord*'] })).toBe('fail');
    expect(selected(orders, { Resources: ['*'], NotResources: ['arn:aws:rds:*:*:db:inv*'] })).toBe('pass');
    expect(selected(orders, { NotResources: ['arn:aws:s3:::*'] })).toBe('pass');
    expect(selected(orders, { Resources: ['*'], NotResources: missing('Arns') })).toBe('unknown');
  });

  test('more may be in a list that is open', () => {
    expect(selected(orders, { Resources: open(['arn:aws:s3:::a']) })).toBe('unknown');
  });
});

describe('tags', () => {
  test.each([
    ['the tag', tagged, 'pass'],
    ['another value', { Tags: [{ Key: 'Backup', Value: 'weekly' }] }, 'fail'],
    ['no tags', {}, 'fail'],
    ['a value from outside', { Tags: [{ Key: 'Backup', Value: missing('Plan') }] }, 'unknown'],
    ['tags from outside', { Tags: missing('Tags') }, 'unknown'],
  ])('%s', (_, database, expected) => {
    expect(selected(database, { ListOfTags: [nightly] })).toBe(expected);
  });

  test('one of several tags will do', () => {
    expect(selected(tagged, { ListOfTags: [{ ...nightly, ConditionValue: 'weekly' }, nightly] })).toBe('pass');
  });

  test('with ARNs beside them, both must say the same', () => {
    expect(selected(tagged, { Resources: ['*'], ListOfTags: [nightly] })).toBe('pass');
    expect(selected({}, { Resources: ['*'], ListOfTags: [nightly] })).toBe('unknown');
    expect(selected({}, { Resources: ['arn:aws:s3:::a'], ListOfTags: [nightly] })).toBe('fail');
  });

  test.each([
    ['StringEquals', 'nightly', 'pass'],
    ['StringEquals', 'weekly', 'fail'],
    ['StringLike', 'night*', 'pass'],
    ['StringNotEquals', 'nightly', 'fail'],
    ['StringNotLike', 'week*', 'pass'],
    ['StringLike', missing('Plan'), 'unknown'],
  ])('the condition %s %s', (operator, ConditionValue, expected) => {
    const Conditions = { [operator]: [{ ConditionKey: 'aws:ResourceTag/Backup', ConditionValue }] };
    expect(selected(tagged, { Resources: ['*'], Conditions })).toBe(expected);
  });
});
