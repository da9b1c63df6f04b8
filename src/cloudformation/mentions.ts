import { eachReference } from '../model/graph.ts';
import { handedOut, isOpen, type Mention } from '../model/mention.ts';
import type { Span } from '../model/source.ts';
import type { Value } from '../model/value.ts';
import { type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';
import { functionOf } from './functions.ts';
import type { Scope } from './scope.ts';

/** An output, or the parameters of a nested stack whose template is not here. */
export interface Outlet {
  /** As reports say it. */
  readonly name: string;
  readonly value: Value;
  readonly node: SyntaxNode | undefined;
  readonly scope: Scope;
}

/** What an outlet names: what its value shows, and where that is not all, what is written there. */
export function mentionsOf({ name, value, node, scope }: Outlet): readonly Mention[] {
  const mentions: Mention[] = [];
  eachReference(value, '', reference => mentions.push(handedOut(reference, name)));
  if (!node || !isOpen(value)) return mentions;
  eachName(node, scope, (target, attribute) => {
    mentions.push({ target, by: name, isHandedOut: true, attribute, span: node.span });
  });
  return mentions;
}

/** The resources that properties of a template's resources name, whatever functions make of them. */
export function mentionsIn(scope: Scope): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const [id, { entry }] of scope.resources) {
    const properties = valueAt(entry.value, 'Properties');
    if (properties?.kind !== 'mapping') continue;
    for (const { key, value } of properties.entries) {
      const at = { by: scope.prefix + id, argument: key.raw };
      eachName(value, scope, (target, attribute, span) => mentions.push({ ...at, target, attribute, span }));
    }
  }
  return mentions;
}

type Found = (target: string, attribute: string | undefined, span: Span) => void;

function eachName(node: SyntaxNode, scope: Scope, found: Found): void {
  const call = functionOf(node);
  const { argument, name } = call ?? {};
  if (argument && name === 'Ref') foundName(textOfNode(argument), node.span, scope, found);
  if (argument && name === 'Fn::GetAtt') foundName(attributeName(argument), node.span, scope, found);
  if (argument && name === 'Fn::Sub') {
    const text = textOfNode(argument.kind === 'sequence' ? argument.items[0] : argument) ?? '';
    for (const [, variable] of text.matchAll(/\$\{([^}!][^}]*)\}/g))
      foundName(variable!.trim(), node.span, scope, found);
  }
  if (node.kind === 'sequence') for (const item of node.items) eachName(item, scope, found);
  if (node.kind === 'mapping') for (const { value } of node.entries) eachName(value, scope, found);
}

function attributeName(argument: SyntaxNode): string | undefined {
  if (argument.kind !== 'sequence') return textOfNode(argument);
  return argument.items.map(item => textOfNode(item) ?? '').join('.');
}

/** A parameter is what a parent passes for it, an output of a nested stack what that one has. */
function foundName(text: string | undefined, span: Span, scope: Scope, found: Found): void {
  const [name = '', ...rest] = text?.split('.') ?? [];
  const held =
    rest[0] === 'Outputs'
      ? scope.nested(name, scope)?.outputs.get(rest.slice(1).join('.'))
      : scope.parameters.get(name)?.value;
  if (held) eachReference(held, '', reference => found(reference.target, reference.attribute, span));
  else if (scope.resources.has(name)) found(scope.prefix + name, rest.join('.') || undefined, span);
}
