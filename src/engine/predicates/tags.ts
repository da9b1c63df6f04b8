import { cloudFormationType } from '../../facts/cloudformation.ts';
import { terraformBlock } from '../../facts/terraform.ts';
import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { listOf, type ObjectValue, objectOf, propertyValue, textOf, type Value } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

/** Questions about tags, in every form in which AWS takes them: a list of Key and Value, or a map. */
export const tagPredicates: Readonly<Record<string, Predicate>> = {
  'tags.can-be-set': canBeSet,
  'tags.required': required,
};

/** Terraform's provider has no argument for the tags of some types that CloudFormation can tag: dashboards, SES. */
function canBeSet({ resource }: PredicateSubject): Outcome {
  const isTerraform = resource.input.dialect.startsWith('terraform');
  const block = isTerraform ? terraformBlock(resource.writtenAs) : undefined;
  const can = block === undefined || [...block.arguments.keys()].some(name => /(^|_)tags?(_|$)/.test(name));
  const reason = `${resource.writtenAs} has ${can ? 'an' : 'no'} argument for tags`;
  return { verdict: can ? 'pass' : 'fail', span: resource.nameSpan, reason };
}

/** What is known about the tags of a resource. */
export interface Tags {
  readonly values: ReadonlyMap<string, Value | undefined>;
  /** Where else a tag that the files do not show may come from. */
  elsewhere(key: string): string | undefined;
  readonly value?: Value;
}

const NOT_SEEN: Tags = { values: new Map(), elsewhere: () => 'what could not be read' };

/**
 * Passes where the resource carries every key of `with.tags` (a list of keys, or a map of keys to allowed values).
 * One answer for all keys: the reason names each that is missing or has another value.
 */
function required(subject: PredicateSubject): Outcome {
  const wanted = wantedTags(subject.with['tags']);
  const name = cloudFormationType(subject.resource.type)?.tags?.property ?? 'Tags';
  const found =
    chosenProperty(subject.resource.properties, name, subject) ??
    chosenProperty(subject.resource.properties, 'Tags', subject);
  const tags = found || !subject.resource.properties.open ? readTags(found?.value, subject) : NOT_SEEN;
  const span = found?.property.span ?? subject.resource.nameSpan;
  const path = found ? `Properties.${name}` : undefined;
  const absent = wanted.filter(({ key }) => !tags.values.has(key)).map(({ key }) => key);
  const wrong: string[] = [];
  const doubtful: string[] = [];
  for (const { key, allowed } of wanted) {
    const value = tags.values.get(key);
    if (!value || allowed.length === 0) continue;
    const text = textOf(value);
    if (text === undefined) doubtful.push(key);
    else if (!allowed.includes(text)) wrong.push(key);
  }
  const nowhere = absent.filter(key => tags.elsewhere(key) === undefined);
  if (wrong.length > 0 || nowhere.length > 0)
    return { verdict: 'fail', span, path, reason: sayMissing(nowhere, wrong) };
  const [first] = absent;
  if (first !== undefined)
    return { verdict: 'unknown', span, path, reason: `${absent.join(', ')} may come from ${tags.elsewhere(first)}` };
  if (doubtful.length > 0)
    return { verdict: 'unknown', span, path, reason: `the value of ${doubtful.join(', ')} is not known` };
  return { verdict: 'pass', span, path, reason: 'all required tags are there' };
}

function sayMissing(absent: readonly string[], wrong: readonly string[]): string {
  const parts: string[] = [];
  if (absent.length > 0) parts.push(`missing: ${absent.join(', ')}`);
  if (wrong.length > 0) parts.push(`value not allowed: ${wrong.join(', ')}`);
  return parts.join('; ');
}

interface Wanted {
  readonly key: string;
  /** Empty: any value. */
  readonly allowed: readonly string[];
}

/** `[Owner, "Environment=dev,prod"]`, or `{ Owner: null, Environment: [dev, prod] }`; read once, asked of every resource. */
function wantedTags(input: unknown): readonly Wanted[] {
  if (typeof input !== 'object' || input === null) return [];
  const known = read.get(input) ?? readWanted(input);
  read.set(input, known);
  return known;
}

const read = new WeakMap<object, readonly Wanted[]>();

function readWanted(input: object): Wanted[] {
  if (Array.isArray(input)) {
    return input.map(item => {
      const [key, values] = String(item).split(/=(.*)/s);
      return { key: key!, allowed: values ? values.split(',').map(value => value.trim()) : [] };
    });
  }
  return Object.entries(input).map(([key, values]) => ({
    key,
    allowed: Array.isArray(values) ? values.map(String) : typeof values === 'string' && values !== '' ? [values] : [],
  }));
}

/** The tags of a resource, in any of their forms. No tags: none. */
export function readTags(value: Value | undefined, subject: PredicateSubject): Tags {
  const { values, missing } = writtenTags(value, subject);
  const { ignoredTags } = subject.resource;
  const elsewhere = (key: string) => missing ?? (isIgnored(key, ignoredTags) ? IGNORED : undefined);
  return { values, value, elsewhere };
}

const IGNORED = 'outside of Terraform, whose provider ignores such tags';

/** Whether the provider leaves a tag to others; what is not known of its lists may be any. */
function isIgnored(key: string, ignored: ObjectValue | undefined): boolean {
  const meets = (name: string, test: (text: string) => boolean) => {
    const value = propertyValue(ignored, name);
    const list = listOf(value);
    if (!list) return value !== undefined;
    return list.open || list.items.some(item => test(textOf(item) ?? key));
  };
  return meets('keys', text => text === key) || meets('key_prefixes', text => key.startsWith(text));
}

/** `missing`: tags may exist that the files do not show, and why. */
function writtenTags(value: Value | undefined, subject: PredicateSubject): Pick<Tags, 'values'> & { missing?: string } {
  const values = new Map<string, Value | undefined>();
  if (!value) return { values };
  const list = listOf(value);
  if (list) {
    let missing = list.open ? 'tags that are not in the files' : undefined;
    for (const item of list.items) {
      const entry = chosen(item, subject);
      const key = chosenProperty(entry, 'Key', subject)?.value ?? chosenProperty(entry, 'key', subject)?.value;
      const text = textOf(key);
      if (text === undefined) missing ??= sayWhat(key ?? entry);
      else
        values.set(
          text,
          chosenProperty(entry, 'Value', subject)?.value ?? chosenProperty(entry, 'value', subject)?.value,
        );
    }
    return { values, missing };
  }
  const map = objectOf(value);
  if (!map) return { values, missing: sayWhat(value) };
  for (const [key, property] of map.properties) {
    const settled = chosen(property.value, subject);
    if (settled) values.set(key, settled);
  }
  return { values, missing: map.open ? 'tags that are not in the files' : undefined };
}

function sayWhat(value: Value | undefined): string {
  return value?.kind === 'unknown' ? value.missing : 'tags that are not in the files';
}
