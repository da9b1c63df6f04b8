import type { Graph, Reference } from '../model/graph.ts';

/** One edge for each path, however often it refers to the same resource. */
export function edgesOf(graph: Graph): readonly Reference[] {
  return graph.resources.flatMap(resource => {
    const references = graph.referencesFrom(resource);
    const byTargetAndPath = new Map(references.map(reference => [`${reference.to.id}\n${reference.path}`, reference]));
    return [...byTargetAndPath.values()];
  });
}
