import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { listOf, textOf } from '../../model/value.ts';
import type { Outcome, RelatedSpan } from '../../model/verdict.ts';

/** Questions about the zones of subnets. */
export const zonePredicates: Readonly<Record<string, Predicate>> = {
  'network.in-one-zone': inOneZone,
};

/**
 * Passes where all subnets that the property `with.property` names are of one zone; a subnet that is not among these
 * files, or whose zone is not written, may be of another.
 */
function inOneZone(subject: PredicateSubject): Outcome {
  const { resource, graph } = subject;
  const named = chosenProperty(resource.properties, String(subject.with['property']), subject);
  const items = listOf(named?.value)?.items ?? [];
  const span = named?.property.span ?? resource.nameSpan;
  const zones = new Set<string>();
  const related: RelatedSpan[] = [];
  for (const item of items) {
    const value = chosen(item, subject);
    const subnet = value?.kind === 'reference' ? graph.resolve(resource, value) : undefined;
    const zone = subnet?.type === 'AWS::EC2::Subnet' ? zoneOf(subnet.properties, subject) : undefined;
    if (!subnet || zone === undefined) return { verdict: 'fail', span, reason: 'the zone of a subnet is not known' };
    zones.add(zone);
    related.push({ span: subnet.nameSpan, message: `${subnet.address} is in ${zone}` });
  }
  const [only, second] = zones;
  if (only === undefined) return { verdict: 'fail', span, reason: 'it names no subnet' };
  if (second !== undefined)
    return { verdict: 'fail', span, reason: `its subnets are in ${only} and ${second}`, related };
  return { verdict: 'pass', span, reason: `its subnets are all in ${only}`, related };
}

function zoneOf(subnet: PredicateSubject['resource']['properties'], subject: PredicateSubject): string | undefined {
  const found = ['AvailabilityZone', 'AvailabilityZoneId'].map(name => chosenProperty(subnet, name, subject));
  return textOf(found.find(zone => zone)?.value);
}
