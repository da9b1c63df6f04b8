import type { PredicateSubject } from '../model/predicate.ts';
import type { Resource } from '../model/resource.ts';
import { objectOf, type Value } from '../model/value.ts';
import { type Statement, statementsOf } from './policy.ts';

/** The Deny statements of the document that a statement is in: what they take away, it does not give. */
export function denialsBeside(statement: Statement, subject: PredicateSubject): readonly Statement[] {
  for (const document of documentsOf(subject.resource)) {
    const { statements } = statementsOf(document, subject);
    if (statements.some(({ span }) => isSame(span, statement.span)))
      return statements.filter(({ allows }) => allows === 'fail');
  }
  return [];
}

function isSame(one: Statement['span'], other: Statement['span']): boolean {
  return one.file === other.file && one.start === other.start && one.end === other.end;
}

const MAX_DEPTH = 5;
const known = new WeakMap<Resource, readonly Value[]>();

/** All policy documents that a resource holds, found once. */
function documentsOf(resource: Resource): readonly Value[] {
  const found = known.get(resource) ?? documentsIn(resource.properties, 0);
  known.set(resource, found);
  return found;
}

function documentsIn(value: Value, depth: number): readonly Value[] {
  if (depth > MAX_DEPTH) return [];
  if (value.kind === 'list') return value.items.flatMap(item => documentsIn(item, depth + 1));
  if (value.kind === 'unknown')
    return value.alternatives.flatMap(alternative => (alternative.value ? documentsIn(alternative.value, depth) : []));
  const properties = objectOf(value)?.properties;
  if (!properties) return [];
  if (properties.has('Statement')) return [value];
  return [...properties.values()].flatMap(property => documentsIn(property.value, depth + 1));
}
