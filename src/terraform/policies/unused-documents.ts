import { isInside, type SourceFile } from '../../model/source.ts';
import { listOf, type ObjectValue, object, objectOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import type { ResourceInstance } from '../modules/resource-group.ts';
import type { TerraformResource } from '../resource.ts';
import { toValue } from '../values/convert.ts';

/** The data source as a resource of its own, without a counterpart in CloudFormation. */
export const POLICY_DOCUMENT = 'aws_iam_policy_document';

/** A policy document and the resource that it would be. */
export interface DocumentCandidate {
  readonly resource: TerraformResource;
  readonly document: Value;
}

/** What the document of a data source is as the body of a resource; undefined where it has no statements. */
export function documentCandidate(
  instance: ResourceInstance,
  resource: Omit<TerraformResource, 'body'>,
): DocumentCandidate | undefined {
  const json = instance.body().value.entries.get('json')?.value;
  const document = json && toValue(json);
  if (!document || statementsOf(document).length === 0) return undefined;
  const { nameSpan, span } = resource;
  const property = { writtenAs: 'statement', nameSpan, span, value: objectOf(document) ?? document };
  const name = propertyFor(statementsOf(document));
  return { resource: { ...resource, body: object(new Map([[name, property]]), span) }, document };
}

/**
 * The documents that no resource holds and that are not merged into another document: a module's output, an argument
 * of a module that is not there, or nothing uses them, and nobody else would report what they say.
 */
export function unusedDocuments(
  candidates: readonly DocumentCandidate[],
  resources: readonly TerraformResource[],
): readonly TerraformResource[] {
  if (candidates.length === 0) return [];
  const inResources = new Places();
  for (const { body } of resources) inResources.addObjectsIn(body);
  const merged = new Places();
  for (const { document, resource } of candidates) {
    for (const statement of statementsOf(document)) if (!isIn(statement, resource)) merged.add(statement);
  }
  return candidates.flatMap(({ document, resource }) => {
    const all = statementsOf(document);
    const own = all.filter(statement => isIn(statement, resource));
    const isUsed = own.some(statement => merged.has(statement)) || (own.length > 0 ? own : all).some(inResources.has);
    return isUsed ? [] : [resource];
  });
}

/** Where values are written. */
class Places {
  readonly #starts = new Map<SourceFile, Set<number>>();
  readonly #seen = new Set<Value>();

  readonly has = ({ span }: Value): boolean => this.#starts.get(span.file)?.has(span.start) ?? false;

  add({ span }: Value): void {
    const starts = this.#starts.get(span.file);
    if (starts) starts.add(span.start);
    else this.#starts.set(span.file, new Set([span.start]));
  }

  addObjectsIn(value: Value): void {
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    if (value.kind === 'object') this.add(value);
    for (const inner of valuesIn(value)) this.addObjectsIn(inner);
  }
}

function valuesIn(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'object':
      return [...value.properties.values()].map(property => property.value);
    case 'list':
      return value.items;
    case 'template':
      return value.structure ? [value.structure] : [];
    case 'unknown':
      return value.alternatives.flatMap(alternative => alternative.value ?? []);
    case 'scalar':
    case 'reference':
      return [];
  }
}

/** The statements of a document that are known to be there or may be. */
function statementsOf(document: Value): readonly ObjectValue[] {
  if (document.kind === 'unknown') return valuesIn(document).flatMap(statementsOf);
  const statement = propertyValue(document, 'Statement');
  const items = statement ? (listOf(statement)?.items ?? [statement]) : [];
  return items.flatMap(item => objectOf(item) ?? valuesIn(item).flatMap(inner => objectOf(inner) ?? []));
}

/**
 * Who is admitted is said in the policies of roles and of other resources only. Those of roles are about actions of
 * STS; identity providers are admitted nowhere else.
 */
function propertyFor(statements: readonly ObjectValue[]): string {
  const admitting = statements.filter(namesPrincipal);
  if (admitting.length === 0) return 'PolicyDocument';
  return admitting.every(isTrust) ? 'AssumeRolePolicyDocument' : 'ResourcePolicy';
}

function isTrust(statement: ObjectValue): boolean {
  if (propertyValue(propertyValue(statement, 'Principal'), 'Federated')) return true;
  const action = propertyValue(statement, 'Action');
  const actions = action ? (listOf(action)?.items ?? [action]) : [];
  return actions.some(item => textOf(item)?.startsWith('sts:'));
}

function namesPrincipal({ properties }: ObjectValue): boolean {
  return properties.has('Principal') || properties.has('NotPrincipal');
}

function isIn({ span }: Value, resource: TerraformResource): boolean {
  return isInside(span, resource.span);
}
