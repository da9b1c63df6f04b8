import type { Diagnostic } from './diagnostic.ts';
import type { SourceFix } from './fix.ts';
import type { CallSite, InputInfo, Resource } from './resource.ts';
import type { Rule, Severity } from './rule.ts';
import type { SourceFile, Span } from './source.ts';
import type { Assumption } from './value.ts';
import type { RelatedSpan, Verdict } from './verdict.ts';

/** The answer of one rule about one resource, item or input. */
export interface Evaluation {
  readonly rule: Rule;
  readonly verdict: Verdict | 'suppressed';
  readonly severity: Severity;
  /** Null for a rule about a whole input. */
  readonly resource: Resource | null;
  readonly input: InputInfo;
  readonly declaredIn?: string;
  /** The property, or the resource's name where the property is absent. */
  readonly span: Span;
  /** `Properties.StorageEncrypted`, or undefined where it is about the whole resource. */
  readonly path?: string;
  readonly message: string;
  readonly because: string;
  readonly when: readonly Assumption[];
  readonly related: readonly RelatedSpan[];
  readonly calledFrom: readonly CallSite[];
  readonly suppression?: Suppression;
  /** Of a finding: what the rule's fix sets, in the normal form, the parameters put in. */
  readonly sets?: Readonly<Record<string, unknown>>;
  /** Where it was asked for and is possible: the fix as a change of the text. */
  readonly fix?: SourceFix;
  /** Hex, the same when lines move; unique in a report. After a `:` stands what tells it from its like. */
  readonly fingerprint: string;
}

/** The part of a fingerprint that knows nothing of files: the same where a finding is alike in another. */
export function contentPart(fingerprint: string): string {
  return fingerprint.split(':', 1)[0]!;
}

export interface Suppression {
  readonly kind: 'inline' | 'metadata' | 'file' | 'baseline';
  readonly reason: string;
  /** ISO date. */
  readonly expires?: string;
  /** Whose syntax it is: `lintel`, `checkov`, `cfn_nag` … */
  readonly origin: string;
  readonly span?: Span;
}

export interface ScanResult {
  readonly evaluations: readonly Evaluation[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
  readonly inputs: readonly InputInfo[];
  readonly resources: readonly Resource[];
  /** The rules that were asked, in order of their ids. */
  readonly rules: readonly Rule[];
}
