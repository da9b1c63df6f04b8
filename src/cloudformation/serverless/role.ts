import type { Resource } from '../../model/resource.ts';
import { listOf, objectOf, type Property, propertyValue, textOf, type Value } from '../../model/value.ts';
import type { Scope } from '../scope.ts';
import { eachCase, generated, type Literal, type Origin, tagList, valueOfLiteral } from './build.ts';
import type { RoleDraft } from './expansion.ts';
import { managedPolicyArn } from './managed-policies.ts';
import { policyTemplate } from './statements.ts';

/** A trust policy for one service. */
export function trust(service: string): Literal {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
  };
}

/** An inline policy of one statement. */
export function inlinePolicy(name: string, action: Literal, resource: Literal): Literal {
  return {
    PolicyName: name,
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] },
  };
}

/** The execution role of a function or state machine, with its Policies and what events need. */
export function executionRole(
  source: Resource,
  draft: RoleDraft,
  trusted: Literal | Property,
  scope: Scope,
  origin: Origin,
): Resource {
  const { properties } = source.properties;
  const id = `${source.id}Role`;
  addPolicies(properties.get('Policies'), id, draft, scope);
  return generated(
    source,
    id,
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: trusted,
      ManagedPolicyArns: written(properties.get('Policies'), withoutRepetition(draft.managed)),
      Policies: draft.policies.length > 0 ? written(properties.get('Policies'), draft.policies) : undefined,
      Path: properties.get('RolePath'),
      PermissionsBoundary: properties.get('PermissionsBoundary'),
      Tags: tagList(
        properties.get('Tags'),
        source,
        source.type.endsWith('StateMachine') ? 'stateMachine:createdBy' : 'lambda:createdBy',
      ),
    },
    origin,
  );
}

/** A list at the place of the property that most of it comes from. */
function written(policies: Property | undefined, items: readonly Literal[]): Literal | Property {
  return policies ? { ...policies, value: valueOfLiteral(items, policies.value.span) } : items;
}

function withoutRepetition(arns: readonly Literal[]): readonly Literal[] {
  const texts = new Set<string>();
  return arns.filter(arn => {
    const text = typeof arn === 'string' ? arn : textOf(arn as Value);
    if (text === undefined) return true;
    if (texts.has(text)) return false;
    texts.add(text);
    return true;
  });
}

/** Names, ARNs, statements and policy templates, as a list or alone. */
function addPolicies(policies: Property | undefined, roleId: string, draft: RoleDraft, scope: Scope): void {
  const items = policies && (listOf(policies.value)?.items ?? [policies.value]);
  for (const [index, item] of (items ?? []).entries()) {
    const isManaged = firstKnown(item)?.kind !== 'object';
    const value = eachCase(item, known => {
      const policy = isManaged ? managedPolicy(known) : document(known, scope);
      if (policy === undefined) return undefined;
      return valueOfLiteral(
        isManaged ? policy : { PolicyName: `${roleId}Policy${index}`, PolicyDocument: policy },
        known.span,
      );
    });
    if (value) (isManaged ? draft.managed : draft.policies).push(value);
  }
}

function firstKnown(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'unknown') return value;
  for (const alternative of value.alternatives) {
    const known = firstKnown(alternative.value);
    if (known) return known;
  }
  return undefined;
}

function managedPolicy(value: Value): Literal | undefined {
  const text = textOf(value);
  return text === undefined ? value : { ...value, kind: 'scalar', value: managedPolicyArn(text) };
}

/** A policy document as written, or that of the policy template that is named. */
function document(value: Value, scope: Scope): Literal | undefined {
  const policy = objectOf(value);
  if (!policy || policy.properties.has('Statement')) return value;
  const [entry] = policy.properties;
  if (!entry || policy.properties.size > 1) return value;
  const [name, parameters] = entry;
  const statements = policyTemplate(
    name,
    parameter => propertyValue(parameters.value, parameter),
    parameters.span,
    scope,
  );
  return statements === undefined ? value : { Statement: statements };
}
