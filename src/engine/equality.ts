import type { Value } from '../model/value.ts';
import { allOf, type Verdict } from '../model/verdict.ts';
import { couldBe } from './partial-text.ts';
import { type Scenario, settle } from './scenarios.ts';

/** A scalar as services compare it: `true` is `"True"`, `7` is `"7"`, otherwise to the letter. */
export function canonicalText(value: string | number | boolean): string {
  const text = String(value);
  if (text.length > 5) return text;
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower : text;
}

/** Whether a value equals an operand of a rule: a scalar, a list in the same order, or an object with the same keys. */
export function equalTo(value: Value | undefined, operand: unknown, scenario: Scenario): Verdict {
  switch (value?.kind) {
    case undefined:
      return operand === null ? 'pass' : 'fail';
    case 'scalar':
      if (value.value === null) return operand === null ? 'pass' : 'fail';
      return isScalar(operand) && canonicalText(value.value) === canonicalText(operand) ? 'pass' : 'fail';
    case 'template':
      if (isScalar(operand)) return couldBe(value, String(operand)) ? 'unknown' : 'fail';
      return value.structure ? equalTo(value.structure, operand, scenario) : 'fail';
    case 'reference':
      return isScalar(operand) ? 'unknown' : 'fail';
    case 'unknown':
      return 'unknown';
    case 'list':
      if (!Array.isArray(operand)) return 'fail';
      if (value.items.length > operand.length) return 'fail';
      if (value.items.length < operand.length) return value.open ? 'unknown' : 'fail';
      return allOf([
        ...value.items.map((item, index) => equalTo(settle(item, scenario), operand[index], scenario)),
        openness(value.open),
      ]);
    case 'object': {
      if (!isRecord(operand)) return 'fail';
      for (const name of value.properties.keys()) if (!Object.hasOwn(operand, name)) return 'fail';
      const verdicts = Object.entries(operand).map(([name, expected]) => {
        const property = value.properties.get(name);
        return property || !value.open ? equalTo(settle(property?.value, scenario), expected, scenario) : 'unknown';
      });
      return allOf([...verdicts, openness(value.open)]);
    }
  }
}

export function isScalar(operand: unknown): operand is string | number | boolean {
  return typeof operand === 'string' || typeof operand === 'number' || typeof operand === 'boolean';
}

export function isRecord(operand: unknown): operand is Readonly<Record<string, unknown>> {
  return typeof operand === 'object' && operand !== null && !Array.isArray(operand);
}

function openness(open: boolean): Verdict {
  return open ? 'unknown' : 'pass';
}
