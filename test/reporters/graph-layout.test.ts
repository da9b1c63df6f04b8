import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edge, layout, NODE_HEIGHT, NODE_WIDTH } from '../../src/reporters/graph-layout.ts';

describe('layout', () => {
  test('leads from left to right', () => {
    const { places, width, height } = layout(4, [
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    expect(places).toEqual([
      { x: 0, y: 0 },
      { x: 350, y: 0 },
      { x: 700, y: 0 },
      { x: 0, y: 72 },
    ]);
    expect({ width, height }).toEqual({ width: 960, height: 112 });
  });

  test('stacks what is at the same distance, and lets a circle lead back', () => {
    const { places } = layout(3, [
      [0, 1],
      [0, 2],
      [2, 0],
    ]);
    expect(places.map(({ x }) => x)).toEqual([0, 350, 350]);
    expect(new Set(places.map(({ y }) => y)).size).toBe(3);
  });

  test('of nothing is empty', () => {
    expect(layout(0, [])).toEqual({ places: [], width: 0, height: 0 });
  });

  test('never puts a node over another or outside', () => {
    const graphs = fc
      .integer({ min: 1, max: 30 })
      .chain(count =>
        fc.tuple(
          fc.constant(count),
          fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)) as fc.Arbitrary<Edge>, { maxLength: 60 }),
        ),
      );
    fc.assert(
      fc.property(graphs, ([count, edges]) => {
        const { places, width, height } = layout(count, edges);
        expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
        for (const { x, y } of places) {
          expect(x >= 0 && y >= 0 && x + NODE_WIDTH <= width && y + NODE_HEIGHT <= height).toBe(true);
        }
      }),
    );
  });

  test('of a long chain does not overflow', () => {
    const count = 50_000;
    const edges = Array.from({ length: count - 1 }, (_, index): Edge => [index, index + 1]);
    expect(layout(count, edges).places[count - 1]!.x).toBe((count - 1) * 350);
  });
});
