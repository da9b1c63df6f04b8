import { dirname, posix } from 'node:path';
import { withoutAssets } from './discover/cloud-assembly.ts';
import { moduleCalls, uncalled } from './discover/module-calls.ts';
import { walk } from './discover/walk.ts';
import { UsageError } from './errors.ts';
import type { OpenFiles } from './files.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { type SourceFile, startOf } from './model/source.ts';

/** What is analysed on its own: one template, one Terraform root module, one plan or state. */
export type Root =
  | { readonly kind: 'template' | 'plan'; readonly path: string; readonly file: SourceFile }
  | { readonly kind: 'module'; readonly path: string };

export interface Discovered {
  /** In the order of their paths, each once. */
  readonly roots: readonly Root[];
  /** Templates that are read as well, because some of those import from them. */
  readonly beside?: readonly Root[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How contents are told apart; the front ends know. */
export interface Recognisers {
  looksLikeTemplate(text: string): boolean;
  looksLikePlan(text: string): boolean;
  /** Whether a directory with these names is a Terraform module. */
  isModuleDirectory(names: readonly string[]): boolean;
  /** The directories that the module calls of a module name as local sources, as paths. */
  moduleCallsOf(directory: string): Promise<readonly string[]>;
}

const TERRAFORM_SOURCE = /\.(tf|tofu)(\.json)?$/;
const TEMPLATE = /\.(ya?ml|json|template)$/;
const LARGE_BYTES = 8 * 1024 * 1024;
const HEAD_BYTES = 1024 * 1024;

/**
 * Finds what is to be analysed under each path. A path that does not exist is the user's mistake; a file that is
 * named and is no input is an error of the scan; what a search passes over is passed over silently.
 */
export async function discover(
  paths: readonly string[],
  files: OpenFiles,
  recognisers: Recognisers,
): Promise<Discovered> {
  const found = new Map<string, Root>();
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const { roots, problems } = await discoverPath(path, files, recognisers);
    for (const root of roots) found.set(identity(root, files), root);
    diagnostics.push(...problems);
  }
  const roots = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { roots, diagnostics };
}

interface Found {
  readonly roots: readonly Root[];
  readonly problems: readonly Diagnostic[];
}

async function discoverPath(path: string, files: OpenFiles, recognisers: Recognisers): Promise<Found> {
  switch (files.kindOf(path)) {
    case undefined:
      throw new UsageError(`${path}: no such file or directory`);
    case 'file':
      return discoverFile(path, files, recognisers);
    case 'directory':
      return await searchDirectory(path, files, recognisers);
    case 'other':
      return { roots: [], problems: [notAnInput(files.display(path), 'This is neither a file nor a directory')] };
  }
}

function discoverFile(path: string, files: OpenFiles, recognisers: Recognisers): Found {
  if (TERRAFORM_SOURCE.test(path))
    return { roots: [{ kind: 'module', path: files.display(dirname(path)) }], problems: [] };
  const file = files.read(path);
  const name = files.display(path);
  if (!file) return { roots: [], problems: [files.problemOf(path) ?? notAnInput(name, 'The file cannot be read')] };
  const root = recognise(name, file, recognisers);
  if (root) return { roots: [root], problems: [] };
  return {
    roots: [],
    problems: [notAnInput(name, 'This is no CloudFormation template, Terraform file, plan or state')],
  };
}

export function recognise(path: string, file: SourceFile, recognisers: Recognisers): Root | undefined {
  if (recognisers.looksLikeTemplate(file.text)) return { kind: 'template', path, file };
  if (recognisers.looksLikePlan(file.text)) return { kind: 'plan', path, file };
  return undefined;
}

async function searchDirectory(start: string, files: OpenFiles, recognisers: Recognisers): Promise<Found> {
  const roots: Root[] = [];
  const problems: Diagnostic[] = [];
  const directories = withoutAssets(await walk(start, files), files);
  for (const { path: directory, names } of directories) {
    const unreadable = names.length === 0 ? files.problemOf(directory) : undefined;
    if (unreadable) problems.push(unreadable);
    for (const name of names) {
      if (!TEMPLATE.test(name) || TERRAFORM_SOURCE.test(name)) continue;
      const { root, problem } = searchFile(posix.join(directory, name), files, recognisers);
      if (root) roots.push(root);
      if (problem) problems.push(problem);
    }
  }
  const modules = directories.filter(({ names }) => recognisers.isModuleDirectory(names)).map(({ path }) => path);
  const called =
    modules.length < 2
      ? new Map(modules.map(path => [path, []]))
      : await moduleCalls(modules, recognisers.moduleCallsOf);
  for (const path of uncalled(called)) roots.push({ kind: 'module', path });
  return { roots, problems };
}

/** Of a large file the beginning must look like an input before the rest is read. */
function searchFile(path: string, files: OpenFiles, recognisers: Recognisers): { root?: Root; problem?: Diagnostic } {
  if (files.size(path) > LARGE_BYTES) {
    const head = files.head(path, HEAD_BYTES);
    if (head === undefined || !(recognisers.looksLikeTemplate(head) || recognisers.looksLikePlan(head))) return {};
  }
  const file = files.read(path);
  return file ? { root: recognise(file.path, file, recognisers) } : { problem: files.problemOf(path) };
}

function identity(root: Root, files: OpenFiles): string {
  return `${root.kind === 'module' ? 'module' : 'file'}:${files.realPath(root.path) ?? root.path}`;
}

function notAnInput(path: string, message: string): Diagnostic {
  return {
    code: 'not-an-input',
    message,
    advice: 'Name a template, a plan made with `terraform show -json`, or a directory that holds such files.',
    span: startOf({ path, text: '' }),
    severity: 'error',
  };
}
