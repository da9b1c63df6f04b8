import { expect, test } from 'vitest';
import { cloudFormationType } from '../../../src/facts/cloudformation.ts';
import { type Mapping, mappedTypes, mappingOf } from '../../../src/facts/mappings.ts';
import { terraformBlock } from '../../../src/facts/terraform.ts';
import type { Span } from '../../../src/model/source.ts';
import { object, propertyValue, scalar } from '../../../src/model/value.ts';
import { normalise } from '../../../src/terraform/mapping.ts';
import { plain } from '../folder.ts';
import { INFO, terraform } from './written.ts';

const SPAN: Span = { file: { path: 'main.tf', text: '' }, start: 0, end: 0 };
const DEFAULT_TAGS = object(
  new Map([['Base', { writtenAs: 'Base', nameSpan: SPAN, span: SPAN, value: scalar('2', SPAN) }]]),
  SPAN,
);

interface Taggable {
  readonly terraformType: string;
  readonly cloudFormation: string;
  /** Of a type that an argument chooses: the argument and its value. */
  readonly choice: Record<string, string>;
}

/** Every type that both schemas say can be tagged. */
const TAGGABLE: readonly Taggable[] = mappedTypes().flatMap(terraformType => {
  if (terraformBlock(terraformType)?.arguments.get('tags')?.type !== 'map') return [];
  return variantsOf(mappingOf(terraformType)!).flatMap(({ mapping, choice }) => {
    const { type, into } = mapping;
    const isTaggable = type !== undefined && !into && cloudFormationType(type)?.tags !== undefined;
    return isTaggable ? [{ terraformType, cloudFormation: type, choice }] : [];
  });
});

test('tags and default tags have the form of the CloudFormation type, whichever it is', () => {
  expect(TAGGABLE.length).toBeGreaterThan(600);
  const wrong = TAGGABLE.flatMap(({ terraformType, cloudFormation, choice }) => {
    const { property, form } = cloudFormationType(cloudFormation)!.tags!;
    const tagged = terraform(
      `${terraformType}.x`,
      { ...choice, tags: { Own: '1' } },
      { provider: { name: 'aws', version: '6.25.0', defaultTags: DEFAULT_TAGS } },
    );
    const [resource] = normalise([tagged], INFO).resources;
    const tags = JSON.stringify(plain(propertyValue(resource!.properties, property)));
    const pairs = [
      { Key: 'Base', Value: '2' },
      { Key: 'Own', Value: '1' },
    ];
    return tags === JSON.stringify(form === 'list' ? pairs : { Base: '2', Own: '1' })
      ? []
      : [`${terraformType}: ${tags}`];
  });
  expect(wrong).toEqual([]);
});

function variantsOf(mapping: Mapping): readonly { mapping: Mapping; choice: Record<string, string> }[] {
  const { choice } = mapping;
  if (!choice) return [{ mapping, choice: {} }];
  return Object.entries(choice.mappings).map(([value, chosen]) => ({
    mapping: chosen,
    choice: { [choice.argument]: value },
  }));
}
