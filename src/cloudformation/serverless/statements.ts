import type { Span } from '../../model/source.ts';
import { textOf, type Value } from '../../model/value.ts';
import { pseudoParameter } from '../parameters.ts';
import type { Scope } from '../scope.ts';
import { concatenate } from '../strings.ts';
import type { Literal } from './build.ts';
import { CONNECTOR_PROFILES } from './connector-profiles.ts';
import { POLICY_TEMPLATES } from './policy-templates.ts';

/** What a connector profile says, as in the table. */
export interface ConnectorProfile {
  readonly type: string;
  /** Whether the source, not the destination, gets the permission. */
  readonly source: boolean;
  readonly categories: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let templates: ReadonlyMap<string, string> | undefined;

/** The statements of a policy template with values for its parameters; undefined where there is no such template. */
export function policyTemplate(
  name: string,
  parameters: (name: string) => Value | undefined,
  span: Span,
  scope: Scope,
): Literal | undefined {
  templates ??= new Map(POLICY_TEMPLATES.map(line => [line.slice(0, line.indexOf(' ')), line]));
  const line = templates.get(name);
  if (line === undefined) return undefined;
  return filled(JSON.parse(line.slice(name.length)), parameters, span, scope);
}

/** What connects two types of resources; undefined where SAM has no such connector. */
export function connectorProfile(source: string, destination: string): ConnectorProfile | undefined {
  const start = `${source} ${destination} `;
  const line = CONNECTOR_PROFILES.find(candidate => candidate.startsWith(start));
  return line === undefined ? undefined : (JSON.parse(line.slice(start.length)) as ConnectorProfile);
}

/** Data of a table with its references filled in: `Ref`, `Fn::Sub` and the connectors' `%{Source.Arn}`. */
export function filled(data: unknown, names: (name: string) => Value | undefined, span: Span, scope: Scope): Literal {
  if (typeof data === 'string') return text(data, names, span, scope);
  if (typeof data !== 'object' || data === null) return data as Literal;
  if (Array.isArray(data)) return data.map(item => filled(item, names, span, scope));
  const entries = Object.entries(data);
  const [key, argument] = entries[0] ?? [];
  if (entries.length === 1 && key === 'Ref') return named(String(argument), names, span, scope);
  if (entries.length === 1 && key === 'Fn::Sub') return substituted(argument, names, span, scope);
  if (entries.length === 1 && key === 'Fn::Join') return joined(argument as [string, unknown[]], names, span, scope);
  return Object.fromEntries(entries.map(([name, part]) => [name, filled(part, names, span, scope)]));
}

function substituted(argument: unknown, names: (name: string) => Value | undefined, span: Span, scope: Scope): Literal {
  if (!Array.isArray(argument)) return text(String(argument), names, span, scope);
  const [pattern, variables] = argument as [string, Record<string, { Ref?: string }>];
  const own = (name: string) => {
    const variable = variables[name]?.Ref;
    return variable === undefined ? names(name) : named(variable, names, span, scope);
  };
  return text(pattern, own, span, scope);
}

function joined(
  [delimiter, items]: [string, unknown[]],
  names: (name: string) => Value | undefined,
  span: Span,
  scope: Scope,
): Literal {
  const parts = items.flatMap((item, index) => {
    const part = filled(item, names, span, scope) as string | Value;
    return index === 0 || delimiter === '' ? [part] : [delimiter, part];
  });
  return concatenate(parts, span, scope);
}

function text(pattern: string, names: (name: string) => Value | undefined, span: Span, scope: Scope): Literal {
  const pieces = pattern.split(/[$%]\{([^}]+)\}/);
  if (pieces.length === 1) return pattern;
  const parts: (string | Value)[] = [];
  for (const [index, piece] of pieces.entries()) {
    const value = index % 2 === 1 ? named(piece, names, span, scope) : undefined;
    if (value) parts.push(value);
    else if (index % 2 === 0 && piece !== '') parts.push(piece);
  }
  return concatenate(parts, span, scope);
}

function named(name: string, names: (name: string) => Value | undefined, span: Span, scope: Scope): Value | undefined {
  const value = names(name) ?? pseudoParameter(name, span, scope.options);
  return value && textOf(value) === undefined ? { ...value, span } : value;
}
