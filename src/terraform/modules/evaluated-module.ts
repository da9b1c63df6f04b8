import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Mention } from '../../model/mention.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import type { Assumption } from '../../model/value.ts';
import type { Block } from '../../parse/hcl/ast.ts';
import { configurationOf } from '../configuration/configuration.ts';
import { joinPath } from '../configuration/files.ts';
import { rootVariables } from '../configuration/root-variables.ts';
import type { Given } from '../configuration/variables.ts';
import type { TerraformOptions } from '../options.ts';
import {
  type DocumentCandidate,
  documentCandidate,
  POLICY_DOCUMENT,
  unusedDocuments,
} from '../policies/unused-documents.ts';
import type { TerraformResource } from '../resource.ts';
import { dataDeclaration, declarationsOf } from './declarations.ts';
import { mentionsIn } from './mentions.ts';
import { metaArguments } from './meta.ts';
import { type ModuleInstance, rootModule } from './module-instance.ts';
import { providerKey } from './providers.ts';
import type { ResourceInstance } from './resource-group.ts';
import { startRun } from './run.ts';

/** What a root module declares, with all the modules that it calls. */
export interface EvaluatedModule {
  readonly resources: readonly TerraformResource[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
  /** Of the aws provider, where it can be told. */
  readonly providerVersion?: string;
  /** Where it names resources, whatever comes of it; looked for when asked. */
  mentions(): readonly Mention[];
}

/**
 * Evaluates a root module: the instances of every resource block in it and in the modules that it calls. `given` takes
 * the place of what the options and the directory's files give for the variables.
 */
export function evaluateModule(directory: string, options: TerraformOptions, given?: Given): EvaluatedModule {
  const root = joinPath(directory);
  const run = startRun(root, options);
  const module = rootModule(run, given ?? rootVariables(run, configurationOf(root, options.files)));
  const found: Found = { resources: [], documents: [], declarations: [] };
  collect(module, found, options.declarations);
  const documents = unusedDocuments(found.documents, found.resources);
  const resources = [...found.resources, ...documents, ...found.declarations];
  if (run.budget <= 0) run.report(boundExceeded(module));
  const { version } = module.providers.settings('aws');
  return {
    resources,
    diagnostics: run.diagnostics,
    files: [...run.files.values()],
    mentions: () => mentionsIn(module),
    ...(version && { providerVersion: version }),
  };
}

interface Found {
  readonly resources: TerraformResource[];
  readonly documents: DocumentCandidate[];
  readonly declarations: TerraformResource[];
}

const NOTHING: ReadonlySet<string> = new Set();

/** Resources in source order, then those of the calls, in source order too; policy documents alike. */
function collect(module: ModuleInstance, into: Found, asked: ReadonlySet<string> = NOTHING): void {
  if (asked.size > 0) into.declarations.push(...declarationsOf(module, asked));
  const { resources, calls, outputs } = module.configuration;
  for (const [key, { mode, type }] of resources) {
    const group = module.resource(key)!;
    if (mode === 'managed') for (const instance of group.members) into.resources.push(...resourceOf(instance, module));
    if (mode === 'data' && type === POLICY_DOCUMENT)
      for (const instance of group.members) into.documents.push(...documentOf(instance, module));
    if (mode === 'data' && asked.has(`data.${type}`))
      for (const instance of group.members) into.declarations.push(...dataOf(instance, module));
  }
  for (const name of calls.keys()) {
    const group = module.call(name);
    if (group && group !== 'not-resolved') for (const called of group.members) collect(called, into, asked);
  }
  // Nothing may use an output, and its mistakes are to be reported all the same.
  if (module.path === '') for (const name of outputs.keys()) module.output(name);
}

function resourceOf(instance: ResourceInstance, module: ModuleInstance): readonly TerraformResource[] {
  const resource = blockOf(instance, module);
  return resource ? [{ ...resource, body: instance.body().object }] : [];
}

function dataOf(instance: ResourceInstance, module: ModuleInstance): readonly TerraformResource[] {
  const resource = blockOf(instance, module);
  return resource ? [dataDeclaration(instance, resource, module)] : [];
}

function documentOf(instance: ResourceInstance, module: ModuleInstance): readonly DocumentCandidate[] {
  const resource = blockOf(instance, module);
  const candidate = resource && documentCandidate(instance, resource);
  return candidate ? [candidate] : [];
}

/** What there is but the arguments; undefined where its existence would need a variable to have two values. */
function blockOf(instance: ResourceInstance, module: ModuleInstance): Omit<TerraformResource, 'body'> | undefined {
  const { type, name, block } = instance.declared;
  const { place } = module;
  const existsWhen = together(place.existsWhen, instance.instance.existsWhen);
  if (!existsWhen) return undefined;
  const exists = instance.instance.exists === 'yes' ? place.exists : 'unknown';
  return {
    address: instance.address,
    type,
    name,
    meta: metaArguments(block, instance.scope),
    exists,
    existsWhen,
    nameSpan: nameSpanOf(block),
    span: block.span,
    calledFrom: place.calledFrom,
    provider: module.providers.settings(providerKey(block, type)),
    applyDefaults: true,
  };
}

/** Both lists of assumptions as one; undefined where they contradict each other. */
function together(first: readonly Assumption[], second: readonly Assumption[]): readonly Assumption[] | undefined {
  const values = new Map(first.map(({ name, value }) => [name, value]));
  for (const { name, value } of second) {
    if (values.has(name) && values.get(name) !== value) return undefined;
    values.set(name, value);
  }
  return [...values].map(([name, value]) => ({ name, value }));
}

/** The labels of the header; in JSON syntax, where a label is shared by several blocks, the last one. */
function nameSpanOf({ headerSpan, labels }: Block): Span {
  const start = Math.max(headerSpan.start, labels[0]?.span.start ?? headerSpan.start);
  return { ...headerSpan, start };
}

function boundExceeded(module: ModuleInstance): Diagnostic {
  return {
    code: 'bound-exceeded',
    message: 'The configuration gives too many instances of resources and modules; some are not analysed',
    advice: 'Scan its modules one by one.',
    span: { file: module.configuration.files[0]!, start: 0, end: 0 },
    severity: 'error',
  };
}
