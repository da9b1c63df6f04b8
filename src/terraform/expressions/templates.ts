import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import type { TemplateExpression, TemplatePart } from '../../parse/hcl/ast.ts';
import { overAlternatives } from '../values/alternatives.ts';
import { convertTo } from '../values/conversion.ts';
import { looksLikeJson, type Piece, parseJsonPieces } from '../values/json-text.ts';
import { textOfParts } from '../values/text-parts.ts';
import { STRING } from '../values/types.ts';
import { boundExceeded, undecided, unknownLike } from '../values/unknowns.ts';
import type { TerraformValue } from '../values/values.ts';
import { conditionOf } from './conditionals.ts';
import { bounded, type Evaluation, fail, withNames } from './evaluation.ts';
import { isElements, iterate, keyText } from './loops.ts';

/**
 * A quoted string, heredoc or template file. A single interpolation keeps its type; otherwise what is not known
 * leaves a hole in the text. https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export function evaluateTemplate(template: TemplateExpression, evaluation: Evaluation): TerraformValue {
  const [only] = template.parts;
  if (template.parts.length === 1 && only?.kind === 'interpolation' && !template.heredoc) {
    return evaluation.evaluate(only.expression, evaluation);
  }
  const whole = template.heredoc || evaluation.template !== undefined;
  const commas: Span[] | undefined = template.heredoc ? [] : undefined;
  const text = compose(render(template.parts, evaluation), template.span, whole, commas);
  if (commas && 'structure' in text) for (const comma of commas) evaluation.scope.report(trailingComma(comma));
  return bounded(text);
}

/** The text itself is no mistake, what it is given to refuses it. */
function trailingComma(span: Span): Diagnostic {
  const message = 'This would be JSON but for the comma, behind which nothing comes';
  const advice = 'Take the comma away; the rest is read as if it were not there.';
  return { code: 'json-syntax', message, advice, span, severity: 'warning' };
}

/** The text that pieces make; `whole`: it may be a document, whose structure is kept even where all is known. */
export function compose(pieces: readonly Piece[], span: Span, whole: boolean, commas?: Span[]): TerraformValue {
  const parts = pieces.map(piece => ('hole' in piece ? piece.hole : piece.text));
  const known = parts.every(part => typeof part === 'string');
  const structure = (known && !whole) || !isDocument(parts) ? undefined : parseJsonPieces(pieces, span, commas);
  const join = (values: readonly (string | TerraformValue)[]) => textOfParts(values, span);
  if (structure) return { ...withSensitive(join(parts), parts), structure } as TerraformValue;
  const holes = parts.filter(part => typeof part !== 'string');
  const distributed = overAlternatives(holes, span, values => {
    let next = 0;
    return join(parts.map(part => (typeof part === 'string' ? part : textOf(values[next++]!))));
  });
  return withSensitive(
    distributed?.kind === 'unknown' && !distributed.alternatives ? join(parts) : (distributed ?? join(parts)),
    parts,
  );
}

function isDocument(parts: readonly (string | TerraformValue)[]): boolean {
  const [first, last] = [parts[0], parts[parts.length - 1]];
  const start = typeof first === 'string' ? first : '';
  const end = typeof last === 'string' ? last : '';
  return (
    looksLikeJson(parts.length === 1 ? start : `${start.slice(0, 500)}${end.slice(-500)}`) && /^\s*[{[]/.test(start)
  );
}

/** A possible value of a hole as text; one that cannot be text leaves the hole. */
function textOf(value: TerraformValue): string | TerraformValue {
  const converted = convertTo(value, STRING);
  return 'value' in converted && converted.value.kind === 'string' ? converted.value.value : value;
}

function withSensitive(value: TerraformValue, parts: readonly (string | TerraformValue)[]): TerraformValue {
  const sensitive = parts.some(part => typeof part !== 'string' && part.sensitive);
  return sensitive && !value.sensitive ? { ...value, sensitive: true } : value;
}

function render(parts: readonly TemplatePart[], evaluation: Evaluation): Piece[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    evaluation.work.left -= 1;
    if (evaluation.work.left <= 0) return [{ hole: boundExceeded('a text that is too long', part.span, STRING) }];
    for (const piece of renderPart(part, evaluation)) pieces.push(piece);
  }
  return pieces;
}

function renderPart(part: TemplatePart, evaluation: Evaluation): readonly Piece[] {
  switch (part.kind) {
    case 'text':
      return textPieces(part);
    case 'interpolation':
      return [interpolate(evaluation.evaluate(part.expression, evaluation), part.expression.span, evaluation)];
    case 'if':
      return renderIf(part, evaluation);
    case 'for':
      return renderFor(part, evaluation);
  }
}

/** A text with its places in the source: line by line where indentation was taken off, none where it was escaped. */
function textPieces({ value, span }: Extract<TemplatePart, { kind: 'text' }>): readonly Piece[] {
  const { file, start, end } = span;
  const source = file.text.slice(start, end);
  if (source === value) return [{ text: value, span }];
  const [lines, sourceLines] = [linesOf(value), linesOf(source)];
  if (lines.length !== sourceLines.length) return [{ text: value }];
  let at = start;
  const pieces: Piece[] = [];
  for (const [index, line] of lines.entries()) {
    const written = sourceLines[index]!;
    at += written.length;
    pieces.push(
      written.endsWith(line) ? { text: line, span: { file, start: at - line.length, end: at } } : { text: line },
    );
  }
  return pieces;
}

function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function interpolate(value: TerraformValue, span: Span, evaluation: Evaluation): Piece {
  if (value.kind === 'null') {
    return { hole: fail(evaluation, 'The result is null, which cannot be part of a text', span) };
  }
  const converted = convertTo(value, STRING);
  if ('error' in converted) {
    return { hole: fail(evaluation, `This cannot be part of a text: ${converted.error}`, span) };
  }
  const text = converted.value;
  if (text.kind !== 'string')
    return { hole: value.kind === 'unknown' && value.type.kind !== 'string' ? asHole(value, text) : text };
  return text.sensitive ? { hole: text } : { text: text.value };
}

/** In JSON a number or bool that is not known stays one. */
function asHole(value: Extract<TerraformValue, { kind: 'unknown' }>, text: TerraformValue): TerraformValue {
  return value.type.kind === 'number' || value.type.kind === 'bool' ? { ...value, notNull: true } : text;
}

function renderIf(part: Extract<TemplatePart, { kind: 'if' }>, evaluation: Evaluation): readonly Piece[] {
  const condition = conditionOf(part.condition, evaluation);
  if (condition?.kind === 'bool') {
    const pieces = render(condition.value ? part.then : part.else, evaluation);
    return condition.sensitive ? [{ hole: { ...compose(pieces, part.span, false), sensitive: true } }] : pieces;
  }
  if (condition?.kind !== 'unknown' || !condition.alternatives) {
    return [{ hole: fail(evaluation, 'The condition is not valid', part.condition.span) }];
  }
  const [then, otherwise] = [part.then, part.else].map(parts =>
    compose(render(parts, { ...evaluation, problems: [] }), part.span, false),
  );
  const choose = (decided: TerraformValue): TerraformValue => {
    if (decided.kind === 'unknown' && decided.alternatives) {
      const alternatives = decided.alternatives.map(({ when, value }) => ({ when, value: choose(value) }));
      return undecided(alternatives, decided.missing, part.span, STRING);
    }
    return decided.kind === 'bool' && decided.value ? then! : otherwise!;
  };
  return [{ hole: choose(condition) }];
}

function renderFor(part: Extract<TemplatePart, { kind: 'for' }>, evaluation: Evaluation): readonly Piece[] {
  const collection = evaluation.evaluate(part.collection, evaluation);
  if (collection.kind === 'unknown') {
    const elements = iterate(collection, part.collection.span, evaluation);
    return [
      { hole: isElements(elements) ? collection : unknownLike(collection, STRING, part.span, { notNull: true }) },
    ];
  }
  const elements = iterate(collection, part.collection.span, evaluation);
  if (!isElements(elements)) return [{ hole: elements }];
  const pieces: Piece[] = [];
  for (const { key, value } of elements) {
    if (evaluation.work.left <= 0) return [{ hole: boundExceeded('a text that is too long', part.span, STRING) }];
    const names = new Map([[part.valueName, value]]);
    if (part.keyName !== undefined) names.set(part.keyName, key);
    for (const piece of render(part.parts, withNames(evaluation, names, keyText(key)))) pieces.push(piece);
  }
  return collection.sensitive ? [{ hole: { ...compose(pieces, part.span, false), sensitive: true } }] : pieces;
}
