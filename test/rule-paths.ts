import { parsePath, type Step } from '../src/engine/path-syntax.ts';
import { cloudFormationType, type PropertyFact, type PropertyTable, type Shape } from '../src/facts/cloudformation.ts';
import type { Condition, PropertyCondition, Rule } from '../src/model/rule.ts';

/**
 * The property paths of a rule that no type it is about has, by CloudFormation's schema. What lies in free JSON, or in
 * types without a schema, is not judged.
 */
export function unknownPaths(rule: Rule): string[] {
  const unknown: string[] = [];
  const roots = rule.resources.flatMap(shapeOf);
  const items = rule.each ? rule.each.flatMap(path => place(roots, path, unknown).flatMap(elements)) : roots;
  for (const condition of [rule.when, rule.unknownWhen]) if (condition) check(condition, roots, roots, unknown);
  check(rule.require, items, roots, unknown);
  for (const path of Object.keys(rule.fix?.set ?? {})) place(items, path, unknown);
  return [...new Set(unknown)];
}

type Place = Shape | 'anything';

function check(condition: Condition, items: readonly Place[], roots: readonly Place[], unknown: string[]): void {
  if ('all' in condition) for (const part of condition.all) check(part, items, roots, unknown);
  else if ('any' in condition) for (const part of condition.any) check(part, items, roots, unknown);
  else if ('not' in condition) check(condition.not, items, roots, unknown);
  else if ('related' in condition) {
    const { type, via, by, where } = condition.related;
    for (const path of [via ?? []].flat()) place(items, path, unknown);
    const others = [type].flat().flatMap(shapeOf);
    for (const path of [by ?? []].flat()) place(others, path, unknown);
    if (where) check(where, others, others, unknown);
  } else if ('property' in condition) checkProperty(condition, items, roots, unknown);
}

function checkProperty(
  condition: PropertyCondition,
  items: readonly Place[],
  roots: readonly Place[],
  unknown: string[],
): void {
  const found = place(items, condition.property!, unknown);
  for (const inner of [condition.some, condition.every])
    if (inner) check(inner, found.flatMap(elements), roots, unknown);
}

/** Where a path leads; a path that leads nowhere from all of the places is added to the unknown ones. */
function place(from: readonly Place[], path: string, unknown: string[]): Place[] {
  return parsePath(path).flatMap((steps, index) => {
    const found = from.flatMap(start => walk([start], steps));
    if (from.length > 0 && found.length === 0) unknown.push(path.split('|')[index] ?? path);
    return found;
  });
}

function walk(from: readonly Place[], steps: readonly Step[]): Place[] {
  let places = [...from];
  for (const step of steps) places = places.flatMap(at => (step.kind === 'name' ? named(at, step.name) : elements(at)));
  return places;
}

function named(at: Place, name: string): Place[] {
  if (at === 'anything') return ['anything'];
  switch (at.kind) {
    case 'object': {
      const fact = at.properties.get(name);
      return fact ? [fact.shape] : [];
    }
    case 'tag':
      return name === 'Key' || name === 'Value' ? [{ kind: 'string' }] : [];
    case 'map':
      return [at.element];
    case 'union':
      return at.shapes.flatMap(shape => named(shape, name));
    case 'json':
    case 'string':
      return ['anything'];
    default:
      return [];
  }
}

function elements(at: Place): Place[] {
  if (at === 'anything') return ['anything'];
  switch (at.kind) {
    case 'list':
      return [at.element];
    case 'map':
      return [at, at.element];
    case 'union':
      return at.shapes.flatMap(elements);
    case 'json':
    case 'string':
      return ['anything'];
    default:
      return [at];
  }
}

/** A data source that Terraform's front end makes a resource where nothing uses it, by the kind of its policy. */
export const POLICY_DOCUMENT = 'aws_iam_policy_document';

const JSON_PROPERTY: PropertyFact = { shape: { kind: 'json' }, required: false, replaces: 'no' };

function shapeOf(type: string): Place[] {
  if (type === POLICY_DOCUMENT) {
    const names = ['PolicyDocument', 'AssumeRolePolicyDocument', 'ResourcePolicy'];
    return [{ kind: 'object', name: type, properties: new Map(names.map(name => [name, JSON_PROPERTY])) }];
  }
  const known = cloudFormationType(type);
  if (!known) return ['anything'];
  const properties: PropertyTable = known.properties;
  return [{ kind: 'object', name: type, properties }];
}
