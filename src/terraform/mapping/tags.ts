import { terraformBlock } from '../../facts/terraform.ts';
import { type ObjectValue, objectOf, type Property } from '../../model/value.ts';
import type { TerraformResource } from '../resource.ts';

/**
 * The arguments with the provider's default tags below the resource's own, for types that the provider tags
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block): not the `tag`
 * blocks of an autoscaling group. Where `tags_all` is known, as in plans, it holds the result already.
 */
export function withDefaultTags(body: ObjectValue, resource: TerraformResource): ObjectValue {
  const all = body.properties.get('tags_all');
  if (all?.value.kind === 'object')
    return withTags(body, { ...(body.properties.get('tags') ?? all), value: all.value });
  const defaults = resource.provider.defaultTags;
  if (!defaults || terraformBlock(resource.type)?.arguments.get('tags')?.type !== 'map') return body;
  const own = body.properties.get('tags');
  const source: Property = own ?? {
    writtenAs: 'tags',
    nameSpan: resource.nameSpan,
    span: resource.nameSpan,
    value: defaults,
  };
  if (!own) return withTags(body, source);
  return withTags(body, { ...own, value: merged(objectOf(defaults), objectOf(own.value), own) });
}

/** What is not known may add keys, and may change those that are known below it. */
function merged(defaults: ObjectValue | undefined, own: ObjectValue | undefined, { value }: Property): ObjectValue {
  const properties = new Map(own ? defaults?.properties : undefined);
  for (const [name, property] of own?.properties ?? []) properties.set(name, property);
  const open = !own || !defaults || own.open || defaults.open;
  return { kind: 'object', properties, open, span: value.span };
}

function withTags(body: ObjectValue, tags: Property): ObjectValue {
  return { ...body, properties: new Map(body.properties).set('tags', tags) };
}
