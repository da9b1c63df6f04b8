import { describe, expect, test } from 'vitest';
import { networkPredicates } from '../../../src/engine/predicates/network.ts';
import { ask, place } from '../../asking.ts';
import { missing, ref, sensitive, text } from '../written.ts';

const SSH = { ports: [22], protocols: ['tcp'] };
const world = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };

function opens(
  rule: Record<string, unknown>,
  inputs: Record<string, unknown> = SSH,
  name = 'network.opens-ports',
): string {
  return ask(networkPredicates[name], rule, { with: inputs }).verdict;
}

describe('ports that the internet reaches', () => {
  test.each([
    ['IPv4', world, 'pass'],
    ['IPv6', { ...world, CidrIp: undefined, CidrIpv6: '::/0' }, 'pass'],
    ['IPv6, another spelling', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '0:0:0:0:0:0:0:0/0' }, 'pass'],
    ['half of the internet', { ...world, CidrIp: '128.0.0.0/1' }, 'pass'],
    ['ports as text', { ...world, FromPort: '20', ToPort: '25' }, 'pass'],
    ['protocol 6', { ...world, IpProtocol: 6 }, 'pass'],
    ['all protocols, whatever the ports say', { ...world, IpProtocol: '-1', FromPort: 80, ToPort: 80 }, 'pass'],
    ['all protocols without ports', { IpProtocol: -1, CidrIp: '0.0.0.0/0' }, 'pass'],
    ['no ports', { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' }, 'pass'],
    ['UDP', { ...world, IpProtocol: 'udp' }, 'fail'],
    ['an ICMP type', { ...world, IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, 'fail'],
    ['another port', { ...world, FromPort: 443, ToPort: 443 }, 'fail'],
    ['an office', { ...world, CidrIp: '198.51.100.0/24' }, 'fail'],
    ['a group', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, SourceSecurityGroupId: ref('Group') }, 'fail'],
    ['a range from outside', { ...world, CidrIp: missing('Range') }, 'unknown'],
    ['the range of a VPC that is looked up', { ...world, CidrIp: missing('data.aws_vpc.main.cidr_block') }, 'fail'],
    ['that of a subnet', { ...world, CidrIp: missing('module.a["b"].data.aws_subnet.s["c"].ipv6_cidr_block') }, 'fail'],
    ['what is called that of a VPC', { ...world, CidrIp: missing('VpcCidr') }, 'fail'],
    ['the same in Terraform', { ...world, CidrIp: missing('module.vpc.private_subnets_cidr_blocks[0]') }, 'fail'],
    ['another that is looked up', { ...world, CidrIp: missing('data.aws_ip_ranges.all.cidr_blocks.0') }, 'unknown'],
    ['a single address from outside', { ...world, CidrIp: text(missing('Address'), '/32') }, 'fail'],
    ['the address of a gateway', { ...world, CidrIp: text(ref('Gateway'), '/0') }, 'pass'],
    ['a port from outside', { ...world, FromPort: missing('Port'), ToPort: missing('Port') }, 'unknown'],
    ['a range that begins above', { ...world, FromPort: 1024, ToPort: missing('Port') }, 'fail'],
    ['a protocol from outside', { ...world, IpProtocol: missing('Protocol') }, 'unknown'],
  ])('%s', (_, rule, expected) => {
    const given = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
    expect(opens(given)).toBe(expected);
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ['the port that is given', 'AWS::RDS::DBInstance', { Engine: 'mysql', Port: 22 }, 'pass'],
    ['the default of the engine', 'AWS::RDS::DBInstance', { Engine: 'mysql' }, 'fail'],
    ['the default of the type', 'AWS::Redshift::Cluster', {}, 'fail'],
    ['a port from outside', 'AWS::RDS::DBInstance', { Engine: 'mysql', Port: missing('Port') }, 'unknown'],
    ['Aurora PostgreSQL has no one default', 'AWS::RDS::DBCluster', { Engine: 'aurora-postgresql' }, 'unknown'],
    [
      'a member has the port of its cluster',
      'AWS::RDS::DBInstance',
      { Engine: 'aurora-mysql', DBClusterIdentifier: 'c' },
      'unknown',
    ],
  ])('the port of a database: %s', (_, type, properties, expected) => {
    const port = ref('Database', 'Endpoint.Port');
    const rule = { ...world, FromPort: port, ToPort: port };
    const asking = { with: SSH, others: { Database: { type, properties } } };
    expect(ask(networkPredicates['network.opens-ports'], rule, asking).verdict).toBe(expected);
  });

  test('one port at both ends is a single one, whichever it is', () => {
    const port = ref('Elsewhere', 'Endpoint.Port');
    const rule = { ...world, FromPort: port, ToPort: port };
    expect(opens(rule, {}, 'network.single-port')).toBe('pass');
    expect(opens(rule, {}, 'network.opens-all-ports')).toBe('fail');
    expect(opens({ ...rule, ToPort: ref('Elsewhere', 'Other.Port') }, {}, 'network.single-port')).toBe('unknown');
  });

  test('the range is reported, with the port', () => {
    const outcome = ask(
      networkPredicates['network.opens-ports'],
      { ...world, FromPort: 20, ToPort: 30 },
      { with: SSH },
    );
    expect([place(outcome), outcome.reason]).toEqual([
      'pass at CidrIp: 0.0.0.0/0',
      'CidrIp is 0.0.0.0/0, ports 20-30 are open, among them 22',
    ]);
  });
});

test('a range that is sensitive is not printed', () => {
  const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: sensitive('0.0.0.0/0') };
  const outcome = ask(networkPredicates['network.opens-ports'], rule, { with: { ports: [22] } });
  expect([outcome.verdict, outcome.reason]).toEqual(['pass', 'CidrIp is a sensitive value, port 22 is open']);
});

test.each([
  ['tcp', 0, 65535, 'pass'],
  ['tcp', 1, 65535, 'pass'],
  ['tcp', 1024, 65535, 'fail'],
  ['-1', 0, 0, 'pass'],
  ['icmp', -1, -1, 'fail'],
])('all ports: %s %s-%s', (protocol, from, to, expected) => {
  const rule = { IpProtocol: protocol, FromPort: from, ToPort: to, CidrIp: '0.0.0.0/0' };
  expect(opens(rule, {}, 'network.opens-all-ports')).toBe(expected);
});

test.each([
  ['tcp', 443, 443, 'fail'],
  ['tcp', 80, 443, 'pass'],
  ['tcp', 8080, 8080, 'pass'],
  ['tcp', 9000, 9010, 'fail'],
  ['icmp', 8, 0, 'fail'],
  ['-1', 80, 80, 'pass'],
])('ports that are not authorised: %s %s-%s', (protocol, from, to, expected) => {
  const rule = { IpProtocol: protocol, FromPort: from, ToPort: to, CidrIp: '0.0.0.0/0' };
  expect(opens(rule, { ports: [80, 443, '9000-9010'] }, 'network.opens-other-ports')).toBe(expected);
});
