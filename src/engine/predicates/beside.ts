import type { Graph } from '../../model/graph.ts';
import { append } from '../../model/groups.ts';
import type { PredicateSubject } from '../../model/predicate.ts';
import type { InputInfo, Resource } from '../../model/resource.ts';
import { propertyValue, textOf } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';

type Asking = Pick<PredicateSubject, 'resource' | 'graph'>;

/** A stack has a few; for more, asking each resource about each of them would take too long. */
const MAX_BESIDE = 200;

/** The resources of a type in the input of the one that is asked about; an unknown outcome where they are too many. */
export function besideOf(type: string, subject: Asking): readonly Resource[] | Outcome {
  const found = allBeside(type, subject);
  if (found.length <= MAX_BESIDE) return found;
  const reason = `more than ${MAX_BESIDE} resources of the type ${type} are not looked through`;
  return { verdict: 'unknown', span: subject.resource.nameSpan, reason };
}

/** The resources of a type in the input of the one that is asked about, however many. */
export function allBeside(type: string, { resource, graph }: Asking): readonly Resource[] {
  const { types } = besideIn(graph, resource.input);
  let found = types.get(type);
  if (!found) {
    found = graph.inInput(resource.input).filter(other => other.type === type);
    types.set(type, found);
  }
  return found;
}

/** Whether the input of the one that is asked about has a resource of a type. */
export function hasBeside(type: string, subject: Asking): boolean {
  return allBeside(type, subject).length > 0;
}

/** Those of which a property is written as this text, whatever is undecided; found without going through all of them. */
export function besideWith(type: string, property: string, text: string, subject: Asking): readonly Resource[] {
  const { texts } = besideIn(subject.graph, subject.resource.input);
  const key = `${type} ${property}`;
  let index = texts.get(key);
  if (!index) {
    index = new Map();
    for (const resource of allBeside(type, subject)) {
      const written = textOf(propertyValue(resource.properties, property));
      if (written !== undefined) append(index, written, resource);
    }
    texts.set(key, index);
  }
  return index.get(text) ?? [];
}

/** What is known of an input. */
interface Beside {
  readonly types: Map<string, readonly Resource[]>;
  /** By type and property, then by its text. */
  readonly texts: Map<string, Map<string, Resource[]>>;
}

function besideIn(graph: Graph, input: InputInfo): Beside {
  const inputs = known.get(graph) ?? new Map<InputInfo, Beside>();
  known.set(graph, inputs);
  const found = inputs.get(input) ?? { types: new Map(), texts: new Map() };
  inputs.set(input, found);
  return found;
}

const known = new WeakMap<Graph, Map<InputInfo, Beside>>();
