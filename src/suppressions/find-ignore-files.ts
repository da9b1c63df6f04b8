import { dirname, join, resolve, sep } from 'node:path';
import type { PeerFile } from '../config.ts';
import { UsageError } from '../errors.ts';
import { isInside, repositoryRoot } from '../files/confinement.ts';
import { decode } from '../files/decode.ts';
import { headOf, kindOf, realPathOf } from '../files/disk.ts';
import { displayPath } from '../files.ts';
import type { IgnoreFile, IgnoreFileFormat } from './ignore-files/ignore-file.ts';

/** They have no purpose but to accept findings, so they hold without being named. */
const BY_THEMSELVES: readonly (readonly [string, IgnoreFileFormat])[] = [
  ['.trivyignore', 'trivy'],
  ['.trivyignore.yaml', 'trivy'],
  ['.snyk', 'snyk'],
];

const MAX_BYTES = 1_000_000;

/**
 * The ignore files at the root of the repository that holds what is scanned (outside of one: in the working
 * directory), and those that the configuration names. A named file that is missing, or a link that leads out of the
 * repository, is the user's mistake; an unnamed one is passed over.
 */
export function findIgnoreFiles(
  firstPath: string,
  workingDirectory: string,
  named: readonly PeerFile[],
): readonly IgnoreFile[] {
  const root = repositoryRoot(resolve(workingDirectory, firstPath)) ?? workingDirectory;
  const found = BY_THEMSELVES.flatMap(([name, format]) => read(join(root, name), format, root, workingDirectory) ?? []);
  const configured = named.map(({ format, path, base }) => {
    const file = read(path, format, repositoryRoot(base) ?? base, workingDirectory);
    if (file) return file;
    throw new UsageError(
      `${displayPath(workingDirectory, path)}: inlineSuppressions.peerFiles.${format}: there is no such file in the repository`,
    );
  });
  return [...found, ...configured];
}

function read(path: string, format: IgnoreFileFormat, root: string, workingDirectory: string): IgnoreFile | undefined {
  const [real, realRoot] = [realPathOf(path), realPathOf(root)];
  if (kindOf(path) !== 'file' || real === undefined || realRoot === undefined || !isInside(realRoot, real)) {
    return undefined;
  }
  const bytes = headOf(path, MAX_BYTES);
  if (!bytes) return undefined;
  return {
    format,
    file: { path: displayPath(workingDirectory, path), text: decode(bytes).text },
    base: dirname(path).replaceAll(sep, '/'),
  };
}
