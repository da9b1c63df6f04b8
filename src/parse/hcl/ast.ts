import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';

/**
 * The syntax tree of HCL's native syntax, https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md.
 * Every node has the span of its text. A broken part is left out, and reported in `diagnostics`.
 */
export interface HclFile {
  readonly body: Body;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Body {
  /** Attributes and blocks in source order. */
  readonly items: readonly (Attribute | Block)[];
  /** Something in it could not be read and was reported: an attribute or block may be missing here. */
  readonly incomplete?: true;
  /** Between the braces of a block, or the whole file. */
  readonly span: Span;
}

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
  /** From the name to the end of the expression. */
  readonly span: Span;
}

export interface Block {
  readonly kind: 'block';
  readonly type: string;
  readonly typeSpan: Span;
  readonly labels: readonly Label[];
  readonly body: Body;
  /** From the type to the end of the last label. */
  readonly headerSpan: Span;
  /** From the type to the closing brace. */
  readonly span: Span;
}

export interface Label {
  readonly value: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export type Expression =
  | LiteralExpression
  | TemplateExpression
  | VariableExpression
  | GetAttributeExpression
  | IndexExpression
  | SplatExpression
  | CallExpression
  | TupleExpression
  | ObjectExpression
  | ForExpression
  | ConditionalExpression
  | UnaryExpression
  | BinaryExpression
  | ParenthesesExpression;

/** A number (its exact decimal text is kept, since float64 loses digits), true, false or null. */
export interface LiteralExpression {
  readonly kind: 'literal';
  readonly value: number | boolean | null;
  readonly text: string;
  readonly span: Span;
}

/** A quoted string or heredoc. A single interpolation without text around it keeps its type: `wrapped`. */
export interface TemplateExpression {
  readonly kind: 'template';
  readonly parts: readonly TemplatePart[];
  readonly heredoc: boolean;
  readonly span: Span;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'interpolation'; readonly expression: Expression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: readonly TemplatePart[];
      readonly else: readonly TemplatePart[];
      readonly span: Span;
    }
  | {
      readonly kind: 'for';
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expression;
      readonly parts: readonly TemplatePart[];
      readonly span: Span;
    };

/** The root of a traversal: `var`, `aws_s3_bucket`, `each`. */
export interface VariableExpression {
  readonly kind: 'variable';
  readonly name: string;
  readonly span: Span;
}

export interface GetAttributeExpression {
  readonly kind: 'get-attribute';
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}

/** `legacy`: written `.0` instead of `[0]`. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly object: Expression;
  readonly key: Expression;
  readonly legacy: boolean;
  readonly span: Span;
}

/** `source.*` (attribute only) or `source[*]`; the steps are applied to every element. */
export interface SplatExpression {
  readonly kind: 'splat';
  readonly source: Expression;
  readonly full: boolean;
  /** What follows the splat, in order. */
  readonly steps: readonly SplatStep[];
  readonly span: Span;
}

/** The span of an attribute is its name, that of an index its brackets. A nested splat has its own steps. */
export type SplatStep =
  | { readonly kind: 'attribute'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly key: Expression; readonly legacy: boolean; readonly span: Span }
  | { readonly kind: 'splat'; readonly full: boolean; readonly steps: readonly SplatStep[]; readonly span: Span };

/** `name` holds the namespace too: `provider::aws::arn_parse`. */
export interface CallExpression {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Expression[];
  /** The last argument is followed by `...`. */
  readonly expandFinal: boolean;
  readonly span: Span;
}

export interface TupleExpression {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
  readonly span: Span;
}

export interface ObjectExpression {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
  readonly span: Span;
}

/** A bare identifier as key is a literal string: `identifier` says so. Parentheses force an expression. */
export interface ObjectItem {
  readonly key: Expression;
  readonly identifier: string | undefined;
  readonly value: Expression;
  readonly span: Span;
}

/** `[for …]` where `key` is undefined and `braces` false, else `{for …}`. */
export interface ForExpression {
  readonly kind: 'for';
  readonly braces: boolean;
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** `...` after the value: group by key. */
  readonly group: boolean;
  readonly span: Span;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
  readonly span: Span;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '&&' | '||';

export interface ParenthesesExpression {
  readonly kind: 'parentheses';
  readonly inner: Expression;
  readonly span: Span;
}
