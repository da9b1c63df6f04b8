import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mappedTypes } from '../../../src/facts/mappings.ts';
import { type TerraformBlock, terraformBlock } from '../../../src/facts/terraform.ts';
import type { Property, Value } from '../../../src/model/value.ts';
import { normalise } from '../../../src/terraform/mapping.ts';
import { either, INFO, missing, openList, ref, terraform, type Written } from './written.ts';

/** Anything an argument can hold, of the right type or not. */
const leaf: fc.Arbitrary<Written> = fc.oneof(
  fc.constantFrom<Written>('', 'text', '{"a": [1]}', '[]', 'true', '80', 'tcp', 0, -1, 1.5, true, false),
  fc.constantFrom<Written>(ref('aws_s3_bucket.t'), ref('aws_x.gone', 'arn'), missing('var.v'), missing('data.x.y')),
);
const anything: fc.Arbitrary<Written> = fc.letrec<{ value: Written }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('name', 'value', 'key', 'enabled'), tie('value'), { maxKeys: 2 }),
    fc.tuple(tie('value'), fc.option(tie('value'), { nil: undefined })).map(([a, b]) => either('var.c', a, b)),
    fc.array(tie('value'), { maxLength: 2 }).map(items => openList(...items)),
  ),
})).value;

function bodyOf(block: TerraformBlock, depth: number): fc.Arbitrary<Record<string, Written>> {
  const names = [...block.arguments.keys()];
  return fc
    .subarray(names, { maxLength: Math.min(names.length, 8) })
    .chain(chosen =>
      fc.tuple(...chosen.map(name => argumentOf(block, name, depth).map(value => [name, value] as const))),
    )
    .map(entries => Object.fromEntries(entries));
}

function argumentOf(block: TerraformBlock, name: string, depth: number): fc.Arbitrary<Written> {
  const inner = block.arguments.get(name)!.block;
  if (!inner || depth > 3) return anything;
  return fc.oneof(anything, fc.array(bodyOf(inner, depth + 1) as fc.Arbitrary<Written>, { maxLength: 2 }));
}

test('no input of any mapped type is too odd, and every property says where it stands', () => {
  const types = mappedTypes().filter(type => terraformBlock(type));
  const resource = fc
    .constantFrom(...types)
    .chain(type => bodyOf(terraformBlock(type)!, 0).map(body => terraform(`${type}.x`, body)));
  fc.assert(
    fc.property(fc.array(resource, { minLength: 1, maxLength: 4 }), others => {
      const target = terraform('aws_s3_bucket.t', { bucket: 'text' });
      const { resources } = normalise([target, ...others], INFO);
      for (const found of resources) checkPlaces(found.properties);
    }),
    { numRuns: 400 },
  );
});

function checkPlaces(value: Value): void {
  expect(value.span.file.path).toBe('main.tf');
  if (value.kind === 'object') for (const property of value.properties.values()) checkProperty(property);
  if (value.kind === 'list') value.items.forEach(checkPlaces);
  if (value.kind === 'unknown')
    for (const { value: possible } of value.alternatives) if (possible) checkPlaces(possible);
}

function checkProperty(property: Property): void {
  expect(property.writtenAs).not.toBe('');
  expect([property.nameSpan.file.path, property.span.file.path]).toEqual(['main.tf', 'main.tf']);
  checkPlaces(property.value);
}
