import { cloudFormationType, isFree, type PropertyTable, tableOf } from '../facts/cloudformation.ts';
import { listOf, type ObjectValue, objectOf, propertyValue, textOf, type Value } from '../model/value.ts';
import { type Declined, declined } from './decline.ts';
import { isOfList, itemWithKey, partsOf } from './list-items.ts';
import { indexOfStep, keyOfStep } from './steps.ts';
import { isScalar, type Leaf, type Scalar, type Wanted, wantedOf } from './wanted.ts';

/**
 * Why CloudFormation would not take what is set: an object would be new, and lacks a property that it has to have. A
 * cache behavior is more than its protocol. Undefined: nothing speaks against it, or the type has no schema.
 */
export function lackOfProperties(type: string, properties: ObjectValue, leaves: readonly Leaf[]): Declined | undefined {
  const table = cloudFormationType(type)?.properties;
  const wanted = wantedOf(leaves);
  return table && wanted && lackIn(properties, wanted, table);
}

function lackIn(holder: Value, wanted: Wanted, table: PropertyTable): Declined | undefined {
  for (const [name, value] of wanted) {
    const inner = insideOf(name, table);
    if (isScalar(value) || !inner) continue;
    const held = objectOf(holder)?.properties.get(name)?.value;
    const found = held && !held.defaulted ? lackInHeld(held, value, inner) : lackOfParts(value, inner);
    if (found) return found;
  }
  return undefined;
}

/** The properties of what stands under a name; undefined of plain values, free JSON and maps, whose keys are anybody's. */
function insideOf(name: string, table: PropertyTable): PropertyTable | undefined {
  const shape = table.get(name)?.shape;
  return shape && shape.kind !== 'map' && !isFree(shape) ? tableOf(shape) : undefined;
}

/** An object where a list is possible is its only item. */
function lackInHeld(held: Value, wanted: Wanted, table: PropertyTable): Declined | undefined {
  const items = listOf(held)?.items ?? [held];
  if (!isOfList(wanted)) return items[0] && lackIn(items[0], wanted, table);
  for (const [step, inner] of wanted) {
    if (isScalar(inner)) continue;
    const item = itemAt(items, step);
    const found = item ? lackIn(item, inner, table) : lackOfNew(itemWithKey(step, inner) ?? inner, table);
    if (found) return found;
  }
  return undefined;
}

function itemAt(items: readonly Value[], step: string): Value | undefined {
  const key = keyOfStep(step);
  return key ? items.find(item => textOf(propertyValue(item, key.key)) === key.value) : items[indexOfStep(step) ?? 0];
}

function lackOfParts(wanted: Wanted, table: PropertyTable): Declined | undefined {
  for (const part of partsOf(wanted)) {
    const found = lackOfNew(part, table);
    if (found) return found;
  }
  return undefined;
}

function lackOfNew(wanted: Wanted | Scalar, table: PropertyTable): Declined | undefined {
  if (isScalar(wanted) || isOfList(wanted)) return undefined;
  for (const [name, { required }] of table) if (required && !wanted.has(name)) return declined('needs', name);
  for (const [name, value] of wanted) {
    const inner = insideOf(name, table);
    const found = isScalar(value) || !inner ? undefined : lackOfParts(value, inner);
    if (found) return found;
  }
  return undefined;
}
