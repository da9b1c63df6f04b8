import type { FileReader } from '../model/files.ts';
import type { Input } from '../model/input.ts';
import type { InputInfo } from '../model/resource.ts';
import { attributeOf, configurationOf, literalText } from './configuration/configuration.ts';
import { joinPath } from './configuration/files.ts';
import { normalise } from './mapping.ts';
import { type EvaluatedModule, evaluateModule } from './modules/evaluated-module.ts';
import { isLocalSource } from './modules/module-calls.ts';
import type { TerraformOptions } from './options.ts';
import { canHoldTogether } from './values/feasible.ts';

/**
 * Reads the root module in a directory with the modules that it calls: its resources in CloudFormation's vocabulary.
 * Problems of the configuration are in `diagnostics`; a directory without configuration gives no resources.
 */
export function readModule(directory: string, options: TerraformOptions): Input {
  const module = evaluateModule(directory, options);
  const info = moduleInfo(directory, module);
  const { resources, diagnostics } = normalise(module.resources, info);
  return { info, resources, diagnostics: [...module.diagnostics, ...diagnostics], files: module.files };
}

/**
 * Directories that the module of a directory calls by a local path, once each: where another scanned module calls a
 * directory, it is no root module.
 */
export function moduleCallsOf(directory: string, files: FileReader): readonly string[] {
  const directories = new Set<string>();
  for (const block of configurationOf(directory, files).calls.values()) {
    const source = literalText(attributeOf(block, 'source'));
    if (source !== undefined && isLocalSource(source)) directories.add(joinPath(directory, source));
  }
  return [...directories];
}

function moduleInfo(directory: string, { providerVersion, mentions }: EvaluatedModule): InputInfo {
  const facts = providerVersion === undefined ? {} : { facts: { provider_version: providerVersion } };
  return { path: joinPath(directory), dialect: 'terraform', feasible: canHoldTogether, mentions, ...facts };
}
