import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Configuration, type EnvironmentValues, NO_CONFIGURATION } from '../config.ts';
import { UsageError } from '../errors.ts';
import { SEVERITIES } from '../model/rule.ts';
import type { InputOptions, Shard } from '../read-graph.ts';
import type { EnvironmentOptions, ScanOptions } from '../scan.ts';
import type { VariableAssignment } from '../terraform/options.ts';
import { type Arguments, choiceOf, isGiven, lastValueOf, listOf, pairsOf, splitPair, valuesOf } from './arguments.ts';
import type { Environment } from './environment.ts';

const STDIN_NAME = 'stdin.yaml';

/** What to scan and how: arguments win over the configuration. */
export async function scanOptions(
  args: Arguments,
  configuration: Configuration,
  environment: Environment,
): Promise<ScanOptions> {
  checkJobs(lastValueOf(args, 'jobs'));
  const only = listOf(args, 'rule');
  return {
    ...(await inputOptions(args, environment, configuration)),
    selection: {
      only: only.length > 0 ? only : undefined,
      skip: [...configuration.skip, ...listOf(args, 'skip')],
      profiles: [...configuration.profiles, ...listOf(args, 'profile')],
      frameworks: [...configuration.frameworks, ...listOf(args, 'framework')],
      minimumSeverity: choiceOf(args, 'severity', SEVERITIES) ?? configuration.severity,
    },
    changedOnly: isGiven(args, 'changed'),
    shard: shardOf(lastValueOf(args, 'shard')),
    settings: configuration.rules,
    overrides: configuration.overrides,
    environments: await environments(args, environment, configuration),
    suppressions: {
      ...configuration.inlineSuppressions,
      ...(isGiven(args, 'no-inline-suppressions') ? { enabled: false } : {}),
      entries: configuration.suppressions,
    },
    ruleFolders: [
      ...configuration.customRules,
      ...valuesOf(args, 'rules').map(path => resolve(environment.workingDirectory, path)),
    ],
  };
}

/** What to read, and with which values. */
export async function inputOptions(
  args: Arguments,
  environment: Environment,
  configuration: Configuration = NO_CONFIGURATION,
): Promise<InputOptions> {
  return {
    ...(await inputs(args, environment)),
    workingDirectory: environment.workingDirectory,
    stackTags: configuration.tags,
    parameters: { ...configuration.parameters, ...(await parameters(args, environment)) },
    terraform: {
      assignments: [...configured(configuration), ...assignments(args, environment)],
      environment: environment.variables,
      ...planSource(lastValueOf(args, 'source'), environment),
    },
  };
}

function planSource(directory: string | undefined, environment: Environment): { source?: { directory: string } } {
  if (directory === undefined) return {};
  if (!existsSync(resolve(environment.workingDirectory, directory)))
    throw new UsageError(`--source ${directory}: no such directory`);
  return { source: { directory } };
}

async function inputs(
  args: Arguments,
  environment: Environment,
): Promise<{ paths: readonly string[]; overlay?: ReadonlyMap<string, Uint8Array> }> {
  const name = lastValueOf(args, 'stdin-filename') ?? STDIN_NAME;
  const paths = args.positionals.length > 0 ? args.positionals : ['.'];
  if (!paths.includes('-')) return { paths };
  const overlay = new Map([[name, await environment.readInput()]]);
  return { paths: paths.map(path => (path === '-' ? name : path)), overlay };
}

async function parameters(args: Arguments, environment: Environment): Promise<Record<string, string>> {
  const fromFiles: Record<string, string> = {};
  for (const path of valuesOf(args, 'parameters')) {
    const { readParameterFile } = await import('../config/load.ts');
    const file = resolve(environment.workingDirectory, path);
    Object.assign(fromFiles, readParameterFile(file, path, lastValueOf(args, 'environment')));
  }
  return { ...fromFiles, ...pairsOf(args, 'parameter') };
}

/** Where AWS SAM keeps parameters by environments of its own. */
const SAM_CONFIGURATION = /\.toml$|(?:^|[\\/])samconfig\.ya?ml$/;

/**
 * All of the configuration, or the one that `--environment` names. It may be one of a file of AWS SAM only; one that
 * nothing has is a mistake.
 */
async function environments(
  args: Arguments,
  environment: Environment,
  { environments }: Configuration,
): Promise<Record<string, EnvironmentOptions>> {
  const own = Object.keys(environments);
  const asked = lastValueOf(args, 'environment');
  const ofSam = asked === undefined || own.includes(asked) ? [] : await samEnvironments(args, environment);
  const named = choiceOf(args, 'environment', [...own, ...ofSam]);
  if (named !== undefined && !own.includes(named)) return {};
  const chosen = Object.entries(environments).filter(([name]) => named === undefined || name === named);
  return Object.fromEntries(
    chosen.map(([name, values]) => [
      name,
      { parameters: values.parameters, terraform: { assignments: configured(values) } },
    ]),
  );
}

async function samEnvironments(args: Arguments, { workingDirectory }: Environment): Promise<readonly string[]> {
  const paths = valuesOf(args, 'parameters').filter(path => SAM_CONFIGURATION.test(path));
  if (paths.length === 0) return [];
  const { environmentsOfFile } = await import('../config/load.ts');
  return [...new Set(paths.flatMap(path => environmentsOfFile(resolve(workingDirectory, path), path)))];
}

function configured(configuration: EnvironmentValues): readonly VariableAssignment[] {
  return [
    ...configuration.variableFiles.map(path => ({ kind: 'file' as const, path })),
    ...Object.entries(configuration.variables).map(([name, text]) => ({ kind: 'variable' as const, name, text })),
  ];
}

/** In the order of the command line, which is how Terraform lets later ones win. */
function assignments(args: Arguments, environment: Environment): readonly VariableAssignment[] {
  return args.given.flatMap(({ name, value }): VariableAssignment[] => {
    if (name === 'var') {
      const [variable, text] = splitPair(value, 'var');
      return [{ kind: 'variable', name: variable, text }];
    }
    if (name !== 'var-file') return [];
    if (!existsSync(resolve(environment.workingDirectory, value)))
      throw new UsageError(`--var-file ${value}: no such file`);
    return [{ kind: 'file', path: value }];
  });
}

function checkJobs(jobs: string | undefined): void {
  if (jobs !== undefined && !/^[1-9]\d{0,3}$/.test(jobs))
    throw new UsageError(`--jobs takes a number from 1 on, not ${jobs}`);
}

function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`--shard takes I/N with I from 1 to N, not ${text}`);
}
