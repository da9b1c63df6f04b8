import {
  cloudFormationType,
  cloudFormationTypeNames,
  type PropertyTable,
  type Shape,
  tableOf,
} from '../facts/cloudformation.ts';
import type { Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import type { ObjectValue, Value } from '../model/value.ts';
import { type Scope, warn } from './scope.ts';

/**
 * Reports properties that a type does not have and that read like one it has: `StorageEncryptd`. CloudFormation
 * rejects them; a name that is near to none may be newer than what is known of the type.
 */
export function reportMisspelt(resource: Resource, scope: Scope): void {
  // Of serverless types the schema knows only some properties, and a few by other names than the transform takes.
  if (resource.type.startsWith('AWS::Serverless::')) return;
  const type = cloudFormationType(resource.type);
  if (type) check(resource.properties, type.properties, resource.type, scope);
  else reportType(resource, scope);
}

/**
 * A type of AWS that is not known may be newer than what is known, unless it reads like one with one letter more or
 * less.
 */
function reportType({ type, nameSpan }: Resource, scope: Scope): void {
  if (!type.startsWith('AWS::') || type.endsWith('::MODULE')) return;
  const meant = nearest(type, cloudFormationTypeNames(), () => false, 1);
  if (meant === undefined) return;
  warn(scope, 'template-unknown-type', `There is no resource type "${type}".`, nameSpan, `Did you mean ${meant}?`);
}

/** Types whose attributes the template makes. */
const OPEN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Macro',
  'AWS::CloudFormation::Stack',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
]);

/**
 * Reports an attribute of `Fn::GetAtt` that the type of the resource does not have and that reads like one it has.
 * Beside what the type returns, its properties can be asked for.
 */
export function reportMisspeltAttribute(type: string, attribute: string, span: Span, scope: Scope): void {
  if (!type.startsWith('AWS::') || type.startsWith('AWS::Serverless::') || OPEN_ATTRIBUTES.has(type)) return;
  const facts = cloudFormationType(type);
  const [first] = attribute.split('.');
  if (!facts || facts.attributes.includes(attribute) || facts.properties.has(first!)) return;
  const meant = nearest(attribute, facts.attributes, () => false);
  if (meant === undefined) return;
  warn(scope, 'template-unknown-attribute', `${type} has no attribute "${attribute}".`, span, `Did you mean ${meant}?`);
}

function check(value: ObjectValue, table: PropertyTable, owner: string, scope: Scope): void {
  for (const [name, property] of value.properties) {
    const fact = table.get(name);
    if (fact) checkValue(property.value, fact.shape, owner, scope);
    else {
      const meant = nearest(name, table.keys(), candidate => value.properties.has(candidate));
      if (meant === undefined) continue;
      const message = `${owner} has no property "${name}".`;
      warn(scope, 'template-unknown-property', message, property.nameSpan, `Did you mean ${meant}?`);
    }
  }
}

function checkValue(value: Value, shape: Shape, owner: string, scope: Scope): void {
  switch (value.kind) {
    case 'object': {
      if (shape.kind === 'map') {
        for (const property of value.properties.values()) checkValue(property.value, shape.element, owner, scope);
        return;
      }
      // Of several shapes only one is meant.
      const table = shape.kind === 'union' ? undefined : tableOf(shape);
      if (table && shape.kind === 'object') check(value, table, owner, scope);
      return;
    }
    case 'list':
      if (shape.kind === 'list') for (const item of value.items) checkValue(item, shape.element, owner, scope);
      return;
    case 'unknown':
      for (const { value: chosen } of value.alternatives) if (chosen) checkValue(chosen, shape, owner, scope);
      return;
    case 'scalar':
    case 'template':
    case 'reference':
      return;
  }
}

/** The candidate that is not taken and differs by case or one or two letters from the name that is written. */
function nearest(
  name: string,
  candidates: Iterable<string>,
  isTaken: (candidate: string) => boolean,
  limit = name.length > 6 ? 2 : 1,
): string | undefined {
  const wanted = name.toLowerCase();
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (isTaken(candidate)) continue;
    const distance = differences(wanted, candidate.toLowerCase(), best ? best.distance - 1 : limit);
    if (distance !== undefined) best = { candidate, distance };
    if (distance === 0) break;
  }
  return best?.candidate;
}

/** Letters to insert, remove or replace; undefined for more than the limit, which keeps the work small. */
function differences(a: string, b: string, limit: number): number | undefined {
  if (limit < 0 || Math.abs(a.length - b.length) > limit) return undefined;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  if (start === a.length && start === b.length) return 0;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const ways = [
    differences(restA.slice(1), restB, limit - 1),
    differences(restA, restB.slice(1), limit - 1),
    differences(restA.slice(1), restB.slice(1), limit - 1),
  ].filter(way => way !== undefined);
  return ways.length === 0 ? undefined : 1 + Math.min(...ways);
}
