import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import { joinPath, LOCK_FILE } from '../configuration/files.ts';
import { type ModuleManifest, readManifest } from '../configuration/manifest.ts';
import type { TerraformOptions } from '../options.ts';
import { type LazyGraph, lazyGraph } from './lazy.ts';

/** What the evaluation of one root module shares between its module instances. */
export interface Run {
  readonly root: string;
  readonly options: TerraformOptions;
  readonly graph: LazyGraph;
  readonly manifest: ModuleManifest;
  readonly lockFile: SourceFile | undefined;
  /** Every configuration file that was read, by path. */
  readonly files: Map<string, SourceFile>;
  /** Keeps a problem; the same one in several instances of a module is one. */
  report(diagnostic: Diagnostic): void;
  readonly diagnostics: readonly Diagnostic[];
  /** Instances that may still be made. */
  budget: number;
}

/** Instances of modules and resources in one root module; what is beyond is not evaluated. */
const MAX_TOTAL = 100_000;

export function startRun(root: string, options: TerraformOptions): Run {
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  return {
    root,
    options,
    graph: lazyGraph(),
    manifest: readManifest(root, options.files),
    lockFile: options.files.read(joinPath(root, LOCK_FILE)),
    files: new Map(),
    diagnostics,
    budget: MAX_TOTAL,
    report(diagnostic) {
      const { code, message, span } = diagnostic;
      const key = `${code}\n${span.file.path}\n${span.start}\n${message}`;
      if (reported.has(key)) return;
      reported.add(key);
      diagnostics.push(diagnostic);
    },
  };
}
