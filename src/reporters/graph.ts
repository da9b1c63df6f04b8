import type { Graph } from '../model/graph.ts';
import type { Resource } from '../model/resource.ts';
import { regionOf } from '../model/source.ts';
import { edgesOf } from './graph-edges.ts';
import { svg } from './graph-svg.ts';

/** The formats of `lintel graph`. */
export const graphFormats: Readonly<Record<string, (graph: Graph) => string>> = {
  json: graphJson,
  mermaid,
  dot,
  svg,
};

/** Nodes have numbers as ids: addresses are unique in one input only. */
export function graphJson(graph: Graph): string {
  const ids = idsOf(graph);
  const nodes = graph.resources.map(resource => ({
    id: ids.get(resource)!,
    address: resource.address,
    type: resource.type,
    source_type: resource.writtenAs,
    input: resource.input.path,
    file: resource.nameSpan.file.path,
    line: regionOf(resource.nameSpan).line,
  }));
  const edges = edgesOf(graph).map(({ from, to, path, attribute }) => ({
    from: ids.get(from)!,
    to: ids.get(to)!,
    path,
    attribute,
  }));
  return `${JSON.stringify({ nodes, edges }, undefined, 2)}\n`;
}

/** https://mermaid.js.org/syntax/flowchart.html */
export function mermaid(graph: Graph): string {
  const ids = idsOf(graph);
  const lines = ['flowchart LR'];
  for (const resource of graph.resources) {
    lines.push(`  n${ids.get(resource)}["${mermaidText(resource.address)}<br/>${mermaidText(resource.writtenAs)}"]`);
  }
  for (const { from, to, path } of edgesOf(graph)) {
    lines.push(`  n${ids.get(from)} -->|"${mermaidText(path)}"| n${ids.get(to)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** https://graphviz.org/doc/info/lang.html */
export function dot(graph: Graph): string {
  const ids = idsOf(graph);
  const lines = ['digraph resources {', '  rankdir=LR;', '  node [shape=box];'];
  for (const resource of graph.resources) {
    lines.push(`  n${ids.get(resource)} [label="${dotText(resource.address)}\\n${dotText(resource.writtenAs)}"];`);
  }
  for (const { from, to, path } of edgesOf(graph)) {
    lines.push(`  n${ids.get(from)} -> n${ids.get(to)} [label="${dotText(path)}"];`);
  }
  return `${lines.join('\n')}\n}\n`;
}

function idsOf(graph: Graph): ReadonlyMap<Resource, number> {
  return new Map(graph.resources.map((resource, index) => [resource, index + 1]));
}

function mermaidText(text: string): string {
  return text.replace(/[^\w .:/-]/g, character => `#${character.codePointAt(0)};`);
}

function dotText(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/[\r\n]/g, ' ');
}
