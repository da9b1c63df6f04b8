import type { Span } from '../../model/source.ts';
import { type InstanceKey, UNKNOWN_KEY } from '../address.ts';
import { countOf, elementsOf, MAX_INSTANCES } from '../expressions/elements.ts';
import type { TraversalStep } from '../expressions/scope.ts';
import { ANY } from '../values/types.ts';
import type { MappingEntry, TerraformValue } from '../values/values.ts';
import type { Expansion, Instance } from './instances.ts';

/** All instances of one resource or module block. */
export interface Group<T extends Member> {
  readonly expansion: Expansion;
  readonly members: readonly T[];
  /** Key of an instance → instance; undefined is the key of a single one. */
  readonly byKey: ReadonlyMap<InstanceKey | undefined, T>;
}

export interface Member {
  readonly instance: Instance;
  /** The whole instance as a value. */
  value(): TerraformValue;
}

export function group<T extends Member>(expansion: Expansion, members: readonly T[]): Group<T> {
  return { expansion, members, byKey: new Map(members.map(member => [member.instance.key, member])) };
}

/**
 * The instance that the first of the steps selects, with the number of steps that it took (none for a single one).
 * An index into instances that cannot be told apart selects the one that stands for them. Undefined where all
 * instances are meant, or where there is no such one.
 */
export function select<T extends Member>(
  { expansion, byKey }: Group<T>,
  steps: readonly TraversalStep[],
): { member: T; used: number } | undefined {
  if (expansion.kind === 'single') {
    const member = byKey.get(undefined);
    return member && { member, used: 0 };
  }
  const [step] = steps;
  if (step?.kind !== 'index') return undefined;
  const key = keyOf(step.key, expansion.kind);
  const symbolic = key !== undefined || byKey.size === 1 ? byKey.get(UNKNOWN_KEY) : undefined;
  const member = (key !== undefined ? byKey.get(key) : undefined) ?? symbolic;
  return member && { member, used: 1 };
}

function keyOf(key: TerraformValue, kind: Expansion['kind']): InstanceKey | undefined {
  if (key.kind !== 'string' && key.kind !== 'number') return undefined;
  return kind === 'count' ? Number(key.value) : String(key.value);
}

/** All instances as one value: a tuple for `count`, an object for `for_each`, as far as it can be known. */
export function wholeOf<T extends Member>({ expansion, members, byKey }: Group<T>, span: Span): TerraformValue {
  const build = (repeatedBy: TerraformValue): TerraformValue => {
    if (repeatedBy.kind === 'unknown' && repeatedBy.alternatives?.length) {
      const alternatives = repeatedBy.alternatives.map(({ when, value }) => ({ when, value: build(value) }));
      return { ...unknownGroup(expansion, span), alternatives };
    }
    const keys = keysOf(repeatedBy, expansion.kind);
    const selected = keys?.flatMap(key => byKey.get(key) ?? []);
    if (!keys || !selected || selected.length < keys.length) return unknownGroup(expansion, span);
    return expansion.kind === 'count' ? tupleOf(selected, span) : objectOf(selected, span);
  };
  if (expansion.repeatedBy) return build(expansion.repeatedBy);
  return members[0]?.value() ?? unknownGroup(expansion, span);
}

function keysOf(repeatedBy: TerraformValue, kind: Expansion['kind']): readonly InstanceKey[] | undefined {
  if (kind === 'count') {
    const count = countOf(repeatedBy);
    return count === undefined || count > MAX_INSTANCES ? undefined : Array.from({ length: count }, (_, at) => at);
  }
  const { known, rest } = elementsOf(repeatedBy);
  return rest ? undefined : known.map(({ key }) => ('value' in key ? String(key.value) : ''));
}

function tupleOf(members: readonly Member[], span: Span): TerraformValue {
  return { kind: 'tuple', items: members.map(member => member.value()), elementType: ANY, span };
}

function objectOf(members: readonly Member[], span: Span): TerraformValue {
  const entries = new Map<string, MappingEntry>();
  for (const member of members) entries.set(String(member.instance.key), { value: member.value() });
  return { kind: 'object', entries, elementType: ANY, span };
}

function missingOf({ repeatedBy }: Expansion): string {
  return repeatedBy?.kind === 'unknown' ? repeatedBy.missing : '';
}

function unknownGroup(expansion: Expansion, span: Span) {
  return {
    kind: 'unknown',
    type: expansion.kind === 'count' ? { kind: 'list', element: ANY } : { kind: 'map', element: ANY },
    reason: 'undecided-condition',
    missing: missingOf(expansion),
    notNull: true,
    span,
  } as const satisfies TerraformValue;
}
