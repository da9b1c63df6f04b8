import type { Span } from '../../model/source.ts';
import { ANY } from '../values/types.ts';
import type { UnknownTerraformValue } from '../values/values.ts';
import type { Lazy } from './lazy.ts';
import type { Run } from './run.ts';

/** Computes what has a key once; `whenCyclic` is its value where it is asked for while it is being computed. */
export type Memo = <T>(key: string, compute: () => T, whenCyclic: () => T) => T;

export function memoOf(run: Run): Memo {
  const nodes = new Map<string, Lazy<unknown>>();
  return <T>(key: string, compute: () => T, whenCyclic: () => T) => {
    const node = nodes.get(key) ?? run.graph.node<unknown>(compute, whenCyclic);
    nodes.set(key, node);
    return node() as T;
  };
}

/** Reports a cycle of references, and gives the value of what is in it. */
export function cyclicValue(run: Run, name: string, span: Span): UnknownTerraformValue {
  run.report({
    code: 'reference-cycle',
    message: `${name} refers to itself, directly or through others`,
    advice: 'Remove one of the references.',
    span,
    severity: 'error',
  });
  return { kind: 'unknown', type: ANY, reason: 'not-supported', missing: name, span };
}
