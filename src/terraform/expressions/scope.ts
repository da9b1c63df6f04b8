import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileReader } from '../../model/files.ts';
import type { Span } from '../../model/source.ts';
import type { TerraformValue } from '../values/values.ts';

/** What names mean where an expression is evaluated. */
export interface Scope {
  /**
   * Resolves the beginning of a traversal such as `module.db["a"].endpoint.port`: as many steps as the scope
   * knows about. The evaluator applies the steps that are left to the value. Undefined: no such name, which the
   * evaluator reports as a diagnostic and turns into an unknown.
   */
  traverse(root: string, steps: readonly TraversalStep[], span: Span): Traversed | undefined;
  /** For file functions; undefined: they give unknown. */
  readonly files?: FileReader;
  /** Directory against which relative paths of file functions are resolved. */
  readonly directory: string;
  /** The scope to which this one only adds names, such as `each`; undefined: it is the outermost one. */
  readonly inside?: { readonly outer: Scope; readonly names: { has(name: string): boolean } };
  /** Where only literal values may stand, as in variable files: calling a function is a mistake. */
  readonly isLiteral?: true;
  /** Collects problems; evaluation goes on. */
  report(diagnostic: Diagnostic): void;
}

export type TraversalStep =
  | { readonly kind: 'attribute'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly key: TerraformValue; readonly span: Span };

export interface Traversed {
  readonly value: TerraformValue;
  /** How many of the steps the value already includes. */
  readonly used: number;
}
