import type { Constants } from '../../facts/mappings.ts';
import type { Step, Target } from '../../facts/target.ts';
import type { Span } from '../../model/source.ts';
import type { ListValue, ObjectValue, Property, Value } from '../../model/value.ts';
import { scalar } from '../../model/value.ts';

/** The properties of a resource while they are collected; a finished draft is an object value like any other. */
export interface Draft extends ObjectValue {
  readonly properties: Map<string, Property>;
  open: boolean;
  defaulted?: true;
}

interface DraftList extends ListValue {
  readonly items: Value[];
  open: boolean;
  represented?: true;
  defaulted?: true;
}

/** Where a property is written: a property without its value. */
export type Source = Omit<Property, 'value'>;

export function newDraft(span: Span, defaulted?: true): Draft {
  const draft: Draft = new OwnObject(new Map(), false, span);
  if (defaulted) draft.defaulted = true;
  return draft;
}

/**
 * Puts a value at a target, making the objects and lists on the way. What is there already: an item is added to a
 * list, objects are joined, a value that somebody wrote wins over a default, and otherwise the first one stays.
 */
export function write(holder: Draft, target: Target, value: Value, source: Source, constants?: Constants): void {
  const last = target.steps.length - 1;
  let inner: Draft | undefined = holder;
  for (let i = 0; i < last && inner; i++) inner = descend(inner, target.steps[i]!, value, source);
  if (!inner) return;
  const step = target.steps[last]!;
  if (step.item === undefined) {
    put(inner, step.name, { ...source, value });
    writeConstants(inner, constants, source, value);
  } else {
    const list = listAt(inner, step.name, value, source);
    const item = value.kind === 'object' && constants ? copyDraft(value) : value;
    if (isDraft(item)) writeConstants(item, constants, source, value);
    list.items.push(item);
  }
}

/** Makes sure that there is a list at the target, which may hold more than the files show. */
export function writeList(holder: Draft, target: Target, open: boolean, value: Value, source: Source): void {
  let inner: Draft | undefined = holder;
  for (const step of target.steps) {
    if (!inner) return;
    if (step.item === undefined) {
      inner = descend(inner, step, value, source);
      continue;
    }
    const list = listAt(inner, step.name, value, source);
    if (open) mayHoldMore(list, value);
    return;
  }
}

/** Joins a property into the object, as `write` does at the end of its way. */
export function put(holder: Draft, name: string, property: Property): void {
  if (holder.defaulted && !property.value.defaulted) delete holder.defaulted;
  const existing = holder.properties.get(name);
  holder.properties.set(name, existing ? join(existing, property) : property);
}

export function isDraft(value: Value): value is Draft {
  return value instanceof OwnObject;
}

/**
 * Objects and lists that are ours to change; those that came with the arguments may be shared. A class tells them
 * apart in no time, and a copy by spreading is not ours any more.
 */
class OwnObject implements Draft {
  readonly kind = 'object';
  readonly properties: Map<string, Property>;
  open: boolean;
  readonly span: Span;
  declare defaulted?: true;

  constructor(properties: Map<string, Property>, open: boolean, span: Span) {
    this.properties = properties;
    this.open = open;
    this.span = span;
  }
}

class OwnList implements DraftList {
  readonly kind = 'list';
  readonly items: Value[];
  open: boolean;
  readonly span: Span;
  declare represented?: true;
  declare defaulted?: true;

  constructor(items: Value[], open: boolean, span: Span) {
    this.items = items;
    this.open = open;
    this.span = span;
  }
}

/** Because of a value that is not known, or is a list that may hold more itself. */
function mayHoldMore(list: DraftList, because: Value): void {
  const represented = because.kind === 'list' && because.represented && (!list.open || list.represented);
  list.open = true;
  if (represented) list.represented = true;
  else delete list.represented;
}

function join(existing: Property, added: Property): Property {
  const [before, after] = [existing.value, added.value];
  if (before.kind === 'list' && after.kind === 'list') {
    const list = before.defaulted && !after.defaulted ? newList(after) : draftList(before);
    for (const item of after.items) list.items.push(item);
    if (after.open) mayHoldMore(list, after);
    return { ...(before.defaulted ? added : existing), value: list };
  }
  if (before.kind === 'object' && after.kind === 'object') {
    const object = copyDraft(before);
    for (const [name, property] of after.properties) put(object, name, property);
    if (after.open) object.open = true;
    return { ...(before.defaulted ? added : existing), value: object };
  }
  return before.defaulted && !after.defaulted ? added : existing;
}

/** The object below a step; undefined where something else stands there. */
function descend(holder: Draft, step: Step, value: Value, source: Source): Draft | undefined {
  if (step.item !== undefined) {
    const list = listAt(holder, step.name, value, source);
    const first = step.item === 'first' ? list.items[0] : undefined;
    if (first?.kind === 'object') {
      const draft = copyDraft(first);
      list.items[0] = draft;
      return draft;
    }
    const item = newDraft(value.span, value.defaulted);
    list.items.push(item);
    return item;
  }
  if (holder.defaulted && !value.defaulted) delete holder.defaulted;
  const existing = holder.properties.get(step.name);
  if (existing && existing.value.kind !== 'object') return undefined;
  const object = existing?.value.kind === 'object' ? copyDraft(existing.value) : newDraft(value.span, value.defaulted);
  if (existing?.value !== object) holder.properties.set(step.name, { ...(existing ?? source), value: object });
  return object;
}

/** The list of a property, ready to be added to. An unknown list becomes one that may hold more. */
function listAt(holder: Draft, name: string, value: Value, source: Source): DraftList {
  if (holder.defaulted && !value.defaulted) delete holder.defaulted;
  const existing = holder.properties.get(name);
  if (existing?.value instanceof OwnList) {
    const list: DraftList = existing.value;
    if (!value.defaulted) delete list.defaulted;
    return list;
  }
  const list = existing?.value.kind === 'list' ? draftList(existing.value) : newList(value);
  if (existing?.value.kind === 'unknown') mayHoldMore(list, existing.value);
  if (!value.defaulted) delete list.defaulted;
  const from = existing && !existing.value.defaulted ? existing : source;
  holder.properties.set(name, { ...from, value: list });
  return list;
}

function newList(at: Value): DraftList {
  const list: DraftList = new OwnList([], false, at.span);
  if (at.defaulted) list.defaulted = true;
  return list;
}

function draftList(list: ListValue): DraftList {
  if (list instanceof OwnList) return list;
  const { items, open, span, ...marks } = list;
  return Object.assign(new OwnList([...items], open, span), marks);
}

function copyDraft(object: ObjectValue): Draft {
  if (isDraft(object)) return object;
  const { properties, open, span, ...marks } = object;
  return Object.assign(new OwnObject(new Map(properties), open, span), marks);
}

function writeConstants(holder: Draft, constants: Constants | undefined, source: Source, at: Value): void {
  for (const [name, constant] of Object.entries(constants ?? {})) {
    if (holder.properties.has(name)) continue;
    const value = scalar(constant, at.span);
    holder.properties.set(name, { ...source, value: at.defaulted ? { ...value, defaulted: true } : value });
  }
}
