import { describe, expect, test } from 'vitest';
import { networkAclPredicates } from '../../../src/engine/predicates/network-acl.ts';
import { ask, place } from '../../asking.ts';
import { missing, ref, type Written } from '../written.ts';

const type = 'AWS::EC2::NetworkAclEntry';
const ssh = { NetworkAclId: ref('Acl'), RuleNumber: 100, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' };
const denied = { ...ssh, RuleNumber: 10, RuleAction: 'deny' };

function others(properties: Record<string, unknown>): Record<string, Written> {
  return { Acl: { type: 'AWS::EC2::NetworkAcl' }, Other: { type, properties } };
}

function admits(entry: Record<string, unknown>, other: Record<string, unknown> = {}, ports = [22]): string {
  const asking = { type, with: { ports }, others: others(other) };
  return ask(networkAclPredicates['network.acl-admits'], entry, asking).verdict;
}

describe('what a network ACL admits', () => {
  test.each([
    ['a port for everybody', ssh, {}, 'pass'],
    ['outgoing traffic', { ...ssh, Egress: true }, {}, 'fail'],
    ['a denial', denied, {}, 'fail'],
    ['another range', { ...ssh, CidrBlock: '10.0.0.0/8' }, {}, 'fail'],
    ['a denial before', ssh, denied, 'fail'],
    ['a denial after', ssh, { ...denied, RuleNumber: 200 }, 'pass'],
    ['a denial of outgoing traffic', ssh, { ...denied, Egress: true }, 'pass'],
    ['a denial of another port', ssh, { ...denied, PortRange: { From: 80, To: 80 } }, 'pass'],
    ['a denial for a narrower range', ssh, { ...denied, CidrBlock: '10.0.0.0/8' }, 'pass'],
    ['a denial for IPv6', ssh, { ...denied, CidrBlock: undefined, Ipv6CidrBlock: '::/0' }, 'pass'],
    ['a denial of another network ACL', ssh, { ...denied, NetworkAclId: 'acl-0123456789abcdef0' }, 'pass'],
    ['a denial with a number from outside', ssh, { ...denied, RuleNumber: missing('Number') }, 'unknown'],
    ['a denial for a range from outside', ssh, { ...denied, CidrBlock: missing('Range') }, 'unknown'],
    ['an action from outside', { ...ssh, RuleAction: missing('Action') }, {}, 'unknown'],
    ['a range from outside', { ...ssh, CidrBlock: missing('Range') }, {}, 'unknown'],
  ])('%s', (_, entry, other, expected) => {
    const given = Object.fromEntries(Object.entries(other).filter(([, value]) => value !== undefined));
    expect(admits(entry, given)).toBe(expected);
  });

  test('one of several ports is enough', () => {
    const oneDenied = { ...denied, PortRange: { From: 22, To: 22 } };
    expect([admits(ssh, oneDenied, [22]), admits(ssh, oneDenied, [22, 3389])]).toEqual(['fail', 'pass']);
  });

  test('the denial is named', () => {
    const outcome = ask(networkAclPredicates['network.acl-admits'], ssh, {
      type,
      with: { ports: [22] },
      others: others(denied),
    });
    expect([outcome.reason, outcome.related?.map(({ message }) => message)]).toEqual([
      'Other denies port 22 before',
      ['the entry Other'],
    ]);
  });
});

describe('numbers of entries', () => {
  function unique(entry: Record<string, unknown>, other: Record<string, unknown>) {
    return place(ask(networkAclPredicates['network.acl-number-unique'], entry, { type, others: others(other) }));
  }

  test.each([
    ['used twice', ssh, { ...denied, RuleNumber: '100' }, 'fail at RuleNumber: 100'],
    ['different', ssh, denied, 'pass at RuleNumber: 100'],
    ['one for each direction', ssh, { ...ssh, Egress: true }, 'pass at RuleNumber: 100'],
    ['of two network ACLs', ssh, { ...ssh, NetworkAclId: ref('Else') }, 'pass at RuleNumber: 100'],
    [
      'of one that is elsewhere',
      { ...ssh, NetworkAclId: 'acl-1' },
      { ...ssh, NetworkAclId: 'acl-1' },
      'fail at RuleNumber: 100',
    ],
    ['from outside', { ...ssh, RuleNumber: missing('Number') }, denied, 'unknown at RuleNumber: !Ref Number'],
  ])('%s', (_, entry, other, expected) => {
    expect(unique(entry, other)).toBe(expected);
  });

  test('entries that exclude each other may have one number', () => {
    const outcome = ask(networkAclPredicates['network.acl-number-unique'], ssh, {
      type,
      others: {
        Acl: { type: 'AWS::EC2::NetworkAcl' },
        Other: { type, properties: ssh, existsWhen: [{ name: 'IsTest', value: true }] },
      },
    });
    expect(outcome.verdict).toBe('unknown');
  });
});
