import { dirname, resolve } from 'node:path';
import { type Configuration, NO_CONFIGURATION, type RuleSetting } from '../config.ts';
import { UsageError } from '../errors.ts';
import { displayPath } from '../files.ts';
import { type ConfigurationFile, readConfigurationFile } from './file.ts';
import { environmentsOfFile, readParameterFile } from './parameter-file.ts';

const MAX_EXTENDS = 16;

/** Reads a configuration file with what it extends. Whatever is wrong in it is the user's mistake. */
export function loadConfiguration(path: string, workingDirectory: string): Configuration {
  const chain = readChain(resolve(workingDirectory, path), workingDirectory, []);
  return { ...chain.reduce(merge, NO_CONFIGURATION), path: displayPath(workingDirectory, chain.at(-1)!.path) };
}

/** What is extended comes first. */
function readChain(path: string, workingDirectory: string, above: readonly string[]): readonly ConfigurationFile[] {
  const name = displayPath(workingDirectory, path);
  if (above.includes(path)) throw new UsageError(`${name}: extends itself`);
  if (above.length >= MAX_EXTENDS) throw new UsageError(`${name}: more than ${MAX_EXTENDS} files extend each other`);
  const file = readConfigurationFile(path, name);
  const chain: ConfigurationFile[] = [];
  for (const base of file.extends) {
    chain.push(...readChain(resolve(dirname(path), base), workingDirectory, [...above, path]));
  }
  return [...chain, file];
}

/** Lists grow, records are merged key by key, single values are replaced. */
function merge(base: Configuration, file: ConfigurationFile): Configuration {
  const own = file.content;
  return {
    ...base,
    ...withoutUndefined({ severity: own.severity, failOn: own.failOn, baseline: own.baseline }),
    profiles: [...base.profiles, ...own.profiles],
    frameworks: [...base.frameworks, ...own.frameworks],
    skip: [...base.skip, ...own.skip],
    rules: mergeRules(base.rules, own.rules),
    customRules: [...base.customRules, ...own.customRules],
    parameters: { ...base.parameters, ...own.parameters },
    variables: { ...base.variables, ...own.variables },
    variableFiles: [...base.variableFiles, ...own.variableFiles],
    environments: { ...base.environments, ...own.environments },
    tags: { ...base.tags, ...own.tags },
    overrides: [...base.overrides, ...own.overrides],
    suppressions: [...base.suppressions, ...own.suppressions],
    inlineSuppressions: { ...base.inlineSuppressions, ...withoutUndefined(own.inlineSuppressions) },
  };
}

export function mergeRules(
  base: Readonly<Record<string, RuleSetting>>,
  own: Readonly<Record<string, RuleSetting>>,
): Readonly<Record<string, RuleSetting>> {
  const merged = { ...base };
  for (const [name, setting] of Object.entries(own)) {
    const parameters = { ...merged[name]?.parameters, ...setting.parameters };
    merged[name] = { ...merged[name], ...withoutUndefined(setting), parameters };
  }
  return merged;
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<T>;
}

/** CloudFormation parameters of a file, see `readParameterFile`. */
export { environmentsOfFile, readParameterFile };
