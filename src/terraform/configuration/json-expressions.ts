import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile, Span } from '../../model/source.ts';
import type { Expression, ObjectItem } from '../../parse/hcl/ast.ts';
import { parseHclExpression, parseHclTemplate } from '../../parse/hcl/parser.ts';
import type { ScalarNode, SyntaxNode } from '../../parse/syntax.ts';

/** The expression that a JSON value is: strings are templates, unless they are to be taken literally. */
export function expressionOfJson(node: SyntaxNode, literal: boolean, diagnostics: Diagnostic[]): Expression {
  switch (node.kind) {
    case 'mapping':
      return {
        kind: 'object',
        items: node.entries.map(
          (entry): ObjectItem => ({
            key: expressionOfJson(entry.key, literal, diagnostics),
            identifier: undefined,
            value: expressionOfJson(entry.value, literal, diagnostics),
            span: { ...entry.key.span, end: entry.value.span.end },
          }),
        ),
        span: node.span,
      };
    case 'sequence':
      return {
        kind: 'tuple',
        items: node.items.map(item => expressionOfJson(item, literal, diagnostics)),
        span: node.span,
      };
    case 'scalar':
      return scalarExpression(node, literal, diagnostics);
  }
}

/** The expression that a string holds where native syntax has no quotes: `depends_on`, `provider`, `type`. */
export function referenceOfJson(node: SyntaxNode, diagnostics: Diagnostic[]): Expression {
  if (node.kind === 'sequence') {
    return { kind: 'tuple', items: node.items.map(item => referenceOfJson(item, diagnostics)), span: node.span };
  }
  if (node.kind === 'mapping') {
    const items = node.entries.map(
      (entry): ObjectItem => ({
        key: referenceOfJson(entry.key, diagnostics),
        identifier: undefined,
        value: referenceOfJson(entry.value, diagnostics),
        span: { ...entry.key.span, end: entry.value.span.end },
      }),
    );
    return { kind: 'object', items, span: node.span };
  }
  if (!node.quoted) return scalarExpression(node, true, diagnostics);
  const inner = textInside(node);
  const { expression } = parseHclExpression(inner.file);
  return expression ? relocate(expression, inner.place) : textExpression(node);
}

function scalarExpression(node: ScalarNode, literal: boolean, diagnostics: Diagnostic[]): Expression {
  const { value, span, raw } = node;
  if (!node.quoted) {
    // A number that a float64 cannot hold has its text as value.
    const known = typeof value === 'string' ? Number(value) : value;
    return { kind: 'literal', value: known, text: raw, span };
  }
  if (literal || !/[$%]\{/.test(raw)) return textExpression(node);
  const inner = textInside(node);
  const parsed = parseHclTemplate(inner.file);
  for (const problem of parsed.diagnostics) diagnostics.push({ ...problem, span: inner.place(problem.span) });
  return { ...relocate(parsed.expression, inner.place), span };
}

function textExpression({ raw, span }: ScalarNode): Expression {
  const parts = raw === '' ? [] : [{ kind: 'text' as const, value: raw, span }];
  return { kind: 'template', parts, heredoc: false, span };
}

/** The text of a string as a file to parse, and where a span of it stands in the JSON text. */
function textInside(node: ScalarNode): { file: SourceFile; place: (span: Span) => Span } {
  const { file, start, end } = node.span;
  // With escapes in it the offsets differ: then everything in it has the place of the whole string.
  const shifted = file.text.slice(start + 1, end - 1) === node.raw;
  const place = (span: Span): Span =>
    shifted ? { file, start: start + 1 + span.start, end: start + 1 + span.end } : node.span;
  return { file: { path: file.path, text: node.raw }, place };
}

/** The same tree with other spans. */
function relocate<T>(node: T, place: (span: Span) => Span): T {
  if (Array.isArray(node)) return node.map(item => relocate(item, place)) as T;
  if (typeof node !== 'object' || node === null) return node;
  if (isSpan(node)) return place(node) as T;
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, relocate(value, place)])) as T;
}

function isSpan(node: object): node is Span {
  return 'file' in node && 'start' in node && 'end' in node;
}
