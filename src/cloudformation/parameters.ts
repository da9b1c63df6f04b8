import type { Span } from '../model/source.ts';
import { type Alternative, list, scalar, textOf, type UnknownValue, unknown, type Value } from '../model/value.ts';
import { type Entry, type SyntaxNode, textOfNode, valueAt } from '../parse/syntax.ts';
import { piecesOf } from './pieces.ts';
import type { CloudFormationOptions } from './scope.ts';

/** A declared parameter with what is known of its value. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly nameSpan: Span;
  readonly value: Value;
  /** Under which name assumptions and conditions know it: `Network.Size` in a nested stack. */
  readonly variable: string;
  /** The texts it can have, where they are listed and none is chosen; conditions reckon with them. */
  readonly domain?: readonly string[];
}

/**
 * The Parameters section. A value given by the user wins over the default. Without either, the value is unknown,
 * with AllowedValues as alternatives. NoEcho makes it sensitive.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function readParameters(section: SyntaxNode | undefined, given: GivenParameters): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  if (section?.kind !== 'mapping') return parameters;
  for (const entry of section.entries) parameters.set(entry.key.raw, readParameter(entry, given));
  return parameters;
}

/** Where the values of parameters come from. */
export interface GivenParameters {
  /** In front of names, in a nested stack: `Network.`. */
  readonly prefix: string;
  /** The user's. */
  readonly texts: Readonly<Record<string, string>>;
  /** What a parent stack passes, and the parent's name of it where it is an undecided parameter there. */
  readonly passed: ReadonlyMap<string, { readonly value: Value; readonly variable: string | undefined }>;
}

/** Longer lists of allowed values are not played through. */
const MAX_ALLOWED_VALUES = 100;

function readParameter({ key, value: declaration }: Entry, given: GivenParameters): Parameter {
  const name = key.raw;
  const full = given.prefix + name;
  const type = textOfNode(valueAt(declaration, 'Type')) ?? 'String';
  const common = { name, type, nameSpan: key.span, variable: full };
  const secret = isTrue(valueAt(declaration, 'NoEcho'));
  const text = given.texts[name];
  const passed = given.passed.get(name);
  const defaultNode = valueAt(declaration, 'Default');
  if (type.startsWith('AWS::SSM::Parameter::Value')) {
    const path = text ?? textOf(passed?.value) ?? textOfNode(defaultNode);
    const missing = path === undefined ? `parameter ${full}` : `SSM parameter ${path} (parameter ${full})`;
    const reason = path === undefined ? 'parameter-without-default' : 'outside-this-input';
    return { ...common, value: marked(unknown(reason, missing, key.span), secret) };
  }
  if (text !== undefined) return { ...common, value: valueOfText(text, type, key.span, secret) };
  if (passed) {
    return { ...common, variable: passed.variable ?? full, value: marked(asType(passed.value, type), secret) };
  }
  if (defaultNode?.kind === 'scalar') return { ...common, value: defaultValue(defaultNode, type, secret) };
  return { ...common, ...undecided(full, type, declaration, key.span, secret) };
}

/** A nested stack gets lists as one text. */
function asType(value: Value, type: string): Value {
  if (!isList(type)) return value;
  const text = textOf(value);
  if (text !== undefined) return valueOfText(text, type, value.span, value.sensitive === true);
  const items = piecesOf(withoutSpaces(value), ',');
  return items ? marked(list(items, value.span), value.sensitive === true) : value;
}

/** Spaces around the commas of a list are not parts of its items. */
function withoutSpaces(value: Value): Value {
  if (value.kind !== 'template') return value;
  return {
    ...value,
    parts: value.parts.map(part => (typeof part === 'string' ? part.replace(/\s*,\s*/g, ',') : part)),
  };
}

function defaultValue(node: SyntaxNode & { kind: 'scalar' }, type: string, secret: boolean): Value {
  if (isList(type)) return valueOfText(node.raw, type, node.span, secret);
  const value = node.value === null ? '' : node.value;
  return marked(scalar(value, node.span), secret);
}

function undecided(
  name: string,
  type: string,
  declaration: SyntaxNode,
  span: Span,
  secret: boolean,
): { value: Value; domain?: readonly string[] } {
  const nothing = marked(unknown('parameter-without-default', `parameter ${name}`, span), secret);
  const allowed = valueAt(declaration, 'AllowedValues');
  // Of a list, the allowed values are those of its items.
  if (allowed?.kind !== 'sequence' || isList(type)) return { value: nothing };
  const alternatives: Alternative[] = [];
  const domain: string[] = [];
  for (const node of allowed.items) {
    if (node.kind !== 'scalar' || node.tag !== undefined) return { value: nothing };
    const value = node.value === null ? '' : node.value;
    domain.push(String(value));
    alternatives.push({ when: { name, value: String(value) }, value: marked(scalar(value, node.span), secret) });
  }
  if (domain.length === 0) return { value: nothing };
  if (domain.length > MAX_ALLOWED_VALUES) return { value: nothing, domain };
  return { value: { ...(nothing as UnknownValue), alternatives }, domain };
}

/** The value of a parameter that is given as text: a list type is split at its commas. */
export function valueOfText(text: string, type: string, span: Span, secret: boolean): Value {
  if (!isList(type)) return marked(scalar(text, span), secret);
  const items = text.trim() === '' ? [] : text.split(',').map(item => marked(scalar(item.trim(), span), secret));
  return marked(list(items, span), secret);
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function isTrue(node: SyntaxNode | undefined): boolean {
  return textOfNode(node)?.toLowerCase() === 'true' || (node?.kind === 'scalar' && node.value === true);
}

function marked<V extends Value>(value: V, secret: boolean): V {
  return secret ? { ...value, sensitive: true } : value;
}

/** What CloudFormation knows by itself. `AWS::NoValue` is not among them: it is no value at all. */
const PSEUDO_PARAMETERS: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/**
 * The value of a pseudo parameter, which only the deployment knows unless the user gives it; undefined where
 * there is no such pseudo parameter.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function pseudoParameter(name: string, span: Span, options: CloudFormationOptions): Value | undefined {
  if (!PSEUDO_PARAMETERS.has(name)) return undefined;
  const given = options.parameters?.[name];
  if (given === undefined) return unknown('computed-at-deployment', name, span);
  return valueOfText(given, name === 'AWS::NotificationARNs' ? 'CommaDelimitedList' : 'String', span, false);
}
