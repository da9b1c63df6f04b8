/**
 * Values that are computed when they are first asked for, once. References of a configuration make a graph of any
 * depth: past a number of nested computations the innermost one is started over from the outside, with what is
 * finished by then kept, so that a long chain of references needs no deep stack.
 */
export interface LazyGraph {
  /** `whenCyclic` gives the value that a node has where it is asked for while it is being computed. */
  node<T>(compute: () => T, whenCyclic: () => T): Lazy<T>;
}

export type Lazy<T> = () => T;

/** Nested computations before starting over. The expression evaluator has a limit of its own, which is to be kept. */
const DEPTH_LIMIT = 32;

interface Node {
  state: 'waiting' | 'running' | 'done';
  run(): void;
  fail(): void;
}

export function lazyGraph(): LazyGraph {
  let depth = 0;
  const pending = new Set<Node>();

  /** Computes a node asked for from outside, and first whatever proves to be too deep below it. */
  function runFromOutside(root: Node): void {
    const stack = [root];
    pending.add(root);
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const deeper = attempt(node);
      if (deeper && !pending.has(deeper)) {
        stack.push(deeper);
        pending.add(deeper);
        continue;
      }
      // A node that waits for one that waits for it: the cycle is longer than the limit.
      if (deeper) deeper.fail();
      else pending.delete(stack.pop()!);
    }
  }

  function attempt(node: Node): Node | undefined {
    if (node.state === 'done') return undefined;
    try {
      node.run();
      return undefined;
    } catch (error) {
      if (error instanceof TooDeep) return error.node;
      if (!(error instanceof RangeError)) throw error;
      // The stack is used up by one expression: its value cannot be known here.
      node.fail();
      return undefined;
    }
  }

  return {
    node<T>(compute: () => T, whenCyclic: () => T): Lazy<T> {
      let value: T | undefined;
      const node: Node = {
        state: 'waiting',
        run() {
          node.state = 'running';
          depth += 1;
          try {
            value = compute();
            node.state = 'done';
          } finally {
            depth -= 1;
            if (node.state === 'running') node.state = 'waiting';
          }
        },
        fail() {
          value = whenCyclic();
          node.state = 'done';
        },
      };
      return () => {
        if (node.state === 'done') return value as T;
        if (node.state === 'running') return whenCyclic();
        if (depth === 0) runFromOutside(node);
        else if (depth < DEPTH_LIMIT) node.run();
        else throw new TooDeep(node);
        return value as T;
      };
    },
  };
}

/** Not an error of anybody: unwinds the stack to `runFromOutside`. */
class TooDeep extends Error {
  readonly node: Node;
  constructor(node: Node) {
    super('evaluation started over');
    this.node = node;
  }
}
