import { posix } from 'node:path';

/** Both absolute, forward slashes. */
export interface Repository {
  /** What code scanning takes paths to be relative to. */
  readonly root: string;
  /** What the paths of files are relative to. */
  readonly workingDirectory: string;
}

/** A file's path as seen from the root of the repository; `../…` outside of it. */
export function pathFromRoot(path: string, { root, workingDirectory }: Repository): string {
  return posix.relative(root, posix.resolve(workingDirectory, path));
}

export function isInRepository(path: string, repository: Repository): boolean {
  const inside = pathFromRoot(path, repository);
  return inside !== '..' && !inside.startsWith('../') && !posix.isAbsolute(inside);
}
