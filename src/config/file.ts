import { readFileSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import type { Configuration, EnvironmentValues, InlineSuppressions, RuleSetting } from '../config.ts';
import { UsageError } from '../errors.ts';
import type { ParameterValue, Severity } from '../model/rule.ts';
import { regionOf, type SourceFile } from '../model/source.ts';
import { parseJson } from '../parse/json.ts';
import { nodeAt, plainValue } from '../parse/plain.ts';
import { type SyntaxNode, valueAt } from '../parse/syntax.ts';
import { parseYaml } from '../parse/yaml.ts';
import { IGNORE_FILE_FORMATS, type IgnoreFileFormat } from '../suppressions/ignore-files/ignore-file.ts';
import { firstMistake } from './validate.ts';

export interface ConfigurationFile {
  /** Absolute. */
  readonly path: string;
  readonly extends: readonly string[];
  readonly content: Omit<Configuration, 'path'>;
}

/** The file as the schema describes it. */
interface WrittenConfiguration {
  readonly extends?: Names;
  readonly profiles?: Names;
  readonly frameworks?: Names;
  readonly skip?: Names;
  readonly severity?: Severity;
  readonly failOn?: Severity | 'none';
  readonly rules?: Readonly<Record<string, WrittenSetting>>;
  readonly customRules?: Names;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly variableFiles?: Names;
  readonly environments?: Readonly<Record<string, WrittenEnvironment>>;
  readonly tags?: Readonly<Record<string, string | number | boolean>>;
  readonly overrides?: readonly { readonly files: Names; readonly rules: Readonly<Record<string, WrittenSetting>> }[];
  readonly suppressions?: readonly WrittenSuppression[];
  readonly inlineSuppressions?: Omit<InlineSuppressions, 'forbidden' | 'peerFiles'> & {
    readonly forbidden?: Names;
    readonly peerFiles?: Partial<Readonly<Record<IgnoreFileFormat, Names>>>;
  };
  readonly baseline?: string;
}

type Names = string | readonly string[];
type WrittenSetting =
  | 'off'
  | 'on'
  | boolean
  | Severity
  | { readonly enabled?: boolean; readonly severity?: Severity; readonly parameters?: Record<string, ParameterValue> };

interface WrittenEnvironment {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly variableFiles?: Names;
}

interface WrittenSuppression {
  readonly rules: Names;
  readonly files?: Names;
  readonly resources?: Names;
  readonly reason: string;
  readonly until?: string;
}

/** Reads and checks one file; `name` is what messages call it. */
export function readConfigurationFile(path: string, name: string): ConfigurationFile {
  const root = parse(path, name);
  const written = plainValue(root) ?? {};
  const mistake = firstMistake(written, schema, root);
  if (mistake) throw new UsageError(`${placeIn(name, mistake.node)}: ${mistake.message}`);
  // The schema has just said so.
  return complete(path, written as WrittenConfiguration, root);
}

function parse(path: string, name: string): SyntaxNode | undefined {
  const file: SourceFile = { path: name, text: readText(path, name) };
  const { documents, diagnostics } = path.endsWith('.json') ? parseJson(file) : parseYaml(file);
  const wrong = diagnostics[0];
  if (wrong) throw new UsageError(`${name}:${regionOf(wrong.span).line}: ${wrong.message}`);
  const root = documents[0]?.root;
  return basename(path) === 'package.json' ? valueAt(root, 'lintel') : root;
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${name}: the configuration cannot be read (${reason})`);
  }
}

function placeIn(name: string, node: SyntaxNode | undefined): string {
  return node ? `${name}:${regionOf(node.span).line}` : name;
}

function complete(path: string, written: WrittenConfiguration, root: SyntaxNode | undefined): ConfigurationFile {
  const base = dirname(path).replaceAll(sep, '/');
  const inline = written.inlineSuppressions ?? {};
  return {
    path,
    extends: names(written.extends),
    content: {
      profiles: names(written.profiles),
      frameworks: names(written.frameworks),
      skip: names(written.skip),
      severity: written.severity,
      failOn: written.failOn,
      rules: settings(written.rules),
      customRules: paths(written.customRules, base),
      ...environmentValues(written, base),
      environments: mapValues(written.environments ?? {}, environment => environmentValues(environment, base)),
      tags: mapValues(written.tags ?? {}, String),
      overrides: (written.overrides ?? []).map(each => ({
        base,
        files: names(each.files),
        rules: settings(each.rules),
      })),
      suppressions: (written.suppressions ?? []).map((each, index) => ({
        base,
        rules: names(each.rules),
        files: names(each.files),
        resources: names(each.resources),
        reason: each.reason,
        until: each.until,
        // Without a root there is nothing written.
        source: nodeAt(root, `/suppressions/${index}`)!.span,
      })),
      inlineSuppressions: {
        ...inline,
        forbidden: inline.forbidden === undefined ? undefined : names(inline.forbidden),
        peerFiles:
          inline.peerFiles &&
          IGNORE_FILE_FORMATS.flatMap(format =>
            paths(inline.peerFiles?.[format], base).map(path => ({ format, path, base })),
          ),
      },
      baseline: written.baseline === undefined ? undefined : resolve(base, written.baseline),
    },
  };
}

function environmentValues(written: WrittenEnvironment, base: string): EnvironmentValues {
  return {
    parameters: mapValues(written.parameters ?? {}, parameterText),
    variables: mapValues(written.variables ?? {}, variableText),
    variableFiles: paths(written.variableFiles, base),
  };
}

/** CloudFormation's parameters are texts; lists are separated by commas. */
function parameterText(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

/** As `-var` takes them: a text as it is, everything else as an expression, for which JSON will do. */
function variableText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function settings(written: Readonly<Record<string, WrittenSetting>> = {}): Readonly<Record<string, RuleSetting>> {
  return mapValues(written, setting => {
    if (typeof setting === 'object') return setting;
    if (setting === 'off' || setting === false) return { enabled: false };
    if (setting === 'on' || setting === true) return { enabled: true };
    return { severity: setting };
  });
}

function names(value: Names | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function paths(value: Names | undefined, base: string): readonly string[] {
  return names(value).map(path => resolve(base, path));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
