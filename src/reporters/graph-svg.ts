import type { Graph, Reference } from '../model/graph.ts';
import type { InputInfo, Resource } from '../model/resource.ts';
import { edgesOf } from './graph-edges.ts';
import { layout, NODE_HEIGHT, NODE_WIDTH, type Place } from './graph-layout.ts';
import { escapeXml } from './xml.ts';

const MARGIN = 24;
const HEADING = 36;
/** Characters of a label that fit into a node. */
const LABEL = 36;

/**
 * The graph as a picture for a browser: one drawing for each input, below each other, with the whole names and the path
 * of each reference as tooltips. The size grows with the graph; nothing is loaded and nothing is run.
 * https://www.w3.org/TR/SVG2/
 */
export function svg(graph: Graph): string {
  const drawings: string[] = [];
  let top = MARGIN;
  let width = 0;
  for (const [input, { resources, edges }] of partsOf(graph)) {
    const drawing = draw(input, resources, edges, top);
    drawings.push(drawing.text);
    top += drawing.height + MARGIN;
    width = Math.max(width, drawing.width);
  }
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(top) };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Resources and the references between them">
<style>${STYLE}</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" class="head"/></marker></defs>
${drawings.join('')}</svg>
`;
}

const STYLE = [
  'svg{background:#fff}',
  'text{font:12px system-ui,sans-serif;fill:#1f2328}',
  '.input{font-weight:600;font-size:14px}',
  '.type{font-size:10px;fill:#59636e}',
  'rect{fill:#f6f8fa;stroke:#59636e}',
  'g.node:hover rect{fill:#ddf4ff}',
  '.edge{fill:none;stroke:#59636e;stroke-opacity:.6}',
  '.edge:hover{stroke:#0969da;stroke-opacity:1;stroke-width:2}',
  '.head{fill:#59636e}',
].join('');

interface Part {
  readonly resources: Resource[];
  readonly edges: Reference[];
}

/** References that lead from one input into another are drawn in neither. */
function partsOf(graph: Graph): ReadonlyMap<InputInfo, Part> {
  const parts = new Map<InputInfo, Part>();
  for (const resource of graph.resources) {
    let part = parts.get(resource.input);
    if (!part) {
      part = { resources: [], edges: [] };
      parts.set(resource.input, part);
    }
    part.resources.push(resource);
  }
  for (const edge of edgesOf(graph)) {
    if (edge.from.input === edge.to.input) parts.get(edge.from.input)!.edges.push(edge);
  }
  return parts;
}

function draw(input: InputInfo, resources: readonly Resource[], edges: readonly Reference[], top: number) {
  const index = new Map(resources.map((resource, position) => [resource, position]));
  const drawn = layout(
    resources.length,
    edges.map(({ from, to }) => [index.get(from)!, index.get(to)!]),
  );
  const placeOf = (resource: Resource): Place => {
    const { x, y } = drawn.places[index.get(resource)!]!;
    return { x: x + MARGIN, y: y + top + HEADING };
  };
  const heading = `<text class="input" x="${MARGIN}" y="${top + 16}">${escapeXml(input.path)}</text>\n`;
  const text = [
    heading,
    ...edges.map(edge => edgeText(edge, placeOf(edge.from), placeOf(edge.to))),
    ...resources.map(resource => nodeText(resource, placeOf(resource))),
  ].join('');
  return { text, width: drawn.width, height: HEADING + drawn.height };
}

function nodeText({ address, writtenAs }: Resource, { x, y }: Place): string {
  const label = `<text x="${x + 10}" y="${y + 17}">${escapeXml(shortened(address))}</text>`;
  const type = `<text class="type" x="${x + 10}" y="${y + 32}">${escapeXml(shortened(writtenAs))}</text>`;
  const box = `<rect x="${x}" y="${y}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="4"/>`;
  return `<g class="node"><title>${escapeXml(`${address}\n${writtenAs}`)}</title>${box}${label}${type}</g>\n`;
}

function edgeText({ from, to, path }: Reference, start: Place, end: Place): string {
  const [x1, y1] = [start.x + NODE_WIDTH, start.y + NODE_HEIGHT / 2];
  const [x2, y2] = [end.x, end.y + NODE_HEIGHT / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  const curve = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  const title = `<title>${escapeXml(`${from.address} → ${to.address}\n${path}`)}</title>`;
  return `<path class="edge" d="${curve}" marker-end="url(#arrow)">${title}</path>\n`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LABEL ? text : `${characters.slice(0, LABEL - 1).join('')}…`;
}
