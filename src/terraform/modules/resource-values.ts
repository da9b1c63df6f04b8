import type { Span } from '../../model/source.ts';
import type { TraversalStep, Traversed } from '../expressions/scope.ts';
import { ANY } from '../values/types.ts';
import type { MappingEntry, MappingValue, TerraformValue, UnknownTerraformValue } from '../values/values.ts';

/** What an attribute is that no argument gives: a reference for resources, an unknown for data sources. */
export type Exported = (attribute: string, span: Span) => UnknownTerraformValue;

/** An attribute of a resource of this input: known by its identity. `id` and `arn` are never null. */
export function exportedByResource(address: string): Exported {
  return (attribute, span) => ({
    kind: 'unknown',
    type: ANY,
    reason: 'computed-at-deployment',
    missing: `${address}.${attribute}`,
    ...(isNeverNull(attribute) && { notNull: true }),
    reference: { address, attribute },
    span,
  });
}

/** Data sources that tell about the account and place of deployment, and not about something that exists elsewhere. */
const ABOUT_DEPLOYMENT: ReadonlySet<string> = new Set([
  'aws_arn',
  'aws_availability_zone',
  'aws_availability_zones',
  'aws_caller_identity',
  'aws_default_tags',
  'aws_partition',
  'aws_region',
  'aws_regions',
  'aws_service',
  'aws_service_principal',
]);

/**
 * An attribute of a data source: what it reads is not in the files. `id` and `arn` are never null here either; of others
 * it is possible, but nobody looks something up to give an argument nothing.
 */
export function exportedByData(type: string, address: string): Exported {
  const reason = ABOUT_DEPLOYMENT.has(type) ? 'computed-at-deployment' : 'outside-this-input';
  return (attribute, span) => ({
    kind: 'unknown',
    type: ANY,
    reason,
    missing: `${address}.${attribute}`,
    ...(isNeverNull(attribute) && { notNull: true }),
    mustBeGiven: true,
    span,
  });
}

function isNeverNull(attribute: string): boolean {
  return attribute === 'id' || attribute === 'arn';
}

/**
 * The instance as a value: its arguments, and any other attribute as `exported` says. Which other attributes there
 * are is not known, so every name has one.
 */
export function instanceValue(body: MappingValue, exported: Exported): MappingValue {
  return { ...body, entries: new ExportedEntries(body.entries, exported, body.span), open: true };
}

/** The arguments of an instance, iterated as such; `get` knows the exported attributes, too. */
class ExportedEntries extends Map<string, MappingEntry> {
  readonly #exported: (name: string) => MappingEntry;

  constructor(entries: ReadonlyMap<string, MappingEntry>, exported: Exported, span: Span) {
    super();
    this.#exported = name => ({ value: exported(name, span) });
    for (const [name, entry] of entries) super.set(name, entry);
    // Nearly every resource has these two, so that a conversion to an object type finds them.
    for (const name of ['id', 'arn']) if (!entries.has(name)) super.set(name, this.#exported(name));
  }

  override get(name: string): MappingEntry {
    return super.get(name) ?? this.#exported(name);
  }

  override has(): boolean {
    return true;
  }
}

/**
 * Follows steps into an instance as far as its arguments say something. An argument that is not known, and an
 * attribute that no argument gives, is known by its identity where `exported` gives one.
 */
export function attributeOfInstance(
  instance: () => MappingValue,
  steps: readonly TraversalStep[],
  span: Span,
  exported: Exported,
  knowsId = false,
): Traversed {
  // `id` is no argument of any resource, so that asking for it does not need the others.
  if (!knowsId && nameOf(steps[0]!) === 'id') return restOf(exported, ['id'], steps, span);
  let value: TerraformValue = instance();
  const path: string[] = [];
  for (const [at, step] of steps.entries()) {
    const name = nameOf(step);
    if (name === undefined) return { value, used: at };
    const next = within(value, name);
    path.push(name);
    if (!next) return restOf(exported, path, steps, span);
    value = next;
    if (value.kind === 'unknown') return { value: identified(value, exported(path.join('.'), span)), used: at + 1 };
  }
  return { value, used: steps.length };
}

/** An attribute that no argument gives: the steps after it belong to its name. */
function restOf(exported: Exported, path: string[], steps: readonly TraversalStep[], span: Span): Traversed {
  let used = path.length;
  for (const step of steps.slice(used)) {
    const name = nameOf(step);
    if (name === undefined) break;
    path.push(name);
    used += 1;
  }
  return { value: exported(path.join('.'), span), used };
}

function within(value: TerraformValue, name: string): TerraformValue | undefined {
  switch (value.kind) {
    case 'map':
    case 'object':
      return value.entries.get(name)?.value;
    case 'list':
    case 'tuple':
      return value.items[Number(name)];
    default:
      return undefined;
  }
}

function nameOf(step: TraversalStep): string | undefined {
  if (step.kind === 'attribute') return step.name;
  return step.key.kind === 'string' || step.key.kind === 'number' ? String(step.key.value) : undefined;
}

/** What is known of the argument stays, and it gets an identity unless it has one. */
function identified(value: UnknownTerraformValue, { reference }: UnknownTerraformValue): UnknownTerraformValue {
  return value.reference || !reference ? value : { ...value, reference };
}
