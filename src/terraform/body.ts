import type { TerraformArgument, TerraformBlock } from '../facts/terraform.ts';
import type { Span } from '../model/source.ts';
import { spanBetween } from '../model/source.ts';
import { type Assumption, list, type ObjectValue, object, type Property, type Value } from '../model/value.ts';
import type { Attribute, Block, Body } from '../parse/hcl/ast.ts';
import { attributeOf } from './configuration.ts';
import { toValue } from './convert.ts';
import { type Element, elementsOf, type Rest } from './elements.ts';
import { evaluateExpression } from './evaluate.ts';
import { objectWith, withNames } from './names.ts';
import type { Scope } from './scope.ts';
import { ANY } from './types.ts';
import type { MappingEntry, MappingValue, TerraformValue } from './values.ts';

/** The arguments of a block, evaluated: for other expressions, and for rules. Null arguments are left out of both. */
export interface EvaluatedBody {
  readonly value: MappingValue;
  readonly object: ObjectValue;
}

/** Arguments and blocks that belong to Terraform, not to the resource. */
export const META_ARGUMENTS: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
]);

/**
 * Evaluates a body. Nested blocks are lists of objects, in source order, generated ones (`dynamic`) among them. A
 * block that may or may not be generated is an item that is unknown, with the block and nothing as its alternatives;
 * where any number may be generated the list is open.
 */
export function evaluateBody(
  body: Body,
  schema: TerraformBlock | undefined,
  scope: Scope,
  leaveOut: ReadonlySet<string> = new Set(),
): EvaluatedBody {
  const entries = new Map<string, MappingEntry>();
  const properties = new Map<string, Property>();
  const blocks = new Map<string, BlockList>();
  for (const item of body.items) {
    if (leaveOut.has(item.kind === 'attribute' ? item.name : item.type)) continue;
    if (item.kind === 'attribute') addArgument(item, schema?.arguments.get(item.name), scope, entries, properties);
    else addBlock(item, schema, scope, blocks);
  }
  for (const [name, generated] of blocks) addBlocks(name, generated, entries, properties);
  return {
    value: { kind: 'object', entries, elementType: ANY, span: body.span },
    object: object(properties, body.span),
  };
}

function addArgument(
  attribute: Attribute,
  argument: TerraformArgument | undefined,
  scope: Scope,
  entries: Map<string, MappingEntry>,
  properties: Map<string, Property>,
): void {
  const value = asBlocks(evaluateExpression(attribute.value, scope), argument);
  const converted = toValue(value);
  if (value.kind === 'null' || !converted) return;
  const { name, nameSpan, span } = attribute;
  entries.set(name, { value, nameSpan });
  properties.set(name, { writtenAs: name, nameSpan, span, value: converted });
}

/** A block may be written as an argument, one object or a list of them. */
function asBlocks(value: TerraformValue, argument: TerraformArgument | undefined): TerraformValue {
  if (argument?.type !== 'block' || value.kind !== 'object') return value;
  return { kind: 'tuple', items: [value], elementType: ANY, span: value.span };
}

/** Blocks of one type. */
interface BlockList {
  readonly values: TerraformValue[];
  readonly items: Value[];
  readonly spans: Span[];
  readonly nameSpan: Span;
  open: boolean;
}

function addBlock(
  block: Block,
  schema: TerraformBlock | undefined,
  scope: Scope,
  blocks: Map<string, BlockList>,
): void {
  const label = block.labels[0];
  const dynamic = block.type === 'dynamic' && label !== undefined;
  const name = dynamic ? label.value : block.type;
  let blockList = blocks.get(name);
  if (!blockList) {
    blockList = { values: [], items: [], spans: [], nameSpan: dynamic ? label.span : block.typeSpan, open: false };
    blocks.set(name, blockList);
  }
  const inner = schema?.arguments.get(name)?.block;
  if (dynamic) generateBlocks(block, name, inner, scope, blockList);
  else addContent(evaluateBody(block.body, inner, scope), block.span, blockList);
}

function addContent({ value, object }: EvaluatedBody, span: Span, into: BlockList): void {
  into.values.push(value);
  into.items.push({ ...object, span });
  into.spans.push(span);
}

/** https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
function generateBlocks(
  block: Block,
  name: string,
  schema: TerraformBlock | undefined,
  scope: Scope,
  into: BlockList,
): void {
  const content = block.body.items.find((item): item is Block => item.kind === 'block' && item.type === 'content');
  const forEach = attributeOf(block, 'for_each');
  if (!content || !forEach) return;
  const iterator = iteratorName(block) ?? name;
  const collection = evaluateExpression(forEach.value, scope);
  const elements = elementsOf(collection);
  const evaluate = (key: TerraformValue, value: TerraformValue) => {
    const names = new Map([[iterator, objectWith({ key, value }, key.span)]]);
    return evaluateBody(content.body, schema, withNames(scope, names));
  };
  for (const element of elements.known.slice(0, MAX_BLOCKS)) {
    const body = evaluate(element.key, element.value);
    if (element.exists === 'yes') addContent(body, content.span, into);
    else addOptional(body, content.span, missingIn(collection), element, into);
  }
  const rest = elements.rest ?? tooMany(elements.known, collection);
  if (!rest) return;
  const { reason, missing, span } = rest.of;
  const unknown: TerraformValue = { kind: 'unknown', type: ANY, reason, missing, span };
  addOptional(evaluate(unknown, unknown), content.span, missing, rest, into);
  into.open = true;
}

/** A provider takes some hundred blocks of a type at most. */
const MAX_BLOCKS = 2_000;

function tooMany(known: readonly Element[], collection: TerraformValue): Rest | undefined {
  if (known.length <= MAX_BLOCKS) return undefined;
  const { span } = collection;
  const of = { kind: 'unknown', type: ANY, reason: 'bound-exceeded', missing: 'too many blocks', span } as const;
  return { of, exists: 'yes', existsWhen: [] };
}

function missingIn(collection: TerraformValue): string {
  return collection.kind === 'unknown' ? collection.missing : '';
}

/** A block that is there only under some assumption, which may be no more than that it is generated. */
function addOptional(
  { object }: EvaluatedBody,
  span: Span,
  missing: string,
  { existsWhen }: Pick<Element, 'existsWhen'>,
  into: BlockList,
): void {
  const [only, ...more] = existsWhen;
  const when: Assumption = only && more.length === 0 ? only : { name: missing, value: 'not empty' };
  const present = { when, value: { ...object, span } };
  const absent = { when: opposite(when), value: undefined };
  into.items.push({
    kind: 'unknown',
    reason: 'undecided-condition',
    missing,
    alternatives: [present, absent],
    nullable: true,
    span,
  });
  into.values.push({ kind: 'unknown', type: ANY, reason: 'undecided-condition', missing, span });
  into.spans.push(span);
}

function opposite({ name, value }: Assumption): Assumption {
  if (typeof value === 'boolean') return { name, value: !value };
  return { name, value: value === 'not empty' ? 'empty' : 'another value' };
}

function iteratorName(block: Block): string | undefined {
  const attribute = attributeOf(block, 'iterator');
  if (!attribute) return undefined;
  const { value } = attribute;
  return value.kind === 'variable' ? value.name : value.span.file.text.slice(value.span.start, value.span.end);
}

function addBlocks(
  name: string,
  { values, items, spans, nameSpan, open }: BlockList,
  entries: Map<string, MappingEntry>,
  properties: Map<string, Property>,
): void {
  const [first] = spans;
  if (!first) return;
  const last = spans.at(-1)!;
  const span = last.file === first.file ? spanBetween(first, last) : first;
  const known: TerraformValue = { kind: 'list', items: values, elementType: ANY, span };
  const value: TerraformValue = open
    ? { kind: 'unknown', type: { kind: 'list', element: ANY }, reason: 'undecided-condition', missing: name, span }
    : known;
  entries.set(name, { value, nameSpan });
  // Written both ways, as an argument and as blocks, the blocks count.
  properties.set(name, { writtenAs: name, nameSpan, span, value: list(items, span, open) });
}
