import type { Span } from './source.ts';

/** A change of a text: what stands at the span is replaced; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** How a finding can be mended in the source. */
export interface SourceFix {
  /** `Set storage_encrypted to true`. */
  readonly description: string;
  /** What deploying it does beyond the change itself; absent: nothing that is known. */
  readonly impact?: 'replaces' | 'may-replace' | 'may-break';
  /** In the order of their places, apart from one another, all in one file. */
  readonly edits: readonly TextEdit[];
}
