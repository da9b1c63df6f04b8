import type { TerraformArgument, TerraformBlock } from '../../facts/terraform.ts';
import type { Span } from '../../model/source.ts';
import { list, type ObjectValue, object, type Property, scalar, type Value } from '../../model/value.ts';
import { asObject, type Json, type JsonObject, memberOf, type PlannedResource } from './document.ts';

/** What stands at a path where the plan says that the value is not known yet; undefined: the argument is absent. */
export type UnknownAt = (path: readonly (string | number)[], span: Span) => Value | undefined;

/**
 * The arguments of a planned resource: its values with what is not known yet laid over them. In `after` an unknown
 * attribute is missing and an unknown list element is null, so that only both together tell absent from unknown. Nulls
 * are absent; a nested block that nobody wrote is an empty list in a plan, and absent here.
 */
export function overlay(
  { values, unknown, sensitive }: PlannedResource,
  schema: TerraformBlock | undefined,
  span: Span,
  unknownAt: UnknownAt,
): Map<string, Property> {
  const reader: Reader = { span, unknownAt, path: [] };
  return propertiesOf(values, unknown, sensitive, schema, reader);
}

/** One argument of a planned resource, as `overlay` gives it. */
export function overlayArgument(
  { values, unknown, sensitive }: PlannedResource,
  name: string,
  schema: TerraformBlock | undefined,
  span: Span,
  unknownAt: UnknownAt,
): Property | undefined {
  const only = (all: Json | undefined) => {
    const value = memberOf(asObject(all), name);
    return value === undefined ? {} : { [name]: value };
  };
  const reader: Reader = { span, unknownAt, path: [] };
  return propertiesOf(only(values), only(unknown), sensitive, schema, reader).get(name);
}

interface Reader {
  readonly span: Span;
  readonly unknownAt: UnknownAt;
  /** Steps to the value that is being read. */
  readonly path: (string | number)[];
}

/** Providers nest some ten levels. */
const MAX_DEPTH = 100;

function valueAt(
  value: Json | undefined,
  unknown: Json | undefined,
  sensitive: Json | undefined,
  argument: TerraformArgument | undefined,
  reader: Reader,
): Value | undefined {
  if (reader.path.length > MAX_DEPTH) return undefined;
  if (unknown === true) return marked(reader.unknownAt(reader.path, reader.span), sensitive);
  if (Array.isArray(value)) return listValue(value as readonly Json[], unknown, sensitive, argument, reader);
  const members = asObject(value) ?? (asObject(unknown) && value === undefined ? {} : undefined);
  if (members) {
    const inner = objectValue(members, unknown, sensitive, argument?.block, reader);
    return argument?.type === 'block' ? list([inner], reader.span) : inner;
  }
  if (value === null || value === undefined) return undefined;
  return marked(scalar(value as string | number | boolean, reader.span), sensitive);
}

function objectValue(
  values: JsonObject,
  unknown: Json | undefined,
  sensitive: Json | undefined,
  schema: TerraformBlock | undefined,
  reader: Reader,
): ObjectValue {
  return marked(object(propertiesOf(values, unknown, sensitive, schema, reader), reader.span), sensitive);
}

function propertiesOf(
  values: JsonObject,
  unknown: Json | undefined,
  sensitive: Json | undefined,
  schema: TerraformBlock | undefined,
  reader: Reader,
): Map<string, Property> {
  const { span, path } = reader;
  const unknowns = asObject(unknown);
  const marks = asObject(sensitive);
  const properties = new Map<string, Property>();
  const add = (name: string, planned: Json | undefined): void => {
    const argument = schema?.arguments.get(name);
    const mark = sensitive === true ? true : memberOf(marks, name);
    path.push(name);
    const value = valueAt(planned, memberOf(unknowns, name), mark, argument, reader);
    path.pop();
    if (!value || (argument?.type === 'block' && isEmptyList(value))) return;
    properties.set(name, { writtenAs: name, nameSpan: span, span, value });
  };
  for (const name of Object.keys(values)) add(name, values[name]);
  if (unknowns) for (const name of Object.keys(unknowns)) if (!Object.hasOwn(values, name)) add(name, undefined);
  return properties;
}

function listValue(
  items: readonly Json[],
  unknown: Json | undefined,
  sensitive: Json | undefined,
  argument: TerraformArgument | undefined,
  reader: Reader,
): Value {
  const element: TerraformArgument | undefined = argument?.block && { ...argument, type: 'any' };
  const values = items.map((item, index) => {
    const mark = sensitive === true ? true : elementOf(sensitive, index);
    reader.path.push(index);
    const value = valueAt(item, elementOf(unknown, index), mark, element, reader);
    reader.path.pop();
    return value ?? scalar(null, reader.span);
  });
  return marked(list(values, reader.span), sensitive);
}

function elementOf(value: Json | undefined, index: number): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[])[index] : undefined;
}

function isEmptyList(value: Value): boolean {
  return value.kind === 'list' && value.items.length === 0 && !value.open;
}

function marked<T extends Value | undefined>(value: T, sensitive: Json | undefined): T {
  return value && sensitive === true ? { ...value, sensitive: true } : value;
}
