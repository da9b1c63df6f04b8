import type { Span } from '../../model/source.ts';
import { isSequence } from '../expressions/loops.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { ANY } from '../values/types.ts';
import { otherItems } from '../values/unknowns.ts';
import {
  compareText,
  type MappingEntry,
  type MappingValue,
  objectValue,
  stringValue,
  type TerraformValue,
  tupleValue,
} from '../values/values.ts';

/**
 * A `statement` block in the words of a policy. One that may not be there stays undecided. `declaredIn`: address of
 * the data source that it stands in.
 */
export function statementOf(block: TerraformValue, declaredIn: string): TerraformValue {
  if (block.kind === 'unknown' && block.alternatives?.length) {
    const alternatives = block.alternatives.map(({ when, value }) => ({ when, value: statementOf(value, declaredIn) }));
    return { ...block, alternatives };
  }
  return block.kind === 'object' || block.kind === 'map' ? knownStatement(block, declaredIn) : block;
}

/** In the order in which the provider prints them. */
function knownStatement(block: MappingValue, declaredIn: string): TerraformValue {
  const entries = new Map<string, MappingEntry>();
  const add = (from: string, to: string, convert: (value: TerraformValue) => TerraformValue | undefined): void => {
    const entry = block.entries.get(from);
    const value = entry && entry.value.kind !== 'null' ? convert(entry.value) : undefined;
    if (entry && value) entries.set(to, { ...entry, value, declaredIn });
  };
  add('sid', 'Sid', value => (value.kind === 'string' && value.value === '' ? undefined : value));
  entries.set('Effect', { value: stringValue('Allow', block.span), declaredIn });
  add('effect', 'Effect', value => value);
  add('actions', 'Action', oneOrMany);
  add('not_actions', 'NotAction', oneOrMany);
  add('resources', 'Resource', value => oneOrMany(withVariables(value)));
  add('not_resources', 'NotResource', value => oneOrMany(withVariables(value)));
  add('principals', 'Principal', value => ofBlocks(value, principalsOf));
  add('not_principals', 'NotPrincipal', value => ofBlocks(value, principalsOf));
  add('condition', 'Condition', value => ofBlocks(value, conditionsOf));
  return { kind: 'object', entries, elementType: ANY, span: block.span };
}

/** A list of one is printed as its item, an empty one not at all; several are sorted backwards. */
function oneOrMany(value: TerraformValue): TerraformValue | undefined {
  if (value.kind === 'unknown')
    return overAlternatives([value], value.span, ([one]) => oneOrMany(one!) ?? one!) ?? value;
  if (!isSequence(value)) return value;
  if (value.items.length < 2) return value.items[0];
  const known = value.items.every(item => item.kind === 'string');
  return tupleValue(known ? [...value.items].sort(backwards) : value.items, value.span);
}

function backwards(a: TerraformValue, b: TerraformValue): number {
  return a.kind === 'string' && b.kind === 'string' ? compareText(b.value, a.value) : 0;
}

type OfBlocks = (blocks: readonly MappingValue[], span: Span) => TerraformValue;

/** What nested blocks make together; where it is not known which there are, that is not known either. */
function ofBlocks(value: TerraformValue, make: OfBlocks): TerraformValue | undefined {
  const blocks = isSequence(value) ? value.items : [value];
  const combine = (some: readonly TerraformValue[]): TerraformValue => {
    const there = some.filter(block => block.kind !== 'null');
    const open = there.find(block => block.kind !== 'object' && block.kind !== 'map');
    if (open) return open.kind === 'unknown' ? { ...open, type: ANY } : unreadable(open.span);
    return make(there as readonly MappingValue[], value.span);
  };
  const result = overAlternatives(blocks, value.span, combine) ?? combine(blocks);
  return result.kind === 'object' && result.entries.size === 0 ? undefined : result;
}

function unreadable(span: Span): TerraformValue {
  return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: 'a block of a policy statement', span };
}

/** `"*"` for everybody, else the identifiers by type; those of one type are put together. */
function principalsOf(blocks: readonly MappingValue[], span: Span): TerraformValue {
  const byType = new Map<string, { identifiers: TerraformValue[]; entry: MappingEntry }>();
  for (const block of blocks) {
    const entry = block.entries.get('identifiers');
    const type = block.entries.get('type')?.value;
    if (type?.kind !== 'string' || !entry)
      return type?.kind === 'unknown' ? { ...type, type: ANY } : unreadable(block.span);
    const identifiers = listedIn(entry.value);
    const [only] = identifiers;
    const everybody = type.value === '*' && identifiers.length === 1 && only?.kind === 'string' && only.value === '*';
    if (everybody && blocks.length === 1) return only;
    const group = byType.get(type.value);
    if (group) group.identifiers.push(...identifiers);
    else byType.set(type.value, { identifiers: [...identifiers], entry });
  }
  const entries = [...byType].flatMap(([type, { identifiers, entry }]): [string, MappingEntry][] => {
    const value = oneOrMany(withVariables(tupleValue(identifiers, entry.value.span)));
    return value ? [[type, { ...entry, value }]] : [];
  });
  return objectValue(entries, span);
}

/** The values by test and variable; those of equal ones are put together, in the order written. */
function conditionsOf(blocks: readonly MappingValue[], span: Span): TerraformValue {
  const tests = new Map<
    string,
    { span: Span; variables: Map<string, { values: TerraformValue[]; entry: MappingEntry }> }
  >();
  for (const block of blocks) {
    const [test, variable] = ['test', 'variable'].map(name => block.entries.get(name)?.value);
    const entry = block.entries.get('values');
    // A condition that cannot be read may narrow the statement in any way.
    if (test?.kind !== 'string' || variable?.kind !== 'string' || !entry) return unknownIn(block, test, variable);
    const group = tests.get(test.value) ?? { span: block.span, variables: new Map() };
    tests.set(test.value, group);
    const values = listedIn(entry.value);
    const known = group.variables.get(variable.value);
    if (known) known.values.push(...values);
    else group.variables.set(variable.value, { values: [...values], entry });
  }
  const entries = [...tests].map(([test, { span: at, variables }]) => {
    const inner = [...variables].map(([variable, { values, entry }]) => {
      const list = withVariables(tupleValue(values, entry.value.span));
      const value = isSequence(list) && list.items.length === 1 ? list.items[0]! : list;
      return [variable, { ...entry, value }] as const;
    });
    return [test, { value: objectValue(inner, at) }] as const;
  });
  return objectValue(entries, span);
}

/** The items of a list, where it is known in part with what stands for the others; a single value is a list of one. */
export function listedIn(value: TerraformValue): readonly TerraformValue[] {
  if (isSequence(value)) return value.items;
  if (value.kind !== 'unknown' || !(value.certain || value.each)) return [value];
  const { certain = [], each, ...others } = value;
  return [each ? otherItems(value) : others, ...certain];
}

function unknownIn(block: MappingValue, ...parts: readonly (TerraformValue | undefined)[]): TerraformValue {
  const unknown = parts.find(part => part?.kind === 'unknown');
  return unknown?.kind === 'unknown' ? { ...unknown, type: ANY } : unreadable(block.span);
}

/** `&{aws:username}` is how Terraform's own syntax leaves `${aws:username}` to IAM. */
function withVariables(value: TerraformValue): TerraformValue {
  switch (value.kind) {
    case 'string':
      return value.value.includes('&{') ? { ...value, value: value.value.replaceAll('&{', '${') } : value;
    case 'unknown':
      return {
        ...value,
        ...(value.certain && { certain: value.certain.map(withVariables) }),
        ...(value.each && { each: withVariables(value.each) }),
        ...(value.parts && {
          parts: value.parts.map(part => (typeof part === 'string' ? part.replaceAll('&{', '${') : part)),
        }),
        ...(value.alternatives && {
          alternatives: value.alternatives.map(one => ({ ...one, value: withVariables(one.value) })),
        }),
      };
    case 'list':
    case 'set':
    case 'tuple':
      return { ...value, items: value.items.map(withVariables) };
    default:
      return value;
  }
}
