import type { Span } from '../../model/source.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { parseJsonPieces } from '../values/json-text.ts';
import { ANY } from '../values/types.ts';
import {
  type MappingEntry,
  type MappingValue,
  stringValue,
  type TerraformValue,
  tupleValue,
} from '../values/values.ts';
import { listedIn, statementOf } from './policy-statement.ts';
import { type PolicyForm, policyText } from './policy-text.ts';

/**
 * The `json` of `data.aws_iam_policy_document`: JSON text with its structure, each part with the span of the argument
 * or block that gave it, and statements with the address of the data source that has them. What is not known leaves a
 * hole in both; a source that is not known leaves an item of the statements that is not known.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocument(body: MappingValue, address: string, form: PolicyForm = 'indented'): TerraformValue {
  const sources = textsOf(body, 'source_json', 'source_policy_documents');
  const overrides = textsOf(body, 'override_policy_documents', 'override_json');
  const assemble = (documents: readonly TerraformValue[]): TerraformValue => {
    const structure = merged(body, address, documents.slice(0, sources.length), documents.slice(sources.length));
    return policyText(structure, body.span, form);
  };
  const given = [...sources, ...overrides];
  return overAlternatives(given, body.span, assemble) ?? assemble(given);
}

/** A document on its way: the first statement of a Sid stands where later ones of that Sid go. */
interface Draft {
  version: MappingEntry | undefined;
  id: MappingEntry | undefined;
  readonly statements: TerraformValue[];
}

/** Sources, then the document's own statements, then what overrides them. */
function merged(
  body: MappingValue,
  address: string,
  sources: readonly TerraformValue[],
  overrides: readonly TerraformValue[],
): TerraformValue {
  const draft: Draft = { version: undefined, id: undefined, statements: [] };
  for (const source of sources) mergeText(source, draft);
  adopt(
    argument(body, 'version') ?? { value: stringValue('2012-10-17', body.span) },
    argument(body, 'policy_id'),
    draft,
  );
  for (const statement of statementsIn(argument(body, 'statement')?.value))
    addStatement(statementOf(statement, address), draft);
  for (const source of overrides) mergeText(source, draft);
  return structureOf(draft, body.span);
}

function structureOf({ version, id, statements }: Draft, span: Span): TerraformValue {
  const entries = new Map<string, MappingEntry>();
  if (version) entries.set('Version', version);
  if (id) entries.set('Id', id);
  if (statements.length > 0) entries.set('Statement', { value: tupleValue(statements, span) });
  return { kind: 'object', entries, elementType: ANY, span };
}

/** A later version wins, not the one that was merged last. */
function adopt(version: MappingEntry | undefined, id: MappingEntry | undefined, draft: Draft): void {
  const [before, after] = [knownText(draft.version?.value), knownText(version?.value)];
  if (version && !(before !== undefined && after !== undefined && after <= before)) draft.version = version;
  if (id && knownText(id.value) !== '') draft.id = id;
}

function mergeText(text: TerraformValue, draft: Draft): void {
  if (text.kind === 'null' || knownText(text)?.trim() === '') return;
  const document = documentIn(text);
  if (document?.kind !== 'object') {
    draft.statements.push(unreadable(document ?? text));
    return;
  }
  adopt(document.entries.get('Version'), document.entries.get('Id'), draft);
  for (const statement of statementsIn(document.entries.get('Statement')?.value)) addStatement(statement, draft);
  if (document.open) draft.statements.push(unreadable(document));
}

/** What JSON text holds; undefined where that is not known. */
function documentIn(text: TerraformValue): TerraformValue | undefined {
  if (text.kind === 'unknown') return text.structure;
  if (text.kind !== 'string') return undefined;
  return text.structure ?? parseJsonPieces([{ text: text.value }], text.span);
}

function unreadable(value: TerraformValue): TerraformValue {
  if (value.kind === 'unknown') return { ...value, type: ANY };
  return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: 'a policy document', span: value.span };
}

function addStatement(statement: TerraformValue, draft: Draft): void {
  const sid = sidOf(statement);
  const at = sid ? draft.statements.findIndex(other => sidOf(other) === sid) : -1;
  if (at >= 0) draft.statements[at] = statement;
  else draft.statements.push(statement);
}

function sidOf(statement: TerraformValue): string | undefined {
  return statement.kind === 'object' ? knownText(statement.entries.get('Sid')?.value) : undefined;
}

/** A policy may have one statement instead of a list of them. */
function statementsIn(value: TerraformValue | undefined): readonly TerraformValue[] {
  if (!value || value.kind === 'null') return [];
  return listedIn(value);
}

/** The documents that these arguments name, in order; a list that is not known counts as one. */
function textsOf(body: MappingValue, ...names: readonly string[]): readonly TerraformValue[] {
  return names.flatMap(name => statementsIn(argument(body, name)?.value));
}

function argument(body: MappingValue, name: string): MappingEntry | undefined {
  const entry = body.entries.get(name);
  return entry && entry.value.kind !== 'null' ? entry : undefined;
}

function knownText(value: TerraformValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}
