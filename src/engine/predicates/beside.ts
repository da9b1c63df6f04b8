import type { Graph } from '../../model/graph.ts';
import type { PredicateSubject } from '../../model/predicate.ts';
import type { InputInfo, Resource } from '../../model/resource.ts';
import type { Outcome } from '../../model/verdict.ts';

/** A stack has a few; for more, asking each resource about each of them would take too long. */
const MAX_BESIDE = 200;

/** The resources of a type in the input of the one that is asked about; an unknown outcome where they are too many. */
export function besideOf(type: string, { resource, graph }: PredicateSubject): readonly Resource[] | Outcome {
  const found = resourcesIn(graph, resource.input, type);
  if (found.length <= MAX_BESIDE) return found;
  const reason = `more than ${MAX_BESIDE} resources of the type ${type} are not looked through`;
  return { verdict: 'unknown', span: resource.nameSpan, reason };
}

/** Whether the input of the one that is asked about has a resource of a type. */
export function hasBeside(type: string, { resource, graph }: PredicateSubject): boolean {
  return resourcesIn(graph, resource.input, type).length > 0;
}

function resourcesIn(graph: Graph, input: InputInfo, type: string): readonly Resource[] {
  const inputs = known.get(graph) ?? new Map<InputInfo, Map<string, readonly Resource[]>>();
  known.set(graph, inputs);
  const types = inputs.get(input) ?? new Map<string, readonly Resource[]>();
  inputs.set(input, types);
  const found = types.get(type) ?? graph.inInput(input).filter(resource => resource.type === type);
  types.set(type, found);
  return found;
}

const known = new WeakMap<Graph, Map<InputInfo, Map<string, readonly Resource[]>>>();
