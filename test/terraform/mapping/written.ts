import type { InputInfo, Resource } from '../../../src/model/resource.ts';
import type { SourceFile, Span } from '../../../src/model/source.ts';
import { type ListValue, list, object, type Property, scalar, unknown, type Value } from '../../../src/model/value.ts';
import type { TerraformResource } from '../../../src/terraform/resource.ts';

/** Arguments as JavaScript: arrays of objects are blocks, objects are maps, functions make other values. */
export type Written = string | number | boolean | readonly Written[] | { readonly [name: string]: Written } | MakeValue;
type MakeValue = (span: Span) => Value;

export const INFO: InputInfo = { path: '.', dialect: 'terraform' };

/** A resource whose text is a file of its own, one argument a line, so that every span is told apart. */
export function terraform(
  address: string,
  body: Record<string, Written>,
  more: Partial<TerraformResource> = {},
): TerraformResource {
  const label = /^(?:.*\.)?([a-z0-9_]+)\.([a-z0-9_-]+)(\[[^.]*\])?$/.exec(address)!;
  const lines = Object.keys(body).map(name => `  ${name} = …`);
  const file: SourceFile = { path: 'main.tf', text: [`resource ${address} {`, ...lines, '}'].join('\n') };
  const at = (text: string): Span => {
    const start = file.text.indexOf(text);
    return { file, start, end: start + text.length };
  };
  const span = { file, start: 0, end: file.text.length };
  return {
    address,
    type: label[1]!,
    name: label[2]!,
    body: objectOf(body, span, at),
    meta: object(new Map(), span),
    exists: 'yes',
    existsWhen: [],
    nameSpan: at(address),
    span,
    calledFrom: [],
    provider: { name: 'aws', version: '6.25.0' },
    applyDefaults: true,
    ...more,
  };
}

function objectOf(body: { readonly [name: string]: Written }, span: Span, at?: (text: string) => Span) {
  const properties = new Map<string, Property>();
  for (const [name, written] of Object.entries(body)) {
    const nameSpan = at ? at(`  ${name} =`) : span;
    const whole = at ? at(`  ${name} = …`) : span;
    properties.set(name, { writtenAs: name, nameSpan, span: whole, value: valueFrom(written, whole) });
  }
  return object(properties, span);
}

function valueFrom(written: Written, span: Span): Value {
  if (typeof written === 'function') return written(span);
  if (Array.isArray(written))
    return list(
      written.map(item => valueFrom(item, span)),
      span,
    );
  if (typeof written === 'object') return objectOf(written as { readonly [name: string]: Written }, span);
  return scalar(written, span);
}

/** `aws_kms_key.k.arn` */
export function ref(target: string, attribute = 'id'): MakeValue {
  return span => ({ kind: 'reference', target, attribute, span });
}

export function missing(name: string): MakeValue {
  return span => unknown('parameter-without-default', name, span);
}

/** `condition ? yes : no` of a condition that is not known. */
export function either(name: string, yes: Written | undefined, no: Written | undefined): MakeValue {
  return span => ({
    ...unknown('undecided-condition', name, span),
    alternatives: [
      { when: { name, value: true }, value: yes === undefined ? undefined : valueFrom(yes, span) },
      { when: { name, value: false }, value: no === undefined ? undefined : valueFrom(no, span) },
    ],
  });
}

export function openList(...items: Written[]): MakeValue {
  return span =>
    list(
      items.map(item => valueFrom(item, span)),
      span,
      true,
    );
}

/** One in which an undecided item stands for what else is in it. */
export function representedList(...items: Written[]): MakeValue {
  return span => ({ ...(openList(...items)(span) as ListValue), represented: true });
}

/**
 * A value as data: references as `${target.Attribute}`, unknown values as `?name` or their alternatives, defaults
 * as `{ default: … }`, open lists and objects with `…` at their end.
 */
export function plain(value: Value | undefined): unknown {
  if (value?.defaulted) return { default: plain({ ...value, defaulted: undefined }) };
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return value.value;
    case 'reference':
      return `\${${value.target}${value.attribute === undefined ? '' : `.${value.attribute}`}}`;
    case 'template':
      return value.structure
        ? plain(value.structure)
        : value.parts.map(part => (typeof part === 'string' ? part : plain(part)));
    case 'list':
      return [...value.items.map(plain), ...(value.open ? ['…'] : [])];
    case 'object': {
      const entries = [...value.properties].map(([name, property]) => [name, plain(property.value)]);
      return { ...Object.fromEntries(entries), ...(value.open && { '…': true }) };
    }
    case 'unknown': {
      if (value.alternatives.length === 0) return `?${value.missing}${value.nullable ? '?' : ''}`;
      return {
        either: value.alternatives.map(({ when, value: possible }) => [`${when.name}=${when.value}`, plain(possible)]),
      };
    }
  }
}

/** Properties without what nobody wrote. */
export function written(resource: Resource | undefined): unknown {
  return withoutDefaults(plain(resource?.properties));
}

function withoutDefaults(data: unknown): unknown {
  if (Array.isArray(data)) return data.filter(item => !isDefault(item)).map(withoutDefaults);
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).filter(([, item]) => !isDefault(item));
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutDefaults(item)]));
}

function isDefault(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'default' in data;
}
