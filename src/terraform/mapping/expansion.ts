import type { ObjectValue, Property, Value } from '../../model/value.ts';
import { unknown } from '../../model/value.ts';
import { itemsOfUnknown } from './alternatives.ts';

/**
 * One block with lists (`cidr_blocks`, `security_groups`, `self`) as several, each with one item of one list; the
 * other arguments are in all of them. A block in which none of the lists has an item is itself, without them.
 */
export function expandBlock(block: ObjectValue, names: readonly string[]): readonly ObjectValue[] {
  const common = new Map(block.properties);
  for (const name of names) common.delete(name);
  const expanded: ObjectValue[] = [];
  for (const name of names) {
    const property = block.properties.get(name);
    if (!property) continue;
    for (const value of itemsOf(property)) {
      expanded.push({ ...block, properties: new Map(common).set(name, { ...property, value }) });
      if (expanded.length > MAX_ITEMS) return expanded;
    }
  }
  return expanded.length > 0 ? expanded : [{ ...block, properties: common }];
}

/** Of a list that is known in part, the item that stands for the others. */
function mayBeNone(item: Value): boolean {
  return item.kind === 'unknown' && item.alternatives.some(({ value }) => value === undefined);
}

function furtherItems({ span }: Value): Value {
  return unknown('not-supported', 'further items', span);
}

/** No service takes more rules than this for one resource. */
const MAX_ITEMS = 10_000;

function itemsOf({ value }: Property): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.open && !value.items.some(mayBeNone) ? [...value.items, furtherItems(value)] : value.items;
    case 'unknown':
      return itemsOfUnknown(value);
    case 'scalar':
      // `self = false` and an empty text name nothing.
      return value.value === false || value.value === null || value.value === '' ? [] : [value];
    default:
      return [value];
  }
}
