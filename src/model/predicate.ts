import type { Graph } from './graph.ts';
import type { Resource } from './resource.ts';
import type { ParameterValue } from './rule.ts';
import { listOf, type Property, type Value } from './value.ts';
import { allOf, type Outcome, type Verdict } from './verdict.ts';

/** A question that needs code, asked by name from a rule: `predicate: iam.allows-admin`. */
export type Predicate = (subject: PredicateSubject) => Outcome;

export interface PredicateSubject {
  readonly resource: Resource;
  readonly graph: Graph;
  /** The item inside `each`, `some` and `every`; otherwise the properties of the resource. */
  readonly value: Value | undefined;
  /** The property that holds the value, where it is one. */
  readonly property?: Property;
  /** The inputs written in the rule, parameters already put in. */
  readonly with: Readonly<Record<string, unknown>>;
  /** What the user set, or the defaults of the rule. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /**
   * What the scenario under evaluation takes a condition or parameter to be, by the name of the assumption;
   * undefined: undecided. Asking records the name, so that the other choices are evaluated as well.
   */
  assume(name: string): string | number | boolean | undefined;
}

const MAX_CHOICES = 16;

/**
 * What a value is in the scenario under evaluation: of an unknown with alternatives the one that the scenario
 * takes, else the value itself. Undefined where the scenario leaves the property out.
 */
export function chosen(value: Value | undefined, subject: Pick<PredicateSubject, 'assume'>): Value | undefined {
  let current = value;
  for (let depth = 0; depth < MAX_CHOICES; depth++) {
    if (current?.kind !== 'unknown' || current.alternatives.length === 0) return current;
    const taken = current.alternatives.find(({ when }) => subject.assume(when.name) === when.value);
    if (!taken) return current;
    current = taken.value;
  }
  return current;
}

/** The outcome where a property is required and absent: at what holds it, otherwise at the name of the resource. */
export function notSet(name: string, { property, resource }: PredicateSubject): Outcome {
  return { verdict: 'fail', span: property?.span ?? resource.nameSpan, reason: `${name} is not set` };
}

/** The value of a property in the scenario under evaluation; undefined where there is none. */
export function chosenProperty(
  object: Value | undefined,
  name: string,
  subject: Pick<PredicateSubject, 'assume'>,
): { property: Property; value: Value } | undefined {
  const holder = chosen(object, subject);
  const properties =
    holder?.kind === 'object' ? holder.properties : holder?.kind === 'template' ? structureOf(holder) : undefined;
  const property = properties?.get(name);
  if (!property) return undefined;
  const value = chosen(property.value, subject);
  return value && { property, value };
}

function structureOf(value: Value): ReadonlyMap<string, Property> | undefined {
  let current: Value | undefined = value;
  while (current?.kind === 'template') current = current.structure;
  return current?.kind === 'object' ? current.properties : undefined;
}

/**
 * Answers about the items of a list, or about the value where it is no list; unknown stands for those that cannot be
 * seen. Items that the scenario leaves out fail.
 */
export function askItems(
  value: Value | undefined,
  subject: Pick<PredicateSubject, 'assume'>,
  ask: (item: Value) => Verdict,
): Verdict[] {
  if (!value) return [];
  if (value.kind === 'unknown') return ['unknown'];
  const list = listOf(value);
  const verdicts = (list?.items ?? [value]).map(item => {
    const settled = chosen(item, subject);
    return settled ? ask(settled) : 'fail';
  });
  return list?.open ? [...verdicts, 'unknown'] : verdicts;
}

/** Whether a resource exists in the scenario under evaluation. */
export function isDeployed({ exists, existsWhen }: Resource, { assume }: Pick<PredicateSubject, 'assume'>): Verdict {
  if (exists === 'yes') return 'pass';
  if (existsWhen.length === 0) return 'unknown';
  return allOf(
    existsWhen.map(({ name, value }) => {
      const assumed = assume(name);
      return assumed === undefined ? 'unknown' : assumed === value ? 'pass' : 'fail';
    }),
  );
}
