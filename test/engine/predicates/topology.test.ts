import { expect, test } from 'vitest';
import { topologyPredicates } from '../../../src/engine/predicates/topology.ts';
import { type Asking, ask } from '../../asking.ts';
import { ref, type Written } from '../written.ts';

const group: Asking = { type: 'AWS::EC2::SecurityGroup' };
const balancer: Written = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  properties: { SecurityGroups: [ref('It')] },
};
const instance: Written = { type: 'AWS::EC2::Instance', properties: { SecurityGroupIds: [ref('It')] } };
const rule: Written = {
  type: 'AWS::EC2::SecurityGroupIngress',
  properties: { GroupId: ref('It'), SourceSecurityGroupId: ref('It') },
};

test.each<[string, Record<string, Written>, string]>([
  ['a load balancer', { balancer }, 'pass'],
  ['a load balancer and rules', { balancer, rule }, 'pass'],
  ['an instance as well', { balancer, instance }, 'fail'],
  ['nobody', {}, 'fail'],
  ['rules only', { rule }, 'fail'],
])('a group that is used by %s', (_, others, expected) => {
  const outcome = ask(topologyPredicates['network.admits-to-load-balancers-only'], {}, { ...group, others });
  expect(outcome.verdict).toBe(expected);
});

test('a rule that is a resource of its own is for its group', () => {
  const others = {
    Public: { type: 'AWS::EC2::SecurityGroup' },
    Balancer: { ...balancer, properties: { SecurityGroups: [ref('Public')] } },
  };
  const asked = (GroupId: unknown) =>
    ask(
      topologyPredicates['network.admits-to-load-balancers-only'],
      { GroupId },
      { type: 'AWS::EC2::SecurityGroupIngress', others },
    ).verdict;
  expect([ref('Public'), 'sg-0123456789abcdef0'].map(asked)).toEqual(['pass', 'fail']);
});
