import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileReader } from '../model/files.ts';
import { type SourceFile, startOf } from '../model/source.ts';
import type { Expression } from '../parse/hcl/ast.ts';
import { parseHcl, parseHclExpression } from '../parse/hcl/parser.ts';
import { evaluateExpression } from './expressions/evaluate.ts';
import type { Scope, Traversed } from './expressions/scope.ts';
import { parseTypeConstraint } from './expressions/type-constraints.ts';
import { convertTo } from './values/conversion.ts';
import { fromJson } from './values/convert.ts';
import { isInfinite, numberText } from './values/decimals.ts';
import { quotedJson } from './values/json-encoding.ts';
import { ANY, type TerraformType, typeText } from './values/types.ts';
import { inKeyOrder, type TerraformValue, typeOf } from './values/values.ts';

export interface ExpressionOptions {
  /** Values of `var.x` as JSON; `{"$unknown": true}` is one that is not known, also inside of others. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Type constraints of the variables: `map(string)`. */
  readonly types?: Readonly<Record<string, string>>;
  /** Where file functions look; without it what they give is not known. */
  readonly directory?: string;
}

/** `json` has all digits of numbers that a float64 cannot hold; infinite numbers are null in it. */
export type ExpressionResult =
  | { readonly value: unknown; readonly json: string; readonly type: string; readonly sensitive: boolean }
  | { readonly errors: readonly Diagnostic[] };

/**
 * Evaluates one expression as `terraform console` does, one of several lines as an argument has it. The value is JSON
 * data: sets are lists in Terraform's order, what is not known is `{"$unknown": true}`, numbers are float64 (`json` is
 * exact). Never throws on bad input.
 */
export function evaluateTerraformExpression(text: string, options: ExpressionOptions = {}): ExpressionResult {
  const errors: Diagnostic[] = [];
  const { expression, diagnostics } = parse(String(text));
  if (!expression || diagnostics.length > 0) return { errors: diagnostics };
  const scope = scopeOf(options, errors);
  const value = evaluateExpression(expression, scope);
  if (errors.length > 0) return { errors };
  const sensitive = value.sensitive === true;
  return { value: plainOf(value), json: jsonOf(value), type: typeText(typeOf(value)), sensitive };
}

/** Between brackets line ends have no meaning, outside of them they end the argument. */
function parse(text: string): { expression: Expression | undefined; diagnostics: readonly Diagnostic[] } {
  if (!text.includes('\n')) return parseHclExpression({ path: '<expression>', text });
  const file: SourceFile = { path: '<expression>', text: `value = ${text}\n` };
  const { body, diagnostics } = parseHcl(file);
  const [argument, ...others] = body.items;
  if (argument?.kind === 'attribute' && others.length === 0) return { expression: argument.value, diagnostics };
  const span = startOf(file);
  const wrong: Diagnostic = { code: 'hcl-syntax', message: 'This is not one expression', span, severity: 'error' };
  return { expression: undefined, diagnostics: [...diagnostics, wrong] };
}

function scopeOf(options: ExpressionOptions, errors: Diagnostic[]): Scope {
  const files = options.directory === undefined ? undefined : readerOf(options.directory);
  const report = (diagnostic: Diagnostic) => void errors.push(diagnostic);
  const variables = new Map<string, TerraformValue>();
  const scope: Scope = {
    files,
    directory: '.',
    report,
    traverse(root, steps, span): Traversed | undefined {
      const [step] = steps;
      const name = step?.kind === 'attribute' ? step.name : undefined;
      if (root === 'var' && name !== undefined && variables.has(name)) return { value: variables.get(name)!, used: 1 };
      if (root === 'path' && /^(module|root|cwd)$/.test(name ?? ''))
        return { value: { kind: 'string', value: '.', span }, used: 1 };
      if (root === 'terraform' && name === 'workspace')
        return { value: { kind: 'string', value: 'default', span }, used: 1 };
      return undefined;
    },
  };
  for (const [name, json] of Object.entries(options.variables ?? {})) {
    variables.set(name, variableOf(name, json, options.types?.[name], scope));
  }
  return scope;
}

function variableOf(name: string, json: unknown, constraint: string | undefined, scope: Scope): TerraformValue {
  const file: SourceFile = { path: `var.${name}`, text: constraint ?? 'any' };
  const { expression } = parseHclExpression(file);
  const type = expression ? parseTypeConstraint(expression, scope) : ANY;
  const given = withUnknowns(fromJson(json, startOf(file)), `var.${name}`, type);
  const converted = convertTo(given, type);
  if ('value' in converted) return converted.value;
  const message = `var.${name} has a value of another type: ${converted.error}`;
  scope.report({ code: 'variable-type', message, span: startOf(file), severity: 'error' });
  return given;
}

/** JSON with markers for what is not known, as a value; such a part of a known type is not null. */
function withUnknowns(value: TerraformValue, name: string, type: TerraformType): TerraformValue {
  if (value.kind === 'tuple') {
    const element = 'element' in type ? type.element : ANY;
    return { ...value, items: value.items.map((item, at) => withUnknowns(item, `${name}[${at}]`, element)) };
  }
  if (value.kind !== 'object') return value;
  if (value.entries.get('$unknown')?.value.kind === 'bool') {
    const notNull = type.kind === 'any' ? {} : ({ notNull: true } as const);
    return { kind: 'unknown', type, reason: 'parameter-without-default', missing: name, span: value.span, ...notNull };
  }
  const entries = [...value.entries].map(([key, entry]) => {
    const attribute =
      type.kind === 'object' ? type.attributes.get(key)?.type : 'element' in type ? type.element : undefined;
    return [key, { ...entry, value: withUnknowns(entry.value, `${name}.${key}`, attribute ?? ANY) }] as const;
  });
  return { ...value, entries: new Map(entries) };
}

const UNKNOWN = { $unknown: true };

function plainOf(value: TerraformValue): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'string':
    case 'number':
    case 'bool':
      return value.value;
    case 'list':
    case 'set':
    case 'tuple':
      return value.items.map(plainOf);
    case 'map':
    case 'object':
      if (value.open) return UNKNOWN;
      return Object.fromEntries([...inKeyOrder(value.entries)].map(([name, entry]) => [name, plainOf(entry.value)]));
    case 'unknown':
      return UNKNOWN;
  }
}

function jsonOf(value: TerraformValue): string {
  switch (value.kind) {
    case 'string':
      return quotedJson(value.value);
    case 'number':
      return isInfinite(value) ? 'null' : numberText(value);
    case 'list':
    case 'set':
    case 'tuple':
      return `[${value.items.map(jsonOf).join(',')}]`;
    case 'map':
    case 'object': {
      if (value.open) return JSON.stringify(UNKNOWN);
      const entries = [...inKeyOrder(value.entries)].map(
        ([name, entry]) => `${quotedJson(name)}:${jsonOf(entry.value)}`,
      );
      return `{${entries.join(',')}}`;
    }
    default:
      return JSON.stringify(plainOf(value));
  }
}

/** Reads the files of one directory, links that lead out of it excepted. */
function readerOf(directory: string): FileReader {
  const root = attempted(() => realpathSync(directory));
  const real = (path: string): string | undefined => {
    const found = root === undefined ? undefined : attempted(() => realpathSync(join(root, path)));
    if (root === undefined || found === undefined) return undefined;
    const inside = relative(root, found);
    return inside.startsWith('..') || isAbsolute(inside) ? undefined : found;
  };
  const isFile = (path: string) => attempted(() => statSync(path).isFile()) === true;
  const readBytes = (path: string): Uint8Array | undefined => {
    const found = real(path);
    return found !== undefined && isFile(found) ? attempted(() => readFileSync(found)) : undefined;
  };
  return {
    readBytes,
    read(path) {
      const bytes = readBytes(path);
      return bytes && { path, text: new TextDecoder().decode(bytes) };
    },
    list(path) {
      const found = real(path);
      const entries = found === undefined ? undefined : attempted(() => readdirSync(found, { withFileTypes: true }));
      return (entries ?? []).map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
    },
    has(path) {
      const found = real(path);
      return found !== undefined && isFile(found);
    },
  };
}

function attempted<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
