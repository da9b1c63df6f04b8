import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isDeclined } from '../../src/fix/decline.ts';
import { openDocument, placeAt } from '../../src/fix/document.ts';
import { applied } from '../../src/fix/edits.ts';
import { indexOfStep, indexStep, isMember, isName, keyOfStep, keyStep, memberStep } from '../../src/fix/steps.ts';
import { verifiedEdits } from '../../src/fix/verified-edits.ts';
import { isScalar, type Scalar, wantedOf } from '../../src/fix/wanted.ts';
import { hclToJson } from '../../src/parse/hcl/json.ts';
import { HclPrinter, type Tree, YamlPrinter } from './printers.ts';

const NAME = fc.constantFrom('a', 'bb', 'ccc', 'key', 'other');
const SCALAR = fc.oneof(
  fc.boolean(),
  fc.integer({ min: 0, max: 99 }),
  fc.constantFrom('x', 'two words', '7', 'it: is'),
);
const OBJECT = fc.dictionary(
  NAME,
  fc.oneof(SCALAR, fc.dictionary(NAME, SCALAR, { maxKeys: 2, noNullPrototype: true })),
  {
    maxKeys: 3,
    noNullPrototype: true,
  },
) as fc.Arbitrary<Tree>;
const WORDS = fc.uniqueArray(fc.constantFrom('audit', 'error', 'slow query', 'x'), { minLength: 0, maxLength: 3 });
/** Objects, some of which have the key `id`. */
const ITEMS = fc
  .array(fc.tuple(OBJECT, fc.constantFrom('p', 'q', 'r', undefined)), { minLength: 1, maxLength: 4 })
  .map(items => items.map(([tree, id]) => (id === undefined ? tree : { id, ...tree })));
const STYLES = fc.array(fc.nat(99), { minLength: 40, maxLength: 40 });

/** Into which list, and which item of it. */
const STEPS = (list: string) =>
  fc.oneof(
    fc.nat(3).map(index => [list, indexStep(index)]),
    fc.constantFrom('p', 'q', 'new one').map(value => [list, keyStep({ key: 'id', value })]),
  );
const BELOW = fc.array(fc.oneof(NAME, fc.constant('fresh')), { minLength: 1, maxLength: 2 });

interface Change {
  readonly path: readonly string[];
  readonly value: Scalar;
}

function changes(list: string): fc.Arbitrary<readonly Change[]> {
  const ofItem = fc
    .tuple(STEPS(list), BELOW, SCALAR)
    .map(([steps, below, value]) => ({ path: [...steps, ...below], value }));
  const ofWord = fc.constantFrom('audit', 'new').map(value => ({ path: ['words', memberStep(value)], value }));
  return fc.array(fc.oneof({ weight: 3, arbitrary: ofItem }, { weight: 1, arbitrary: ofWord }), {
    minLength: 1,
    maxLength: 3,
  });
}

function written(path: string, text: string, leaves: readonly Change[]): string | undefined {
  const document = openDocument({ path, text });
  if (!document) throw new Error(`cannot be read:\n${text}`);
  const offset = text.search(/Target/);
  const place = placeAt(document, text[offset - 1] === '"' && document.kind === 'mapping' ? offset - 1 : offset);
  if (place === undefined) throw new Error(`no place in\n${text}`);
  const wanted = wantedOf(leaves);
  const edits = wanted && verifiedEdits(document, place, wanted);
  return !edits || isDeclined(edits) ? undefined : applied(text, edits);
}

/** The tree with a value in it, where new items of lists come last, and a block is a list of one. */
function withValue(tree: unknown, [step, ...rest]: readonly string[], value: Scalar): unknown {
  if (step === undefined) return value;
  if (isName(step) && Array.isArray(tree)) return [withValue(tree[0], [step, ...rest], value)];
  if (isName(step)) {
    const holder = (tree ?? {}) as Record<string, unknown>;
    return { ...holder, [step]: withValue(holder[step], rest, value) };
  }
  const items = [...((tree ?? []) as unknown[])];
  const key = keyOfStep(step);
  const index =
    indexOfStep(step) ?? items.findIndex(item => (key ? idOf(item) === key.value : String(item) === String(value)));
  if (index >= 0) items[index] = isMember(step) ? items[index] : withValue(items[index], rest, value);
  else items.push(withValue(key && { [key.key]: key.value }, rest, value));
  return items;
}

function idOf(item: unknown): unknown {
  return (item as { id?: unknown }).id;
}

function changed(tree: unknown, leaves: readonly Change[]): unknown {
  return leaves.reduce((before, { path, value }) => withValue(before, path, value), tree);
}

/** Quotes around a value that is replaced are kept, so that `'7'` becomes `'true'`. */
function asText(tree: unknown): unknown {
  if (isScalar(tree)) return String(tree);
  if (Array.isArray(tree)) return tree.map(asText);
  return Object.fromEntries(Object.entries(tree as object).map(([name, value]) => [name, asText(value)]));
}

function commentsOf(text: string): readonly string[] {
  return text.match(/# note \d+/g) ?? [];
}

describe('values written into the lists of a random document keep everything else', () => {
  test('of YAML', () => {
    let count = 0;
    fc.assert(
      fc.property(ITEMS, WORDS, changes('list'), STYLES, fc.boolean(), (list, words, leaves, styles, crLf) => {
        const document = { Other: { first: 1 }, Target: { Type: 'T', list, words }, Last: { z: true } };
        const text = new YamlPrinter(styles).print(document).replaceAll('\n', crLf ? '\r\n' : '\n');
        const after = written('t.yaml', text, leaves);
        if (after === undefined) return;
        count++;
        expect(asText(parse(after))).toEqual(asText({ ...document, Target: changed(document.Target, leaves) }));
        expect(commentsOf(after)).toEqual(commentsOf(text));
      }),
      { numRuns: 600 },
    );
    expect(count).toBeGreaterThan(150);
  });

  test('of JSON', () => {
    let count = 0;
    fc.assert(
      fc.property(ITEMS, WORDS, changes('list'), fc.constantFrom(0, 2, '\t'), (list, words, leaves, indent) => {
        const document = { Other: { first: 1 }, Target: { Type: 'T', list, words }, Last: { z: true } };
        const text = `${JSON.stringify(document, undefined, indent)}\n`;
        const after = written('t.json', text, leaves);
        if (after === undefined) return;
        count++;
        const expected = { ...document, Target: changed(document.Target, leaves) };
        expect(asText(JSON.parse(after))).toEqual(asText(expected));
        if (!/\{\}|\[\]/.test(text)) expect(after).toBe(`${JSON.stringify(JSON.parse(after), undefined, indent)}\n`);
      }),
      { numRuns: 600 },
    );
    expect(count).toBeGreaterThan(150);
  });

  test.each(['list', 'tuple'])('of HCL, as blocks and as arguments: %s', name => {
    let count = 0;
    fc.assert(
      fc.property(ITEMS, WORDS, changes(name), STYLES, fc.boolean(), (items, words, leaves, styles, crLf) => {
        const text = new HclPrinter(styles).print({ words, [name]: items }).replaceAll('\n', crLf ? '\r\n' : '\n');
        const after = written('main.tf', text, leaves);
        if (after === undefined) return;
        count++;
        const [before, now] = [text, after].map(each => resourceIn(hclToJson(each)));
        expect(unwrapped(now)).toEqual(unwrapped(changed(before, leaves)));
        expect(commentsOf(after)).toEqual(commentsOf(text));
      }),
      { numRuns: 600 },
    );
    expect(count).toBeGreaterThan(120);
  });
});

function resourceIn(json: unknown): unknown {
  const { value } = json as { value: { resource: Record<string, Record<string, unknown[]>> } };
  return value.resource['Target']!['x']![0];
}

/** A single block is a list of one object in hcl2json's structure. */
function unwrapped(tree: unknown): unknown {
  if (isScalar(tree)) return String(tree);
  if (Array.isArray(tree)) return tree.length === 1 && !isScalar(tree[0]) ? unwrapped(tree[0]) : tree.map(unwrapped);
  return Object.fromEntries(Object.entries(tree as object).map(([name, value]) => [name, unwrapped(value)]));
}
