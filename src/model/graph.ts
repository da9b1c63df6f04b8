import { append, groupBy } from './groups.ts';
import { type Mention, withoutKeys } from './mention.ts';
import { type InputInfo, inputKey, isTemplate, type Resource } from './resource.ts';
import type { Span } from './source.ts';
import type { ReferenceValue, Value } from './value.ts';

/** All resources of a scan with the references between them, in both directions. Built once, then only queried. */
export interface Graph {
  readonly resources: readonly Resource[];
  readonly inputs: readonly InputInfo[];
  /** Resources of a type, in any input. */
  ofType(type: string): readonly Resource[];
  /** Resources of one input. */
  inInput(input: InputInfo): readonly Resource[];
  /** Resources of other inputs that import something of this one, or of which it imports something. */
  linkedTo(input: InputInfo): readonly Resource[];
  /**
   * The resource that a reference of `from` names, in its input or by import in another; undefined where it is no
   * resource of the graph.
   */
  resolve(from: Resource, reference: ReferenceValue): Resource | undefined;
  /** References that this resource makes, in the order written. */
  referencesFrom(resource: Resource): readonly Reference[];
  /** References that others make to this resource. */
  referencesTo(resource: Resource): readonly Reference[];
  /** Where its input names this resource, or the block that it is an instance of, beside those references. */
  mentionsOf(resource: Resource): readonly Mention[];
}

export interface Reference {
  readonly from: Resource;
  readonly to: Resource;
  /** Property path in `from`, without indexes: `Listeners.Certificates.CertificateArn`. */
  readonly path: string;
  readonly attribute?: string;
  readonly span: Span;
}

/**
 * Builds the graph; references are found in one walk over all property values. Dangling ones are left out. Resources of
 * other inputs than those may be among the resources: they are there to be referred to.
 */
export function buildGraph(resources: readonly Resource[], inputs: readonly InputInfo[]): Graph {
  const byType = groupBy(resources, resource => resource.type);
  const byInput = groupBy(resources, resource => resource.input);
  const byAddress = new Map<InputInfo, Map<string, Resource>>();
  for (const resource of resources) {
    let addresses = byAddress.get(resource.input);
    if (!addresses) {
      addresses = new Map();
      byAddress.set(resource.input, addresses);
    }
    // Where one declaration gives several resources, the one that carries its own id is meant.
    if (!addresses.has(resource.address) || resource.id === resource.address) addresses.set(resource.address, resource);
  }
  const elsewhere = resolverOfImports(byAddress);
  const resolve = (from: Resource, reference: ReferenceValue) =>
    byAddress.get(from.input)?.get(reference.target) ?? elsewhere(reference.target);

  // Many scans ask for no reference, and the walk reads every property.
  let known: Edges | undefined;
  const edges = () => {
    known ??= edgesOf(resources, resolve);
    return known;
  };

  return {
    resources,
    inputs,
    ofType: type => byType.get(type) ?? [],
    inInput: input => byInput.get(input) ?? [],
    // Only templates import, and only from each other.
    linkedTo: input => (byInput.size > 1 && isTemplate(input) ? [...(edges().linked.get(input) ?? [])] : []),
    resolve,
    referencesFrom: resource => edges().outgoing.get(resource) ?? [],
    referencesTo: resource => edges().incoming.get(resource) ?? [],
    mentionsOf: mentionsByTarget(),
  };
}

interface Edges {
  readonly outgoing: ReadonlyMap<Resource, readonly Reference[]>;
  readonly incoming: ReadonlyMap<Resource, readonly Reference[]>;
  readonly linked: ReadonlyMap<InputInfo, ReadonlySet<Resource>>;
}

function edgesOf(resources: readonly Resource[], resolve: Graph['resolve']): Edges {
  const linked = new Map<InputInfo, Set<Resource>>();
  const outgoing = new Map<Resource, Reference[]>();
  const incoming = new Map<Resource, Reference[]>();
  for (const from of resources) {
    const references: Reference[] = [];
    eachReference(from.properties, '', (reference, path) => {
      const to = resolve(from, reference);
      if (!to) return;
      references.push({ from, to, path, attribute: reference.attribute, span: reference.span });
      if (to.input === from.input) return;
      link(linked, from.input, to);
      link(linked, to.input, from);
    });
    if (references.length === 0) continue;
    outgoing.set(from, references);
    for (const reference of references) append(incoming, reference.to, reference);
  }
  return { outgoing, incoming, linked };
}

function link(linked: Map<InputInfo, Set<Resource>>, input: InputInfo, resource: Resource): void {
  const resources = linked.get(input) ?? new Set();
  linked.set(input, resources.add(resource));
}

/** An index for each input that is asked about. */
function mentionsByTarget(): Graph['mentionsOf'] {
  const known = new Map<InputInfo, ReadonlyMap<string, readonly Mention[]>>();
  return ({ input, address }) => {
    let mentions = known.get(input);
    if (!mentions) {
      mentions = groupBy(input.mentions?.() ?? [], ({ target }) => target);
      known.set(input, mentions);
    }
    return mentions.get(withoutKeys(address)) ?? [];
  };
}

/** What a template imports from another is named with the key of that one in front: `network.yaml:Vpc`. */
function resolverOfImports(
  byAddress: ReadonlyMap<InputInfo, ReadonlyMap<string, Resource>>,
): (target: string) => Resource | undefined {
  let byKey: ReadonlyMap<string, InputInfo> | undefined;
  return target => {
    const colon = target.lastIndexOf(':');
    if (colon < 0) return undefined;
    byKey ??= new Map([...byAddress.keys()].map(input => [inputKey(input), input]));
    const input = byKey.get(target.slice(0, colon));
    return input && byAddress.get(input)?.get(target.slice(colon + 1));
  };
}

/** Calls back for every reference inside a value, with its property path without indexes. */
export function eachReference(
  value: Value,
  path: string,
  found: (reference: ReferenceValue, path: string) => void,
): void {
  switch (value.kind) {
    case 'scalar':
      return;
    case 'reference':
      found(value, path);
      return;
    case 'template':
      for (const part of value.parts) if (typeof part !== 'string') eachReference(part, path, found);
      return;
    case 'list':
      for (const item of value.items) eachReference(item, path, found);
      return;
    case 'object':
      for (const [name, property] of value.properties) {
        eachReference(property.value, path === '' ? name : `${path}.${name}`, found);
      }
      return;
    case 'unknown':
      for (const alternative of value.alternatives) {
        if (alternative.value) eachReference(alternative.value, path, found);
      }
  }
}
