import type { Glob } from '../globs.ts';
import type { Evaluation } from '../model/finding.ts';
import type { Resource } from '../model/resource.ts';
import { lineStartsOf, lineText, positionAt, type SourceFile, type Span } from '../model/source.ts';
import { type ObjectValue, objectOf, propertyValue, textOf, type Value } from '../model/value.ts';
import type { Directive } from './directive.ts';

export interface MatchContext {
  /** Absolute path of a file, forward slashes. */
  absolute(path: string): string;
  readonly workspace: string;
}

/** Whether an evaluation is among those that a directive is about; which rules it names is another question. */
export function isInScope(directive: Directive, evaluation: Evaluation, context: MatchContext): boolean {
  if (directive.workspace !== undefined && directive.workspace !== context.workspace) return false;
  if (directive.values && !hasValues(evaluation.resource, directive.values)) return false;
  if (directive.appliesTo && !directive.appliesTo.some(words => isAbout(evaluation, words))) return false;
  const { scope } = directive;
  switch (scope.kind) {
    case 'line':
      return placesOf(evaluation).starts.get(scope.file)?.has(scope.line) === true;
    case 'lines': {
      const line = lineIn(evaluation.span, scope.file);
      return line !== undefined && line >= scope.first && line <= scope.last;
    }
    case 'inside': {
      const line = scope.line;
      return placesOf(evaluation).blocks.some(({ file, first, last }) => {
        if (file !== scope.file) return false;
        return scope.strictly ? first < line && line < last : first <= line && line <= last;
      });
    }
    case 'file':
      return evaluation.span.file === scope.file || evaluation.resource?.span.file === scope.file;
    case 'resource':
      return (
        isOfResource(evaluation, scope.resource) && (scope.path === undefined || isBelow(evaluation.path, scope.path))
      );
    case 'input':
      return evaluation.input === scope.input;
    case 'globs':
      return matchesGlobs(evaluation, scope.files, scope.resources, context);
  }
}

/** Where an evaluation stands, worked out once: a file may hold thousands of directives. */
interface Places {
  /** Lines on which the value starts, or something that holds it: a property, the block, the call of its module. */
  readonly starts: ReadonlyMap<SourceFile, ReadonlySet<number>>;
  readonly blocks: readonly { readonly file: SourceFile; readonly first: number; readonly last: number }[];
}

const places = new WeakMap<Evaluation, Places>();

/** Where an evaluation stands. */
export function placesOf(evaluation: Evaluation): Places {
  const known = places.get(evaluation) ?? findPlaces(evaluation);
  places.set(evaluation, known);
  return known;
}

function findPlaces(evaluation: Evaluation): Places {
  const { span, resource, calledFrom } = evaluation;
  const blocks = blocksOf(evaluation);
  const starts = new Map<SourceFile, Set<number>>();
  const add = (file: SourceFile, line: number) => {
    const lines = starts.get(file) ?? new Set();
    starts.set(file, lines.add(line));
  };
  const spans = [span, ...calledFrom.map(call => call.span), ...blocks, ...(resource ? [resource.nameSpan] : [])];
  for (const each of spans) add(each.file, positionAt(each.file, each.start).line);
  if (resource) for (const line of enclosingStarts(resource, span)) add(span.file, line);
  return { starts, blocks: blocks.map(linesOf) };
}

function linesOf({ file, start, end }: Span) {
  return { file, first: positionAt(file, start).line, last: positionAt(file, Math.max(start, end - 1)).line };
}

/**
 * The blocks that an evaluation belongs to: the resource, the satellite or data block of the value, the module calls.
 */
function blocksOf(evaluation: Evaluation): readonly Span[] {
  const { span, resource, calledFrom, declaredIn } = evaluation;
  const satellite = resource?.satellites?.find(({ address }) => address === declaredIn);
  const textual = [span, ...calledFrom.map(call => call.span)].flatMap(place => blockAround(place) ?? []);
  return [...(resource ? [resource.span] : []), ...(satellite ? [satellite.span] : []), ...textual];
}

/** The top-level block of a Terraform file around a place, by its lines: a header that starts a line, and `}` alone. */
function blockAround(place: Span): Span | undefined {
  const { file } = place;
  if (!/\.(tf|tofu)$/.test(file.path)) return undefined;
  const starts = lineStartsOf(file);
  let first = positionAt(file, place.start).line;
  while (first > 1 && !/^[A-Za-z]/.test(lineText(file, first))) first--;
  let last = first;
  while (last < starts.length && !/^}/.test(lineText(file, last))) last++;
  const end = starts[last] ?? file.text.length;
  return place.start < end ? { file, start: starts[first - 1]!, end } : undefined;
}

const startLines = new WeakMap<Resource, ReadonlyMap<Span, number>>();

/** Lines on which properties start that hold a place. */
function enclosingStarts(resource: Resource, place: Span): ReadonlySet<number> {
  let spans = startLines.get(resource);
  if (!spans) {
    spans = propertySpans(resource);
    startLines.set(resource, spans);
  }
  const lines = new Set<number>();
  for (const [span, line] of spans) {
    if (span.file === place.file && span.start <= place.start && place.start <= span.end) lines.add(line);
  }
  return lines;
}

/** The properties of a resource as normalised and, in Terraform, as written, where blocks still hold what they hold. */
function propertySpans(resource: Resource): ReadonlyMap<Span, number> {
  const spans = new Map<Span, number>();
  const add = (span: Span) => spans.set(span, positionAt(span.file, span.start).line);
  const walk = (value: Value) => {
    if (value.kind === 'list') {
      for (const item of value.items) {
        add(item.span);
        walk(item);
      }
    }
    const object = objectOf(value);
    for (const property of object?.properties.values() ?? []) {
      add(property.span);
      walk(property.value);
    }
  };
  for (const values of [resource.properties, resource.attributes, resource.arguments]) if (values) walk(values);
  return spans;
}

/** Resources that were made of the same declaration share its Metadata. */
function isOfResource(evaluation: Evaluation, resource: Resource): boolean {
  const own = evaluation.resource;
  return own === resource || (own !== null && own.input === resource.input && own.address === resource.address);
}

function isBelow(path: string | undefined, prefix: string): boolean {
  const wanted = prefix.replace(/^Properties\./, '');
  const given = (path ?? '').replace(/^Properties\./, '');
  return given === wanted || given.startsWith(`${wanted}.`) || given.startsWith(`${wanted}[`);
}

function matchesGlobs(
  evaluation: Evaluation,
  files: readonly Glob[],
  resources: readonly Glob[],
  context: MatchContext,
): boolean {
  const paths = [evaluation.span.file.path, evaluation.input.path].map(path => context.absolute(path));
  if (files.length > 0 && !files.some(glob => paths.some(path => glob.test(path)))) return false;
  const names = [evaluation.resource?.address, evaluation.declaredIn].filter(name => name !== undefined);
  return resources.length === 0 || resources.some(glob => names.some(name => glob.test(name)));
}

/** Arguments as written, by dotted path, in the resource or in one of the blocks inside it. */
function hasValues(resource: Resource | null, wanted: readonly (readonly [string, string])[]): boolean {
  const written = resource?.arguments ?? resource?.properties;
  return written !== undefined && wanted.every(([path, text]) => textsAt(written, path.split('.')).includes(text));
}

function textsAt(value: ObjectValue | Value, path: readonly string[]): readonly string[] {
  if (value.kind === 'list') return value.items.flatMap(item => textsAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return [textOf(value)].filter(text => text !== undefined);
  const inner = propertyValue(value, name);
  return inner ? textsAt(inner, rest) : [];
}

/**
 * `Action::s3:*`, `Resource::<Bucket.Arn>/*`: cdk-nag's words for the part of a policy that it reports. They are looked
 * for in the value that is reported; patterns are left alone.
 */
function isAbout({ span, because }: Evaluation, words: string): boolean {
  const [, element, text] = /^(\w+)::(.*)$/s.exec(words) ?? [];
  if (element === undefined || text === undefined) return false;
  const written = span.file.text.slice(span.start, span.end).replace(/^["']|["']$/g, '');
  const forms = [text, text.replace(/<([\w.]+)>/g, (_, name: string) => `\${${name}}`)];
  return because.startsWith(element) && forms.some(form => written === form || because.includes(JSON.stringify(form)));
}

function lineIn(span: Span, file: SourceFile): number | undefined {
  return span.file === file ? positionAt(file, span.start).line : undefined;
}
