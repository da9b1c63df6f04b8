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
 * The lowest version that a constraint admits: `~> 5.0`, `>= 4.9, < 6.0`, `5.31.0`. Undefined where there is no lower
 * bound, and where versions on both sides of one that changed defaults are admitted: without a lock file Terraform
 * takes the newest. https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function versionOfConstraint(constraint: string): string | undefined {
  let lower: string | undefined;
  let isBelow = false;
  for (const part of constraint.split(',')) {
    const [, operator = '=', version] = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+)*)\S*\s*$/.exec(part) ?? [];
    if (version === undefined || operator === '!=') continue;
    if (endsBelow(operator, version)) isBelow = true;
    if (operator.startsWith('<')) continue;
    if (lower === undefined || compareVersions(version, lower) > 0) lower = version;
  }
  return lower !== undefined && compareVersions(lower, CHANGED_DEFAULTS) < 0 && !isBelow ? undefined : lower;
}

/** Version of the aws provider that changed defaults. */
const CHANGED_DEFAULTS = '6';

/** Whether a part of a constraint admits only versions below the one that changed defaults. */
function endsBelow(operator: string, version: string): boolean {
  const isLower = compareVersions(version, CHANGED_DEFAULTS) < 0;
  switch (operator) {
    case '=':
    case '<=':
      return isLower;
    case '<':
      return compareVersions(version, CHANGED_DEFAULTS) <= 0;
    case '~>':
      // `~> 5` admits 6, as only what is behind the last dot may grow.
      return isLower && version.includes('.');
    default:
      return false;
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
