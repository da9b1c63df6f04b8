import { looksLikeTemplate } from './cloudformation/recognise.ts';
import { readTemplates } from './cloudformation/templates.ts';
import { discoverChanged } from './discover/changed.ts';
import { type Discovered, discover, type Recognisers, type Root } from './discover.ts';
import { type OpenFiles, openFiles } from './files.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { buildGraph, type Graph } from './model/graph.ts';
import { groupBy } from './model/groups.ts';
import type { Input } from './model/input.ts';
import type { Progress } from './model/progress.ts';
import type { SourceFile } from './model/source.ts';
import { withStackTags } from './stack-tags.ts';
import type { TerraformOptions } from './terraform/options.ts';
import { isModuleDirectory, looksLikePlan } from './terraform/recognise.ts';

/** What is read, and with which values. */
export interface InputOptions {
  /** Templates, plans, module directories, or directories to search. */
  readonly paths: readonly string[];
  /** Default: the working directory of the process. Reports name files relative to it. */
  readonly workingDirectory?: string;
  /** Contents that take the place of files, by path. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>;
  /** CloudFormation parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly terraform?: Omit<TerraformOptions, 'files'>;
  /** The paths are files that were changed: what they belong to is analysed, and what they cause is reported. */
  readonly changedOnly?: boolean;
  /** One part of the inputs, where several machines share the work. */
  readonly shard?: Shard;
  /** Called before each input. */
  readonly onProgress?: (progress: Progress) => void;
  /** Tags that stacks are deployed with. */
  readonly stackTags?: Readonly<Record<string, string>>;
}

/** The `index`-th, from 1 on, of `count` parts. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface ReadGraph {
  readonly graph: Graph;
  readonly inputs: readonly Input[];
  /** Every file that was read, in the order of their paths. */
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the inputs and joins their resources into one graph. */
export async function readGraph(options: InputOptions): Promise<ReadGraph> {
  const files = openFiles(rootsOf(options), options);
  const find = options.changedOnly ? discoverChanged : discover;
  const found = await find(options.paths, files, recognisers(files));
  const read = await readInputs(found, files, options);
  const withTags = (input: Input) => withStackTags(input, options.stackTags ?? {});
  const inputs = read.inputs.map(withTags);
  const resources = [...inputs, ...read.beside.map(withTags)].flatMap(input => input.resources);
  const infos = inputs.map(input => input.info);
  const filesRead = distinctFiles(inputs);
  const problems = [
    ...found.diagnostics,
    ...inputs.flatMap(input => input.diagnostics),
    ...filesRead.flatMap(file => files.problemOf(file.path) ?? []),
  ];
  return { graph: buildGraph(resources, infos), inputs, files: filesRead, diagnostics: distinct(problems) };
}

/** What may be read: the paths, and where the user says that the source of plans is. */
function rootsOf({ paths, terraform }: InputOptions): readonly string[] {
  const source = terraform?.source;
  return typeof source === 'object' ? [...paths, source.directory] : paths;
}

function recognisers(files: OpenFiles): Recognisers {
  const moduleCallsOf = async (directory: string) => {
    const { localCallsOf } = await import('./read-terraform.ts');
    return localCallsOf(directory, files);
  };
  return { looksLikeTemplate, looksLikePlan, isModuleDirectory, moduleCallsOf };
}

/** Every template is read, since it may be a part of another; it is one root of one shard all the same. */
async function readInputs(found: Discovered, files: OpenFiles, options: InputOptions): Promise<ReadInputs> {
  const templates = templatesOf(found, files, options);
  const inputs: Input[] = [];
  const roots = partOf(found.roots, options.shard);
  for (const [done, root] of roots.entries()) {
    options.onProgress?.({ stage: 'reading', done, total: roots.length });
    inputs.push(...(await readRoot(root, templates, files, options)));
  }
  const own = new Set(inputs);
  return { inputs, beside: [...templates.values()].flat().filter(input => !own.has(input)) };
}

interface ReadInputs {
  readonly inputs: readonly Input[];
  /** Templates of other shards, or that did not change: nothing is said about them, but what is may import from them. */
  readonly beside: readonly Input[];
}

function partOf(roots: readonly Root[], shard: Shard | undefined): readonly Root[] {
  return shard ? roots.filter((_, position) => position % shard.count === shard.index - 1) : roots;
}

/** Templates nest and import one another, so they are read together. */
function templatesOf(
  found: Discovered,
  files: OpenFiles,
  { parameters }: InputOptions,
): ReadonlyMap<SourceFile, readonly Input[]> {
  // Of templates that nest each other the first is the parent, whatever else is scanned.
  const all = [...found.roots, ...(found.beside ?? [])].sort((a, b) => compare(a.path, b.path));
  const roots = all.flatMap(root => (root.kind === 'template' ? [root.file] : []));
  return groupBy(readTemplates(roots, { parameters, files }), input => input.files[0]!);
}

/** None: a template that is read as a part of another. Several: the templates of one file. */
async function readRoot(
  root: Root,
  templates: ReadonlyMap<SourceFile, readonly Input[]>,
  files: OpenFiles,
  options: InputOptions,
): Promise<readonly Input[]> {
  if (root.kind === 'template') return templates.get(root.file) ?? [];
  const { readTerraform } = await import('./read-terraform.ts');
  return [readTerraform(root, { ...options.terraform, files })];
}

function distinctFiles(inputs: readonly Input[]): readonly SourceFile[] {
  const byPath = new Map(inputs.flatMap(input => input.files).map(file => [file.path, file]));
  return [...byPath.values()].sort((a, b) => compare(a.path, b.path));
}

/** A file that belongs to several inputs has the same problems in each. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ span, code, message }: Diagnostic) => `${span.file.path}\n${span.start}\n${code}\n${message}`;
  return [...new Map(diagnostics.map(diagnostic => [keyOf(diagnostic), diagnostic])).values()].sort(
    (a, b) =>
      compare(a.span.file.path, b.span.file.path) ||
      a.span.start - b.span.start ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
