import { posix } from 'node:path';
import { getOrMake } from '../../model/groups.ts';
import { type SourceFile, startOf } from '../../model/source.ts';
import { parseAddress } from '../address.ts';
import { joinPath, LOCK_FILE } from '../configuration/files.ts';
import { lockedVersion, versionOfConstraint } from '../configuration/provider-versions.ts';
import type { TerraformOptions } from '../options.ts';
import { settingsIn } from '../provider-arguments.ts';
import type { ProviderSettings } from '../resource.ts';
import { argumentsOf } from './declarations.ts';
import { configuredResources } from './declared-references.ts';
import { asObject, asText, type JsonObject, memberOf, type PlannedResource } from './document.ts';

/**
 * The provider of each resource of a plan, as far as its `configuration` says it: version, region, ignored tags. The
 * default tags are in the resources already. Which of several configurations of a provider a resource has is looked
 * up only where there are several.
 */
export function plannedProviders(
  file: SourceFile,
  document: JsonObject,
  options: TerraformOptions,
): (resource: PlannedResource) => ProviderSettings {
  const bySource = new Map<string, ProviderSettings>();
  const byKey = new Map<string, ProviderSettings>();
  const lockFile = options.files.read(joinPath(posix.dirname(file.path), LOCK_FILE));
  const configuration = asObject(document['configuration']);
  const configured = asObject(configuration?.['provider_config']);
  const blocks = configuredResources(asObject(configuration?.['root_module']));
  const named = namesIn(configured);

  const ofSource = (source: string): ProviderSettings => {
    const name = source.split('/').at(-1)!;
    const constraint = asText(asObject(memberOf(configured, name))?.['version_constraint']);
    const version = lockedVersion(lockFile, source) ?? (constraint && versionOfConstraint(constraint));
    return { name, ...(version && { version }) };
  };
  const argumentsIn = (key: string): Partial<ProviderSettings> => {
    const provider = asObject(memberOf(configured, key));
    const variables = provider?.['module_address'] === undefined ? asObject(document['variables']) : undefined;
    const body = argumentsOf(asObject(provider?.['expressions']) ?? {}, variables, startOf(file));
    const { defaultTags: _, ...settings } = settingsIn(body);
    return settings;
  };
  const keyOf = (name: string, address: string): string => {
    if ((named.get(name) ?? 0) < 2) return name;
    const parsed = parseAddress(address);
    return (parsed && asText(blocks(parsed)?.['provider_config_key'])) ?? name;
  };

  return ({ provider: source, address }) => {
    const settings = getOrMake(bySource, source, () => ofSource(source));
    const key = keyOf(settings.name, address);
    return getOrMake(byKey, `${source} ${key}`, () => ({ ...settings, ...argumentsIn(key) }));
  };
}

/** How many configurations each provider has. */
function namesIn(configured: JsonObject | undefined): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const provider of Object.values(configured ?? {})) {
    const name = asText(asObject(provider)?.['name']);
    if (name !== undefined) names.set(name, (names.get(name) ?? 0) + 1);
  }
  return names;
}
