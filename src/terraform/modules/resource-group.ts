import { META_ARGUMENTS, type TerraformBlock, terraformBlock } from '../../facts/terraform.ts';
import { modulePrefix, printKey } from '../address.ts';
import { type ResourceBlock, resourceKey } from '../configuration/configuration.ts';
import { withNames } from '../configuration/names.ts';
import type { Scope } from '../expressions/scope.ts';
import { ANY } from '../values/types.ts';
import { type EvaluatedBody, evaluateBody } from './body.ts';
import { hasKnownId, withDataResults } from './data-sources.ts';
import { type Group, group } from './groups.ts';
import { type Expansion, expand, type Instance } from './instances.ts';
import { cyclicValue } from './memo.ts';
import type { ResourceMember } from './module-scope.ts';
import { attributeOfInstance, exportedByData, exportedByResource, instanceValue } from './resource-values.ts';
import type { Run } from './run.ts';

/** One instance of a resource, data or ephemeral block. */
export interface ResourceInstance extends ResourceMember {
  readonly address: string;
  readonly declared: ResourceBlock;
  /** Of the module, with `count` and `each`. */
  readonly scope: Scope;
  body(): EvaluatedBody;
}

/** The instances of a block; their arguments are evaluated when they are asked for. */
export function resourceGroup(run: Run, declared: ResourceBlock, path: string, outer: Scope): Group<ResourceInstance> {
  const expansion = run.budget > 0 ? expand(declared.block, outer) : NOT_EXPANDED;
  const members = expansion.instances.flatMap(instance => {
    if (run.budget <= 0) return [];
    run.budget -= 1;
    return [resourceInstance(run, declared, path, instance, outer)];
  });
  return group(expansion, members);
}

/** What is left where too much has been expanded already. */
export const NOT_EXPANDED: Expansion = { kind: 'count', instances: [] };

function resourceInstance(
  run: Run,
  declared: ResourceBlock,
  path: string,
  instance: Instance,
  outer: Scope,
): ResourceInstance {
  const { mode, type, name, block } = declared;
  const address = `${modulePrefix(path)}${resourceKey(mode, type, name)}${printKey(instance.key)}`;
  const scope = withNames(outer, instance.names);
  const exported = mode === 'managed' ? exportedByResource(address) : exportedByData(type, address);
  let isRunning = false;
  const compute = () => {
    isRunning = true;
    try {
      return withDataResults(declared, address, evaluateBody(block.body, schemaOf(declared), scope, META_ARGUMENTS));
    } finally {
      isRunning = false;
    }
  };
  const body = run.graph.node(compute, () => cyclicBody(run, address, declared));
  return {
    address,
    declared,
    scope,
    instance,
    body,
    value: () => instanceValue(body().value, exported),
    attribute(steps, span) {
      // What the provider gives needs no argument: nothing else notices that it is asked for in the resource itself.
      if (isRunning) cyclicValue(run, address, block.headerSpan);
      return attributeOfInstance(() => body().value, steps, span, exported, hasKnownId(declared));
    },
  };
}

const schemas = new WeakMap<ResourceBlock, TerraformBlock>();
const NO_SCHEMA: TerraformBlock = { arguments: new Map() };

function schemaOf(declared: ResourceBlock): TerraformBlock {
  const { mode, type } = declared;
  const schema = schemas.get(declared) ?? (mode === 'managed' ? terraformBlock(type) : undefined) ?? NO_SCHEMA;
  schemas.set(declared, schema);
  return schema;
}

function cyclicBody(run: Run, address: string, { block }: ResourceBlock): EvaluatedBody {
  const { span } = cyclicValue(run, address, block.headerSpan);
  return {
    value: { kind: 'object', entries: new Map(), elementType: ANY, open: true, span },
    object: { kind: 'object', properties: new Map(), open: true, span },
  };
}
