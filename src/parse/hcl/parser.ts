import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Expression, HclFile, TemplateExpression } from './ast.ts';
import { parseFileBody } from './body.ts';
import { openCursor, spanOf } from './cursor.ts';
import { parseExpression, parseWholeExpression } from './expressions.ts';
import { parseBareTemplate } from './templates.ts';

/**
 * A configuration file in HCL's native syntax, https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. What
 * is broken is reported, left out, and its body marked as incomplete; the rest of the file is read all the same.
 */
export function parseHcl(file: SourceFile): HclFile {
  const cursor = openCursor(file);
  return { body: parseFileBody(cursor), diagnostics: inOrder(cursor.diagnostics) };
}

/**
 * A text that is one expression, such as a variable's value on the command line. Line ends have no meaning in it,
 * and a heredoc may end with the text. A broken expression is undefined.
 */
export function parseHclExpression(file: SourceFile): {
  expression: Expression | undefined;
  diagnostics: readonly Diagnostic[];
} {
  const cursor = openCursor(file, 0, true);
  return { expression: parseWholeExpression(cursor), diagnostics: cursor.diagnostics };
}

/** A whole text as template, as `templatefile` reads it. A broken one has no parts. */
export function parseHclTemplate(file: SourceFile): {
  expression: TemplateExpression;
  diagnostics: readonly Diagnostic[];
} {
  const cursor = openCursor(file);
  const span = spanOf(cursor, 0, file.text.length);
  const expression = parseBareTemplate(cursor, parseExpression);
  return {
    expression: expression ?? { kind: 'template', parts: [], heredoc: false, span },
    diagnostics: cursor.diagnostics,
  };
}

/** A bracket that is never closed is noticed at the end only. */
function inOrder(diagnostics: Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.sort((first, second) => first.span.start - second.span.start);
}
