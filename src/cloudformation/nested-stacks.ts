import type { SourceFile } from '../model/source.ts';
import { textOf, type Value } from '../model/value.ts';
import { type SyntaxNode, valueAt } from '../parse/syntax.ts';
import { uploadedTemplate } from './cloud-assembly.ts';
import { undecidedName } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { pathFrom } from './includes.ts';
import type { GivenParameters } from './parameters.ts';
import { parseTemplate } from './parse.ts';
import { existsWhenOf } from './resources.ts';
import type { NestedStack, Scope } from './scope.ts';
import { readStack, type StackPlace } from './stack.ts';

/** Stacks in stacks in stacks. */
const MAX_DEPTH = 8;

/** Templates that one template may nest, each counted as often as it is nested. */
const MAX_STACKS = 100;

/**
 * Reads the stacks that a template nests, each when it is first asked for. The template of a stack is one of the
 * repository, by its path from the parent, as `aws cloudformation package` and the CDK leave it.
 */
export function nestedStacks(parent: Omit<StackPlace, 'nested'>, count = { stacks: 0 }): Scope['nested'] {
  const known = new Map<string, NestedStack | undefined>();
  return (id, scope) => {
    if (known.has(id)) return known.get(id);
    // A stack that needs its own outputs finds none.
    known.set(id, undefined);
    const stack = read(id, scope, parent, count);
    known.set(id, stack);
    return stack;
  };
}

function read(
  id: string,
  scope: Scope,
  parent: Omit<StackPlace, 'nested'>,
  count: { stacks: number },
): NestedStack | undefined {
  const declared = scope.resources.get(id);
  const isStack = declared?.type === 'AWS::CloudFormation::Stack' || declared?.type === 'AWS::Serverless::Application';
  if (!declared || !isStack || parent.calledFrom.length >= MAX_DEPTH) return undefined;
  if (++count.stacks > MAX_STACKS) return undefined;
  // What is assumed where an output is asked for does not hold for the stack.
  const assumed = scope.assumed.splice(parent.assumed.length);
  const stack = readDeclared(id, declared.entry.value, scope, parent, count);
  scope.assumed.push(...assumed);
  return stack;
}

function readDeclared(
  id: string,
  declaration: SyntaxNode,
  scope: Scope,
  parent: Omit<StackPlace, 'nested'>,
  count: { stacks: number },
): NestedStack | undefined {
  const existsWhen = existsWhenOf(declaration, scope);
  const file = templateOf(declaration, scope);
  if (!file || !existsWhen || scope.files.filter(other => other === file).length > MAX_DEPTH) return undefined;
  const { documents, diagnostics } = parseTemplate(file);
  parent.diagnostics.push(...diagnostics);
  const root = documents[0]?.root;
  if (root?.kind !== 'mapping') return undefined;
  parent.files.push(file);
  const nameSpan = scope.resources.get(id)!.entry.key.span;
  const place = {
    ...parent,
    given: passedBy(id, declaration, scope),
    assumed: [...parent.assumed, ...existsWhen],
    calledFrom: [...parent.calledFrom, { address: scope.prefix + id, span: nameSpan }],
  };
  return readStack(root, file, { ...place, nested: nestedStacks(place, count) });
}

/** The file that TemplateURL names, or, of the CDK, the asset's. */
function templateOf(declaration: SyntaxNode, scope: Scope): SourceFile | undefined {
  const properties = valueAt(declaration, 'Properties');
  const asset = valueAt(valueAt(declaration, 'Metadata'), 'aws:asset:path');
  const node = asset ?? valueAt(properties, 'TemplateURL') ?? valueAt(properties, 'Location');
  const path = textOf(node && evaluate(node, scope));
  if (node && (path === undefined || isUrl(path))) {
    const written = node.span.file.text.slice(node.span.start, node.span.end);
    return uploadedTemplate(written, scope.file, scope.options.files);
  }
  if (path === undefined) return undefined;
  const full = pathFrom(scope.file.path, path);
  return scope.options.files.has(full) ? scope.options.files.read(full) : undefined;
}

function isUrl(path: string): boolean {
  return /^[a-z0-9+]+:\/\//i.test(path.replace(/^file:\/\//, ''));
}

function passedBy(id: string, declaration: SyntaxNode, scope: Scope): GivenParameters {
  const section = valueAt(valueAt(declaration, 'Properties'), 'Parameters');
  const passed = new Map<string, { value: Value; variable: string | undefined }>();
  for (const { key, value: node } of section?.kind === 'mapping' ? section.entries : []) {
    const value = evaluate(node, scope);
    if (value) passed.set(key.raw, { value, variable: undecidedName(node, scope) });
  }
  return { prefix: `${scope.prefix}${id}.`, texts: {}, passed };
}
