import { isSequence } from '../expressions/loops.ts';
import { convertTo } from '../values/conversion.ts';
import { numberValue, sumOf } from '../values/decimals.ts';
import { numberOrder } from '../values/equality.ts';
import { distinctItems } from '../values/sets.ts';
import { firstUnknown, isWhollyKnown } from '../values/traits.ts';
import { ANY, friendlyName, NUMBER, STRING, sameType, type TerraformType } from '../values/types.ts';
import { unify } from '../values/unify.ts';
import { isSomething, lengthBounds, unknownLike, unknownWith } from '../values/unknowns.ts';
import {
  listValue,
  type NumberValue,
  type SequenceValue,
  type TerraformValue,
  tupleValue,
  typeOf,
} from '../values/values.ts';
import { isList, isListOrSet, itemsOf, marked, overItems } from './collections.ts';
import {
  any,
  type Call,
  type Failure,
  failure,
  isFailure,
  number,
  parameter,
  type TerraformFunction,
  wholeNumber,
} from './signature.ts';
import { slice } from './slices.ts';

const LIST_OF_ANY: TerraformType = { kind: 'list', element: ANY };
const STRINGS: TerraformType = { kind: 'list', element: STRING };

const chunklist: TerraformFunction = {
  parameters: [parameter('list', LIST_OF_ANY, 'marks'), parameter('size', NUMBER, 'marks')],
  type: ([list]) => ({ kind: 'list', element: typeOf(list!) }),
  call([list, size], { span }) {
    const count = wholeNumber(size);
    if (typeof count !== 'number') return count;
    if (count < 0) return failure('the size argument must be positive');
    const { items, elementType } = list as SequenceValue;
    const step = count === 0 ? Math.max(items.length, 1) : count;
    const chunks: TerraformValue[] = [];
    for (let at = 0; at < items.length; at += step) {
      chunks.push(listValue(items.slice(at, at + step), elementType, span));
    }
    return marked(listValue(chunks, typeOf(list!), span), list, size);
  },
};

const coalescelist: TerraformFunction = {
  parameters: [],
  rest: any('vals', 'nulls', 'unknowns', 'dynamic'),
  type(args) {
    const [first] = args;
    if (!first) return failure('at least one argument is required');
    for (const value of args) {
      if (value.kind === 'unknown') return ANY;
      if (!isList(typeOf(value))) return failure('coalescelist arguments must be lists or tuples');
    }
    return args.every(value => sameType(typeOf(value), typeOf(first))) ? typeOf(first) : ANY;
  },
  call(args, { span, type }) {
    for (const value of args) {
      if (value.kind === 'unknown') {
        // One that cannot be empty is the result, whatever its items are.
        const filled = value.certain || (value.notNull && (lengthBounds(value)?.min ?? 0) > 0);
        return filled ? value : unknownLike(value, type, span);
      }
      if (itemsOf(value).length > 0) return value;
    }
    return failure('no non-null arguments');
  },
};

const compact: TerraformFunction = {
  additive: 'items',
  parameters: [parameter('list', STRINGS)],
  type: STRINGS,
  call: ([given], call) =>
    overItems(given, call, list => {
      const kept = itemsOf(list).filter(item => (item.kind === 'unknown' ? isSomething(item) : isText(item)));
      const open = itemsOf(list).find(item => item.kind === 'unknown' && !isSomething(item));
      return open?.kind === 'unknown'
        ? unknownWith(kept, open, call.type, call.span)
        : listValue(kept, STRING, call.span);
    }),
};

function isText(value: TerraformValue): boolean {
  return value.kind === 'string' && value.value !== '';
}

const concat: TerraformFunction = {
  additive: 'items',
  parameters: [],
  rest: any('seqs', 'marks'),
  type: concatType,
  call(args, { span, type }) {
    const items: TerraformValue[] = [];
    for (const [at, value] of args.entries()) {
      const converted = type.kind === 'list' ? convertTo(value, type) : { value };
      if ('error' in converted) return failure(converted.error, at);
      for (const item of itemsOf(converted.value)) items.push(item);
    }
    return marked(type.kind === 'list' ? listValue(items, type.element, span) : tupleValue(items, span), ...args);
  },
};

function concatType(args: readonly TerraformValue[]): TerraformType | Failure {
  if (args.length === 0) return failure('at least one argument is required');
  const types = args.map(typeOf);
  if (types.every(type => type.kind === 'list')) {
    const common = unify(types);
    if (common) return common;
  }
  const elements: TerraformType[] = [];
  for (const [at, type] of types.entries()) {
    const value = args[at]!;
    if (!isList(type)) return failure(`all arguments must be lists or tuples; got ${friendlyName(type)}`, at);
    if (type.kind === 'tuple') for (const element of type.elements) elements.push(element);
    else if (value.kind === 'unknown') return ANY;
    else for (const _ of itemsOf(value)) elements.push(type.kind === 'list' ? type.element : ANY);
  }
  return { kind: 'tuple', elements };
}

const distinct: TerraformFunction = {
  additive: 'items',
  parameters: [parameter('list', LIST_OF_ANY)],
  type: ([list]) => typeOf(list!),
  call: ([given], call) =>
    overItems(given, call, list => {
      const { items, elementType } = list as SequenceValue;
      const unknown = firstUnknown(list!);
      const kept = distinctItems(items);
      return unknown ? unknownWith(kept, unknown, call.type, call.span) : listValue(kept, elementType, call.span);
    }),
};

const flatten: TerraformFunction = {
  additive: 'nested',
  parameters: [any('list', 'marks')],
  type: ([list]) =>
    list!.kind === 'unknown' || isListOrSet(typeOf(list!)) ? ANY : failure('can only flatten lists, sets and tuples'),
  call: ([given], { span }) =>
    overItems(given, { span }, list => {
      const items: TerraformValue[] = [];
      const open = collect(list!, items);
      if (open) return marked(unknownWith(items, open, ANY, span, { notNull: true }), list);
      return marked(tupleValue(items, span), list, ...(items.length === 0 ? [] : sequencesIn(list!)));
    }),
};

/** Adds all items, of nested sequences theirs; gives the first sequence whose items are not known. */
function collect(
  value: TerraformValue,
  items: TerraformValue[],
): Extract<TerraformValue, { kind: 'unknown' }> | undefined {
  if (value.kind === 'set' && value.items.length > 1 && !isWhollyKnown(value)) return firstUnknown(value);
  let open: ReturnType<typeof collect>;
  for (const item of itemsOf(value)) {
    if (isSequence(item)) open ??= collect(item, items);
    else if (item.kind === 'unknown' && (item.type.kind === 'any' || isListOrSet(item.type))) {
      open ??= item;
      for (const known of item.certain ?? []) items.push(known);
    } else items.push(item);
  }
  return open;
}

function sequencesIn(value: TerraformValue): readonly TerraformValue[] {
  return isSequence(value) ? [value, ...value.items.flatMap(sequencesIn)] : [];
}

const MAX_RANGE = 1024;

const range: TerraformFunction = {
  parameters: [],
  rest: number('params'),
  type: { kind: 'list', element: NUMBER },
  call(args, { span }) {
    const given = rangeOf(args as readonly NumberValue[], span);
    if (isFailure(given)) return given;
    const { start, end, step } = given;
    const down = step.value < 0;
    const values: NumberValue[] = [];
    for (let next = start; down ? numberOrder(next, end) > 0 : numberOrder(next, end) < 0; ) {
      if (values.length >= MAX_RANGE)
        return failure('more than 1024 values were generated; use a smaller range or a larger step');
      values.push(next);
      next = sumOf(next, step, span)!;
    }
    return listValue(values, NUMBER, span);
  },
};

interface Range {
  readonly kind: 'range';
  readonly start: NumberValue;
  readonly end: NumberValue;
  readonly step: NumberValue;
}

function rangeOf(args: readonly NumberValue[], span: Call['span']): Range | Failure {
  const [first, second, third] = args;
  if (!first || args.length > 3) return failure('must have one, two, or three arguments');
  const [start, end] = second ? [first, second] : [numberValue(0, span), first];
  const step = third ?? numberValue(numberOrder(end, start) < 0 ? -1 : 1, span);
  if (step.value === 0) return failure('step must not be zero', 2);
  const direction = numberOrder(end, start);
  if (step.value < 0 && direction > 0) return failure('end must be less than start when step is negative', 1);
  if (step.value > 0 && direction < 0) return failure('end must be greater than start when step is positive', 1);
  return { kind: 'range', start, end, step };
}

const reverse: TerraformFunction = {
  additive: 'items',
  parameters: [any('list', 'marks')],
  type([list]) {
    const type = typeOf(list!);
    if (type.kind === 'tuple') return { kind: 'tuple', elements: [...type.elements].reverse() };
    if (type.kind === 'list' || type.kind === 'set') return { kind: 'list', element: type.element };
    return failure(`can only reverse list or tuple values, not ${friendlyName(type)}`, 0);
  },
  call([list], { span, type }) {
    const items = [...itemsOf(list)].reverse();
    return marked(type.kind === 'list' ? listValue(items, type.element, span) : tupleValue(items, span), list);
  },
};

/** https://developer.hashicorp.com/terraform/language/functions, "Collection Functions" of lists. */
export const sequenceFunctions: Readonly<Record<string, TerraformFunction>> = {
  chunklist,
  coalescelist,
  compact,
  concat,
  distinct,
  flatten,
  range,
  reverse,
  slice,
};
