import type { Span } from './source.ts';

/**
 * A value as the files give it: known, known in part, known by identity, or unknown with a reason.
 * Every value knows where it was written; a value that came through a variable, a local or an output
 * has the span of the expression that holds it, not of the place that uses it.
 */
export type Value = ScalarValue | TemplateValue | ListValue | ObjectValue | ReferenceValue | UnknownValue;

interface Common {
  readonly span: Span;
  /** A secret (NoEcho, `sensitive`): may be tested, never printed. */
  readonly sensitive?: true;
  /** Nobody wrote it: it is what the provider or the service uses when the argument is missing. */
  readonly defaulted?: true;
}

/** A null is an argument that is present without a value; front ends drop properties that are null. */
export interface ScalarValue extends Common {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** A string known in part. Of JSON text, `structure` is its value with holes. */
export interface TemplateValue extends Common {
  readonly kind: 'template';
  readonly parts: readonly (string | Value)[];
  readonly structure?: Value;
}

/** `open`: items may exist that the files do not show. */
export interface ListValue extends Common {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly open: boolean;
  /** Of an open one: an item with alternatives stands for all that the files do not show, and is what they have in common. */
  readonly represented?: true;
}

/** `open`: keys may exist that the files do not show. */
export interface ObjectValue extends Common {
  readonly kind: 'object';
  readonly properties: ReadonlyMap<string, Property>;
  readonly open: boolean;
}

/**
 * An attribute of a resource of this input: known to be set, and what it is (an identity), but its text is
 * decided at deployment. `target` is the address of the resource, with the path of its input in front where it is
 * imported from another one (`network.yaml:Vpc`); `attribute` is CloudFormation's return
 * value (`Arn`, `Endpoint.Address`), or absent for `Ref`.
 */
export interface ReferenceValue extends Common {
  readonly kind: 'reference';
  readonly target: string;
  readonly attribute?: string;
}

export interface UnknownValue extends Common {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  /** What is missing, in the user's words: `parameter Engine`, `var.engine`, `Fn::ImportValue "vpc"`. */
  readonly missing: string;
  /** Every value that it can have, each with what must be assumed for it. Empty: anything. */
  readonly alternatives: readonly Alternative[];
  /** It may also turn out to be no value at all (a Terraform null): then the argument is absent. */
  readonly nullable?: true;
}

export type UnknownReason =
  | 'parameter-without-default'
  | 'undecided-condition'
  | 'outside-this-input'
  | 'computed-at-deployment'
  | 'not-supported'
  | 'bound-exceeded';

/** A value that holds under an assumption; an absent `value` is "no such property" (`AWS::NoValue`, null). */
export interface Alternative {
  readonly when: Assumption;
  readonly value: Value | undefined;
}

/** A condition taken as true or false, or a parameter or variable taken to have a value. */
export interface Assumption {
  /** `IsProduction`, `Engine`, `var.create`. */
  readonly name: string;
  readonly value: string | number | boolean;
}

export interface Property {
  /** The name in the user's language: `storage_encrypted`, or `StorageEncrypted`. */
  readonly writtenAs: string;
  readonly nameSpan: Span;
  /** Name and value together as written in the resource. */
  readonly span: Span;
  readonly value: Value;
  /** Address of the resource that declares it, if it is not the one that holds it (a satellite). */
  readonly declaredIn?: string;
}

export function scalar(value: string | number | boolean | null, span: Span): ScalarValue {
  return { kind: 'scalar', value, span };
}

export function list(items: readonly Value[], span: Span, open = false): ListValue {
  return { kind: 'list', items, open, span };
}

export function object(properties: ReadonlyMap<string, Property>, span: Span, open = false): ObjectValue {
  return { kind: 'object', properties, open, span };
}

export function unknown(reason: UnknownReason, missing: string, span: Span): UnknownValue {
  return { kind: 'unknown', reason, missing, alternatives: [], span };
}

/** Text of a known scalar as CloudFormation and Terraform convert it to a string, otherwise undefined. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** The properties of an object, or of a JSON text that holds one; otherwise undefined. */
export function objectOf(value: Value | undefined): ObjectValue | undefined {
  if (value?.kind === 'object') return value;
  if (value?.kind === 'template' && value.structure) return objectOf(value.structure);
  return undefined;
}

/** The items of a list, or of a JSON text that holds one; otherwise undefined. */
export function listOf(value: Value | undefined): ListValue | undefined {
  if (value?.kind === 'list') return value;
  if (value?.kind === 'template' && value.structure) return listOf(value.structure);
  return undefined;
}

/** The value of a property of an object value; undefined where there is none or it is no object. */
export function propertyValue(value: Value | undefined, name: string): Value | undefined {
  return objectOf(value)?.properties.get(name)?.value;
}
