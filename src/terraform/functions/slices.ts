import { ANY } from '../values/types.ts';
import { lengthBounds, unknownLike } from '../values/unknowns.ts';
import { listValue, type TerraformValue, tupleValue, typeOf } from '../values/values.ts';
import { itemsOf, marked } from './collections.ts';
import { any, type Failure, failure, isFailure, number, type TerraformFunction, wholeNumber } from './signature.ts';

/** https://developer.hashicorp.com/terraform/language/functions/slice */
export const slice: TerraformFunction = {
  parameters: [any('list', 'marks', 'unknowns', 'dynamic'), number('start_index'), number('end_index')],
  type([list, from, to]) {
    const type = typeOf(list!);
    if (type.kind === 'any') return ANY;
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
    if (list!.kind === 'unknown') {
      // An error, or so many items.
      const length = bounds.end - bounds.start;
      return marked(unknownLike(list!, type, span, { length: { min: length, max: length } }), list);
    }
    const items = itemsOf(list).slice(bounds.start, bounds.end);
    return marked(type.kind === 'list' ? listValue(items, type.element, span) : tupleValue(items, span), list);
  },
};

type Bounds = { readonly kind: 'bounds'; readonly start: number; readonly end: number };

/** Undefined where an index is not known. */
function sliceBounds(list: TerraformValue, from: TerraformValue, to: TerraformValue): Bounds | Failure | undefined {
  const bounds = lengthBounds(list);
  const size = bounds && bounds.min === bounds.max ? bounds.max : Number.POSITIVE_INFINITY;
  const [start, end] = [from, to].map((value, at) =>
    value.kind === 'unknown' ? undefined : sliceIndex(value, at + 1, size),
  );
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
