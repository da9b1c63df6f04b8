import { posix } from 'node:path';
import { declaredTypes } from '../src/declared-types.ts';
import { parsePath, type Step } from '../src/engine/path-syntax.ts';
import { runRules } from '../src/engine/run.ts';
import type { FileReader } from '../src/model/files.ts';
import type { Evaluation } from '../src/model/finding.ts';
import { buildGraph } from '../src/model/graph.ts';
import type { Input } from '../src/model/input.ts';
import type { Resource } from '../src/model/resource.ts';
import type { NotExpressible, Rule, RuleExample } from '../src/model/rule.ts';
import { positionAt, type SourceFile, type Span } from '../src/model/source.ts';
import { list, object, type Property, propertyValue, scalar, textOf, type Value } from '../src/model/value.ts';

export type Language = 'cloudformation' | 'terraform';

/** An example as files, by path; undefined where the language cannot express it. */
export function sourcesOf(example: RuleExample, language: Language): Readonly<Record<string, string>> | undefined {
  const files = example[`${language}-files`];
  if (files) return files;
  const source: string | NotExpressible | undefined = example[language];
  if (typeof source !== 'string') return undefined;
  return language === 'terraform' ? { 'main.tf': source } : { 'template.yaml': source };
}

/** Reads an example as a scan would: the first file is the template, the top folder is the root module. */
export async function readExample(
  files: Readonly<Record<string, string>>,
  language: Language,
  rules: readonly Rule[] = [],
): Promise<Input> {
  const reader = readerOf(files);
  if (language === 'terraform') {
    const { readModule } = await import('../src/terraform/module.ts');
    return readModule('.', { files: reader, declarations: declaredTypes(rules) });
  }
  const { readTemplate } = await import('../src/cloudformation/template.ts');
  return readTemplate(reader.read(Object.keys(files)[0]!)!, { files: reader });
}

export function evaluate(rule: Rule, example: RuleExample, input: Pick<Input, 'info' | 'resources'>): Evaluation[] {
  const graph = buildGraph(input.resources, [input.info]);
  return runRules([rule], graph, { parameters: { [rule.id]: example.parameters ?? {} } });
}

/** `fail main.tf:3`, one for each evaluation that is no pass. */
export function reported(evaluations: readonly Evaluation[]): string[] {
  return evaluations
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ verdict, span }) => `${verdict} ${span.file.path}:${positionAt(span.file, span.start).line}`)
    .sort();
}

/** What the markers ask for: one for each time that the rule is named after `expect:` on a line. */
export function expected(files: Readonly<Record<string, string>>, id: string, verdict: string): string[] {
  return Object.entries(files)
    .flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) => {
        const named = /expect:\s*(.*)$/.exec(line)?.[1]?.split(/[\s,]+/) ?? [];
        return named.filter(name => name === id).map(() => `${verdict} ${path}:${index + 1}`);
      }),
    )
    .sort();
}

/** The resource with the properties of a rule's fix put in. */
export function withFix(resource: Resource, set: Readonly<Record<string, unknown>>): Resource {
  let properties: Value = resource.properties;
  for (const [path, value] of Object.entries(set)) {
    const [steps = []] = parsePath(path);
    properties = withProperty(properties, steps, value, resource.nameSpan);
  }
  return properties.kind === 'object' ? { ...resource, properties } : resource;
}

function withProperty(holder: Value | undefined, path: readonly Step[], value: unknown, span: Span): Value {
  const [step, ...rest] = path;
  if (step === undefined) return toValue(value, span);
  const known = holder?.kind === 'template' ? (holder.structure ?? holder) : holder;
  switch (step.kind) {
    case 'name': {
      const properties = new Map<string, Property>(known?.kind === 'object' ? known.properties : []);
      const before = properties.get(step.name);
      const after = withProperty(before?.value, rest, value, span);
      properties.set(step.name, { writtenAs: step.name, nameSpan: span, span, ...before, value: after });
      return object(properties, span);
    }
    case 'index':
      return withItem(known, step.index, item => withProperty(item, rest, value, span), span);
    case 'key': {
      const items = known?.kind === 'list' ? known.items : [];
      const found = items.findIndex(item => textOf(propertyValue(item, step.key)) === step.value);
      const key = { writtenAs: step.key, nameSpan: span, span, value: scalar(step.value, span) };
      const start = (item: Value | undefined) => item ?? object(new Map([[step.key, key]]), span);
      return withItem(
        known,
        found < 0 ? items.length : found,
        item => withProperty(start(item), rest, value, span),
        span,
      );
    }
    case 'items':
      throw new Error('a fix says which item it is about');
  }
}

/** An object where a list is possible is its only item. */
function withItem(
  holder: Value | undefined,
  index: number,
  change: (item: Value | undefined) => Value,
  span: Span,
): Value {
  if (holder?.kind === 'object') return change(holder);
  const items = holder?.kind === 'list' ? [...holder.items] : [];
  items[index] = change(items[index]);
  return list(items, span);
}

function toValue(value: unknown, span: Span): Value {
  if (Array.isArray(value))
    return list(
      value.map(item => toValue(item, span)),
      span,
    );
  if (typeof value !== 'object' || value === null) return scalar(value as string, span);
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, { writtenAs: name, nameSpan: span, span, value: toValue(inner, span) }] as const,
  );
  return object(new Map(entries), span);
}

function readerOf(texts: Readonly<Record<string, string>>): FileReader {
  const files = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(texts))
    files.set(posix.normalize(path), { path: posix.normalize(path), text });
  const at = (path: string) => files.get(posix.normalize(path));
  return {
    read: at,
    readBytes: path => {
      const file = at(path);
      return file && new TextEncoder().encode(file.text);
    },
    list: directory => {
      const prefix = posix.normalize(`${directory === '' ? '.' : directory}/`).replace(/^\.\//, '');
      const below = [...files.keys()].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length));
      return [...new Set(below.map(path => path.replace(/\/.*$/, '/')))].sort();
    },
    has: path => at(path) !== undefined,
  };
}
