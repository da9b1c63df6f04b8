import { eachReference, type Graph } from '../model/graph.ts';
import { append } from '../model/groups.ts';
import type { Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import { listOf, objectOf, propertyValue, textOf, type Value } from '../model/value.ts';

/** A policy document that reaches a principal. */
export interface AttachedPolicy {
  readonly document: Value;
  /** The resource that is the policy; for an inline policy the principal itself. */
  readonly holder: Resource;
  /** Where the policy is named. */
  readonly span: Span;
  /** The group through which it comes. */
  readonly group?: Resource;
}

export interface Attachments {
  /** All policies that reach a role, user or group, its own and those of its groups among them. */
  policiesOf(principal: Resource): readonly AttachedPolicy[];
  /** The principals that a policy is attached to. */
  principalsOf(policy: Resource): readonly Resource[];
}

/** Resources whose `PolicyDocument` says what their principals may do, and the properties that name these. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::ManagedPolicy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::Policy': ['Roles', 'Users', 'Groups'],
  'AWS::IAM::RolePolicy': ['RoleName'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::GroupPolicy': ['GroupName'],
};

/** Principals, with the properties of policies that can name them and the one by which they are named. */
const PRINCIPALS: Readonly<Record<string, { readonly namedIn: readonly string[]; readonly name: string }>> = {
  'AWS::IAM::Role': { namedIn: ['Roles', 'RoleName'], name: 'RoleName' },
  'AWS::IAM::User': { namedIn: ['Users', 'UserName'], name: 'UserName' },
  'AWS::IAM::Group': { namedIn: ['Groups', 'GroupName'], name: 'GroupName' },
};

/** Whether the resource is one that policies are attached to. */
export function isPrincipal({ type }: Resource): boolean {
  return Object.hasOwn(PRINCIPALS, type);
}

const known = new WeakMap<Graph, Attachments>();

/** What is attached to what, in either direction, by reference or by name; found once for a graph. */
export function attachmentsOf(graph: Graph): Attachments {
  const found = known.get(graph) ?? findAttachments(graph);
  known.set(graph, found);
  return found;
}

function findAttachments(graph: Graph): Attachments {
  const policies = new Map<Resource, AttachedPolicy[]>();
  const principals = new Map<Resource, Set<Resource>>();
  const attach = (policy: Resource, principal: Resource): void => {
    const holders = principals.get(policy) ?? new Set();
    principals.set(policy, holders);
    if (holders.has(principal)) return;
    holders.add(principal);
    const document = propertyValue(policy.properties, 'PolicyDocument');
    if (document) append(policies, principal, { document, holder: policy, span: policy.nameSpan });
  };
  const groups = new Map<Resource, Set<Resource>>();
  const named = namesOf(graph);
  for (const resource of graph.resources) {
    const find = (property: string, types: readonly string[]) => othersIn(resource, property, types, graph, named);
    for (const property of POLICIES[resource.type] ?? []) {
      const types = Object.keys(PRINCIPALS).filter(type => PRINCIPALS[type]!.namedIn.includes(property));
      for (const principal of find(property, types)) attach(resource, principal);
    }
    if (isPrincipal(resource)) {
      for (const policy of find('ManagedPolicyArns', ['AWS::IAM::ManagedPolicy'])) attach(policy, resource);
    }
    const joined = resource.type === 'AWS::IAM::UserToGroupAddition' ? find('Users', ['AWS::IAM::User']) : [];
    const users = resource.type === 'AWS::IAM::User' ? [resource] : joined;
    for (const group of users.length > 0 ? [...find('Groups', [GROUP]), ...find('GroupName', [GROUP])] : []) {
      for (const user of users) groups.set(user, (groups.get(user) ?? new Set()).add(group));
    }
  }
  const own = (principal: Resource) => [...inlinePolicies(principal), ...(policies.get(principal) ?? [])];
  return {
    policiesOf: principal => {
      const inherited = [...(groups.get(principal) ?? [])].flatMap(group =>
        own(group).map(policy => ({ ...policy, group })),
      );
      return [...own(principal), ...inherited];
    },
    principalsOf: policy => [...(principals.get(policy) ?? [])],
  };
}

const GROUP = 'AWS::IAM::Group';

/**
 * The policies that a principal has inside. In Terraform they are resources of their own as well (`declaredIn`); those
 * are attached as such.
 */
function inlinePolicies(principal: Resource): readonly AttachedPolicy[] {
  const inline: AttachedPolicy[] = [];
  const read = (value: Value | undefined): void => {
    if (value?.kind === 'unknown') for (const alternative of value.alternatives) read(alternative.value);
    for (const item of listOf(value)?.items ?? []) read(item);
    const document = objectOf(value)?.properties.get('PolicyDocument');
    if (!document || document.declaredIn !== undefined) return;
    inline.push({ document: document.value, holder: principal, span: document.nameSpan });
  };
  read(propertyValue(principal.properties, 'Policies'));
  const permissionSet = principal.properties.properties.get('InlinePolicy');
  if (permissionSet) inline.push({ document: permissionSet.value, holder: principal, span: permissionSet.nameSpan });
  return inline;
}

type Names = ReadonlyMap<string, Resource>;

/** Principals by type and name, where the name is written. */
function namesOf(graph: Graph): (of: Resource, type: string, name: string) => Resource | undefined {
  const byInput = new Map<Resource['input'], Names>();
  for (const input of graph.inputs) {
    const names = new Map<string, Resource>();
    for (const resource of graph.inInput(input)) {
      const name = textOf(propertyValue(resource.properties, PRINCIPALS[resource.type]?.name ?? ''));
      if (name !== undefined) names.set(`${resource.type} ${name}`, resource);
    }
    byInput.set(input, names);
  }
  return (of, type, name) => byInput.get(of.input)?.get(`${type} ${name}`);
}

/** The resources of these types that a property refers to, or names. */
function othersIn(
  resource: Resource,
  property: string,
  types: readonly string[],
  graph: Graph,
  named: ReturnType<typeof namesOf>,
): readonly Resource[] {
  const value = propertyValue(resource.properties, property);
  if (!value) return [];
  const found: Resource[] = [];
  eachReference(value, property, reference => {
    const other = graph.resolve(resource, reference);
    if (other && types.includes(other.type)) found.push(other);
  });
  for (const item of listOf(value)?.items ?? [value]) {
    const name = textOf(item);
    if (name === undefined) continue;
    found.push(...types.flatMap(type => named(resource, type, name) ?? []));
  }
  return found;
}
