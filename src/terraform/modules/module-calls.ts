import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileReader } from '../../model/files.ts';
import type { Block } from '../../parse/hcl/ast.ts';
import { attributeOf, configurationOf, literalText } from '../configuration/configuration.ts';
import { joinPath } from '../configuration/files.ts';
import type { ModuleManifest } from '../configuration/manifest.ts';

/** Where the module of a call is, or why that cannot be told. */
export type CallTarget = { readonly directory: string } | { readonly problem: Diagnostic };

/** `callPath`: names of the calls from the root module to this one, which is last. */
export function callTarget(
  block: Block,
  callPath: readonly string[],
  directory: string,
  manifest: ModuleManifest,
  files: FileReader,
): CallTarget {
  const attribute = attributeOf(block, 'source');
  const source = literalText(attribute);
  if (source === undefined) {
    return { problem: notResolved(block, attribute ? 'its source is no plain string' : 'it has no source') };
  }
  const found = isLocalSource(source) ? joinPath(directory, source) : manifest.directoryOf(callPath, source);
  if (found === undefined) return { problem: notResolved(block, `${source} is not downloaded`) };
  if (configurationOf(found, files).files.length === 0)
    return { problem: notResolved(block, `${source} holds no configuration`) };
  return { directory: found };
}

/** A path from the calling module's directory, and not the name of something to download. */
export function isLocalSource(source: string): boolean {
  return /^\.\.?(\/|$)/.test(source);
}

function notResolved(block: Block, why: string): Diagnostic {
  return {
    code: 'module-not-resolved',
    message: `Module "${block.labels[0]?.value ?? ''}" is not analysed: ${why}`,
    advice: 'Run terraform init before the scan, or scan a plan.',
    span: attributeOf(block, 'source')?.span ?? block.headerSpan,
    severity: 'warning',
  };
}
