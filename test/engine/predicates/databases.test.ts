import { describe, expect, test } from 'vitest';
import { databasePredicates } from '../../../src/engine/predicates/databases.ts';
import { ask } from '../../asking.ts';
import { missing, open, ref, type Written } from '../written.ts';

const type = 'AWS::RDS::DBInstance';

describe('TLS required by the parameter group', () => {
  function requires(database: Record<string, unknown>, group?: Record<string, unknown>): string {
    const others = { Group: { type: 'AWS::RDS::DBParameterGroup', properties: group ?? {} } };
    return ask(databasePredicates['rds.requires-tls'], database, { type, others }).verdict;
  }
  const named = { DBParameterGroupName: ref('Group') };

  test.each([
    ['PostgreSQL 14', { Engine: 'postgres', EngineVersion: '14.12' }, 'fail'],
    ['PostgreSQL 15', { Engine: 'postgres', EngineVersion: '15' }, 'pass'],
    ['PostgreSQL of any version', { Engine: 'postgres' }, 'unknown'],
    ['Aurora PostgreSQL 16', { Engine: 'aurora-postgresql', EngineVersion: '16.4' }, 'fail'],
    ['Aurora PostgreSQL 17', { Engine: 'aurora-postgresql', EngineVersion: '17.4' }, 'pass'],
    ['MySQL 8.0', { Engine: 'mysql', EngineVersion: '8.0.36' }, 'fail'],
    ['MySQL 8.4', { Engine: 'mysql', EngineVersion: '8.4.3' }, 'unknown'],
    ['MariaDB 10', { Engine: 'mariadb', EngineVersion: '10.11' }, 'fail'],
    ['Aurora MySQL', { Engine: 'aurora-mysql' }, 'fail'],
    ['SQL Server', { Engine: 'sqlserver-ex', EngineVersion: '15.00' }, 'fail'],
    ['Oracle', { Engine: 'oracle-ee' }, 'pass'],
    ['an engine from outside', { Engine: missing('Engine') }, 'unknown'],
    [
      'the default group',
      { Engine: 'postgres', EngineVersion: '13', DBParameterGroupName: 'default.postgres13' },
      'fail',
    ],
    ['a group from outside', { Engine: 'mysql', DBParameterGroupName: 'orders' }, 'unknown'],
  ])('%s', (_, database, expected) => {
    expect(requires(database)).toBe(expected);
  });

  test.each([
    ['on', { Parameters: { 'rds.force_ssl': '1' } }, 'pass'],
    ['on, as a number', { Parameters: { 'rds.force_ssl': 1 } }, 'pass'],
    ['off', { Family: 'postgres16', Parameters: { 'rds.force_ssl': 0 } }, 'fail'],
    ['from outside', { Parameters: { 'rds.force_ssl': missing('Forced') } }, 'unknown'],
    ['not set in a new family', { Family: 'postgres16', Parameters: { log_connections: 1 } }, 'pass'],
    ['not set in an old family', { Family: 'postgres13', Parameters: { log_connections: 1 } }, 'fail'],
    ['among parameters that are not known', { Parameters: open({}) }, 'unknown'],
  ])('rds.force_ssl %s', (_, group, expected) => {
    expect(requires({ Engine: 'postgres', ...named }, group)).toBe(expected);
  });

  test('a group that a stack hands on is not known', () => {
    const Stack = { type: 'AWS::CloudFormation::Stack', properties: { Parameters: { Family: 'postgres13' } } };
    const database = { Engine: 'postgres', EngineVersion: '13', DBParameterGroupName: ref('Stack', 'Outputs.Group') };
    const asking = { type, others: { Stack } };
    expect(ask(databasePredicates['rds.requires-tls'], database, asking).verdict).toBe('unknown');
  });

  test('a group may be named by its literal name', () => {
    const group = { DBParameterGroupName: 'orders', Parameters: { require_secure_transport: 'ON' } };
    expect(requires({ Engine: 'mysql', DBParameterGroupName: 'orders' }, group)).toBe('pass');
  });
});

describe('instances of a cluster', () => {
  function members(others: Record<string, Written>): string {
    const asking = { type: 'AWS::RDS::DBCluster', with: { count: 2 }, others };
    return ask(databasePredicates['rds.has-members'], { Engine: 'aurora-mysql' }, asking).verdict;
  }
  const member: Written = { type, properties: { DBClusterIdentifier: ref('It') } };
  const maybe: Written = { ...member, existsWhen: [{ name: 'IsProduction', value: true }] };

  test.each([
    ['none', {}, 'unknown'],
    ['one', { A: member }, 'fail'],
    ['two', { A: member, B: member }, 'pass'],
    ['one for sure', { A: member, B: maybe }, 'unknown'],
    ['an instance of another', { A: member, B: { type, properties: { DBClusterIdentifier: 'else' } } }, 'fail'],
  ])('%s', (_, others, expected) => {
    expect(members(others as Record<string, Written>)).toBe(expected);
  });
});

describe('subnets of a database', () => {
  const route = (properties: Record<string, unknown>): Record<string, Written> => ({
    Group: { type: 'AWS::RDS::DBSubnetGroup', properties: { SubnetIds: [ref('Subnet')] } },
    Subnet: { type: 'AWS::EC2::Subnet' },
    Gateway: { type: 'AWS::EC2::InternetGateway' },
    Table: { type: 'AWS::EC2::RouteTable' },
    Association: {
      type: 'AWS::EC2::SubnetRouteTableAssociation',
      properties: { SubnetId: ref('Subnet'), RouteTableId: ref('Table') },
    },
    Route: { type: 'AWS::EC2::Route', properties: { RouteTableId: ref('Table'), ...properties } },
  });
  const inGroup = (others: Record<string, Written>, DBSubnetGroupName: unknown = ref('Group')) =>
    ask(databasePredicates['rds.subnets-private'], { DBSubnetGroupName }, { type, others });

  test.each([
    ['to an internet gateway', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') }, 'fail'],
    ['to one that is elsewhere', { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1' }, 'fail'],
    ['of one range', { DestinationCidrBlock: '192.0.2.0/24', GatewayId: ref('Gateway') }, 'pass'],
    ['to a NAT gateway', { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }, 'pass'],
    ['to a VPN', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vgw-1' }, 'pass'],
    ['to what comes from outside', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: missing('Gateway') }, 'unknown'],
  ])('a route %s', (_, properties, expected) => {
    expect(inGroup(route(properties)).verdict).toBe(expected);
  });

  test('the subnet and its route are named', () => {
    const outcome = inGroup(route({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') }));
    expect([outcome.reason, outcome.related?.map(({ message }) => message)]).toEqual([
      'Subnet has a route to an internet gateway',
      ['the subnet Subnet', 'its route Route'],
    ]);
  });

  test.each([
    ['another group', 'shared', 'unknown'],
    ['a group from outside', missing('Group'), 'unknown'],
  ])('%s', (_, name, expected) => {
    expect(inGroup({}, name).verdict).toBe(expected);
  });
});
