import type { Span } from '../model/source.ts';
import { type Alternative, list, scalar, textOf, unknown, type Value } from '../model/value.ts';
import { type MappingNode, type SyntaxNode, valueAt } from '../parse/syntax.ts';
import { collapse, distribute } from './alternatives.ts';
import { possibleHere, undecidedName } from './conditions.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { type FunctionCall, functionOf } from './functions.ts';
import { piecesOf } from './pieces.ts';
import { needsLanguageExtensions, wrongArguments } from './report-arguments.ts';
import { type Scope, warn } from './scope.ts';

/** `Fn::Select`: one item of a list. */
export function select({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const nodes = argument.kind === 'sequence' ? argument.items : [];
  if (nodes.length !== 2) return wrongArguments('Fn::Select', 'an index and a list', span, scope);
  return spread(
    nodes.map(node => evaluate(node, scope)),
    span,
    scope,
    ([index, items]) => {
      const text = textOf(index);
      if (text === undefined) return derived(index, span);
      if (items?.kind !== 'list' || items.items.some(mayBeNothing)) return derived(items, span);
      const item = /^\d+$/.test(text) ? items.items[Number(text)] : undefined;
      if (item) return item;
      const message = `Fn::Select asks for the item ${text} of a list of ${items.items.length}.`;
      warn(scope, 'template-wrong-arguments', message, span);
      return unknown('not-supported', message, span);
    },
  );
}

/** `Fn::Split`: the parts of a text. */
export function split({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const nodes = argument.kind === 'sequence' ? argument.items : [];
  if (nodes.length !== 2) return wrongArguments('Fn::Split', 'a delimiter and a text', span, scope);
  return spread(
    nodes.map(node => evaluate(node, scope)),
    span,
    scope,
    ([delimiter, source]) => {
      const at = textOf(delimiter);
      if (at === undefined && functionOf(nodes[0]!)) return derived(delimiter, span);
      if (at === undefined || at === '') return wrongArguments('Fn::Split', 'a delimiter that is a text', span, scope);
      const pieces = source && piecesOf(source, at);
      return pieces ? list(pieces, source.span) : derived(source, span);
    },
  );
}

/** `Fn::FindInMap`: a value of the Mappings section, by two keys. */
export function findInMap({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const nodes = argument.kind === 'sequence' ? argument.items : [];
  if (nodes.length < 3 || nodes.length > 4) {
    return wrongArguments('Fn::FindInMap', 'the name of a mapping and two keys', span, scope);
  }
  const fallback = nodes[3] && valueAt(nodes[3], 'DefaultValue');
  if (nodes[3]) needsLanguageExtensions('The DefaultValue of Fn::FindInMap', span, scope);
  const keys = nodes.slice(0, 3).map((node, index) => keyOf(node, index, nodes, fallback !== undefined, scope));
  const isSupposedName = textOf(evaluate(nodes[0]!, scope)) === undefined;
  const isSupposed = nodes.some(node => functionOf(node) && textOf(evaluate(node, scope)) === undefined);
  return spread(keys, span, scope, ([map, top, second]) => {
    const [mapName, topKey, secondKey] = [map, top, second].map(keyText);
    if (mapName !== undefined && !fallback && !isSupposedName && !scope.mappings.has(mapName)) {
      return undefinedMapping(`There is no mapping "${mapName}".`, mapName, span, scope);
    }
    if (mapName === undefined || topKey === undefined || secondKey === undefined) {
      return derived(
        [map, top, second].find(key => keyText(key) === undefined),
        span,
      );
    }
    const found = valueAt(valueAt(scope.mappings.get(mapName), topKey), secondKey);
    if (found) return evaluate(found, scope);
    if (fallback) return evaluate(fallback, scope);
    const missing = `${mapName}.${topKey}.${secondKey}`;
    // Only some values of the parameters lead here, and nobody may deploy with them.
    if (isSupposed) return unknown('outside-this-input', missing, span);
    const message = `There is no "${secondKey}" of "${topKey}" in the mapping "${mapName}".`;
    return undefinedMapping(message, missing, span, scope);
  });
}

/** JSON text that is known is a key like any other. */
function keyText(key: Value | undefined): string | undefined {
  const isKnown = key?.kind === 'template' && key.parts.every(part => typeof part === 'string');
  return isKnown ? key.parts.join('') : textOf(key);
}

function undefinedMapping(message: string, missing: string, span: Span, scope: Scope): Value {
  warn(scope, 'template-undefined-mapping', message, span, 'Add it under Mappings.');
  return unknown('outside-this-input', missing, span);
}

/** More keys of a mapping than this are not played through. */
const MAX_KEYS = 64;

/**
 * A key of `Fn::FindInMap`. Where it is a parameter without a value, the deployment can only succeed with one of
 * the keys that the mapping has.
 */
function keyOf(
  node: SyntaxNode,
  index: number,
  nodes: readonly SyntaxNode[],
  hasDefault: boolean,
  scope: Scope,
): Value | undefined {
  const value = evaluate(node, scope);
  if (index === 0 || value?.kind !== 'unknown' || value.alternatives.length > 0 || hasDefault) return value;
  const name = undecidedName(node, scope);
  const mapping = scope.mappings.get(textOf(evaluate(nodes[0]!, scope)) ?? '');
  if (name === undefined || !mapping) return value;
  const keys = index === 1 ? keysOf(mapping) : commonKeys(mapping);
  if (keys.length === 0 || keys.length > MAX_KEYS) return value;
  const alternatives: Alternative[] = keys.map(key => ({ when: { name, value: key }, value: scalar(key, value.span) }));
  return collapse({ ...value, alternatives });
}

function keysOf(mapping: MappingNode): string[] {
  return mapping.entries.map(entry => entry.key.raw);
}

/** The second keys, where all first keys have the same. */
function commonKeys(mapping: MappingNode): string[] {
  const [first, ...rest] = mapping.entries.map(entry => (entry.value.kind === 'mapping' ? keysOf(entry.value) : []));
  const same = rest.every(keys => keys.length === first?.length && keys.every(key => first.includes(key)));
  return same ? (first ?? []) : [];
}

/** The result of a function for all that its arguments may be. */
export function spread(
  values: readonly (Value | undefined)[],
  span: Span,
  scope: Scope,
  compute: (values: readonly (Value | undefined)[]) => Value | undefined,
): Value | undefined {
  const allowed = (assumed: Parameters<typeof possibleHere>[0]) => possibleHere(assumed, scope);
  const result = distribute(values, span, compute, allowed);
  return result ? result.value : unknown('bound-exceeded', 'too many combinations of parameters', span);
}

function mayBeNothing(item: Value): boolean {
  return item.kind === 'unknown' && item.alternatives.some(({ value }) => value === undefined);
}
