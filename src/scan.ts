import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { FileSuppression, InlineSuppressions, PathOverride, RuleSetting } from './config.ts';
import { declaredTypes } from './declared-types.ts';
import { isIn, touches } from './discover/changed.ts';
import { loadBuiltInRules, loadRuleFolder } from './engine/load.ts';
import { runRules } from './engine/run.ts';
import { type EnvironmentRun, inEveryRun, mergeEnvironments } from './environments.ts';
import { UsageError } from './errors.ts';
import { repositoryRoot } from './files/confinement.ts';
import { displayPath } from './files.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ScanResult } from './model/finding.ts';
import type { Graph } from './model/graph.ts';
import type { Rule } from './model/rule.ts';
import { regionOf } from './model/source.ts';
import { distinct, type InputOptions, type ReadGraph, readGraph } from './read-graph.ts';
import { applyOverrides, resolveSettings } from './rule-settings.ts';
import { type RuleSelection, selectRules } from './selection.ts';
import { findIgnoreFiles } from './suppressions/find-ignore-files.ts';
import { type SuppressionOptions, suppress } from './suppressions.ts';

export interface ScanOptions extends InputOptions {
  readonly selection?: RuleSelection;
  /** Folders with the user's own rules. */
  readonly ruleFolders?: readonly string[];
  /** By id, glob or a peer's id. */
  readonly settings?: Readonly<Record<string, RuleSetting>>;
  readonly overrides?: readonly PathOverride[];
  /** The inputs are analysed once with the values of each. */
  readonly environments?: Readonly<Record<string, EnvironmentOptions>>;
  readonly suppressions?: InlineSuppressions & { readonly entries?: readonly FileSuppression[] };
  /** ISO date against which suppressions expire. Default: today. */
  readonly today?: string;
}

export type EnvironmentOptions = Pick<InputOptions, 'parameters' | 'terraform'>;

/** The run, one line a stage. Bad input ends up in `diagnostics`; only a `UsageError` is thrown. */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const allRules = await loadRules(options.ruleFolders);
  const settings = resolveSettings(options.settings ?? {}, allRules);
  const rules = selectRules(allRules, { ...options.selection, ...settings });
  const stablePath = fromRootOf(options);
  const declarations = declaredTypes(rules);
  const runs: (EnvironmentRun & ReadGraph & { readonly unused: readonly Diagnostic[] })[] = [];
  for (const environment of environmentsOf(options)) {
    const read = await readGraph(withDeclarations(environment.options, declarations));
    const asked = runRules(applicable(rules, read.graph), read.graph, {
      ...settings,
      stablePath,
      onProgress: options.onProgress,
    });
    const judged = suppress(asked, read.inputs, suppressionOptions(options, allRules, rules));
    runs.push({ ...read, name: environment.name, evaluations: judged.evaluations, unused: judged.diagnostics });
  }
  const merged = mergeEnvironments(runs);
  const { graph, inputs, files } = runs[0]!;
  return onlyChanged(options, {
    evaluations: applyOverrides(merged, options.overrides ?? [], allRules, absoluteIn(options)),
    diagnostics: distinct([
      ...runs.flatMap(({ diagnostics }) => diagnostics),
      ...inEveryRun(runs.map(({ unused }) => unused)),
    ]),
    files,
    inputs: graph.inputs,
    resources: inputs.flatMap(input => input.resources.filter(({ isDeclaration }) => !isDeclaration)),
    rules,
  });
}

/** What Terraform declares beside resources is read as far as a rule asks for it. */
function withDeclarations(options: InputOptions, declarations: ReadonlySet<string> | undefined): InputOptions {
  return declarations ? { ...options, terraform: { ...options.terraform, declarations } } : options;
}

/** Compiling a rule costs more than asking it a few times: those without a resource to ask about are left out. */
function applicable(rules: readonly Rule[], graph: Graph): readonly Rule[] {
  const types = new Set(graph.resources.map(({ type }) => type));
  return rules.filter(({ resources }) => resources.some(type => type === '*' || types.has(type)));
}

/** Of a scan of changed files, what they cause. */
function onlyChanged(options: ScanOptions, result: ScanResult): ScanResult {
  if (!options.changedOnly) return result;
  const { workingDirectory = resolve('.') } = options;
  const changed = new Set(options.paths.map(path => displayPath(workingDirectory, resolve(workingDirectory, path))));
  return {
    ...result,
    evaluations: result.evaluations.filter(evaluation => touches(evaluation, changed)),
    diagnostics: result.diagnostics.filter(diagnostic => isIn(diagnostic, changed)),
  };
}

function environmentsOf(options: ScanOptions): readonly { name: string | undefined; options: InputOptions }[] {
  const environments = Object.entries(options.environments ?? {});
  if (environments.length === 0) return [{ name: undefined, options }];
  return environments.map(([name, { parameters, terraform }]) => ({
    name,
    options: {
      ...options,
      parameters: { ...parameters, ...options.parameters },
      terraform: {
        ...options.terraform,
        assignments: [...(terraform?.assignments ?? []), ...(options.terraform?.assignments ?? [])],
      },
    },
  }));
}

function suppressionOptions(
  options: ScanOptions,
  allRules: readonly Rule[],
  askedRules: readonly Rule[],
): SuppressionOptions {
  const { paths, workingDirectory = resolve('.'), suppressions = {} } = options;
  const { peerFiles = [], ...settings } = suppressions;
  return {
    ...settings,
    ignoreFiles: settings.enabled === false ? [] : findIgnoreFiles(paths[0] ?? '.', workingDirectory, peerFiles),
    allRules,
    askedRules,
    today: options.today ?? new Date().toISOString().slice(0, 10),
    workspace: options.terraform?.workspace,
    absolute: absoluteIn(options),
  };
}

/** The path of a file from the root of its repository; outside of one, from the first of the paths that are scanned. */
function fromRootOf({ paths, workingDirectory = resolve('.') }: InputOptions): (path: string) => string {
  const first = resolve(workingDirectory, paths[0] ?? '.');
  const root = repositoryRoot(first) ?? first;
  return path => displayPath(root, resolve(workingDirectory, path));
}

function absoluteIn({ workingDirectory = resolve('.') }: InputOptions): (path: string) => string {
  return path => resolve(workingDirectory, path).replaceAll(sep, '/');
}

/** The built-in rules and those of the users' folders. A mistake in a user's rule is the user's. */
export async function loadRules(folders: readonly string[] = []): Promise<readonly Rule[]> {
  const builtIn = loadBuiltInRules();
  const ids = new Set(builtIn.map(({ id }) => id));
  const own: Rule[] = [];
  for (const folder of folders) {
    if (!existsSync(folder)) throw new UsageError(`${folder}: there is no such folder of rules`);
    const { rules, diagnostics } = await loadRuleFolder(folder);
    if (diagnostics.length > 0) throw new UsageError(diagnostics.map(mistakeText).join('\n'));
    for (const rule of rules) {
      if (ids.has(rule.id)) throw new UsageError(`${folder}: there is another rule ${rule.id}`);
      ids.add(rule.id);
      own.push(rule);
    }
  }
  return [...builtIn, ...own];
}

function mistakeText({ span, message, advice }: Diagnostic): string {
  return `${span.file.path}:${regionOf(span).line}: ${message}. ${advice ?? ''}`.trimEnd();
}
