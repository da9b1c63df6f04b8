import type { Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import { listOf, objectOf, type Property, propertyValue, textOf, type Value } from '../model/value.ts';
import { type Declined, declined } from './decline.ts';
import { sameText } from './list-items.ts';
import { ITEM, indexOfStep, isMember, isName, type KeyStep, keyOfStep, offsetStep } from './steps.ts';
import { type Leaf, says } from './wanted.ts';

/**
 * A leaf with the items on its way told by where they stand in the text, and no more by their place in the normal form,
 * which can have other ones. Declines where a value is not written in the resource, or in one of several items: it is
 * nobody's to change.
 */
export function anchored(resource: Resource, leaf: Leaf): Leaf | Declined {
  const path: string[] = [];
  let item: Span | undefined;
  let value: Value | undefined = resource.properties;
  for (const [index, step] of leaf.path.entries()) {
    if (!value || value.defaulted) {
      const rest = leaf.path.slice(index);
      if (rest.some(each => indexOfStep(each) !== undefined)) return declined('elsewhere');
      return { ...leaf, path: [...path, ...rest], ...(item && { item }) };
    }
    if (isDecidedElsewhere(value)) return declined('elsewhere');
    const next: Next | Declined = step.startsWith('[') ? itemOf(value, step, leaf) : propertyOf(value, step, resource);
    if ('decline' in next) return next;
    value = next.value;
    if (keyOfStep(step) && value && isHome(value.span, resource)) item = value.span;
    if (indexOfStep(step) === undefined) path.push(step);
    else {
      item = value?.span;
      if (!item || !isHome(item, resource)) return declined('elsewhere');
      path.push(offsetStep(item.start));
    }
  }
  return !value || value.defaulted || value.kind === 'scalar' || value.kind === 'object' || value.kind === 'list'
    ? { ...leaf, path, ...(item && { item }) }
    : declined('elsewhere');
}

/** Whether the resource has the value already. */
export function isMet(resource: Resource, { path, value }: Leaf): boolean {
  let at: Value | undefined = resource.properties;
  for (const step of path) {
    if (!at || at.defaulted) return false;
    const key = keyOfStep(step);
    const list = listOf(at);
    if (isName(step)) at = propertyValue(list ? list.items[0] : at, step);
    else if (key) at = list?.items.find(item => sameText(textOf(propertyValue(item, key.key)) ?? '', key.value));
    else return false;
  }
  const text = at?.defaulted ? undefined : textOf(at);
  return text !== undefined && says(text, value);
}

/** Whether something stands in the resource, or in a block that is merged into it. */
export function isHome(span: Span, resource: Resource): boolean {
  return [resource, { span: resource.nameSpan }, ...(resource.satellites ?? [])].some(home =>
    contains(home.span, span),
  );
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.file.path === inner.file.path && outer.start <= inner.start && inner.end <= outer.end;
}

interface Next {
  readonly value: Value | undefined;
}

function isDecidedElsewhere(value: Value): boolean {
  return (
    value.kind === 'unknown' ||
    value.kind === 'reference' ||
    (value.kind === 'template' && value.structure === undefined)
  );
}

function propertyOf(holder: Value, name: string, resource: Resource): Next | Declined {
  const list = listOf(holder);
  if (list && list.items.length > 1) return declined('several');
  const value: Value | undefined = list ? list.items[0] : holder;
  if (!value || value.defaulted) return { value: undefined };
  if (isDecidedElsewhere(value)) return declined('elsewhere');
  const object = objectOf(value);
  if (object?.open) return declined('elsewhere');
  const property: Property | undefined = object?.properties.get(name);
  if (!property) return { value: undefined };
  if (!property.value.defaulted && !isHome(property.span, resource)) return declined('elsewhere');
  return { value: property.value };
}

function itemOf(value: Value, step: string, { whole }: Leaf): Next | Declined {
  const list = listOf(value);
  const items = list?.items ?? [value];
  if (step === ITEM) return items.length > 1 ? declined('several') : { value: list ? items[0] : value };
  if (list?.open) return declined('elsewhere');
  const index = indexOfStep(step);
  if (index !== undefined) return { value: items[index] };
  const key = keyOfStep(step);
  const found = isMember(step) || !key ? undefined : itemWith(key, items);
  if (found === 'uncertain') return declined('elsewhere');
  if (whole && list && items.some(item => !item.defaulted)) return declined('several');
  return { value: found };
}

function itemWith({ key, value }: KeyStep, items: readonly Value[]): Value | undefined | 'uncertain' {
  let isUncertain = false;
  for (const item of items) {
    const held = propertyValue(item, key);
    const text = textOf(held);
    if (text !== undefined && sameText(text, value)) return item;
    isUncertain ||= held === undefined ? isDecidedElsewhere(item) : text === undefined;
  }
  return isUncertain ? 'uncertain' : undefined;
}
