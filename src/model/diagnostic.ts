import type { Span } from './source.ts';

/** A problem of the input: data, never an exception. The scan goes on. */
export interface Diagnostic {
  /** Kebab-case, stable: `yaml-syntax`, `hcl-syntax`, `module-not-resolved` … */
  readonly code: string;
  /** What is wrong, one sentence, naming the thing. */
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly advice?: string;
  readonly span: Span;
  /** `error`: some input could not be analysed (exit code 3). `warning`: analysed, but something is off. */
  readonly severity: 'error' | 'warning';
}
