import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { kindOf, realPathOf } from './disk.ts';

/** Files that may be read outside of everything named, where modules with a local source lie there. */
export const TERRAFORM_SOURCE = /\.(tf|tofu)(\.json)?$/;

/** The nearest directory at or above `start` that holds a `.git`; undefined where there is none. */
export function repositoryRoot(start: string): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}

/** What may be read. */
export interface Confinement {
  allowsFile(realPath: string): boolean;
  /** Some of its files at least. */
  allowsDirectory(realPath: string): boolean;
  allowsWholeDirectory(realPath: string): boolean;
}

/** The repositories of the roots; where there is none, the working directory if it holds the root, else the root. */
export function confine(roots: readonly string[], workingDirectory: string): Confinement {
  const boundaries = new Set<string>();
  let outsideModules = false;
  for (const root of new Set(roots.flatMap(path => [path, realPathOf(path) ?? path]))) {
    const directory = kindOf(root) === 'directory' ? root : dirname(root);
    const repository = repositoryRoot(directory);
    if (repository === undefined) outsideModules = true;
    boundaries.add(repository ?? (isInside(workingDirectory, directory) ? workingDirectory : directory));
  }
  for (const boundary of [...boundaries]) boundaries.add(realPathOf(boundary) ?? boundary);
  const inBoundary = (path: string) => [...boundaries].some(boundary => isInside(boundary, path));
  return {
    allowsFile: path => inBoundary(path) || (outsideModules && TERRAFORM_SOURCE.test(path)),
    allowsDirectory: path => inBoundary(path) || outsideModules,
    allowsWholeDirectory: inBoundary,
  };
}

/** Whether a path is a directory or lies below it; both absolute, without links. */
export function isInside(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
