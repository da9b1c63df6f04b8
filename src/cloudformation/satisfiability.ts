import type { Domains, Formula } from './formula.ts';

/**
 * The formulas of a template as one network of nodes that they share, in which assumptions are played through: what a
 * node is follows from what it is made of, and the other way round. Built as formulas are first asked about, so that
 * a question costs what it touches.
 */
export interface Network {
  /** The values that a variable can have are asked for once. */
  readonly domains: Domains;
  readonly variables: Map<string, Variable>;
  readonly nodes: WeakMap<Formula, Node>;
  /** Nodes that have a value, in the order in which they got it. */
  readonly trail: Node[];
}

interface Node {
  readonly kind: 'constant' | 'equal' | 'and' | 'or';
  readonly operands: readonly Literal[];
  readonly users: Node[];
  readonly variable?: Variable;
  value: boolean | undefined;
}

/** A node, or its negation. */
interface Literal {
  readonly node: Node;
  readonly positive: boolean;
}

interface Variable {
  readonly domain: readonly string[] | undefined;
  /** Its equalities by their texts: at most one of them holds. */
  readonly atoms: Map<string, Node>;
  /** The one that holds, where one does: then the others are settled. */
  chosen: Node | undefined;
}

/** Choices tried before an answer is given up. */
const MAX_CHOICES = 2_000;

/** A network without formulas; `domains` says which values a variable can have, undefined where it can have any. */
export function emptyNetwork(domains: Domains): Network {
  return { domains, variables: new Map(), nodes: new WeakMap(), trail: [] };
}

/**
 * Whether all formulas can be true together. Where the search takes too long the answer is true: nothing is excluded
 * that has not been shown to be impossible.
 */
export function satisfiable(formulas: readonly Formula[], network: Network): boolean {
  const literals = formulas.map(formula => literalOf(formula, network));
  const holds = literals.every(literal => set(literal, true, network));
  const answer = holds && propagate(0, network) && search(0, { left: MAX_CHOICES }, network);
  undo(0, network);
  return answer;
}

/**
 * Tries what could make those true, or false, that are said to be and of which no operand says why. Those before
 * `from` on the trail have their reason, and keep it.
 */
function search(from: number, choices: { left: number }, network: Network): boolean {
  const { trail } = network;
  let at = from;
  while (at < trail.length && !isUnjustified(trail[at]!)) at++;
  const undecided = trail[at];
  if (!undecided) return true;
  const wanted = undecided.kind === 'or';
  const operand = undecided.operands.find(literal => truthOf(literal) === undefined)!;
  const before = trail.length;
  for (const value of [wanted, !wanted]) {
    if (--choices.left < 0) return true;
    if (set(operand, value, network) && propagate(before, network) && search(at, choices, network)) return true;
    undo(before, network);
  }
  return false;
}

/** An `and` that is false, an `or` that is true, without an operand that makes it so. */
function isUnjustified({ kind, value, operands }: Node): boolean {
  if (kind === 'and') return value === false && !operands.some(literal => truthOf(literal) === false);
  if (kind === 'or') return value === true && !operands.some(literal => truthOf(literal) === true);
  return false;
}

/** Draws the conclusions from all that was set since a place of the trail; false where they contradict each other. */
function propagate(from: number, network: Network): boolean {
  const { trail } = network;
  for (let index = from; index < trail.length; index++) {
    const node = trail[index]!;
    if (!conclude(node, network)) return false;
    for (const user of node.users) if (!conclude(user, network)) return false;
  }
  return true;
}

function conclude(node: Node, network: Network): boolean {
  switch (node.kind) {
    case 'constant':
      return true;
    case 'equal':
      return concludeOfVariable(node, network);
    case 'and':
      return concludeOfOperands(node, false, network);
    case 'or':
      return concludeOfOperands(node, true, network);
  }
}

/** A variable has one value. */
function concludeOfVariable(atom: Node, network: Network): boolean {
  const variable = atom.variable!;
  const { atoms, domain } = variable;
  if (atom.value) {
    variable.chosen = atom;
    for (const other of atoms.values()) if (other !== atom && !setNode(other, false, network)) return false;
    return true;
  }
  if (!domain || variable.chosen) return true;
  const isLeft = (text: string) => atoms.get(text)?.value !== false;
  const first = domain.findIndex(isLeft);
  if (first < 0) return false;
  if (domain.some((text, index) => index > first && isLeft(text))) return true;
  const last = atoms.get(domain[first]!);
  return !last || setNode(last, true, network);
}

/** `decisive`: the value of one operand that is enough, false of `and`, true of `or`. */
function concludeOfOperands(node: Node, decisive: boolean, network: Network): boolean {
  let open: Literal | undefined;
  let moreOpen = false;
  for (const literal of node.operands) {
    const value = truthOf(literal);
    if (value === decisive) return setNode(node, decisive, network);
    if (value !== undefined) continue;
    if (node.value === !decisive) {
      if (!set(literal, !decisive, network)) return false;
    } else if (open) moreOpen = true;
    else open = literal;
  }
  if (node.value === !decisive) return true;
  if (!open) return setNode(node, !decisive, network);
  return moreOpen || node.value === undefined || set(open, decisive, network);
}

function truthOf({ node, positive }: Literal): boolean | undefined {
  return positive || node.value === undefined ? node.value : !node.value;
}

function set({ node, positive }: Literal, value: boolean, network: Network): boolean {
  return setNode(node, positive ? value : !value, network);
}

/** False where the node already has the other value. */
function setNode(node: Node, value: boolean, network: Network): boolean {
  if (node.value !== undefined) return node.value === value;
  node.value = value;
  network.trail.push(node);
  return true;
}

function undo(length: number, { trail }: Network): void {
  for (let index = length; index < trail.length; index++) {
    const node = trail[index]!;
    node.value = undefined;
    if (node.variable?.chosen === node) node.variable.chosen = undefined;
  }
  trail.length = length;
}

function literalOf(formula: Formula, network: Network): Literal {
  switch (formula.kind) {
    case 'not': {
      const { node, positive } = literalOf(formula.operand, network);
      return { node, positive: !positive };
    }
    case 'named':
      return literalOf(formula.formula, network);
    default:
      return { node: nodeOf(formula, network), positive: true };
  }
}

type NodeFormula = Exclude<Formula, { kind: 'not' | 'named' }>;

function nodeOf(formula: NodeFormula, network: Network): Node {
  const known = network.nodes.get(formula);
  if (known) return known;
  const node = newNode(formula, network);
  network.nodes.set(formula, node);
  return node;
}

function newNode(formula: NodeFormula, network: Network): Node {
  switch (formula.kind) {
    case 'constant':
      return { kind: 'constant', operands: [], users: [], value: formula.value };
    case 'equal':
      return atomOf(formula.variable, formula.text, network);
    case 'and':
    case 'or': {
      const operands = formula.operands.map(operand => literalOf(operand, network));
      const node: Node = { kind: formula.kind, operands, users: [], value: undefined };
      for (const literal of operands) literal.node.users.push(node);
      return node;
    }
  }
}

function atomOf(name: string, text: string, network: Network): Node {
  let variable = network.variables.get(name);
  if (!variable) {
    variable = { domain: network.domains(name), atoms: new Map(), chosen: undefined };
    network.variables.set(name, variable);
  }
  const known = variable.atoms.get(text);
  if (known) return known;
  const isPossible = variable.domain?.includes(text) ?? true;
  const atom: Node = isPossible
    ? { kind: 'equal', operands: [], users: [], variable, value: undefined }
    : { kind: 'constant', operands: [], users: [], value: false };
  variable.atoms.set(text, atom);
  return atom;
}
