import { posix } from 'node:path';
import type { Discovered, Recognisers, Root } from '../discover.ts';
import { recognise } from '../discover.ts';
import { repositoryRoot } from '../files/confinement.ts';
import type { OpenFiles } from '../files.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evaluation } from '../model/finding.ts';
import { linkedTemplates } from './linked-templates.ts';
import { moduleCalls, rootsOf } from './module-calls.ts';
import { walk } from './walk.ts';

/**
 * The inputs that changed files belong to: a template or plan is its own; of a module's file the root modules through
 * which the module is evaluated, of a template those that nest it or import from it. A file that is no input and in no
 * module is passed over: hooks hand over every YAML.
 */
export async function discoverChanged(
  paths: readonly string[],
  files: OpenFiles,
  recognisers: Recognisers,
): Promise<Discovered> {
  const roots = new Map<string, Root>();
  const modules = new Set<string>();
  for (const path of paths) {
    const file = files.kindOf(path) === 'file' ? files.read(path) : undefined;
    if (!file) continue;
    const root = recognise(file.path, file, recognisers);
    const module = root ? undefined : moduleAround(file.path, files, recognisers);
    if (root) roots.set(root.path, root);
    if (module !== undefined) modules.add(module);
  }
  if (modules.size > 0) {
    for (const path of await rootModules(modules, files, recognisers)) roots.set(`${path}/`, { kind: 'module', path });
  }
  const beside = await addLinked(roots, files, recognisers);
  const sorted = [...roots.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { roots: sorted, beside, diagnostics: [] };
}

/** Adds the templates in which the changed ones show; those that are needed for it are returned. */
async function addLinked(
  roots: Map<string, Root>,
  files: OpenFiles,
  recognisers: Recognisers,
): Promise<readonly Root[]> {
  const templates = [...roots.values()].filter(({ kind }) => kind === 'template').map(({ path }) => path);
  const beside = new Map<string, Root>();
  for (const top of new Set(templates.map(path => searchedFrom(posix.dirname(path), files)))) {
    const linked = await linkedTemplates(new Set(templates), top, files, recognisers.looksLikeTemplate);
    const add = (path: string, into: Map<string, Root>) => {
      const file = roots.has(path) ? undefined : files.read(path);
      if (file) into.set(path, { kind: 'template', path, file });
    };
    for (const path of linked.affected) add(path, roots);
    for (const path of linked.needed) add(path, beside);
  }
  return [...beside.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What the changed files have a part in: the value, the resource, the call, or a place that explains the verdict. */
export function touches(evaluation: Evaluation, changed: ReadonlySet<string>): boolean {
  const { span, resource, calledFrom, related } = evaluation;
  const spans = [span, ...calledFrom.map(call => call.span), ...related.map(each => each.span)];
  if (resource) spans.push(resource.span);
  return spans.some(({ file }) => changed.has(file.path));
}

export function isIn(diagnostic: Diagnostic, changed: ReadonlySet<string>): boolean {
  return changed.has(diagnostic.span.file.path);
}

/** The nearest directory at or above a file that is a module: a policy file belongs to the module that reads it. */
function moduleAround(path: string, files: OpenFiles, recognisers: Recognisers): string | undefined {
  for (let directory = posix.dirname(path); ; directory = posix.dirname(directory)) {
    if (recognisers.isModuleDirectory(files.list(directory))) return directory;
    if (directory === '.' || directory === '/' || directory.endsWith('..')) return undefined;
  }
}

async function rootModules(
  changed: ReadonlySet<string>,
  files: OpenFiles,
  recognisers: Recognisers,
): Promise<ReadonlySet<string>> {
  const roots = new Set<string>();
  for (const top of new Set([...changed].map(module => searchedFrom(module, files)))) {
    const directories = await walk(top, files);
    const modules = directories.filter(({ names }) => recognisers.isModuleDirectory(names)).map(({ path }) => path);
    const calls = await moduleCalls(modules, recognisers.moduleCallsOf);
    for (const module of changed) for (const root of rootsOf(module, calls)) roots.add(root);
  }
  return roots;
}

/** Who depends on a directory's files is looked for in the whole repository; outside of one, below the working directory. */
function searchedFrom(directory: string, files: OpenFiles): string {
  const real = files.realPath(directory);
  const repository = real === undefined ? undefined : repositoryRoot(real);
  return repository ?? (directory.startsWith('..') ? directory : '.');
}
