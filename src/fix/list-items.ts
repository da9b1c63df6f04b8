import { entryAt, type MappingNode, type ScalarNode, type SyntaxNode } from '../parse/syntax.ts';
import { ITEM, indexOfStep, isMember, isName, type KeyStep, keyOfStep } from './steps.ts';
import { isScalar, type Scalar, says, type Wanted } from './wanted.ts';

/** What is wanted of a list; undefined where names are, of an object. */
export function isOfList(wanted: Wanted): boolean {
  for (const step of wanted.keys()) return !isName(step);
  return false;
}

/** Whether Terraform writes it as an argument, and not as a block: a plain value, or a list of them. */
export function isArgument(wanted: Wanted | Scalar): boolean {
  return isScalar(wanted) || (isOfList(wanted) && [...wanted.values()].every(isScalar));
}

/** What Terraform writes under one name: one argument, or a block for each item. */
export function partsOf(wanted: Wanted | Scalar): (Wanted | Scalar)[] {
  return isScalar(wanted) || isArgument(wanted) ? [wanted] : [...(newItems(wanted) ?? [wanted])];
}

/** The items of a list that is written anew; undefined where the wanted is no list, or speaks of items that are there. */
export function newItems(wanted: Wanted): readonly (Wanted | Scalar)[] | undefined {
  if (!isOfList(wanted)) return undefined;
  const items: (Wanted | Scalar)[] = [];
  for (const [step, inner] of wanted) {
    if (step === ITEM || isMember(step)) items.push(inner);
    else {
      const item = itemWithKey(step, inner);
      if (!item) return undefined;
      items.push(item);
    }
  }
  return items;
}

/** A new item with a key, which comes first; undefined of other steps. */
export function itemWithKey(step: string, inner: Wanted | Scalar): Wanted | undefined {
  const found = keyOfStep(step);
  if (!found || isScalar(inner)) return undefined;
  return inner.has(found.key) ? inner : new Map<string, Wanted | Scalar>([[found.key, found.value], ...inner]);
}

/** Whether an item of YAML or JSON has the key; undefined where the text does not tell. */
export function hasKey(item: SyntaxNode, { key, value }: KeyStep): boolean | undefined {
  if (item.kind !== 'mapping' || item.tag !== undefined || isFunction(item)) return undefined;
  const held = entryAt(item, key)?.value;
  if (!held) return false;
  return isLiteral(held) ? sameText(held.raw, value) : undefined;
}

/** Whether an item of YAML or JSON is the value; undefined where the text does not tell. */
export function isValue(item: SyntaxNode, value: Scalar): boolean | undefined {
  return isLiteral(item) ? says(item.raw, value) : undefined;
}

function isLiteral(node: SyntaxNode): node is ScalarNode {
  return node.kind === 'scalar' && node.tag === undefined && !/\{\{resolve:|[$%]\{/.test(node.raw);
}

/** `Fn::If: […]`, `Ref: Name`: what it gives is decided elsewhere. */
export function isFunction({ entries }: MappingNode): boolean {
  return entries.length === 1 && /^(?:Fn::.*|Ref|Condition)$/.test(entries[0]!.key.raw);
}

/** As rules compare texts. */
export function sameText(text: string, other: string): boolean {
  return text === other || (/^(?:true|false)$/i.test(text) && text.toLowerCase() === other.toLowerCase());
}

/** Whether a step means the item of YAML or JSON at an index; undefined where the text does not tell. */
export function means(step: string, wanted: Wanted | Scalar, item: SyntaxNode, index: number): boolean | undefined {
  const at = indexOfStep(step);
  if (at !== undefined) return at === index;
  const key = keyOfStep(step);
  if (key) return hasKey(item, key);
  return isScalar(wanted) ? isValue(item, wanted) : undefined;
}

/** Whether each of what is there is one of what is wanted, in whichever order, and nothing is left. */
export function arePaired<Found, Sought>(
  found: readonly Found[],
  wanted: readonly Sought[],
  isOne: (found: Found, wanted: Sought) => boolean,
): boolean {
  const left = [...wanted];
  for (const each of found) {
    const index = left.findIndex(sought => isOne(each, sought));
    if (index < 0) return false;
    left.splice(index, 1);
  }
  return left.length === 0;
}
