import { pathGlob } from '../../globs.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import { parseJson } from '../../parse/json.ts';
import { type SyntaxNode, textOfNode, valueAt } from '../../parse/syntax.ts';
import { parseYaml } from '../../parse/yaml.ts';
import type { Directive } from '../directive.ts';

/** A file in which another analyzer's users accept findings. */
export interface IgnoreFile {
  readonly format: IgnoreFileFormat;
  readonly file: SourceFile;
  /** Absolute, forward slashes: what paths in it are relative to. */
  readonly base: string;
}

/** The analyzers whose ignore files are understood. */
export const IGNORE_FILE_FORMATS = ['trivy', 'snyk', 'checkov', 'tfsec', 'kics', 'cfn-lint', 'cfn_nag'] as const;
export type IgnoreFileFormat = (typeof IGNORE_FILE_FORMATS)[number];

/** What one entry says; it stands for every file and resource where it names none. */
export interface IgnoreEntry {
  readonly origin: string;
  readonly names: readonly string[];
  readonly span: Span;
  readonly reason?: string;
  readonly expires?: string;
  readonly except?: readonly string[];
  /** Globs, relative to the base. */
  readonly files?: readonly string[];
  /** Addresses, or patterns for them. */
  readonly resources?: readonly { test(address: string): boolean }[];
}

/** An entry as a directive; its paths are relative to `base`. */
export function directiveOf(entry: IgnoreEntry, base: string): Directive {
  const { files = [], resources = [], reason = '', ...rest } = entry;
  const globs = files.map(glob => pathGlob(`./${glob.replace(/^\.?\/+/, '')}`, base));
  return { kind: 'file', reason, ...rest, scope: { kind: 'globs', files: globs, resources } };
}

/** The content of a YAML or JSON file; undefined where it cannot be read, which is for its analyzer to complain of. */
export function rootOf(file: SourceFile): SyntaxNode | undefined {
  const { documents, diagnostics } = /^\s*[[{]/.test(file.text) ? parseJson(file) : parseYaml(file);
  return diagnostics.some(({ severity }) => severity === 'error') ? undefined : documents[0]?.root;
}

/** The items of a list; a single text is split at its commas. */
export function itemsAt(node: SyntaxNode | undefined, key: string): readonly { text: string; span: Span }[] {
  const list = valueAt(node, key);
  if (list?.kind === 'sequence') {
    return list.items.map(item => ({ text: textOfNode(item) ?? '', span: item.span })).filter(({ text }) => text);
  }
  const texts = (textOfNode(list) ?? '').split(',').map(text => text.trim());
  return list ? texts.filter(text => text !== '').map(text => ({ text, span: list.span })) : [];
}

/** The mappings of a list. */
export function mappingsAt(node: SyntaxNode | undefined, key: string): readonly SyntaxNode[] {
  const list = valueAt(node, key);
  return list?.kind === 'sequence' ? list.items.filter(({ kind }) => kind === 'mapping') : [];
}

/** The day of a date or of a point in time; what is none is kept, and counts as past. */
export function dayOf(text: string | undefined): string | undefined {
  return text?.replace(/[T ].*$/s, '');
}
