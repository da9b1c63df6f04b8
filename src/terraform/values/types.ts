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

const names = { any: 'dynamic', string: 'string', number: 'number', bool: 'bool' } as const;

/** As Terraform writes types in messages and in `type()`, on one line: `list(object({a: string}))`. */
export function typeText(type: TerraformType): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.element)})`;
    case 'tuple':
      return `tuple([${type.elements.map(typeText).join(', ')}])`;
    case 'object':
      return `object({${[...type.attributes].map(([name, { type }]) => `${name}: ${typeText(type)}`).join(', ')}})`;
    default:
      return names[type.kind];
  }
}

/** How error messages call a type: `list of string`, `object`. */
export function friendlyName(type: TerraformType): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return type.element.kind === 'any'
        ? `${type.kind} of any single type`
        : `${type.kind} of ${friendlyName(type.element)}`;
    case 'any':
      return 'dynamic';
    default:
      return type.kind;
  }
}

export function isPrimitive(type: TerraformType): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

/** Whether two types are the same; whether an attribute may be left out does not count. */
export function sameType(a: TerraformType, b: TerraformType): boolean {
  return a === b || haveParts(a, b, sameType);
}

/** Whether a value of the one type may turn out to be of the other, `any` being unknown. */
export function mayBeSame(a: TerraformType, b: TerraformType): boolean {
  return a === b || a.kind === 'any' || b.kind === 'any' || haveParts(a, b, mayBeSame);
}

/** Whether two types are of one kind and their parts, in pairs, are what is asked. */
function haveParts(
  a: TerraformType,
  b: TerraformType,
  alike: (a: TerraformType, b: TerraformType) => boolean,
): boolean {
  switch (a.kind) {
    case 'list':
    case 'set':
    case 'map':
      return a.kind === b.kind && alike(a.element, b.element);
    case 'tuple':
      return (
        b.kind === 'tuple' &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, at) => alike(element, b.elements[at]!))
      );
    case 'object':
      return (
        b.kind === 'object' &&
        a.attributes.size === b.attributes.size &&
        [...a.attributes].every(([name, { type }]) => {
          const other = b.attributes.get(name);
          return other !== undefined && alike(type, other.type);
        })
      );
    default:
      return a.kind === b.kind;
  }
}

/** Whether some part of the type is not known. */
export function hasAny(type: TerraformType): boolean {
  switch (type.kind) {
    case 'any':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return hasAny(type.element);
    case 'tuple':
      return type.elements.some(hasAny);
    case 'object':
      return [...type.attributes.values()].some(attribute => hasAny(attribute.type));
    default:
      return false;
  }
}

/** The type of the values of an object type: nothing may be left out any more. */
export function withoutOptional(type: TerraformType): TerraformType {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: type.kind, element: withoutOptional(type.element) };
    case 'tuple':
      return { kind: 'tuple', elements: type.elements.map(withoutOptional) };
    case 'object': {
      const attributes = [...type.attributes].map(
        ([name, attribute]) => [name, { type: withoutOptional(attribute.type), optional: false }] as const,
      );
      return { kind: 'object', attributes: new Map(attributes) };
    }
    default:
      return type;
  }
}
