import type { Resource } from '../model/resource.ts';
import type { Property, Value } from '../model/value.ts';
import { argumentName, argumentOf, snakeCase } from './argument-names.ts';
import type { Step } from './paths.ts';

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
    if (isWrapper(steps[index]!, steps[index + 1])) steps.splice(index, 1);
  }
  if (steps.length === 0) return root?.resource?.address ?? 'the template';
  const written = steps.map(step => (isWritten(step) ? step.property!.writtenAs : step.segment));
  const present = steps.findLastIndex(isWritten) + 1;
  if (root?.resource?.input.dialect.startsWith('terraform') && root.segment === PROPERTIES) {
    const bracket = written.findIndex((part, index) => index >= present && part.startsWith('['));
    const missing = written.slice(present, bracket < 0 ? undefined : bracket);
    if (missing.length > 0) {
      const own =
        present > 0 &&
        bracket < 0 &&
        argumentOf(
          root.resource.writtenAs,
          steps.map(step => step.segment),
        );
      if (own) return own;
      const names = present === 0 ? [argumentName(root.resource.writtenAs, missing)] : missing.map(snakeCase);
      written.splice(present, missing.length, ...names);
    }
  }
  return joined(written);
}

/** A satellite that the scenario leaves out is not there. */
function isWritten({ property, value }: Trail): boolean {
  return property !== undefined && (value !== undefined || property.declaredIn === undefined);
}

/** Of objects that one block stands for, only the innermost has its name. */
function isWrapper({ property }: Trail, next: Trail | undefined): boolean {
  const inner = next?.property;
  return (
    property !== undefined &&
    inner?.nameSpan.start === property.nameSpan.start &&
    inner.writtenAs === property.writtenAs
  );
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
