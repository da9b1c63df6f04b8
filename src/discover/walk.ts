import { join, posix } from 'node:path';
import type { OpenFiles } from '../files.ts';
import { ignoreRules } from '../gitignore.ts';

export interface Directory {
  readonly path: string;
  /** Sorted; directories end with a slash. */
  readonly names: readonly string[];
}

/** Not searched: other people's sources, build products, and what tools keep for themselves. */
const SKIPPED = new Set([
  ...['.git', '.hg', '.svn', 'node_modules', '.terraform', '.terragrunt-cache', '.aws-sam', '.serverless'],
  ...['.lintel-cache', '.venv', 'venv', '__pycache__', '.tox', '.mypy_cache', '.pytest_cache', '.cache', '.idea'],
  ...['.gradle', '.yarn', '.pnpm-store'],
]);

/** Far beyond any real tree; a file system that is deeper has a loop in it. */
const MAX_DEPTH = 64;

/** A directory and those below it, parents first, without what git ignores and what is behind links. */
export async function walk(start: string, files: OpenFiles): Promise<readonly Directory[]> {
  const root = files.display(start);
  const ignored = await ignoreRules(root, files.realPath(start) ?? start, files);
  const found: Directory[] = [];
  const search = (inside: string, depth: number) => {
    const path = posix.join(root, inside);
    const names = files.list(path).filter(name => !ignored.ignores(posix.join(inside, name)));
    found.push({ path, names });
    for (const name of names) {
      if (!name.endsWith('/') || depth >= MAX_DEPTH || !isSearched(posix.join(path, name), path, files)) continue;
      search(posix.join(inside, name.slice(0, -1)), depth + 1);
    }
  };
  search('.', 0);
  return found;
}

/** What a link leads to is found where it really is. */
function isSearched(path: string, parent: string, files: OpenFiles): boolean {
  const name = posix.basename(path);
  if (SKIPPED.has(name)) return false;
  const real = files.realPath(path);
  const realParent = files.realPath(parent);
  return real !== undefined && realParent !== undefined && real === join(realParent, name);
}
