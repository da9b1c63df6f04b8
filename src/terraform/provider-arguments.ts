import { type ObjectValue, objectOf, propertyValue, type Value } from '../model/value.ts';
import type { ProviderSettings } from './resource.ts';

/**
 * What the arguments of a provider block mean for the resources that it makes.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
export function settingsIn(body: ObjectValue): Pick<ProviderSettings, 'defaultTags' | 'ignoredTags' | 'region'> {
  const defaultTags = propertyValue(block(body, 'default_tags'), 'tags');
  const ignoredTags = objectOf(block(body, 'ignore_tags'));
  const region = propertyValue(body, 'region');
  return { ...(defaultTags && { defaultTags }), ...(ignoredTags && { ignoredTags }), ...(region && { region }) };
}

function block(body: ObjectValue, name: string): Value | undefined {
  const value = propertyValue(body, name);
  return value?.kind === 'list' ? value.items[0] : value;
}
