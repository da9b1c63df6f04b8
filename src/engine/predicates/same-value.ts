import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import type { Value } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions that compare two values of one resource. */
export const sameValuePredicates: Readonly<Record<string, Predicate>> = {
  'values.differ': valuesDiffer,
};

/** Passes where the two properties `with.properties` name different things, or one of them is absent. */
function valuesDiffer(subject: PredicateSubject): Outcome {
  const names = (subject.with['properties'] ?? []) as readonly string[];
  const found = names.map(name => chosenProperty(subject.value, name, subject));
  const [one, other] = found;
  const span = other?.property.span ?? one?.property.span ?? subject.resource.nameSpan;
  if (!one || !other) return { verdict: 'pass', span, reason: 'one of them is not set' };
  const texts = [one, other].map(({ property }) => property.writtenAs).join(' and ');
  if (identity(one.value, subject) === identity(other.value, subject)) {
    const related = [{ span: one.property.span, message: `the other one is ${one.property.writtenAs}` }];
    return { verdict: 'fail', span, reason: `${texts} name the same`, related };
  }
  const apart = isMadeHere(one.value, other.value) || isMadeHere(other.value, one.value);
  if (!apart && (isOpen(one.value) || isOpen(other.value)))
    return { verdict: 'unknown', span, reason: `${texts} may name the same` };
  return { verdict: 'pass', span, reason: `${texts} differ` };
}

/** A resource of these files, and what is given or looked up from outside before it is made. */
function isMadeHere(one: Value, other: Value): boolean {
  if (one.kind !== 'reference' || other.kind !== 'unknown') return false;
  return other.reason === 'parameter-without-default' || other.reason === 'outside-this-input';
}

const MAX_DEPTH = 8;

/** A text that is equal for values that are equal whatever is decided at deployment. */
export function identity(value: Value | undefined, subject: Pick<PredicateSubject, 'assume'>, depth = 0): string {
  const settled = chosen(value, subject);
  if (!settled || depth > MAX_DEPTH) return '';
  switch (settled.kind) {
    case 'scalar':
      return JSON.stringify(settled.value);
    case 'reference':
      return `reference ${settled.target} ${settled.attribute ?? ''}`;
    case 'template':
      return settled.parts
        .map(part => (typeof part === 'string' ? JSON.stringify(part) : identity(part, subject, depth + 1)))
        .join(' + ');
    case 'unknown':
      return `unknown ${settled.missing}`;
    case 'list':
      return `[${settled.items.map(item => identity(item, subject, depth + 1)).join(', ')}]`;
    case 'object':
      return `{${[...settled.properties].map(([name, { value: held }]) => `${name}: ${identity(held, subject, depth + 1)}`).join(', ')}}`;
  }
}

function isOpen(value: Value): boolean {
  if (value.kind === 'template') return value.parts.some(part => typeof part !== 'string' && isOpen(part));
  return value.kind === 'unknown';
}
