import type { Span } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, type Value } from '../../model/value.ts';
import { type Address, parseAddress, printAddress, printModules, UNKNOWN_KEY } from '../address.ts';
import type { TerraformResource } from '../resource.ts';

/**
 * A planned resource with the places and the structure of its source: known values are the plan's, what the plan does
 * not know yet is what the source says of it, and everything stands where the source has it. What no source line gives
 * is marked as the provider's default and has the place of the block header. `exact`: the source instance is this very
 * one; otherwise it is another one of the same block, whose keys do not count.
 */
export function joinSource(planned: TerraformResource, source: TerraformResource, exact: boolean): TerraformResource {
  const address = parseAddress(planned.address);
  const joiner: Joiner = { header: source.nameSpan, exact, address };
  const { meta, nameSpan, span } = source;
  const modules = address?.modules ?? [];
  const calledFrom = source.calledFrom.map((call, at) => ({
    ...call,
    address: printModules(modules.slice(0, at + 1)),
  }));
  return { ...planned, meta, nameSpan, span, calledFrom, body: joinObject(planned.body, source.body, joiner) };
}

interface Joiner {
  readonly header: Span;
  readonly exact: boolean;
  readonly address: Address | undefined;
}

function joinObject(planned: ObjectValue, source: ObjectValue, joiner: Joiner): ObjectValue {
  const properties = new Map<string, Property>();
  for (const [name, property] of planned.properties) {
    const written = source.properties.get(name);
    if (written) properties.set(name, { ...written, value: joinValue(property.value, written.value, joiner) });
    else if (!source.open && isUnknown(property.value)) continue;
    else properties.set(name, notWritten(property, joiner.header));
  }
  return keepMark(planned, object(properties, source.span, planned.open));
}

/** Nobody wrote it, so that it is what the provider fills in. */
function notWritten({ writtenAs, value }: Property, header: Span): Property {
  const placed = at(value, header);
  return { writtenAs, nameSpan: header, span: header, value: { ...placed, defaulted: true } };
}

function joinValue(planned: Value, source: Value, joiner: Joiner): Value {
  switch (planned.kind) {
    case 'scalar':
      return keepMark(planned, sameText(planned.value, source) ? source : { ...planned, span: source.span });
    case 'list':
      return joinList(planned.items, source, joiner, planned);
    case 'object':
      if (source.kind === 'object') return joinObject(planned, source, joiner);
      return at(planned, source.span);
    case 'template':
    case 'reference':
    case 'unknown':
      return joinUnknown(planned, source, joiner);
  }
}

function joinUnknown(planned: Value, source: Value, joiner: Joiner): Value {
  if (source.kind === 'unknown' && source.alternatives.length === 0) return at(planned, source.span);
  if (joiner.exact) return keepMark(planned, source);
  // Of an instance whose keys are not known, the plan's own reference says more.
  if (planned.kind === 'reference') return at(planned, source.span);
  return keepMark(
    planned,
    eachReferenceTo(source, target => withOwnKeys(target, joiner.address)),
  );
}

/** An address with unknown keys is that of the instance with the same keys as the one that refers to it. */
function withOwnKeys(target: string, own: Address | undefined): string {
  const address = own && parseAddress(target);
  if (!address) return target;
  const modules = address.modules.map((step, index) =>
    step.key === UNKNOWN_KEY && step.name === own.modules[index]?.name ? own.modules[index]! : step,
  );
  const key = address.key === UNKNOWN_KEY ? own.key : address.key;
  return printAddress({ ...address, modules, key });
}

function eachReferenceTo(value: Value, convert: (target: string) => string): Value {
  const inner = (part: Value) => eachReferenceTo(part, convert);
  switch (value.kind) {
    case 'reference':
      return { ...value, target: convert(value.target) };
    case 'list':
      return { ...value, items: value.items.map(inner) };
    case 'object': {
      const properties = [...value.properties].map(
        ([name, property]) => [name, { ...property, value: inner(property.value) }] as const,
      );
      return { ...value, properties: new Map(properties) };
    }
    case 'template': {
      const parts = value.parts.map(part => (typeof part === 'string' ? part : inner(part)));
      return { ...value, parts, ...(value.structure && { structure: inner(value.structure) }) };
    }
    case 'unknown': {
      const alternatives = value.alternatives.map(({ when, value: possible }) => ({
        when,
        value: possible && inner(possible),
      }));
      return { ...value, alternatives };
    }
    default:
      return value;
  }
}

function joinList(items: readonly Value[], source: Value, joiner: Joiner, planned: Value): Value {
  const candidates = source.kind === 'list' ? source.items.map(present) : [];
  if (candidates.length === 0) return at(planned, source.span);
  const open = new Set(candidates.keys());
  const joined = items.map((item, index) => {
    const match = bestMatch(item, candidates, open, index);
    if (match === undefined) return joinValue(item, candidates.at(-1)!, joiner);
    open.delete(match);
    return joinValue(item, candidates[match]!, joiner);
  });
  return keepMark(planned, list(joined, source.span));
}

/** A block that may be generated is, where the plan has it. */
function present(item: Value): Value {
  if (item.kind !== 'unknown') return item;
  return item.alternatives.find(alternative => alternative.value)?.value ?? item;
}

/** More items than this are taken in their order. */
const MAX_COMPARED = 200;

/** The plan has the items of sets in an order of its own: the first one without a contradiction is taken. */
function bestMatch(
  item: Value,
  candidates: readonly Value[],
  open: ReadonlySet<number>,
  index: number,
): number | undefined {
  const agrees = (at: number) => open.has(at) && !contradicts(item, candidates[at]!);
  if (agrees(index)) return index;
  if (candidates.length > MAX_COMPARED) return open.has(index) ? index : undefined;
  for (const at of open) if (agrees(at)) return at;
  return open.has(index) ? index : [...open][0];
}

function contradicts(planned: Value, source: Value): boolean {
  if (planned.kind === 'scalar' && source.kind === 'scalar') return String(planned.value) !== String(source.value);
  if (planned.kind !== 'object' || source.kind !== 'object') return false;
  for (const [name, { value }] of planned.properties) {
    const written = source.properties.get(name)?.value;
    if (written && contradicts(value, written)) return true;
  }
  return false;
}

function sameText(value: string | number | boolean | null, source: Value): boolean {
  if (source.kind === 'scalar') return String(source.value) === String(value);
  if (source.kind !== 'template' || !source.structure) return false;
  return source.parts.every(part => typeof part === 'string') && source.parts.join('') === value;
}

function isUnknown(value: Value): boolean {
  return value.kind === 'unknown' || value.kind === 'reference' || value.kind === 'template';
}

function keepMark<T extends Value>(planned: Value, value: T): T {
  return planned.sensitive && !value.sensitive ? { ...value, sensitive: true } : value;
}

/** The value with another place, throughout. */
function at(value: Value, span: Span): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, span, items: value.items.map(item => at(item, span)) };
    case 'object': {
      const properties = [...value.properties].map(
        ([name, property]) => [name, { ...property, nameSpan: span, span, value: at(property.value, span) }] as const,
      );
      return { ...value, span, properties: new Map(properties) };
    }
    default:
      return { ...value, span };
  }
}
