import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './files/confinement.ts';
import type { ParameterValue, Severity } from './model/rule.ts';
import type { Span } from './model/source.ts';
import type { IgnoreFileFormat } from './suppressions/ignore-files/ignore-file.ts';

/** The configuration that holds: all files of a chain of `extends` put together, paths made absolute. */
export interface Configuration {
  /** The file it came from; undefined: there is none. */
  readonly path?: string;
  readonly profiles: readonly string[];
  readonly frameworks: readonly string[];
  readonly skip: readonly string[];
  readonly severity?: Severity;
  readonly failOn?: Severity | 'none';
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly customRules: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly variableFiles: readonly string[];
  readonly environments: Readonly<Record<string, EnvironmentValues>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly overrides: readonly PathOverride[];
  readonly suppressions: readonly FileSuppression[];
  readonly inlineSuppressions: InlineSuppressions;
  readonly baseline?: string;
}

export interface RuleSetting {
  readonly enabled?: boolean;
  readonly severity?: Severity;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

export interface EnvironmentValues {
  readonly parameters: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly variableFiles: readonly string[];
}

/** Globs are relative to `base`, an absolute directory. */
export interface PathOverride {
  readonly base: string;
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

export interface FileSuppression {
  readonly base: string;
  readonly rules: readonly string[];
  readonly files: readonly string[];
  readonly resources: readonly string[];
  readonly reason: string;
  readonly until?: string;
  /** Where it is written. */
  readonly source: Span;
}

export interface InlineSuppressions {
  readonly enabled?: boolean;
  readonly requireReason?: boolean;
  readonly peers?: boolean | readonly string[];
  readonly withoutId?: boolean;
  readonly forbidden?: readonly string[];
  readonly peerFiles?: readonly PeerFile[];
}

/** A file in which findings of another analyzer are accepted, or checks are switched off. */
export interface PeerFile {
  readonly format: IgnoreFileFormat;
  /** Absolute. */
  readonly path: string;
  /** The directory of the configuration that names it. */
  readonly base: string;
}

export const NO_CONFIGURATION: Configuration = {
  profiles: [],
  frameworks: [],
  skip: [],
  rules: {},
  customRules: [],
  parameters: {},
  variables: {},
  variableFiles: [],
  environments: {},
  tags: {},
  overrides: [],
  suppressions: [],
  inlineSuppressions: {},
};

const FILE_NAMES: readonly string[] = ['lintel.yaml', 'lintel.yml', 'lintel.json'];

/** The nearest configuration file from the working directory up to the root of the repository; undefined: none. */
export function findConfiguration(workingDirectory: string): string | undefined {
  const top = repositoryRoot(workingDirectory) ?? workingDirectory;
  for (let directory = workingDirectory; ; directory = dirname(directory)) {
    for (const name of FILE_NAMES) if (existsSync(join(directory, name))) return join(directory, name);
    const manifest = join(directory, 'package.json');
    if (existsSync(manifest) && hasConfiguration(manifest)) return manifest;
    if (directory === top) return undefined;
  }
}

function hasConfiguration(manifest: string): boolean {
  const text = readFileSync(manifest, 'utf8');
  if (!text.includes('"lintel"')) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'lintel' in value && typeof value.lintel === 'object';
  } catch {
    return false;
  }
}
