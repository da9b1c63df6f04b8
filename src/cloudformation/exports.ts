import { append } from '../model/groups.ts';
import type { Span } from '../model/source.ts';
import { type Property, textOf, unknown, type Value } from '../model/value.ts';

/** An output that a stack exports under a name. */
export interface Export {
  readonly name: Value;
  readonly value: Value;
  /** The file of the template, and its place in the stacks that nest it: of one's own exports nothing is imported. */
  readonly template: string;
  readonly prefix: string;
  readonly output: string;
  /** The key of the input that it belongs to: its own template, or the outermost one that nests it. */
  readonly input: string;
}

/** The exports of a scan, to be asked by the name that is imported. */
export interface Exports {
  readonly known: ReadonlyMap<string, readonly Export[]>;
  /** Names of which only a part is known, such as `${AWS::StackName}-VpcId`, by their last word. */
  readonly partial: ReadonlyMap<string, readonly Pattern[]>;
  /** The known names by their last word. */
  readonly byLastWord: ReadonlyMap<string, readonly Pattern[]>;
}

interface Pattern {
  /** The name with a hole for each part that is not known. */
  readonly shape: string;
  readonly exported: Export;
}

/** The exports of all templates of a scan, so that each import looks at few of them. */
export function exportsByName(all: readonly Export[]): Exports {
  const known = new Map<string, Export[]>();
  const partial = new Map<string, Pattern[]>();
  const byLastWord = new Map<string, Pattern[]>();
  for (const exported of all) {
    for (const shape of shapesOf(exported.name)) {
      const hasHole = shape.includes(HOLE);
      if (!hasHole) append(known, shape, exported);
      const word = lastWord(shape);
      if (word !== undefined) append(hasHole ? partial : byLastWord, word, { shape, exported });
    }
  }
  return { known, partial, byLastWord };
}

/**
 * What is imported under a name: the value of the one export of the scan whose name it is, or may be where a part of
 * the names, mostly that of the stack, is known only at deployment. Several of them are told apart by nothing in the
 * files, so the value is unknown then; undefined where there is none.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html
 */
export function importedValue(name: Value, exports: Exports, importer: Importer, span: Span): Value | undefined {
  const found = new Map<string, Export>();
  for (const shape of shapesOf(name)) {
    for (const one of candidates(shape, exports)) {
      if (one.input === importer.input && one.prefix === importer.prefix) continue;
      found.set(`${one.input}\n${one.prefix}\n${one.output}`, one);
    }
  }
  const [first, ...others] = found.values();
  if (!first) return undefined;
  const value = asSeenFrom(importer.input, first);
  if (others.length === 0) return value;
  const text = textOf(value);
  if (text !== undefined && others.every(other => textOf(other.value) === text)) return value;
  const places = [...new Set([first, ...others].map(({ template }) => template))].slice(0, 3).join(' and ');
  return unknown('outside-this-input', `Fn::ImportValue of what ${places} may export`, span);
}

export interface Importer {
  readonly prefix: string;
  readonly input: string;
}

/** Names that are known decide; only without one the parts of others are compared. */
function candidates(shape: string, { known, partial, byLastWord }: Exports): readonly Export[] {
  const exact = known.get(shape);
  if (exact) return exact;
  const word = lastWord(shape);
  if (word === undefined) return [];
  const patterns = [...(partial.get(word) ?? []), ...(shape.includes(HOLE) ? (byLastWord.get(word) ?? []) : [])];
  return patterns
    .slice(0, MAX_PATTERNS)
    .flatMap(pattern => (mayBeSame(shape, pattern.shape) ? [pattern.exported] : []));
}

/** Exports with the same last word are compared up to this number: more of them are ambiguous anyway. */
const MAX_PATTERNS = 200;

/** No name holds it. */
const HOLE = '\0';

/** The texts that a name may have, with holes. */
function shapesOf(name: Value): readonly string[] {
  if (name.kind !== 'unknown' || name.alternatives.length === 0) return [shapeOf(name)];
  return name.alternatives.slice(0, MAX_SHAPES).flatMap(({ value }) => (value ? [shapeOf(value)] : []));
}

const MAX_SHAPES = 16;

function shapeOf(name: Value): string {
  if (name.kind !== 'template') return textOf(name) ?? HOLE;
  return name.parts
    .map(part => (typeof part === 'string' ? part : shapeOf(part)))
    .join('')
    .replace(HOLES, HOLE);
}

const HOLES = new RegExp(`${HOLE}+`, 'g');

/** `network-VpcId` → `VpcId`; undefined where it is not known whether that is a whole word. */
function lastWord(shape: string): string | undefined {
  const end = /[-:/_.]([A-Za-z0-9]+)$/.exec(shape)?.[1];
  if (end !== undefined) return end;
  return shape.includes(HOLE) ? undefined : shape;
}

/**
 * Whether two texts with holes can be the same: their beginnings and ends are, and holes are for parts of the middle.
 */
function mayBeSame(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [one.split(HOLE), other.split(HOLE)];
  if (first.length === 1) return fits(second, one);
  if (second.length === 1) return fits(first, other);
  const [starts, ends] = [
    [first[0]!, second[0]!],
    [first.at(-1)!, second.at(-1)!],
  ];
  return begins(starts[0]!, starts[1]!) && finishes(ends[0]!, ends[1]!);
}

function begins(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function finishes(a: string, b: string): boolean {
  return a.endsWith(b) || b.endsWith(a);
}

/** Whether a text has the pieces in their order, the first at its start and the last at its end. */
function fits(pieces: readonly string[], text: string): boolean {
  const last = pieces.at(-1)!;
  if (!text.startsWith(pieces[0]!)) return false;
  let from = pieces[0]!.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

/** The value of an export in another input: its names are those of its own. */
function asSeenFrom(input: string, exported: Export): Value {
  if (exported.input === input) return exported.value;
  return foreign(exported.value, exported);
}

function foreign(value: Value, exported: Export): Value {
  switch (value.kind) {
    case 'scalar':
      return value;
    case 'reference':
      // What it exports it may have imported itself.
      return value.target.includes(':') ? value : { ...value, target: `${exported.input}:${value.target}` };
    case 'template': {
      const parts = value.parts.map(part => (typeof part === 'string' ? part : foreign(part, exported)));
      return { ...value, parts, ...(value.structure && { structure: foreign(value.structure, exported) }) };
    }
    case 'list':
      return { ...value, items: value.items.map(item => foreign(item, exported)) };
    case 'object': {
      const properties = [...value.properties].map(([name, property]): [string, Property] => [
        name,
        { ...property, value: foreign(property.value, exported) },
      ]);
      return { ...value, properties: new Map(properties) };
    }
    case 'unknown': {
      const alternatives = value.alternatives.map(({ when, value: chosen }) => ({
        when: { ...when, name: ownName(when.name, exported) },
        value: chosen && foreign(chosen, exported),
      }));
      // Whatever it is, it is nothing of the importing template.
      const missing = value.missing.includes(' of ') ? value.missing : `${value.missing} of ${exported.input}`;
      return { ...value, reason: 'outside-this-input', missing, alternatives };
    }
  }
}

/** Conditions of another template have nothing to do with those of this one. */
function ownName(name: string, { input }: Export): string {
  return name.startsWith('AWS::') || name.includes(' of ') ? name : `${name} of ${input}`;
}
