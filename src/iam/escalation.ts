import type { PredicateSubject } from '../model/predicate.ts';
import type { Resource } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import { listOf, propertyValue, type Value } from '../model/value.ts';
import { allOf, anyOf, negate, type Outcome, type RelatedSpan } from '../model/verdict.ts';
import { type AttachedPolicy, attachmentsOf, isPrincipal } from './attachments.ts';
import { coversAction, denied } from './coverage.ts';
import type { EscalationMethod } from './escalation-methods.ts';
import { type Boundary, type Found, type Granted, type Step, search } from './escalation-search.ts';
import { statementsOf } from './policy.ts';

/**
 * Passes where a policy, or all policies together that reach a role, user or group, let their holder gain rights that
 * it was not given. What one policy allows is said of that policy; what only several allow together, of the principal.
 * Deny statements and permission boundaries of the principals are taken off.
 */
export function escalates(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  return isPrincipal(resource) ? ofPrincipal(resource, subject) : ofPolicy(resource, subject);
}

function ofPolicy(policy: Resource, subject: PredicateSubject): Outcome {
  const name = policy.properties.properties.has('InlinePolicy') ? 'InlinePolicy' : 'PolicyDocument';
  const property = policy.properties.properties.get(name);
  if (!property) return none(policy.nameSpan);
  const own: AttachedPolicy = { document: property.value, holder: policy, span: policy.nameSpan };
  const unknown = statementsOf(property.value, subject).unknown;
  const statements = granted([own], subject);
  const found = search(statements, statements, subject);
  if (found?.verdict !== 'pass') return found ? outcome(found, [], subject) : notFound(unknown, property.nameSpan);
  const principals = attachmentsOf(subject.graph).principalsOf(policy);
  if (principals.length === 0) return outcome(found, [], subject);
  let doubt: Outcome | undefined;
  for (const principal of principals) {
    const effective = searchWithin(principal, statements, subject);
    if (effective?.verdict === 'pass') return outcome(effective, [principal], subject);
    if (effective) doubt ??= outcome(effective, [principal], subject);
  }
  return doubt ?? none(policy.nameSpan);
}

function ofPrincipal(principal: Resource, subject: PredicateSubject): Outcome {
  const policies = attachmentsOf(subject.graph).policiesOf(principal);
  const inline = policies.filter(policy => policy.holder === principal);
  const unknown = inline.map(({ document }) => statementsOf(document, subject).unknown).find(value => value);
  const own = searchWithin(principal, granted(inline, subject), subject);
  if (own?.verdict === 'pass') return outcome(own, [], subject);
  if (!isReportedElsewhere(policies, subject)) {
    const together = searchWithin(principal, granted(policies, subject), subject);
    if (together?.verdict === 'pass')
      return { ...outcome(together, [], subject), span: principal.nameSpan, path: undefined };
  }
  return own ? outcome(own, [], subject) : notFound(unknown, principal.nameSpan);
}

/** A policy, or a group with all its policies, is enough by itself: it is said there. */
function isReportedElsewhere(policies: readonly AttachedPolicy[], subject: PredicateSubject): boolean {
  const groups = new Set(policies.flatMap(({ group }) => group ?? []));
  const sets = [
    ...policies.map(policy => [policy]),
    ...[...groups].map(group => policies.filter(policy => policy.group === group)),
  ];
  return sets.some(set => {
    const statements = granted(set, subject);
    return search(statements, statements, subject)?.verdict === 'pass';
  });
}

function granted(policies: readonly AttachedPolicy[], subject: PredicateSubject): readonly Granted[] {
  return policies.flatMap(policy =>
    statementsOf(policy.document, subject).statements.map(statement => ({ ...policy, statement })),
  );
}

/** What the statements allow a principal, with all that its policies deny and its boundary leaves out. */
function searchWithin(principal: Resource, allowing: readonly Granted[], subject: PredicateSubject): Found | undefined {
  if (allowing.length === 0) return undefined;
  const all = granted(attachmentsOf(subject.graph).policiesOf(principal), subject);
  return search(allowing, all, subject, boundaryOf(principal, subject));
}

/** Undefined where there is no boundary; unknown where it is not in the files. */
function boundaryOf(principal: Resource, subject: PredicateSubject): Boundary | undefined {
  const value = propertyValue(principal.properties, 'PermissionsBoundary');
  if (!value) return undefined;
  const policy = value.kind === 'reference' ? subject.graph.resolve(principal, value) : undefined;
  const document = policy && propertyValue(policy.properties, 'PolicyDocument');
  if (!policy || !document) return () => 'unknown';
  const { statements, unknown } = statementsOf(document, subject);
  if (unknown) return () => 'unknown';
  return action =>
    allOf([
      anyOf(statements.map(statement => allOf([statement.allows, coversAction(statement, action)]))),
      negate(denied(action, statements, subject)),
    ]);
}

function none(span: Span): Outcome {
  return { verdict: 'fail', span, reason: 'no known way to more rights is allowed' };
}

function notFound(unknown: Value | undefined, span: Span): Outcome {
  if (!unknown) return none(span);
  const missing = unknown.kind === 'unknown' ? unknown.missing : 'what is not in the files';
  return { verdict: 'unknown', span: unknown.span, reason: `the policy depends on ${missing}` };
}

/** Reported at the last action of the method, which is the one that is told apart; the whole path is related. */
function outcome(
  { verdict, method, steps }: Found,
  principals: readonly Resource[],
  subject: PredicateSubject,
): Outcome {
  const decisive = steps.find(step => step.verdict === 'unknown' && step.granted) ?? steps.at(-1)!;
  const { granted: at, span = subject.resource.nameSpan } = decisive;
  const actions = method.actions.join(' and ');
  const does = method.actions.length > 1 ? 'together let' : 'lets';
  const reason =
    verdict === 'pass'
      ? `${actions} ${does} the holder ${method.lets}`
      : `whether ${actions} ${method.actions.length > 1 ? 'are' : 'is'} allowed on everything cannot be told`;
  return {
    verdict,
    span,
    reason,
    path: at && pathOf(at, subject.resource),
    declaredIn: at?.statement.declaredIn,
    related: pathThrough(steps, principals, method),
  };
}

function pathOf({ statement, holder, document }: Granted, resource: Resource): string | undefined {
  if (holder !== resource) return undefined;
  const list = listOf(propertyValue(document, 'Statement'));
  const index = list?.items.findIndex(item => item.span === statement.span) ?? -1;
  const name = [...resource.properties.properties].find(([, { value }]) => value === document)?.[0];
  return name && `Properties.${name}.Statement${index < 0 ? '' : `[${index}]`}`;
}

/** Principal, group, policy, statements: the way that the rights take. */
function pathThrough(
  steps: readonly Step[],
  principals: readonly Resource[],
  method: EscalationMethod,
): readonly RelatedSpan[] {
  const related: RelatedSpan[] = principals.map(({ nameSpan, address }) => ({
    span: nameSpan,
    message: `${address} has the policy`,
  }));
  const said = new Set(principals);
  steps.forEach(({ action, granted: by, span }, index) => {
    if (!by || !span) return;
    if (by.group && !said.has(by.group)) {
      related.push({ span: by.group.nameSpan, message: `through the group ${by.group.address}` });
      said.add(by.group);
    }
    if (!said.has(by.holder)) related.push({ span: by.span, message: `${by.holder.address} has the statement` });
    said.add(by.holder);
    const then = index === steps.length - 1 ? `: ${method.lets}` : '';
    related.push({ span, message: `${action} is allowed${then}` });
  });
  return related.map(place => ({ ...place, step: true }));
}
