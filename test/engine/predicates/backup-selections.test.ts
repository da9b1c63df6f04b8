import { describe, expect, test } from 'vitest';
import { backupSelectionPredicates } from '../../../src/engine/predicates/backup-selections.ts';
import { ask } from '../../asking.ts';
import { missing, ref, text } from '../written.ts';

const NIGHTLY = [{ Key: 'Backup', Value: 'nightly' }];

function judge(selection: unknown, Tags: unknown = NIGHTLY): string {
  const Selection = { type: 'AWS::Backup::BackupSelection', properties: { BackupSelection: selection } };
  const asking = { type: 'AWS::EC2::Volume', with: { arn: 'ec2:volume/' }, others: { Selection } };
  return ask(backupSelectionPredicates['backup.selected-by-pattern'], { Size: 8, Tags }, asking).verdict;
}

function tagged(ConditionValue: unknown, ConditionKey: unknown = 'Backup') {
  return { ConditionType: 'STRINGEQUALS', ConditionKey, ConditionValue };
}

describe('by wildcard', () => {
  test.each([
    ['everything', ['*'], 'pass'],
    ['all of the kind', ['arn:aws:ec2:*:*:volume/*'], 'pass'],
    ['all of a region', ['arn:aws:ec2:eu-central-1:111122223333:volume/*'], 'pass'],
    ['all of the service', ['arn:aws:ec2:*'], 'pass'],
    ['of the account of the deployment', [text('arn:', missing('P'), ':ec2:', missing('R'), ':1:volume/*')], 'pass'],
    ['another kind', ['arn:aws:ec2:*:*:instance/*'], 'fail'],
    ['another service', ['arn:aws:rds:*:*:db:*'], 'fail'],
    ['one volume', ['arn:aws:ec2:eu-central-1:111122223333:volume/vol-0a'], 'fail'],
    ['another resource', [ref('Database', 'Arn')], 'fail'],
    ['an ARN from outside', [missing('Volume')], 'unknown'],
    ['a kind from outside', [text('arn:aws:ec2:*:*:', missing('Kind'), '/*')], 'unknown'],
  ])('%s', (_, Resources, expected) => {
    expect(judge({ Resources })).toBe(expected);
  });
});

describe('by tag', () => {
  test.each([
    ['the same', [tagged('nightly')], NIGHTLY, 'pass'],
    ['with the prefix of conditions', [tagged('nightly', 'aws:ResourceTag/Backup')], NIGHTLY, 'pass'],
    ['the second of two', [tagged('yes', 'Save'), tagged('nightly')], NIGHTLY, 'pass'],
    ['another value', [tagged('weekly')], NIGHTLY, 'fail'],
    ['another key', [tagged('nightly', 'Save')], NIGHTLY, 'fail'],
    ['no tags', [tagged('nightly')], [], 'fail'],
    ['one parameter on both sides', [tagged(missing('Plan'))], [{ Key: 'Backup', Value: missing('Plan') }], 'pass'],
    ['a value from outside', [tagged(missing('Plan'))], NIGHTLY, 'unknown'],
    ['a key from outside', [tagged('nightly', missing('Key'))], NIGHTLY, 'unknown'],
    ['tags from outside', [tagged('nightly')], missing('Tags'), 'unknown'],
  ])('%s', (_, ListOfTags, tags, expected) => {
    expect(judge({ ListOfTags }, tags)).toBe(expected);
  });
});

test('conditions and exceptions narrow it', () => {
  const Resources = ['*'];
  const equal = (ConditionValue: string) => ({ ConditionKey: 'aws:ResourceTag/Backup', ConditionValue });
  expect([
    judge({ Resources, Conditions: { StringEquals: [equal('nightly')] } }),
    judge({ Resources, Conditions: { StringEquals: [equal('nightly'), equal('weekly')] } }),
    judge({ Resources, Conditions: { StringEquals: [equal('nightly')], StringLike: [equal('n*')] } }),
    judge({ Resources, Conditions: { StringEquals: [] } }),
    judge({ Resources, Conditions: missing('Conditions') }),
    judge({ Resources, NotResources: ['arn:aws:ec2:*:*:volume/vol-0a'] }),
    judge({ Conditions: { StringEquals: [equal('nightly')] } }),
    judge({ Conditions: { StringEquals: [equal('weekly')] } }),
    judge(missing('Selection')),
    judge({}),
  ]).toEqual(['pass', 'fail', 'unknown', 'pass', 'unknown', 'unknown', 'unknown', 'fail', 'unknown', 'fail']);
});

test('the selection is named', () => {
  const Selection = { type: 'AWS::Backup::BackupSelection', properties: { BackupSelection: { Resources: ['*'] } } };
  const asking = { type: 'AWS::EC2::Volume', with: { arn: 'ec2:volume/' }, others: { Selection } };
  const selected = ask(backupSelectionPredicates['backup.selected-by-pattern'], {}, asking);
  const alone = ask(backupSelectionPredicates['backup.selected-by-pattern'], {}, { ...asking, others: {} });
  expect([selected.reason, alone.verdict, alone.reason]).toEqual([
    'Selection selects it',
    'fail',
    'no selection takes it by a wildcard or a tag',
  ]);
});
