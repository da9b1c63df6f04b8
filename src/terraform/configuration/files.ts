import { posix } from 'node:path';
import type { FileReader } from '../../model/files.ts';

/** Which files of a directory make the module, in the order in which they are loaded. */
export interface ModuleFiles {
  readonly primary: readonly string[];
  /** Merged into what the others declare, https://developer.hashicorp.com/terraform/language/files/override. */
  readonly overrides: readonly string[];
  /** Which program's file names count: OpenTofu reads `.tofu` files too, and prefers them. */
  readonly program: 'terraform' | 'opentofu';
}

const EXTENSIONS: readonly string[] = ['.tofu.json', '.tf.json', '.tofu', '.tf'];
export const LOCK_FILE = '.terraform.lock.hcl';

/**
 * The configuration files among the names in a directory. OpenTofu's reading (`x.tofu` hides `x.tf`) is taken where
 * there are `.tofu` files, unless the lock file names Terraform's registry.
 */
export function moduleFiles(names: readonly string[], lockFile = ''): ModuleFiles {
  const configuration = names.filter(isConfigurationFile).sort(byCodeUnits);
  const tofu = configuration.filter(isTofu);
  const terraform = tofu.length === 0 || (tofu.length < configuration.length && lockedByTerraform(lockFile));
  const read = terraform ? configuration.filter(name => !isTofu(name)) : hideTwins(configuration);
  return {
    primary: read.filter(name => !isOverride(name)),
    overrides: read.filter(isOverride),
    program: terraform ? 'terraform' : 'opentofu',
  };
}

/** Whether a file name is one that Terraform or OpenTofu loads; editors' backup files are not. */
export function isConfigurationFile(name: string): boolean {
  if (name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'))) return false;
  return extensionOf(name) !== undefined;
}

/** A path inside a module directory, in the form in which the file reader knows it. */
export function joinPath(directory: string, ...parts: readonly string[]): string {
  const joined = posix.join(directory === '' ? '.' : directory, ...parts);
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
}

/** Text of the lock file of a root module; empty where there is none. */
export function lockFileOf(directory: string, files: FileReader): string {
  return files.read(joinPath(directory, LOCK_FILE))?.text ?? '';
}

/** Terraform orders files by the bytes of their names; for these names that is the order of code units. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function extensionOf(name: string): string | undefined {
  return EXTENSIONS.find(extension => name.endsWith(extension));
}

function isTofu(name: string): boolean {
  return extensionOf(name)!.startsWith('.tofu');
}

function isOverride(name: string): boolean {
  const base = name.slice(0, name.length - extensionOf(name)!.length);
  return base === 'override' || base.endsWith('_override');
}

function hideTwins(names: readonly string[]): string[] {
  const all = new Set(names);
  return names.filter(name => isTofu(name) || !all.has(name.replace(/\.tf(\.json)?$/, '.tofu$1')));
}

function lockedByTerraform(lockFile: string): boolean {
  return lockFile.includes('registry.terraform.io/') && !lockFile.includes('registry.opentofu.org/');
}
