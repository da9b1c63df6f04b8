import type { TerraformValue, UnknownTerraformValue } from './values.ts';

/** What holds for a value as a whole, its parts included. */
export interface Traits {
  /** How many values it consists of. */
  readonly weight: number;
  /** How deeply they are nested; a scalar has depth 1. */
  readonly depth: number;
  /** The first part that is not known. */
  readonly unknown: UnknownTerraformValue | undefined;
  /** Some part is marked sensitive. */
  readonly sensitive: boolean;
}

const known = new WeakMap<TerraformValue, Traits>();
const SCALAR: Traits = { weight: 1, depth: 1, unknown: undefined, sensitive: false };
const SECRET: Traits = { ...SCALAR, sensitive: true };

/** Computed once for every container, so that shared parts are not walked again. */
export function traitsOf(value: TerraformValue): Traits {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'bool':
    case 'null':
      return value.sensitive ? SECRET : SCALAR;
    case 'unknown':
      return { ...(value.sensitive ? SECRET : SCALAR), weight: weightOf(value), depth: depthOf(value), unknown: value };
    default: {
      const traits = known.get(value) ?? joined(value, partsOf(value));
      known.set(value, traits);
      return traits;
    }
  }
}

export function firstUnknown(value: TerraformValue): UnknownTerraformValue | undefined {
  return traitsOf(value).unknown;
}

export function isWhollyKnown(value: TerraformValue): boolean {
  return traitsOf(value).unknown === undefined;
}

export function hasSensitive(value: TerraformValue): boolean {
  return traitsOf(value).sensitive;
}

export function isNotNull(value: TerraformValue): boolean {
  return value.kind === 'unknown' ? value.notNull === true : value.kind !== 'null';
}

/** Items of a sequence, or values of a mapping in the order of their entries; none of other values. */
export function partsOf(value: TerraformValue): readonly TerraformValue[] {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return value.items;
    case 'map':
    case 'object':
      return [...value.entries.values()].map(entry => entry.value);
    default:
      return [];
  }
}

function joined(value: TerraformValue, parts: readonly TerraformValue[]): Traits {
  let [weight, depth] = [1, 0];
  let unknown: UnknownTerraformValue | undefined;
  let sensitive = value.sensitive === true;
  for (const part of parts) {
    const traits = traitsOf(part);
    weight += traits.weight;
    depth = Math.max(depth, traits.depth);
    unknown ??= traits.unknown;
    sensitive ||= traits.sensitive;
  }
  return { weight, depth: depth + 1, unknown, sensitive };
}

const depths = new WeakMap<UnknownTerraformValue, number>();

/** Of a list that is known in part, its items are nested in it. */
function depthOf(value: UnknownTerraformValue): number {
  if (!value.certain && !value.each) return 1;
  let depth = depths.get(value);
  if (depth !== undefined) return depth;
  depth = value.each ? traitsOf(value.each).depth : 0;
  for (const item of value.certain ?? []) depth = Math.max(depth, traitsOf(item).depth);
  depth += 1;
  depths.set(value, depth);
  return depth;
}

const weights = new WeakMap<UnknownTerraformValue, number>();

function weightOf(value: UnknownTerraformValue): number {
  if (!value.alternatives && !value.parts && !value.structure && !value.certain && !value.each) return 1;
  let weight = weights.get(value);
  if (weight !== undefined) return weight;
  weight = 1 + (value.structure ? traitsOf(value.structure).weight : 0);
  for (const { value: possible } of value.alternatives ?? []) weight += traitsOf(possible).weight;
  if (value.each) weight += traitsOf(value.each).weight;
  for (const item of value.certain ?? []) weight += traitsOf(item).weight;
  for (const part of value.parts ?? []) weight += typeof part === 'string' ? 1 : traitsOf(part).weight;
  weights.set(value, weight);
  return weight;
}
