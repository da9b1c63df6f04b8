import { cloudFormationType } from './facts/cloudformation.ts';
import type { Input } from './model/input.ts';
import type { Resource } from './model/resource.ts';
import type { Span } from './model/source.ts';
import {
  listOf,
  list as listValue,
  type ObjectValue,
  object,
  objectOf,
  type Property,
  propertyValue,
  scalar,
  textOf,
  type Value,
} from './model/value.ts';

/**
 * The input as it is deployed with tags on its stack: CloudFormation puts them on every resource that can be tagged; a
 * tag that the resource writes itself wins. Terraform has no stacks, its `default_tags` stand in the files.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
export function withStackTags(input: Input, tags: Readonly<Record<string, string>>): Input {
  const isStack = input.info.dialect === 'cloudformation' || input.info.dialect === 'sam';
  if (!isStack || Object.keys(tags).length === 0) return input;
  return { ...input, resources: input.resources.map(resource => tagged(resource, tags)) };
}

function tagged(resource: Resource, tags: Readonly<Record<string, string>>): Resource {
  const form = cloudFormationType(resource.type)?.tags;
  if (!form) return resource;
  const own = resource.properties.properties.get(form.property);
  const value = form.form === 'list' ? withItems(own?.value, tags, resource) : withKeys(own?.value, tags, resource);
  if (!value) return resource;
  const property: Property = own
    ? { ...own, value }
    : { writtenAs: form.property, nameSpan: resource.nameSpan, span: resource.nameSpan, value };
  const properties = new Map([...resource.properties.properties, [form.property, property]]);
  return { ...resource, properties: { ...resource.properties, properties } };
}

/** Undefined where the tags of the resource are not known: then they stay as they are. */
function withItems(
  own: Value | undefined,
  tags: Readonly<Record<string, string>>,
  resource: Resource,
): Value | undefined {
  const items = own ? listOf(own)?.items : [];
  if (!items) return undefined;
  const keys = new Set(items.map(item => textOf(propertyValue(item, 'Key'))));
  const missing = Object.entries(tags).filter(([key]) => !keys.has(key));
  const { nameSpan } = resource;
  const added = missing.map(([key, value]) => record({ Key: key, Value: value }, nameSpan));
  return listValue([...items, ...added], own?.span ?? nameSpan, own ? listOf(own)!.open : false);
}

function withKeys(
  own: Value | undefined,
  tags: Readonly<Record<string, string>>,
  resource: Resource,
): Value | undefined {
  const written = own ? objectOf(own) : undefined;
  if (own && !written) return undefined;
  const added = record(tags, resource.nameSpan);
  const properties = new Map([...added.properties, ...(written?.properties ?? [])]);
  return object(properties, own?.span ?? resource.nameSpan, written?.open ?? false);
}

function record(texts: Readonly<Record<string, string>>, span: Span): ObjectValue {
  const entries = Object.entries(texts).map(([name, text]): [string, Property] => [
    name,
    { writtenAs: name, nameSpan: span, span, value: scalar(text, span) },
  ]);
  return object(new Map(entries), span);
}
