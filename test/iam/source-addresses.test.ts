import { expect, test } from 'vitest';
import { iamPredicates } from '../../src/iam/predicates.ts';
import type { Resource } from '../../src/model/resource.ts';
import { listOf, propertyValue } from '../../src/model/value.ts';
import { either, graphOf, input, missing, ref, text } from '../engine/written.ts';

const everybody = { Effect: 'Allow', Principal: '*', Action: 'es:ESHttpGet', Resource: '*' };
const office = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7/32'] } };
const elsewhere = { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };

/** Of the first statement of a policy. */
function verdict(...statements: Record<string, unknown>[]): string {
  const written = input({ Search: { properties: { AccessPolicies: { Statement: statements } } } });
  const resource: Resource = written.resources[0]!;
  const value = listOf(propertyValue(propertyValue(resource.properties, 'AccessPolicies'), 'Statement'))?.items[0];
  const subject = { resource, graph: graphOf(written), value, with: {}, parameters: {}, assume: () => undefined };
  return iamPredicates['iam.limits-source-address']!(subject).verdict;
}

test.each([
  ['a list', [{ ...everybody, Condition: office }], 'pass'],
  ['another case of the key', [{ ...everybody, Condition: { IpAddress: { 'aws:sourceip': '203.0.113.7' } } }], 'pass'],
  ['a Deny', [{ ...everybody, Effect: 'Deny' }], 'pass'],
  ['no condition', [everybody], 'fail'],
  ['everybody', [{ ...everybody, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }], 'fail'],
  ['an empty list', [{ ...everybody, Condition: { IpAddress: { 'aws:SourceIp': [] } } }], 'fail'],
  ['all but a list', [{ ...everybody, Condition: elsewhere }], 'fail'],
  ['another key', [{ ...everybody, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } }], 'fail'],
  ['a condition from outside', [{ ...everybody, Condition: missing('Condition') }], 'unknown'],
  ['an effect from outside', [{ ...everybody, Effect: missing('Effect') }], 'unknown'],
  ['denied to all others', [everybody, { ...everybody, Effect: 'Deny', Action: '*', Condition: elsewhere }], 'pass'],
  ['the action denied to all others', [everybody, { ...everybody, Effect: 'Deny', Condition: elsewhere }], 'pass'],
  [
    'the same resource denied to all others',
    [
      { ...everybody, Resource: text(ref('Search', 'Arn'), '/*') },
      { ...everybody, Effect: 'Deny', Resource: text(ref('Search', 'Arn'), '/*'), Condition: elsewhere },
    ],
    'pass',
  ],
  [
    'another resource denied to all others',
    [everybody, { ...everybody, Effect: 'Deny', Resource: text(ref('Search', 'Arn'), '/a'), Condition: elsewhere }],
    'fail',
  ],
  [
    'another action denied to all others',
    [everybody, { ...everybody, Effect: 'Deny', Action: 'es:ESHttpPut', Condition: elsewhere }],
    'fail',
  ],
  [
    'denied to others under a further condition',
    [everybody, { ...everybody, Effect: 'Deny', Condition: { ...elsewhere, Bool: { 'aws:ViaAWSService': 'false' } } }],
    'fail',
  ],
  [
    'denied to one principal',
    [everybody, { ...everybody, Effect: 'Deny', Principal: { AWS: '111122223333' }, Condition: elsewhere }],
    'fail',
  ],
])('%s', (_, statements, expected) => {
  expect(verdict(...statements)).toBe(expected);
});

test('addresses that a condition decides', () => {
  const addresses = either('Open', [true, '0.0.0.0/0'], [false, '203.0.113.0/24']);
  expect(verdict({ ...everybody, Condition: { IpAddress: { 'aws:SourceIp': addresses } } })).toBe('unknown');
});
