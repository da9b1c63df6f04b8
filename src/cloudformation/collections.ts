import type { Span } from '../model/source.ts';
import { list, scalar, textOf, unknown, type Value } from '../model/value.ts';
import { valueAt } from '../parse/syntax.ts';
import { derived } from './derived.ts';
import { evaluate } from './evaluate.ts';
import { type FunctionCall, functionOf } from './functions.ts';
import { transformed } from './includes.ts';
import { jsonText } from './json-text.ts';
import { spread } from './lookups.ts';
import { needsLanguageExtensions, wrongArguments } from './report-arguments.ts';
import { type Scope, warn } from './scope.ts';
import { subnets } from './subnets.ts';

/** `Fn::Length`: how many items a list has. */
export function length({ argument, span }: FunctionCall, scope: Scope): Value | undefined {
  needsLanguageExtensions('Fn::Length', span, scope);
  return spread([evaluate(argument, scope)], span, scope, ([value]) => {
    if (value?.kind === 'unknown' || value?.kind === 'reference') return derived(value, span);
    if (value?.kind !== 'list') return wrongArguments('Fn::Length', 'a list', span, scope);
    const isNothing = (item: Value) => item.kind === 'unknown' && item.alternatives.some(other => !other.value);
    const [certain, doubtful] = [value.items.filter(item => !isNothing(item)), value.items.filter(isNothing)];
    return spread(doubtful, span, scope, chosen => scalar(certain.length + chosen.filter(Boolean).length, span));
  });
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
  values[0] = rangeOfNetwork(values[0], scope);
  return spread(values, span, scope, chosen => blocksOf(chosen, span, scope));
}

function blocksOf(values: readonly (Value | undefined)[], span: Span, scope: Scope): Value {
  const [range, count, bits] = values.map(textOf);
  const blocking = values.find(value => textOf(value) === undefined);
  if (range === undefined || count === undefined || (blocking && values.length === 3)) return derived(blocking, span);
  const blocks = subnets(range, Number(count), bits === undefined ? undefined : Number(bits));
  if (blocks)
    return list(
      blocks.map(block => scalar(block, span)),
      span,
    );
  warn(scope, 'template-wrong-arguments', `Fn::Cidr cannot make ${count} such blocks of ${range}.`, span);
  return unknown('not-supported', `Fn::Cidr of ${range}`, span);
}

/** `!GetAtt Vpc.CidrBlock` is what the template says of the VPC. */
function rangeOfNetwork(value: Value | undefined, scope: Scope): Value | undefined {
  if (value?.kind !== 'reference' || value.attribute !== 'CidrBlock') return value;
  const declared = scope.resources.get(value.target.slice(scope.prefix.length));
  const written = declared && valueAt(valueAt(declared.entry.value, 'Properties'), 'CidrBlock');
  // Written directly, or a parameter: what is more may lead back here.
  const isPlain = written && (functionOf(written)?.name ?? 'Ref') === 'Ref';
  return (isPlain && evaluate(written, scope)) || value;
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
