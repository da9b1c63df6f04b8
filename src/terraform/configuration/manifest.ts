import type { FileReader } from '../../model/files.ts';
import { joinPath } from './files.ts';

/** Where `terraform init` put the modules of a root module, by the names of the calls joined with dots. */
export interface ModuleManifest {
  /**
   * Directory of a called module; undefined where it was not downloaded, or where the call's source has changed since.
   */
  directoryOf(callPath: readonly string[], source: string): string | undefined;
}

const MANIFEST = '.terraform/modules/modules.json';

/** Reads `.terraform/modules/modules.json`; a missing or unreadable one knows no module. */
export function readManifest(root: string, files: FileReader): ModuleManifest {
  const text = files.read(joinPath(root, MANIFEST))?.text;
  const records = new Map<string, Module>();
  for (const module of modulesIn(text)) records.set(module.Key, module);
  return {
    directoryOf(callPath, source) {
      const record = records.get(callPath.join('.'));
      if (!record || normalSource(record.Source) !== normalSource(source)) return undefined;
      return joinPath(root, record.Dir);
    },
  };
}

interface Module {
  readonly Key: string;
  readonly Source: string;
  readonly Dir: string;
}

function modulesIn(text: string | undefined): readonly Module[] {
  if (text === undefined) return [];
  try {
    const manifest: unknown = JSON.parse(text);
    const modules = (manifest as { Modules?: unknown } | null)?.Modules;
    return Array.isArray(modules) ? modules.filter(isModule) : [];
  } catch {
    return [];
  }
}

function isModule(value: unknown): value is Module {
  if (typeof value !== 'object' || value === null) return false;
  const { Key, Source, Dir } = value as Partial<Record<keyof Module, unknown>>;
  return typeof Key === 'string' && typeof Source === 'string' && typeof Dir === 'string';
}

/** Registry sources are stored with their host; the default hosts are left out for the comparison. */
function normalSource(source: string): string {
  return source.replace(/^registry\.(terraform\.io|opentofu\.org)\//, '').replace(/^git::/, '');
}
