import type { SourceFile } from '../../model/source.ts';
import { parseHcl } from '../../parse/hcl/parser.ts';
import { attributeOf, literalText } from './configuration.ts';

const versions = new WeakMap<SourceFile, ReadonlyMap<string, string>>();

/** The version of a provider in `.terraform.lock.hcl`; `source` is `hashicorp/aws`, with or without its registry. */
export function lockedVersion(lockFile: SourceFile | undefined, source: string): string | undefined {
  if (!lockFile) return undefined;
  const known = versions.get(lockFile) ?? readLockFile(lockFile);
  versions.set(lockFile, known);
  return known.get(withoutRegistry(source));
}

function readLockFile(file: SourceFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const item of parseHcl(file).body.items) {
    if (item.kind !== 'block' || item.type !== 'provider') continue;
    const source = item.labels[0]?.value;
    const version = literalText(attributeOf(item, 'version'));
    if (source !== undefined && version !== undefined) found.set(withoutRegistry(source), version);
  }
  return found;
}

function withoutRegistry(source: string): string {
  return source.split('/').slice(-2).join('/').toLowerCase();
}

/**
 * The lowest version that a constraint admits, as far as it says: `~> 5.0`, `>= 4.9, < 6.0`, `5.31.0`. Undefined
 * where there is no lower bound.
 */
export function lowerBound(constraint: string): string | undefined {
  let highest: string | undefined;
  for (const part of constraint.split(',')) {
    const [, operator = '=', version] = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+)*)\S*\s*$/.exec(part) ?? [];
    if (version === undefined || operator === '!=' || operator.startsWith('<')) continue;
    if (highest === undefined || compareVersions(version, highest) > 0) highest = version;
  }
  return highest;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
