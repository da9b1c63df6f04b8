import type { Span } from '../../model/source.ts';
import type { Assumption } from '../../model/value.ts';
import { ANY, NUMBER } from '../values/types.ts';
import { othersOf, unknownLike } from '../values/unknowns.ts';
import type { TerraformAlternative, TerraformValue, UnknownTerraformValue } from '../values/values.ts';

/**
 * The elements of a collection over which something is repeated, with what must hold for each to be there. `rest` is
 * the collection, or the part of it, whose elements cannot be told: zero or more of them.
 */
export interface Elements {
  readonly known: readonly Element[];
  readonly rest?: Rest;
}

export interface Element {
  /** Key of a map, value of a set, index of a list. */
  readonly key: TerraformValue;
  readonly value: TerraformValue;
  readonly exists: 'yes' | 'unknown';
  readonly existsWhen: readonly Assumption[];
}

export interface Rest {
  /** What is not known. */
  readonly of: UnknownTerraformValue;
  readonly exists: 'yes' | 'unknown';
  readonly existsWhen: readonly Assumption[];
}

/** Undecided conditionals in one collection; more are not told apart. */
const MAX_CASES = 64;

/** Elements of a list, set, map, object, or of an undecided conditional between them; none of any other value. */
export function elementsOf(collection: TerraformValue): Elements {
  return join(casesOf(collection, entriesOf), collection);
}

/** The indexes of a known or undecided number; `invalid` where the value can be no count. */
export function indexesBelow(count: TerraformValue): Elements {
  return join(casesOf(count, indexes), count);
}

/** A whole number of at least zero; undefined of any other value. */
export function countOf(value: TerraformValue): number | undefined {
  if (value.kind !== 'number' && value.kind !== 'string') return undefined;
  const text = String(value.value).trim();
  const count = Number(text);
  return text !== '' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

/** One way in which undecided conditionals may turn out. */
interface Case {
  readonly when: readonly Assumption[];
  readonly entries: ReadonlyMap<string, Entry>;
  readonly rest?: UnknownTerraformValue;
}

interface Entry {
  readonly key: TerraformValue;
  readonly value: TerraformValue;
}

type Enumerate = (value: TerraformValue) => Pick<Case, 'entries' | 'rest'>;

function casesOf(value: TerraformValue, enumerate: Enumerate): Case[] {
  const cases: Case[] = [];
  const visit = (part: TerraformValue, when: readonly Assumption[]): void => {
    if (part.kind !== 'unknown' || !part.alternatives?.length) cases.push({ when, ...enumerate(part) });
    else for (const alternative of part.alternatives) visitAlternative(alternative, when);
  };
  const visitAlternative = (alternative: TerraformAlternative, when: readonly Assumption[]): void => {
    const decided = when.find(assumption => assumption.name === alternative.when.name);
    if (decided && decided.value !== alternative.when.value) return;
    if (cases.length > MAX_CASES) return;
    visit(alternative.value, decided ? when : [...when, alternative.when]);
  };
  visit(value, []);
  if (cases.length <= MAX_CASES) return cases;
  return [{ when: [], entries: new Map(), rest: boundExceeded(value) }];
}

/** Elements that are in several cases are one, and are certain where they are in all. */
function join(cases: readonly Case[], whole: TerraformValue): Elements {
  const only = cases[0];
  if (cases.length === 1 && only) {
    const known = [...only.entries.values()].map(entry => element(entry, 'yes', []));
    return { known, ...(only.rest && { rest: { of: only.rest, exists: existsOf(only.rest), existsWhen: [] } }) };
  }
  const keys = new Map<string, Case[]>();
  for (const one of cases) {
    for (const key of one.entries.keys()) keys.set(key, [...(keys.get(key) ?? []), one]);
  }
  const known = [...keys].map(([key, holding]) => {
    const entry = { key: holding[0]!.entries.get(key)!.key, value: valueIn(holding, key, whole) };
    const certain = holding.length === cases.length;
    return element(entry, certain ? 'yes' : 'unknown', certain ? [] : onlyOne(holding));
  });
  const open = cases.filter(one => one.rest);
  if (open.length === 0) return { known };
  const rest = open[0]!.rest!;
  const certain = open.length === cases.length && open.every(one => existsOf(one.rest!) === 'yes');
  return { known, rest: { of: rest, exists: certain ? 'yes' : 'unknown', existsWhen: certain ? [] : onlyOne(open) } };
}

function element(entry: Entry, exists: Element['exists'], existsWhen: readonly Assumption[]): Element {
  return { ...entry, exists, existsWhen };
}

function onlyOne(cases: readonly Case[]): readonly Assumption[] {
  return cases.length === 1 ? cases[0]!.when : [];
}

/** An element that has a value of its own in several cases has them as alternatives. */
function valueIn(cases: readonly Case[], key: string, whole: TerraformValue): TerraformValue {
  const first = cases[0]!.entries.get(key)!.value;
  if (cases.every(one => one.entries.get(key)!.value === first || sameScalar(one.entries.get(key)!.value, first))) {
    return first;
  }
  const alternatives = cases.flatMap(one =>
    one.when.length === 1 ? [{ when: one.when[0]!, value: one.entries.get(key)!.value }] : [],
  );
  const missing = whole.kind === 'unknown' ? whole.missing : '';
  const exhaustive = alternatives.length === cases.length;
  return {
    kind: 'unknown',
    type: ANY,
    reason: 'undecided-condition',
    missing,
    span: whole.span,
    ...(exhaustive && { alternatives }),
  };
}

function sameScalar(a: TerraformValue, b: TerraformValue): boolean {
  return a.kind === b.kind && 'value' in a && 'value' in b && a.value === b.value;
}

function entriesOf(collection: TerraformValue): Pick<Case, 'entries' | 'rest'> {
  const entries = new Map<string, Entry>();
  let rest: UnknownTerraformValue | undefined;
  switch (collection.kind) {
    case 'map':
    case 'object':
      for (const [name, entry] of collection.entries) {
        entries.set(name, { key: text(name, entry.nameSpan ?? entry.value.span), value: entry.value });
      }
      if (collection.open) rest = othersOf(collection);
      break;
    case 'list':
    case 'tuple':
      collection.items.forEach((value, index) => {
        entries.set(String(index), { key: number(index, value.span), value });
      });
      break;
    case 'set':
      for (const value of collection.items) {
        if (value.kind === 'unknown') rest ??= { ...value, length: { min: 1, max: collection.items.length } };
        else entries.set(keyText(value, entries.size), { key: value, value });
      }
      break;
    case 'unknown':
      rest = collection;
      for (const value of collection.certain ?? []) {
        const key = collection.type.kind === 'set' ? value : unknownLike(collection, NUMBER, value.span);
        if (key === value && value.kind === 'unknown') continue;
        entries.set(keyText(value, entries.size), { key, value });
      }
      break;
    case 'null':
    case 'string':
    case 'number':
    case 'bool':
      break;
  }
  return { entries, ...(rest && { rest }) };
}

/** Equal elements of the sets of two cases are the same element. */
function keyText(value: TerraformValue, position: number): string {
  return 'value' in value ? `${value.kind} ${String(value.value)}` : `at ${position}`;
}

/** More indexes are taken together as the rest. */
export const MAX_INSTANCES = 10_000;

function indexes(count: TerraformValue): Pick<Case, 'entries' | 'rest'> {
  if (count.kind === 'unknown') return { entries: new Map(), rest: count };
  const entries = new Map<string, Entry>();
  const known = countOf(count) ?? 0;
  for (let index = 0; index < Math.min(known, MAX_INSTANCES); index++) {
    const key = number(index, count.span);
    entries.set(String(index), { key, value: key });
  }
  return known > MAX_INSTANCES ? { entries, rest: boundExceeded(count) } : { entries };
}

function existsOf(rest: UnknownTerraformValue): 'yes' | 'unknown' {
  return rest.length && rest.length.min > 0 ? 'yes' : 'unknown';
}

function boundExceeded({ span }: TerraformValue): UnknownTerraformValue {
  return { kind: 'unknown', type: ANY, reason: 'bound-exceeded', missing: 'too many instances', span };
}

function text(value: string, span: Span): TerraformValue {
  return { kind: 'string', value, span };
}

function number(value: number, span: Span): TerraformValue {
  return { kind: 'number', value, span };
}
