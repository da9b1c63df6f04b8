import type { TerraformValue } from './values.ts';

/** Terraform's type constraints, https://developer.hashicorp.com/terraform/language/expressions/type-constraints. */
export type TerraformType =
  | { readonly kind: 'any' }
  | { readonly kind: 'string' }
  | { readonly kind: 'number' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: TerraformType }
  | { readonly kind: 'tuple'; readonly elements: readonly TerraformType[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, TerraformAttributeType> };

export interface TerraformAttributeType {
  readonly type: TerraformType;
  readonly optional: boolean;
  /** The expression's value of `optional(type, default)`, evaluated. */
  readonly default?: TerraformValue;
}

export const ANY: TerraformType = { kind: 'any' };
export const STRING: TerraformType = { kind: 'string' };
export const NUMBER: TerraformType = { kind: 'number' };
export const BOOL: TerraformType = { kind: 'bool' };
