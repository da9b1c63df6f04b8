import { append } from '../model/groups.ts';
import { isMember, isName, keyOfStep } from './steps.ts';
import type { Leaf, Scalar } from './wanted.ts';

/** What a fix does in a sentence: `Set storage_encrypted to true and logs to include audit, error`. */
export function descriptionOf(leaves: readonly Leaf[]): string {
  const lists = new Map<string, Scalar[]>();
  const parts: (() => string)[] = [];
  for (const { path, value } of leaves) {
    const name = nameOf(path);
    if (!isMember(path.at(-1)!)) parts.push(() => `${name} to ${value}`);
    else {
      if (!lists.has(name)) parts.push(() => `${name} to include ${lists.get(name)!.join(', ')}`);
      append(lists, name, value);
    }
  }
  const texts = parts.map(part => part());
  return `Set ${texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : texts[0]}`;
}

/** `settings[containerInsights].value`. */
function nameOf(path: readonly string[]): string {
  const parts = path.flatMap(step => {
    const key = keyOfStep(step);
    return isName(step) ? [step] : key ? [`[${key.value}]`] : [];
  });
  return parts.join('.').replaceAll('.[', '[');
}
