import { posix } from 'node:path';
import type { Span } from '../../model/source.ts';
import { resourceKey } from '../configuration/configuration.ts';
import type { Scope, TraversalStep, Traversed } from '../expressions/scope.ts';
import { NOT_BUILT } from '../functions/signature.ts';
import { ANY } from '../values/types.ts';
import type { TerraformValue } from '../values/values.ts';
import { type Group, type Member, select, wholeOf } from './groups.ts';
import type { Run } from './run.ts';

/** What a module declares, evaluated when it is asked for; undefined where there is no such declaration. */
export interface ModuleNames {
  readonly directory: string;
  /** `module.db["a"]`; empty for the root module. */
  readonly path: string;
  variable(name: string): TerraformValue | undefined;
  local(name: string): TerraformValue | undefined;
  /** By `aws_x.y`, `data.aws_x.y`. */
  resource(key: string): Group<ResourceMember> | undefined;
  /** `not-resolved`: it is called, but where it is cannot be told. */
  call(name: string): Group<CallMember> | 'not-resolved' | undefined;
}

export interface ResourceMember extends Member {
  /** As many steps into the instance as can be followed. */
  attribute(steps: readonly TraversalStep[], span: Span): Traversed;
}

export interface CallMember extends Member {
  output(name: string): TerraformValue | undefined;
}

/** The scope of a module instance, https://developer.hashicorp.com/terraform/language/expressions/references. */
export function moduleScope(names: ModuleNames, run: Run): Scope {
  const missing = (name: string, span: Span): TerraformValue => {
    run.report({
      code: 'undeclared-reference',
      message: `${name} is not declared in this module`,
      advice: 'Declare it, or correct the name.',
      span,
      severity: 'warning',
    });
    return { kind: 'unknown', type: ANY, reason: 'outside-this-input', missing: name, span };
  };
  return {
    files: run.options.files,
    directory: run.root,
    report: diagnostic => {
      if (diagnostic.code !== NOT_BUILT) run.report(diagnostic);
    },
    traverse(root, steps, span) {
      const first = nameAt(steps, 0);
      switch (root) {
        case 'var':
          return first === undefined ? undefined : one(names.variable(first) ?? missing(`var.${first}`, span));
        case 'local':
          return first === undefined ? undefined : one(names.local(first) ?? missing(`local.${first}`, span));
        case 'path':
          return first === undefined ? undefined : text(pathOf(first, names.directory, run.root), span);
        case 'terraform':
        case 'tofu':
          return first === 'workspace' ? text(run.options.workspace ?? 'default', span) : undefined;
        case 'module':
          return first === undefined ? undefined : traverseCall(names, first, steps, span, missing);
        case 'data':
        case 'ephemeral':
          return traverseResource(names, root, steps, 0, span, missing);
        case 'resource':
          return traverseResource(names, 'managed', steps, 0, span, missing);
        case 'each':
        case 'count':
        case 'self':
          return undefined;
        default: {
          const type: TraversalStep = { kind: 'attribute', name: root, span };
          return traverseResource(names, 'managed', [type, ...steps], 1, span, missing);
        }
      }
    },
  };
}

type Missing = (name: string, span: Span) => TerraformValue;

/** `added`: steps in front of those that the expression has. */
function traverseResource(
  names: ModuleNames,
  mode: 'managed' | 'data' | 'ephemeral',
  steps: readonly TraversalStep[],
  added: number,
  span: Span,
  missing: Missing,
): Traversed | undefined {
  const [type, name] = [nameAt(steps, 0), nameAt(steps, 1)];
  if (type === undefined || name === undefined) return undefined;
  const key = resourceKey(mode, type, name);
  const rest = steps.slice(2);
  const group = names.resource(key);
  if (!group) return undeclaredResource(names, mode, key, rest, span, missing, 2 - added);
  const selected = select(group, rest);
  if (!selected) return { value: wholeOf(group, span), used: 2 - added };
  const { member, used } = selected;
  const after = rest.slice(used);
  if (after.length === 0) return { value: member.value(), used: 2 - added + used };
  const found = member.attribute(after, span);
  return { value: found.value, used: 2 - added + used + found.used };
}

/** A resource that nobody declares is at least set, and the same wherever it is named. */
function undeclaredResource(
  names: ModuleNames,
  mode: string,
  key: string,
  rest: readonly TraversalStep[],
  span: Span,
  missing: Missing,
  used: number,
): Traversed {
  const value = missing(key, span);
  const attribute = nameAt(rest, 0);
  if (mode !== 'managed' || attribute === undefined || value.kind !== 'unknown') return { value, used };
  const address = names.path === '' ? key : `${names.path}.${key}`;
  return { value: { ...value, missing: `${key}.${attribute}`, reference: { address, attribute } }, used: used + 1 };
}

function traverseCall(
  names: ModuleNames,
  name: string,
  steps: readonly TraversalStep[],
  span: Span,
  missing: Missing,
): Traversed {
  const group = names.call(name);
  if (!group) return one(missing(`module.${name}`, span));
  if (group === 'not-resolved') {
    const output = nameAt(steps, 1);
    const what = `module.${name}${output === undefined ? '' : `.${output}`}`;
    const unknown = { kind: 'unknown', type: ANY, reason: 'outside-this-input', missing: what, span } as const;
    // An output may be null, but nobody wires one to an argument to give it nothing.
    const value = { ...unknown, mustBeGiven: true } as const;
    return { value, used: output === undefined ? 1 : 2 };
  }
  const rest = steps.slice(1);
  const selected = select(group, rest);
  if (!selected) return { value: wholeOf(group, span), used: 1 };
  const { member, used } = selected;
  const output = nameAt(rest, used);
  if (output === undefined) return { value: member.value(), used: 1 + used };
  return { value: member.output(output) ?? missing(`module.${name}.${output}`, span), used: 2 + used };
}

function nameAt(steps: readonly TraversalStep[], at: number): string | undefined {
  const step = steps[at];
  return step?.kind === 'attribute' ? step.name : undefined;
}

function one(value: TerraformValue): Traversed {
  return { value, used: 1 };
}

function text(value: string | undefined, span: Span): Traversed | undefined {
  return value === undefined ? undefined : one({ kind: 'string', value, span });
}

/** Paths as seen from the root module, which is the working directory of Terraform. */
function pathOf(name: string, directory: string, root: string): string | undefined {
  if (name === 'root' || name === 'cwd') return '.';
  if (name !== 'module') return undefined;
  return posix.relative(root, directory) || '.';
}
