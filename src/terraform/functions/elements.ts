import type { Span } from '../../model/source.ts';
import { isSequence } from '../expressions/loops.ts';
import { convertTo } from '../values/conversion.ts';
import { numberValue, sumOf } from '../values/decimals.ts';
import { equals } from '../values/equality.ts';
import { firstUnknown, isWhollyKnown } from '../values/traits.ts';
import { ANY, BOOL, friendlyName, NUMBER, type TerraformType } from '../values/types.ts';
import { lengthBounds, unknownLike } from '../values/unknowns.ts';
import { boolValue, nullValue, type TerraformValue, typeOf } from '../values/values.ts';
import { isList, isListOrSet, itemsOf, marked, overItems, unknownBecauseOf } from './collections.ts';
import { graphemesOf } from './graphemes.ts';
import { any, failure, number, parameter, type TerraformFunction, wholeNumber } from './signature.ts';

const BOOLS: TerraformType = { kind: 'list', element: BOOL };

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

const contains: TerraformFunction = {
  parameters: [any('list', 'unknowns'), any('value', 'unknowns')],
  type: BOOL,
  call([given, value], { span }) {
    if (!isListOrSet(typeOf(given!))) return failure('argument must be list, tuple, or set');
    return overItems(given, { span }, list => isIn(list!, value!, span));
  },
};

function isIn(list: TerraformValue, value: TerraformValue, span: Span): TerraformValue {
  const items = itemsOf(list);
  if (list.kind !== 'unknown' && items.length === 0) return boolValue(false, span);
  const answers = items.map(item => equals(value, item));
  if (answers.includes(true)) return boolValue(true, span);
  const unknown = firstUnknown(list) ?? firstUnknown(value);
  const open = list.kind === 'unknown' || answers.includes(undefined);
  return open && unknown ? unknownLike(unknown, BOOL, span) : boolValue(false, span);
}

const element: TerraformFunction = {
  parameters: [any('list', 'marks', 'unknowns', 'dynamic'), number('index')],
  nullable: true,
  type([list, index]) {
    const type = typeOf(list!);
    if (type.kind === 'any') return ANY;
    if (type.kind === 'list') return type.element;
    if (type.kind !== 'tuple') return failure(`cannot read elements from ${friendlyName(type)}`);
    if (index!.kind === 'unknown') return ANY;
    const at = wholeNumber(index);
    if (typeof at !== 'number') return at;
    // Of a list a negative index counts from the end; with a tuple Terraform 1.11 crashes.
    if (at < 0) return failure('index must not be negative');
    return type.elements[at % type.elements.length] ?? failure('cannot use element function with an empty list');
  },
  call([list, index], { span, type }) {
    // Lists are not made of nothing.
    if (list!.kind === 'unknown') return marked(unknownLike(list!, type, span, { mustBeGiven: true }), list);
    const at = wholeNumber(index);
    if (typeof at !== 'number') return at;
    const items = itemsOf(list);
    const item = items[((at % items.length) + items.length) % items.length];
    return item ? marked(item, list) : failure('cannot use element function with an empty list');
  },
};

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

const NUMBERS_ONLY = 'argument must be list, set, or tuple of number values';

const sum: TerraformFunction = {
  parameters: [any('list')],
  type: NUMBER,
  call([list], call) {
    if (!isSequence(list!)) return failure('argument must be list, set, or tuple', 0);
    if (list.items.length === 0) return failure('cannot sum an empty list', 0);
    if (!isWhollyKnown(list)) return unknownBecauseOf(list, call);
    let total = numberValue(0, call.span);
    for (const item of list.items) {
      const converted = convertTo(item, NUMBER);
      if ('error' in converted || converted.value.kind !== 'number') return failure(NUMBERS_ONLY, 0);
      const next = sumOf(total, converted.value, call.span);
      if (!next) return failure("can't compute sum of opposing infinities");
      total = next;
    }
    return total;
  },
};

/** Functions that ask about a collection or take one thing out of it. */
export const elementFunctions: Readonly<Record<string, TerraformFunction>> = {
  alltrue,
  anytrue,
  contains,
  element,
  index,
  length,
  one,
  sum,
};
