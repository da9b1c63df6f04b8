import {
  type Alternative,
  type ReferenceValue,
  textOf,
  type UnknownValue,
  unknown,
  type Value,
} from '../model/value.ts';
import { type ScalarNode, type SyntaxNode, textOfNode } from '../parse/syntax.ts';
import { collapse } from './alternatives.ts';
import { availabilityZones, cidr, length, stackOutput, toJsonString, transform } from './collections.ts';
import { missingFor, possibleHere, truthOf } from './conditions.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { importedValue } from './exports.ts';
import { type FunctionCall, functionOf } from './functions.ts';
import { findInMap, select, split, spread } from './lookups.ts';
import { reportMisspeltAttribute } from './misspelt.ts';
import { pseudoParameter } from './parameters.ts';
import { wrongArguments } from './report-arguments.ts';
import { assuming, fail, type Scope, warn } from './scope.ts';
import { join, substitute } from './strings.ts';

export type Intrinsic = (call: FunctionCall, scope: Scope) => Value | undefined;

/**
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidr],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', availabilityZones],
  ['Fn::GetStackOutput', stackOutput],
  ['Fn::If', conditional],
  ['Fn::ImportValue', importValue],
  ['Fn::Join', join],
  ['Fn::Length', length],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', substitute],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
  ...['RefAll', 'ValueOf', 'ValueOfAll'].map((name): [string, Intrinsic] => [`Fn::${name}`, ofTheAccount]),
  ...['And', 'Equals', 'Not', 'Or'].map((name): [string, Intrinsic] => [`Fn::${name}`, conditionOutsideOfConditions]),
]);

function ref({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const computed = functionOf(argument) && evaluate(argument, scope);
  const name = computed ? textOf(computed) : isPlain(argument) ? textOfNode(argument) : undefined;
  if (name === undefined && computed) {
    return undecided([computed], span, scope, ([chosen]) => {
      const known = textOf(chosen);
      return known === undefined ? derived(chosen, span) : valueOfName(known, span, scope);
    });
  }
  if (name === undefined) return wrongArguments('Ref', 'the name of a parameter or resource', span, scope);
  return valueOfName(name, span, scope);
}

/** Text as it stands; under AWS::LanguageExtensions a name may also be computed. */
function isPlain(node: SyntaxNode): node is ScalarNode {
  return node.kind === 'scalar' && node.tag === undefined;
}

/** What `Ref` gives for a name: a parameter's value, or a reference to a resource. */
export function valueOfName(name: string, span: FunctionCall['span'], scope: Scope): Value | undefined {
  const parameter = scope.parameters.get(name);
  if (parameter) return parameter.value.kind === 'unknown' ? asUsed(parameter.value, span, scope) : parameter.value;
  if (scope.resources.has(name)) return reference(name, undefined, span, scope);
  const variable = scope.loopVariables.get(name);
  if (variable) return { ...variable, span };
  if (name === 'AWS::NoValue') return undefined;
  return pseudoParameter(name, span, scope.options) ?? undefinedName(name, undefined, span, scope);
}

/** An unknown parameter where it is used: without the values that the conditions around it exclude. */
function asUsed(value: UnknownValue, span: FunctionCall['span'], scope: Scope): Value | undefined {
  const isFree = scope.assumed.length === 0 && scope.assumable.given.length === 0;
  if (value.alternatives.length === 0 || isFree) return { ...value, span };
  const alternatives = value.alternatives.filter(({ when }) => possibleHere([when], scope));
  return collapse({ ...value, alternatives, span });
}

function getAtt({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const computed = functionOf(argument) && evaluate(argument, scope);
  const name = computed ? textOf(computed) : isPlain(argument) ? argument.raw : undefined;
  if (name === undefined && computed) return derived(computed, span);
  const dot = name?.indexOf('.') ?? -1;
  if (name !== undefined && dot > 0) return attributeOf(name.slice(0, dot), name.slice(dot + 1), span, scope);
  if (argument.kind === 'sequence' && argument.items.length === 2) {
    const values = argument.items.map(item => evaluate(item, scope));
    const [resource, attribute] = values.map(textOf);
    if (resource !== undefined && attribute !== undefined) return attributeOf(resource, attribute, span, scope);
    if (resource !== undefined && scope.resources.has(resource)) return reference(resource, undefined, span, scope);
    if (argument.items.some((item, index) => functionOf(item) && textOf(values[index]) === undefined)) {
      return undecided(values, span, scope, ([target, part]) => {
        const [chosen, of] = [textOf(target), textOf(part)];
        if (chosen !== undefined && of !== undefined) return attributeOf(chosen, of, span, scope);
        return derived(chosen === undefined ? target : part, span);
      });
    }
  }
  return wrongArguments('Fn::GetAtt', 'the name of a resource and of one of its attributes', span, scope);
}

/** What may be meant by names that parameters choose; none of it is certainly needed. */
function undecided(...[values, span, scope, compute]: Parameters<typeof spread>): Value | undefined {
  const { dependencies } = scope;
  scope.dependencies = undefined;
  const value = spread(values, span, scope, compute);
  scope.dependencies = dependencies;
  return value;
}

/** An attribute of a resource; reported where there is no such resource. */
export function attributeOf(
  resource: string,
  attribute: string,
  span: FunctionCall['span'],
  scope: Scope,
): Value | undefined {
  const generated = scope.generatedNames.get(`${resource}.${attribute}`);
  if (generated !== undefined) return { kind: 'reference', target: scope.prefix + generated, span };
  const declared = scope.resources.get(resource);
  if (declared) {
    reportMisspeltAttribute(declared.type, attribute, span, scope);
    return (
      (attribute.startsWith('Outputs.') && outputOf(resource, attribute, span, scope)) ||
      reference(resource, attribute, span, scope)
    );
  }
  return undefinedName(resource, attribute, span, scope);
}

/** The value of a nested stack's output, where its template is at hand. */
function outputOf(resource: string, attribute: string, span: FunctionCall['span'], scope: Scope): Value | undefined {
  const stack = scope.nested(resource, scope);
  if (!stack) return undefined;
  const name = attribute.slice('Outputs.'.length);
  const value = stack.outputs.get(name);
  dependsOn(resource, span, scope);
  if (value) return value;
  warn(scope, 'template-undefined-output', `The nested stack "${resource}" has no output "${name}".`, span);
  return unknown('outside-this-input', `${resource}.${attribute}`, span);
}

function reference(
  target: string,
  attribute: string | undefined,
  span: FunctionCall['span'],
  scope: Scope,
): ReferenceValue {
  dependsOn(target, span, scope);
  const full = scope.prefix + target;
  return attribute === undefined
    ? { kind: 'reference', target: full, span }
    : { kind: 'reference', target: full, attribute, span };
}

/** Notes that the current resource needs another one, unless only a branch of an undecided condition does. */
function dependsOn(target: string, span: FunctionCall['span'], scope: Scope): void {
  const { dependencies } = scope;
  if (!dependencies || scope.assumed.length !== scope.assumedByResource || dependencies.has(target)) return;
  dependencies.set(target, span);
}

function undefinedName(name: string, attribute: string | undefined, span: FunctionCall['span'], scope: Scope): Value {
  const { macro, unseen } = scope.transforms;
  if (macro !== undefined) return unknown('outside-this-input', `${name} (macro ${macro})`, span);
  if (unseen !== undefined) return unknown('outside-this-input', `${name} (${unseen})`, span);
  const full = attribute === undefined ? name : `${name}.${attribute}`;
  const generated = scope.generatedNames.get(full);
  if (generated !== undefined) return { kind: 'reference', target: scope.prefix + generated, span };
  if (mayBeGenerated(name, scope))
    return { kind: 'reference', target: scope.prefix + name, ...(attribute && { attribute }), span };
  const message = `There is no parameter or resource "${name}".`;
  fail(scope, 'template-undefined-reference', message, span, 'Correct the name, or declare it.');
  return unknown('outside-this-input', full, span);
}

/** SAM and modules make resources whose names start with the one that is written. */
export function mayBeGenerated(name: string, scope: Scope): boolean {
  for (const [declared, { type }] of scope.resources) {
    const generates =
      type.endsWith('::MODULE') || (scope.transforms.serverless && type.startsWith('AWS::Serverless::'));
    if (generates && name.startsWith(declared)) return true;
  }
  return scope.transforms.serverless && /^Serverless(Rest|Http)Api/.test(name);
}

function conditional({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const items = argument.kind === 'sequence' ? argument.items : [];
  const name = textOfNode(items[0]);
  if (items.length !== 3 || name === undefined) {
    return wrongArguments('Fn::If', 'the name of a condition and two values', span, scope);
  }
  const truth = truthOf(name, items[0]!.span, scope);
  if (truth !== undefined) return evaluate(items[truth ? 1 : 2]!, scope);
  const branch = (value: boolean, node: SyntaxNode): Alternative => {
    const when = { name: scope.prefix + name, value };
    return { when, value: assuming(scope, when, () => evaluate(node, scope)) };
  };
  const alternatives = [branch(true, items[1]!), branch(false, items[2]!)];
  const missing = missingFor(name, scope);
  return { kind: 'unknown', reason: 'undecided-condition', missing, alternatives, span };
}

function importValue({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const name = evaluate(argument, scope);
  const { exports } = scope.options;
  const importer = { prefix: scope.prefix, input: scope.input };
  const imported = name && exports && importedValue(name, exports, importer, span);
  return imported ?? unknown('outside-this-input', `Fn::ImportValue "${describe(name)}"`, span);
}

/** A text with what is not known of it between `${` and `}`. */
function describe(value: Value | undefined): string {
  switch (value?.kind) {
    case 'scalar':
      return String(value.value);
    case 'template':
      return value.parts.map(part => (typeof part === 'string' ? part : `\${${describe(part)}}`)).join('');
    case 'reference':
      return value.attribute === undefined ? value.target : `${value.target}.${value.attribute}`;
    case 'unknown':
      return value.missing.replace(/^parameter /, '');
    default:
      return '…';
  }
}

/** Base64 text is kept as what it encodes, which is what one wants to know of user data. */
function base64({ argument }: FunctionCall, scope: Scope): Value | undefined {
  return evaluate(argument, scope);
}

/** Functions of the Rules section, which ask the account for its resources and their tags. */
function ofTheAccount({ name, span }: FunctionCall): Value {
  return unknown('computed-at-deployment', name, span);
}

function conditionOutsideOfConditions({ name, span }: FunctionCall, scope: Scope): Value {
  warn(scope, 'template-wrong-arguments', `${name} can only be used in conditions.`, span);
  return unknown('not-supported', name, span);
}
