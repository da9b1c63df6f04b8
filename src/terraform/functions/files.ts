import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import type { FileReader } from '../../model/files.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import { looksLikeJson, parseJsonPieces } from '../values/json-text.ts';
import { setValue } from '../values/sets.ts';
import { BOOL, STRING, type TerraformType } from '../values/types.ts';
import { unknownLike } from '../values/unknowns.ts';
import { boolValue, stringValue, type TerraformValue } from '../values/values.ts';
import { digest } from './crypto.ts';
import { glob } from './globs.ts';
import {
  type Call,
  type Failure,
  failure,
  NOT_BUILT,
  onTexts,
  type TerraformFunction,
  text,
  textOf,
} from './signature.ts';

/** The path as the file reader knows it; undefined where it leads out of what may be read for certain. */
export function resolvePath(path: string, directory: string): string | undefined {
  if (path.startsWith('~') || path.startsWith('/') || path.includes('\0')) return undefined;
  return posix.join(directory === '' ? '.' : directory, path);
}

/** What stands for the content of a file that may exist where it cannot be read. */
function outside(path: string, type: TerraformType, span: Span): TerraformValue {
  return { kind: 'unknown', type, reason: 'outside-this-input', missing: `file "${path}"`, span };
}

/** A file of the configuration, or what the function gives without it. */
export function openFile<T>(
  path: string,
  { evaluation: { scope }, span }: Omit<Call, 'type'>,
  read: (files: FileReader, path: string) => T | undefined,
): { readonly content: T } | { readonly instead: TerraformValue | Failure } {
  const resolved = resolvePath(path, scope.directory);
  if (!scope.files || resolved === undefined) return { instead: outside(path, STRING, span) };
  const content = read(scope.files, resolved);
  if (content !== undefined) return { content };
  if (stepsUp(resolved) > stepsUp(scope.directory)) return { instead: outside(path, STRING, span) };
  const message = `no file exists at "${path}"`;
  return { instead: { kind: 'failure', message, argument: 0, code: 'file-not-found' } };
}

/** How far a path leads up, so that a directory which is above the working directory is no place outside. */
function stepsUp(path: string): number {
  return path.split('/').filter(part => part === '..').length;
}

/** A function of the bytes of a file. */
function ofFile(apply: (bytes: Uint8Array, span: Span) => TerraformValue | Failure): TerraformFunction {
  return {
    parameters: [text('path', 'unknowns', 'marks')],
    type: STRING,
    call([path], call) {
      if (path!.kind === 'unknown') return unknownLike(path!, STRING, call.span);
      const file = openFile(textOf(path), call, (files, name) => files.readBytes(name));
      const result = 'content' in file ? apply(file.content, call.span) : file.instead;
      return path!.sensitive && result.kind !== 'failure' ? { ...result, sensitive: true } : result;
    },
  };
}

/** What is hashed is mostly an archive that a build makes: that it is not there yet is no mistake. */
function hashOfFile(algorithm: string, encoding: 'hex' | 'base64'): TerraformFunction {
  const hash = ofFile((bytes, span) => stringValue(digest(algorithm, encoding, bytes), span));
  return {
    ...hash,
    call: (args, call) => {
      const result = hash.call(args, call);
      return result.kind === 'failure' && result.code === 'file-not-found' ? { ...result, code: NOT_BUILT } : result;
    },
  };
}

/** The text of a file. Of JSON, the parts have their places in that file. */
const file: TerraformFunction = {
  ...ofFile(() => failure('')),
  call([path], call) {
    if (path!.kind === 'unknown') return unknownLike(path!, STRING, call.span);
    const bytes = openFile(textOf(path), call, (files, name) => files.readBytes(name));
    if (!('content' in bytes)) return bytes.instead;
    if (!isUtf8(bytes.content)) return failure(`contents of "${textOf(path)}" are not valid UTF-8; use filebase64`, 0);
    const source = openFile(textOf(path), call, (files, name) => files.read(name));
    if (!('content' in source)) return source.instead;
    const result = contentOf(source.content, call.span);
    return path!.sensitive ? { ...result, sensitive: true } : result;
  },
};

function contentOf(source: SourceFile, span: Span): TerraformValue {
  const content = stringValue(source.text, span);
  if (!looksLikeJson(source.text)) return content;
  const whole = { file: source, start: 0, end: source.text.length };
  const structure = parseJsonPieces([{ text: source.text, span: whole }], whole);
  return structure ? { ...content, structure } : content;
}

const fileexists: TerraformFunction = {
  parameters: [text('path', 'unknowns', 'marks')],
  type: BOOL,
  call([path], { span, evaluation: { scope } }) {
    if (path!.kind === 'unknown') return unknownLike(path!, BOOL, span);
    const name = textOf(path);
    const resolved = resolvePath(name, scope.directory);
    if (!scope.files || resolved === undefined) return outside(name, BOOL, span);
    if (scope.files.has(resolved)) return boolValue(true, span);
    if (scope.files.list(resolved).length > 0) return failure(`"${name}" is a directory, not a file`, 0);
    return resolved.startsWith('..') ? outside(name, BOOL, span) : boolValue(false, span);
  },
};

const SET_OF_STRINGS: TerraformType = { kind: 'set', element: STRING };

const fileset: TerraformFunction = {
  parameters: [text('path', 'unknowns', 'marks'), text('pattern', 'unknowns', 'marks')],
  type: SET_OF_STRINGS,
  call([path, pattern], { span, evaluation: { scope } }) {
    const unknown = path!.kind === 'unknown' ? path : pattern!.kind === 'unknown' ? pattern : undefined;
    if (unknown?.kind === 'unknown') return unknownLike(unknown, SET_OF_STRINGS, span);
    const base = resolvePath(textOf(path), scope.directory);
    if (!scope.files || base === undefined) return outside(textOf(path), SET_OF_STRINGS, span);
    const found = glob(scope.files, base, textOf(pattern));
    if (typeof found === 'string') return failure(found, 1);
    return setValue(
      found.map(name => stringValue(name, span)),
      STRING,
      span,
    );
  },
};

/** The last element of a path, as Go's filepath.Base. */
function basename(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last element of a path, cleaned, as Go's filepath.Dir. */
function dirname(path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return directory === '' ? '.' : posix.normalize(directory).replace(/(.)\/$/, '$1');
}

/** Where the program runs is no part of the input. */
function ofThisMachine(name: string, decided: (path: string) => string | undefined): TerraformFunction {
  return {
    parameters: [text('path')],
    type: STRING,
    call([path], { span }) {
      const known = decided(textOf(path));
      if (known !== undefined) return stringValue(known, span);
      return { kind: 'unknown', type: STRING, reason: 'outside-this-input', missing: `${name}()`, span };
    },
  };
}

/** https://developer.hashicorp.com/terraform/language/functions, "Filesystem Functions" but for templates. */
export const fileFunctions: Readonly<Record<string, TerraformFunction>> = {
  abspath: ofThisMachine('abspath', path =>
    path.startsWith('/') ? posix.normalize(path).replace(/(.)\/$/, '$1') : undefined,
  ),
  basename: onTexts(['path'], basename),
  dirname: onTexts(['path'], dirname),
  file,
  filebase64: ofFile((bytes, span) => stringValue(Buffer.from(bytes).toString('base64'), span)),
  filebase64sha256: hashOfFile('sha256', 'base64'),
  filebase64sha512: hashOfFile('sha512', 'base64'),
  fileexists,
  filemd5: hashOfFile('md5', 'hex'),
  fileset,
  filesha1: hashOfFile('sha1', 'hex'),
  filesha256: hashOfFile('sha256', 'hex'),
  filesha512: hashOfFile('sha512', 'hex'),
  pathexpand: ofThisMachine('pathexpand', path => (path.startsWith('~') ? undefined : path)),
};

/** Functions that read files: not to be called in templates that are no files themselves. */
export const FILE_READERS: ReadonlySet<string> = new Set(
  'file fileexists fileset filebase64 filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256 filesha512'.split(
    ' ',
  ),
);
