import type { Span } from '../model/source.ts';
import { isSequence } from './loops.ts';
import { ANY, STRING } from './types.ts';
import { type MappingEntry, objectValue, stringValue, type TerraformValue, tupleValue } from './values.ts';

/**
 * The `json` of `data.aws_iam_policy_document`: JSON text with its structure, each part with the span of the
 * argument or block that gave it.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 *
 * Sources come first, then the document's own statements, then the overrides; a statement with the `Sid` of an
 * earlier one takes its place. A source that is not known leaves the list of statements open.
 */
export function policyDocument(body: TerraformValue): TerraformValue {
  const document = new Document(body.span);
  for (const source of sources(body, 'source_json', 'source_policy_documents')) document.merge(source);
  for (const statement of items(entry(body, 'statement'))) document.add(statementOf(statement));
  for (const source of sources(body, 'override_policy_documents', 'override_json')) document.merge(source);
  const version = given(body, 'version');
  const id = given(body, 'policy_id');
  return document.json(version, id);
}

type Entries = Map<string, MappingEntry>;

/** Statements in order, by their Sid where they have one. */
class Document {
  readonly #statements: TerraformValue[] = [];
  readonly #unknown: TerraformValue[] = [];
  readonly #span: Span;
  #version: MappingEntry | undefined;
  #id: MappingEntry | undefined;

  constructor(span: Span) {
    this.#span = span;
  }

  /** Replaces the statement of the same Sid, else appends. */
  add(statement: TerraformValue): void {
    const sid = knownText(entry(statement, 'Sid')?.value);
    const at = sid ? this.#statements.findIndex(other => knownText(entry(other, 'Sid')?.value) === sid) : -1;
    if (at >= 0) this.#statements[at] = statement;
    else this.#statements.push(statement);
  }

  /** All of another document, as JSON text. */
  merge(source: TerraformValue): void {
    const structure = structureOf(source);
    if (!structure) {
      if (source.kind === 'unknown') this.#unknown.push(source);
      return;
    }
    this.#version = entry(structure, 'Version') ?? this.#version;
    this.#id = entry(structure, 'Id') ?? this.#id;
    for (const statement of items(entry(structure, 'Statement'))) this.add(statement);
  }

  json(version: MappingEntry | undefined, id: MappingEntry | undefined): TerraformValue {
    const span = this.#span;
    const entries: Entries = new Map();
    entries.set('Version', version ?? this.#version ?? { value: stringValue('2012-10-17', span) });
    const ownId = id ?? this.#id;
    if (ownId) entries.set('Id', ownId);
    // A statement that is not known stands for those of a source that is not known.
    entries.set('Statement', { value: tupleValue([...this.#statements, ...this.#unknown], span) });
    const missing = 'data.aws_iam_policy_document';
    const structure: TerraformValue = { kind: 'object', entries, elementType: ANY, span };
    return { kind: 'unknown', type: STRING, reason: 'computed-at-deployment', missing, notNull: true, structure, span };
  }
}

/** One statement block in the words of a policy; of a block that may not be there, all that it can be. */
function statementOf(block: TerraformValue): TerraformValue {
  if (block.kind === 'null') return block;
  if (block.kind === 'unknown') {
    const alternatives = block.alternatives?.map(({ when, value }) => ({ when, value: statementOf(value) }));
    return { ...block, ...(alternatives && { alternatives }) };
  }
  const entries: Entries = new Map();
  const copy = (from: string, to: string, convert: (value: TerraformValue) => TerraformValue) => {
    const found = given(block, from);
    if (found) entries.set(to, { ...found, value: convert(found.value) });
  };
  copy('sid', 'Sid', same);
  entries.set('Effect', given(block, 'effect') ?? { value: stringValue('Allow', block.span) });
  copy('actions', 'Action', oneOrMany);
  copy('not_actions', 'NotAction', oneOrMany);
  copy('resources', 'Resource', value => oneOrMany(withVariables(value)));
  copy('not_resources', 'NotResource', value => oneOrMany(withVariables(value)));
  copy('principals', 'Principal', principalsOf);
  copy('not_principals', 'NotPrincipal', principalsOf);
  copy('condition', 'Condition', conditionsOf);
  return { kind: 'object', entries, elementType: ANY, span: block.span };
}

/** `Principal: "*"` for the type `*`; else the identifiers by type, those of one type together. */
function principalsOf(blocks: TerraformValue): TerraformValue {
  const byType = new Map<string, { identifiers: TerraformValue[]; nameSpan: Span | undefined; span: Span }>();
  for (const block of items({ value: blocks })) {
    const type = knownText(entry(block, 'type')?.value);
    const identifiers = entry(block, 'identifiers');
    if (!identifiers) continue;
    if (type === undefined) return block.kind === 'unknown' ? block : (entry(block, 'type')?.value ?? block);
    const known = items(identifiers);
    if (type === '*' && known.length === 1 && knownText(known[0]) === '*') return known[0]!;
    const group = byType.get(type);
    const values = known.length > 0 || identifiers.value.kind !== 'unknown' ? known : [identifiers.value];
    if (group) group.identifiers.push(...values);
    else byType.set(type, { identifiers: [...values], nameSpan: identifiers.nameSpan, span: identifiers.value.span });
  }
  const entries = [...byType].map(([type, { identifiers, nameSpan, span }]) => {
    return [type, { value: oneOrMany(withVariables(tupleValue(identifiers, span))), nameSpan }] as const;
  });
  return objectValue(entries, blocks.span);
}

/** Conditions by test and variable; the values of equal ones are put together. */
function conditionsOf(blocks: TerraformValue): TerraformValue {
  const byTest = new Map<string, { variables: Map<string, TerraformValue[]>; spans: Map<string, Span>; span: Span }>();
  for (const block of items({ value: blocks })) {
    const test = knownText(entry(block, 'test')?.value);
    const variable = knownText(entry(block, 'variable')?.value);
    const values = entry(block, 'values');
    // A condition that cannot be read may narrow the statement in any way.
    if (test === undefined || variable === undefined || !values) return unreadable(block);
    const group = byTest.get(test) ?? { variables: new Map(), spans: new Map(), span: block.span };
    byTest.set(test, group);
    const known = isSequence(values.value) ? values.value.items : [values.value];
    group.variables.set(variable, [...(group.variables.get(variable) ?? []), ...known]);
    if (values.nameSpan && !group.spans.has(variable)) group.spans.set(variable, values.nameSpan);
  }
  const tests = [...byTest].map(([test, { variables, spans, span }]) => {
    const inner = [...variables].map(([variable, values]) => {
      return [variable, { value: oneOrMany(withVariables(tupleValue(values, span))), nameSpan: spans.get(variable) }] as const;
    });
    return [test, { value: objectValue(inner, span) }] as const;
  });
  return objectValue(tests, blocks.span);
}

function unreadable(block: TerraformValue): TerraformValue {
  if (block.kind === 'unknown') return block;
  const part = ['test', 'variable', 'values'].map(name => entry(block, name)?.value).find(value => value?.kind === 'unknown');
  return part ?? { kind: 'unknown', type: ANY, reason: 'not-supported', missing: 'a condition', span: block.span };
}

/** `&{aws:username}` is how Terraform's own syntax leaves `${aws:username}` to IAM. */
function withVariables(value: TerraformValue): TerraformValue {
  switch (value.kind) {
    case 'string':
      return value.value.includes('&{') ? { ...value, value: value.value.replaceAll('&{', '${') } : value;
    case 'unknown':
      return value.parts
        ? { ...value, parts: value.parts.map(part => (typeof part === 'string' ? part.replaceAll('&{', '${') : part)) }
        : value;
    case 'list':
    case 'set':
    case 'tuple':
      return { ...value, items: value.items.map(withVariables) };
    default:
      return value;
  }
}

/** A list of one is printed as its item. */
function oneOrMany(value: TerraformValue): TerraformValue {
  if (!isSequence(value)) return value;
  return value.items.length === 1 ? value.items[0]! : tupleValue(value.items, value.span);
}

function same(value: TerraformValue): TerraformValue {
  return value;
}

function sources(body: TerraformValue, ...names: string[]): readonly TerraformValue[] {
  return names.flatMap(name => {
    const value = entry(body, name)?.value;
    if (!value) return [];
    return isSequence(value) ? value.items : [value];
  });
}

/** What JSON text holds; undefined where it is not known or no JSON. */
function structureOf(value: TerraformValue): TerraformValue | undefined {
  if (value.kind !== 'string' && value.kind !== 'unknown') return undefined;
  return value.structure;
}

function entry(value: TerraformValue, name: string): MappingEntry | undefined {
  return value.kind === 'object' || value.kind === 'map' ? value.entries.get(name) : undefined;
}

/** An argument that is there and not null. */
function given(value: TerraformValue, name: string): MappingEntry | undefined {
  const found = entry(value, name);
  return found && found.value.kind !== 'null' ? found : undefined;
}

/** The items of a list; a single object is a list of one. */
function items(found: MappingEntry | undefined): readonly TerraformValue[] {
  if (!found) return [];
  const { value } = found;
  if (isSequence(value)) return value.items;
  return value.kind === 'object' || value.kind === 'map' ? [value] : [];
}

function knownText(value: TerraformValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}
