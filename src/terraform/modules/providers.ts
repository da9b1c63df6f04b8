import type { Attribute, Block, Expression } from '../../parse/hcl/ast.ts';
import { attributeOf, literalText, type ModuleConfiguration } from '../configuration/configuration.ts';
import { lockedVersion, versionOfConstraint } from '../configuration/provider-versions.ts';
import type { Scope } from '../expressions/scope.ts';
import { settingsIn } from '../provider-arguments.ts';
import type { ProviderSettings } from '../resource.ts';
import { evaluateBody } from './body.ts';
import { type Memo, memoOf } from './memo.ts';
import type { Run } from './run.ts';

/** The provider configurations of a module instance, its own and those that it gets from its caller. */
export interface ProviderTable {
  /** By local name, or local name and alias: `aws`, `aws.west`. */
  settings(key: string): ProviderSettings;
}

/**
 * Providers as a module sees them: those that its call passes (`providers = { aws = aws.west }`), its own blocks, and
 * the caller's default ones. https://developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export function providersOf(
  run: Run,
  configuration: ModuleConfiguration,
  scope: Scope,
  caller?: { readonly block: Block; readonly providers: ProviderTable },
): ProviderTable {
  const memo: Memo = memoOf(run);
  const bare = (key: string): ProviderSettings => settingsOf(key, requiredProviders(configuration), run);
  const find = (key: string): ProviderSettings => {
    const from = caller && passedProviders(caller.block).get(key);
    if (caller && from !== undefined) return caller.providers.settings(from);
    const block = configuration.providers.get(key);
    if (block) return { ...bare(key), ...settingsIn(evaluateBody(block.body, undefined, scope).object) };
    if (caller && !key.includes('.')) return withVersion(caller.providers.settings(key), bare(key));
    return bare(key);
  };
  return {
    settings: key =>
      memo(
        key,
        () => find(key),
        () => bare(key),
      ),
  };
}

/** The provider that a resource block names, else the one that its type belongs to. */
export function providerKey(block: Block, type: string): string {
  const written = attributeOf(block, 'provider');
  return written ? referenceText(written.value) : (/^[^_]+/.exec(type)?.[0] ?? type);
}

/** The text of an argument that is a bare reference: `aws.west`. Quotes, as in older configurations, do not count. */
export function referenceText({ span }: Expression): string {
  return span.file.text
    .slice(span.start, span.end)
    .replace(/^"([^"]*)"$/, '$1')
    .replace(/\s+/g, '');
}

interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
}

const requirements = new WeakMap<ModuleConfiguration, ReadonlyMap<string, RequiredProvider>>();

/** `required_providers` of a module by local name; a plain string is a version, as before Terraform 0.13. */
function requiredProviders(configuration: ModuleConfiguration): ReadonlyMap<string, RequiredProvider> {
  const required = requirements.get(configuration) ?? readRequirements(configuration);
  requirements.set(configuration, required);
  return required;
}

function readRequirements({ settings }: ModuleConfiguration): ReadonlyMap<string, RequiredProvider> {
  const required = new Map<string, RequiredProvider>();
  for (const block of settings) {
    for (const item of block.body.items) {
      if (item.kind !== 'block' || item.type !== 'required_providers') continue;
      for (const provider of item.body.items) {
        if (provider.kind === 'attribute') required.set(provider.name, requirement(provider));
      }
    }
  }
  return required;
}

function requirement(attribute: Attribute): RequiredProvider {
  if (attribute.value.kind !== 'object') return { version: literalText(attribute) };
  const found: { source?: string; version?: string } = {};
  for (const { key, identifier, value, span } of attribute.value.items) {
    const name = identifier ?? literalText({ ...attribute, value: key });
    const text = literalText({ ...attribute, value, span });
    if (name === 'source') found.source = text;
    if (name === 'version') found.version = text;
  }
  return found;
}

function passedProviders(call: Block): ReadonlyMap<string, string> {
  const value = attributeOf(call, 'providers')?.value;
  if (value?.kind !== 'object') return new Map();
  return new Map(value.items.map(item => [item.identifier ?? referenceText(item.key), referenceText(item.value)]));
}

function settingsOf(key: string, required: ReadonlyMap<string, RequiredProvider>, run: Run): ProviderSettings {
  const local = key.split('.')[0]!;
  const { source = `hashicorp/${local}`, version: constraint } = required.get(local) ?? {};
  const version = lockedVersion(run.lockFile, source) ?? (constraint && versionOfConstraint(constraint));
  return { name: source.split('/').at(-1)!, ...(version && { version }) };
}

/** A module without a version constraint of its own has its caller's. */
function withVersion(settings: ProviderSettings, own: ProviderSettings): ProviderSettings {
  return own.version && !settings.version ? { ...settings, version: own.version } : settings;
}
