import { cloudFormationType, type Shape, tableOf } from '../facts/cloudformation.ts';
import { type Declined, declined } from './decline.ts';
import { type Leaf, leavesOf, namesOf } from './wanted.ts';

/**
 * What a fix sets in a resource of a type, given where the finding stands. A rule about several types says it in the
 * words of one: in a launch template the options of an instance are below `LaunchTemplateData`. Declines where the
 * finding is about something else, and where the type has no such property.
 */
export function leavesFor(
  type: string,
  path: string | undefined,
  sets: Readonly<Record<string, unknown>>,
): readonly Leaf[] | Declined {
  const leaves = leavesOf(sets);
  if (!leaves) return declined('no-fix');
  const found = path?.startsWith('Properties.') ? path.slice('Properties.'.length).split('.') : [];
  const isKnown = leaves.every(leaf => hasProperty(type, leaf));
  if (isKnown) return leaves.some(leaf => isOnTheWay(found, leaf)) ? leaves : declined('unrelated');
  const below = leaves.map(leaf => ({ ...leaf, path: [...prefixOf(found, leaf), ...leaf.path] }));
  return below.every(leaf => hasProperty(type, leaf)) ? below : declined('no-argument');
}

/** The finding stands on what is set, on what holds it, beside it, or on the resource itself. */
function isOnTheWay(found: readonly string[], leaf: Leaf): boolean {
  const names = namesOf(leaf);
  const isSame = (name: string, index: number) => found[index]?.replace(/\[.*$/, '') === name;
  if (found.length === names.length && names.slice(0, -1).every(isSame)) return true;
  return names.every((name, index) => found[index] === undefined || isSame(name, index));
}

/** What stands before the leaf in the path of the finding; nothing where an item of a list is meant. */
function prefixOf(found: readonly string[], leaf: Leaf): readonly string[] {
  const names = namesOf(leaf);
  const start = found.indexOf(names[0]!);
  const prefix = found.slice(0, Math.max(start, 0));
  return prefix.some(name => name.includes('[')) ? [] : prefix;
}

/** Types without a schema may have any property, and free JSON any key. */
function hasProperty(type: string, leaf: Leaf): boolean {
  let table = cloudFormationType(type)?.properties;
  if (!table) return true;
  for (const name of namesOf(leaf)) {
    const shape: Shape | undefined = table?.get(name)?.shape;
    if (!shape) return false;
    if (shape.kind === 'json' || shape.kind === 'map') return true;
    table = tableOf(shape);
  }
  return true;
}
