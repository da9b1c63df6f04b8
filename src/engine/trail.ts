import type { Resource } from '../model/resource.ts';
import { type ObjectValue, type Property, propertyValue, textOf, type Value } from '../model/value.ts';
import { argumentName, argumentOf, keyedArgument, snakeCase } from './argument-names.ts';
import type { Step } from './path-syntax.ts';

/**
 * Where a path has led: the steps from the root of a resource to a value, or to the place where it would stand.
 * It knows what each step is called in the rule's words and in the user's.
 */
export interface Trail {
  readonly up: Trail | undefined;
  /** `Properties`, `StorageEncrypted`, `[0]`, `[Key=Owner]`, `[]`. */
  readonly segment: string;
  /** The value in the scenario under evaluation; undefined: absent. */
  readonly value: Value | undefined;
  /** The property that is written there, also where its value is nothing (`AWS::NoValue`). */
  readonly property?: Property;
  /** Of a path with `[]`: what it led to in each item. The value is then a list of these. */
  readonly items?: readonly Trail[];
  /** The steps of its path that could not be followed, as the value is not known; none of a path with `[]` that ends here. */
  readonly rest?: readonly Step[];
  /** It may be there, in a part of the object or list that the files do not show. */
  readonly hidden?: true;
  /** Root only: whose values these are. */
  readonly resource?: Resource;
}

/** The three trees of a resource that a rule can ask about. */
export type Subject = 'property' | 'attribute' | 'argument';

const PROPERTIES = 'Properties';

/** The start of all paths of a resource. */
export function rootTrail(resource: Resource, subject: Subject = 'property'): Trail {
  switch (subject) {
    case 'property':
      return { up: undefined, segment: PROPERTIES, value: resource.properties, resource };
    case 'attribute':
      return { up: undefined, segment: '', value: resource.attributes, resource };
    case 'argument':
      return { up: undefined, segment: '', value: resource.arguments, resource };
  }
}

/** The start for a rule about a whole input, which has no properties. */
export const NOWHERE: Trail = { up: undefined, segment: '', value: undefined };

/** `Properties.Listeners[0].Protocol`; undefined for the root itself. */
export function pathOf(trail: Trail): string | undefined {
  return trail.up && textFromRoot(trail);
}

function textFromRoot({ up, segment }: Trail): string {
  return up ? after(textFromRoot(up), segment) : segment;
}

/** What the user calls it: `listener[0].protocol`; the root is called by the resource's address. */
export function nameOf(trail: Trail): string {
  const steps = stepsOf(trail);
  const root = steps.shift();
  for (let index = steps.length - 2; index >= 0; index--) {
    if (isWrapper(steps[index]!, root?.resource)) steps.splice(index, 1);
    else if (isListWrapper(steps, index)) steps.splice(index, 2);
  }
  if (steps.length === 0) return root?.resource?.address ?? 'the template';
  const isTerraform = root?.segment === PROPERTIES && root.resource?.input.dialect.startsWith('terraform');
  const type = isTerraform ? root.resource!.writtenAs : undefined;
  const keyed = type && keyedName(steps, type);
  if (keyed) return keyed;
  const written = steps.map(step => (isWritten(step) ? step.property!.writtenAs : step.segment));
  const present = steps.findLastIndex(isWritten) + 1;
  return type && present < steps.length ? absentName(steps, written, present, type) : joined(written);
}

/** What nobody wrote, from the step `present` on, has the names that the provider would have for it. */
function absentName(steps: readonly Trail[], written: string[], present: number, terraformType: string): string {
  const bracket = written.findIndex((part, index) => index >= present && part.startsWith('['));
  const missing = written.slice(present, bracket < 0 ? undefined : bracket);
  if (missing.length === 0) return joined(written);
  const own = argumentOf(terraformType, joined(steps.map(step => step.segment)));
  if (own !== undefined && (present > 0 || bracket >= 0)) return own;
  const names = present === 0 ? [argumentName(terraformType, missing)] : missing.map(argumentWord);
  written.splice(present, missing.length, ...names);
  return joined(written);
}

/** Names in JSON text (`kmsKeyId`) are the same everywhere. */
function argumentWord(name: string): string {
  return /^[A-Z]/.test(name) ? snakeCase(name) : name;
}

/** The argument that an item with a key stands for: `enable_http2`, not the list of attributes that it comes to. */
function keyedName(steps: readonly Trail[], terraformType: string): string | undefined {
  const at = steps.findIndex(({ segment }) => segment.startsWith('['));
  const item = steps[at];
  if (!item) return undefined;
  const key = /^\[Key=(.*)\]$/.exec(item.segment)?.[1] ?? textOf(propertyValue(item.value, 'Key'));
  return key === undefined ? undefined : keyedArgument(terraformType, key);
}

/** A satellite that the scenario leaves out is not there. */
function isWritten({ property, value }: Trail): boolean {
  return property !== undefined && (value !== undefined || property.declaredIn === undefined);
}

/** An object that nobody wrote has the name of the first argument in it, or that of the whole block. */
function isWrapper({ property, value }: Trail, resource: Resource | undefined): boolean {
  if (property === undefined || value?.kind !== 'object') return false;
  return property.writtenAs === resource?.writtenAs || namesAlike(property, value);
}

/** A list that nobody wrote, for an argument that CloudFormation has in the items of one. */
function isListWrapper(steps: readonly Trail[], index: number): boolean {
  const { property, value } = steps[index]!;
  const inner = steps[index + 2]?.property;
  return value?.kind === 'list' && property !== undefined && inner !== undefined && isAlike(property, inner);
}

function namesAlike(property: Property, { properties }: ObjectValue): boolean {
  for (const inner of properties.values()) if (isAlike(property, inner)) return true;
  return false;
}

function isAlike(one: Property, other: Property): boolean {
  return one.nameSpan.start === other.nameSpan.start && one.writtenAs === other.writtenAs;
}

/** Address of the block that declares the value, where it is another than the resource's own. */
export function declaredIn(trail: Trail): string | undefined {
  for (let at: Trail | undefined = trail; at; at = at.up) if (at.property?.declaredIn) return at.property.declaredIn;
  return undefined;
}

/** The resource whose values the trail goes through. */
export function resourceOf(trail: Trail): Resource | undefined {
  let at = trail;
  while (at.up) at = at.up;
  return at.resource;
}

/** The steps from the root on, the root first. */
export function stepsOf(trail: Trail): Trail[] {
  const steps: Trail[] = [];
  for (let at: Trail | undefined = trail; at; at = at.up) steps.push(at);
  return steps.reverse();
}

function joined(parts: readonly string[]): string {
  let result = '';
  for (const part of parts) result = after(result, part);
  return result;
}

function after(text: string, part: string): string {
  return text === '' || part.startsWith('[') ? text + part : `${text}.${part}`;
}
