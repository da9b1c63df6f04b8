import { expect, test } from 'vitest';
import { classicTlsPredicates } from '../../../src/engine/predicates/classic-tls.ts';
import { ask, place } from '../../asking.ts';
import { missing } from '../written.ts';

const GOOD = 'ELBSecurityPolicy-TLS-1-2-2017-01';
const https = { LoadBalancerPort: '443', Protocol: 'HTTPS', PolicyNames: ['tls'] };
const policy = (attributes: Record<string, unknown>, PolicyName = 'tls') => ({
  PolicyName,
  PolicyType: 'SSLNegotiationPolicyType',
  Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
});
const named = (value: unknown, name?: string) => policy({ 'Reference-Security-Policy': value }, name);
const sticky = {
  PolicyName: 'sticky',
  PolicyType: 'LBCookieStickinessPolicyType',
  Attributes: [{ Name: 'CookieExpirationPeriod', Value: '60' }],
};

function current(Policies: unknown[], Listeners: unknown[] = [https]) {
  return ask(classicTlsPredicates['elb.tls-policies-current'], { Listeners, Policies }, { with: { policies: [GOOD] } });
}

test.each([
  ['the policy for TLS 1.2', [named(GOOD)], 'pass'],
  ['an old policy', [named('ELBSecurityPolicy-2016-08')], 'fail'],
  ['a policy from outside', [named(missing('Policy'))], 'unknown'],
  ['no policy', [], 'fail'],
  ['a policy for cookies only', [sticky], 'fail'],
  ['an old policy that no listener names', [named(GOOD), named('ELBSecurityPolicy-2016-08', 'old')], 'pass'],
  ['a good policy that no listener names', [named(GOOD, 'another')], 'fail'],
  ['TLS 1.2 of its own', [policy({ 'Protocol-TLSv1.2': 'true', 'Protocol-TLSv1': 'false' })], 'pass'],
  ['TLS 1.1 of its own', [policy({ 'Protocol-TLSv1.2': 'true', 'Protocol-TLSv1.1': true })], 'fail'],
  ['a version from outside', [policy({ 'Protocol-TLSv1': missing('Old') })], 'unknown'],
])('%s', (_, policies, expected) => {
  expect(current(policies).verdict).toBe(expected);
});

test('names of policies from outside: all policies count', () => {
  const listener = { ...https, PolicyNames: [missing('Name')] };
  expect([current([named(GOOD)], [listener]).verdict, current([named('old')], [listener]).verdict]).toEqual([
    'pass',
    'fail',
  ]);
});

test('every TLS listener needs one, and the value is reported', () => {
  const plain = { LoadBalancerPort: '80', Protocol: 'HTTP' };
  const other = { LoadBalancerPort: '8443', Protocol: 'ssl' };
  expect([
    current([named(GOOD)], [https, plain]).verdict,
    current([named(GOOD)], [https, other]).verdict,
    place(current([named('old')])),
  ]).toEqual(['pass', 'fail', 'fail at Value: old']);
});
