import { list, scalar, textOf, unknown, type Value } from '../model/value.ts';
import { valueAt } from '../parse/syntax.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import type { FunctionCall } from './functions.ts';
import { transformed } from './includes.ts';
import { jsonText } from './json-text.ts';
import { needsLanguageExtensions, wrongArguments } from './report-arguments.ts';
import { type Scope, warn } from './scope.ts';
import { subnets } from './subnets.ts';

/** `Fn::Length`: how many items a list has. */
export function length({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  needsLanguageExtensions('Fn::Length', span, scope);
  const value = evaluate(argument, scope);
  if (value?.kind === 'unknown' || value?.kind === 'reference') return derived(value, span);
  if (value?.kind !== 'list') return wrongArguments('Fn::Length', 'a list', span, scope);
  const undecided = value.items.find(item => item.kind === 'unknown' && item.alternatives.some(other => !other.value));
  return undecided ? derived(undecided, span) : scalar(value.items.length, span);
}

/** `Fn::ToJsonString`: a value as JSON text, which keeps its structure. */
export function toJsonString({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  needsLanguageExtensions('Fn::ToJsonString', span, scope);
  const value = evaluate(argument, scope);
  if (value?.kind !== 'object' && value?.kind !== 'list') {
    return value ? derived(value, span) : wrongArguments('Fn::ToJsonString', 'a mapping or a list', span, scope);
  }
  return { kind: 'template', parts: jsonText(value), structure: value, span };
}

/** `Fn::GetAZs`: only the deployment knows the availability zones of a region. */
export function availabilityZones({ argument, span }: FunctionCall, scope: Scope): Value {
  const region = textOf(evaluate(argument, scope));
  const name = region === undefined || region === '' ? 'this region' : region;
  return unknown('computed-at-deployment', `availability zones of ${name}`, span);
}

/** `Fn::Cidr`: the first blocks of an address range. */
export function cidr({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const nodes = argument.kind === 'sequence' ? argument.items : [];
  if (nodes.length < 2 || nodes.length > 3)
    return wrongArguments('Fn::Cidr', 'an address range and a count', span, scope);
  const values = nodes.map(node => evaluate(node, scope));
  const [range, count, bits] = values.map(textOf);
  const blocking = values.find(value => textOf(value) === undefined);
  if (range === undefined || count === undefined || (blocking && nodes.length === 3)) return derived(blocking, span);
  const blocks = subnets(range, Number(count), bits === undefined ? undefined : Number(bits));
  if (blocks)
    return list(
      blocks.map(block => scalar(block, span)),
      span,
    );
  warn(scope, 'template-wrong-arguments', `Fn::Cidr cannot make ${count} such blocks of ${range}.`, span);
  return unknown('not-supported', `Fn::Cidr of ${range}`, span);
}

/** `Fn::Transform` alone in its mapping: what is included, or something unknown. */
export function transform({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  const result = transformed(argument, scope);
  if ('node' in result) return evaluate(result.node, scope);
  return unknown('outside-this-input', result.unseen, span);
}

/** `Fn::GetStackOutput`: an output of another stack. */
export function stackOutput({ argument, span }: FunctionCall): Value {
  const part = (name: string) => valueAt(argument, name);
  const [stack, output] = [part('StackName'), part('OutputName')];
  const text = [stack, output].map(node => (node?.kind === 'scalar' ? node.raw : '…')).join('.');
  return unknown('outside-this-input', `output ${text}`, span);
}
