import { describe, expect, test } from 'vitest';
import { type Lazy, lazyGraph } from '../../../src/terraform/modules/lazy.ts';

describe('a lazy graph', () => {
  test('computes each node once, however long the chain', () => {
    const graph = lazyGraph();
    let finished = 0;
    const nodes: Lazy<number>[] = [];
    const length = 20_000;
    for (let i = 0; i < length; i++) {
      nodes.push(
        graph.node(
          () => {
            const next = i + 1 < length ? nodes[i + 1]!() : 0;
            finished += 1;
            return next + 1;
          },
          () => -1,
        ),
      );
    }
    expect([nodes[0]!(), nodes[0]!(), finished]).toEqual([length, length, length]);
  });

  test.each([1, 2, 31, 32, 33, 100, 1000])('notices a cycle of %i nodes', length => {
    const graph = lazyGraph();
    let cycles = 0;
    const nodes: Lazy<number>[] = [];
    for (let i = 0; i < length; i++) {
      nodes.push(
        graph.node(
          () => nodes[(i + 1) % length]!() + 1,
          () => {
            cycles += 1;
            return 0;
          },
        ),
      );
    }
    expect(nodes[0]!()).toBeLessThanOrEqual(length);
    expect(cycles).toBe(1);
  });

  test('passes errors on, and computes again when it is asked again', () => {
    const graph = lazyGraph();
    let attempts = 0;
    const node = graph.node(
      () => {
        attempts += 1;
        if (attempts === 1) throw new Error('ours');
        return attempts;
      },
      () => 0,
    );
    expect(node).toThrow('ours');
    expect(node()).toBe(2);
  });
});
