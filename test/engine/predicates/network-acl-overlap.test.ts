import { expect, test } from 'vitest';
import { networkAclOverlapPredicates } from '../../../src/engine/predicates/network-acl-overlap.ts';
import { ask } from '../../asking.ts';
import { missing, ref, type Written } from '../written.ts';

const type = 'AWS::EC2::NetworkAclEntry';
const entry = {
  NetworkAclId: ref('Acl'),
  RuleNumber: 200,
  RuleAction: 'allow',
  Protocol: 6,
  CidrBlock: '10.0.0.0/16',
  PortRange: { From: 443, To: 443 },
};

function distinct(own: object, other: object, written: Partial<Written> = {}): string {
  const others = {
    Acl: { type: 'AWS::EC2::NetworkAcl' },
    Other: { type, properties: { ...entry, RuleNumber: 100, ...other }, ...written },
  };
  const asked = ask(networkAclOverlapPredicates['network.acl-entry-distinct'], { ...entry, ...own }, { type, others });
  return asked.verdict;
}

test.each([
  ['the same traffic', {}, {}, 'fail'],
  ['a wider range of ports', {}, { PortRange: { From: 1, To: 1024 } }, 'fail'],
  ['a wider range of addresses', {}, { CidrBlock: '10.0.0.0/8' }, 'fail'],
  ['everybody', {}, { CidrBlock: '0.0.0.0/0' }, 'fail'],
  ['IPv6', ipv6('2001:db8::/32'), ipv6('2001:db8:0:1::/64'), 'fail'],
  ['IPv6 of another network', ipv6('2001:db8::/32'), ipv6('2001:db9::/32'), 'pass'],
  ['one of IPv6, one of IPv4', ipv6('::/0'), { CidrBlock: '0.0.0.0/0' }, 'pass'],
  ['another network', {}, { CidrBlock: '10.1.0.0/16' }, 'pass'],
  ['other ports', {}, { PortRange: { From: 444, To: 500 } }, 'pass'],
  ['another protocol', {}, { Protocol: 17 }, 'pass'],
  ['a denial before', {}, { RuleAction: 'deny' }, 'pass'],
  ['the other direction', {}, { Egress: true }, 'pass'],
  ['the other one is tried later', {}, { RuleNumber: 300 }, 'pass'],
  ['another network ACL', {}, { NetworkAclId: 'acl-0123456789abcdef0' }, 'pass'],
  ['neither TCP nor UDP', { Protocol: -1 }, { Protocol: -1 }, 'pass'],
  ['the same range from outside', { CidrBlock: missing('Range') }, { CidrBlock: missing('Range') }, 'fail'],
  ['a range from outside', {}, { CidrBlock: missing('Range') }, 'unknown'],
  ['a port from outside', {}, { PortRange: { From: missing('Port'), To: missing('Port') } }, 'unknown'],
  ['a number from outside', {}, { RuleNumber: missing('Number') }, 'unknown'],
  ['no range at all', {}, { CidrBlock: 'everywhere' }, 'unknown'],
])('%s', (_, own, other, expected) => {
  expect(distinct(own, other)).toBe(expected);
});

test('an entry that may not exist', () => {
  expect(distinct({}, {}, { existsWhen: [{ name: 'IsProduction', value: true }] })).toBe('unknown');
});

function ipv6(range: string): object {
  return { CidrBlock: undefined, Ipv6CidrBlock: range };
}
