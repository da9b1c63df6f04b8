import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { isInside } from '../files/confinement.ts';
import { kindOf, realPathOf } from '../files/disk.ts';
import type { Decline } from '../fix/decline.ts';
import type { InputOptions } from '../read-graph.ts';

/** Folders whose contents a program makes. */
const MADE_BY_PROGRAMS: ReadonlySet<string> = new Set([
  '.aws-sam',
  '.serverless',
  '.terraform',
  '.terragrunt-cache',
  'cdk.out',
  'cdktf.out',
  'node_modules',
]);

/**
 * Why a file is not edited: it is generated, it lies outside of the paths that were named (links followed), or its
 * bytes are not what its text says. Undefined: it may be.
 */
export function editableFiles(options: InputOptions): (path: string) => Decline | undefined {
  const { workingDirectory = resolve('.') } = options;
  const absolute = (path: string) => resolve(workingDirectory, path);
  const roots = options.paths.flatMap(path => realPathOf(absolute(path)) ?? []);
  const overlaid = new Set([...(options.overlay ?? new Map<string, Uint8Array>()).keys()].map(absolute));
  const known = new Map<string, Decline | undefined>();
  return path => {
    if (!known.has(path)) known.set(path, overlaid.has(absolute(path)) ? undefined : reasonFor(absolute(path), roots));
    return known.get(path);
  };
}

function reasonFor(path: string, roots: readonly string[]): Decline | undefined {
  const real = realPathOf(path);
  if (real === undefined || kindOf(real) !== 'file') return 'outside';
  const root = roots.find(each => isInside(each, real));
  if (root === undefined) return 'outside';
  const below = [...root.split(sep).slice(-1), ...real.slice(root.length).split(sep)];
  if (below.some(name => MADE_BY_PROGRAMS.has(name)) || kindOf(join(dirname(real), 'cdk.out')) === 'file')
    return 'generated';
  return isPlainText(readFileSync(real)) ? undefined : 'encoding';
}

const BYTE_ORDER_MARK = '\ufeff';

/** UTF-8 to the last byte. */
function isPlainText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes) && !bytes.includes(0);
}

/** The bytes of a new text in a file: a byte order mark stays. */
export function bytesFor(path: string, text: string): Uint8Array {
  const before = existsSync(path) ? readFileSync(path).subarray(0, 3).toString('utf8') : '';
  return Buffer.from(before === BYTE_ORDER_MARK ? BYTE_ORDER_MARK + text : text);
}
