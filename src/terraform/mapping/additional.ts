import { cloudFormationType } from '../../facts/cloudformation.ts';
import type { AlsoRow, AlsoValue } from '../../facts/mappings.ts';
import { argumentTable, placementOf } from '../../facts/placement.ts';
import { parseTarget } from '../../facts/target.ts';
import { list, type ObjectValue, type Property, type Value } from '../../model/value.ts';
import type { TerraformResource } from '../resource.ts';
import { mapArguments } from './arguments.ts';
import { convert } from './converters.ts';
import { type Draft, newDraft, write } from './draft.ts';

/** One more resource that a Terraform resource stands for: its policy, its rules. */
export interface Additional {
  /** What distinguishes it: `policy`, `route[0]`. */
  readonly label: string;
  readonly type: string;
  readonly properties: Draft;
}

/** CloudFormation splits what Terraform nests: a queue with a policy is a queue and a queue policy. */
export function additionalResources(
  row: AlsoRow,
  body: ObjectValue,
  resource: TerraformResource,
): readonly Additional[] {
  if (row.when !== undefined) {
    const property = body.properties.get(row.when);
    return property ? [additional(row.when, row, body, property, resource)] : [];
  }
  const blocks = body.properties.get(row.each!);
  if (blocks?.value.kind !== 'list') return [];
  return blocks.value.items.flatMap((block, index) =>
    block.kind === 'object' ? [additional(`${row.each}[${index}]`, row, block, blocks, resource)] : [],
  );
}

function additional(
  label: string,
  row: AlsoRow,
  block: ObjectValue,
  written: Property,
  resource: TerraformResource,
): Additional {
  const root = newDraft(block.span);
  const properties = cloudFormationType(row.cfn)?.properties;
  for (const [target, from] of Object.entries(row.props)) {
    const property = valueFrom(from, block, written, resource);
    if (!property) continue;
    // The target is named by a row of its own, so that the value gets the form that the schema wants.
    const table = argumentTable({ rows: { [property.writtenAs]: { to: target } }, properties, root: properties });
    placementOf(table, property.writtenAs);
    const single: ObjectValue = { ...block, properties: new Map([[property.writtenAs, property]]), open: false };
    mapArguments(single, table, root, { type: resource.type, address: resource.address, body: block, root });
  }
  for (const [name, constant] of Object.entries(row.const ?? {})) {
    const value: Value = { kind: 'scalar', value: constant, span: block.span };
    write(root, parseTarget(name), value, { writtenAs: name, nameSpan: written.nameSpan, span: written.span });
  }
  return { label, type: row.cfn, properties: root };
}

function valueFrom(
  from: AlsoValue,
  block: ObjectValue,
  written: Property,
  resource: TerraformResource,
): Property | undefined {
  const itself: Value = { kind: 'reference', target: resource.address, span: resource.nameSpan };
  const place = { writtenAs: resource.type, nameSpan: resource.nameSpan, span: resource.nameSpan };
  if (from === '$Ref') return { ...place, value: itself };
  if (typeof from === 'string' || !('from' in from)) return { ...place, value: list([itself], resource.nameSpan) };
  const property = propertyAt(block, from.from.split('.'));
  if (!property || from.via === undefined) return property;
  const around = { block, body: block, address: resource.address, property: written };
  const value = convert(property.value, from.via, around);
  return value && { ...property, value };
}

function propertyAt(block: ObjectValue, [name, ...rest]: readonly string[]): Property | undefined {
  const property = block.properties.get(name!);
  if (!property || rest.length === 0) return property;
  const inner = property.value.kind === 'list' ? property.value.items[0] : property.value;
  return inner?.kind === 'object' ? propertyAt(inner, rest) : undefined;
}
