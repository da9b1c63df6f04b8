/** Where a node of a drawing stands, in pixels from the upper left corner of the drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** In the order of the nodes. */
  readonly places: readonly Place[];
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 260;
export const NODE_HEIGHT = 40;
const GAP_ACROSS = 90;
const GAP_DOWN = 16;
/** Nodes without an edge stand in rows below the others. */
const NODES_A_ROW = 4;
const SWEEPS = 4;

/** A directed edge, by the indexes of its nodes. */
export type Edge = readonly [from: number, to: number];

/**
 * Columns from left to right, so that edges lead to the right; an edge that closes a circle leads back. In each column
 * a node is near the nodes that it is connected with. Takes time in proportion to nodes and edges.
 * After Sugiyama, Tagawa, Toda: Methods for Visual Understanding of Hierarchical System Structures (1981).
 */
export function layout(count: number, edges: readonly Edge[]): Layout {
  const out = neighbours(count, edges, 0, 1);
  const into = neighbours(count, edges, 1, 0);
  const connected = range(count).filter(node => out[node]!.length + into[node]!.length > 0);
  const columns = ordered(columnsOf(connected, out), out, into);
  const places: Place[] = new Array(count);
  const tallest = Math.max(0, ...columns.map(({ length }) => heightOf(length)));
  for (const [column, nodes] of columns.entries()) {
    const top = (tallest - heightOf(nodes.length)) / 2;
    for (const [row, node] of nodes.entries()) places[node] = placeAt(column, row, top);
  }
  const alone = range(count).filter(node => !places[node]);
  const below = tallest === 0 ? 0 : tallest + 2 * GAP_DOWN;
  for (const [index, node] of alone.entries()) {
    places[node] = placeAt(index % NODES_A_ROW, Math.floor(index / NODES_A_ROW), below);
  }
  const across = Math.max(columns.length, Math.min(alone.length, NODES_A_ROW));
  return {
    places,
    width: across * (NODE_WIDTH + GAP_ACROSS) - (across > 0 ? GAP_ACROSS : 0),
    height: alone.length === 0 ? tallest : below + heightOf(Math.ceil(alone.length / NODES_A_ROW)),
  };
}

function neighbours(count: number, edges: readonly Edge[], of: 0 | 1, to: 0 | 1): number[][] {
  const found: number[][] = range(count).map(() => []);
  for (const edge of edges) if (edge[0] !== edge[1]) found[edge[of]]!.push(edge[to]);
  return found;
}

/** A node's column is right of all that refer to it, but for edges that close a circle. */
function columnsOf(nodes: readonly number[], out: readonly number[][]): number[][] {
  const order = referrersFirst(nodes, out);
  const position = new Map(order.map((node, index) => [node, index]));
  const column = new Map<number, number>();
  for (const node of order) {
    const own = column.get(node) ?? 0;
    column.set(node, own);
    for (const next of out[node]!) {
      if (position.get(next)! > position.get(node)!) column.set(next, Math.max(column.get(next) ?? 0, own + 1));
    }
  }
  const columns: number[][] = [];
  for (const node of nodes) {
    const index = column.get(node)!;
    while (columns.length <= index) columns.push([]);
    columns[index]!.push(node);
  }
  return columns;
}

/** The reverse of the order in which a search in depth leaves the nodes. */
function referrersFirst(nodes: readonly number[], out: readonly number[][]): number[] {
  const left: number[] = [];
  const seen = new Set<number>();
  for (const start of nodes) {
    if (seen.has(start)) continue;
    seen.add(start);
    const path = [{ node: start, next: 0 }];
    while (path.length > 0) {
      const top = path.at(-1)!;
      const following = out[top.node]![top.next++];
      if (following === undefined) {
        left.push(top.node);
        path.pop();
      } else if (!seen.has(following)) {
        seen.add(following);
        path.push({ node: following, next: 0 });
      }
    }
  }
  return left.reverse();
}

/** Each column sorted by the mean row of a node's neighbours, to and fro, so that few edges cross. */
function ordered(columns: number[][], out: readonly number[][], into: readonly number[][]): number[][] {
  const row = new Map<number, number>();
  const note = (column: readonly number[]) => {
    for (const [index, node] of column.entries()) row.set(node, index / column.length);
  };
  for (const column of columns) note(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const leftToRight = sweep % 2 === 0;
    const nearby = leftToRight ? into : out;
    for (const column of leftToRight ? columns : columns.toReversed()) {
      const mean = new Map(column.map(node => [node, meanOf(nearby[node]!, row) ?? row.get(node)!]));
      column.sort((a, b) => mean.get(a)! - mean.get(b)!);
      note(column);
    }
  }
  return columns;
}

function meanOf(nodes: readonly number[], row: ReadonlyMap<number, number>): number | undefined {
  if (nodes.length === 0) return undefined;
  return nodes.reduce((sum, node) => sum + row.get(node)!, 0) / nodes.length;
}

function placeAt(column: number, row: number, top: number): Place {
  return { x: column * (NODE_WIDTH + GAP_ACROSS), y: top + row * (NODE_HEIGHT + GAP_DOWN) };
}

function heightOf(rows: number): number {
  return rows === 0 ? 0 : rows * (NODE_HEIGHT + GAP_DOWN) - GAP_DOWN;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
