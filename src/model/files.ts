import type { SourceFile } from './source.ts';

/** Reads files of the scanned repository; nothing outside it can be read through it, links included. */
export interface FileReader {
  /** Text of a file; undefined where it is missing, unreadable, too large or outside. Same path, same object. */
  read(path: string): SourceFile | undefined;
  readBytes(path: string): Uint8Array | undefined;
  /** Names in a directory, sorted by code units; empty where there is none. Directories end with a slash. */
  list(directory: string): readonly string[];
  /** Whether the path is a file that may be read. */
  has(path: string): boolean;
}
