import { cloudFormationType, isFree, type Shape, tableOf } from '../facts/cloudformation.ts';
import type { Evaluation } from '../model/finding.ts';
import { type Declined, declined } from './decline.ts';
import { listValuesOf } from './list-values.ts';
import { isName, stepsOf } from './steps.ts';
import { type Leaf, leavesOf, namesOf } from './wanted.ts';

/**
 * What the fix of a finding sets in its resource. A rule about several types says it in the words of one: in a launch
 * template the options of an instance are below `LaunchTemplateData`; and what a type does not have is left out for it.
 * Declines where the finding is about something else, and where the type has no such property.
 */
export function leavesFor(
  { path, sets, rule }: Pick<Evaluation, 'path' | 'sets' | 'rule'>,
  type: string,
): readonly Leaf[] | Declined {
  const leaves = leavesOf(sets ?? {}, list => listValuesOf(rule.require, list));
  if (!leaves || leaves.length === 0) return declined('no-fix');
  const found = (path?.startsWith(PROPERTIES) && stepsOf(path.slice(PROPERTIES.length).replaceAll('[]', ''))) || [];
  const known = leaves.filter(leaf => hasProperty(type, leaf));
  if (known.length > 0) return leaves.some(leaf => isOnTheWay(found, leaf)) ? known : declined('unrelated');
  const below = leaves
    .map(leaf => ({ ...leaf, path: [...prefixOf(found, leaf), ...leaf.path] }))
    .filter(leaf => hasProperty(type, leaf));
  return below.length > 0 ? below : declined('no-argument');
}

const PROPERTIES = 'Properties.';

/** The finding stands on what is set, on what holds it, beside it, or on the resource itself. */
function isOnTheWay(steps: readonly string[], leaf: Leaf): boolean {
  const found = steps.filter(isName);
  const names = namesOf(leaf);
  const isSame = (name: string, index: number) => found[index] === name;
  if (found.length === names.length && names.slice(0, -1).every(isSame)) return true;
  return names.every((name, index) => found[index] === undefined || isSame(name, index));
}

/** What stands before the leaf in the path of the finding; nothing where an item of a list is meant. */
function prefixOf(found: readonly string[], leaf: Leaf): readonly string[] {
  const start = found.indexOf(namesOf(leaf)[0]!);
  const prefix = found.slice(0, Math.max(start, 0));
  return prefix.every(isName) ? prefix : [];
}

/** Types without a schema may have any property, and free JSON any key. */
function hasProperty(type: string, leaf: Leaf): boolean {
  let table = cloudFormationType(type)?.properties;
  if (!table) return true;
  for (const name of namesOf(leaf)) {
    const shape: Shape | undefined = table?.get(name)?.shape;
    if (!shape) return false;
    if (isFree(shape) || shape.kind === 'map') return true;
    table = tableOf(shape);
  }
  return true;
}
