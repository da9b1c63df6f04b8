import { expect, test } from 'vitest';
import { zonePredicates } from '../../../src/engine/predicates/zones.ts';
import { ask } from '../../asking.ts';
import { missing, ref } from '../written.ts';

function asked(Subnets: unknown, zones: Record<string, unknown>): string {
  const others = Object.fromEntries(
    Object.entries(zones).map(([name, AvailabilityZone]) => [
      name,
      { type: 'AWS::EC2::Subnet', properties: AvailabilityZone === undefined ? {} : { AvailabilityZone } },
    ]),
  );
  const outcome = ask(zonePredicates['network.in-one-zone'], { Subnets }, { with: { property: 'Subnets' }, others });
  return `${outcome.verdict}: ${outcome.reason}`;
}

const both = [ref('A'), ref('B')];

test.each([
  ['one zone', both, { A: 'a', B: 'a' }, 'pass: its subnets are all in a'],
  ['two zones', both, { A: 'a', B: 'b' }, 'fail: its subnets are in a and b'],
  ['a zone that is not said', both, { A: 'a', B: undefined }, 'fail: the zone of a subnet is not known'],
  ['a zone that is not known', both, { A: 'a', B: missing('Zone') }, 'fail: the zone of a subnet is not known'],
  ['a subnet of elsewhere', [ref('A'), 'subnet-1'], { A: 'a' }, 'fail: the zone of a subnet is not known'],
  ['no subnet', [], {}, 'fail: it names no subnet'],
])('%s', (_, subnets, zones, expected) => {
  expect(asked(subnets, zones)).toBe(expected);
});
