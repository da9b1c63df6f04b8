import { handedOut, type Mention, withoutKeys } from '../../model/mention.ts';
import type { ReferenceValue } from '../../model/value.ts';
import type { Block } from '../../parse/hcl/ast.ts';
import { modulePrefix } from '../address.ts';
import { argumentReferences } from './declared-references.ts';
import type { ModuleInstance } from './module-instance.ts';

/**
 * Where a module and those that it calls name resources in expressions: in the arguments of resources that there are,
 * and in what hands them out: outputs, calls of modules that are not here, data sources. Of a call with several
 * instances one is looked at.
 */
export function mentionsIn(root: ModuleInstance): readonly Mention[] {
  const found: Mention[] = [];
  collect(root, found);
  return found;
}

function collect(module: ModuleInstance, found: Mention[]): void {
  const { resources, outputs, calls } = module.configuration;
  const prefix = modulePrefix(withoutKeys(module.path));
  for (const [key, { mode, block }] of resources) {
    if (module.resource(key)?.members.length === 0) continue;
    eachMention(block, module, (reference, argument) => {
      const { target, attribute, span } = reference;
      const by = prefix + key;
      if (mode !== 'managed') found.push(handedOut(reference, by));
      else found.push({ target: withoutKeys(target), by, argument, attribute, span });
    });
  }
  for (const [name, block] of outputs) {
    eachMention(block, module, reference => found.push(handedOut(reference, `${prefix}output.${name}`)));
  }
  for (const [name, block] of calls) {
    const group = module.call(name);
    if (group === 'not-resolved') {
      eachMention(block, module, reference => found.push(handedOut(reference, `${prefix}module.${name}`)));
    } else if (group?.members[0]) collect(group.members[0], found);
  }
}

/** These say when and how, and make nothing of what they name. */
const META: ReadonlySet<string> = new Set([
  'depends_on',
  'lifecycle',
  'provider',
  'providers',
  'count',
  'precondition',
]);

function eachMention(
  block: Block,
  module: ModuleInstance,
  found: (reference: ReferenceValue, argument: string) => void,
): void {
  for (const [argument, { value }] of argumentReferences(block, module).properties) {
    if (META.has(argument) || value.kind !== 'list') continue;
    for (const reference of value.items) if (reference.kind === 'reference') found(reference, argument);
  }
}
