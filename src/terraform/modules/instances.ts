import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Assumption } from '../../model/value.ts';
import type { Attribute, Block } from '../../parse/hcl/ast.ts';
import { type InstanceKey, UNKNOWN_KEY } from '../address.ts';
import { attributeOf } from '../configuration/configuration.ts';
import { objectWith } from '../configuration/names.ts';
import {
  type Element,
  type Elements,
  elementsOf,
  indexesBelow,
  MAX_INSTANCES,
  type Rest,
} from '../expressions/elements.ts';
import type { Scope } from '../expressions/scope.ts';
import { ANY, NUMBER, STRING } from '../values/types.ts';
import type { TerraformValue } from '../values/values.ts';
import { countValue, forEachValue } from './repetition.ts';

/** The instances of a resource or module block, as `count` and `for_each` give them. */
export interface Expansion {
  readonly kind: 'single' | 'count' | 'for_each';
  readonly instances: readonly Instance[];
  /** What `count` or `for_each` is; undefined of a single instance. */
  readonly repeatedBy?: TerraformValue;
}

export interface Instance {
  /** `UNKNOWN_KEY`: it stands for all instances that cannot be told apart, zero or more where `exists` is unknown. */
  readonly key: InstanceKey | undefined;
  /** What `count` and `each` mean in it. */
  readonly names: ReadonlyMap<string, TerraformValue>;
  readonly exists: 'yes' | 'unknown';
  readonly existsWhen: readonly Assumption[];
}

const SINGLE: Expansion = {
  kind: 'single',
  instances: [{ key: undefined, names: new Map(), exists: 'yes', existsWhen: [] }],
};

/**
 * Expands a block. An undecided number or collection gives the instances of all its cases, each with what must hold
 * for it; one that is not known at all gives one instance with an unknown key. A value that Terraform would refuse is
 * reported and treated as not known.
 */
export function expand(block: Block, scope: Scope): Expansion {
  const forEach = attributeOf(block, 'for_each');
  if (forEach) return expandForEach(forEach, scope);
  const count = attributeOf(block, 'count');
  return count ? expandCount(count, scope) : SINGLE;
}

function expandCount(attribute: Attribute, scope: Scope): Expansion {
  const value = countValue(attribute, scope);
  const { known, rest } = indexesBelow(value);
  const instances = known.map(element => countInstance(element));
  if (rest) {
    if (rest.of.reason === 'bound-exceeded') scope.report(tooMany(attribute));
    const { reason, missing, span } = rest.of;
    const index: TerraformValue = { kind: 'unknown', type: NUMBER, reason, missing, span, notNull: true };
    instances.push(symbolic(rest, new Map([['count', objectWith({ index }, span)]])));
  }
  return { kind: 'count', instances, repeatedBy: value };
}

function expandForEach(attribute: Attribute, scope: Scope): Expansion {
  const value = forEachValue(attribute, scope);
  const elements = bounded(elementsOf(value), attribute, scope);
  const instances = elements.known.map(eachInstance);
  if (elements.rest) instances.push(symbolic(elements.rest, eachOfRest(elements.rest, value)));
  return { kind: 'for_each', instances, repeatedBy: value };
}

function countInstance({ key, exists, existsWhen }: Element): Instance {
  const index = key.kind === 'number' ? key.value : 0;
  return { key: index, names: new Map([['count', objectWith({ index: key }, key.span)]]), exists, existsWhen };
}

function eachInstance({ key, value, exists, existsWhen }: Element): Instance {
  const text = 'value' in key ? String(key.value) : '';
  const each = objectWith({ key: { kind: 'string', value: text, span: key.span }, value }, key.span);
  return { key: text, names: new Map([['each', each]]), exists, existsWhen };
}

function symbolic(rest: Rest, names: ReadonlyMap<string, TerraformValue>): Instance {
  return { key: UNKNOWN_KEY, names, exists: rest.exists, existsWhen: rest.existsWhen };
}

function eachOfRest({ of }: Rest, collection: TerraformValue): Map<string, TerraformValue> {
  const element = of.type.kind === 'map' || of.type.kind === 'list' ? of.type.element : ANY;
  const unknown = { kind: 'unknown', reason: of.reason, missing: of.missing, span: of.span } as const;
  const ofSet = collection.kind === 'set' || of.type.kind === 'set';
  const key: TerraformValue = (ofSet ? of.each : undefined) ?? { ...unknown, type: STRING, notNull: true };
  const value: TerraformValue = ofSet ? key : { ...unknown, type: element };
  return new Map([['each', objectWith({ key, value }, of.span)]]);
}

function bounded(elements: Elements, attribute: Attribute, scope: Scope): Elements {
  if (elements.known.length <= MAX_INSTANCES) return elements;
  scope.report(tooMany(attribute));
  const span = attribute.value.span;
  const of = { kind: 'unknown', type: ANY, reason: 'bound-exceeded', missing: 'too many instances', span } as const;
  const rest: Rest = { of, exists: 'yes', existsWhen: [] };
  return { known: elements.known.slice(0, MAX_INSTANCES), rest };
}

function tooMany(attribute: Attribute): Diagnostic {
  return {
    code: 'bound-exceeded',
    message: `${attribute.name} gives more than ${MAX_INSTANCES} instances; the others are analysed as one`,
    span: attribute.value.span,
    severity: 'warning',
  };
}
