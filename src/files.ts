import { readFileSync, type Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Confinement, confine, TERRAFORM_SOURCE } from './files/confinement.ts';
import { decode } from './files/decode.ts';
import { entriesOf, headOf, isListable, kindOf, statOf } from './files/disk.ts';
import { linkResolver } from './files/links.ts';
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
  const realPathOf = linkResolver();
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
    read: path => {
      const key = absolute(path);
      if (!texts.has(key)) texts.set(key, load(key));
      return texts.get(key);
    },
    readBytes: path => bytesOf(absolute(path)),
    list: directory => {
      const path = absolute(directory);
      const names = listDirectory(path, realPathOf, confinement, overlay);
      // Only where nothing was found it is worth a look why.
      if (names.length === 0 && kindOf(path) === 'directory' && !isListable(path)) {
        problems.set(
          path,
          problem(display(path), 'directory-unreadable', 'The directory cannot be read: no permission'),
        );
      }
      return names;
    },
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
      const head = file && headOf(file.real, bytes);
      return head && decode(head).text;
    },
    problemOf: path => problems.get(absolute(path)),
  };
}

/** Relative to the working directory, forward slashes; `.` for the directory itself. */
export function displayPath(workingDirectory: string, path: string): string {
  const relativePath = relative(workingDirectory, path);
  if (relativePath === '') return '.';
  return (isAbsolute(relativePath) ? path : relativePath).replaceAll(sep, '/');
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
