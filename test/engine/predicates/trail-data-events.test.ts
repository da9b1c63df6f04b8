import { describe, expect, test } from 'vitest';
import { trailDataEventPredicates } from '../../../src/engine/predicates/trail-data-events.ts';
import { ask, place } from '../../asking.ts';
import { either, missing, open, ref, text, type Written } from '../written.ts';

const records = trailDataEventPredicates['cloudtrail.records-objects'];

function basic(values: unknown, ReadWriteType?: unknown, Type: unknown = 'AWS::S3::Object') {
  const selector = { DataResources: [{ Type, Values: values }] };
  return { EventSelectors: [ReadWriteType === undefined ? selector : { ...selector, ReadWriteType }] };
}

function advanced(...more: Record<string, unknown>[]) {
  const fields = [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
  ];
  return { AdvancedEventSelectors: [{ FieldSelectors: [...fields, ...more] }] };
}

function ofTrail(properties: Record<string, unknown>, access: 'read' | 'write' = 'write', others = {}) {
  return ask(records, properties, { type: 'AWS::CloudTrail::Trail', with: { access }, others });
}

describe('a trail', () => {
  test.each([
    ['no selectors', {}, 'fail', 'fail'],
    ['all objects', basic(['arn:aws:s3']), 'pass', 'pass'],
    ['writes', basic(['arn:aws:s3:::'], 'WriteOnly'), 'pass', 'fail'],
    ['reads', basic(['arn:aws:s3:::'], 'ReadOnly'), 'fail', 'pass'],
    ['access from outside', basic(['arn:aws:s3'], missing('Type')), 'unknown', 'unknown'],
    ['functions', basic(['arn:aws:lambda'], 'All', 'AWS::Lambda::Function'), 'fail', 'fail'],
    ['a type from outside', basic(['arn:aws:s3'], 'All', missing('Type')), 'unknown', 'unknown'],
    ['no values', basic([]), 'fail', 'fail'],
    ['advanced', advanced(), 'pass', 'pass'],
    ['advanced, writes', advanced({ Field: 'readOnly', Equals: ['false'] }), 'pass', 'fail'],
    ['advanced, reads', advanced({ Field: 'readOnly', Equals: ['true'] }), 'fail', 'pass'],
    ['advanced, a list from outside', { AdvancedEventSelectors: missing('Selectors') }, 'unknown', 'unknown'],
    ['selectors that are not all seen', { EventSelectors: open([]) }, 'unknown', 'unknown'],
    [
      'management events',
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
      'fail',
      'fail',
    ],
  ] as const)('%s', (_, properties, write, read) => {
    expect([ofTrail(properties).verdict, ofTrail(properties, 'read').verdict]).toEqual([write, read]);
  });

  test('another one records them', () => {
    const other = { type: 'AWS::CloudTrail::Trail', properties: basic(['arn:aws:s3']) };
    expect(ofTrail({}, 'write', { Other: other }).verdict).toBe('pass');
  });

  test('the selectors are reported', () => {
    expect(place(ofTrail(basic(['arn:aws:s3'], 'ReadOnly')))).toBe('fail at EventSelectors:');
  });
});

function ofBucket(
  trail: Record<string, unknown>,
  properties: Record<string, unknown> = { BucketName: 'orders' },
  choices?: Record<string, boolean>,
) {
  const others: Record<string, Written> = {
    Trail: { type: 'AWS::CloudTrail::Trail', properties: trail },
    Another: { type: 'AWS::S3::Bucket', properties: {} },
  };
  return ask(records, properties, { type: 'AWS::S3::Bucket', with: { access: 'write' }, others, choices }).verdict;
}

const own = (...values: unknown[]) => ({ Field: 'resources.ARN', StartsWith: values });

describe('a bucket', () => {
  test.each([
    ['all', basic(['arn:aws:s3']), 'pass'],
    ['all of any partition', basic([text('arn:', missing('Partition'), ':s3:::')]), 'pass'],
    ['by its name', basic(['arn:aws:s3:::orders/']), 'pass'],
    ['by reference', basic([text(ref('It', 'Arn'), '/')]), 'pass'],
    ['another one', basic(['arn:aws:s3:::orders-archive/']), 'fail'],
    ['another one by reference', basic([text(ref('Another', 'Arn'), '/')]), 'fail'],
    ['one from outside', basic([missing('Bucket')]), 'unknown'],
    ['reads only', basic(['arn:aws:s3:::orders/'], 'ReadOnly'), 'fail'],
    ['advanced, all', advanced(), 'pass'],
    ['advanced, by reference', advanced(own(text(ref('It', 'Arn'), '/'))), 'pass'],
    ['advanced, another one', advanced(own(text(ref('Another', 'Arn'), '/'))), 'fail'],
    ['advanced, all but it', advanced({ Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::orders/'] }), 'fail'],
    ['advanced, all but another', advanced({ Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::logs/'] }), 'pass'],
  ] as const)('%s', (_, trail, expected) => {
    expect(ofBucket(trail)).toBe(expected);
  });

  test('without a written name, or with one from outside', () => {
    const trail = basic(['arn:aws:s3:::orders/']);
    expect([ofBucket(trail, {}), ofBucket(trail, { BucketName: missing('Name') })]).toEqual(['fail', 'unknown']);
  });

  test('a selector that a condition decides', () => {
    const trail = {
      EventSelectors: either('Recorded', [true, basic(['arn:aws:s3']).EventSelectors], [false, undefined]),
    };
    expect([true, false].map(Recorded => ofBucket(trail, {}, { Recorded }))).toEqual(['pass', 'fail']);
  });
});
