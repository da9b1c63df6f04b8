import type { Attribute } from '../../parse/hcl/ast.ts';
import { countOf } from '../expressions/elements.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import { ANY, STRING } from '../values/types.ts';
import type { SequenceValue, TerraformValue } from '../values/values.ts';

/** What `count` is: a whole number, or an unknown. A value that Terraform would refuse is reported, and unknown. */
export function countValue(attribute: Attribute, scope: Scope): TerraformValue {
  const value = evaluateExpression(attribute.value, scope);
  if (value.kind === 'unknown' || countOf(value) !== undefined) return value;
  const problem = `count must be a whole number that is not negative, and this is ${describe(value)}`;
  return refused(attribute, problem, 'Give a number that is known.', value, scope);
}

/**
 * What `for_each` is: a map, a set of strings, or an unknown. Terraform refuses a list; one of strings is reported,
 * and taken as the set that it can only mean.
 */
export function forEachValue(attribute: Attribute, scope: Scope): TerraformValue {
  const value = evaluateExpression(attribute.value, scope);
  if (value.sensitive)
    report(attribute, SENSITIVE_PROBLEM, 'Wrap what is no secret in nonsensitive().', 'warning', scope);
  switch (value.kind) {
    case 'map':
    case 'object':
    case 'unknown':
      return value;
    case 'set':
      if (isOfStrings(value)) return value;
      return refused(
        attribute,
        'for_each over a set needs strings',
        'Convert its items with tostring().',
        value,
        scope,
      );
    case 'list':
    case 'tuple':
      if (!isOfStrings(value)) break;
      report(attribute, LIST_PROBLEM, 'Convert it with toset().', 'warning', scope);
      return asSet(value);
    default:
  }
  const problem = `for_each must be a map or a set of strings, and this is ${describe(value)}`;
  return refused(attribute, problem, 'Give a map, or convert a list with toset().', value, scope);
}

const SENSITIVE_PROBLEM = 'for_each must not be sensitive, since its keys are shown in addresses';
const LIST_PROBLEM = 'for_each must be a map or a set of strings, and this is a list, which is taken as a set';

function isOfStrings({ items }: SequenceValue): boolean {
  return items.every(item => item.kind === 'string' || item.kind === 'unknown');
}

function asSet(value: SequenceValue): SequenceValue {
  const seen = new Set<string>();
  const items = value.items.filter(item => {
    if (item.kind !== 'string') return true;
    if (seen.has(item.value)) return false;
    seen.add(item.value);
    return true;
  });
  return { ...value, kind: 'set', items, elementType: STRING };
}

function refused(
  attribute: Attribute,
  problem: string,
  advice: string,
  { span }: TerraformValue,
  scope: Scope,
): TerraformValue {
  report(attribute, problem, advice, 'error', scope);
  return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: attribute.name, span };
}

function report(
  attribute: Attribute,
  message: string,
  advice: string,
  severity: 'error' | 'warning',
  scope: Scope,
): void {
  scope.report({ code: 'invalid-repetition', message, advice, span: attribute.value.span, severity });
}

function describe(value: TerraformValue): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'number':
      return 'another number';
    default:
      return `a ${value.kind}`;
  }
}
