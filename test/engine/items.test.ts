import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runRules } from '../../src/engine/run.ts';
import type { Condition } from '../../src/model/rule.ts';
import { either, graphOf, input, missing, open, represented, rule } from './written.ts';

/** Items of `each` that hang on conditions are explored one by one: the result is that of trying everything. */
type Choice<T> = { readonly name: string; readonly yes: Tree<T>; readonly no: Tree<T> };
type Tree<T> = { readonly leaf: T } | Choice<T> | undefined;
interface Item {
  readonly open: Tree<boolean>;
}

const NAMES = ['A', 'B', 'C'];
const REQUIRE: Condition = { property: 'Open', equals: false };

test('the items of a list', () => {
  fc.assert(
    fc.property(fc.array(tree(item()), { minLength: 1, maxLength: 4 }), items => {
      const evaluations = evaluate({ Rules: items.map(written) }, 'Rules');
      check(evaluations, assigned => failing(items, assigned, 'Properties.Rules'));
    }),
    { numRuns: 500 },
  );
});

test('the items of lists in the items of a list', () => {
  const group = tree(fc.array(tree(item()), { maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), groups => {
      const inGroup = (items: readonly Tree<Item>[]) => ({ Rules: items.map(written) });
      const evaluations = evaluate({ Groups: groups.map(each => writtenTree(each, inGroup)) }, 'Groups[].Rules');
      check(evaluations, assigned =>
        groups.flatMap((each, index) =>
          failing(resolve(each, assigned) ?? [], assigned, `Properties.Groups[${index}].Rules`),
        ),
      );
    }),
    { numRuns: 500 },
  );
});

test('sixty conditions in one list are not too many', () => {
  const items = Array.from({ length: 60 }, (_, i) => either(`C${i}`, [true, { Open: i === 41 }], [false, undefined]));
  expect(evaluate({ Rules: items }, 'Rules')).toEqual([
    { verdict: 'unknown', path: 'Properties.Rules[41].Open', when: { C41: true } },
  ]);
});

/** Any number of items, each of them like this. */
const likewise = (item: object) => either('var.more', ['not empty', item], ['empty', undefined]);

test.each<[string, object, string, object]>([
  ['pass', represented({ Open: false }, likewise({ Open: false })), 'pass', {}],
  ['fail', represented({ Open: false }, likewise({ Open: true })), 'unknown', { 'var.more': 'not empty' }],
  [
    'are not known',
    represented({ Open: false }, likewise({ Open: missing('P') })),
    'unknown',
    { 'var.more': 'not empty' },
  ],
  ['may be anything', open([{ Open: false }, likewise({ Open: false })]), 'unknown', {}],
])('where those that are not known %s', (_, rules, verdict, when) => {
  expect(evaluate({ Rules: rules }, 'Rules')).toMatchObject([{ verdict, when }]);
  expect(evaluate({ Groups: [{ Rules: rules }] }, 'Groups[].Rules')).toMatchObject([{ verdict, when }]);
  const every = rule({ property: 'Rules', every: REQUIRE });
  const graph = graphOf(input({ Bucket: { properties: { Rules: rules } } }));
  expect(runRules([every], graph)[0]!.verdict).toBe(verdict);
});

interface Shown {
  readonly verdict: string;
  readonly path: string | undefined;
  readonly when: Readonly<Record<string, unknown>>;
}

function evaluate(properties: Record<string, unknown>, each: string): Shown[] {
  const graph = graphOf(input({ Bucket: { properties } }));
  return runRules([rule(REQUIRE, { each: [each] })], graph).map(({ verdict, path, when }) => ({
    verdict,
    path,
    when: Object.fromEntries(when.map(({ name, value }) => [name, value])),
  }));
}

/** What fails always is reported; else one that fails sometimes, with the least that must hold for it. */
function check(evaluations: readonly Shown[], failingIn: (assigned: Assigned) => readonly string[]): void {
  const all = assignments().map(assigned => ({ assigned, fails: failingIn(assigned) }));
  const always = all[0]!.fails.filter(path => all.every(({ fails }) => fails.includes(path)));
  if (always.length > 0) {
    expect(new Set(evaluations.map(({ verdict, path }) => `${verdict} ${path}`))).toEqual(
      new Set(always.map(path => `fail ${path}`)),
    );
    return;
  }
  expect(evaluations).toHaveLength(1);
  const { verdict, path, when } = evaluations[0]!;
  if (all.every(({ fails }) => fails.length === 0)) {
    expect({ verdict, when }).toEqual({ verdict: 'pass', when: {} });
    return;
  }
  const explains = (names: readonly string[]) =>
    all.every(({ assigned, fails }) => names.some(name => assigned[name] !== when[name]) || fails.includes(path!));
  const names = Object.keys(when);
  expect({ verdict, explains: explains(names) }).toEqual({ verdict: 'unknown', explains: true });
  for (const name of names) expect(explains(names.filter(other => other !== name))).toBe(false);
}

type Assigned = Readonly<Record<string, boolean>>;

function assignments(): Assigned[] {
  return NAMES.reduce<Assigned[]>(
    (found, name) => found.flatMap(assigned => [true, false].map(value => ({ ...assigned, [name]: value }))),
    [{}],
  );
}

function failing(items: readonly Tree<Item>[], assigned: Assigned, path: string): string[] {
  return items.flatMap((each, index) => {
    const found = resolve(each, assigned);
    return found && resolve(found.open, assigned) !== false ? [`${path}[${index}].Open`] : [];
  });
}

function resolve<T>(value: Tree<T>, assigned: Assigned): T | undefined {
  if (value === undefined) return undefined;
  return 'leaf' in value ? value.leaf : resolve(assigned[value.name] ? value.yes : value.no, assigned);
}

function written(value: Tree<Item>): unknown {
  return writtenTree(value, ({ open }) => {
    const property = writtenTree(open, truth => truth);
    return property === undefined ? {} : { Open: property };
  });
}

function writtenTree<T>(value: Tree<T>, leaf: (inner: T) => unknown): unknown {
  // An item that is nothing is left out by the templates' own evaluation.
  if (value === undefined) return undefined;
  if ('leaf' in value) return leaf(value.leaf);
  return either(value.name, [true, writtenTree(value.yes, leaf)], [false, writtenTree(value.no, leaf)]);
}

function item(): fc.Arbitrary<Item> {
  return fc.oneof(tree(fc.boolean()), fc.constant(undefined)).map(open => ({ open }));
}

/** Something, or a choice between things of which one may be nothing. */
function tree<T>(leaf: fc.Arbitrary<T>): fc.Arbitrary<Exclude<Tree<T>, undefined>> {
  const leaves = leaf.map(inner => ({ leaf: inner }));
  const maybe = fc.option(leaves, { nil: undefined, freq: 3 });
  const name = fc.constantFrom(...NAMES);
  const choice = fc.tuple(name, maybe, leaves).map(([of, yes, no]): Choice<T> => ({ name: of, yes, no }));
  const nested = fc.tuple(name, choice, maybe).map(([of, yes, no]): Choice<T> => ({ name: of, yes, no }));
  return fc.oneof({ weight: 2, arbitrary: leaves }, { weight: 3, arbitrary: choice }, { weight: 1, arbitrary: nested });
}
