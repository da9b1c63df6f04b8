import type { TerraformArgument, TerraformBlock } from '../../facts/terraform.ts';
import type { Span } from '../../model/source.ts';
import { spanBetween } from '../../model/source.ts';
import { type Assumption, list, type ObjectValue, object, type Property, type Value } from '../../model/value.ts';
import type { Attribute, Block, Body } from '../../parse/hcl/ast.ts';
import { attributeOf } from '../configuration/configuration.ts';
import { objectWith, withNames } from '../configuration/names.ts';
import { type Element, elementsOf, type Rest } from '../expressions/elements.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import { toValue } from '../values/convert.ts';
import { ANY } from '../values/types.ts';
import type { MappingEntry, MappingValue, TerraformValue } from '../values/values.ts';

/** The arguments of a block, evaluated: for other expressions, and for rules. Null arguments are left out of both. */
export interface EvaluatedBody {
  readonly value: MappingValue;
  readonly object: ObjectValue;
}

/**
 * Evaluates a body. Nested blocks are lists of objects, in source order, generated ones (`dynamic`) among them. A
 * block that may or may not be generated is an item that is unknown, with the block and nothing as its alternatives;
 * where any number may be generated the list is open.
 */
export function evaluateBody(
  body: Body,
  schema: TerraformBlock | undefined,
  scope: Scope,
  leaveOut: ReadonlySet<string> = NOTHING,
): EvaluatedBody {
  return evaluateWithin(body, schema, scope, leaveOut, { left: MAX_BLOCKS });
}

/** Generated blocks that a body may have together, those in blocks included. A provider takes some hundred. */
const MAX_BLOCKS = 5_000;

const NOTHING: ReadonlySet<string> = new Set();

interface Budget {
  left: number;
}

function evaluateWithin(
  body: Body,
  schema: TerraformBlock | undefined,
  scope: Scope,
  leaveOut: ReadonlySet<string>,
  budget: Budget,
): EvaluatedBody {
  const entries = new Map<string, MappingEntry>();
  const properties = new Map<string, Property>();
  const blocks = new Map<string, BlockList>();
  for (const item of body.items) {
    if (leaveOut.has(item.kind === 'attribute' ? item.name : item.type)) continue;
    if (item.kind === 'attribute') addArgument(item, schema?.arguments.get(item.name), scope, entries, properties);
    else addBlock(item, schema, scope, budget, blocks);
  }
  for (const [name, generated] of blocks) addBlocks(name, generated, entries, properties);
  // What could not be read may be any argument.
  const open = body.incomplete === true;
  return {
    value: { kind: 'object', entries, elementType: ANY, span: body.span, ...(open && { open }) },
    object: object(properties, body.span, open),
  };
}

function addArgument(
  attribute: Attribute,
  argument: TerraformArgument | undefined,
  scope: Scope,
  entries: Map<string, MappingEntry>,
  properties: Map<string, Property>,
): void {
  const value = withoutNull(asBlocks(evaluateExpression(attribute.value, scope), argument), argument);
  const converted = toValue(value);
  if (value.kind === 'null' || !converted) return;
  const { name, nameSpan, span } = attribute;
  entries.set(name, { value, nameSpan });
  properties.set(name, { writtenAs: name, nameSpan, span, value: converted });
}

/** Terraform refuses a null for an argument that is required: what is not known will be something. */
function withoutNull(value: TerraformValue, argument: TerraformArgument | undefined): TerraformValue {
  if (!argument?.required || value.kind !== 'unknown' || value.notNull) return value;
  return { ...value, notNull: true };
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
  budget: Budget,
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
  if (dynamic) generateBlocks(block, name, inner, scope, budget, blockList);
  else addContent(evaluateWithin(block.body, inner, scope, NOTHING, budget), block.span, blockList);
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
  budget: Budget,
  into: BlockList,
): void {
  const content = block.body.items.find((item): item is Block => item.kind === 'block' && item.type === 'content');
  const forEach = attributeOf(block, 'for_each');
  if (!content || !forEach) return;
  const iterator = iteratorName(block) ?? name;
  const collection = budget.left > 0 ? evaluateExpression(forEach.value, scope) : tooMany(forEach.value).of;
  const elements = elementsOf(collection);
  const evaluate = (key: TerraformValue, value: TerraformValue) => {
    const names = new Map([[iterator, objectWith({ key, value }, key.span)]]);
    return evaluateWithin(content.body, schema, withNames(scope, names), NOTHING, budget);
  };
  const generated = elements.known.slice(0, Math.max(0, budget.left));
  budget.left -= generated.length;
  for (const element of generated) {
    const body = evaluate(element.key, element.value);
    if (element.exists === 'yes') addContent(body, content.span, into);
    else addOptional(body, content.span, missingIn(collection), element, into);
  }
  const rest = elements.rest ?? (generated.length < elements.known.length ? tooMany(collection) : undefined);
  if (!rest) return;
  const { reason, missing, span } = rest.of;
  const unknown: TerraformValue = { kind: 'unknown', type: ANY, reason, missing, span };
  addOptional(evaluate(unknown, rest.of.each ?? unknown), content.span, missing, rest, into);
  into.open = true;
}

function tooMany({ span }: { readonly span: Span }): Rest {
  const of = { kind: 'unknown', type: ANY, reason: 'bound-exceeded', missing: 'too many blocks', span } as const;
  return { of, exists: 'yes', existsWhen: [] };
}

function missingIn(collection: TerraformValue): string {
  return collection.kind === 'unknown' ? collection.missing : '';
}

/** A block that is there only under some assumption, which may be no more than that it is generated. */
function addOptional(
  body: EvaluatedBody,
  span: Span,
  missing: string,
  { existsWhen }: Pick<Element, 'existsWhen'>,
  into: BlockList,
): void {
  const [only, ...more] = existsWhen;
  const when: Assumption = only && more.length === 0 ? only : { name: missing, value: 'not empty' };
  const otherwise = opposite(when);
  const undecided = { kind: 'unknown', reason: 'undecided-condition', missing, span } as const;
  into.items.push({
    ...undecided,
    alternatives: [
      { when, value: { ...body.object, span } },
      { when: otherwise, value: undefined },
    ],
    nullable: true,
  });
  into.values.push({
    ...undecided,
    type: ANY,
    alternatives: [
      { when, value: body.value },
      { when: otherwise, value: { kind: 'null', type: ANY, span } },
    ],
  });
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
  // Where the list is open, the unknown item stands for all that may be generated.
  const value: TerraformValue = { kind: 'list', items: values, elementType: ANY, span };
  entries.set(name, { value, nameSpan });
  // Written both ways, as an argument and as blocks, the blocks count.
  properties.set(name, {
    writtenAs: name,
    nameSpan,
    span,
    value: open ? { ...list(items, span, open), represented: true } : list(items, span),
  });
}
