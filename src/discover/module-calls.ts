/** The directories that each module calls. */
export type ModuleCalls = ReadonlyMap<string, readonly string[]>;

/** The calls between some modules; calls of others and of themselves are left out. */
export async function moduleCalls(
  modules: readonly string[],
  callsOf: (directory: string) => Promise<readonly string[]>,
): Promise<ModuleCalls> {
  const known = new Set(modules);
  const calls = new Map<string, readonly string[]>();
  for (const module of modules) {
    const called = await callsOf(module);
    calls.set(
      module,
      called.filter(path => path !== module && known.has(path)),
    );
  }
  return calls;
}

/**
 * Modules that no other one calls. They, and only they, are evaluated on their own; of modules that call each other in
 * a circle, the first.
 */
export function uncalled(calls: ModuleCalls): readonly string[] {
  const called = new Set([...calls.values()].flat());
  const roots = [...calls.keys()].filter(module => !called.has(module));
  const reached = reach(roots, calls);
  for (const module of calls.keys()) {
    if (reached.has(module)) continue;
    roots.push(module);
    for (const other of reach([module], calls)) reached.add(other);
  }
  return roots;
}

/** The modules through which a module is evaluated: those at the top of its callers, or itself. */
export function rootsOf(module: string, calls: ModuleCalls): readonly string[] {
  return uncalled(calls).filter(root => reach([root], calls).has(module));
}

function reach(from: readonly string[], calls: ModuleCalls): Set<string> {
  const reached = new Set<string>();
  const pending = [...from];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    pending.push(...(calls.get(next) ?? []));
  }
  return reached;
}
