import { createHash } from 'node:crypto';
import type { Resource } from '../../model/resource.ts';
import type { Span } from '../../model/source.ts';
import {
  type Assumption,
  list,
  type ObjectValue,
  object,
  objectOf,
  type Property,
  type ReferenceValue,
  scalar,
  textOf,
  type Value,
} from '../../model/value.ts';

/** A value written as data, with values of the template in it; what is undefined is left out. */
export type Literal =
  | string
  | number
  | boolean
  | Value
  | undefined
  | readonly Literal[]
  | { readonly [name: string]: Literal };

/** Data as a value whose every part stands at one place. */
export function valueOfLiteral(literal: Exclude<Literal, undefined>, span: Span): Value {
  if (typeof literal !== 'object') return scalar(literal, span);
  if (isList(literal)) {
    return list(
      literal.filter(item => item !== undefined).map(item => valueOfLiteral(item, span)),
      span,
    );
  }
  if (isValue(literal)) return literal;
  const properties = new Map<string, Property>();
  for (const [name, part] of Object.entries(literal)) {
    if (part === undefined) continue;
    properties.set(name, { writtenAs: name, nameSpan: span, span, value: valueOfLiteral(part, span) });
  }
  return object(properties, span);
}

function isList(literal: object): literal is readonly Literal[] {
  return Array.isArray(literal);
}

function isValue(literal: object): literal is Value {
  return 'kind' in literal && 'span' in literal;
}

export function reference(target: string, attribute: string | undefined, span: Span): ReferenceValue {
  return attribute === undefined ? { kind: 'reference', target, span } : { kind: 'reference', target, attribute, span };
}

/** A known text with values in it, as `Fn::Sub` makes it. */
export function template(parts: readonly (string | Value)[], span: Span): Value {
  return { kind: 'template', parts, span };
}

/** Where a generated resource comes from: the place of its name, and assumptions beside those of its source. */
export interface Origin {
  readonly nameSpan?: Span;
  readonly existsWhen?: readonly Assumption[];
  /** Attributes of its own, such as DeletionPolicy. */
  readonly attributes?: { readonly [name: string]: Literal };
}

/**
 * A resource that a serverless resource deploys: it stands where its source stands, exists where its source does,
 * and bears its source's Metadata, so that what silences the source silences it.
 */
export function generated(
  source: Resource,
  id: string,
  type: string,
  properties: { readonly [name: string]: Literal | Property },
  origin: Origin = {},
): Resource {
  const nameSpan = origin.nameSpan ?? source.nameSpan;
  const existsWhen = [...source.existsWhen, ...(origin.existsWhen ?? [])];
  const attributes = new Map<string, Property>();
  const metadata = source.attributes.properties.get('Metadata');
  if (metadata) attributes.set('Metadata', metadata);
  for (const [name, literal] of Object.entries(origin.attributes ?? {})) {
    if (literal !== undefined) attributes.set(name, propertyOf(name, literal, nameSpan));
  }
  return {
    ...source,
    id,
    address: id,
    deployedBy: source.deployedBy ?? source.address,
    type,
    properties: propertiesOf(properties, nameSpan, source.properties.open),
    attributes: object(attributes, source.attributes.span),
    exists: existsWhen.length > 0 ? 'unknown' : source.exists,
    existsWhen,
    nameSpan,
  };
}

/** The source itself, as the main resource that it deploys: all its attributes are kept. */
export function converted(
  source: Resource,
  type: string,
  properties: { readonly [name: string]: Literal | Property },
): Resource {
  return { ...source, type, properties: propertiesOf(properties, source.properties.span, source.properties.open) };
}

function propertiesOf(parts: { readonly [name: string]: Literal | Property }, span: Span, open: boolean): ObjectValue {
  const properties = new Map<string, Property>();
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    properties.set(name, isProperty(part) ? part : propertyOf(name, part, span));
  }
  return object(properties, span, open);
}

function isProperty(part: Exclude<Literal, undefined> | Property): part is Property {
  return typeof part === 'object' && 'nameSpan' in part && 'value' in part && !('kind' in part);
}

function propertyOf(name: string, literal: Exclude<Literal, undefined>, span: Span): Property {
  return { writtenAs: name, nameSpan: span, span, value: valueOfLiteral(literal, span) };
}

/** Properties that keep their names, of a serverless resource or an event. */
export function picked(properties: ObjectValue | undefined, names: readonly string[]): Record<string, Property> {
  const result: Record<string, Property> = {};
  for (const name of names) {
    const property = properties?.properties.get(name);
    if (property) result[name] = property;
  }
  return result;
}

/** The properties of an object, by name, in the order written. */
export function entriesOf(value: Value | undefined): readonly [string, Property][] {
  return [...(objectOf(value)?.properties ?? [])];
}

/** The values of an object by their names. */
export function literalsOf(value: ObjectValue | undefined): Record<string, Value> {
  return Object.fromEntries([...(value?.properties ?? [])].map(([name, property]) => [name, property.value]));
}

/** A property with a value made of its own: the place stays. Undefined where there is none, or nothing comes of it. */
export function changed(property: Property | undefined, change: (value: Value) => Literal): Property | undefined {
  if (!property) return undefined;
  const value = eachCase(property.value, known => {
    const literal = change(known);
    return literal === undefined ? undefined : valueOfLiteral(literal, known.span);
  });
  return value && { ...property, value };
}

/** Applies a function to what a value can be: itself, or each of an unknown's alternatives. */
export function eachCase(value: Value, change: (value: Value) => Value | undefined): Value | undefined {
  if (value.kind !== 'unknown') return change(value);
  if (value.alternatives.length === 0) return value;
  const alternatives = value.alternatives.map(({ when, value: chosen }) => ({
    when,
    value: chosen && eachCase(chosen, change),
  }));
  return { ...value, alternatives };
}

/** SAM writes tags as a map; CloudFormation's list of keys and values, after those that SAM adds. */
export function tagList(property: Property | undefined, source: Resource, createdBy?: string): Property | undefined {
  const own = createdBy === undefined ? [] : [{ Key: createdBy, Value: 'SAM' }];
  if (!property) return own.length === 0 ? undefined : propertyOf('Tags', own, source.nameSpan);
  return changed(property, value => {
    const map = objectOf(value);
    if (!map) return value;
    const tags = [...map.properties].map(([name, tag]) =>
      valueOfLiteral({ Key: scalar(name, tag.nameSpan), Value: tag.value }, tag.span),
    );
    return map.open
      ? { ...list([...own.map(tag => valueOfLiteral(tag, value.span)), ...tags], value.span), open: true }
      : [...own, ...tags];
  });
}

/** SAM's hash of a text for logical ids. */
export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 10);
}

/** A suffix of a logical id: letters and digits as they are, a hash of anything else. */
export function idSuffix(text: string): string {
  return text === '' || /^[A-Za-z0-9]+$/.test(text) ? text : hashOf(text);
}

export function isTrue(value: Value | undefined): boolean {
  return textOf(value)?.toLowerCase() === 'true';
}

export function isFalse(value: Value | undefined): boolean {
  return textOf(value)?.toLowerCase() === 'false';
}

/** `s3://bucket/key` or `{Bucket, Key, Version}` as the properties of a location; a local path is left as it is. */
export function location(
  value: Value,
  names: { bucket: string; key: string; version: string },
): { readonly [name: string]: Literal } {
  const text = textOf(value);
  const match = text === undefined ? null : /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(text);
  if (match) return { [names.bucket]: match[1]!, [names.key]: match[2]!, [names.version]: match[3] };
  const parts = objectOf(value)?.properties;
  if (!parts) return { [names.key]: value };
  return {
    [names.bucket]: parts.get('Bucket')?.value,
    [names.key]: parts.get('Key')?.value,
    [names.version]: parts.get('Version')?.value,
  };
}
