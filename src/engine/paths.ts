import { objectOf, type Property, textOf, type UnknownValue, unknown, type Value } from '../model/value.ts';
import { canonicalText } from './equality.ts';
import { structureOfText } from './json-text.ts';
import { type Path, type Step, segmentOf } from './path-syntax.ts';
import { type Scenario, settle } from './scenarios.ts';
import { nameOf, type Trail } from './trail.ts';

/** Where a path leads from a place; of alternatives the first that is present, or may be. */
export function follow(path: Path, from: Trail, scenario: Scenario): Trail {
  let first: Trail | undefined;
  for (const steps of path) {
    const led = walk(from, steps, 0, scenario);
    if (led.value !== undefined) return led;
    first ??= led;
  }
  return first ?? from;
}

/**
 * The items that `some`, `every` and `each` speak of. `open`: there may be others. `unseen`: none of the items stands for
 * the others, so that they may be anything.
 */
export interface Items {
  readonly items: readonly Trail[];
  readonly open: boolean;
  readonly unseen: boolean;
}

/**
 * The items of a list, or one value as a list of one; with `asMap`, the values of an object. Undefined where the value
 * itself is not known. An absent value has no items.
 */
export function itemsOf(trail: Trail, scenario: Scenario, asMap: boolean): Items | undefined {
  if (trail.items) return { items: trail.items, ...openness(trail.value) };
  const value = structured(trail.value);
  if (value === undefined) return { items: [], ...CLOSED };
  switch (value.kind) {
    case 'unknown':
    case 'reference':
      return undefined;
    case 'template':
      return { items: [trail], ...CLOSED };
    case 'scalar':
      return { items: [trail], ...CLOSED };
    case 'list':
      return { items: listItems(trail, value.items, scenario), ...openness(value) };
    case 'object': {
      if (!trail.up || (!asMap && !holdsObjects(value.properties))) return { items: [trail], ...CLOSED };
      const items: Trail[] = [];
      for (const [name, property] of value.properties) {
        const settled = settle(property.value, scenario);
        if (settled) items.push({ up: trail, segment: name, value: settled, property });
      }
      return { items, ...openness(value) };
    }
  }
}

const CLOSED = { open: false, unseen: false } as const;

function openness(value: Value | undefined): Omit<Items, 'items'> {
  if ((value?.kind !== 'list' && value?.kind !== 'object') || !value.open) return CLOSED;
  return { open: true, unseen: value.kind === 'object' || !value.represented };
}

function walk(from: Trail, steps: readonly Step[], start: number, scenario: Scenario): Trail {
  let at = from;
  for (let i = start; i < steps.length; i++) {
    const step = steps[i]!;
    if (at.value === undefined) at = absent(at, step);
    else if (at.value.kind === 'unknown') {
      return { ...at, value: { ...at.value, nullable: true }, rest: steps.slice(i) };
    } else if (at.value.kind === 'reference') return { ...at, value: partOfReference(at, at.value) };
    else if (step.kind === 'items') return collect(at, steps, i + 1, scenario);
    else at = take(at, step, scenario);
  }
  return at;
}

function take(at: Trail, step: Exclude<Step, { kind: 'items' }>, scenario: Scenario): Trail {
  switch (step.kind) {
    case 'name':
      return takeName(at, step, scenario);
    case 'index':
      return takeIndex(at, step, scenario);
    case 'key':
      return takeKeyed(at, step, scenario);
  }
}

function takeName(at: Trail, step: Step & { kind: 'name' }, scenario: Scenario): Trail {
  const value = structured(at.value);
  if (value?.kind === 'list' && value.items.length === 1 && !value.open) {
    return takeName(takeIndex(at, { kind: 'index', index: 0 }, scenario), step, scenario);
  }
  if (value?.kind === 'unknown') return { ...at, value: { ...value, nullable: true } };
  if (value?.kind === 'template') return { ...at, value: partOfText(at, value) };
  const object = objectOf(value);
  const property = object?.properties.get(step.name);
  if (property) return { up: at, segment: step.name, value: settle(property.value, scenario), property };
  if (object?.open || (value?.kind === 'list' && value.open)) return hidden(at, step);
  return absent(at, step);
}

function takeIndex(at: Trail, step: Step & { kind: 'index' }, scenario: Scenario): Trail {
  const items = itemsOf(at, scenario, false);
  const item = items?.items[step.index];
  if (item) return item;
  return !items || items.open ? hidden(at, step) : absent(at, step);
}

/** The first item with the key; in a map (`Tags: { Owner: a }`) the entry of that name, as `{ Value }`. */
function takeKeyed(at: Trail, step: Step & { kind: 'key' }, scenario: Scenario): Trail {
  const value = structured(at.value);
  if (value?.kind === 'object' && !value.properties.has(step.key)) return takeEntry(at, step, scenario);
  const list = itemsOf(at, scenario, false);
  if (!list) return hidden(at, step);
  let uncertain = list.open;
  for (const item of list.items) {
    const key = takeName(item, { kind: 'name', name: step.key }, scenario).value;
    const text = textOf(key);
    if (text === undefined) uncertain ||= key !== undefined;
    else if (canonicalText(text) === canonicalText(step.value)) return item;
  }
  return uncertain ? hidden(at, step) : absent(at, step);
}

function takeEntry(at: Trail, step: Step & { kind: 'key' }, scenario: Scenario): Trail {
  const entry = takeName(at, { kind: 'name', name: step.value }, scenario);
  if (!entry.property || entry.value === undefined) return entry.value ? entry : absent(at, step);
  const properties = new Map([['Value', entry.property]]);
  return { ...entry, value: { kind: 'object', properties, open: false, span: entry.value.span } };
}

/** `A[].B`: what the rest of the path leads to in each item, absent ones left out, lists in lists flattened. */
function collect(at: Trail, steps: readonly Step[], start: number, scenario: Scenario): Trail {
  const list = itemsOf(at, scenario, false);
  if (!list) return { ...at, value: partOfText(at, at.value!) };
  const items: Trail[] = [];
  let { open, unseen } = list;
  for (const item of list.items) {
    const led = ledTo(walk(item, steps, start, scenario), scenario);
    items.push(...led.items);
    open ||= led.open;
    unseen ||= led.unseen;
  }
  const rest = steps.slice(start).map(segmentOf).join('.').replaceAll('.[', '[');
  const segment = rest === '' ? '[]' : rest.startsWith('[') ? `[]${rest}` : `[].${rest}`;
  if (items.length === 0 && !open) return { up: at, segment, value: undefined };
  const values = items.map(item => item.value!);
  const represented = open && !unseen && ({ represented: true } as const);
  return { up: at, segment, value: { kind: 'list', items: values, open, ...represented, span: at.value!.span }, items };
}

/** What an item of a path with `[]` contributes: the items of lists, everything else as it is. */
function ledTo(led: Trail, scenario: Scenario): Items {
  const { value } = led;
  if (value === undefined) return { items: [], ...CLOSED };
  const more = value.kind === 'list' ? openness(value) : CLOSED;
  if (led.items) return { items: led.items, ...more };
  if (value.kind === 'list') return { items: listItems(led, value.items, scenario), ...more };
  return { items: [value.kind === 'unknown' && !led.rest ? { ...led, rest: [] } : led], ...more };
}

/** The name that an item itself hangs on: an unknown with alternatives. */
export function undecidedName({ value }: Trail): string | undefined {
  return value?.kind === 'unknown' ? value.alternatives[0]?.when.name : undefined;
}

/** Whether `settledItems` can say what becomes of an item. */
export function canSettle(item: Trail): boolean {
  return item.value?.kind !== 'unknown' || item.rest !== undefined || !item.value.nullable;
}

/** What an item that hung on a name is in a scenario that decides it: nothing, one item, or those that it leads to. */
export function settledItems(item: Trail, scenario: Scenario): Items {
  if (undecidedName(item) === undefined) return { items: [item], ...CLOSED };
  const { up, segment, property, rest } = item;
  const value = settle(item.value, scenario);
  if (value === undefined) return { items: [], ...CLOSED };
  const settled: Trail = { up, segment, value, property };
  return rest ? ledTo(walk(settled, rest, 0, scenario), scenario) : { items: [settled], ...CLOSED };
}

function listItems(at: Trail, values: readonly Value[], scenario: Scenario): Trail[] {
  const items: Trail[] = [];
  values.forEach((value, index) => {
    const settled = settle(value, scenario);
    if (settled) items.push({ up: at, segment: `[${index}]`, value: settled });
  });
  return items;
}

/** JSON text as what it holds; anything else as it is. */
export function structured(value: Value | undefined): Value | undefined {
  switch (value?.kind) {
    case 'template':
      return value.structure ?? value;
    case 'scalar':
      return typeof value.value === 'string' ? (structureOfText(value) ?? value) : value;
    default:
      return value;
  }
}

/** An object whose values are all objects is a map, whoever asks. */
function holdsObjects(properties: ReadonlyMap<string, Property>): boolean {
  if (properties.size === 0) return false;
  for (const { value } of properties.values()) if (value.kind !== 'object') return false;
  return true;
}

function absent(at: Trail, step: Step): Trail {
  return { up: at, segment: segmentOf(step), value: undefined };
}

function hidden(at: Trail, step: Step): Trail {
  const value: UnknownValue = { ...unknown('computed-at-deployment', nameOf(at), at.value!.span), nullable: true };
  return { up: at, segment: segmentOf(step), value, hidden: true };
}

function partOfReference(at: Trail, value: Value): UnknownValue {
  return { ...unknown('computed-at-deployment', `what ${nameOf(at)} refers to`, value.span), nullable: true };
}

function partOfText(at: Trail, value: Value): UnknownValue {
  return { ...unknown('computed-at-deployment', `the whole text of ${nameOf(at)}`, value.span), nullable: true };
}
