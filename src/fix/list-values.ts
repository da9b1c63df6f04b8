import type { Condition, PropertyCondition } from '../model/rule.ts';
import { isName, keyStep, memberStep, stepsOf } from './steps.ts';

/**
 * What a list in a fix says: `among`: its items have to be there, beside any others; `whole`: it is what the list has to
 * be, and one that is there otherwise is not ours to change.
 */
export type ListValues = 'among' | 'whole';

/** The items of a list in a fix with the steps that tell them apart: plain values, or objects that have a key. */
export function stepsInList(
  values: readonly unknown[],
): readonly { readonly step: string; readonly held: unknown }[] | undefined {
  if (values.length === 0) return undefined;
  if (values.every(isPlain)) return distinct(values.map(held => ({ step: memberStep(held), held })));
  const objects = values.filter((value): value is Record<string, unknown> => typeof value === 'object' && !!value);
  if (objects.length < values.length) return undefined;
  for (const key of Object.keys(objects[0]!)) {
    const items = objects.flatMap(held => {
      const value = held[key];
      return isPlain(value) ? [{ step: keyStep({ key, value: String(value) }), held }] : [];
    });
    const found = items.length === objects.length ? distinct(items) : undefined;
    if (found) return found;
  }
  return undefined;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function distinct<T extends { readonly step: string }>(items: readonly T[]): readonly T[] | undefined {
  return new Set(items.map(({ step }) => step)).size === items.length ? items : undefined;
}

/**
 * What a rule asks of a list: where each question about it is whether something is in it, more items do no harm, and
 * those that are there may serve somebody.
 */
export function listValuesOf(require: Condition, path: readonly string[]): ListValues {
  const list = path.findLast(isName);
  const questions = list === undefined ? [] : questionsAbout(require, list, true);
  return questions.length > 0 && questions.every(isMet => isMet) ? 'among' : 'whole';
}

/** For each question about a list of this name, whether more items can only help. */
function questionsAbout(condition: Condition, list: string, isWanted: boolean): readonly boolean[] {
  if ('all' in condition) return condition.all.flatMap(each => questionsAbout(each, list, isWanted));
  if ('any' in condition) return condition.any.flatMap(each => questionsAbout(each, list, isWanted));
  if ('not' in condition) return questionsAbout(condition.not, list, !isWanted);
  if ('type' in condition || 'dialect' in condition || 'related' in condition || 'predicate' in condition) return [];
  const { property } = condition;
  const isAbout = property?.split('|').some(path => stepsOf(path.replaceAll('[]', ''))?.includes(list));
  return isAbout ? [isWanted && asksForItems(condition)] : [];
}

const ASKS_FOR_ITEMS: ReadonlySet<string> = new Set(['property', 'absent', 'exists', 'contains', 'some', 'length']);

function asksForItems(condition: PropertyCondition): boolean {
  const isKnown = Object.keys(condition).every(name => ASKS_FOR_ITEMS.has(name));
  return isKnown && condition.exists !== false && condition.length?.atMost === undefined;
}
