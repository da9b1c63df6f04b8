import type { Span } from '../../model/source.ts';
import { isSequence } from '../expressions/loops.ts';
import { convertTo } from '../values/conversion.ts';
import { equals } from '../values/equality.ts';
import { setValue } from '../values/sets.ts';
import { firstUnknown } from '../values/traits.ts';
import { ANY, type TerraformType } from '../values/types.ts';
import { unify } from '../values/unify.ts';
import { boundExceeded, lengthBounds, unknownLike } from '../values/unknowns.ts';
import { listValue, type SequenceValue, type TerraformValue, tupleValue, typeOf } from '../values/values.ts';
import { any, type Failure, failure, parameter, type TerraformFunction } from './signature.ts';

const SET_OF_ANY: TerraformType = { kind: 'set', element: ANY };

type Combine = (a: readonly TerraformValue[], b: readonly TerraformValue[]) => readonly TerraformValue[];

/** A function of sets; `open`: items that are not known can be kept. */
function onSets(combine: Combine, open: boolean, parameters: 'first and others' | 'two'): TerraformFunction {
  const set = (name: string) => parameter(name, SET_OF_ANY, 'dynamic');
  return {
    ...(open && { additive: 'items' as const }),
    ...(parameters === 'two'
      ? { parameters: [set('a'), set('b')] }
      : { parameters: [set('first_set')], rest: set('other_sets') }),
    type: setType,
    call(args, { span, type }) {
      const sets: SequenceValue[] = [];
      for (const [at, value] of args.entries()) {
        const converted = convertTo(value, type);
        if ('error' in converted) return failure(converted.error, at);
        const unknown = firstUnknown(converted.value);
        if (unknown && (!open || converted.value.kind !== 'set')) return unknownLike(unknown, type, span);
        sets.push(converted.value as SequenceValue);
      }
      const items = sets.slice(1).reduce((result, other) => combine(result, other.items), sets[0]!.items);
      return setValue(items, type.kind === 'set' ? type.element : ANY, span);
    },
  };
}

/** The common type of the items; an empty set of any type does not count. */
function setType(args: readonly TerraformValue[]): TerraformType | Failure {
  const elements: TerraformType[] = [];
  for (const value of args) {
    const type = typeOf(value);
    if (type.kind !== 'set') return SET_OF_ANY;
    const empty = isSequence(value) && value.items.length === 0;
    if (!empty || type.element.kind !== 'any') elements.push(type.element);
  }
  if (elements.length === 0) return SET_OF_ANY;
  const element = unify(elements);
  return element ? { kind: 'set', element } : failure('given sets must all have compatible element types');
}

function membership(items: readonly TerraformValue[]): (item: TerraformValue) => boolean {
  const texts = new Set(items.flatMap(item => (item.kind === 'string' ? [item.value] : [])));
  const others = items.filter(item => item.kind !== 'string');
  return item => (item.kind === 'string' ? texts.has(item.value) : others.some(other => equals(other, item) === true));
}

const MAX_PRODUCT = 50_000;

const setproduct: TerraformFunction = {
  parameters: [],
  rest: any('sets', 'unknowns', 'marks'),
  type: productType,
  call(args, { span, type }) {
    const result = product(args, type, span);
    return args.some(value => value.sensitive) ? { ...result, sensitive: true } : result;
  },
};

function product(args: readonly TerraformValue[], type: TerraformType, span: Span): TerraformValue {
  const tuple =
    'element' in type && type.element.kind === 'tuple' ? type.element : { kind: 'tuple' as const, elements: [] };
  const open = args.find(value => {
    const length = lengthBounds(value);
    return value.kind === 'unknown' || length?.min !== length?.max;
  });
  const max = args.reduce((count, value) => count * (lengthBounds(value)?.max ?? Number.POSITIVE_INFINITY), 1);
  const unknown = open && firstUnknown(open);
  if (unknown) return unknownLike(unknown, type, span, max <= 2048 ? { length: { min: Math.min(1, max), max } } : {});
  if (max * args.length > MAX_PRODUCT) return boundExceeded('a product that is too large', span, type);
  const columns = args.map((value, at) => {
    return (value as SequenceValue).items.map(item => {
      const converted = convertTo(item, tuple.elements[at] ?? ANY);
      return 'value' in converted ? converted.value : item;
    });
  });
  const rows = columns.reduce<TerraformValue[][]>(
    (all, column) => all.flatMap(row => column.map(item => [...row, item])),
    [[]],
  );
  const tuples = rows.map(row => tupleValue(row, span));
  return type.kind === 'set' ? setValue(tuples, tuple, span) : listValue(tuples, tuple, span);
}

/** A list of tuples where all arguments have an order, otherwise a set of them. */
function productType(args: readonly TerraformValue[]): TerraformType | Failure {
  if (args.length < 2) return failure('at least two arguments are required');
  const elements: TerraformType[] = [];
  let kind: 'list' | 'set' = 'list';
  for (const [at, value] of args.entries()) {
    const type = typeOf(value);
    if (type.kind !== 'set' && type.kind !== 'list' && type.kind !== 'tuple') {
      return failure('a set or a list is required', at);
    }
    if (type.kind === 'set') kind = 'set';
    const element = type.kind === 'tuple' ? (type.elements.length === 0 ? ANY : unify(type.elements)) : type.element;
    if (!element) return failure('all elements must be of the same type', at);
    elements.push(element);
  }
  return { kind, element: { kind: 'tuple', elements } };
}

/** https://developer.hashicorp.com/terraform/language/functions, "Collection Functions" of sets. */
export const setFunctions: Readonly<Record<string, TerraformFunction>> = {
  setintersection: onSets((a, b) => a.filter(membership(b)), false, 'first and others'),
  setproduct,
  setsubtract: onSets(
    (a, b) => {
      const removed = membership(b);
      return a.filter(item => !removed(item));
    },
    false,
    'two',
  ),
  setunion: onSets((a, b) => [...a, ...b], true, 'first and others'),
};
