import { convertTo } from '../conversion.ts';
import { bigNumberOf, bigNumberValue, numberValue } from '../decimals.ts';
import { equals, numberOrder } from '../equality.ts';
import { isSequence } from '../loops.ts';
import { add, type BigNumber, fromInteger } from '../numbers.ts';
import { distinctItems } from '../sets.ts';
import { firstUnknown, isWhollyKnown } from '../traits.ts';
import { ANY, BOOL, friendlyName, NUMBER, sameType, STRING, type TerraformType } from '../types.ts';
import { unify } from '../unify.ts';
import { lengthBounds, unknownLike } from '../unknowns.ts';
import {
  boolValue,
  listValue,
  type NumberValue,
  nullValue,
  type SequenceValue,
  type TerraformValue,
  tupleValue,
  typeOf,
} from '../values.ts';
import { graphemesOf } from './graphemes.ts';
import { any, type Call, type Failure, failure, isFailure, parameter, type TerraformFunction, wholeNumber, number } from './signature.ts';

const LIST_OF_ANY: TerraformType = { kind: 'list', element: ANY };
const STRINGS: TerraformType = { kind: 'list', element: STRING };
const BOOLS: TerraformType = { kind: 'list', element: BOOL };

function itemsOf(value: TerraformValue | undefined): readonly TerraformValue[] {
  return value && isSequence(value) ? value.items : [];
}

function isList(type: TerraformType): boolean {
  return type.kind === 'list' || type.kind === 'tuple';
}

function isListOrSet(type: TerraformType): boolean {
  return isList(type) || type.kind === 'set';
}

/** The unknown result of a function whose argument holds something that is not known. */
function unknownBecauseOf(value: TerraformValue, { type, span }: Call): TerraformValue {
  return unknownLike(firstUnknown(value)!, type, span);
}

/** The mark of a collection that is taken apart stays on what comes out of it. */
function marked(value: TerraformValue, ...from: readonly (TerraformValue | undefined)[]): TerraformValue {
  return from.some(one => one?.sensitive) && !value.sensitive ? { ...value, sensitive: true } : value;
}

const length: TerraformFunction = {
  parameters: [any('value', 'unknowns', 'dynamic', 'marks')],
  type: ([value]) => {
    const { kind } = typeOf(value!);
    if (kind !== 'number' && kind !== 'bool') return NUMBER;
    return failure('argument must be a string, a collection type, or a structural type');
  },
  call([value], { span }) {
    if (value!.kind === 'string') return marked(numberValue(graphemesOf(value!.value).length, span), value);
    const bounds = lengthBounds(value!);
    const known = bounds && bounds.min === bounds.max ? bounds.min : undefined;
    const unknown = firstUnknown(value!);
    const result = known === undefined && unknown ? unknownLike(unknown, NUMBER, span) : numberValue(known ?? 0, span);
    return marked(result, value);
  },
};

/** Null counts as false. As in Terraform an unknown that comes first leaves the answer open. */
const alltrue: TerraformFunction = {
  parameters: [parameter('list', BOOLS)],
  type: BOOL,
  call([list], { span }) {
    for (const item of itemsOf(list)) {
      if (item.kind === 'unknown') return unknownLike(item, BOOL, span);
      if (item.kind !== 'bool' || !item.value) return boolValue(false, span);
    }
    return boolValue(true, span);
  },
};

const anytrue: TerraformFunction = {
  parameters: [parameter('list', BOOLS)],
  type: BOOL,
  call([list], { span }) {
    const items = itemsOf(list);
    if (items.some(item => item.kind === 'bool' && item.value)) return boolValue(true, span);
    const unknown = items.find(item => item.kind === 'unknown');
    return unknown?.kind === 'unknown' ? unknownLike(unknown, BOOL, span) : boolValue(false, span);
  },
};

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
        return value.notNull && (lengthBounds(value)?.min ?? 0) > 0 ? value : unknownLike(value, type, span);
      }
      if (itemsOf(value).length > 0) return value;
    }
    return failure('no non-null arguments');
  },
};

const compact: TerraformFunction = {
  parameters: [parameter('list', STRINGS)],
  type: STRINGS,
  call([list], call) {
    if (!isWhollyKnown(list!)) return unknownBecauseOf(list!, call);
    const kept = itemsOf(list).filter(item => item.kind === 'string' && item.value !== '');
    return listValue(kept, STRING, call.span);
  },
};

const concat: TerraformFunction = {
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

const contains: TerraformFunction = {
  parameters: [any('list', 'unknowns'), any('value', 'unknowns')],
  type: BOOL,
  call([list, value], { span }) {
    if (!isListOrSet(typeOf(list!))) return failure('argument must be list, tuple, or set');
    const items = itemsOf(list);
    if (list!.kind !== 'unknown' && items.length === 0) return boolValue(false, span);
    const answers = items.map(item => equals(value!, item));
    if (answers.includes(true)) return boolValue(true, span);
    const unknown = firstUnknown(list!) ?? firstUnknown(value!);
    const open = list!.kind === 'unknown' || answers.includes(undefined);
    return open && unknown ? unknownLike(unknown, BOOL, span) : boolValue(false, span);
  },
};

const distinct: TerraformFunction = {
  parameters: [parameter('list', LIST_OF_ANY)],
  type: ([list]) => typeOf(list!),
  call([list], call) {
    if (!isWhollyKnown(list!)) return unknownBecauseOf(list!, call);
    const { items, elementType } = list as SequenceValue;
    return listValue(distinctItems(items), elementType, call.span);
  },
};

const element: TerraformFunction = {
  parameters: [any('list', 'marks'), number('index')],
  nullable: true,
  type([list, index]) {
    const type = typeOf(list!);
    if (type.kind === 'list') return type.element;
    if (type.kind !== 'tuple') return failure(`cannot read elements from ${friendlyName(type)}`);
    if (index!.kind === 'unknown') return ANY;
    const at = wholeNumber(index);
    if (typeof at !== 'number') return at;
    return type.elements[modulo(at, type.elements.length)] ?? failure('cannot use element function with an empty list');
  },
  call([list, index]) {
    const at = wholeNumber(index);
    if (typeof at !== 'number') return at;
    const items = itemsOf(list);
    const item = items[modulo(at, items.length)];
    return item ? marked(item, list) : failure('cannot use element function with an empty list');
  },
};

function modulo(index: number, length: number): number {
  return ((index % length) + length) % length;
}

const flatten: TerraformFunction = {
  parameters: [any('list', 'marks')],
  type: ([list]) =>
    list!.kind === 'unknown' || isListOrSet(typeOf(list!)) ? ANY : failure('can only flatten lists, sets and tuples'),
  call([list], { span }) {
    const items: TerraformValue[] = [];
    const open = collect(list!, items);
    if (open) return unknownLike(open, ANY, span, { notNull: true });
    return items.length === 0 ? marked(tupleValue([], span), list) : marked(tupleValue(items, span), ...sequencesIn(list!));
  },
};

/** Adds all items, of nested sequences theirs; gives the first sequence whose items are not known. */
function collect(value: TerraformValue, items: TerraformValue[]): Extract<TerraformValue, { kind: 'unknown' }> | undefined {
  if (value.kind === 'set' && value.items.length > 1 && !isWhollyKnown(value)) return firstUnknown(value);
  let open: ReturnType<typeof collect>;
  for (const item of itemsOf(value)) {
    if (isSequence(item)) open ??= collect(item, items);
    else if (item.kind === 'unknown' && (item.type.kind === 'any' || isListOrSet(item.type))) open ??= item;
    else items.push(item);
  }
  return open;
}

function sequencesIn(value: TerraformValue): readonly TerraformValue[] {
  return isSequence(value) ? [value, ...value.items.flatMap(sequencesIn)] : [];
}

const index: TerraformFunction = {
  parameters: [any('list'), any('value')],
  type: NUMBER,
  call([list, value], { span }) {
    if (!isList(typeOf(list!))) return failure('argument must be a list or tuple');
    const items = itemsOf(list);
    if (items.length === 0) return failure('cannot search an empty list');
    for (const [at, item] of items.entries()) {
      const equal = equals(item, value!);
      if (equal) return numberValue(at, span);
      const unknown = firstUnknown(item) ?? firstUnknown(value!);
      if (equal === undefined && unknown) return unknownLike(unknown, NUMBER, span);
    }
    return failure('item not found');
  },
};

const ONE = 'must be a list, set, or tuple value with either zero or one elements';

const one: TerraformFunction = {
  parameters: [any('list')],
  nullable: true,
  type([list]) {
    const type = typeOf(list!);
    if (type.kind === 'list' || type.kind === 'set') return type.element;
    if (type.kind !== 'tuple' || type.elements.length > 1) return failure(ONE, 0);
    return type.elements[0] ?? ANY;
  },
  call([list], call) {
    const [first, ...others] = itemsOf(list);
    if (!first) return nullValue(call.type, call.span);
    if (others.length === 0) return first;
    return list!.kind === 'set' && !isWhollyKnown(list!) ? unknownBecauseOf(list!, call) : failure(ONE, 0);
  },
};

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
      if (values.length >= MAX_RANGE) return failure('more than 1024 values were generated; use a smaller range or a larger step');
      values.push(next);
      next = bigNumberValue(add(bigNumberOf(next), bigNumberOf(step))!, span);
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

const slice: TerraformFunction = {
  parameters: [any('list', 'marks'), number('start_index'), number('end_index')],
  type([list, from, to]) {
    const type = typeOf(list!);
    if (type.kind === 'set') return failure('cannot slice a set, because its elements do not have indices', 0);
    if (type.kind !== 'list' && type.kind !== 'tuple') return failure('must be a list or tuple value', 0);
    const bounds = sliceBounds(list!, from!, to!);
    if (bounds?.kind === 'failure') return bounds;
    if (type.kind !== 'tuple') return type;
    return bounds?.kind === 'bounds' ? { kind: 'tuple', elements: type.elements.slice(bounds.start, bounds.end) } : ANY;
  },
  call([list, from, to], { span, type }) {
    const bounds = sliceBounds(list!, from!, to!);
    if (!bounds || isFailure(bounds)) return bounds ?? failure('the indexes are not known');
    const items = itemsOf(list).slice(bounds.start, bounds.end);
    return marked(type.kind === 'list' ? listValue(items, type.element, span) : tupleValue(items, span), list);
  },
};

type Bounds = { readonly kind: 'bounds'; readonly start: number; readonly end: number };

/** Undefined where an index is not known. */
function sliceBounds(list: TerraformValue, from: TerraformValue, to: TerraformValue): Bounds | Failure | undefined {
  const bounds = lengthBounds(list);
  const size = bounds && bounds.min === bounds.max ? bounds.max : Number.POSITIVE_INFINITY;
  const [start, end] = [from, to].map((value, at) => (value.kind === 'unknown' ? undefined : sliceIndex(value, at + 1, size)));
  if (typeof start === 'object') return start;
  if (typeof end === 'object') return end;
  if (start === undefined || end === undefined) return undefined;
  return start > end ? failure('start index must not be greater than end index', 1) : { kind: 'bounds', start, end };
}

function sliceIndex(value: TerraformValue, argument: number, size: number): number | Failure {
  const at = wholeNumber(value, argument);
  if (typeof at !== 'number') return at;
  if (at < 0) return failure('index must not be less than zero', argument);
  return at > size ? failure('index must not be greater than the length of the list', argument) : at;
}

const NUMBERS_ONLY = 'argument must be list, set, or tuple of number values';

const sum: TerraformFunction = {
  parameters: [any('list')],
  type: NUMBER,
  call([list], call) {
    if (!isSequence(list!)) return failure('argument must be list, set, or tuple', 0);
    if (list.items.length === 0) return failure('cannot sum an empty list', 0);
    if (!isWhollyKnown(list)) return unknownBecauseOf(list, call);
    let total: BigNumber | undefined = fromInteger(0n);
    for (const item of list.items) {
      const converted = convertTo(item, NUMBER);
      if ('error' in converted || converted.value.kind !== 'number') return failure(NUMBERS_ONLY, 0);
      total = add(total, bigNumberOf(converted.value));
      if (!total) return failure("can't compute sum of opposing infinities");
    }
    return bigNumberValue(total, call.span);
  },
};

/** https://developer.hashicorp.com/terraform/language/functions, "Collection Functions" of lists. */
export const sequenceFunctions: Readonly<Record<string, TerraformFunction>> = {
  alltrue,
  anytrue,
  chunklist,
  coalescelist,
  compact,
  concat,
  contains,
  distinct,
  element,
  flatten,
  index,
  length,
  one,
  range,
  reverse,
  slice,
  sum,
};
