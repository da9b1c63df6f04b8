import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isDeclined } from '../../src/fix/decline.ts';
import { openDocument, placeAt } from '../../src/fix/document.ts';
import { applied } from '../../src/fix/edits.ts';
import { verifiedEdits } from '../../src/fix/verified-edits.ts';
import { type Scalar, wantedOf } from '../../src/fix/wanted.ts';
import { hclToJson, type Json } from '../../src/parse/hcl/json.ts';
import { HclPrinter, type Tree, YamlPrinter } from './printers.ts';

const NAME = fc.constantFrom('a', 'bb', 'ccc', 'dddd', 'yes_sir');
const SCALAR = fc.oneof(
  fc.boolean(),
  fc.integer({ min: 0, max: 99 }),
  fc.constantFrom('x', 'two words', '7', '#', 'it: is', ''),
);

const { tree: TREE } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.dictionary(
    NAME,
    fc.oneof({ depthSize: 'small' }, SCALAR, tie('tree'), fc.array(tie('tree'), { minLength: 1, maxLength: 2 })),
    { maxKeys: 4, noNullPrototype: true },
  ) as fc.Arbitrary<Tree>,
}));

const PATH = fc.array(fc.oneof(NAME, fc.constant('new')), { minLength: 1, maxLength: 3 });
/** A choice of styles, used up one after the other. */
const STYLES = fc.array(fc.nat(99), { minLength: 40, maxLength: 40 });

/** The text after one value is written into the declaration whose name is `Target`; undefined where it is declined. */
function written(path: string, text: string, below: readonly string[], value: Scalar): string | undefined {
  const document = openDocument({ path, text });
  if (!document) throw new Error(`cannot be read:\n${text}`);
  const offset = text.search(/Target/);
  const place = placeAt(document, text[offset - 1] === '"' && document.kind === 'mapping' ? offset - 1 : offset);
  if (place === undefined) throw new Error(`no place in\n${text}`);
  const edits = verifiedEdits(document, place, wantedOf([{ path: below, value }])!);
  return isDeclined(edits) ? undefined : applied(text, edits);
}

/** The tree with the value in it; a list of one object counts as the object. */
function withValue(tree: unknown, [name, ...rest]: readonly string[], value: Scalar): unknown {
  if (name === undefined) return value;
  if (Array.isArray(tree)) return [withValue(tree[0], [name, ...rest], value)];
  const holder = (tree ?? {}) as Record<string, unknown>;
  return { ...holder, [name]: withValue(holder[name], rest, value) };
}

function commentsOf(text: string): readonly string[] {
  return text.match(/# note \d+/g) ?? [];
}

/** The words of the original are all there, in their order, but for a value that was replaced. */
function keepsStyle(before: string, after: string): void {
  expect(commentsOf(after)).toEqual(commentsOf(before));
  const isCrLf = before.includes('\r\n');
  if (isCrLf) expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  else expect(after).not.toContain('\r');
  expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
}

describe('a value written into a random document keeps everything else', () => {
  test('of YAML, in block and flow style, with comments', () => {
    let count = 0;
    fc.assert(
      fc.property(TREE, PATH, SCALAR, STYLES, fc.boolean(), fc.boolean(), (tree, path, value, styles, crLf, ends) => {
        const document = { Other: { first: 1 }, Target: { Type: 'T', ...tree }, Last: { z: true } };
        let text = new YamlPrinter(styles).print(document);
        if (!ends) text = text.trimEnd();
        if (crLf) text = text.replaceAll('\n', '\r\n');
        const after = written('t.yaml', text, path, value);
        if (after === undefined) return;
        count++;
        expect(parse(after)).toEqual({ ...document, Target: asRead(withValue(document.Target, path, value)) });
        keepsStyle(text, after);
      }),
      { numRuns: 400 },
    );
    expect(count).toBeGreaterThan(150);
  });

  test('of JSON, indented in any way', () => {
    let count = 0;
    fc.assert(
      fc.property(
        TREE,
        PATH,
        SCALAR,
        fc.constantFrom(0, 2, 4, '\t'),
        fc.boolean(),
        (tree, path, value, indent, crLf) => {
          const document = { Other: { first: 1 }, Target: { Type: 'T', ...tree }, Last: { z: true } };
          const text = `${JSON.stringify(document, undefined, indent)}\n`.replaceAll('\n', crLf ? '\r\n' : '\n');
          const after = written('t.json', text, path, value);
          if (after === undefined) return;
          count++;
          const expected = { ...document, Target: asRead(withValue(document.Target, path, value)) };
          expect(JSON.parse(after)).toEqual(expected);
          keepsStyle(text, after);
          const isNew = JSON.stringify(withValue(document.Target, path, value)) !== JSON.stringify(document.Target);
          // What JSON.stringify would have written, where no empty object was filled and no quotes were kept.
          if (
            isNew &&
            !/\{\s*\}|\[\s*\]/.test(text) &&
            JSON.stringify(JSON.parse(after)) === JSON.stringify(expected) &&
            !Array.isArray(tree)
          ) {
            expect(after).toBe(
              `${JSON.stringify(JSON.parse(after), undefined, indent)}\n`.replaceAll('\n', crLf ? '\r\n' : '\n'),
            );
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(count).toBeGreaterThan(150);
  });

  test('of HCL, with comments and any alignment', () => {
    let count = 0;
    fc.assert(
      fc.property(TREE, PATH, SCALAR, STYLES, fc.boolean(), (tree, path, value, styles, crLf) => {
        const text = new HclPrinter(styles).print(tree).replaceAll('\n', crLf ? '\r\n' : '\n');
        const after = written('main.tf', text, path, value);
        if (after === undefined) return;
        count++;
        const [before, now] = [text, after].map(each => hclToJson(each));
        expect(now).toEqual(withArgument(before, path, value));
        keepsStyle(text, after);
      }),
      { numRuns: 400 },
    );
    expect(count).toBeGreaterThan(150);
  });
});

/** Quotes around a value that is replaced are kept, so that `'7'` becomes `'true'`. */
function asRead(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(asRead);
  if (typeof tree !== 'object' || tree === null)
    return expect.toSatisfy((found: unknown) => String(found) === String(tree));
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, asRead(value)]));
}

/** In hcl2json's structure, where blocks are lists of objects. */
function withArgument(json: unknown, path: readonly string[], value: Scalar): unknown {
  const copy = structuredClone((json as { value: Json }).value) as unknown as Record<string, unknown>;
  const resource = (copy['resource'] as Record<string, Record<string, Record<string, unknown>[]>>)['Target']!['x']![0]!;
  let holder = resource;
  for (const name of path.slice(0, -1)) {
    holder[name] ??= [{}];
    holder = (holder[name] as Record<string, unknown>[])[0]!;
  }
  holder[path.at(-1)!] = expect.toSatisfy((found: unknown) => String(found) === String(value));
  return { value: copy };
}
