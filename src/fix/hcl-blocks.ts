import type { Attribute, Block } from '../parse/hcl/ast.ts';
import { literalOf } from './hcl-literals.ts';
import { sameText } from './list-items.ts';
import { indexOfStep, keyOfStep } from './steps.ts';

/** A `dynamic` block is called by what it makes. */
export function nameOf(item: Attribute | Block): string | undefined {
  if (item.kind === 'attribute') return item.name;
  return item.type === 'dynamic' ? item.labels[0]?.value : item.type;
}

/**
 * Whether a step means a block, which is told by its place among those of its name, or by one of its arguments;
 * undefined where the text does not tell.
 */
export function meansBlock(step: string, item: Attribute | Block, index: number): boolean | undefined {
  const at = indexOfStep(step);
  if (at !== undefined) return at === index;
  const key = keyOfStep(step);
  if (!key || item.kind !== 'block' || item.type === 'dynamic') return undefined;
  const held = item.body.items.find(each => nameOf(each) === key.key);
  if (!held) return false;
  const literal = held.kind === 'attribute' ? literalOf(held.value) : undefined;
  return literal === undefined ? undefined : sameText(literal, key.value);
}
