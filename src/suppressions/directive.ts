import type { Glob } from '../globs.ts';
import type { Suppression } from '../model/finding.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import type { SourceFile, Span } from '../model/source.ts';

/** Somebody says, in one place, that findings of some rules are accepted. */
export interface Directive {
  readonly kind: Suppression['kind'];
  /** Whose syntax it is: `lintel`, `checkov`, `trivy` … */
  readonly origin: string;
  /** Rule names as written, `*` for all, each with its place. */
  readonly names: readonly string[];
  /** All rules that have names of this origin, but for these. */
  readonly except?: readonly string[];
  readonly reason: string;
  /** As written; a date that is none counts as past. */
  readonly expires?: string;
  readonly span: Span;
  readonly scope: Scope;
  /** Trivy: holds in this workspace only. */
  readonly workspace?: string;
  /** Trivy: holds where these arguments have these values. */
  readonly values?: readonly (readonly [string, string])[];
  /** cdk-nag: holds for what a policy allows by these words, `Action::s3:*`. */
  readonly appliesTo?: readonly string[];
}

export type Scope =
  /** What starts on this line, or stands on it: a property, a block, a module call. */
  | { readonly kind: 'line'; readonly file: SourceFile; readonly line: number }
  /** Everything on these lines. */
  | { readonly kind: 'lines'; readonly file: SourceFile; readonly first: number; readonly last: number }
  /** The block that holds this line; in Terraform, Checkov passes over its first and last one. */
  | { readonly kind: 'inside'; readonly file: SourceFile; readonly line: number; readonly strictly?: boolean }
  | { readonly kind: 'file'; readonly file: SourceFile }
  | { readonly kind: 'resource'; readonly resource: Resource; readonly path?: string }
  | { readonly kind: 'input'; readonly input: InputInfo }
  /** Globs over absolute paths and over addresses. */
  | { readonly kind: 'globs'; readonly files: readonly Glob[]; readonly resources: readonly Glob[] };
