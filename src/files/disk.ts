import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';

/** What is on disk, without exceptions: what cannot be looked at is not there. */
export function statOf(path: string): Stats | undefined {
  return attempt(() => statSync(path, { throwIfNoEntry: false }));
}

export function kindOf(path: string): 'file' | 'directory' | 'other' | undefined {
  const stats = statOf(path);
  if (!stats) return undefined;
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
}

/** The path without links. */
export function realPathOf(path: string): string | undefined {
  return attempt(() => realpathSync.native(path));
}

export function entriesOf(directory: string): readonly Dirent[] {
  return attempt(() => readdirSync(directory, { withFileTypes: true })) ?? [];
}

/** Whether the names in a directory may be read. */
export function isListable(directory: string): boolean {
  return attempt(() => accessSync(directory, constants.R_OK | constants.X_OK) ?? true) ?? false;
}

/** At most so many bytes from the start of a file. */
export function headOf(path: string, bytes: number): Uint8Array | undefined {
  return attempt(() => {
    const descriptor = openSync(path, 'r');
    try {
      // A megabyte for each of a thousand small files would take a second.
      const length = Math.min(bytes, fstatSync(descriptor).size);
      const buffer = Buffer.allocUnsafe(length);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, length, 0));
    } finally {
      closeSync(descriptor);
    }
  });
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
