import { cloudFormationType } from './facts/cloudformation.ts';
import type { Input } from './model/input.ts';
import { isTemplate, type Resource } from './model/resource.ts';
import {
  listOf,
  list as listValue,
  object,
  objectOf,
  type Property,
  propertyValue,
  scalar,
  textOf,
  type Value,
} from './model/value.ts';

/**
 * The input as it is deployed with tags on its stack: CloudFormation puts them, and those that a nested stack is given,
 * on every resource that can be tagged; a tag that the resource writes itself wins, then that of the nearest stack.
 * Terraform has no stacks, its `default_tags` stand in the files.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
export function withStackTags(input: Input, tags: Readonly<Record<string, string>>): Input {
  if (!isTemplate(input.info)) return input;
  const nested = new Map(input.resources.filter(isTaggedStack).map(stack => [stack.id, stack]));
  if (Object.keys(tags).length === 0 && nested.size === 0) return input;
  const given = new Map(Object.entries(tags));
  const known = new Map<string, StackTags>([['', { given, open: false }]]);
  const tagsOf = (id: string): StackTags => {
    let found = known.get(id);
    if (!found) {
      const outer = tagsOf(stackOf(id));
      const stack = nested.get(id);
      found = stack ? inner(stack, outer) : outer;
      known.set(id, found);
    }
    return found;
  };
  return { ...input, resources: input.resources.map(resource => tagged(resource, tagsOf(stackOf(resource.id)))) };
}

interface StackTags {
  /** Texts that the user gives, and values of templates. */
  readonly given: ReadonlyMap<string, string | Value>;
  /** There may be more of them. */
  readonly open: boolean;
}

/** The stack that a resource of a nested stack is in, by its logical id; empty in the template itself. */
function stackOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('.')));
}

function isTaggedStack({ type, properties }: Resource): boolean {
  return type === 'AWS::CloudFormation::Stack' && properties.properties.has('Tags');
}

/** The tags inside of a nested stack: its own, and those of the stack around it, which it has like any resource. */
function inner(stack: Resource, outer: StackTags): StackTags {
  const own = stack.properties.properties.get('Tags')!.value;
  const items = listOf(own);
  const given = new Map(outer.given);
  let open = outer.open || !items || items.open;
  for (const item of items?.items ?? []) {
    const [key, value] = [textOf(propertyValue(item, 'Key')), propertyValue(item, 'Value')];
    if (key === undefined || !value) open = true;
    else given.set(key, value);
  }
  return { given, open };
}

function tagged(resource: Resource, tags: StackTags): Resource {
  if (tags.given.size === 0 && !tags.open) return resource;
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
function withItems(own: Value | undefined, { given, open }: StackTags, { nameSpan }: Resource): Value | undefined {
  const written = own && listOf(own);
  if (own && !written) return undefined;
  const items = written?.items ?? [];
  const keys = new Set(items.map(item => textOf(propertyValue(item, 'Key'))));
  const added = [...given]
    .filter(([key]) => !keys.has(key))
    .map(([key, value]) => {
      const entry = new Map([
        ['Key', propertyOf('Key', key, nameSpan)],
        ['Value', propertyOf('Value', value, nameSpan)],
      ]);
      return object(entry, nameSpan);
    });
  return listValue([...items, ...added], own?.span ?? nameSpan, open || (written?.open ?? false));
}

function withKeys(own: Value | undefined, { given, open }: StackTags, { nameSpan }: Resource): Value | undefined {
  const written = own && objectOf(own);
  if (own && !written) return undefined;
  const added = [...given].map(([key, value]): [string, Property] => [key, propertyOf(key, value, nameSpan)]);
  const properties = new Map([...added, ...(written?.properties ?? [])]);
  return object(properties, own?.span ?? nameSpan, open || (written?.open ?? false));
}

function propertyOf(name: string, held: string | Value, span: Property['span']): Property {
  const value = typeof held === 'string' ? scalar(held, span) : held;
  return { writtenAs: name, nameSpan: span, span, value };
}
