import { type Mapping, mappingOf } from '../../facts/mappings.ts';
import { append, getOrMake } from '../../model/groups.ts';
import type { TemplateValue, Value } from '../../model/value.ts';
import { type Address, type InstanceKey, parseAddress, printAddress, UNKNOWN_KEY, withoutKeys } from '../address.ts';
import { peek } from '../lazy-properties.ts';
import type { TerraformResource } from '../resource.ts';

/** The resources of an input, to be found by address, by what they become, and by what their arguments hold. */
export interface ResourceIndex {
  /** The resources that an address means: more than one only where keys are not known. */
  at(address: string): readonly TerraformResource[];
  /** Whether a resource is of the family of a type: whether it becomes the same CloudFormation type. */
  isOf(type: string, resource: TerraformResource): boolean;
  /** Of a family, those whose argument holds what the key says, see `identityKey`: by the path of their module. */
  holding(type: string, argument: string, key: string): ReadonlyMap<string, readonly TerraformResource[]>;
  /** Of a family, those whose argument is there but not known, or known in part only. The same lists each time. */
  undecided(type: string, argument: string): Undecided;
  /** Of a family, those in a module instance, see `modulePathOf`. The same list each time. */
  inModule(type: string, modulePath: string): readonly TerraformResource[];
}

export interface Undecided {
  readonly unknown: readonly TerraformResource[];
  readonly partly: readonly { readonly resource: TerraformResource; readonly value: TemplateValue }[];
}

/** An index of the resources of one module or plan; parts of it are made when they are first asked for. */
export function indexResources(resources: readonly TerraformResource[]): ResourceIndex {
  const byAddress = new Map(resources.map(resource => [resource.address, resource]));
  const families = new Map<string, TerraformResource[]>();
  for (const resource of resources) append(families, familyOf(resource.type), resource);
  const byArgument = new Map<string, Map<string, Map<string, TerraformResource[]>>>();
  const undecided = new Map<string, Undecided>();
  const byModule = new Map<string, Map<string, TerraformResource[]>>();
  let byBlock: Map<string, Keyed[]> | undefined;
  const agreeing = new Map<string, readonly TerraformResource[]>();
  const family = (type: string) => families.get(familyOf(type)) ?? [];
  return {
    at: address => {
      const exact = byAddress.get(address);
      if (exact) return [exact];
      byBlock ??= groupByBlock(resources);
      return getOrMake(agreeing, address, () => withAgreeingKeys(address, byBlock!));
    },
    isOf: (type, resource) => familyOf(resource.type) === familyOf(type),
    holding: (type, argument, key) =>
      getOrMake(byArgument, `${familyOf(type)} ${argument}`, () => groupByArgument(family(type), argument)).get(key) ??
      NONE,
    undecided: (type, argument) =>
      getOrMake(undecided, `${familyOf(type)} ${argument}`, () => undecidedOf(family(type), argument)),
    inModule: (type, modulePath) =>
      getOrMake(byModule, familyOf(type), () => groupByModule(family(type))).get(modulePath) ?? [],
  };
}

/**
 * What identifies a value even where its text is not known: two values with the same key are equal. Undefined where
 * nothing can be said. Keys of unknown values are good inside one module instance.
 */
export function identityKey(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case 'scalar':
      return value.value === null || value.value === '' ? undefined : `=${value.value}`;
    case 'reference':
      return `@${value.target}#${value.attribute ?? ''}`;
    case 'unknown':
      return value.missing === '' || value.alternatives.length > 0 ? undefined : `?${value.missing}`;
    case 'template': {
      const parts = value.parts.map(part => (typeof part === 'string' ? part : identityKey(part)));
      return parts.includes(undefined) ? undefined : `\${${parts.join('}${')}}`;
    }
    default:
      return undefined;
  }
}

/** Path of the module instance in which the resource stands, with a dot at its end; empty in the root module. */
export function modulePathOf({ address, type, name }: TerraformResource): string {
  const label = `${type}.${name}`;
  for (let at = address.lastIndexOf(label); at >= 0; at = at === 0 ? -1 : address.lastIndexOf(label, at - 1)) {
    const next = address[at + label.length];
    if (next === undefined || next === '[') return address.slice(0, at);
  }
  return '';
}

function familyOf(type: string): string {
  return mappingOf(type)?.type ?? type;
}

interface Keyed {
  readonly resource: TerraformResource;
  readonly address: Address;
}

function groupByBlock(resources: readonly TerraformResource[]): Map<string, Keyed[]> {
  const groups = new Map<string, Keyed[]>();
  for (const resource of resources) {
    const address = parseAddress(resource.address);
    if (address) append(groups, printAddress(withoutKeys(address)), { resource, address });
  }
  return groups;
}

function withAgreeingKeys(text: string, byBlock: ReadonlyMap<string, Keyed[]>): readonly TerraformResource[] {
  const wanted = parseAddress(text);
  if (!wanted) return [];
  const group = byBlock.get(printAddress(withoutKeys(wanted))) ?? [];
  return group.filter(({ address }) => keysAgree(address, wanted)).map(({ resource }) => resource);
}

function keysAgree(a: Address, b: Address): boolean {
  return keyAgrees(a.key, b.key) && a.modules.every((step, index) => keyAgrees(step.key, b.modules[index]!.key));
}

function keyAgrees(a: InstanceKey | undefined, b: InstanceKey | undefined): boolean {
  return a === b || a === UNKNOWN_KEY || b === UNKNOWN_KEY || a === undefined || b === undefined;
}

const NONE: ReadonlyMap<string, readonly TerraformResource[]> = new Map();

function groupByArgument(
  resources: readonly TerraformResource[],
  argument: string,
): Map<string, Map<string, TerraformResource[]>> {
  const groups = new Map<string, Map<string, TerraformResource[]>>();
  for (const resource of resources) {
    const key = identityKey(peek(resource.body.properties, argument)?.value);
    if (key !== undefined)
      append(
        getOrMake(groups, key, () => new Map()),
        modulePathOf(resource),
        resource,
      );
  }
  return groups;
}

function groupByModule(resources: readonly TerraformResource[]): Map<string, TerraformResource[]> {
  const groups = new Map<string, TerraformResource[]>();
  for (const resource of resources) append(groups, modulePathOf(resource), resource);
  return groups;
}

function undecidedOf(resources: readonly TerraformResource[], argument: string): Undecided {
  const values = resources.map(resource => ({ resource, value: peek(resource.body.properties, argument)?.value }));
  return {
    unknown: values.flatMap(({ resource, value }) => (value?.kind === 'unknown' ? resource : [])),
    partly: values.flatMap(({ resource, value }) => (value?.kind === 'template' ? { resource, value } : [])),
  };
}

/** The mapping of a resource, after the argument that chooses between several has been read; undefined: none. */
export function mappingFor(resource: TerraformResource): Mapping | undefined {
  const mapping = mappingOf(resource.type);
  if (!mapping?.choice) return mapping;
  const value = peek(resource.body.properties, mapping.choice.argument)?.value;
  return value?.kind === 'scalar' ? mapping.choice.mappings[String(value.value)] : undefined;
}
