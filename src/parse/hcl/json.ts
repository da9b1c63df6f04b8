import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Block, Body, Expression, ObjectItem, TemplateExpression, TemplatePart, UnaryExpression } from './ast.ts';
import { decimalText } from './numbers.ts';
import { parseHcl } from './parser.ts';

/** A value of JSON. Objects have no prototype, so that any key is a key. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What is being converted, and what cannot be. */
interface Conversion {
  readonly text: string;
  readonly errors: Diagnostic[];
}

/**
 * A configuration as JSON in the structure of hcl2json, https://github.com/tmccombs/hcl2json: literals as they are,
 * any other expression as `${source}`, the labels of blocks as nested keys, and the bodies of blocks in lists.
 * Names are in normal form C. A text with problems gives these instead.
 */
export function hclToJson(text: string): { value: { [key: string]: Json } } | { errors: readonly Diagnostic[] } {
  const { body, diagnostics } = parseHcl({ path: '', text });
  if (diagnostics.length > 0) return { errors: diagnostics };
  const conversion: Conversion = { text, errors: [] };
  const value = bodyToJson(conversion, body);
  return conversion.errors.length > 0 ? { errors: conversion.errors } : { value };
}

/** Blocks first: an argument of the same name replaces them. */
function bodyToJson(conversion: Conversion, body: Body): { [key: string]: Json } {
  const result = emptyObject();
  for (const item of body.items) if (item.kind === 'block') addBlock(conversion, item, result);
  for (const item of body.items) {
    if (item.kind === 'attribute') result[item.name] = toJson(conversion, item.value);
  }
  return result;
}

function addBlock(conversion: Conversion, block: Block, target: { [key: string]: Json }): void {
  let holder: Json = target;
  let key = block.type;
  for (const label of block.labels) {
    if (!(key in holder)) holder[key] = emptyObject();
    const inner: Json | undefined = holder[key];
    if (!isObject(inner)) {
      mixedLabels(conversion, block);
      return;
    }
    holder = inner;
    key = label.value;
  }
  const body = bodyToJson(conversion, block.body);
  const bodies = holder[key];
  if (bodies === undefined) holder[key] = [body];
  else if (Array.isArray(bodies)) bodies.push(body);
  else mixedLabels(conversion, block);
}

function mixedLabels(conversion: Conversion, block: Block): void {
  const message = `Blocks of type "${block.type}" have different numbers of labels, which JSON cannot express.`;
  addError(conversion, block.headerSpan, message, 'Give all blocks of a type the same number of labels.');
}

function toJson(conversion: Conversion, expression: Expression): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'unary':
      return unaryToJson(conversion, expression);
    case 'template': {
      const only = wrapped(expression);
      return only ? toJson(conversion, only) : templateText(conversion, expression.parts);
    }
    case 'tuple':
      return expression.items.map(item => toJson(conversion, item));
    case 'object': {
      const result = emptyObject();
      for (const item of expression.items) result[keyText(conversion, item)] = toJson(conversion, item.value);
      return result;
    }
    default:
      return interpolation(conversion, expression);
  }
}

/** A sign before a number and a negation of true or false are computed. */
function unaryToJson(conversion: Conversion, expression: UnaryExpression): Json {
  const { operator, operand } = expression;
  if (operand.kind !== 'literal') return interpolation(conversion, expression);
  if (operator === '-' && typeof operand.value === 'number') return -operand.value;
  if (operator === '!' && typeof operand.value === 'boolean') return !operand.value;
  const wanted = operator === '-' ? 'a number' : 'true or false';
  const message = `Expected ${wanted} after "${operator}", found ${operand.text}.`;
  addError(conversion, operand.span, message, 'Remove the operator or change the value.');
  return null;
}

/** The text of an object's key. A reference without parentheses is its own source, as if it were quoted. */
function keyText(conversion: Conversion, item: ObjectItem): string {
  const { key } = item;
  if (item.identifier !== undefined) return item.identifier;
  return isReference(key) ? source(conversion, key) : partText(conversion, key);
}

/** A variable with attributes and constant indexes. */
function isReference(expression: Expression): boolean {
  let object = expression;
  for (;;) {
    if (object.kind === 'variable') return true;
    if (object.kind === 'index' && !isConstantKey(object.key)) return false;
    if (object.kind !== 'index' && object.kind !== 'get-attribute') return false;
    object = object.object;
  }
}

function isConstantKey(key: Expression): boolean {
  if (key.kind === 'literal') return true;
  return key.kind === 'template' && key.parts.every(part => part.kind === 'text');
}

function templateText(conversion: Conversion, parts: readonly TemplatePart[]): string {
  let result = '';
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        result += part.value.replace(/[$%](?=\{)/g, '$&$&');
        break;
      case 'interpolation':
        result += partText(conversion, part.expression);
        break;
      case 'if':
        result += conditionText(
          source(conversion, part.condition),
          templateText(conversion, part.then),
          templateText(conversion, part.else),
        );
        break;
      case 'for': {
        const names = part.keyName === undefined ? part.valueName : `${part.keyName}, ${part.valueName}`;
        const body = templateText(conversion, part.parts);
        result += `%{for ${names} in ${source(conversion, part.collection)}}${body}%{endfor}`;
      }
    }
  }
  return result;
}

/** An expression within a template: literal where it can be, and a conditional as directive. */
function partText(conversion: Conversion, expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'number' ? decimalText(expression.text) : expression.text;
    case 'template': {
      const only = wrapped(expression);
      return only ? partText(conversion, only) : templateText(conversion, expression.parts);
    }
    case 'conditional':
      return conditionText(
        source(conversion, expression.condition),
        partText(conversion, expression.then),
        partText(conversion, expression.else),
      );
    default:
      return interpolation(conversion, expression);
  }
}

function conditionText(condition: string, then: string, otherwise: string): string {
  return `%{if ${condition}}${then}${otherwise === '' ? '' : `%{else}${otherwise}`}%{endif}`;
}

/** The expression of a template that is nothing but one interpolation, which keeps its type. */
function wrapped(template: TemplateExpression): Expression | undefined {
  const [only, ...others] = template.parts;
  return only?.kind === 'interpolation' && others.length === 0 ? only.expression : undefined;
}

function interpolation(conversion: Conversion, expression: Expression): string {
  return `\${${source(conversion, expression)}}`;
}

function source(conversion: Conversion, expression: Expression): string {
  return conversion.text.slice(expression.span.start, expression.span.end);
}

function addError(conversion: Conversion, span: Diagnostic['span'], message: string, advice: string): void {
  conversion.errors.push({ code: 'hcl-to-json', message, advice, span, severity: 'error' });
}

function emptyObject(): { [key: string]: Json } {
  return Object.create(null);
}

function isObject(json: Json | undefined): json is { [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
