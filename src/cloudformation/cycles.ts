import type { Span } from '../model/source.ts';
import { fail, type Scope } from './scope.ts';

type Dependencies = ReadonlyMap<string, ReadonlyMap<string, Span>>;

/** Reports each group of resources that need each other to exist first: CloudFormation cannot deploy them. */
export function reportCycles(dependencies: Dependencies, scope: Scope): void {
  for (const cycle of cyclesOf(dependencies)) {
    const span = dependencies.get(cycle[0]!)!.get(cycle[1] ?? cycle[0]!)!;
    const message =
      cycle.length === 1
        ? `The resource ${cycle[0]} depends on itself.`
        : `Circular dependency between resources: ${[...cycle, cycle[0]].join(' → ')}.`;
    const advice = 'Break the circle, for instance with a resource of its own for the rule or policy.';
    fail(scope, 'template-circular-dependency', message, span, advice);
  }
}

/** One shortest cycle of each strongly connected component, from its first resource. */
function cyclesOf(dependencies: Dependencies): string[][] {
  const order = new Map([...dependencies.keys()].map((name, index) => [name, index]));
  const cycles: string[][] = [];
  for (const component of components(dependencies)) {
    // A resource alone is a circle only if it needs itself.
    if (component.length === 1 && !dependencies.get(component[0]!)?.has(component[0]!)) continue;
    const start = component.reduce((first, name) => (order.get(name)! < order.get(first)! ? name : first));
    const cycle = shortestCycle(start, new Set(component), dependencies);
    if (cycle) cycles.push(cycle);
  }
  return cycles.sort((a, b) => order.get(a[0]!)! - order.get(b[0]!)!);
}

/** Breadth first from a member back to itself. */
function shortestCycle(start: string, members: ReadonlySet<string>, dependencies: Dependencies): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const next of dependencies.get(name)?.keys() ?? []) {
      if (next === start) {
        const path = [name];
        while (path[0] !== start) path.unshift(cameFrom.get(path[0]!)!);
        return path;
      }
      if (!members.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return undefined;
}

/** Tarjan's algorithm without recursion. */
function components(dependencies: Dependencies): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const result: string[][] = [];
  for (const root of dependencies.keys()) {
    if (index.has(root)) continue;
    const frames = [enter(root)];
    while (frames.length > 0) {
      const frame = frames.at(-1)!;
      const next = frame.rest.next();
      if (!next.done) {
        if (!index.has(next.value)) frames.push(enter(next.value));
        else if (onStack.has(next.value)) lower(frame.name, index.get(next.value)!);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent) lower(parent.name, low.get(frame.name)!);
      if (low.get(frame.name) === index.get(frame.name)) result.push(leave(frame.name));
    }
  }
  return result;

  function enter(name: string): { name: string; rest: Iterator<string> } {
    index.set(name, index.size);
    low.set(name, index.get(name)!);
    stack.push(name);
    onStack.add(name);
    return { name, rest: (dependencies.get(name) ?? new Map<string, Span>()).keys() };
  }

  function lower(name: string, value: number): void {
    low.set(name, Math.min(low.get(name)!, value));
  }

  function leave(name: string): string[] {
    const component = stack.splice(stack.indexOf(name));
    for (const member of component) onStack.delete(member);
    return component;
  }
}
