import type { TemplatePart } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { advance, isAt, isWord, nameOf, spanOf } from './cursor.ts';
import type { Directive, Iteration, ParseExpression, Piece } from './pieces.ts';
import { expected, maximumDepth, report } from './problems.ts';

const directiveAdvice = 'Known directives are if, else, endif, for and endfor; write %%{ for a literal %{.';

/** The inside of `%{ … }`. The cursor is at its first token, and then at what should be the closing brace. */
export function parseDirective(cursor: Cursor, start: number, expression: ParseExpression): Directive | undefined {
  if (isWord(cursor, 'if')) {
    advance(cursor);
    const condition = expression(cursor);
    return condition && { kind: 'if-start', condition, span: spanOf(cursor, start, cursor.end) };
  }
  if (isWord(cursor, 'for')) {
    advance(cursor);
    const iteration = parseIteration(cursor, expression);
    return iteration && { kind: 'for-start', ...iteration, span: spanOf(cursor, start, cursor.end) };
  }
  for (const kind of ['else', 'endif', 'endfor'] as const) {
    if (!isWord(cursor, kind)) continue;
    advance(cursor);
    return { kind, span: spanOf(cursor, start, cursor.end) };
  }
  return expected(cursor, 'a template directive', directiveAdvice);
}

/** `v in c` or `k, v in c`, after the word `for`. */
export function parseIteration(cursor: Cursor, expression: ParseExpression): Iteration | undefined {
  const advice = 'Write "for value in collection" or "for key, value in collection".';
  if (!isAt(cursor, 'identifier')) return expected(cursor, 'a name after "for"', advice);
  let keyName: string | undefined;
  let valueName = nameOf(cursor);
  advance(cursor);
  if (isAt(cursor, ',')) {
    advance(cursor);
    if (!isAt(cursor, 'identifier')) return expected(cursor, 'a second name after the comma', advice);
    keyName = valueName;
    valueName = nameOf(cursor);
    advance(cursor);
  }
  if (!isWord(cursor, 'in')) return expected(cursor, '"in" after the names of the "for"', advice);
  advance(cursor);
  const collection = expression(cursor);
  return collection && { keyName, valueName, collection };
}

/** An `if` or `for` whose end was not seen yet. `branch` holds the parts before `else` once that was seen. */
interface Open {
  readonly start: Exclude<Directive, { kind: 'else' | 'endif' | 'endfor' }>;
  parts: TemplatePart[];
  branch?: TemplatePart[];
}

/** Puts the pieces between directives into them. Undefined where the directives do not match, which is reported. */
export function nestDirectives(cursor: Cursor, pieces: readonly Piece[]): TemplatePart[] | undefined {
  const root: TemplatePart[] = [];
  const open: Open[] = [];
  for (const piece of pieces) {
    const inner = open.at(-1);
    const parts = inner ? inner.parts : root;
    switch (piece.kind) {
      case 'if-start':
      case 'for-start':
        open.push({ start: piece, parts: [] });
        if (open.length + cursor.depth > maximumDepth) return tooDeep(cursor, piece);
        break;
      case 'else':
        if (inner?.start.kind !== 'if-start' || inner.branch) return unexpected(cursor, piece, inner);
        inner.branch = inner.parts;
        inner.parts = [];
        break;
      case 'endif':
      case 'endfor':
        if (inner?.start.kind !== (piece.kind === 'endif' ? 'if-start' : 'for-start')) {
          return unexpected(cursor, piece, inner);
        }
        open.pop();
        (open.at(-1)?.parts ?? root).push(closed(cursor, inner, piece.span.end));
        break;
      default:
        parts.push(piece);
    }
  }
  const unfinished = open.at(-1);
  return unfinished ? missingEnd(cursor, unfinished) : root;
}

function closed(cursor: Cursor, open: Open, end: number): TemplatePart {
  const { start, parts, branch } = open;
  const span = spanOf(cursor, start.span.start, end);
  if (start.kind === 'if-start') {
    const then = branch ?? parts;
    return { kind: 'if', condition: start.condition, then, else: branch ? parts : [], span };
  }
  const { keyName, valueName, collection } = start;
  return { kind: 'for', keyName, valueName, collection, parts, span };
}

function unexpected(cursor: Cursor, directive: Directive, open: Open | undefined): undefined {
  const { start, end } = directive.span;
  const wanted = open ? `%{ ${endOf(open)} }` : 'an opening directive before it';
  const advice = 'Every %{ if } ends with one %{ endif }, every %{ for } with one %{ endfor }; else belongs to if.';
  return report(cursor, start, end, `Expected ${wanted}, found %{ ${directive.kind} }.`, advice);
}

function missingEnd(cursor: Cursor, open: Open): undefined {
  const { start, end } = open.start.span;
  const name = open.start.kind === 'if-start' ? 'if' : 'for';
  const message = `The %{ ${name} } that starts here has no %{ ${endOf(open)} }.`;
  return report(cursor, start, end, message, `Add %{ ${endOf(open)} } before the template ends.`);
}

function endOf(open: Open): 'endif' | 'endfor' {
  return open.start.kind === 'if-start' ? 'endif' : 'endfor';
}

function tooDeep(cursor: Cursor, directive: Directive): undefined {
  const { start, end } = directive.span;
  const message = `Template directives are nested more than ${maximumDepth} levels deep.`;
  return report(cursor, start, end, message, 'Split the template with local values.', 'hcl-nesting-too-deep');
}
