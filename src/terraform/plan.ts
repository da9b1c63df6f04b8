import { terraformBlock } from '../facts/terraform.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Input } from '../model/input.ts';
import type { InputInfo } from '../model/resource.ts';
import { type SourceFile, type Span, startOf } from '../model/source.ts';
import { list, object, type Property, type Value } from '../model/value.ts';
import { type Address, parseAddress } from './address.ts';
import { LazyProperties } from './lazy-properties.ts';
import { normalise } from './mapping.ts';
import type { TerraformOptions } from './options.ts';
import { planDeclarations } from './plan/declarations.ts';
import { asObject, type JsonObject, type PlannedResource, plannedResources } from './plan/document.ts';
import { planMentions } from './plan/mentions.ts';
import { overlay, overlayArgument, type UnknownAt } from './plan/overlay.ts';
import { addressPositions } from './plan/positions.ts';
import { plannedProviders } from './plan/providers.ts';
import { type PlanReferences, planReferences } from './plan/references.ts';
import { type PlanSource, sourceOf } from './plan/source.ts';
import type { ProviderSettings, TerraformResource } from './resource.ts';
import { canHoldTogether } from './values/feasible.ts';

/**
 * Reads what `terraform show -json` prints of a plan or a state: the resources that will exist, in CloudFormation's
 * vocabulary. With the configuration beside it, resources stand where the `.tf` files have them; without, at their
 * addresses in the plan. https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readPlan(file: SourceFile, options: TerraformOptions): Input {
  const info: InputInfo = { path: file.path, dialect: 'terraform-plan', feasible: canHoldTogether };
  const document = parseDocument(file);
  if ('problem' in document) return { info, resources: [], diagnostics: [document.problem], files: [file] };
  const { json, planned } = document;
  const source = sourceOf(file, json, planned, options);
  const resources = terraformResources(file, json, planned, options).map(
    resource => source?.join(resource) ?? resource,
  );
  const version = resources.find(resource => resource.provider.name === 'aws')?.provider.version;
  const described: InputInfo = {
    ...info,
    ...(version !== undefined && { facts: { provider_version: version } }),
    mentions: source?.module.mentions ?? planMentions(file, json, planned),
  };
  const normal = normalise([...resources, ...declarationsOf(file, json, source, options)], described);
  return {
    info: described,
    resources: normal.resources,
    diagnostics: [...(source?.module.diagnostics ?? []), ...normal.diagnostics],
    files: [file, ...(source?.module.files ?? [])],
  };
}

/** What the plan's source declares, where it is there; else what the plan keeps of it. */
function declarationsOf(
  file: SourceFile,
  document: JsonObject,
  source: PlanSource | undefined,
  { declarations }: TerraformOptions,
): readonly TerraformResource[] {
  if (!declarations) return [];
  if (source) return source.module.resources.filter(({ isDeclaration }) => isDeclaration);
  return planDeclarations(file, document, declarations);
}

/** The resources of a plan document in Terraform's own vocabulary, each at its address in the text. */
export function terraformResources(
  file: SourceFile,
  document: JsonObject,
  planned: readonly PlannedResource[],
  options: TerraformOptions,
): readonly TerraformResource[] {
  const positions = addressPositions(file);
  const references = planReferences(document, () => new Set(planned.map(resource => resource.address)));
  const providers = plannedProviders(file, document, options);
  return planned.map(resource => {
    const span = positions.get(resource.address) ?? positions.get(resource.block ?? '') ?? startOf(file);
    return terraformResource(resource, span, references, providers(resource));
  });
}

function terraformResource(
  planned: PlannedResource,
  span: Span,
  references: PlanReferences,
  provider: ProviderSettings,
): TerraformResource {
  const { address, type, name, sensitive } = planned;
  return {
    address,
    type,
    name,
    body: { ...object(bodyOf(planned, span, references), span), ...(sensitive === true && { sensitive }) },
    meta: object(NO_PROPERTIES, span),
    exists: 'yes',
    existsWhen: [],
    nameSpan: span,
    span,
    calledFrom: [],
    provider,
    applyDefaults: !planned.existing,
  };
}

const NO_PROPERTIES: ReadonlyMap<string, Property> = new Map();

function bodyOf(planned: PlannedResource, span: Span, references: PlanReferences): LazyProperties {
  const { address, type } = planned;
  let parsed: Address | undefined;
  const unknownAt: UnknownAt = (path, at) => {
    parsed ??= parseAddress(address);
    return parsed && unknownValue(parsed, path, at, references);
  };
  const all = new LazyProperties(
    () => effectiveTags(overlay(planned, terraformBlock(type), span, unknownAt)),
    name => (TAGS.has(name) ? all.get(name) : overlayArgument(planned, name, terraformBlock(type), span, unknownAt)),
  );
  return all;
}

const TAGS: ReadonlySet<string> = new Set(['tags', 'tags_all']);

/**
 * An argument that is not known and that nobody wrote is left to the provider: it is absent. That cannot be told of
 * blocks, since a plan leaves out how `dynamic` ones are written.
 */
function unknownValue(
  address: Address,
  path: readonly (string | number)[],
  span: Span,
  references: PlanReferences,
): Value | undefined {
  const name = String(path[0]);
  const argument = terraformBlock(address.type)?.arguments.get(name);
  const isUnwritten = path.length === 1 && references.isWritten(address, name) === false;
  if (isUnwritten && argument?.type !== 'block') return undefined;
  const value = references.valueAt(address, path, span);
  // What another resource writes there, such as the versioning of a bucket, is more than that it is not known.
  if (isUnwritten && value) return { ...value, defaulted: true };
  const single = path.length === 1 && argument?.type === 'list' && value?.kind === 'reference';
  return single ? list([value], span, true) : value;
}

/** `tags_all` holds the tags with the provider's default ones. */
function effectiveTags(body: Map<string, Property>): ReadonlyMap<string, Property> {
  const all = body.get('tags_all');
  if (all?.value.kind !== 'object') return body;
  body.set('tags', { ...all, writtenAs: 'tags' });
  body.delete('tags_all');
  return body;
}

interface PlanDocument {
  readonly json: JsonObject;
  readonly planned: readonly PlannedResource[];
}

function parseDocument(file: SourceFile): PlanDocument | { problem: Diagnostic } {
  try {
    const json = asObject(JSON.parse(file.text));
    const planned = json && plannedResources(json);
    return planned ? { json, planned } : { problem: noPlan(file) };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: syntaxError(file, error) };
    throw error;
  }
}

function syntaxError(file: SourceFile, { message }: SyntaxError): Diagnostic {
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? file.text.length);
  return {
    code: 'json-syntax',
    message: 'The plan is no JSON text',
    advice: 'Write it with terraform show -json.',
    span: { file, start: Math.min(offset, file.text.length), end: Math.min(offset + 1, file.text.length) },
    severity: 'error',
  };
}

function noPlan(file: SourceFile): Diagnostic {
  return {
    code: 'not-a-plan',
    message: 'The file is neither a plan nor a state of Terraform',
    advice: 'Write it with terraform show -json.',
    span: startOf(file),
    severity: 'error',
  };
}
