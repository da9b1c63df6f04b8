import type { Input } from '../model/input.ts';
import { isTemplate, type Resource } from '../model/resource.ts';
import { type SourceFile, type Span, startOf } from '../model/source.ts';
import type { Value } from '../model/value.ts';
import { parseJson } from '../parse/json.ts';
import { plainValue } from '../parse/plain.ts';
import { entryAt } from '../parse/syntax.ts';
import { parseYaml } from '../parse/yaml.ts';
import type { Directive, Scope } from './directive.ts';

/** What one entry of a Metadata section says, whoever's it is. */
interface Entry {
  readonly origin: string;
  readonly name: string;
  readonly reason: string;
  readonly expires?: string;
  readonly path?: string;
  readonly appliesTo?: readonly string[];
}

/** Directives in the Metadata of resources and of templates. */
export function metadataDirectives(input: Input): readonly Directive[] {
  if (!isTemplate(input.info)) return [];
  return [...input.resources.flatMap(ofResource), ...input.files.flatMap(file => ofTemplate(file, input))];
}

function ofResource(resource: Resource): readonly Directive[] {
  const metadata = resource.attributes.properties.get('Metadata');
  if (!metadata) return [];
  const { file } = metadata.nameSpan;
  return entriesOf(plainOf(metadata.value)).map(entry =>
    directive(entry, { kind: 'resource', resource, path: entry.path }, { ...metadata.nameSpan, file }),
  );
}

const SECTIONS = /lintel|cfn_nag|cfn-lint|cdk_nag|guard|checkov|bridgecrew/;

/** Only a text that names one of the sections is parsed for it. */
function ofTemplate(file: SourceFile, input: Input): readonly Directive[] {
  if (!/Metadata/.test(file.text) || !SECTIONS.test(file.text)) return [];
  const isJson = /^\s*\{/.test(file.text);
  const { documents } = isJson ? parseJson(file) : parseYaml(file);
  const metadata = documents.flatMap(({ root }) => entryAt(root, 'Metadata') ?? []);
  return metadata.flatMap(({ key, value }) =>
    entriesOf(plainValue(value)).map(entry => directive(entry, { kind: 'input', input: input.info }, key.span)),
  );
}

function directive(entry: Entry, scope: Scope, span: Span = startOf({ path: '', text: '' })): Directive {
  const { origin, name, reason, expires, appliesTo } = entry;
  return { kind: 'metadata', origin, names: [name], reason, expires, span, scope, appliesTo };
}

function entriesOf(metadata: unknown): readonly Entry[] {
  return READERS.flatMap(read => read(metadata));
}

const READERS: readonly ((metadata: unknown) => readonly Entry[])[] = [own, checkov, cfnNag, cdkNag, cfnLint, guard];

/** `lintel: { ignore: [{ id, reason, until, path }, id] }` */
function own(metadata: unknown): readonly Entry[] {
  return listAt(metadata, 'lintel', 'ignore').flatMap(item => {
    const name = typeof item === 'string' ? item : textAt(item, 'id');
    if (name === undefined) return [];
    return [
      {
        origin: 'lintel',
        name,
        reason: textAt(item, 'reason') ?? '',
        expires: textAt(item, 'until'),
        path: textAt(item, 'path'),
      },
    ];
  });
}

function checkov(metadata: unknown): readonly Entry[] {
  const items = [...listAt(metadata, 'checkov', 'skip'), ...listAt(metadata, 'bridgecrew', 'skip')];
  return items.flatMap(item => entry('checkov', textAt(item, 'id'), textAt(item, 'comment')));
}

/** https://github.com/stelligent/cfn_nag#per-resource-rule-suppression */
function cfnNag(metadata: unknown): readonly Entry[] {
  return listAt(metadata, 'cfn_nag', 'rules_to_suppress').flatMap(item =>
    entry('cfn_nag', textAt(item, 'id'), textAt(item, 'reason')),
  );
}

/**
 * The id may name what is accepted, `AwsSolutions-IAM5[Action::s3:*]`, or `applies_to` may; the reason may be in
 * Base64.
 * https://github.com/cdklabs/cdk-nag#suppressing-a-rule
 */
function cdkNag(metadata: unknown): readonly Entry[] {
  return listAt(metadata, 'cdk_nag', 'rules_to_suppress').flatMap(item => {
    const reason = textAt(item, 'reason');
    const isEncoded = textAt(item, 'is_reason_encoded') === 'true';
    const text = isEncoded && reason !== undefined ? Buffer.from(reason, 'base64').toString('utf8') : reason;
    const [, id, finding] = /^([^[]*)(?:\[(.*)\])?$/s.exec(textAt(item, 'id') ?? '') ?? [];
    const listed = isRecord(item) && Array.isArray(item['applies_to']) ? item['applies_to'] : undefined;
    // Patterns are objects; they are left alone.
    const appliesTo = finding === undefined ? listed?.filter(each => typeof each === 'string') : [finding];
    return entry('cdk-nag', id, text).map(each => ({ ...each, ...(appliesTo ? { appliesTo } : {}) }));
  });
}

/** A name stands for all ids that start with it, https://github.com/aws-cloudformation/cfn-lint#metadata. */
function cfnLint(metadata: unknown): readonly Entry[] {
  return listAt(metadata, 'cfn-lint', 'config', 'ignore_checks').flatMap(item =>
    typeof item === 'string' && item !== '' ? entry('cfn-lint', `${item}*`, undefined) : [],
  );
}

/** Names of rules, or maps of names to reasons. */
function guard(metadata: unknown): readonly Entry[] {
  return listAt(metadata, 'guard', 'SuppressedRules').flatMap(item => {
    if (typeof item === 'string') return entry('guard', item, undefined);
    return isRecord(item) ? Object.keys(item).flatMap(name => entry('guard', name, textAt(item, name))) : [];
  });
}

function entry(origin: string, name: string | undefined, reason: string | undefined): readonly Entry[] {
  return name === undefined || name === '' ? [] : [{ origin, name, reason: reason ?? '' }];
}

function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  let found = value;
  for (const key of keys) found = isRecord(found) ? found[key] : undefined;
  return Array.isArray(found) ? found : [];
}

function textAt(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is known of a value; the rest is undefined. */
function plainOf(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plainOf);
    case 'object':
      return Object.fromEntries([...value.properties].map(([name, { value: inner }]) => [name, plainOf(inner)]));
    default:
      return undefined;
  }
}
