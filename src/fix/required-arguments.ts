import { type TerraformBlock, terraformBlock } from '../facts/terraform.ts';
import type { Body } from '../parse/hcl/ast.ts';
import { entryAt, type SyntaxNode } from '../parse/syntax.ts';
import { type Declined, declined } from './decline.ts';
import { type Document, entryOf, type Place } from './document.ts';
import { meansBlock, nameOf } from './hcl-blocks.ts';
import { isArgument, isOfList, itemWithKey, means, partsOf } from './list-items.ts';
import { ITEM } from './steps.ts';
import { insideOf, isScalar, type Scalar, type Wanted } from './wanted.ts';

/**
 * Why Terraform would not take what is wanted of a block: a nested block would be new, and lacks an argument that it has
 * to have, or the name is that of an argument. Undefined: nothing speaks against it.
 */
export function lackIn(document: Document, place: Place, wanted: Wanted): Declined | undefined {
  if (document.kind === 'hcl') {
    const block = document.body.items[place as number];
    const schema = block?.kind === 'block' ? terraformBlock(block.labels[0]?.value ?? '') : undefined;
    return schema && block?.kind === 'block' ? lackOf(inBody(block.body), wanted, schema) : undefined;
  }
  const path = place as readonly string[];
  const [kind, type = ''] = path.filter(step => !/^\d+$/.test(step));
  const schema = kind === 'resource' ? terraformBlock(type) : undefined;
  const entry = schema && entryOf(document.root, path);
  return entry && lackOf(inNode(entry.value), wanted, schema);
}

/** What stands in a block under a name: whether it is there, and the blocks that it is, as far as they are some. */
type Holder = (name: string) => readonly Part[] | undefined;

interface Part {
  /** Undefined of an argument that holds it in another form. */
  readonly inside: Holder | undefined;
  means(step: string, wanted: Wanted | Scalar, index: number): boolean | undefined;
}

function lackOf(holder: Holder, wanted: Wanted, schema: TerraformBlock): Declined | undefined {
  for (const [name, value] of wanted) {
    const argument = schema.arguments.get(name);
    if (!argument || isArgument(value) || isScalar(value)) continue;
    const parts = holder(name);
    if (!argument.block) {
      if (!parts) return declined('form');
      continue;
    }
    const { block } = argument;
    const [first] = parts ?? [];
    const problems =
      isOfList(value) && !value.has(ITEM)
        ? [...value].map(([step, inner]) => lackOfItem(parts ?? [], step, inner, block))
        : first
          ? [first.inside && lackOf(first.inside, insideOf(value), block)]
          : partsOf(value).map(part => lackOfNew(part, block));
    const found = problems.find(each => each !== undefined);
    if (found) return found;
  }
  return undefined;
}

function lackOfItem(
  parts: readonly Part[],
  step: string,
  wanted: Wanted | Scalar,
  schema: TerraformBlock,
): Declined | undefined {
  if (isScalar(wanted)) return undefined;
  const part = parts.find((each, index) => each.means(step, wanted, index));
  if (part) return part.inside && lackOf(part.inside, wanted, schema);
  return parts.some(({ inside }) => !inside) ? undefined : lackOfNew(itemWithKey(step, wanted) ?? wanted, schema);
}

function lackOfNew(wanted: Wanted | Scalar, schema: TerraformBlock): Declined | undefined {
  if (isScalar(wanted)) return undefined;
  for (const [name, { required }] of schema.arguments) {
    if (required && !wanted.has(name)) return declined('needs', name);
  }
  return lackOf(() => undefined, wanted, schema);
}

function inBody({ items }: Body): Holder {
  return name => {
    const found = items.filter(item => nameOf(item) === name);
    if (found.length === 0) return undefined;
    return found.map(item => ({
      inside: item.kind === 'block' && item.type !== 'dynamic' ? inBody(item.body) : undefined,
      means: (step, _, index) => meansBlock(step, item, index),
    }));
  };
}

function inNode(node: SyntaxNode): Holder {
  return name => {
    const value = entryAt(node, name)?.value;
    if (!value) return undefined;
    const items = value.kind === 'sequence' ? value.items : [value];
    return items.map(item => ({
      inside: item.kind === 'mapping' ? inNode(item) : undefined,
      means: (step, wanted, index) => means(step, wanted, item, index),
    }));
  };
}
