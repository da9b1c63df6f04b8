import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from './model/diagnostic.ts';
import type { FileReader } from './model/files.ts';
import { type SourceFile, startOf } from './model/source.ts';

/** A file reader that also answers what finding files needs to know. */
export interface OpenFiles extends FileReader {
  /** The path as reports print it: relative to the working directory where possible, forward slashes. */
  display(path: string): string;
  /** What a path is, links followed; undefined where it is missing. Does not look at confinement. */
  kindOf(path: string): 'file' | 'directory' | 'other' | undefined;
  /** The path without links; undefined where it is missing or outside. */
  realPath(path: string): string | undefined;
  size(path: string): number;
  /** The beginning of a file as text; undefined as for `read`. */
  head(path: string, bytes: number): string | undefined;
  /** Why a file could not be read, or was not read to the letter. */
  problemOf(path: string): Diagnostic | undefined;
}

export interface FileOptions {
  /** Default: the working directory of the process. */
  readonly workingDirectory?: string;
  /** Contents that take the place of what is on disk, by path: standard input, unsaved editors. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>;
}

/** V8 holds strings of up to 512 MiB; plans are the only inputs that come near. */
const MAX_JSON_BYTES = 500 * 1024 * 1024;
const MAX_TEXT_BYTES = 50 * 1024 * 1024;
const TERRAFORM_SOURCE = /\.(tf|tofu)(\.json)?$/;

/**
 * Reads files below the repositories that hold the roots. Where a root is in no repository: below the root, or
 * below the working directory if that contains it; then Terraform files elsewhere may be read too, for modules
 * with a local source. Links are followed only to where a file could be read directly.
 */
export function openFiles(roots: readonly string[], options: FileOptions = {}): OpenFiles {
  const workingDirectory = options.workingDirectory ?? resolve('.');
  const absolute = (path: string) => resolve(workingDirectory, path);
  const display = (path: string) => displayPath(workingDirectory, absolute(path));
  const overlay = new Map([...(options.overlay ?? [])].map(([path, bytes]) => [absolute(path), bytes]));
  const confinement = confine(roots.map(absolute), workingDirectory);
  const realPathOf = realPaths();
  const texts = new Map<string, SourceFile | undefined>();
  const problems = new Map<string, Diagnostic>();

  /** The real path of a regular file that may be read. */
  const allowedFile = (path: string): { real: string; stats: Stats } | undefined => {
    const real = realPathOf(path);
    if (real === undefined || !confinement.allowsFile(real)) return undefined;
    const stats = statOf(real);
    return stats?.isFile() ? { real, stats } : undefined;
  };

  const bytesOf = (path: string): Uint8Array | undefined => {
    const inMemory = overlay.get(path);
    if (inMemory) return inMemory;
    const file = allowedFile(path);
    if (!file) return undefined;
    const limit = path.endsWith('.json') ? MAX_JSON_BYTES : MAX_TEXT_BYTES;
    if (file.stats.size > limit) {
      problems.set(path, problem(display(path), 'file-too-large', `The file is larger than ${limit >> 20} MiB`));
      return undefined;
    }
    try {
      return readFileSync(file.real);
    } catch (error) {
      problems.set(path, problem(display(path), 'file-unreadable', `The file cannot be read: ${codeOf(error)}`));
      return undefined;
    }
  };

  const load = (path: string): SourceFile | undefined => {
    const bytes = bytesOf(path);
    if (!bytes) return undefined;
    const { text, damaged } = decode(bytes);
    // A link is called by what it points to: code scanning shows no links.
    const real = overlay.has(path) ? path : realPathOf(path)!;
    const named = basename(real) === basename(path) ? path : real;
    const file = { path: display(named), text };
    if (damaged) problems.set(path, notUtf8(file));
    return file;
  };

  return {
    read: path => remember(texts, absolute(path), load),
    readBytes: path => bytesOf(absolute(path)),
    list: directory => listDirectory(absolute(directory), realPathOf, confinement, overlay),
    has: path => overlay.has(absolute(path)) || allowedFile(absolute(path)) !== undefined,
    display,
    kindOf: path => (overlay.has(absolute(path)) ? 'file' : kindOf(absolute(path))),
    realPath: path => {
      if (overlay.has(absolute(path))) return absolute(path);
      const real = realPathOf(absolute(path));
      return real !== undefined && confinement.allowsDirectory(real) ? real : undefined;
    },
    size: path => overlay.get(absolute(path))?.length ?? statOf(absolute(path))?.size ?? 0,
    head: (path, bytes) => {
      const inMemory = overlay.get(absolute(path));
      if (inMemory) return decode(inMemory.subarray(0, bytes)).text;
      const file = allowedFile(absolute(path));
      return file && readHead(file.real, bytes);
    },
    problemOf: path => problems.get(absolute(path)),
  };
}

/** The nearest directory at or above `start` that holds a `.git`; undefined where there is none. */
export function repositoryRoot(start: string): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}

/** Relative to the working directory, forward slashes; `.` for the directory itself. */
export function displayPath(workingDirectory: string, path: string): string {
  const relativePath = relative(workingDirectory, path);
  if (relativePath === '') return '.';
  return (isAbsolute(relativePath) ? path : relativePath).replaceAll(sep, '/');
}

interface Confinement {
  allowsFile(realPath: string): boolean;
  allowsDirectory(realPath: string): boolean;
  allowsWholeDirectory(realPath: string): boolean;
}

function confine(roots: readonly string[], workingDirectory: string): Confinement {
  const boundaries = new Set<string>();
  let outsideModules = false;
  for (const root of new Set(roots.flatMap(path => [path, tryRealPath(path) ?? path]))) {
    const directory = kindOf(root) === 'directory' ? root : dirname(root);
    const repository = repositoryRoot(directory);
    if (repository === undefined) outsideModules = true;
    boundaries.add(repository ?? (isInside(workingDirectory, directory) ? workingDirectory : directory));
  }
  for (const boundary of [...boundaries]) boundaries.add(tryRealPath(boundary) ?? boundary);
  const inBoundary = (path: string) => [...boundaries].some(boundary => isInside(boundary, path));
  return {
    allowsFile: path => inBoundary(path) || (outsideModules && TERRAFORM_SOURCE.test(path)),
    allowsDirectory: path => inBoundary(path) || outsideModules,
    allowsWholeDirectory: inBoundary,
  };
}

export function isInside(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** Resolves links with one look-up a directory; only links themselves cost more. */
function realPaths(): (path: string) => string | undefined {
  const directories = new Map<string, string | undefined>();
  const links = new Map<string, ReadonlySet<string>>();
  return path => {
    const parent = dirname(path);
    const directory = remember(directories, parent, tryRealPath);
    if (directory === undefined) return undefined;
    const isLink = remember(links, parent, linksIn).has(basename(path));
    return isLink ? tryRealPath(path) : join(directory, basename(path));
  };
}

function linksIn(directory: string): ReadonlySet<string> {
  return new Set(entriesOf(directory).flatMap(entry => (entry.isSymbolicLink() ? [entry.name] : [])));
}

function listDirectory(
  directory: string,
  realPathOf: (path: string) => string | undefined,
  confinement: Confinement,
  overlay: ReadonlyMap<string, Uint8Array>,
): readonly string[] {
  const names = new Set<string>();
  const real = realPathOf(directory);
  if (real !== undefined && confinement.allowsDirectory(real)) {
    const whole = confinement.allowsWholeDirectory(real);
    for (const entry of entriesOf(real)) {
      if (!whole && !TERRAFORM_SOURCE.test(entry.name)) continue;
      const isDirectory = entry.isSymbolicLink() ? kindOf(join(real, entry.name)) === 'directory' : entry.isDirectory();
      names.add(isDirectory ? `${entry.name}/` : entry.name);
    }
  }
  for (const path of overlay.keys()) if (dirname(path) === directory) names.add(basename(path));
  return [...names].sort(byCodeUnits);
}

const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function decode(bytes: Uint8Array): { text: string; damaged: boolean } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), damaged: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), damaged: false };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, damaged: !isUtf8(bytes) };
}

function readHead(path: string, bytes: number): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const buffer = Buffer.alloc(bytes);
    return decode(buffer.subarray(0, readSync(descriptor, buffer, 0, bytes, 0))).text;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function kindOf(path: string): 'file' | 'directory' | 'other' | undefined {
  const stats = statOf(path);
  if (!stats) return undefined;
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function tryRealPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function problem(path: string, code: string, message: string): Diagnostic {
  return { code, message, span: startOf({ path, text: '' }), severity: 'error' };
}

function notUtf8(file: SourceFile): Diagnostic {
  const at = Math.max(file.text.indexOf('\ufffd'), 0);
  return {
    code: 'invalid-utf8',
    message: `The file is not valid UTF-8; the bytes that could not be read are shown as \ufffd`,
    advice: 'Save the file as UTF-8.',
    span: { file, start: at, end: at + 1 },
    severity: 'warning',
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function remember<K, V>(known: Map<K, V>, key: K, make: (key: K) => V): V {
  if (known.has(key)) return known.get(key)!;
  const value = make(key);
  known.set(key, value);
  return value;
}
