import { append } from '../../model/groups.ts';
import type { Span } from '../../model/source.ts';
import type { Expression, ForExpression } from '../../parse/hcl/ast.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { convertTo } from '../values/conversion.ts';
import { numberText, numberValue } from '../values/decimals.ts';
import { hasSensitive } from '../values/traits.ts';
import { ANY, BOOL, friendlyName, NUMBER, STRING } from '../values/types.ts';
import { boundExceeded, itemOf, othersOf, unknownLike, unknownWith } from '../values/unknowns.ts';
import {
  boolValue,
  inKeyOrder,
  type MappingEntry,
  type MappingValue,
  objectValue,
  type SequenceValue,
  stringValue,
  type TerraformValue,
  tupleValue,
  typeOf,
  type UnknownTerraformValue,
} from '../values/values.ts';
import { nameOf, promoted } from './conditions.ts';
import { bounded, type Evaluation, fail, overPossible, withNames } from './evaluation.ts';

export interface Element {
  readonly key: TerraformValue;
  readonly value: TerraformValue;
  readonly nameSpan?: Span;
}

/** `[for …]` and `{for …}`, https://developer.hashicorp.com/terraform/language/expressions/for. */
export function evaluateFor(expression: ForExpression, evaluation: Evaluation): TerraformValue {
  const collection = evaluation.evaluate(expression.collection, evaluation);
  return overPossible([collection], expression.span, evaluation, ([value], apart) => {
    const elements = iterate(value!, expression.collection.span, apart);
    const certain = isElements(elements) ? elements : certainElements(value!);
    const others = isElements(elements) ? elements : ofOthers(elements, value!, expression, apart);
    if (!certain) return others as TerraformValue;
    const marks = { sensitive: value!.sensitive === true };
    const known = (expression.braces ? toObject : toTuple)(expression, certain, marks, apart);
    const result = isElements(others) ? known : amongOthers(known, others);
    return marks.sensitive ? { ...result, sensitive: true } : result;
  });
}

/** The elements in Terraform's order; what stands for the result where they are not known, or cannot be. */
export function iterate(value: TerraformValue, span: Span, evaluation: Evaluation): Element[] | TerraformValue {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.map((item, at) => ({ key: numberValue(at, item.span), value: item }));
    case 'set':
      return value.items.map(item => ({ key: item, value: item }));
    case 'map':
    case 'object':
      return value.open ? { ...othersOf(value), notNull: true } : entriesOf(value);
    case 'unknown':
      return unknownElements(value, span, evaluation);
    case 'null':
      return fail(evaluation, 'A null value cannot be iterated over', span);
    default:
      return fail(evaluation, `A ${friendlyName(typeOf(value))} cannot be iterated over`, span);
  }
}

/** What a loop makes of elements that are not known: a list that is made of each has as many, and one is like the other. */
function ofOthers(
  result: TerraformValue,
  from: TerraformValue,
  expression: ForExpression,
  evaluation: Evaluation,
): TerraformValue {
  if (expression.braces || from.kind !== 'unknown' || result.kind !== 'unknown') return result;
  const key = unknownLike(from, ANY, from.span, { notNull: true });
  const [turn] = turnsOf(
    expression,
    [{ key, value: itemOf(from) }],
    { sensitive: false },
    { ...evaluation, problems: [] },
  );
  const included = turn!.included.kind !== 'bool' || turn!.included.value;
  const each = included ? evaluation.evaluate(expression.value, { ...turn!.evaluation, problems: [] }) : undefined;
  const length = expression.condition ? undefined : from.length;
  return bounded({
    ...result,
    ...(length && { length }),
    ...(each && saysSomething(each) && { each, ...(hasSensitive(each) && { sensitive: true as const }) }),
  });
}

/** More than that it is not known. */
function saysSomething(value: TerraformValue): boolean {
  if (value.kind !== 'unknown') return value.kind !== 'null';
  return (value.parts ?? value.structure ?? value.certain ?? value.each) !== undefined;
}

/** The elements that are certainly in a collection that is known in part; undefined where there are none. */
function certainElements(value: TerraformValue): Element[] | undefined {
  if ((value.kind === 'map' || value.kind === 'object') && value.open) return entriesOf(value);
  if (value.kind !== 'unknown') return undefined;
  const key = unknownLike(value, NUMBER, value.span, { notNull: true });
  return value.certain?.map(item => ({ key: value.type.kind === 'set' ? item : key, value: item }));
}

/** What a loop makes of some elements, where it may make more of others. */
function amongOthers(known: TerraformValue, others: TerraformValue): TerraformValue {
  if (others.kind !== 'unknown') return others;
  if (known.kind === 'object') return known.entries.size > 0 ? { ...known, open: true, others } : others;
  if (!isSequence(known)) return others;
  const result = unknownWith(known.items, others, others.type, others.span, { notNull: true });
  return bounded(others.each ? { ...result, each: others.each } : result);
}

export function isElements(elements: Element[] | TerraformValue): elements is Element[] {
  return Array.isArray(elements);
}

function entriesOf(value: MappingValue): Element[] {
  return [...inKeyOrder(value.entries)].map(([name, entry]) => ({
    key: stringValue(name, entry.nameSpan ?? entry.value.span),
    value: entry.value,
    nameSpan: entry.nameSpan,
  }));
}

function unknownElements(value: UnknownTerraformValue, span: Span, evaluation: Evaluation): TerraformValue {
  const { kind } = value.type;
  if (kind !== 'string' && kind !== 'number' && kind !== 'bool')
    return unknownLike(value, ANY, span, { notNull: true });
  return fail(evaluation, `A ${kind} cannot be iterated over`, span);
}

/** Keys and conditions decide about the shape of the result, so their marks are the result's. */
interface Marks {
  sensitive: boolean;
}

/** One turn of a loop: what names mean in it, and whether it counts. */
interface Turn {
  readonly element: Element;
  readonly evaluation: Evaluation;
  readonly included: TerraformValue;
}

function turnsOf(
  expression: ForExpression,
  elements: readonly Element[],
  marks: Marks,
  evaluation: Evaluation,
): readonly Turn[] {
  return elements.map(element => {
    const names = new Map([[expression.valueName, element.value]]);
    if (expression.keyName !== undefined) names.set(expression.keyName, element.key);
    const inner = withNames(evaluation, names, keyText(element.key));
    const included = expression.condition ? conditionIn(expression.condition, inner) : boolValue(true, expression.span);
    marks.sensitive ||= included.sensitive === true;
    return { element, evaluation: inner, included };
  });
}

export function keyText(key: TerraformValue): string {
  return key.kind === 'string' ? JSON.stringify(key.value) : key.kind === 'number' ? numberText(key) : '*';
}

function conditionIn(condition: Expression, evaluation: Evaluation): TerraformValue {
  const given = evaluation.evaluate(condition, evaluation);
  if (given.kind === 'null') return fail(evaluation, 'The if clause must not be null', condition.span);
  const converted = convertTo(given, BOOL);
  if ('value' in converted) return promoted(converted.value, () => nameOf(condition, given, evaluation));
  return fail(evaluation, `The if clause is no bool: ${converted.error}`, condition.span);
}

/** Makes the result of the turns that count; where that is undecided, of every way in which it may be decided. */
function ofIncluded(
  turns: readonly Turn[],
  span: Span,
  make: (included: readonly Turn[], certain: boolean) => TerraformValue,
): TerraformValue {
  const undecided = turns.filter(({ included }) => included.kind !== 'bool');
  const hopeless = undecided.find(({ included }) => included.kind !== 'unknown' || !included.alternatives?.length);
  if (hopeless) return unknownLike(hopeless.included as UnknownTerraformValue, ANY, span, { notNull: true });
  const decide = (decided: readonly TerraformValue[]): TerraformValue => {
    const answers = new Map(undecided.map((turn, at) => [turn, decided[at]!]));
    const counts = (turn: Turn) => {
      const answer = answers.get(turn) ?? turn.included;
      return answer.kind === 'bool' && answer.value;
    };
    return make(turns.filter(counts), undecided.length === 0);
  };
  const conditions = undecided.map(({ included }) => included);
  return overAlternatives(conditions, span, decide) ?? decide([]);
}

function toTuple(
  expression: ForExpression,
  elements: readonly Element[],
  marks: Marks,
  evaluation: Evaluation,
): TerraformValue {
  const turns = turnsOf(expression, elements, marks, evaluation);
  return ofIncluded(turns, expression.span, (included, certain) => {
    const items: TerraformValue[] = [];
    for (const turn of included) {
      if (evaluation.work.left <= 0) return boundExceeded('a loop that is too long', expression.span);
      items.push(evaluation.evaluate(expression.value, orApart(turn, certain)));
    }
    return bounded(tupleValue(items, expression.span));
  });
}

/** Errors of a turn that may not count are not reported. */
function orApart(turn: Turn, certain: boolean): Evaluation {
  return certain || turn.included.kind === 'bool' ? turn.evaluation : { ...turn.evaluation, problems: [] };
}

function toObject(
  expression: ForExpression,
  elements: readonly Element[],
  marks: Marks,
  evaluation: Evaluation,
): TerraformValue {
  const turns = turnsOf(expression, elements, marks, evaluation);
  return ofIncluded(turns, expression.span, (included, certain) => {
    const entries = new Map<string, MappingEntry>();
    const groups = new Map<string, TerraformValue[]>();
    for (const turn of included) {
      if (evaluation.work.left <= 0) return boundExceeded('a loop that is too long', expression.span);
      const inner = orApart(turn, certain);
      const key = keyOf(expression, inner);
      marks.sensitive ||= key.sensitive === true;
      if (key.kind === 'unknown') return unknownLike(key, ANY, expression.span, { notNull: true });
      if (key.kind !== 'string') continue;
      const value = evaluation.evaluate(expression.value, inner);
      if (expression.group) append(groups, key.value, value);
      else if (entries.has(key.value)) duplicate(key.value, expression, inner);
      else entries.set(key.value, { value, nameSpan: turn.element.nameSpan ?? key.span });
    }
    for (const [name, values] of groups) entries.set(name, { value: tupleValue(values, expression.span) });
    return bounded(objectValue(entries, expression.span));
  });
}

function keyOf(expression: ForExpression, evaluation: Evaluation): TerraformValue {
  if (!expression.key) return fail(evaluation, 'An object needs a key expression', expression.span);
  const given = evaluation.evaluate(expression.key, evaluation);
  if (given.kind === 'null') return fail(evaluation, 'The key of an object must not be null', expression.key.span);
  const converted = convertTo(given, STRING);
  if ('value' in converted) return converted.value;
  return fail(evaluation, `The key of an object is wrong: ${converted.error}`, expression.key.span);
}

function duplicate(key: string, expression: ForExpression, evaluation: Evaluation): void {
  const message = `Two items of this for expression have the key ${JSON.stringify(key)}; write ... after the value to group them`;
  fail(evaluation, message, expression.key?.span ?? expression.span);
}

/** Whether something is a sequence whose items are known one by one. */
export function isSequence(value: TerraformValue): value is SequenceValue {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple';
}
