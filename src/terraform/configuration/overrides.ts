import type { Attribute, Block, Body } from '../../parse/hcl/ast.ts';

/**
 * A block with what an override file says about it: arguments one by one, nested blocks of a type all together,
 * `lifecycle` argument by argument (Terraform: internal/configs/module_merge.go). Each argument keeps the span of the
 * file it came from; the header stays that of the first block. `depends_on` may not be overridden.
 */
export function overrideBlock(base: Block, override: Block): Block {
  return { ...base, body: overrideBody(base.body, override.body) };
}

function overrideBody(base: Body, override: Body): Body {
  const replacements = new Map<string, (Attribute | Block)[]>();
  for (const item of override.items) {
    const name = nameOf(item);
    if (name !== 'depends_on') replacements.set(name, [...(replacements.get(name) ?? []), item]);
  }
  // What is replaced stands where the first of its name stood.
  const items: (Attribute | Block)[] = [];
  const placed = new Set<string>();
  for (const item of base.items) {
    const name = nameOf(item);
    const replacement = replacements.get(name);
    if (!replacement) items.push(item);
    else if (!placed.has(name)) items.push(...(name === 'lifecycle' ? mergeEach(item, replacement) : replacement));
    if (replacement) placed.add(name);
  }
  for (const [name, replacement] of replacements) if (!placed.has(name)) items.push(...replacement);
  return { ...base, items };
}

function mergeEach(base: Attribute | Block, overrides: readonly (Attribute | Block)[]): (Attribute | Block)[] {
  if (base.kind !== 'block') return [...overrides];
  return [
    overrides.reduce<Block>((merged, item) => (item.kind === 'block' ? overrideBlock(merged, item) : merged), base),
  ];
}

/** A dynamic block counts as a block of the type that it generates. */
function nameOf(item: Attribute | Block): string {
  if (item.kind === 'attribute') return item.name;
  return item.type === 'dynamic' ? (item.labels[0]?.value ?? '') : item.type;
}
