import type { Span } from '../../model/source.ts';
import type { Expression, TemplatePart } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** Handed down to what lies within expressions, so that no module imports its importer. Undefined: reported. */
export type ParseExpression = (cursor: Cursor) => Expression | undefined;

/** What a template is made of, in source order, before its directives are put into each other. */
export type Piece = TemplatePart | Directive;

/** A `%{…}` sequence by itself. */
export type Directive =
  | { readonly kind: 'if-start'; readonly condition: Expression; readonly span: Span }
  | (Iteration & { readonly kind: 'for-start'; readonly span: Span })
  | { readonly kind: 'else' | 'endif' | 'endfor'; readonly span: Span };

/** `value in collection` or `key, value in collection`. */
export interface Iteration {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
}
