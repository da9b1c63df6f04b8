import type { Span } from '../model/source.ts';
import type { UnknownReason } from '../model/value.ts';
import type { TerraformType } from './types.ts';

/**
 * A value while Terraform is evaluated: typed, with unknown parts, marks and the span of the expression that
 * gave it. `toValue` turns it into the model's Value when a resource is complete.
 */
export type TerraformValue =
  | StringValue
  | NumberValue
  | BoolValue
  | NullValue
  | SequenceValue
  | MappingValue
  | UnknownTerraformValue;

interface Common {
  /** Where the expression stands that gave the value; a value read from `var.x` keeps the span of what was assigned. */
  readonly span: Span;
  readonly sensitive?: true;
}

export interface StringValue extends Common {
  readonly kind: 'string';
  readonly value: string;
}

/** `exact` is the decimal text where a float64 cannot hold the number. */
export interface NumberValue extends Common {
  readonly kind: 'number';
  readonly value: number;
  readonly exact?: string;
}

export interface BoolValue extends Common {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NullValue extends Common {
  readonly kind: 'null';
  readonly type: TerraformType;
}

/** Items of a set are distinct and in Terraform's iteration order. */
export interface SequenceValue extends Common {
  readonly kind: 'list' | 'set' | 'tuple';
  readonly items: readonly TerraformValue[];
  /** Of a list or set; of a tuple, `any`. */
  readonly elementType: TerraformType;
}

export interface MappingValue extends Common {
  readonly kind: 'map' | 'object';
  /** In key order for maps, as Terraform iterates them: lexical by UTF-8 bytes. */
  readonly entries: ReadonlyMap<string, MappingEntry>;
  readonly elementType: TerraformType;
  /** Attributes that the files cannot show may exist (a resource whose schema is not known). */
  readonly open?: true;
}

export interface MappingEntry {
  readonly value: TerraformValue;
  /** Where the key is written; absent for computed entries. */
  readonly nameSpan?: Span;
}

/**
 * Not known, but with all that is known about it. A string of which parts are known is an unknown with `parts`
 * (and `structure` where it is JSON, so that a policy with one computed ARN stays a policy); an attribute of a
 * resource is an unknown with `reference`; an undecided conditional is an unknown with `alternatives`.
 */
export interface UnknownTerraformValue extends Common {
  readonly kind: 'unknown';
  readonly type: TerraformType;
  readonly reason: UnknownReason;
  /** `var.vpc_id`, `data.aws_caller_identity.current`. */
  readonly missing: string;
  /** It cannot be null. */
  readonly notNull?: true;
  /** Bounds of a collection's length. */
  readonly length?: { readonly min: number; readonly max: number };
  readonly parts?: readonly (string | TerraformValue)[];
  readonly structure?: TerraformValue;
  readonly reference?: ResourceReference;
  readonly alternatives?: readonly TerraformAlternative[];
}

/** The resource instance's address, and the attribute path: `arn`, `endpoint`, `root_block_device.0.volume_id`. */
export interface ResourceReference {
  readonly address: string;
  readonly attribute: string;
}

/** At most 16 are kept; more become an unknown of reason `bound-exceeded`. */
export interface TerraformAlternative {
  readonly when: { readonly name: string; readonly value: string | number | boolean };
  readonly value: TerraformValue;
}

